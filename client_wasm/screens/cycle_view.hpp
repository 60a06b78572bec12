/// What the screens share that begin a cycle, begin what belongs to it, or copy from the one
/// before.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/ui.hpp"
#include "shared/rules/plan_copy.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

/// "ciclo 2".
std::string cycle_words(const Record& cycle);
/// The cycle that the plan or the assessment is of; nullptr where it is not here.
const Record* cycle_of(AppState& app, const Record& record);

/// Which cycle, where there are several; `shown` is the one in view.
void draw_cycle_choice(Ui& ui, AppState& app, const Id& shown);

/// "Comenzar el ciclo 2", where the programme is so far: a card on the path of the last cycle.
void draw_cycle_start(Ui& ui, AppState& app, const Record& cycle);
/// Asks once more, and whether the committee goes on.
void draw_cycle_question(Ui& ui, AppState& app, const Record& cycle);

/// The plan's screen while the cycle has none.
void draw_plan_start(Ui& ui, AppState& app);
/// The diagnosis' screen while the cycle has none.
void draw_diagnosis_start(Ui& ui, AppState& app);

/// What copying into a cycle begins from.
struct CopySource {
    PlanPlace from{};
    PlanPlace to{};            ///< Its plan may not exist yet.
    bool begins_plan = false;  ///< It does not.
    std::int64_t number = 0;   ///< Of the cycle before.
    std::int64_t number_to = 0;
};

/// The cycle before this one; none where it is the first.
std::optional<CopySource> copy_source_of(AppState& app, const Record& cycle);
/// All that the cycle before has, counted once per change.
const std::vector<CopyItem>& copy_items_of(AppState& app, const CopySource& source);
/// Whether something of it can be copied by this person.
bool has_copies(AppState& app, const CopySource& source, CopyPart part);
bool has_plan_copies(AppState& app, const CopySource& source);
/// Whether this person may make records of that part in the new cycle.
bool may_copy(AppState& app, const CopySource& source, CopyPart part);

/// The rows of those items, as `AppState::bring_in` takes them.
void add_rows(const CopyItem& item, std::vector<Incoming>& rows);

/// What the person chooses in "Copiar del ciclo anterior".
struct CopyMemory {
    bool is_open = false;
    bool is_committee_only = false;
    std::set<Id> left_out;

    void open(bool committee_only) {
        is_open = true;
        is_committee_only = committee_only;
        left_out.clear();
    }
};

/// The sheet of it, where it is open.
void draw_plan_copy(Ui& ui, AppState& app, const CopySource& source, CopyMemory& memory);
/// The button that opens it, where there is something to copy.
void draw_copy_button(Ui& ui, AppState& app, const Record& cycle, bool is_committee);

}  // namespace minga::client
