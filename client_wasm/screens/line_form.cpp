/// The line's own fields: form 3 of the guide.
#include "client_wasm/app/history_sheet.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_form.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

/// The 17 tools, as they are chosen from.
struct ToolOptions {
    std::vector<std::string> keys;
    std::vector<std::string> names;
};

ToolOptions tool_options(const Catalog& catalog) {
    ToolOptions options;
    for (const Tool& tool : catalog.tools()) {
        options.keys.push_back(tool.key);
        options.names.push_back(tool.name);
    }
    return options;
}

std::string scope_name(const Subcriterion& scope) {
    return std::to_string(scope.number) + ". " + scope.name;
}

void draw_tool(Ui& ui, AppState& app, RecordForm& form) {
    const ToolOptions tools = tool_options(app.catalog());
    const Tool* tool = app.catalog().find_tool(form.value("tool"));
    form.choice(
        "tool", tools.keys,
        {.label = "Herramienta de gestión",
         .options = tools.names,
         .placeholder = "Elija una de las 17",
         .help = tool == nullptr ? std::string_view{} : std::string_view{tool->description}});
    static_cast<void>(ui);
}

void draw_main_area(AppState& app, RecordForm& form) {
    std::vector<std::string> keys;
    std::vector<std::string> names;
    for (const Subcriterion& scope : app.catalog().model().subcriteria()) {
        keys.push_back(scope.key);
        names.push_back(scope_name(scope));
    }
    form.choice("main_area", keys,
                {.label = "Área de mejora principal",
                 .options = names,
                 .placeholder = "Elija el subcriterio"});
}

/// Further subcriteria that the line serves, as boxes to tick.
void draw_areas(LineView& view, RecordForm& form) {
    Ui& ui = view.ui;
    const FieldView field = form.view("areas");
    TextSet areas;
    if (const auto* held = std::get_if<TextSet>(&field.value)) areas = *held;
    const auto& scopes = view.app.catalog().model().subcriteria();
    if (!form.may_edit() || !field.is_editable) {
        std::vector<std::string> names;
        for (const Subcriterion& scope : scopes) {
            const bool is_in = std::find(areas.begin(), areas.end(), scope.key) != areas.end();
            if (is_in) names.push_back(scope_name(scope));
        }
        std::string text;
        for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
        ui.key_value("Áreas de mejora", text.empty() ? "—" : text);
        return;
    }
    ui.heading(3, "Áreas de mejora que aborda");
    ui.grid(226, static_cast<int>(scopes.size()), [&](int index) {
        const Subcriterion& scope = scopes[static_cast<std::size_t>(index)];
        const auto found = std::find(areas.begin(), areas.end(), scope.key);
        const std::string name = scope_name(scope);
        const auto checked =
            ui.checkbox({.key = scope.key, .label = name, .is_checked = found != areas.end()});
        if (!checked) return;
        TextSet changed = areas;
        if (*checked) {
            changed.push_back(scope.key);
        } else {
            changed.erase(std::remove(changed.begin(), changed.end(), scope.key), changed.end());
        }
        form.store("areas", changed.empty() ? Value{} : Value{normalized_set(changed)});
    });
    if (!field.error.empty()) ui.caption(field.error, Tone::bad);
}

void draw_identity(LineView& view, RecordForm& form) {
    Ui& ui = view.ui;
    ui.section("Identificación", [&] {
        ui.card({.key = "identity", .label = "Identificación de la línea"}, [&] {
            form.text(
                "name",
                {.label = "Nombre de la línea de acción", .length_max = 200, .is_required = true});
            draw_tool(ui, view.app, form);
            draw_main_area(view.app, form);
            draw_areas(view, form);
        });
    });
}

