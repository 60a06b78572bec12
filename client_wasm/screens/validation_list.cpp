/// The municipalities whose self-assessment or plan is validated: those that were given to whoever
/// validates, and all of them for those who look over the programme.
#include "client_wasm/screens/validation_view.hpp"
#include "shared/rules/closed.hpp"
#include "shared/rules/holding.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

/// Handing in a self-assessment is where the validation begins; a plan in force is where it ends.
constexpr std::int64_t first_phase = 3;
constexpr std::int64_t last_phase = 6;

struct Row {
    Id cycle;
    Id organization;
    std::string name{};
    std::string state{};
    std::string trailing{};
    Icon icon = Icon::circle;
    Tone tone = Tone::neutral;
};

const Record* own_assignment(AppState& app, const std::vector<Record>& assignments) {
    for (const Record& one : assignments) {
        Ancestry above = Ancestry::of(one, app.lookup());
        if (owns(app.actor(), above, app.catalog())) return &one;
    }
    return nullptr;
}

/// A validator sees what was given to them and, where nothing was given to anybody, all they read.
bool is_listed(AppState& app, const Record& cycle, const std::vector<Record>& assignments) {
    const bool is_overseer = app.sees_everything() || app.has_role("validation_admin");
    if (!is_overseer && !assignments.empty()) return own_assignment(app, assignments) != nullptr;
    Ancestry ancestry{cycle, app.lookup()};
    const Machine* machine = machine_of(ancestry, "state", app.catalog());
    const State* state =
        machine != nullptr ? machine->find_state(state_of(*machine, cycle)) : nullptr;
    return state != nullptr && state->phase >= first_phase && state->phase <= last_phase;
}

void tell(AppState& app, Row& row, const std::vector<Record>& assignments) {
    const Record* mine = own_assignment(app, assignments);
    const std::string declaration = mine != nullptr ? text_of(mine->fields, "declaration") : "none";
    if (assignments.empty()) {
        row.trailing = "Sin asignar";
        row.icon = Icon::users;
        row.tone = Tone::warn;
    } else if (declaration.empty()) {
        row.trailing = "Falta su declaración";
        row.icon = Icon::circle_alert;
        row.tone = Tone::warn;
    } else if (declaration != "none") {
        row.trailing = "Conflicto de interés";
        row.icon = Icon::circle_alert;
        row.tone = Tone::bad;
    }
}

void count_scores(AppState& app, Row& row, const Record& cycle) {
    const Record* assessment = self_assessment_of(app.children(cycle.id, "assessment"));
    if (assessment == nullptr || !row.trailing.empty()) return;
    int validated = 0;
    int all = 0;
    for (const Record& answer : app.children(assessment->id, "answer")) {
        ++all;
        if (!is_empty(value_of(answer.fields, "validated_score"))) ++validated;
    }
    row.trailing = std::to_string(validated) + " de " + std::to_string(all) + " validados";
    row.icon = validated == all ? Icon::circle_check : Icon::circle_dot;
    row.tone = validated == all ? Tone::ok : Tone::primary;
}

std::vector<Row> rows_of(AppState& app) {
    std::vector<Row> rows;
    for (const Record& cycle : app.list("cycle")) {
        const auto& assignments = app.children(cycle.id, "validator_assignment");
        if (!is_listed(app, cycle, assignments)) continue;
        const Record* organization = app.find(cycle.organization);
        Row row{.cycle = cycle.id, .organization = cycle.organization};
        row.name =
            organization != nullptr ? text_of(organization->fields, "name") : "Municipalidad";
        row.state = "Ciclo " + std::to_string(integer_of(cycle.fields, "number", 1)) + " · " +
                    app.state_name(cycle);
        tell(app, row, assignments);
        count_scores(app, row, cycle);
        rows.push_back(std::move(row));
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.name < b.name; });
    return rows;
}

}  // namespace

void draw_validation_list(Ui& ui, AppState& app) {
    const auto& rows = app.memo<std::vector<Row>>("validation list", [&] { return rows_of(app); });
    if (rows.empty()) {
        ui.empty_state({.icon = Icon::clipboard_check,
                        .title = "Todavía no hay municipalidades que validar",
                        .text = "Aparecen aquí cuando SUBDERE se las asigna y su alcalde o "
                                "alcaldesa presenta la autoevaluación."});
        return;
    }
    ui.card({.key = "municipalities", .padding = 4}, [&] {
        ui.list("Municipalidades por validar", [&] {
            for (const Row& row : rows) {
                const std::string name = row.name + ", " + row.state + ", " + row.trailing;
                if (!ui.list_row(
                        {.key = row.cycle.to_text(),
                         .title = row.name,
                         .subtitle = row.state,
                         .trailing = row.trailing,
                         .name = name,
                         .icon = row.icon,
                         .tone = row.tone,
                         .is_selected = app.cycle() != nullptr && app.cycle()->id == row.cycle})) {
                    continue;
                }
                app.select_organization(row.organization);
                app.select_cycle(row.cycle);
                app.navigate("validacion/personas");
            }
        });
    });
}

}  // namespace minga::client
