/// What the parts of "Comité" share. Internal to screens/committee*.cpp.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

/// What the screen remembers while the page is open.
struct CommitteeMemory {
    std::string place;    ///< The address that was last followed.
    bool is_new = false;  ///< The form for another record is open.
    Id record;            ///< Open in the panel, or nil.
    int made = 0;         ///< Each new record has fields of its own.

    void open(const Id& id) {
        is_new = false;
        record = id;
    }
    void open_new() {
        is_new = true;
        record = {};
    }
    void close() {
        is_new = false;
        record = {};
    }
};

struct CommitteeView {
    Ui& ui;
    AppState& app;
    const Record& cycle;
    CommitteeMemory& memory;
};

/// The key of the draft for a new record of that kind.
std::string committee_form(const CommitteeView& view, std::string_view kind);

// Of each part: its list, and the fields of one of its records.
void draw_members(CommitteeView& view);
void draw_member_fields(CommitteeView& view, RecordForm& form);
void draw_meetings(CommitteeView& view);
void draw_meeting_fields(CommitteeView& view, RecordForm& form);
void draw_disseminations(CommitteeView& view);
void draw_dissemination_fields(CommitteeView& view, RecordForm& form);
void draw_practices(CommitteeView& view);
void draw_practice_fields(CommitteeView& view, RecordForm& form);

/// The records of a kind in the cycle, the latest date first; those without one before them.
std::vector<const Record*> latest_first(const std::vector<Record>& records);

/// A row that opens its record in the panel.
struct CommitteeRow {
    std::string title;
    std::string subtitle;
    Icon icon = Icon::none;
};
void draw_committee_row(CommitteeView& view, const Record& record, const CommitteeRow& row);

}  // namespace minga::client
