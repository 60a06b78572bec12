/// What the screens of the self-assessment share. Internal to screens/evaluation*.cpp.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/screens/evaluation_model.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace minga::client {

/// What the screen remembers while the page is open.
struct EvaluationMemory {
    std::string seen_route;  ///< The place that was last followed; then the person moves freely.
    Id assessment;
    int current = 0;  ///< Index of the element that is shown.
    /// The one that is shown from the next frame on: what was typed is stored with this one first.
    std::optional<int> wanted;
    EvaluationFilter filter = EvaluationFilter::all;
    bool is_list_open = false;   ///< On a phone: the list, not the element.
    bool is_guide_open = false;  ///< How evidence is written.
    /// The element whose owner is somebody who is not on the list of those who are known.
    std::string other_owner;
    /// The element that a period is added to, and that period.
    std::string period_of;
    std::string period;
    bool was_moved = false;  ///< Another element: the page starts at its top.
    /// Answers made since the records were read, by element: two fields of one element may be left
    /// in one frame.
    std::map<std::string, Id, std::less<>> made;
};

/// One self-assessment in one frame.
struct EvaluationView {
    Ui& ui;
    AppState& app;
    const Record& assessment;
    const EvaluationModel& model;
    EvaluationMemory& memory;

    const EvaluationItem& current() const { return model.item(memory.current); }
};

/// Shows another element; out of range does nothing.
void go_to_element(EvaluationView& view, int index);

// The answer to the current element: made with the first thing that is said about it.

/// Where what is typed about it is kept until there is an answer.
std::string answer_form(const EvaluationView& view);
/// nullptr before anything was written.
const Record* answer_of(EvaluationView& view);
FieldView answer_field(EvaluationView& view, std::string_view key);
const MayDo& may_write_answer(EvaluationView& view, std::string_view key);
void write_answer(EvaluationView& view, std::string_view key, Value value);
void write_answer(EvaluationView& view, FieldMap values);
/// Its id; it is made where there is none yet. None where that was refused.
std::optional<Id> answer_id(EvaluationView& view);

/// Who writes the current element.
void draw_evaluation_owner(EvaluationView& view);
/// The figures of an element of result, year by year.
void draw_evaluation_figures(EvaluationView& view);
/// How far each person is who is responsible for elements.
void draw_evaluation_people(EvaluationView& view);

/// Evidence, score and what the validation said of one element.
void draw_evaluation_element(EvaluationView& view);
/// All the elements by criterion and subcriterion, with how far each is.
void draw_evaluation_list(EvaluationView& view);
/// Own and validated scores by subcriterion and criterion.
void draw_evaluation_results(EvaluationView& view);
/// The parts of the report, and the end of the self-assessment.
void draw_evaluation_report(EvaluationView& view);

/// Where a cycle has no self-assessment: when it comes, or the button that begins it.
void draw_no_evaluation(Ui& ui, AppState& app, const Record& cycle);

}  // namespace minga::client
