/// What the screens of the diagnosis share. Internal to screens/diagnosis*.cpp.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/screens/diagnosis_model.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <map>
#include <optional>
#include <string>

namespace minga::client {

/// What the screen remembers while the page is open.
struct DiagnosisMemory {
    std::string seen_route;  ///< The place that was last followed; then the person moves freely.
    Id assessment;
    int current = 0;  ///< Index of the question that is shown.
    bool is_help_open = false;
    bool is_list_open = false;  ///< Where there is room for one: the list, not the question.
    int filter = 0;             ///< Of the list: all, missing, doubtful.
    bool is_radar = false;      ///< Results: the radar instead of the bars.
    /// Participants made since the records were read, by position: two fields of one seat may be
    /// left in one frame.
    std::map<std::string, Id, std::less<>> seated;
    bool wants_participants = false;   ///< The focus goes to the first position that is missing.
    bool wants_focus = false;          ///< Moved with the keyboard: the focus follows.
    std::optional<int> focused_level;  ///< Chosen with the keyboard: the focus goes there.
    bool was_moved = false;            ///< Another question: the page starts at its top.
};

/// One diagnosis in one frame.
struct DiagnosisView {
    Ui& ui;
    AppState& app;
    const Record& assessment;
    const DiagnosisModel& model;
    DiagnosisMemory& memory;
    MayDo may_answer;

    const DiagnosisItem& current() const { return model.item(memory.current); }
};

/// Shows another question; out of range does nothing.
void go_to_question(DiagnosisView& view, int index, bool by_keyboard);

/// The question with its alternatives, and what leads to others.
void draw_diagnosis_question(DiagnosisView& view);
/// Keys 1 to 4, arrows, pages, Enter.
void listen_diagnosis_keys(DiagnosisView& view);
/// All the questions by ámbito, with their state.
void draw_diagnosis_list(DiagnosisView& view);
/// A dot for each question.
void draw_diagnosis_map(DiagnosisView& view);

/// The table of the guide, the charts, and the same by criterion.
void draw_diagnosis_results(DiagnosisView& view);
/// The same in little, beside the question.
void draw_diagnosis_live(DiagnosisView& view);

/// Participants, the meeting, and the end of the diagnosis.
void draw_diagnosis_act(DiagnosisView& view);
void draw_diagnosis_participants(DiagnosisView& view);
void draw_diagnosis_closing(DiagnosisView& view);

}  // namespace minga::client
