/// The monitoring of the plan: once a month the committee goes round all lines, one after the
/// other.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/plan_rounds_view.hpp"
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

const FollowUpRounds& rounds_of(AppState& app, const Record& plan) {
    return app.memo<FollowUpRounds>("rounds " + plan.id.to_text(), [&] {
        const auto& lines = lines_of(app, plan);
        const PlanProgress& progress = progress_of_plan(app, plan);
        std::vector<RoundSource> sources;
        for (std::size_t index = 0; index < lines.size(); ++index) {
            sources.push_back(
                {&progress.lines[index], app.children(lines[index]->id, "follow_up")});
        }
        return follow_up_rounds(sources);
    });
}

/// The months to choose from: those of the summary and the present one, the latest first.
std::vector<Month> offered_months(const RoundsView& view) {
    std::vector<Month> months{view.app.this_month()};
    for (const Month month : view.rounds.months) {
        if (std::find(months.begin(), months.end(), month) == months.end()) {
            months.push_back(month);
        }
    }
    std::sort(months.begin(), months.end(), [](Month a, Month b) { return a > b; });
    return months;
}

/// The latest month that some line misses; without one, the present.
Month month_that_waits(const RoundsView& view) {
    for (std::size_t index = view.rounds.months.size(); index-- > 0;) {
        if (view.rounds.missing(index) > 0) return view.rounds.months[index];
    }
    return view.app.this_month();
}

Month month_of_round(const RoundsView& view) {
    return view.memory.month.value_or(month_that_waits(view));
}

/// A line in the round's month; nullptr where the summary has no such month.
const RoundCell* cell_in(const RoundsView& view, std::size_t line, Month month) {
    const auto& months = view.rounds.months;
    const auto found = std::find(months.begin(), months.end(), month);
    if (found == months.end()) return nullptr;
    return &view.rounds.lines[line].cells[static_cast<std::size_t>(found - months.begin())];
}

LineView line_view(RoundsView& view, std::size_t index) {
    return {view.ui, view.app, *view.lines[index], view.progress.lines[index], view.memory.form};
}

std::optional<std::size_t> open_line(const RoundsView& view) {
    for (std::size_t index = 0; index < view.lines.size(); ++index) {
        if (view.lines[index]->id == view.memory.line) return index;
    }
    return std::nullopt;
}

void close_line(RoundsView& view) {
    view.memory.line = {};
    view.memory.form.close();
}

void open_line_at(RoundsView& view, std::size_t index) {
    const Month month = month_of_round(view);
    const RoundCell* cell = cell_in(view, index, month);
    view.memory.line = view.lines[index]->id;
    view.memory.month = month;
    if (cell != nullptr && cell->is_written()) {
        view.memory.form.open(PlanPanel::follow_up, cell->follow_up);
        return;
    }
    LineView line = line_view(view, index);
    if (view.app.may_create("follow_up", line.line.id)) start_follow_up(line, month);
    view.memory.form.open(PlanPanel::new_follow_up);
}

/// The first of `count` lines from `first` on, going round, that still misses its follow-up.
std::optional<std::size_t> next_missing(const RoundsView& view, std::size_t first,
                                        std::size_t count) {
    const Month month = month_of_round(view);
    for (std::size_t step = 0; step < count; ++step) {
        const std::size_t index = (first + step) % view.lines.size();
        const RoundCell* cell = cell_in(view, index, month);
        const bool is_missing = cell != nullptr && cell->is_missing && !cell->is_written();
        if (is_missing && view.app.may_create("follow_up", view.lines[index]->id)) return index;
    }
    return std::nullopt;
}

// --- The round ---------------------------------------------------------------------------------

struct RowWords {
    std::string subtitle;
    std::string trailing;
    Icon icon = Icon::circle;
    Tone tone = Tone::muted;
};

RowWords words_of(RoundsView& view, std::size_t index, Month month) {
    const RoundCell* cell = cell_in(view, index, month);
    const LineProgress& progress = view.progress.lines[index];
    const std::string percent = "Avance " + format_integer(progress.activities.percent()) +
                                " %, previsto " +
                                format_integer(progress.activities.expected_percent()) + " %";
    if (cell != nullptr && cell->is_written()) {
        return {"Registrado el " + format_date(cell->date.to_text()) + " · " +
                    std::to_string(cell->execution.executed) + " de " +
                    std::to_string(cell->execution.programmed) + " · " + percent,
                result_text(cell->execution), Icon::circle_check, Tone::ok};
    }
    if (cell != nullptr && cell->is_missing) {
        return {"Falta su seguimiento · " + percent, "Falta", Icon::circle_alert, Tone::warn};
    }
    if (progress.is_cancelled) return {"Línea anulada", "", Icon::x, Tone::muted};
    return {"Sin seguimiento en el mes · " + percent, "", Icon::circle, Tone::muted};
}

void draw_month_choice(RoundsView& view, Month month) {
    const std::vector<Month> months = offered_months(view);
    std::vector<std::string> names;
    int selected = -1;
    for (std::size_t index = 0; index < months.size(); ++index) {
        names.push_back(format_month_long(months[index].to_text()));
        if (months[index] == month) selected = static_cast<int>(index);
    }
    const auto chosen = view.ui.select(
        {.key = "month", .label = "Mes de la ronda", .options = names, .selected = selected});
    if (!chosen) return;
    view.memory.month = months[static_cast<std::size_t>(*chosen)];
    close_line(view);
    view.ui.request_frame();
}

