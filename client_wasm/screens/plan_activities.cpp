/// "plan/actividades": the activities of all lines in one list, for the meeting that follows the
/// plan month by month: what is late, what is due, and who answers for it.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/filter_choice.hpp"
#include "client_wasm/screens/plan_activities_model.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_table.hpp"
#include "client_wasm/screens/view_bar.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

/// What the screen remembers while the page is open.
struct ActivitiesMemory {
    ActivityFilter filter;
    bool shows_filter = false;  ///< On a phone, where most of it folds away.
};

constexpr float table_width_min = 760;
constexpr float choice_width = 204;  // five beside each other on a laptop

void draw_state(Ui& ui, ActivityFilter& filter) {
    static const std::vector<std::string> names{"Atrasadas", "En curso", "Programadas",
                                                "Ejecutadas"};
    const auto chosen = choose_filter(ui, "state", "Estado", "Todos", names,
                                      static_cast<int>(filter.state), choice_width);
    if (chosen) filter.state = static_cast<ActivityState>(*chosen);
}

void draw_month(Ui& ui, AppState& app, ActivityFilter& filter) {
    const Month now = app.this_month();
    const auto chosen =
        choose_filter(ui, "month", "Mes", "Cualquiera",
                      {"Este mes: " + format_month(now.to_text()),
                       "El próximo: " + format_month(Month{now.index + 1}.to_text())},
                      static_cast<int>(filter.month), choice_width);
    if (chosen) filter.month = static_cast<ActivityMonth>(*chosen);
}

void draw_owner(Ui& ui, const std::vector<std::string>& owners, ActivityFilter& filter) {
    const auto found = std::find(owners.begin(), owners.end(), filter.owner);
    const int selected = found == owners.end() ? 0 : static_cast<int>(found - owners.begin()) + 1;
    if (const auto chosen = choose_filter(ui, "owner", "Responsable", "Todas las personas", owners,
                                          selected, choice_width)) {
        filter.owner = *chosen == 0 ? std::string{} : owners[static_cast<std::size_t>(*chosen) - 1];
    }
}

void draw_line_choice(Ui& ui, const std::vector<const Record*>& lines, ActivityFilter& filter) {
    std::vector<std::string> names;
    int selected = 0;
    for (const Record* line : lines) {
        names.push_back(text_of(line->fields, "name"));
        if (line->id == filter.line) selected = static_cast<int>(names.size());
    }
    if (const auto chosen = choose_filter(ui, "line", "Línea de acción", "Todas las líneas", names,
                                          selected, choice_width)) {
        filter.line = *chosen == 0 ? Id{} : lines[static_cast<std::size_t>(*chosen) - 1]->id;
    }
}

void draw_search(Ui& ui, ActivityFilter& filter) {
    if (auto typed = ui.text_field({.key = "words",
                                    .label = "Buscar",
                                    .value = filter.words,
                                    .hint = InputHint::search,
                                    .length_max = 60,
                                    .is_live = true,
                                    .width = ui.is_phone() ? ui.width() : choice_width})) {
        filter.words = *typed;
    }
}

/// On a phone the state stands alone, and the rest on demand.
void draw_filter(Ui& ui, AppState& app, const Record& plan,
                 const std::vector<const Record*>& activities, ActivitiesMemory& memory) {
    ActivityFilter& filter = memory.filter;
    ui.flow({.gap = 12}, [&] {
        draw_state(ui, filter);
        const bool is_folding = ui.is_phone();
        if (is_folding && ui.button({.label = memory.shows_filter ? "Menos filtros" : "Más filtros",
                                     .icon = Icon::filter,
                                     .key = "filter",
                                     .is_pressed = memory.shows_filter,
                                     .is_toggle = true})) {
            memory.shows_filter = !memory.shows_filter;
            ui.request_frame();
        }
        if (is_folding && !memory.shows_filter) return;
        draw_month(ui, app, filter);
        const auto& owners = app.memo<std::vector<std::string>>(
            "activity owners " + plan.id.to_text(), [&] { return activity_owners(activities); });
        draw_owner(ui, owners, filter);
        draw_line_choice(ui, lines_of(app, plan), filter);
        draw_search(ui, filter);
    });
    const FieldMap present = fields_of(filter);
    const auto chosen = draw_view_bar(
        ui, app, {.list = "actividades", .present = present, .is_plain = filter.is_plain()});
    if (!chosen) return;
    filter = activity_filter_from(*chosen);
    ui.request_frame();
}

std::string money_of(const Record& activity) {
    return format_integer(integer_of(activity.fields, "own_kclp") +
                          integer_of(activity.fields, "subdere_kclp"));
}

void open_one(AppState& app, const Record& activity) {
    app.navigate("plan/linea/" + line_of(app, activity).id.to_text() + "/actividad/" +
                 activity.id.to_text());
}

