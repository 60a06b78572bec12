#include "client_wasm/screens/chart_image.hpp"
#include "client_wasm/screens/cycle_view.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/plan_workbook.hpp"
#include "client_wasm/screens/precondition_places.hpp"
#include "client_wasm/screens/record_moves.hpp"
#include "client_wasm/widgets/format.hpp"

#include <array>
#include <optional>

namespace minga::client {
namespace {

/// Below this the list of lines stands alone and each line holds its own calendar.
constexpr float calendar_width_min = 900;

std::string line_route(const Id& id) {
    return "plan/linea/" + id.to_text();
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return format_integer(count) + " " + std::string{count == 1 ? one : many};
}

const Record* first_line_with_late(const std::vector<const Record*>& lines,
                                   const PlanProgress& progress) {
    for (std::size_t index = 0; index < lines.size(); ++index) {
        if (!progress.lines[index].late_activities.empty()) return lines[index];
    }
    return nullptr;
}

void draw_stats(Ui& ui, const PlanProgress& progress) {
    struct Figure {
        std::string_view label;
        std::string value;
        std::string caption;
        Tone tone = Tone::neutral;
    };
    const ActivityCounts& activities = progress.activities;
    const std::array<Figure, 4> figures{
        Figure{"Recursos propios", format_money(progress.funds.own.kclp), "miles de pesos"},
        Figure{"Recursos SUBDERE", format_money(progress.funds.subdere.kclp), "miles de pesos"},
        Figure{"Ejecutadas",
               format_integer(activities.executed) + " de " + format_integer(activities.total),
               counted(activities.in_progress, "en curso", "en curso")},
        Figure{"Atrasadas", format_integer(activities.late),
               activities.late == 1 ? "actividad" : "actividades",
               activities.late > 0 ? Tone::bad : Tone::ok}};
    ui.grid(130, static_cast<int>(figures.size()), [&](int index) {
        const Figure& figure = figures[static_cast<std::size_t>(index)];
        if (ui.is_phone()) return ui.key_value(figure.label, figure.value);
        ui.stat({.label = figure.label,
                 .value = figure.value,
                 .caption = figure.caption,
                 .tone = figure.tone});
    });
}

void draw_summary(Ui& ui, AppState& app, const Record& plan, const PlanProgress& progress) {
    const ActivityCounts& activities = progress.activities;
    const float expected = static_cast<float>(activities.expected_percent()) / 100;
    ui.card({.key = "summary", .label = "Avance del plan"}, [&] {
        ui.progress_bar({.label = "Avance del plan",
                         .value = static_cast<float>(activities.percent()) / 100,
                         .expected = expected,
                         .tone = activities.late > 0 ? Tone::accent : Tone::primary});
        draw_stats(ui, progress);
        const std::string state = app.state_name(plan);
        const std::string period =
            period_text(text_of(plan.fields, "start_month"), text_of(plan.fields, "end_month"));
        ui.flow({.gap = 8}, [&] {
            ui.chip(state, Tone::primary, Icon::flag);
            ui.chip(period, Tone::neutral, Icon::calendar);
        });
    });
}

void draw_late(Ui& ui, AppState& app, const std::vector<const Record*>& lines,
               const PlanProgress& progress) {
    const Record* line = first_line_with_late(lines, progress);
    if (line == nullptr) return;
    const std::string title =
        counted(progress.activities.late, "actividad atrasada", "actividades atrasadas");
    const std::string text = "Vea «" + text_of(line->fields, "name") + "».";
    if (ui.banner({.tone = Tone::bad,
                   .title = title,
                   .text = text,
                   .action = "Ver la línea",
                   .key = "late"})) {
        app.navigate(line_route(line->id));
    }
}

const Record* first_line_without_follow_up(const std::vector<const Record*>& lines,
                                           const PlanProgress& progress) {
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const LineProgress& line = progress.lines[index];
        if (!line.missing_follow_ups.empty() && !line.is_cancelled) return lines[index];
    }
    return nullptr;
}

void draw_missing_follow_ups(Ui& ui, AppState& app, const std::vector<const Record*>& lines,
                             const PlanProgress& progress) {
    const Record* line = first_line_without_follow_up(lines, progress);
    if (line == nullptr) return;
    const std::string title =
        counted(progress.missing_follow_ups, "seguimiento pendiente", "seguimientos pendientes");
    const std::string text = "Comience por «" + text_of(line->fields, "name") + "».";
    if (ui.banner({.tone = Tone::warn,
                   .title = title,
                   .text = text,
                   .action = "Registrar",
                   .key = "follow ups"})) {
        app.navigate(line_route(line->id) + "/seguimientos");
    }
}

void draw_warnings(Ui& ui, AppState& app, const std::vector<const Record*>& lines,
                   const PlanProgress& progress) {
    const auto late = [&] { draw_late(ui, app, lines, progress); };
    const auto follow_ups = [&] { draw_missing_follow_ups(ui, app, lines, progress); };
    const bool has_both = first_line_with_late(lines, progress) != nullptr &&
                          first_line_without_follow_up(lines, progress) != nullptr;
    if (has_both && ui.width() >= calendar_width_min) {
        ui.columns({fr(1), fr(1)}, late, follow_ups);
    } else {
        late();
        follow_ups();
    }
}

void draw_line_row(Ui& ui, AppState& app, const Record& line, const LineProgress& progress,
                   std::size_t number) {
    const StateWord word = line_word(line, progress);
    const std::string title = std::to_string(number) + ". " + text_of(line.fields, "name");
    std::string subtitle =
        period_text(text_of(line.fields, "start_month"), text_of(line.fields, "end_month"));
    if (const auto& owner = text_of(line.fields, "owner"); !owner.empty()) {
        subtitle += " · " + owner;
    }
    const auto late = static_cast<std::int64_t>(progress.late_activities.size());
    if (late > 0) {
        subtitle += " · " + counted(late, "atrasada", "atrasadas");
    } else {
        subtitle += " · " + std::string{word.text};
    }
    const std::string percent = format_integer(progress.activities.percent()) + " %";
    if (ui.list_row({.key = line.id.to_text(),
                     .title = title,
                     .subtitle = subtitle,
                     .trailing = percent,
                     .icon = late > 0 ? Icon::triangle_alert : word.icon,
                     .tone = late > 0 ? Tone::bad : word.tone,
                     .progress = static_cast<float>(progress.activities.percent()) / 100})) {
        app.navigate(line_route(line.id));
    }
}

void draw_lines(Ui& ui, AppState& app, const std::vector<const Record*>& lines,
                const PlanProgress& progress) {
    ui.section("Líneas de acción", [&] {
        ui.card({.key = "lines", .padding = 8}, [&] {
            ui.list("Líneas de acción", [&] {
                for (std::size_t index = 0; index < lines.size(); ++index) {
                    draw_line_row(ui, app, *lines[index], progress.lines[index], index + 1);
                }
            });
        });
    });
}

/// The calendar's rows with the texts that they borrow.
struct Calendar {
    std::vector<const Record*> records;
    std::vector<std::string> keys;
    std::vector<std::string> labels;
    std::vector<GanttRow> rows;
};

Calendar make_calendar(AppState& app, const std::vector<const Record*>& lines,
                       const PlanProgress& progress, bool has_activities) {
    Calendar calendar;
    std::size_t count = lines.size();
    for (const Record* line : lines) count += activities_of(app, *line).size();
    calendar.keys.reserve(count);
    calendar.labels.reserve(count);
    const auto add = [&](const Record& record, const StateWord& word, std::string label, int level,
                         std::optional<float> share) {
        calendar.records.push_back(&record);
        calendar.keys.push_back(record.id.to_text());
        calendar.labels.push_back(std::move(label));
        calendar.rows.push_back({.key = calendar.keys.back(),
                                 .label = calendar.labels.back(),
                                 .note = text_of(record.fields, "owner"),
                                 .start = text_of(record.fields, "start_month"),
                                 .end = text_of(record.fields, "end_month"),
                                 .status = word.text,
                                 .tone = word.tone,
                                 .level = level,
                                 .progress = share});
    };
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const Record& line = *lines[index];
        const LineProgress& one = progress.lines[index];
        add(line, line_word(line, one),
            std::to_string(index + 1) + ". " + text_of(line.fields, "name"), 0,
            static_cast<float>(one.activities.percent()) / 100);
        if (!has_activities) continue;
        for (const Record* activity : activities_of(app, line)) {
            const StateWord word = activity_word(*activity, app.this_month());
            const bool is_done = text_of(activity->fields, "status") == "executed";
            add(*activity, word, text_of(activity->fields, "name"), 1, is_done ? 1.0F : 0.0F);
        }
    }
    return calendar;
}