void draw_period(LineView& view, RecordForm& form) {
    static const std::vector<std::string> keys{"draft",     "programmed", "in_progress",
                                               "completed", "delayed",    "cancelled"};
    static const std::vector<std::string> names{"Borrador",  "Programada", "En curso",
                                                "Terminada", "Atrasada",   "Anulada"};
    Ui& ui = view.ui;
    ui.section("Período y responsable", [&] {
        ui.card({.key = "period", .label = "Período y responsable de la línea"}, [&] {
            ui.columns(
                {fr(1), fr(1)}, [&] { form.month("start_month", {.label = "Inicio de la línea"}); },
                [&] { form.month("end_month", {.label = "Término de la línea"}); });
            form.text("owner", {.label = "Responsable de la línea", .length_max = 200});
            form.text("owner_position", {.label = "Cargo del responsable", .length_max = 200});
            form.choice(
                "status", keys,
                {.label = "Estado de la línea", .options = names, .placeholder = "Borrador"});
        });
    });
}

void draw_gap(LineView& view, RecordForm& form) {
    Ui& ui = view.ui;
    ui.section("Brecha que aborda", [&] {
        ui.card({.key = "gap", .label = "Brecha que aborda la línea"}, [&] {
            ui.columns(
                {fr(1), fr(1)},
                [&] {
                    form.whole_number("validated_score", {.label = "Evaluación validada",
                                                          .help = "Puntaje que obtuvo el área."});
                },
                [&] {
                    form.whole_number("expected_score", {.label = "Puntaje esperado",
                                                         .help = "Al que se quiere llegar."});
                });
            form.text("diagnosis", {.label = "Breve diagnóstico",
                                    .length_max = 4000,
                                    .rows = 4,
                                    .is_multiline = true});
            form.text("description",
                      {.label = "Descripción de la línea",
                       .help = "Cómo se cubrirá la brecha entre la evaluación validada y el "
                               "puntaje esperado.",
                       .length_max = 4000,
                       .rows = 4,
                       .is_multiline = true});
        });
    });
}

}  // namespace

void draw_line_form(LineView& view) {
    RecordForm form{view.ui, view.app, view.line};
    view.ui.columns(
        {fr(1), fr(1)}, [&] { draw_identity(view, form); },
        [&] {
            draw_period(view, form);
            draw_gap(view, form);
        });
    view.ui.flow({}, [&] { draw_record_history_button(view.ui, view.app, view.line); });
}

void draw_new_line(Ui& ui, AppState& app, const Record& plan, PlanMemory& memory) {
    const std::string key = "line " + plan.id.to_text();
    RecordForm form{ui, app, "action_line", key};
    draw_tool(ui, app, form);
    const Tool* tool = app.catalog().find_tool(form.value("tool"));
    form.text("name", {.label = "Nombre de la línea de acción",
                       .help = "Puede dejarlo en blanco: llevará el nombre de la herramienta.",
                       .length_max = 200});
    ui.columns_always(
        {fr(1), fr(1)}, [&] { form.month("start_month", {.label = "Inicio de la línea"}); },
        [&] { form.month("end_month", {.label = "Término de la línea"}); });
    form.text("owner", {.label = "Responsable de la línea", .length_max = 200});
    form.text("owner_position", {.label = "Cargo del responsable", .length_max = 200});
    if (const Error* refusal = app.refusal(key)) {
        ui.banner({.tone = Tone::bad,
                   .title = "Todavía no se guardó",
                   .text = refusal->message,
                   .key = "refused"});
    }
    const bool has_name = tool != nullptr || !form.value("name").empty();
    if (!ui.button({.label = "Guardar línea de acción",
                    .style = ButtonStyle::primary,
                    .icon = Icon::check,
                    .key = "save",
                    .is_disabled = !has_name,
                    .is_full_width = true})) {
        return;
    }
    if (form.value("name").empty() && tool != nullptr) app.set_draft(key, "name", tool->name);
    FieldMap fields{{"plan", plan.id.to_text()}};
    if (tool != nullptr) {
        fields.emplace("main_area", tool->subcriterion);
        fields.emplace("areas", TextSet{tool->subcriterion});
    }
    if (const auto made = app.create_from_draft(key, "action_line", std::move(fields))) {
        memory.close();
        app.navigate("plan/linea/" + (*made).to_text());
    }
}

}  // namespace minga::client
