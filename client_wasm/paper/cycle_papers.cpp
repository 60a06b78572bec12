/// What belongs to a cycle or to several: the minutes of the committee, and cycles compared.
#include "client_wasm/paper/forms.hpp"
#include "client_wasm/screens/comparison_model.hpp"
#include "client_wasm/screens/plan_words.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <array>

namespace minga::client {
namespace {

constexpr int people_by_hand = 11;
/// Of the cycles with results, the latest ones that a sheet has room for.
constexpr std::size_t cycles_max = 4;

struct Attendee {
    std::string name;
    std::string position;
    bool came = false;
};

/// The members of the committee, and whoever else came.
std::vector<Attendee> people_at(const PaperSource& source, const Record& meeting) {
    std::vector<Attendee> people;
    const TextSet& names = set_of(meeting.fields, "attendees");
    const auto came = [&](const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (const auto cycle = Id::parse(text_of(meeting.fields, "cycle"))) {
        for (const Record& member : source.records.children(*cycle, "committee_member")) {
            const std::string& name = text_of(member.fields, "name");
            if (name.empty() || boolean_of(member.fields, "not_applicable")) continue;
            people.push_back({name, text_of(member.fields, "position"), came(name)});
        }
    }
    for (const std::string& name : names) {
        const bool is_listed = std::any_of(people.begin(), people.end(),
                                           [&](const Attendee& one) { return one.name == name; });
        if (!is_listed) people.push_back({name, {}, true});
    }
    return people;
}

void write_attendance(HtmlWriter& html, const PaperSource& source, const Record& meeting) {
    static const std::array columns{
        PaperColumn{.header = "Nombre", .width = 32, .is_row_header = true},
        PaperColumn{.header = "Cargo", .width = 30},
        PaperColumn{.header = "Asistió", .width = 10},
        PaperColumn{.header = "Firma"},
    };
    PaperTable table{
        .caption = "Asistencia", .columns = columns, .rows_min = people_by_hand, .is_tall = true};
    // Nobody is absent from a meeting of which nobody wrote down who came.
    const bool is_known = !set_of(meeting.fields, "attendees").empty();
    for (Attendee& one : people_at(source, meeting)) {
        table.rows.push_back({std::move(one.name), std::move(one.position),
                              !is_known  ? ""
                              : one.came ? "Sí"
                                         : "No",
                              ""});
    }
    // Room for guests, as long as the meeting is still to be held.
    const std::size_t guests = is_known ? 0 : 2;
    if (!table.rows.empty()) table.rows_min = static_cast<int>(table.rows.size() + guests);
    html.table(table);
}

/// Two cycles or more beside each other, and what the last one changed.
void write_comparison(HtmlWriter& html, std::string_view caption, std::string_view header,
                      std::span<const ComparedCycle> cycles, bool is_criteria) {
    std::vector<std::string> names;
    for (const ComparedCycle& cycle : cycles)
        names.push_back("Ciclo " + std::to_string(cycle.number));
    std::vector<PaperColumn> columns{{.header = header, .width = 36, .is_row_header = true}};
    for (const std::string& name : names) {
        columns.push_back({.header = "Puntaje", .group = name, .is_number = true});
        columns.push_back({.header = "% de logro", .group = name, .is_number = true});
    }
    const bool has_change = cycles.size() > 1;
    if (has_change) columns.push_back({.header = "Cambio", .width = 10, .is_number = true});
    const auto cells_of = [&](std::string name, auto score_of) {
        std::vector<std::string> cells{std::move(name)};
        for (const ComparedCycle& cycle : cycles) {
            cells.push_back(points_of(score_of(cycle)));
            cells.push_back(percent_of(score_of(cycle)));
        }
        if (has_change) {
            cells.push_back(change_text(score_of(cycles.back()).percent() -
                                        score_of(cycles[cycles.size() - 2]).percent()));
        }
        return cells;
    };
    const auto groups_of = [&](const ComparedCycle& cycle) -> const std::vector<GroupScore>& {
        return is_criteria ? cycle.score.criteria : cycle.score.subcriteria;
    };
    PaperTable table{.caption = caption, .columns = columns};
    const auto& model = groups_of(cycles.back());
    for (std::size_t index = 0; index < model.size(); ++index) {
        table.rows.push_back(
            cells_of(std::to_string(model[index].number) + ". " + model[index].name,
                     [&](const ComparedCycle& cycle) {
                         const auto& groups = groups_of(cycle);
                         return index < groups.size() ? groups[index].score : Score{};
                     }));
    }
    table.totals = cells_of("Total", [](const ComparedCycle& cycle) { return cycle.score.total; });
    html.table(table);
}

/// Whether there was something to compare.
bool write_kind(HtmlWriter& html, const PaperSource& source, std::span<const Record> cycles,
                InstrumentKind kind) {
    const auto all = compared_cycles(cycles, kind, source.records, source.catalog);
    if (all.empty()) return false;
    std::span<const ComparedCycle> shown{all};
    if (shown.size() > cycles_max) shown = shown.last(cycles_max);
    const bool is_diagnosis = kind == InstrumentKind::diagnostic;
    html.heading(is_diagnosis ? "Diagnóstico" : "Autoevaluación");
    write_comparison(html, "Logro por criterio", "Criterio", shown, true);
    write_comparison(html, "Logro por subcriterio", "Subcriterio", shown, false);
    for (const ComparedCycle& cycle : shown) {
        const Score& total = cycle.score.total;
        if (total.missing == 0) continue;
        html.note("Ciclo " + std::to_string(cycle.number) + ": " + std::to_string(total.answered) +
                  " de " + std::to_string(total.answered + total.missing) +
                  " respondidas; lo que falta cuenta como cero.");
    }
    return shown.size() > 1;
}

}  // namespace

PaperPart meeting_minutes(const PaperSource& source, const Record& meeting) {
    const FieldMap& fields = meeting.fields;
    const std::array rows{
        PaperField{.label = "Fecha", .value = format_date(text_of(fields, "date"))},
        PaperField{.label = "Lugar", .value = text_of(fields, "place")},
    };
    HtmlWriter html;
    html.fields("Reunión del Comité de Mejora", rows);
    html.passage("Tabla", text_of(fields, "agenda"), 4);
    html.passage("Acta y acuerdos", text_of(fields, "minutes"), 12);
    write_attendance(html, source, meeting);
    return {.title = "Acta de reunión del Comité de Mejora", .html = html.text()};
}

PaperPart cycle_comparison(const PaperSource& source, std::span<const Record> cycles) {
    HtmlWriter html;
    const bool has_change = write_kind(html, source, cycles, InstrumentKind::diagnostic);
    const bool has_own_change = write_kind(html, source, cycles, InstrumentKind::self_assessment);
    if (html.text().empty()) {
        html.paragraph("Todavía no hay resultados que comparar.");
    } else if (has_change || has_own_change) {
        html.note("El cambio se cuenta en puntos porcentuales, entre los dos últimos ciclos.");
    }
    return {.title = "Comparación de ciclos", .html = html.text()};
}

}  // namespace minga::client
