/// The person, what has no place of its own in the bar, and what Minga is made of.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/screens.hpp"

#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

struct MoreView {
    bool is_leaving = false;
    bool removes_data = false;
    bool shows_licences = false;
};

struct Part {
    std::string_view name;
    std::string_view licence;
};
constexpr std::array parts{
    Part{"SQLite", "dominio público"},
    Part{"SQLite3 Multiple Ciphers", "MIT"},
    Part{"Dear ImGui", "MIT"},
    Part{"libsodium", "ISC"},
    Part{"RapidJSON", "MIT"},
    Part{"Emscripten, musl y libc++", "MIT y Apache 2.0 con excepción de LLVM"},
    Part{"Inter", "SIL OFL 1.1"},
    Part{"Lucide", "ISC"},
};

void draw_organization_choice(Ui& ui, AppState& app) {
    const std::vector<Id> ids = app.organizations();
    if (ids.size() < 2) return;
    std::vector<std::string> names;
    int selected = -1;
    for (const Id& id : ids) {
        const Record* record = app.find(id);
        if (id == app.organization_id()) selected = static_cast<int>(names.size());
        const char* unnamed = app.sees_everything() ? "SUBDERE, todo el país" : "Institución";
        names.push_back(record != nullptr ? text_of(record->fields, "name") : unnamed);
    }
    if (auto chosen = ui.select({.key = "organization",
                                 .label = "Institución que mira",
                                 .options = names,
                                 .selected = selected})) {
        app.select_organization(ids[static_cast<std::size_t>(*chosen)]);
    }
}

void draw_cycle_choice(Ui& ui, AppState& app) {
    const auto& cycles = app.cycles();
    if (cycles.size() < 2) return;
    std::vector<std::string> names;
    int selected = -1;
    for (const Entry<Cycle>& cycle : cycles) {
        if (app.cycle() != nullptr && cycle.id == app.cycle()->id) {
            selected = static_cast<int>(names.size());
        }
        std::string name = "Ciclo " + std::to_string(cycle.fields.number.value_or(0));
        if (cycle.fields.year) name += ", " + std::to_string(*cycle.fields.year);
        names.push_back(std::move(name));
    }
    if (auto chosen =
            ui.select({.key = "cycle", .label = "Ciclo", .options = names, .selected = selected})) {
        app.select_cycle(cycles[static_cast<std::size_t>(*chosen)].id);
    }
}

void draw_person(Ui& ui, AppState& app, MoreView& view) {
    ui.section("Usted", [&] {
        ui.card({.key = "person", .label = app.actor().name}, [&] {
            ui.stack(2, [&] {
                ui.text(app.actor().name, {.size = TextSize::section, .is_semibold = true});
                const std::string role = app.role_names();
                if (!role.empty()) ui.caption(role);
                const Record* organization = app.organization();
                if (organization != nullptr) {
                    ui.caption(text_of(organization->fields, "name"));
                }
                ui.caption("Usuario: " + app.actor().login);
            });
            draw_organization_choice(ui, app);
            draw_cycle_choice(ui, app);
            if (ui.button({.label = "Cerrar sesión", .icon = Icon::log_out, .key = "leave"})) {
                view.is_leaving = true;
                view.removes_data = false;
            }
        });
    });
}

