/// What the parts of "Validación" share. Internal to screens/validation*.cpp.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/screens/evaluation_model.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace minga::client {

/// What the screen remembers while the page is open.
struct ValidationMemory {
    std::string place;         ///< The address that was last followed.
    std::string subcriterion;  ///< Whose feedback is open in the panel, or "".
    int made = 0;              ///< Each new record has fields of its own.
};

/// The validation of one cycle in one frame.
struct ValidationView {
    Ui& ui;
    AppState& app;
    const Record& cycle;
    const Record* assessment = nullptr;  ///< The self-assessment; nullptr before there is one here.
    const Record* plan = nullptr;        ///< The newest plan, as far as it is shared.
    const EvaluationModel* model = nullptr;
    ValidationMemory& memory;
};

/// The municipalities whose validation is in the person's hands, or that they look over.
void draw_validation_list(Ui& ui, AppState& app);
/// Who validates, and what they declared.
void draw_validation_people(ValidationView& view);
/// Own and validated score of each element.
void draw_validation_scores(ValidationView& view);
/// The review of the documents, the interview and the review of the plan, with their observations.
void draw_validation_reviews(ValidationView& view);
void draw_observations(ValidationView& view, const Record& review);
/// Strengths and opportunities by subcriterion.
void draw_validation_feedback(ValidationView& view);
/// Those of the subcriterion that is open, in the panel.
void draw_feedback_of(ValidationView& view, const Subcriterion& subcriterion);

}  // namespace minga::client
