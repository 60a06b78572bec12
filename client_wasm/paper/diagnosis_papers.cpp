/// The diagnosis on paper: its act with who took part, what was said, the results and who signs,
/// and the answers behind it.
#include "client_wasm/paper/forms.hpp"
#include "client_wasm/screens/diagnosis_model.hpp"
#include "client_wasm/screens/diagnosis_positions.hpp"
#include "client_wasm/screens/plan_words.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/base/date.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>
#include <array>

namespace minga::client {
namespace {

constexpr std::string_view act_document = "diagnostic_act";

std::string instrument_words(const Instrument& instrument) {
    std::string text = instrument.name() + ", versión " + instrument.version();
    if (!instrument.label().empty()) text += " (" + instrument.label() + ")";
    return text;
}

/// What somebody holds besides the position that they are listed under.
std::string own_position(const Record& participant, const Position& position) {
    const std::string& held = text_of(participant.fields, "position");
    return held == position.name ? std::string{} : held;
}

void write_participants(HtmlWriter& html, const Attendance& attendance, bool is_by_hand) {
    static const std::array columns{
        PaperColumn{.header = "Cargo convocado", .width = 36, .is_row_header = true},
        PaperColumn{.header = "Nombre", .width = 38},
        PaperColumn{.header = "Participación"},
    };
    PaperTable table{
        .caption = "Personas participantes", .columns = columns, .is_tall = is_by_hand};
    for (const PositionCover& cover : attendance.positions) {
        std::string name;
        if (cover.participant != nullptr) {
            name = person_text(text_of(cover.participant->fields, "name"),
                               own_position(*cover.participant, *cover.position));
        }
        const bool is_open = cover.cover == Cover::missing;
        table.rows.push_back({cover.position->name, name,
                              is_open ? std::string{} : std::string{cover_name(cover.cover)}});
    }
    for (const Record* other : attendance.others) {
        const std::string& position = text_of(other->fields, "position");
        table.rows.push_back({position.empty() ? text_of(other->fields, "function") : position,
                              text_of(other->fields, "name"), "Otro participante"});
    }
    html.table(table);
}

/// Who signed for a position in Minga, or nullptr.
const Record* signature_for(const Positions& positions, std::span<const Record> signatures,
                            const Position& position) {
    const auto found = std::find_if(signatures.begin(), signatures.end(), [&](const Record& one) {
        return positions.match(text_of(one.fields, "function")) == &position;
    });
    return found == signatures.end() ? nullptr : &*found;
}

std::string signed_note(const Record& signature) {
    const auto fields = schema::decode<Signature>(signature.fields);
    if (!fields.signed_at) return "Firma simple registrada en Minga";
    return "Firma simple registrada en Minga el " +
           format_date(today_in_chile(*fields.signed_at).to_text());
}

/// Signatures hang from the assessment or from the document that is its act.
std::vector<Record> signatures_of_act(const PaperSource& source, const Record& assessment) {
    std::vector<Record> signatures = records_under(source, assessment, "signature");
    const auto cycle = Id::parse(text_of(assessment.fields, "cycle"));
    if (!cycle || is_blank(assessment)) return signatures;
    for (const Record& document : source.records.children(*cycle, "document")) {
        if (text_of(document.fields, "type") != act_document) continue;
        for (Record& one : source.records.children(document.id, "signature")) {
            signatures.push_back(std::move(one));
        }
    }
    return signatures;
}

void write_signers(HtmlWriter& html, const PaperSource& source, const Record& assessment,
                   const Attendance& attendance, const Record* organization) {
    const Positions& positions = source.catalog.positions();
    const SignedDocument* act = positions.find_signed_document(act_document);
    if (act == nullptr) return;
    const auto signatures = signatures_of_act(source, assessment);
    std::vector<PaperSigner> signers;
    for (const Signer& signer : act->signers) {
        const Position* position = positions.find(signer.position);
        const bool is_there =
            signer.optional_flag.empty() ||
            (organization != nullptr && boolean_of(organization->fields, signer.optional_flag));
        if (position == nullptr || !is_there) continue;
        PaperSigner line{.name = {}, .position = position->name};
        for (const PositionCover& cover : attendance.positions) {
            const bool took_part = cover.cover == Cover::holder || cover.cover == Cover::substitute;
            if (cover.position != position || !took_part) continue;
            line.name = text_of(cover.participant->fields, "name");
        }
        if (const Record* made = signature_for(positions, signatures, *position)) {
            line.name = text_of(made->fields, "name");
            line.note = signed_note(*made);
        }
        signers.push_back(std::move(line));
    }
    html.subheading("Firmas");
    html.note(act->text);
    html.signers(signers);
}

}  // namespace

void write_scores(HtmlWriter& html, const AssessmentScore& score, std::string_view group) {
    const auto write = [&](std::string_view caption, std::string_view header,
                           const std::vector<GroupScore>& groups) {
        const std::array columns{
            PaperColumn{.header = header, .width = 52, .is_row_header = true},
            PaperColumn{.header = "Puntaje máximo", .is_number = true},
            PaperColumn{.header = "Puntaje obtenido", .is_number = true},
            PaperColumn{.header = "% de logro", .is_number = true},
        };
        PaperTable table{.caption = caption, .columns = columns};
        for (const GroupScore& one : groups) {
            table.rows.push_back({std::to_string(one.number) + ". " + one.name,
                                  format_integer(one.score.maximum),
                                  format_integer(one.score.obtained), percent_of(one.score)});
        }
        table.totals = {"Total", format_integer(score.total.maximum),
                        format_integer(score.total.obtained), percent_of(score.total)};
        html.table(table);
    };
    const std::string by_group =
        "Resultados por " + std::string{group == "Ámbito" ? "ámbito" : "subcriterio"};
    write(by_group, group, score.subcriteria);
    write("Resultados por criterio", "Criterio", score.criteria);
    if (score.total.missing > 0) {
        html.note("Faltan " + std::to_string(score.total.missing) +
                  " respuestas; lo que falta cuenta como cero.");
    }
}

PaperPart diagnosis_act(const PaperSource& source, const Record& assessment) {
    const FieldMap& fields = assessment.fields;
    const auto answers = records_under(source, assessment, "answer");
    const DiagnosisModel model = make_diagnosis_model(assessment, answers, source.catalog);
    const auto home = source.records.find(assessment.organization);
    const Record* organization = home ? &*home : nullptr;
    const auto participants = records_under(source, assessment, "participant");
    const Attendance attendance =
        make_attendance(source.catalog.positions(), participants, organization);
    const std::array rows{
        PaperField{.label = "Municipalidad",
                   .value = home ? text_of(home->fields, "name") : std::string{}},
        PaperField{.label = "Fecha de aplicación", .value = format_date(text_of(fields, "date"))},
        PaperField{.label = "Duración",
                   .value = format_duration(integer_of(fields, "duration_minutes"))},
        PaperField{.label = "Instrumento",
                   .value = model.instrument != nullptr ? instrument_words(*model.instrument)
                                                        : std::string{}},
    };
    HtmlWriter html;
    html.fields("Aplicación del Instrumento de Diagnóstico", rows);
    write_participants(html, attendance, is_blank(assessment));
    html.passage("Descripción de la reunión", text_of(fields, "description"), 6);
    html.passage("Principales observaciones del proceso", text_of(fields, "observations"), 6);
    if (!is_blank(assessment)) write_scores(html, model.score, "Ámbito");
    write_signers(html, source, assessment, attendance, organization);
    return {.title = "Acta del diagnóstico", .html = html.text()};
}

PaperPart diagnosis_answers(const PaperSource& source, const Record& assessment) {
    static const std::array columns{
        PaperColumn{.header = "N.º", .width = 6, .is_number = true},
        PaperColumn{.header = "Pregunta", .width = 42},
        PaperColumn{.header = "Respuesta", .width = 42},
        PaperColumn{.header = "Puntaje", .is_number = true},
    };
    const auto answers = records_under(source, assessment, "answer");
    const DiagnosisModel model = make_diagnosis_model(assessment, answers, source.catalog);
    HtmlWriter html;
    for (const GroupScore& group : model.score.subcriteria) {
        const std::string caption = std::to_string(group.number) + ". " + group.name + ": " +
                                    points_of(group.score) + ", " + percent_of(group.score);
        PaperTable table{.caption = caption, .columns = columns};
        for (const DiagnosisItem& item : model.items) {
            if (item.question->subcriterion != group.key) continue;
            std::string answer;
            std::string points;
            for (const Alternative& one : item.question->alternatives) {
                if (item.level != one.level) continue;
                answer = one.text;
                points = std::to_string(one.points);
            }
            table.rows.push_back(
                {std::to_string(item.question->number), item.question->text, answer, points});
        }
        html.table(table);
    }
    return {.title = "Resumen consolidado de las respuestas", .html = html.text()};
}

}  // namespace minga::client