void draw_calendar(Ui& ui, AppState& app, PlanMemory& memory,
                   const std::vector<const Record*>& lines, const PlanProgress& progress) {
    ui.section("Calendario", [&] {
        const Calendar calendar = make_calendar(app, lines, progress, memory.shows_activities);
        const MonthWindow window = month_window(calendar.records, app.this_month());
        const std::string current = app.this_month().to_text();
        const auto shows = ui.checkbox({.key = "activities",
                                        .label = "Mostrar las actividades",
                                        .is_checked = memory.shows_activities});
        if (shows) memory.shows_activities = *shows;
        constexpr std::string_view title = "Calendario del plan";
        std::optional<int> pressed;
        draw_chart(ui, app, {title, app.plan()}, [&] {
            const auto row = ui.gantt({.key = "calendar",
                                       .title = title,
                                       .first_month = window.first,
                                       .month_count = window.count,
                                       .current_month = current,
                                       .rows = calendar.rows});
            if (row) pressed = row;
        });
        if (!pressed) return;
        const Record& record = *calendar.records[static_cast<std::size_t>(*pressed)];
        if (record.kind == "action_line") {
            app.navigate(line_route(record.id));
        } else {
            app.navigate("plan/linea/" + text_of(record.fields, "action_line") + "/actividad/" +
                         record.id.to_text());
        }
    });
}

