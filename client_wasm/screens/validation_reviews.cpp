/// The stages of the validation: the review of the documents, the interview by telephone and, by
/// the same people, the review of the plan. Each has its rounds.
#include "client_wasm/screens/precondition_places.hpp"
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/screens/record_moves.hpp"
#include "client_wasm/screens/validation_view.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

struct Stage {
    ReviewStage stage = ReviewStage::document;
    std::string_view key;
    std::string_view title;
    std::string_view begin;  ///< "Comenzar la revisión documental"
    std::string_view again;  ///< The same once more; each stage may stand on the screen at once.
    std::string_view help;   ///< Of its notes.
    std::string_view none_text;  ///< Where there is none yet.
};
constexpr std::array stages{
    Stage{ReviewStage::document, "document", "Revisión documental",
          "Comenzar la revisión documental", "Comenzar otra revisión documental",
          "Qué se revisó, qué faltó y qué se debe preguntar en la entrevista.",
          "Todavía no se registra la revisión documental."},
    Stage{ReviewStage::interview, "interview", "Entrevista telefónica", "Registrar la entrevista",
          "Registrar otra entrevista", "Fecha, con quiénes se habló y qué se aclaró.",
          "Todavía no se registra la entrevista telefónica."},
    Stage{ReviewStage::plan, "plan", "Validación del plan", "Comenzar la revisión del plan",
          "Comenzar otra revisión del plan",
          "Si el plan aborda las brechas, con qué responsables, plazos e indicadores.",
          "Todavía no se registra la revisión del plan."},
};

const Record* subject_of(const ValidationView& view, const Stage& stage) {
    return stage.stage == ReviewStage::plan ? view.plan : view.assessment;
}

/// The rounds of the stage, the first one first.
std::vector<const Record*> rounds_of(ValidationView& view, const Stage& stage) {
    std::vector<const Record*> rounds;
    const Record* subject = subject_of(view, stage);
    for (const Record* parent : {subject, &view.cycle}) {
        if (parent == nullptr) continue;
        for (const Record& one : view.app.children(parent->id, "review")) {
            if (text_of(one.fields, "stage") == stage.key) rounds.push_back(&one);
        }
    }
    std::stable_sort(rounds.begin(), rounds.end(), [](const Record* a, const Record* b) {
        return integer_of(a->fields, "round", 1) < integer_of(b->fields, "round", 1);
    });
    return rounds;
}

void draw_round(ValidationView& view, const Stage& stage, const Record& review) {
    static const auto decisions = [] {
        std::array<std::vector<std::string>, 2> made;
        for (const auto& choice : schema::choices<ReviewDecision>) {
            made[0].emplace_back(choice.key);
            made[1].emplace_back(choice.label);
        }
        return made;
    }();
    Ui& ui = view.ui;
    const std::string title = "Vuelta " + std::to_string(integer_of(review.fields, "round", 1));
    ui.scope(review.id.to_text(), [&] {
        ui.card({.key = "round", .label = title}, [&] {
            ui.stack(2, [&] {
                ui.heading(3, title);
                const std::string& reviewer = text_of(review.fields, "reviewer");
                if (!reviewer.empty()) ui.caption("Revisa: " + reviewer);
            });
            RecordForm form{ui, view.app, review};
            form.choice("decision", decisions[0],
                        {.label = "Resultado",
                         .options = decisions[1],
                         .placeholder = "Todavía sin resultado"});
            form.text("comments", {.label = "Lo que se revisó",
                                   .help = stage.help,
                                   .length_max = 4000,
                                   .rows = 4,
                                   .is_multiline = true});
            draw_observations(view, review);
        });
    });
}

void draw_begin(ValidationView& view, const Stage& stage,
                const std::vector<const Record*>& rounds) {
    const Record* subject = subject_of(view, stage);
    if (subject == nullptr) return;
    // A round that is still open is gone on with.
    const bool is_open = !rounds.empty() && text_of(rounds.back()->fields, "decision").empty();
    FieldMap fields{{"subject", Value{subject->id.to_text()}},
                    {"stage", Value{std::string{stage.key}}},
                    {"round", Value{static_cast<std::int64_t>(rounds.size()) + 1}},
                    {"reviewer", Value{view.app.actor().name}}};
    if (is_open) return;
    const MayDo may = view.app.may_make("review", *subject, fields);
    if (!may) {
        if (rounds.empty() && view.app.has_role("validator")) view.ui.caption(may.reason);
        return;
    }
    if (view.ui.button({.label = rounds.empty() ? stage.begin : stage.again,
                        .style = rounds.empty() ? ButtonStyle::primary : ButtonStyle::secondary,
                        .icon = Icon::plus,
                        .key = "begin"})) {
        static_cast<void>(view.app.create("review", std::move(fields)));
    }
}

void draw_stage(ValidationView& view, const Stage& stage) {
    Ui& ui = view.ui;
    ui.scope(stage.key, [&] {
        ui.section(stage.title, [&] {
            const auto rounds = rounds_of(view, stage);
            if (rounds.empty()) ui.text(stage.none_text, {.tone = Tone::muted});
            for (const Record* round : rounds) draw_round(view, stage, *round);
            draw_begin(view, stage, rounds);
        });
    });
}

struct Mover {
    const Record* record;
    std::string_view title;
};

/// What leads on for the person: of the cycle, of the self-assessment and of the plan.
std::vector<Mover> movers_of(ValidationView& view) {
    std::vector<Mover> movers;
    for (const Mover& one :
         {Mover{&view.cycle, "El ciclo"}, Mover{view.assessment, "La autoevaluación"},
          Mover{view.plan, "El plan"}}) {
        if (one.record != nullptr && !view.app.moves(*one.record).empty()) movers.push_back(one);
    }
    return movers;
}

void draw_moves(ValidationView& view, const std::vector<Mover>& movers) {
    Ui& ui = view.ui;
    AppState& app = view.app;
    const auto settles = [](std::string_view key) { return !place_of_precondition(key).empty(); };
    const auto jump = [&](std::string_view key) { app.navigate(place_of_precondition(key)); };
    for (const Mover& one : movers) {
        ui.scope(one.record->id.to_text(), [&] {
            ui.card({.key = "moves", .label = one.title}, [&] {
                ui.heading(3, one.title);
                draw_record_moves(ui, app, *one.record, {.has_place = settles, .jump = jump});
            });
        });
    }
}

}  // namespace

void draw_validation_reviews(ValidationView& view) {
    Ui& ui = view.ui;
    const auto reviews = [&] {
        for (const Stage& stage : stages) {
            const bool is_due = stage.stage != ReviewStage::plan || view.plan != nullptr;
            if (is_due) draw_stage(view, stage);
        }
    };
    const auto movers = movers_of(view);
    if (movers.empty()) return reviews();
    const auto moves = [&] { ui.section("Lo que sigue", [&] { draw_moves(view, movers); }); };
    if (ui.width() >= 900) {
        ui.columns({fr(1.5F), fr(1)}, reviews, moves);
    } else {
        reviews();
        moves();
    }
}

}  // namespace minga::client
