#include "client_wasm/screens/diagnosis_view.hpp"
#include "client_wasm/screens/record_moves.hpp"

namespace minga::client {
namespace {

bool has_place(std::string_view precondition) {
    return precondition == "all_questions_answered" || precondition == "minimum_participants";
}

/// Where the person settles what is missing.
void jump_to(DiagnosisView& view, std::string_view precondition) {
    if (precondition == "all_questions_answered") {
        const auto index = next_missing(view.model, -1);
        if (index) go_to_question(view, *index, true);
        view.app.navigate("diagnostico");
    } else if (precondition == "minimum_participants") {
        view.memory.wants_participants = true;
        view.ui.request_frame();
    }
}

}  // namespace

void draw_diagnosis_closing(DiagnosisView& view) {
    Ui& ui = view.ui;
    const auto jump = [&](std::string_view precondition) { jump_to(view, precondition); };
    const auto settles = [](std::string_view precondition) { return has_place(precondition); };
    ui.section("Terminar", [&] {
        ui.card({.key = "closing", .label = "Terminar el diagnóstico"}, [&] {
            draw_record_moves(
                ui, view.app, view.assessment,
                {.none_text = "Desde aquí su rol no cambia el estado de este diagnóstico.",
                 .has_place = settles,
                 .jump = jump});
        });
    });
}

}  // namespace minga::client
