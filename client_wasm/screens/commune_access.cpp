#include "client_wasm/screens/commune_access.hpp"

#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <string>

namespace minga::client {
namespace {

const OpenedOrganization* find(const std::vector<OpenedOrganization>& opened, const Id& id) {
    const auto found =
        std::find_if(opened.begin(), opened.end(), [&](const auto& one) { return one.id == id; });
    return found == opened.end() ? nullptr : &*found;
}

/// Why a commune that was asked for is not here yet.
std::string waiting_words(const AppState& app) {
    if (app.sync().is_expired) return "Su sesión venció: entre de nuevo para recibirla.";
    if (app.sync().offline_since.ms > 0)
        return "Sin conexión: se recibirá sola cuando vuelva la red.";
    if (!app.sync().last_error.empty()) return app.sync().last_error;
    return "Recibiendo sus registros…";
}

std::string name_of(AppState& app, const std::vector<ReportRow>& rows, const Id& id) {
    const std::string text = id.to_text();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const ReportRow& one) { return one.organization == text; });
    if (row != rows.end()) return row->name;
    const Record* record = app.find(id);
    return record != nullptr ? text_of(record->fields, "name") : "Institución";
}

void draw_figures(Ui& ui, AppState& app, const ReportRow& row) {
    const Region* region = app.catalog().territory().find_region(row.region);
    if (region != nullptr) ui.key_value("Región", region->name);
    ui.key_value("Programa", row.is_enrolled ? "En el programa" : "Fuera del programa");
    const std::string diagnosis =
        row.has_diagnosis ? std::to_string(row.diagnosis.percent()) + " %" : "Sin diagnóstico";
    ui.key_value("Diagnóstico", diagnosis);
    const std::string plan =
        row.has_plan ? std::to_string(row.activities.percent()) + " % ejecutado" : "Sin plan";
    ui.key_value("Plan de mejoras", plan);
    if (row.has_plan) {
        ui.key_value("Recursos propios", format_money(row.funds.own.kclp));
        ui.key_value("Recursos SUBDERE", format_money(row.funds.subdere.kclp));
    }
}

void draw_closed(Ui& ui, AppState& app, const Id& id) {
    ui.text(
        "Ábrala para leer su diagnóstico, su plan y sus documentos, decidir sobre el "
        "financiamiento o asignar a quienes validan.");
    ui.caption(
        "Sus registros quedan en este equipo, también sin conexión, hasta que usted los quite.");
    if (ui.button({.label = "Abrir la comuna",
                   .style = ButtonStyle::primary,
                   .icon = Icon::download,
                   .key = "open",
                   .is_full_width = ui.is_phone()})) {
        app.hooks.open_organization(id);
    }
}

void draw_coming(Ui& ui, AppState& app, const Id& id) {
    const bool is_offline = app.sync().offline_since.ms > 0 || app.sync().is_expired;
    ui.banner({.tone = is_offline ? Tone::warn : Tone::primary,
               .title = is_offline ? "Todavía no está en este equipo" : "Abriendo la comuna",
               .text = waiting_words(app),
               .key = "coming"});
    if (ui.button({.label = "Cancelar", .key = "cancel", .is_full_width = ui.is_phone()})) {
        app.hooks.close_organization(id);
    }
}

void draw_here(Ui& ui, AppState& app, const Id& id) {
    ui.chip("En este equipo, también sin conexión", Tone::ok, Icon::circle_check);
    if (const Error* refusal = app.refusal(AppState::opened_subject(id))) {
        ui.banner({.tone = Tone::warn, .text = refusal->message, .key = "kept"});
    }
    ui.flow({.gap = 8}, [&] {
        if (ui.button({.label = "Ir a la comuna",
                       .style = ButtonStyle::primary,
                       .icon = Icon::building,
                       .key = "visit",
                       .is_full_width = ui.is_phone()})) {
            visit_commune(app, id);
        }
        if (ui.button({.label = "Quitar de este equipo",
                       .style = ButtonStyle::quiet,
                       .icon = Icon::trash,
                       .key = "close",
                       .is_full_width = ui.is_phone()})) {
            app.hooks.close_organization(id);
        }
    });
}

}  // namespace

void visit_commune(AppState& app, const Id& id) {
    app.select_organization(id);
    app.navigate("inicio");
}

void draw_commune_access(Ui& ui, AppState& app, const ReportRow& row) {
    const auto id = Id::parse(row.organization);
    ui.scope(row.organization, [&] {
        ui.heading(3, row.name);
        draw_figures(ui, app, row);
        if (!id) return;
        ui.divider();
        const auto opened = app.opened();
        const OpenedOrganization* one = find(opened, *id);
        if (one == nullptr) {
            draw_closed(ui, app, *id);
        } else if (!one->is_here) {
            draw_coming(ui, app, *id);
        } else {
            draw_here(ui, app, *id);
        }
    });
}

std::optional<Id> draw_opened_communes(Ui& ui, AppState& app, const std::vector<ReportRow>& rows) {
    const auto opened = app.opened();
    std::optional<Id> pressed;
    if (opened.empty()) return pressed;
    ui.section("Comunas abiertas en este equipo", [&] {
        ui.card({.key = "opened", .padding = 4}, [&] {
            ui.list("Comunas abiertas en este equipo", [&] {
                for (const OpenedOrganization& one : opened) {
                    const std::string key = one.id.to_text();
                    const std::string name = name_of(app, rows, one.id);
                    const std::string words =
                        one.is_here ? "Lista, también sin conexión" : waiting_words(app);
                    if (ui.list_row({.key = key,
                                     .title = name,
                                     .subtitle = words,
                                     .icon = one.is_here ? Icon::circle_check : Icon::download,
                                     .tone = one.is_here ? Tone::ok : Tone::primary})) {
                        pressed = one.id;
                    }
                }
            });
        });
    });
    return pressed;
}

}  // namespace minga::client
