/// What the screens of the plan share. Internal to screens/plan*, line*, activity*, follow_up*.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/screens/panel_form.hpp"
#include "client_wasm/screens/plan_words.hpp"
#include "client_wasm/widgets/ui.hpp"
#include "shared/rules/progress.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

/// What stands open beside a plan or a line.
enum class PlanPanel : std::uint8_t {
    none,
    new_line,
    activity,
    new_activity,
    follow_up,
    new_follow_up,
    indicator,
    new_indicator,
};

/// What the screens remember while the page is open.
struct PlanMemory {
    std::string seen_route;
    PlanPanel panel = PlanPanel::none;
    Id record;                     ///< The one in the panel.
    std::string just_added;        ///< Its name, said above the empty form for the next one.
    int added = 0;                 ///< How many in a row.
    bool wants_focus = false;      ///< The first field of the panel takes the focus.
    bool wants_actor = false;      ///< Once one was added, the form for the next takes the focus.
    bool shows_activities = true;  ///< In the plan's calendar.
    bool shows_removed = false;    ///< All that was removed, not only the last.

    void open(PlanPanel which, const Id& id = {}) {
        panel = which;
        record = id;
        just_added.clear();
        added = 0;
        wants_focus = true;
    }
    void close() { open(PlanPanel::none); }
};

/// The lines of a plan as they begin in time, and the activities of a line.
const std::vector<const Record*>& lines_of(AppState& app, const Record& plan);
const std::vector<const Record*>& activities_of(AppState& app, const Record& line);

/// "Puerto Varas · Ciclo 1": the cycle of this plan, which need not be the latest.
std::string context_of_plan(AppState& app, const Record& plan);

/// The plan with its sums, counted once per change; its lines as `lines_of` has them.
const PlanProgress& progress_of_plan(AppState& app, const Record& plan);
const LineProgress& progress_of_line(AppState& app, const Record& line);

/// One action line in one frame.
struct LineView {
    Ui& ui;
    AppState& app;
    const Record& line;
    const LineProgress& progress;
    PlanMemory& memory;

    std::string id() const { return line.id.to_text(); }
};

void draw_plan_overview(Ui& ui, AppState& app, const Record& plan);
void draw_plan_focus(Ui& ui, AppState& app, const Record& plan);
/// "plan/ami": forms 1 and 2, and who carries how much.
void draw_immediate_actions(Ui& ui, AppState& app, const Record& plan);
/// "plan/areas", "plan/areas/<subcriterion>": what the plan is to improve.
void draw_areas(Ui& ui, AppState& app, const Record& plan);
/// "plan/matriz": which tools come first.
void draw_matrix(Ui& ui, AppState& app, const Record& plan);
/// "plan/seguimiento": the state of the plan in one look, and the round of the month.
void draw_plan_rounds(Ui& ui, AppState& app, const Record& plan);
/// "plan/financiamiento": the request to SUBDERE and its decision.
void draw_funding(Ui& ui, AppState& app, const Record& plan);
/// "plan/lineas": form 4.
void draw_line_register(Ui& ui, AppState& app, const Record& plan);
/// "plan/actividades": those of all lines, filtered.
void draw_plan_activities(Ui& ui, AppState& app, const Record& plan);
/// "plan/traer/lineas", "plan/traer/linea/<id>", "plan/traer/ami": rows of a spreadsheet.
void draw_import(Ui& ui, AppState& app, const Record& plan);
/// The parts of the plan as places to go to, each with the state it is in.
void draw_plan_parts(Ui& ui, AppState& app, const Record& plan);
void draw_line(Ui& ui, AppState& app, const Record& line);

/// What was removed from the plan, with the way back; nothing where nothing was.
void draw_removed(Ui& ui, AppState& app, const Record& plan, PlanMemory& memory);

/// "Nueva línea de acción", inside the panel.
void draw_new_line(Ui& ui, AppState& app, const Record& plan, PlanMemory& memory);

/// The fields of form 3, and who takes part.
void draw_line_form(LineView& view);
void draw_line_actors(LineView& view);

/// The line's activities as a table or a list, with totals and calendar.
void draw_activities(LineView& view);
/// One activity in the panel: to edit, or to add one after the other.
void draw_activity(LineView& view, const Record& activity);
void draw_new_activity(LineView& view);

void draw_follow_ups(LineView& view);
void draw_follow_up(LineView& view, const Record& follow_up);
void draw_new_follow_up(LineView& view);
/// Fills the form of a new one with the day and the plan's own figures of that month. What somebody
/// began to write in it stays.
void start_follow_up(LineView& view, Month month);

void draw_indicators(LineView& view);
void draw_indicator(LineView& view, const Record& indicator);
void draw_new_indicator(LineView& view);

/// What closes the form of a record: "Listo", and removing it where the person may.
void draw_form_foot(LineView& view, const Record& record, const PanelFoot& foot);

/// What closes a form that makes a record: its button, a second one to go on adding, and what was
/// wrong with the record as a whole. Returns the id once it was made.
struct AddForm {
    std::string_view form = {};
    std::string_view kind = {};
    std::string_view parent_field = {};
    std::string_view save_label = {};   ///< "Guardar actividad"
    std::string_view again_label = {};  ///< "Guardar y agregar otra"
    std::string_view name_field = {};   ///< What the new record is called by, for saying so.
};
std::optional<Made> draw_add_buttons(LineView& view, const AddForm& form);

}  // namespace minga::client
