#include "client_wasm/app/record_words.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/widgets/format.hpp"

#include <array>

namespace minga::client {
namespace {

enum class Tab : int { activities = 0, form = 1, follow_ups = 2 };

Tab tab_of(const Route& route) {
    const std::string_view place = route.at(3);
    if (place == "ficha") return Tab::form;
    if (place == "seguimientos" || place == "seguimiento") return Tab::follow_ups;
    return Tab::activities;
}

void draw_summary(LineView& view) {
    Ui& ui = view.ui;
    const LineProgress& progress = view.progress;
    const Record& line = view.line;
    const StateWord word = line_word(line, progress);
    ui.card({.key = "summary", .label = "Avance de la línea"}, [&] {
        ui.progress_bar(
            {.label = "Avance de la línea",
             .value = static_cast<float>(progress.activities.percent()) / 100,
             .expected = static_cast<float>(progress.activities.expected_percent()) / 100,
             .tone = progress.activities.late > 0 ? Tone::accent : Tone::primary});
        const std::string period =
            period_text(text_of(line.fields, "start_month"), text_of(line.fields, "end_month"));
        const std::string& owner = text_of(line.fields, "owner");
        const std::string who = owner.empty() ? period : period + " · " + owner;
        ui.flow({.gap = 10}, [&] {
            ui.chip(word.text, word.tone, word.icon);
            ui.text(who, {.size = TextSize::caption, .tone = Tone::muted});
        });
    });
}

/// The reason why activities cannot be written, if it is not the form that says it.
const MayDo& may_write(LineView& view) {
    return view.app.may_create("activity", view.line.id);
}

void draw_tabs(LineView& view, Tab tab) {
    static const std::array<std::string, 3> names{"Actividades", "Ficha", "Seguimiento"};
    static constexpr std::array<const char*, 3> places{"", "/ficha", "/seguimientos"};
    const auto chosen = view.ui.tabs({.key = "parts",
                                      .label = "Partes de la línea de acción",
                                      .options = names,
                                      .selected = static_cast<int>(tab)});
    if (chosen) {
        view.app.navigate("plan/linea/" + view.id() + places[static_cast<std::size_t>(*chosen)]);
    }
}

void draw_content(LineView& view, Tab tab) {
    draw_summary(view);
    draw_tabs(view, tab);
    switch (tab) {
        case Tab::activities:
            draw_read_only_reason(view.ui, may_write(view));
            draw_activities(view);
            break;
        case Tab::form:
            draw_read_only_reason(view.ui, view.app.may(Action::edit, view.line));
            draw_line_form(view);
            draw_line_actors(view);
            break;
        case Tab::follow_ups:
            draw_read_only_reason(view.ui, view.app.may_create("follow_up", view.line.id));
            draw_follow_ups(view);
            draw_indicators(view);
            break;
    }
}

struct OpenPanel {
    std::string title;
    const Record* record = nullptr;
};

std::string_view kind_of(PlanPanel panel) {
    switch (panel) {
        case PlanPanel::activity:
            return "activity";
        case PlanPanel::follow_up:
            return "follow_up";
        case PlanPanel::indicator:
            return "indicator";
        case PlanPanel::none:
        case PlanPanel::new_line:
        case PlanPanel::new_activity:
        case PlanPanel::new_follow_up:
        case PlanPanel::new_indicator:
            break;
    }
    return {};
}

std::string title_of(PlanPanel panel) {
    switch (panel) {
        case PlanPanel::activity:
            return "Actividad";
        case PlanPanel::new_activity:
            return "Nueva actividad";
        case PlanPanel::follow_up:
            return "Seguimiento";
        case PlanPanel::new_follow_up:
            return "Nuevo seguimiento";
        case PlanPanel::indicator:
            return "Indicador";
        case PlanPanel::new_indicator:
            return "Nuevo indicador";
        case PlanPanel::new_line:
        case PlanPanel::none:
            break;
    }
    return {};
}

/// What stands in the panel; a record that is gone closes it.
OpenPanel open_panel(LineView& view) {
    PlanMemory& memory = view.memory;
    if (memory.panel == PlanPanel::new_line) memory.close();
    const std::string_view kind = kind_of(memory.panel);
    if (kind.empty()) return {title_of(memory.panel), nullptr};
    const Record* record = view.app.find(memory.record);
    if (record == nullptr || record->deleted || record->kind != kind ||
        text_of(record->fields, "action_line") != view.id()) {
        memory.close();
        return {};
    }
    return {title_of(memory.panel), record};
}

void draw_panel_body(LineView& view, const Record* record) {
    switch (view.memory.panel) {
        case PlanPanel::activity:
            return draw_activity(view, *record);
        case PlanPanel::new_activity:
            return draw_new_activity(view);
        case PlanPanel::follow_up:
            return draw_follow_up(view, *record);
        case PlanPanel::new_follow_up:
            return draw_new_follow_up(view);
        case PlanPanel::indicator:
            return draw_indicator(view, *record);
        case PlanPanel::new_indicator:
            return draw_new_indicator(view);
        case PlanPanel::new_line:
        case PlanPanel::none:
            return;
    }
}

struct MainAction {
    std::string_view label;
    PlanPanel opens = PlanPanel::none;
};

/// What is added on this tab, where the person may.
MainAction main_action_of(LineView& view, Tab tab) {
    if (view.memory.panel != PlanPanel::none) return {};
    if (tab == Tab::activities && may_write(view)) {
        return {"Agregar actividad", PlanPanel::new_activity};
    }
    if (tab == Tab::follow_ups && view.app.may_create("follow_up", view.line.id)) {
        return {"Registrar seguimiento", PlanPanel::new_follow_up};
    }
    return {};
}

}  // namespace

void draw_line(Ui& ui, AppState& app, const Record& line) {
    auto& memory = app.view<PlanMemory>("plan");
    LineView view{ui, app, line, progress_of_line(app, line), memory};
    const Tab tab = tab_of(app.route());
    const OpenPanel open = open_panel(view);
    const bool is_open = memory.panel != PlanPanel::none;
    const std::string key = open.title + " " + memory.record.to_text();
    const auto body = [&] { draw_panel_body(view, open.record); };
    const Panel panel{.key = key, .title = open.title, .body = body};
    const MainAction action = main_action_of(view, tab);
    const Button button{
        .label = action.label, .style = ButtonStyle::primary, .icon = Icon::plus, .key = "add"};
    const std::string& name = text_of(line.fields, "name");
    const auto plan_id = Id::parse(text_of(line.fields, "plan"));
    const Record* plan = plan_id ? app.find(*plan_id) : nullptr;
    const std::string context = plan == nullptr ? std::string{} : context_of_plan(app, *plan);
    const std::string crumb =
        open.record == nullptr ? std::string{} : record_title(*open.record, app.catalog());
    const auto events =
        draw_frame(ui, app,
                   {.title = name,
                    .back = "plan",
                    .main_action = action.opens == PlanPanel::none ? nullptr : &button,
                    .panel = is_open ? &panel : nullptr,
                    .context = context,
                    .crumb = crumb},
                   [&] { draw_content(view, tab); });
    if (events.is_main_action_pressed) {
        if (action.opens == PlanPanel::new_follow_up) start_follow_up(view, app.this_month());
        memory.open(action.opens);
    }
    if (events.is_panel_closed) memory.close();
}

void draw_form_foot(LineView& view, const Record& record, const PanelFoot& foot) {
    if (draw_panel_foot(view.ui, view.app, record, foot)) view.memory.close();
}

std::optional<Made> draw_add_buttons(LineView& view, const AddForm& form) {
    const std::string name = text_of(view.app.draft(form.form), form.name_field);
    const auto made = draw_make_buttons(view.ui, view.app,
                                        {.form = form.form,
                                         .kind = form.kind,
                                         .parent_field = form.parent_field,
                                         .parent = view.line.id,
                                         .save_label = form.save_label,
                                         .again_label = form.again_label});
    if (!made) return std::nullopt;
    view.memory.just_added = name;
    ++view.memory.added;
    return made;
}

}  // namespace minga::client