void draw_round(RoundsView& view) {
    Ui& ui = view.ui;
    const Month month = month_of_round(view);
    std::int64_t written = 0;
    for (std::size_t index = 0; index < view.lines.size(); ++index) {
        const RoundCell* cell = cell_in(view, index, month);
        if (cell != nullptr && cell->is_written()) ++written;
    }
    const std::string words =
        std::to_string(written) + " de " +
        counted(static_cast<std::int64_t>(view.lines.size()), "línea tiene", "líneas tienen") +
        " su seguimiento de " + format_month_long(month.to_text()) + ".";
    ui.section("Ronda del mes", [&] {
        ui.columns(
            {fixed(240), fr(1)}, [&] { draw_month_choice(view, month); },
            [&] {
                if (!ui.is_phone()) ui.space(24);
                ui.text(words, {.tone = Tone::muted});
            });
        ui.card({.key = "round", .padding = 8}, [&] {
            ui.list("Ronda del mes", [&] {
                for (std::size_t index = 0; index < view.lines.size(); ++index) {
                    const RowWords row = words_of(view, index, month);
                    const std::string title = std::to_string(index + 1) + ". " +
                                              text_of(view.lines[index]->fields, "name");
                    if (ui.list_row({.key = view.lines[index]->id.to_text(),
                                     .title = title,
                                     .subtitle = row.subtitle,
                                     .trailing = row.trailing,
                                     .icon = row.icon,
                                     .tone = row.tone,
                                     .is_selected = view.lines[index]->id == view.memory.line})) {
                        open_line_at(view, index);
                    }
                }
            });
        });
    });
}

// --- The panel ---------------------------------------------------------------------------------

/// What the last follow-up left to look at: its causes, and the measures that were agreed on.
void draw_last(RoundsView& view, std::size_t index) {
    const Id& id = view.rounds.lines[index].last;
    const Record* last = id.is_nil() ? nullptr : view.app.find(id);
    if (last == nullptr) {
        view.ui.caption("Es el primer seguimiento de esta línea.");
        return;
    }
    const std::string& causes = text_of(last->fields, "observations");
    const std::string& measures = text_of(last->fields, "recommendations");
    const std::string title = "Último: " + format_date(text_of(last->fields, "date")) + " · " +
                              result_text(execution_of(*last));
    view.ui.card({.key = "last", .label = "Último seguimiento", .padding = 12, .is_flat = true},
                 [&] {
                     view.ui.text(title, {.is_semibold = true});
                     if (!causes.empty()) view.ui.key_value("Causas", causes);
                     if (!measures.empty()) view.ui.key_value("Medidas acordadas", measures);
                 });
}

void draw_panel(RoundsView& view, std::size_t index) {
    LineView line = line_view(view, index);
    PlanMemory& form = view.memory.form;
    const bool is_new = form.panel == PlanPanel::new_follow_up;
    view.ui.text(text_of(line.line.fields, "name"), {.is_semibold = true});
    if (form.panel == PlanPanel::follow_up) {
        const Record* written = view.app.find(form.record);
        if (written != nullptr && !written->deleted) {
            draw_follow_up(line, *written);
        } else {
            form.close();
        }
    } else {
        draw_last(view, index);
        const MayDo& may = view.app.may_create("follow_up", line.line.id);
        draw_read_only_reason(view.ui, may);
        if (may) view.ui.scope(line.id(), [&] { draw_new_follow_up(line); });
    }
    if (form.panel != PlanPanel::none) return;
    // Once it is stored, the round goes on with the next line that misses its own.
    const auto next = next_missing(view, index + 1, view.lines.size() - 1);
    if (is_new && next) {
        open_line_at(view, *next);
    } else {
        close_line(view);
    }
    view.ui.request_frame();
}

void draw_content(RoundsView& view) {
    if (view.lines.empty()) {
        if (view.ui.empty_state({.icon = Icon::chart_gantt,
                                 .title = "Todavía no hay líneas de acción que seguir",
                                 .text = "El seguimiento comienza cuando el plan tiene líneas con "
                                         "sus actividades y meses.",
                                 .action = "Ver el plan"})) {
            view.app.navigate("plan");
        }
        return;
    }
    draw_plan_state(view);
    draw_round(view);
    draw_rounds_summary(view);
    draw_causes(view);
}

}  // namespace

void draw_plan_rounds(Ui& ui, AppState& app, const Record& plan) {
    auto& memory = app.view<RoundsMemory>("plan rounds");
    RoundsView view{
        ui,    app, plan, lines_of(app, plan), progress_of_plan(app, plan), rounds_of(app, plan),
        memory};
    const auto open = open_line(view);
    if (!open && !memory.line.is_nil()) close_line(view);
    const auto next = next_missing(view, 0, view.lines.size());
    const Button add{.label = "Registrar seguimiento",
                     .style = ButtonStyle::primary,
                     .icon = Icon::plus,
                     .key = "add follow up"};
    const auto body = [&] { draw_panel(view, *open); };
    const std::string key = "follow up " + memory.line.to_text();
    const Panel panel{.key = key, .title = "Seguimiento de la línea", .body = body};
    const std::string context = context_of_plan(app, plan);
    const auto events = draw_frame(ui, app,
                                   {.title = "Seguimiento del plan",
                                    .back = "plan",
                                    .main_action = next && !open ? &add : nullptr,
                                    .panel = open ? &panel : nullptr,
                                    .context = context},
                                   [&] { draw_content(view); });
    if (events.is_main_action_pressed && next) open_line_at(view, *next);
    if (events.is_panel_closed) close_line(view);
}

}  // namespace minga::client
