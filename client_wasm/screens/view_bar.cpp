#include "client_wasm/screens/view_bar.hpp"

#include "client_wasm/app/saved_views.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

struct BarMemory {
    bool is_naming = false;
    std::string name;
    std::string error;
};

void draw_naming(Ui& ui, AppState& app, const ViewBar& bar, BarMemory& memory) {
    ui.flow({.gap = 8}, [&] {
        if (auto typed = ui.text_field({.key = "view name",
                                        .label = "Nombre de la vista",
                                        .value = memory.name,
                                        .error = memory.error,
                                        .length_max = view_name_length_max,
                                        .is_required = true,
                                        .is_live = true,
                                        .takes_focus = true,
                                        .width = ui.is_phone() ? ui.width() : 260})) {
            memory.name = *typed;
            memory.error.clear();
        }
        const bool is_saved = ui.button({.label = "Guardar vista",
                                         .style = ButtonStyle::primary,
                                         .icon = Icon::save,
                                         .key = "keep view"});
        if (ui.button({.label = "Cancelar", .style = ButtonStyle::quiet, .key = "leave view"})) {
            memory = {};
            ui.request_frame();
        }
        if (!is_saved) return;
        memory.error = save_view(app, bar.list, {memory.name, bar.present});
        if (memory.error.empty()) {
            app.announce("Vista guardada: " + memory.name);
            memory = {};
        }
        ui.request_frame();
    });
}

}  // namespace

std::optional<FieldMap> draw_view_bar(Ui& ui, AppState& app, const ViewBar& bar) {
    const std::vector<SavedView> views = saved_views(app, bar.list);
    BarMemory& memory = app.view<BarMemory>("view bar " + std::string{bar.list});
    const auto shown = std::find_if(views.begin(), views.end(), [&](const SavedView& view) {
        return view.filter == bar.present;
    });
    const bool may_save = !bar.is_plain && shown == views.end();
    // The button and the form that it opens are of one name: never in the same frame.
    const bool is_naming = memory.is_naming;
    std::optional<FieldMap> chosen;
    if (views.empty() && !may_save) return chosen;
    ui.scope("views " + std::string{bar.list}, [&] {
        ui.flow({.gap = 8}, [&] {
            for (const SavedView& view : views) {
                const bool is_shown = shown != views.end() && &view == &*shown;
                // Pressed once more, it lets go of the filter.
                if (ui.button({.label = view.name,
                               .icon = Icon::filter,
                               .key = "view " + view.name,
                               .is_pressed = is_shown,
                               .is_toggle = true,
                               .is_small = true})) {
                    chosen = is_shown ? FieldMap{} : view.filter;
                }
            }
            if (shown != views.end() && ui.button({.label = "Quitar esta vista",
                                                   .style = ButtonStyle::quiet,
                                                   .icon = Icon::trash,
                                                   .key = "remove view",
                                                   .is_small = true})) {
                app.announce("Vista quitada: " + shown->name);
                remove_view(app, bar.list, shown->name);
                ui.request_frame();
            }
            if (may_save && !is_naming &&
                ui.button({.label = "Guardar vista",
                           .style = ButtonStyle::quiet,
                           .icon = Icon::save,
                           .key = "name view",
                           .is_small = true})) {
                memory.is_naming = true;
                ui.request_frame();
            }
        });
        if (may_save && is_naming) draw_naming(ui, app, bar, memory);
    });
    return chosen;
}

}  // namespace minga::client