TableCell cell_of(AppState& app, const Record& activity, int column) {
    switch (column) {
        case 0:
            return {.text = text_of(activity.fields, "name")};
        case 1:
            return {.text = text_of(line_of(app, activity).fields, "name")};
        case 2: {
            const std::string& owner = text_of(activity.fields, "owner");
            return {.text = owner.empty() ? "—" : owner};
        }
        case 3:
            return {.text = period_text(text_of(activity.fields, "start_month"),
                                        text_of(activity.fields, "end_month"))};
        case 4:
            return {.text = money_of(activity)};
        default: {
            const StateWord word = activity_word(activity, app.this_month());
            return {.text = std::string{word.text}, .tone = word.tone, .icon = word.icon};
        }
    }
}

void draw_table(Ui& ui, AppState& app, const std::vector<const Record*>& shown) {
    static const std::array<TableColumn, 6> columns{
        TableColumn{
            .header = "Actividad", .width = fr(1.4F), .width_min = 200, .is_row_header = true},
        TableColumn{.header = "Línea de acción", .width = fr(1.1F), .width_min = 150},
        TableColumn{.header = "Responsable", .width = fr(1), .width_min = 120},
        TableColumn{.header = "Período", .width = fixed(206)},
        TableColumn{.header = "M$", .width = fixed(76), .align = Align::end},
        TableColumn{.header = "Estado", .width = fixed(140)}};
    const auto keys = row_keys_of(shown);
    const auto events =
        ui.data_table({.key = "activities",
                       .label = "Actividades del plan",
                       .columns = columns,
                       .row_keys = keys,
                       .row_count = static_cast<int>(shown.size()),
                       .is_clickable = true},
                      [&](int row, int column) {
                          return cell_of(app, *shown[static_cast<std::size_t>(row)], column);
                      });
    if (events.clicked_row) open_one(app, *shown[static_cast<std::size_t>(*events.clicked_row)]);
}

void draw_rows(Ui& ui, AppState& app, const std::vector<const Record*>& shown) {
    ui.card({.key = "activities", .padding = 8}, [&] {
        ui.list("Actividades del plan", [&] {
            for (const Record* activity : shown) {
                const StateWord word = activity_word(*activity, app.this_month());
                std::string subtitle{word.text};
                subtitle += " · " + period_within(text_of(activity->fields, "start_month"),
                                                  text_of(activity->fields, "end_month"));
                const std::string& owner = text_of(activity->fields, "owner");
                if (!owner.empty()) subtitle += " · " + owner;
                subtitle += "\n" + text_of(line_of(app, *activity).fields, "name");
                if (ui.list_row({.key = activity->id.to_text(),
                                 .title = text_of(activity->fields, "name"),
                                 .subtitle = subtitle,
                                 .icon = word.icon,
                                 .tone = word.tone})) {
                    open_one(app, *activity);
                }
            }
        });
    });
}

/// "3 de 18 actividades · 2 atrasadas · M$ 4.300"
std::string summary_of(const std::vector<const Record*>& shown, std::size_t all, Month now) {
    std::int64_t late = 0;
    std::int64_t money = 0;
    for (const Record* activity : shown) {
        if (is_late(*activity, now)) ++late;
        money +=
            integer_of(activity->fields, "own_kclp") + integer_of(activity->fields, "subdere_kclp");
    }
    const auto count = static_cast<std::int64_t>(all);
    std::string words = shown.size() == all
                            ? counted(count, "actividad", "actividades")
                            : format_integer(static_cast<std::int64_t>(shown.size())) + " de " +
                                  counted(count, "actividad", "actividades");
    if (late > 0) words += " · " + counted(late, "atrasada", "atrasadas");
    return words + " · " + format_money(money);
}

void draw_content(Ui& ui, AppState& app, const Record& plan, ActivitiesMemory& memory) {
    const auto& activities = app.memo<std::vector<const Record*>>(
        "plan activities " + plan.id.to_text(), [&] { return plan_activities(app, plan); });
    if (activities.empty()) {
        if (ui.empty_state({.icon = Icon::list_checks,
                            .title = "El plan todavía no tiene actividades",
                            .text = "Aquí se ven juntas las de todas las líneas: qué toca este "
                                    "mes, qué está atrasado y quién responde.",
                            .action = "Ver el plan"})) {
            app.navigate("plan");
        }
        return;
    }
    draw_filter(ui, app, plan, activities, memory);
    std::vector<const Record*> shown;
    for (const Record* activity : activities) {
        if (passes(app, *activity, memory.filter)) shown.push_back(activity);
    }
    ui.caption(summary_of(shown, activities.size(), app.this_month()));
    if (shown.empty()) {
        if (ui.empty_state({.icon = Icon::search,
                            .title = "Ninguna actividad calza con el filtro",
                            .text = "Quite alguna condición para ver más.",
                            .action = "Ver todas"})) {
            memory.filter = {};
            ui.request_frame();
        }
        return;
    }
    if (ui.width() >= table_width_min) {
        draw_table(ui, app, shown);
    } else {
        draw_rows(ui, app, shown);
    }
}

}  // namespace

void draw_plan_activities(Ui& ui, AppState& app, const Record& plan) {
    auto& memory = app.view<ActivitiesMemory>("plan activities");
    const std::string context = context_of_plan(app, plan);
    static_cast<void>(
        draw_frame(ui, app, {.title = "Actividades del plan", .back = "plan", .context = context},
                   [&] { draw_content(ui, app, plan, memory); }));
}

}  // namespace minga::client
