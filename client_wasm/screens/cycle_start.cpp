/// "Comenzar el ciclo 2": where the last cycle has come so far, its path leads on to another one.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/cycle_view.hpp"
#include "shared/rules/holding.hpp"
#include "shared/rules/next_cycle.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

struct CycleStartMemory {
    bool is_asked = false;
    bool leaves_committee = false;
};

CycleStartMemory& memory_of(AppState& app) {
    return app.view<CycleStartMemory>("cycle start");
}

std::optional<NextCycle> next_of(AppState& app, const Record& cycle) {
    return app.memo<std::optional<NextCycle>>("next cycle " + cycle.id.to_text(), [&] {
        return next_cycle(cycle, app.lookup(), app.catalog());
    });
}

std::string title_of(const NextCycle& next) {
    return "Comenzar el ciclo " + std::to_string(next.number);
}

MayDo may_start(AppState& app, const Record& cycle, const NextCycle& next) {
    const auto& roles = next.machine->next_roles;
    const bool holds_one = std::any_of(roles.begin(), roles.end(), [&](const std::string& role) {
        return holds_role(app.actor(), role, cycle.organization, app.catalog());
    });
    if (!holds_one) return {false, {}};
    const auto enrollment = Id::parse(text_of(cycle.fields, "enrollment"));
    return enrollment ? app.may_create("cycle", *enrollment) : MayDo{false, {}};
}

/// The members of the committee that would go on in the new cycle.
std::vector<CopyItem> members_for(AppState& app, const Record& cycle, const Id& made) {
    std::vector<CopyItem> items = plan_copy({cycle.id, {}}, {made, {}}, app.today(), app.lookup());
    std::erase_if(items, [](const CopyItem& item) { return !item.is_copied(); });
    return items;
}

void begin(AppState& app, const NextCycle& next, const FieldMap& fields,
           const std::vector<CopyItem>& members) {
    const Id id = meeting_id(schema::record_info<Cycle>, fields);
    const std::string number = std::to_string(next.number);
    std::vector<Incoming> rows{{.kind = "cycle", .fields = fields, .made_as = id, .stays = true}};
    for (const CopyItem& member : members) add_rows(member, rows);
    std::string what = "Comenzó el ciclo " + number;
    if (!members.empty()) {
        const auto count = static_cast<std::int64_t>(members.size());
        what += ", con " + counted(count, "integrante", "integrantes") + " del Comité";
    }
    if (!app.bring_in(std::move(rows), std::move(what))) return;
    app.select_cycle(id);
    app.navigate("camino");
}

}  // namespace

void draw_cycle_start(Ui& ui, AppState& app, const Record& cycle) {
    const auto next = next_of(app, cycle);
    if (!next) return;
    const MayDo may = may_start(app, cycle, *next);
    const std::string title = title_of(*next);
    const std::string text = "Vuelve a la autoevaluación, con el Comité ya formado. El " +
                             cycle_words(cycle) +
                             " queda como está y sigue su curso: puede ver uno u otro.";
    ui.section("El ciclo siguiente", [&] {
        ui.card({.key = "next cycle", .label = title}, [&] {
            ui.stack(2, [&] {
                ui.heading(3, title);
                ui.caption(text);
            });
            if (!may) {
                const std::string who = may.reason.empty()
                                            ? role_names(next->machine->next_roles, app.catalog())
                                            : may.reason;
                ui.key_value("Puede hacerlo", who);
                return;
            }
            if (ui.button({.label = title,
                           .icon = Icon::flag,
                           .key = "start",
                           .is_full_width = ui.is_phone()})) {
                memory_of(app) = {.is_asked = true};
                ui.request_frame();
            }
        });
    });
}

void draw_cycle_question(Ui& ui, AppState& app, const Record& cycle) {
    CycleStartMemory& memory = memory_of(app);
    if (!memory.is_asked) return;
    const auto next = next_of(app, cycle);
    if (!next || !may_start(app, cycle, *next)) {
        memory.is_asked = false;
        return;
    }
    const FieldMap fields = next_cycle_fields(cycle, *next, app.today().parts().year);
    const auto members = members_for(app, cycle, meeting_id(schema::record_info<Cycle>, fields));
    const State* state = next->machine->find_state(next->machine->next_initial);
    const std::string title = title_of(*next);
    const bool is_closed = ui.sheet({.key = "next cycle", .title = title}, [&] {
        ui.text("Comienza en «" + state->name + "», en la fase " + std::to_string(state->phase) +
                ". Un ciclo que comenzó no se elimina: puede deshacerlo mientras no se haya "
                "enviado.");
        if (!members.empty()) {
            const auto count = static_cast<std::int64_t>(members.size());
            const std::string label =
                "Copiar el Comité: " + counted(count, "integrante", "integrantes");
            const auto checked =
                ui.checkbox({.key = "committee",
                             .label = label,
                             .is_checked = !memory.leaves_committee,
                             .help = "Con su cargo, su función y quiénes son contrapartes "
                                     "técnicas. Después puede cambiarlos en «Comité»."});
            if (checked) memory.leaves_committee = !*checked;
        }
        ui.text("El plan se comienza después, en «Plan», vacío o copiando del " +
                    cycle_words(cycle) + ".",
                {.tone = Tone::muted});
        ui.flow({.align = Align::end}, [&] {
            if (ui.button({.label = "Cancelar", .key = "no"})) memory.is_asked = false;
            if (ui.button({.label = "Sí, comenzar",
                           .style = ButtonStyle::primary,
                           .icon = Icon::check,
                           .key = "yes"})) {
                memory.is_asked = false;
                begin(app, *next, fields,
                      memory.leaves_committee ? std::vector<CopyItem>{} : members);
                ui.scroll_to_top();
            }
        });
    });
    if (is_closed) memory.is_asked = false;
}

}  // namespace minga::client
