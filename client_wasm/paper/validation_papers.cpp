/// The external validation on paper (seed 002, phase 4): the report that goes back to the
/// municipality, and what was reviewed and observed, with the answers.
#include "client_wasm/paper/forms.hpp"
#include "client_wasm/screens/evaluation_model.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace minga::client {
namespace {

constexpr int reviews_by_hand = 4;
constexpr int observations_by_hand = 8;

std::optional<Id> cycle_of(const Record& assessment) {
    const auto cycle = Id::parse(text_of(assessment.fields, "cycle"));
    return cycle ? std::optional{*cycle} : std::nullopt;
}

template <class Choice>
std::string label_of(std::string_view key) {
    for (const auto& choice : schema::choices<Choice>) {
        if (choice.key == key) return std::string{choice.label};
    }
    return {};
}

std::string validators_of(const PaperSource& source, const Id& cycle) {
    std::vector<std::string> names;
    for (const Record& one : source.records.children(cycle, "validator_assignment")) {
        const std::string& name = text_of(one.fields, "validator");
        if (!name.empty()) names.push_back(name);
    }
    return enumerated(names);
}

/// Strengths and opportunities of each subcriterion; by hand, room for both.
void write_feedback(HtmlWriter& html, const PaperSource& source, const Record& assessment) {
    static const std::array columns{
        PaperColumn{.header = "Subcriterio", .width = 26, .is_row_header = true},
        PaperColumn{.header = "Tipo", .width = 17},
        PaperColumn{.header = "Retroalimentación"},
    };
    const bool is_by_hand = is_blank(assessment);
    const auto cycle = cycle_of(assessment);
    std::vector<Record> feedback;
    if (cycle && !is_by_hand) feedback = source.records.children(*cycle, "feedback");
    PaperTable table{.caption = "Fortalezas y oportunidades de mejora",
                     .columns = columns,
                     .merged = 1,
                     .is_tall = is_by_hand};
    for (const Subcriterion& one : source.catalog.model().subcriteria()) {
        const std::string name = subcriterion_name(source.catalog, one.key);
        for (const std::string_view type : {"strength", "opportunity"}) {
            const std::string words = type == "strength" ? "Fortaleza" : "Oportunidad de mejora";
            if (is_by_hand) table.rows.push_back({name, words, {}});
            for (const Record& record : feedback) {
                if (text_of(record.fields, "subcriterion") != one.key) continue;
                if (text_of(record.fields, "type") != type) continue;
                table.rows.push_back({name, words, text_of(record.fields, "text")});
            }
        }
    }
    if (!table.rows.empty()) html.table(table);
}

/// Those of the self-assessment, then those of the plans, by their rounds.
std::vector<Record> reviews_of(const PaperSource& source, const Record& assessment) {
    std::vector<Record> reviews = records_under(source, assessment, "review");
    const auto cycle = cycle_of(assessment);
    if (!cycle || is_blank(assessment)) return reviews;
    for (const Record& plan : source.records.children(*cycle, "plan")) {
        for (Record& one : source.records.children(plan.id, "review")) {
            reviews.push_back(std::move(one));
        }
    }
    const auto place = [](const Record& review) {
        const auto fields = schema::decode<Review>(review.fields);
        return std::pair{fields.stage, fields.round};
    };
    const auto is_before = [&](const Record& a, const Record& b) { return place(a) < place(b); };
    std::stable_sort(reviews.begin(), reviews.end(), is_before);
    return reviews;
}

std::string stage_of(const Record& review) {
    return label_of<ReviewStage>(text_of(review.fields, "stage")) + ", vuelta " +
           std::to_string(integer_of(review.fields, "round", 1));
}

void write_reviews(HtmlWriter& html, const std::vector<Record>& reviews) {
    static const std::array columns{
        PaperColumn{.header = "Etapa", .width = 22, .is_row_header = true},
        PaperColumn{.header = "Quien revisa", .width = 20},
        PaperColumn{.header = "Resultado", .width = 19},
        PaperColumn{.header = "Lo que se revisó"},
    };
    PaperTable table{.caption = "Revisiones", .columns = columns};
    for (const Record& one : reviews) {
        table.rows.push_back({stage_of(one), text_of(one.fields, "reviewer"),
                              label_of<ReviewDecision>(text_of(one.fields, "decision")),
                              text_of(one.fields, "comments")});
    }
    if (table.rows.empty()) table.rows_min = reviews_by_hand;
    html.table(table);
}

void write_observations(HtmlWriter& html, const PaperSource& source,
                        const std::vector<Record>& reviews) {
    static const std::array columns{
        PaperColumn{.header = "Etapa", .width = 22, .is_row_header = true},
        PaperColumn{.header = "Observación", .width = 33},
        PaperColumn{.header = "Respuesta de la municipalidad", .width = 33},
        PaperColumn{.header = "Resuelta"},
    };
    PaperTable table{.caption = "Observaciones", .columns = columns};
    for (const Record& review : reviews) {
        for (const Record& one : source.records.children(review.id, "observation")) {
            table.rows.push_back({stage_of(review), text_of(one.fields, "text"),
                                  text_of(one.fields, "response"),
                                  boolean_of(one.fields, "resolved") ? "Sí" : ""});
        }
    }
    if (reviews.empty()) table.rows_min = observations_by_hand;
    if (!table.rows.empty() || table.rows_min > 0) html.table(table);
}

}  // namespace

PaperPart feedback_report(const PaperSource& source, const Record& assessment) {
    const auto home = source.records.find(assessment.organization);
    const auto cycle = cycle_of(assessment);
    const std::array rows{
        PaperField{.label = "Municipalidad",
                   .value = home ? text_of(home->fields, "name") : std::string{}},
        PaperField{
            .label = "Quienes validaron",
            .value = cycle && !is_blank(assessment) ? validators_of(source, *cycle) : std::string{},
            .lines = 2},
    };
    HtmlWriter html;
    html.fields("Validación de la Autoevaluación", rows);
    const auto answers = records_under(source, assessment, "answer");
    const EvaluationModel model = make_evaluation_model(assessment, answers, source.catalog);
    if (model.has_validated()) {
        html.heading("Puntajes validados");
        write_scores(html, model.validated, "Subcriterio");
    }
    write_feedback(html, source, assessment);
    return {.title = "Informe de Retroalimentación", .html = html.text()};
}

PaperPart review_sheet(const PaperSource& source, const Record& assessment) {
    const auto reviews = reviews_of(source, assessment);
    HtmlWriter html;
    write_reviews(html, reviews);
    write_observations(html, source, reviews);
    return {.title = "Revisión documental, entrevista y observaciones", .html = html.text()};
}

}  // namespace minga::client
