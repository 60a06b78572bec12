/// What the screens of the immediate actions (AMI) share.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/screens/plan_words.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <string>

namespace minga::client {

/// What the screen remembers while the page is open.
struct ActionsMemory {
    std::string seen_route{};
    bool is_new = false;  ///< The panel makes one.
    Id record{};          ///< The one in the panel; nil for none.
    int added = 0;        ///< How many in a row.
    std::string just_added{};
    bool shows_subcriteria = false;  ///< The boxes to choose them with.

    bool is_open() const { return is_new || !record.is_nil(); }
    void open(const Id& id) { *this = {.seen_route = seen_route, .record = id}; }
    void open_new() { *this = {.seen_route = seen_route, .is_new = true}; }
    void close() { open({}); }
};

/// An action on that day; overdue counts before what its state says.
StateWord action_word(const Record& action, Date today);

/// Form 1 of the guide, inside the panel.
void draw_action(Ui& ui, AppState& app, const Record& action, ActionsMemory& memory);
void draw_new_action(Ui& ui, AppState& app, const Record& plan, ActionsMemory& memory);

/// Who carries how many of them.
void draw_workload(Ui& ui, AppState& app, const Record& plan);

}  // namespace minga::client
