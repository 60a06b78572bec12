/// What the screens of the improvement areas share.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/ui.hpp"
#include "shared/rules/improvement_areas.hpp"
#include "shared/rules/priority_matrix.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

/// What the screen remembers while the page is open.
struct AreasMemory {
    std::string seen_route;
    std::string subcriterion;  ///< In the panel; "" for none.
    bool shows_elements = false;

    void open(std::string_view key) {
        subcriterion = key;
        shows_elements = false;
    }
    void close() { open({}); }
};

/// The areas of a plan in one frame.
struct AreasView {
    Ui& ui;
    AppState& app;
    const Record& plan;
    const AreaScores& scores;
    const std::vector<AreaCandidate>& candidates;  ///< The weakest first.
    AreasMemory& memory;
};

const AreaScores& area_scores_of(AppState& app, const Record& plan);

/// "Puntaje validado", "Puntaje de la autoevaluación", "Puntaje del diagnóstico".
std::string_view source_words(AreaScoreSource source);

/// "5 de 30", "—" where there are no scores.
std::string points_of(const AreasView& view, const AreaCandidate& candidate);
/// "17 %".
std::string share_words(const AreasView& view, const AreaCandidate& candidate);

void draw_area(AreasView& view, const AreaCandidate& candidate);

}  // namespace minga::client