/// On a laptop the rail has some of them.
void draw_places(Ui& ui, AppState& app) {
    const bool is_phone = ui.is_phone();
    const bool has_cycle_places = app.works_on_one();
    const std::int64_t waiting = app.waiting();
    const std::string trailing = waiting > 0 ? std::to_string(waiting) : std::string{};
    const std::int64_t pending = app.files().pending;
    const std::string files =
        pending > 0 ? counted(pending, "pendiente", "pendientes") : std::string{};
    ui.card({.key = "places", .padding = 4}, [&] {
        ui.list("Otros lugares", [&] {
            if (is_phone &&
                ui.list_row({.key = "search",
                             .title = "Buscar",
                             .subtitle = "En todo lo que está en este equipo, sin tildes",
                             .icon = Icon::search})) {
                app.navigate("buscar");
            }
            if (is_phone && ui.list_row({.key = "inbox",
                                         .title = "Bandeja",
                                         .subtitle = "Lo que espera su decisión",
                                         .trailing = trailing,
                                         .icon = Icon::inbox,
                                         .tone = waiting > 0 ? Tone::accent : Tone::neutral})) {
                app.navigate("bandeja");
            }
            if (has_cycle_places &&
                ui.list_row({.key = "documents",
                             .title = "Documentos y fotos",
                             .subtitle = "Actas, decretos y respaldos del ciclo",
                             .trailing = files,
                             .icon = Icon::file_text,
                             .tone = app.files().pending > 0 ? Tone::warn : Tone::neutral})) {
                app.navigate("documentos");
            }
            if (app.organization() != nullptr &&
                ui.list_row({.key = "institution",
                             .title = "Institución",
                             .subtitle = "Su RUT y los cargos que tiene",
                             .icon = Icon::building})) {
                app.navigate("institucion");
            }
            if (has_cycle_places &&
                ui.list_row({.key = "printing",
                             .title = "Imprimir formularios",
                             .subtitle = "Planillas, actas e informes, llenos o en blanco",
                             .icon = Icon::printer})) {
                app.navigate("imprimir");
            }
            if (ui.list_row({.key = "bundles",
                             .title = "Archivos sin conexión",
                             .subtitle = "Llevar mis cambios en un archivo, o recibir uno",
                             .icon = Icon::external_link})) {
                app.navigate("archivos");
            }
            if (ui.list_row({.key = "manual",
                             .title = "Manual de uso",
                             .subtitle = "Cómo se hace cada cosa, con un glosario",
                             .icon = Icon::help})) {
                app.platform().open_manual();
            }
            if (is_phone &&
                ui.list_row({.key = "settings",
                             .title = "Ajustes",
                             .subtitle = "Tamaño del texto, colores, copia de sus datos",
                             .icon = Icon::settings})) {
                app.navigate("ajustes");
            }
        });
    });
}

struct ProgramPlace {
    std::string_view route;
    std::string_view title;
    std::string_view subtitle;
    Icon icon;
};
constexpr std::array program_places{
    ProgramPlace{"camino", "Camino del programa", "En qué fase está el ciclo y qué sigue",
                 Icon::map_pin},
    ProgramPlace{"evaluacion", "Autoevaluación", "Evidencia y puntaje de cada elemento",
                 Icon::list_checks},
    ProgramPlace{"validacion", "Validación", "Quién valida, puntajes, observaciones y fortalezas",
                 Icon::clipboard_check},
    ProgramPlace{"firmas", "Firmas", "Quién firmó cada documento y qué firma falta", Icon::pencil},
    ProgramPlace{"comite", "Comité", "Integrantes, reuniones, difusión y buenas prácticas",
                 Icon::users},
    ProgramPlace{"comparacion", "Comparación de ciclos", "Logro por criterio y subcriterio",
                 Icon::chart_column},
};

/// What belongs to the cycle and has no place of its own in the bar or the rail.
void draw_program(Ui& ui, AppState& app) {
    if (app.cycle() == nullptr) {
        // Whoever works for all municipalities chooses one there.
        if (!app.sees_everything() && !app.has_role("validator") &&
            !app.has_role("validation_admin")) {
            return;
        }
    }
    ui.section("El programa", [&] {
        ui.card({.key = "program", .padding = 4}, [&] {
            ui.list("El programa", [&] {
                for (const ProgramPlace& place : program_places) {
                    if (app.cycle() == nullptr && place.route != "validacion") continue;
                    if (ui.list_row({.key = place.route,
                                     .title = place.title,
                                     .subtitle = place.subtitle,
                                     .icon = place.icon})) {
                        app.navigate(place.route);
                    }
                }
            });
        });
    });
}

/// On a phone, what the header of a laptop has room for.
void draw_last_changes(Ui& ui, AppState& app) {
    const std::string undoable = app.undoable_change();
    const std::string redoable = app.redoable_change();
    if (!ui.is_phone() || (undoable.empty() && redoable.empty())) return;
    ui.section("Últimos cambios", [&] {
        ui.card({.key = "changes", .padding = 4}, [&] {
            ui.list("Deshacer y rehacer", [&] {
                if (!undoable.empty() && ui.list_row({.key = "undo",
                                                      .title = "Deshacer",
                                                      .subtitle = undoable,
                                                      .icon = Icon::undo})) {
                    app.undo_change();
                }
                if (!redoable.empty() && ui.list_row({.key = "redo",
                                                      .title = "Rehacer",
                                                      .subtitle = redoable,
                                                      .icon = Icon::redo})) {
                    app.redo_change();
                }
            });
        });
    });
}

