/// The state of the plan in one look: the S-curve with its table, and the money.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/chart_image.hpp"
#include "client_wasm/screens/plan_rounds_view.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/rules/plan_course.hpp"

#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

/// What the curve is drawn from, counted once per change.
struct State {
    PlanCourse course;
    Funds executed;
};

/// The activities of the lines that stand.
std::vector<Record> standing_activities(RoundsView& view) {
    std::vector<Record> all;
    for (const Record* line : view.lines) {
        if (text_of(line->fields, "status") == "cancelled") continue;
        const auto& activities = view.app.children(line->id, "activity");
        all.insert(all.end(), activities.begin(), activities.end());
    }
    return all;
}

const State& state_of(RoundsView& view) {
    return view.app.memo<State>("plan state " + view.plan.id.to_text(), [&] {
        const auto activities = standing_activities(view);
        return State{plan_course(activities, view.app.this_month()), executed_funds(activities)};
    });
}

std::string percent_text(std::int64_t percent) {
    return format_integer(percent) + " %";
}

void draw_progress(RoundsView& view, const PlanCourse& course) {
    Ui& ui = view.ui;
    const ActivityCounts& activities = view.progress.activities;
    ui.progress_bar({.label = "Avance del plan",
                     .value = static_cast<float>(activities.percent()) / 100,
                     .expected = static_cast<float>(activities.expected_percent()) / 100,
                     .tone = activities.late > 0 ? Tone::accent : Tone::primary});
    const std::string done =
        format_integer(activities.executed) + " de " +
        counted(activities.total, "actividad ejecutada", "actividades ejecutadas");
    const std::string late = counted(activities.late, "atrasada", "atrasadas");
    const std::string undated = counted(course.undated, "sin mes de término", "sin mes de término");
    ui.flow({.gap = 8}, [&] {
        ui.chip(done, Tone::primary, Icon::circle_check);
        if (activities.late > 0) ui.chip(late, Tone::bad, Icon::triangle_alert);
        if (course.undated > 0) ui.chip(undated, Tone::warn, Icon::calendar);
    });
}

void draw_curve(RoundsView& view, const PlanCourse& course) {
    std::vector<std::string> months;
    months.reserve(course.points.size());
    std::vector<CurvePoint> points;
    for (const CoursePoint& point : course.points) {
        months.push_back(point.month.to_text());
        const auto executed = course.executed_percent(point);
        points.push_back({months.back(), static_cast<float>(course.planned_percent(point)),
                          executed ? std::optional{static_cast<float>(*executed)} : std::nullopt});
    }
    const std::string current = view.app.this_month().to_text();
    constexpr std::string_view title = "Avance acumulado del plan";
    draw_chart(view.ui, view.app, {title, &view.plan}, [&] {
        view.ui.s_curve({.key = "curve",
                         .title = title,
                         .points = points,
                         .current_month = current,
                         .height = view.ui.is_phone() ? 180.0F : 270.0F});
    });
}

void draw_table(RoundsView& view, const PlanCourse& course) {
    std::vector<TableColumn> columns{
        {.header = "Mes", .width = fr(1), .width_min = 92, .is_row_header = true},
        {.header = "Previsto", .width = fixed(92), .align = Align::end},
        {.header = "Ejecutado", .width = fixed(104), .align = Align::end}};
    if (view.ui.width() >= 340) {
        columns.push_back({.header = "Dif.", .width = fixed(68), .align = Align::end});
    }
    const Month now = view.app.this_month();
    int current = -1;
    for (std::size_t index = 0; index < course.points.size(); ++index) {
        if (course.points[index].month == now) current = static_cast<int>(index);
    }
    static_cast<void>(view.ui.data_table(
        {.key = "course",
         .label = "Avance acumulado por mes",
         .columns = columns,
         .row_count = static_cast<int>(course.points.size()),
         .selected_row = current,
         .height_max = 344},
        [&](int row, int column) -> TableCell {
            const CoursePoint& point = course.points[static_cast<std::size_t>(row)];
            const auto executed = course.executed_percent(point);
            const std::int64_t planned = course.planned_percent(point);
            if (column == 0) return {.text = format_month(point.month.to_text())};
            if (column == 1) return {.text = percent_text(planned)};
            if (!executed) return {.text = "—", .tone = Tone::muted};
            if (column == 2) return {.text = percent_text(*executed), .is_semibold = true};
            const std::int64_t gap = *executed - planned;
            if (gap >= 0) return {.text = gap == 0 ? "0" : "+" + format_integer(gap)};
            return {.text = "−" + format_integer(-gap), .tone = Tone::bad};
        }));
}

/// Own money and SUBDERE's: what the executed activities were to cost, of all.
void draw_money(RoundsView& view, const State& state) {
    const Funds& all = view.progress.funds;
    const auto text = [](Money part, Money whole) {
        return format_integer(part.kclp) + " de " + format_integer(whole.kclp);
    };
    const auto share = [](Money part, Money whole) {
        return static_cast<float>(rounded_percent(part.kclp, whole.kclp));
    };
    const std::array<std::string, 3> texts{text(state.executed.own, all.own),
                                           text(state.executed.subdere, all.subdere),
                                           text(state.executed.total(), all.total())};
    const std::array<ChartBar, 3> bars{
        ChartBar{.label = "Propios", .value = share(state.executed.own, all.own), .text = texts[0]},
        ChartBar{.label = "SUBDERE",
                 .value = share(state.executed.subdere, all.subdere),
                 .text = texts[1]},
        ChartBar{.label = "Total",
                 .value = share(state.executed.total(), all.total()),
                 .text = texts[2]}};
    view.ui.section("Recursos del plan (M$)", [&] {
        view.ui.card({.key = "money", .label = "Recursos del plan"}, [&] {
            constexpr std::string_view title = "Recursos de actividades ejecutadas";
            draw_chart(view.ui, view.app, {title, &view.plan}, [&] {
                view.ui.bar_chart({.key = "money", .title = title, .bars = bars, .maximum = 100});
            });
            view.ui.caption(
                "Lo previsto para las actividades ya ejecutadas, del total del plan. El gasto "
                "real está en la contabilidad municipal.");
        });
    });
}

}  // namespace

void draw_plan_state(RoundsView& view) {
    Ui& ui = view.ui;
    const State& state = state_of(view);
    ui.section("Estado del plan", [&] {
        ui.card({.key = "state", .label = "Estado del plan"}, [&] {
            draw_progress(view, state.course);
            if (state.course.points.empty()) {
                ui.text(
                    "La curva de avance aparece cuando las actividades tienen mes de inicio y de "
                    "término.",
                    {.tone = Tone::muted});
                return;
            }
            if (ui.width() >= 760) {
                ui.columns(
                    {fr(1), fixed(372)}, [&] { draw_curve(view, state.course); },
                    [&] { draw_table(view, state.course); });
            } else {
                draw_curve(view, state.course);
                draw_table(view, state.course);
            }
            ui.caption("El mes en curso, como está hoy; los demás, al terminar.");
        });
    });
    draw_money(view, state);
}

}  // namespace minga::client
