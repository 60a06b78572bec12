/// What the files of the inbox share. Internal to screens/inbox*.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/inbox_model.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <set>
#include <string>
#include <vector>

namespace minga::client {

/// What the screen remembers while the page is open.
struct InboxMemory {
    InboxFilter filter;
    bool shows_filter = false;         ///< On a phone, where it folds away.
    int shown = 0;                     ///< Entries drawn; more on request.
    std::set<std::string> is_writing;  ///< Entries whose editor is open, by key.
    std::set<std::string> is_merging;  ///< Those whose editor began with both texts together.
    Id history_record;                 ///< Whose history is shown; nil: none.
    std::string history_field;
    std::string history_kind;
    Id discarding;  ///< What the server lost and is about to be let go of; nil: nothing.
    Id decided;     ///< The settled conflict that is looked at; nil: none.
};

struct InboxView {
    Ui& ui;
    AppState& app;
    InboxMemory& memory;

    InboxReader reader() const {
        return {app.actor().name, app.device(), app.lookup(), app.catalog()};
    }
};

/// The draft that an editor of the inbox keeps what is typed in.
std::string form_of(const sync::InboxItem& item);

void draw_inbox_filter(InboxView& view, const std::vector<InboxEntry>& entries);
void draw_conflict(InboxView& view, const InboxEntry& entry);
void draw_refusal(InboxView& view, const InboxEntry& entry);

/// What the server lost, below the rest.
void draw_shelf(InboxView& view, const std::vector<const ShelfEntry*>& entries);

/// "Ver historia": the button, and the sheet that it opens.
void draw_history_button(InboxView& view, const sync::InboxItem& item);
void draw_history_sheet(InboxView& view);

/// How the person's quarantined work ended.
void draw_reviews(InboxView& view);

/// What was settled lately, and the way back from it.
void draw_decided(InboxView& view);
void draw_decided_sheet(InboxView& view);

}  // namespace minga::client
