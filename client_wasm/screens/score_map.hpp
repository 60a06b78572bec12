/// The scores of an assessment as a heat map: a row a criterion, a cell a subcriterion.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/ui.hpp"
#include "shared/rules/scoring.hpp"

#include <string_view>

namespace minga::client {

struct ScoreMap {
    std::string_view title = {};
    std::string_view cell_header = {};  ///< "Ámbito"
    const Record* of = nullptr;         ///< The assessment.
};
void draw_score_map(Ui& ui, AppState& app, const AssessmentScore& score, const ScoreMap& map);

}  // namespace minga::client
