/// The plan's screen while the cycle has none: it begins empty, or with what goes on from the cycle
/// before.
#include "client_wasm/screens/cycle_view.hpp"
#include "client_wasm/screens/plan_view.hpp"

#include <string>

namespace minga::client {
namespace {

void begin_plan(AppState& app, const Record& cycle) {
    const Id id = first_plan_id(cycle.id);
    // Under an id of its own where two may begin it; another one where that is taken.
    app.bring_in({{.kind = "plan",
                   .fields = first_plan_fields(cycle.id),
                   .made_as = app.find(id) == nullptr ? id : Id{},
                   .stays = true}},
                 "Comenzó el plan del " + cycle_words(cycle));
}

void draw_ways(Ui& ui, AppState& app, const Record& cycle, const CopySource* source,
               CopyMemory& memory) {
    const bool is_wide = ui.is_phone();
    const bool has_source = source != nullptr && has_plan_copies(app, *source);
    const auto begin = [&] {
        if (ui.button({.label = "Comenzar el plan",
                       .style = ButtonStyle::primary,
                       .icon = Icon::plus,
                       .key = "begin",
                       .is_full_width = is_wide})) {
            begin_plan(app, cycle);
        }
    };
    const auto copy = [&] {
        if (!has_source) return;
        if (ui.button({.label = "Comenzar copiando del ciclo anterior",
                       .icon = is_wide ? Icon::none : Icon::copy,
                       .key = "copy",
                       .is_full_width = is_wide})) {
            memory.open(false);
            ui.request_frame();
        }
    };
    if (is_wide) {
        ui.stack(8, [&] {
            begin();
            copy();
        });
        return;
    }
    ui.flow({.align = Align::center}, [&] {
        begin();
        copy();
    });
}

/// The way to the plan that is carried out meanwhile.
void draw_old_plan(Ui& ui, AppState& app, const CopySource& source) {
    if (source.from.plan.is_nil()) return;
    const std::string label = "Ver el plan del ciclo " + std::to_string(source.number);
    ui.flow({.align = Align::center}, [&] {
        if (ui.button({.label = label,
                       .style = ButtonStyle::quiet,
                       .icon = Icon::chart_gantt,
                       .key = "old plan"})) {
            app.select_cycle(source.from.cycle);
        }
    });
}

void draw_empty(Ui& ui, bool may_begin, bool is_first) {
    const std::string_view title = is_first && !may_begin ? "Todavía no hay un plan de mejoras"
                                                          : "Este ciclo aún no tiene plan";
    ui.empty_state({.icon = Icon::chart_gantt,
                    .title = title,
                    .text = may_begin ? "Un plan reúne el foco estratégico y las líneas de acción "
                                        "con sus actividades, meses y recursos."
                                      : "Lo comienza el Comité de Mejora después de la "
                                        "autoevaluación. Cuando exista, aparecerá aquí."});
}

}  // namespace

void draw_plan_start(Ui& ui, AppState& app) {
    const Record* cycle = app.cycle();
    const auto source = cycle != nullptr ? copy_source_of(app, *cycle) : std::nullopt;
    auto& memory = app.view<CopyMemory>("copy");
    const bool may_begin = cycle != nullptr && app.may_create("plan", cycle->id).is_allowed;
    static_cast<void>(draw_frame(ui, app, {.title = "Plan de mejoras", .width_max = 720}, [&] {
        if (cycle != nullptr) draw_cycle_choice(ui, app, cycle->id);
        draw_empty(ui, may_begin, !source);
        if (may_begin) draw_ways(ui, app, *cycle, source ? &*source : nullptr, memory);
        if (source) draw_old_plan(ui, app, *source);
    }));
    if (source) draw_plan_copy(ui, app, *source, memory);
}

}  // namespace minga::client
