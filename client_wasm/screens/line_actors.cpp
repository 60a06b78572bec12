#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_form.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace minga::client {
namespace {

void draw_actor(LineView& view, const Record& actor) {
    Ui& ui = view.ui;
    RecordForm form{ui, view.app, actor};
    const bool may_remove = view.app.may(Action::remove, actor).is_allowed;
    ui.columns(
        {fr(1), fr(1), fixed(110)}, [&] { form.text("name", {.label = "Nombre"}); },
        [&] { form.text("position", {.label = "Cargo"}); },
        [&] {
            if (!may_remove) return;
            ui.space(ui.is_phone() ? 0 : 24);
            const std::string description = "Quita a " + text_of(actor.fields, "name");
            if (ui.button({.label = "Quitar",
                           .style = ButtonStyle::quiet,
                           .icon = Icon::trash,
                           .key = "remove",
                           .description = description})) {
                static_cast<void>(view.app.remove(actor.id, "Actor interno quitado"));
            }
        });
}

void draw_new_actor(LineView& view) {
    Ui& ui = view.ui;
    const std::string key = "line_actor " + view.id();
    RecordForm form{ui, view.app, "line_actor", key};
    if (std::exchange(view.memory.wants_actor, false)) ui.focus("name");
    ui.columns(
        {fr(1), fr(1)}, [&] { form.text("name", {.label = "Nombre de la persona"}); },
        [&] { form.text("position", {.label = "Cargo de la persona"}); });
    const bool is_empty_form = form.value("name").empty();
    ui.flow({}, [&] {
        if (!ui.button({.label = "Agregar actor interno",
                        .icon = Icon::plus,
                        .key = "add",
                        .is_disabled = is_empty_form})) {
            return;
        }
        const auto made =
            view.app.create_from_draft(key, "line_actor", {{"action_line", Value{view.id()}}});
        view.memory.wants_actor = made.has_value();
    });
}

}  // namespace

void draw_line_actors(LineView& view) {
    Ui& ui = view.ui;
    const auto& actors = view.app.children(view.line.id, "line_actor");
    const bool may_add = view.app.may_create("line_actor", view.line.id).is_allowed;
    ui.section("Actores internos", [&] {
        ui.caption("Quienes deben participar para que la línea se cumpla.");
        ui.card({.key = "actors", .label = "Actores internos"}, [&] {
            if (actors.empty() && !may_add) {
                ui.text("Todavía no se registra a nadie.", {.tone = Tone::muted});
            }
            for (std::size_t index = 0; index < actors.size(); ++index) {
                const Record& actor = actors[index];
                ui.scope(actor.id.to_text(), [&] {
                    ui.group("Actor interno " + std::to_string(index + 1),
                             [&] { draw_actor(view, actor); });
                });
                if (ui.is_phone()) ui.divider();
            }
            // Each new one has fields of its own, so that nothing of the one before stays in them.
            if (!may_add) return;
            ui.scope("new " + std::to_string(actors.size()), [&] { draw_new_actor(view); });
        });
    });
}

}  // namespace minga::client