/// Where the person settles what a move of the plan still lacks; "" where no other screen does.
std::string_view place_of(std::string_view precondition) {
    const std::string_view place = place_of_precondition(precondition);
    return place == "plan" ? std::string_view{} : place;
}

void draw_state(Ui& ui, AppState& app, const Record& plan) {
    if (app.moves(plan).empty()) return;
    const auto settles = [](std::string_view key) { return !place_of(key).empty(); };
    const auto jump = [&](std::string_view key) { app.navigate(place_of(key)); };
    ui.section("Presentación del plan", [&] {
        ui.card({.key = "state", .label = "Presentación del plan"},
                [&] { draw_record_moves(ui, app, plan, {.has_place = settles, .jump = jump}); });
    });
}

void draw_content(Ui& ui, AppState& app, const Record& plan, PlanMemory& memory) {
    const auto& lines = lines_of(app, plan);
    const PlanProgress& progress = progress_of_plan(app, plan);
    const MayDo& may = app.may_create("action_line", plan.id);
    const Record* cycle = cycle_of(app, plan);
    if (cycle != nullptr) draw_cycle_choice(ui, app, cycle->id);
    draw_summary(ui, app, plan, progress);
    // On a phone the warnings are long: what leads on stands before them, in reach of a thumb.
    if (ui.is_phone()) draw_plan_parts(ui, app, plan);
    draw_warnings(ui, app, lines, progress);
    if (!ui.is_phone()) draw_plan_parts(ui, app, plan);
    if (lines.empty()) {
        if (ui.empty_state({.icon = Icon::chart_gantt,
                            .title = "El plan todavía no tiene líneas de acción",
                            .text = "Cada línea pone en marcha una herramienta de gestión con sus "
                                    "actividades, responsables, meses y recursos.",
                            .action = may ? "Agregar la primera línea" : ""})) {
            memory.open(PlanPanel::new_line);
        }
    } else if (ui.width() >= calendar_width_min) {
        ui.columns(
            {fixed(380), fr(1)}, [&] { draw_lines(ui, app, lines, progress); },
            [&] { draw_calendar(ui, app, memory, lines, progress); });
    } else {
        draw_lines(ui, app, lines, progress);
        if (!ui.is_phone()) draw_calendar(ui, app, memory, lines, progress);
    }
    draw_plan_sheets(ui, app, plan);
    draw_state(ui, app, plan);
    draw_removed(ui, app, plan, memory);
}

}  // namespace

void draw_plan_overview(Ui& ui, AppState& app, const Record& plan) {
    auto& memory = app.view<PlanMemory>("plan");
    const bool may_add = app.may_create("action_line", plan.id).is_allowed;
    const Button add{.label = "Agregar línea de acción",
                     .style = ButtonStyle::primary,
                     .icon = Icon::plus,
                     .key = "add line"};
    const auto body = [&] { draw_new_line(ui, app, plan, memory); };
    const Panel panel{.key = "new line", .title = "Nueva línea de acción", .body = body};
    const bool is_open = memory.panel == PlanPanel::new_line;
    const std::string context = context_of_plan(app, plan);
    const auto events = draw_frame(ui, app,
                                   {.title = "Plan de mejoras",
                                    .main_action = may_add && !is_open ? &add : nullptr,
                                    .panel = is_open ? &panel : nullptr,
                                    .context = context},
                                   [&] { draw_content(ui, app, plan, memory); });
    const Record* cycle = cycle_of(app, plan);
    const auto source = cycle != nullptr ? copy_source_of(app, *cycle) : std::nullopt;
    if (source) draw_plan_copy(ui, app, *source, app.view<CopyMemory>("copy"));
    if (events.is_main_action_pressed) memory.open(PlanPanel::new_line);
    if (events.is_panel_closed) memory.close();
}

}  // namespace minga::client