void draw_about(Ui& ui, AppState& app, MoreView& view) {
    ui.section("Acerca de Minga", [&] {
        ui.text(
            "Minga acompaña a los municipios en el diagnóstico de su gestión, su plan de "
            "mejoras y el seguimiento. En Chiloé, una minga reúne a los vecinos para mover "
            "juntos una casa.");
        ui.key_value("Versión", MINGA_VERSION);
        ui.key_value("Instrumento", app.catalog().name() + " " + app.catalog().version());
        ui.key_value("Licencia", "Apache 2.0");
        if (app.account.is_update_waiting && ui.button({.label = "Actualizar ahora",
                                                        .style = ButtonStyle::primary,
                                                        .icon = Icon::refresh,
                                                        .key = "update"})) {
            app.platform().apply_update();
        }
        if (ui.button({.label = view.shows_licences ? "Ocultar los componentes"
                                                    : "Ver los componentes y sus licencias",
                       .style = ButtonStyle::quiet,
                       .icon = view.shows_licences ? Icon::chevron_up : Icon::chevron_down,
                       .key = "licences"})) {
            view.shows_licences = !view.shows_licences;
        }
        if (view.shows_licences) {
            for (const Part& part : parts) ui.key_value(part.name, part.licence);
        }
    });
}

void draw_leaving(Ui& ui, AppState& app, MoreView& view) {
    const std::int64_t pending = app.sync().pending;
    const bool is_closed = ui.sheet({.key = "leaving", .title = "Cerrar sesión"}, [&] {
        ui.text("Para volver a entrar en este equipo necesitará conexión con el servidor.");
        if (pending > 0) {
            ui.banner(
                {.tone = Tone::warn,
                 .title = "Hay " + counted(pending, "cambio", "cambios") + " sin enviar",
                 .text = view.removes_data
                             ? "Si quita los datos ahora, esos cambios se pierden para "
                               "siempre. Sincronice primero o descargue una copia."
                             : "Quedan guardados en este equipo y se enviarán cuando vuelva a "
                               "entrar.",
                 .key = "unsent"});
        }
        const std::int64_t files = app.files().pending + app.files().refused;
        if (files > 0 && view.removes_data) {
            ui.banner({.tone = Tone::bad,
                       .title = "Hay " + counted(files, "archivo", "archivos") +
                                " que no están en el servidor",
                       .text = "Si quita los datos ahora, esas fotos y documentos se pierden para "
                               "siempre. Envíelos primero en «Documentos y fotos».",
                       .key = "unsent files"});
        }
        if (auto checked = ui.checkbox({.key = "remove",
                                        .label = "Quitar también mis datos de este equipo",
                                        .is_checked = view.removes_data,
                                        .help = "Conviene en un equipo prestado o compartido."})) {
            view.removes_data = *checked;
        }
        ui.flow({.align = Align::end}, [&] {
            if (ui.button({.label = "Seguir aquí", .key = "stay"})) view.is_leaving = false;
            const bool is_loss = view.removes_data && pending + files > 0;
            if (ui.button({.label = view.removes_data ? "Cerrar sesión y quitar mis datos"
                                                      : "Cerrar sesión",
                           .style = is_loss ? ButtonStyle::danger : ButtonStyle::primary,
                           .icon = Icon::log_out,
                           .key = "leave_now"})) {
                view.is_leaving = false;
                app.hooks.sign_out(view.removes_data);
            }
        });
    });
    if (is_closed) view.is_leaving = false;
}

}  // namespace

void draw_more(Ui& ui, AppState& app) {
    MoreView& view = app.view<MoreView>("more");
    draw_frame(ui, app, {.title = "Más", .width_max = 720}, [&] {
        if (ui.is_phone()) draw_places(ui, app);
        draw_program(ui, app);
        if (!ui.is_phone()) ui.section("Otros lugares", [&] { draw_places(ui, app); });
        draw_last_changes(ui, app);
        draw_person(ui, app, view);
        draw_about(ui, app, view);
    });
    if (view.is_leaving) draw_leaving(ui, app, view);
}

}  // namespace minga::client
