/// The self-assessment on paper: what the report is made of, its results, and the evidence of each
/// element.
#include "client_wasm/paper/forms.hpp"
#include "client_wasm/screens/evaluation_model.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace minga::client {
namespace {

/// The last document of that type in the cycle of the assessment.
std::string document_words(const PaperSource& source, const Record& assessment,
                           std::string_view type) {
    const auto cycle = Id::parse(text_of(assessment.fields, "cycle"));
    if (!cycle) return {};
    std::string words;
    for (const Record& one : source.records.children(*cycle, "document")) {
        if (text_of(one.fields, "type") != type) continue;
        const std::string& number = text_of(one.fields, "number");
        const std::string date = format_date(text_of(one.fields, "date"));
        words = number.empty() ? std::string{"Registrado"} : "N.º " + number;
        if (!date.empty()) words += ", del " + date;
    }
    return words;
}

void write_parts(HtmlWriter& html, const PaperSource& source, const Record& assessment,
                 const EvaluationModel& model) {
    std::vector<std::string> values;
    std::vector<PaperField> rows;
    for (const ReportPart& part : model.instrument->report_parts()) {
        PaperField row{.label = part.name};
        if (!part.document.empty()) {
            row.value = document_words(source, assessment, part.document);
        } else {
            const auto done =
                part.key == "scores" ? model.own.total.answered : std::int64_t{model.with_evidence};
            row.value =
                std::to_string(done) + " de " + std::to_string(model.count()) + " elementos";
        }
        rows.push_back(std::move(row));
    }
    html.fields("Partes del informe", rows);
}

/// "2023: 41,5 (meta 45); 2024: 44 (meta 46)."
std::string series_of(const PaperSource& source, const Record& answer) {
    std::vector<Figure> figures;
    for (const Record& one : source.records.children(answer.id, "figure")) {
        figures.push_back(schema::decode<Figure>(one.fields));
    }
    std::stable_sort(figures.begin(), figures.end(),
                     [](const Figure& a, const Figure& b) { return a.period < b.period; });
    std::string words;
    for (const Figure& one : figures) {
        if (!one.value && !one.target) continue;
        words += (words.empty() ? "" : "; ") + one.period + ": ";
        words += one.value ? decimal_words(*one.value) : "sin valor";
        if (one.target) words += " (meta " + decimal_words(*one.target) + ")";
    }
    return words;
}

void add_line(std::string& text, std::string_view label, const std::string& words) {
    if (words.empty()) return;
    if (!text.empty()) text += "\n";
    text.append(label).append(": ").append(words);
}

std::string evidence_of(const PaperSource& source, const Record& answer) {
    std::string text = text_of(answer.fields, "evidence");
    add_line(text, "Qué se mide", text_of(answer.fields, "measure"));
    add_line(text, "Cifras", series_of(source, answer));
    add_line(text, "Fuente", text_of(answer.fields, "source"));
    add_line(text, "Justificación del puntaje", text_of(answer.fields, "justification"));
    add_line(text, "Responsable", text_of(answer.fields, "owner"));
    return text;
}

std::string score_words(const std::optional<std::int64_t>& score) {
    return score ? std::to_string(*score) : std::string{};
}

}  // namespace

PaperPart self_assessment_results(const PaperSource& source, const Record& assessment) {
    const auto answers = records_under(source, assessment, "answer");
    const EvaluationModel model = make_evaluation_model(assessment, answers, source.catalog);
    HtmlWriter html;
    if (model.instrument != nullptr) {
        write_parts(html, source, assessment, model);
        html.heading("Puntajes asignados por el Comité de Mejora");
        write_scores(html, model.own, "Subcriterio");
        if (model.has_validated()) {
            html.heading("Puntajes validados");
            write_scores(html, model.validated, "Subcriterio");
        }
    }
    return {.title = "Informe de autoevaluación", .html = html.text()};
}

PaperPart self_assessment_evidence(const PaperSource& source, const Record& assessment) {
    static const std::array columns{
        PaperColumn{.header = "N.º", .width = 5, .is_number = true},
        PaperColumn{.header = "Elemento de gestión", .width = 30},
        PaperColumn{.header = "Evidencia", .width = 44},
        PaperColumn{.header = "Puntaje", .width = 9, .is_number = true},
        PaperColumn{.header = "Validado", .is_number = true},
    };
    const auto answers = records_under(source, assessment, "answer");
    const EvaluationModel model = make_evaluation_model(assessment, answers, source.catalog);
    std::map<Id, const Record*> by_id;
    for (const Record& answer : answers) by_id.emplace(answer.id, &answer);
    HtmlWriter html;
    for (const GroupScore& group : model.own.subcriteria) {
        const std::string caption = std::to_string(group.number) + ". " + group.name + ": " +
                                    points_of(group.score) + ", " + percent_of(group.score);
        PaperTable table{.caption = caption, .columns = columns};
        for (const EvaluationItem& item : model.items) {
            if (item.subcriterion->key != group.key) continue;
            const auto found = by_id.find(item.answer);
            table.rows.push_back(
                {std::to_string(item.element->number), item.element->name,
                 found == by_id.end() ? std::string{} : evidence_of(source, *found->second),
                 score_words(item.score), score_words(item.validated)});
        }
        html.table(table);
    }
    return {.title = "Evidencias y puntajes por elemento", .html = html.text()};
}

}  // namespace minga::client
