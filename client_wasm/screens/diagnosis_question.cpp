#include "client_wasm/screens/diagnosis_view.hpp"

#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr std::string_view advance_setting = "diagnosis.advances";

std::string form_of(const DiagnosisItem& item) {
    return "answer " + item.question->element;
}

/// Stores a field of the answer, making the answer if it is the first thing said about it.
bool write_answer(DiagnosisView& view, std::string_view field, Value value) {
    const DiagnosisItem& item = view.current();
    if (!item.answer.is_nil()) return view.app.edit(item.answer, field, std::move(value));
    FieldMap fields{{"assessment", view.assessment.id.to_text()},
                    {"element", item.question->element}};
    fields.emplace(std::string{field}, std::move(value));
    return view.app.create("answer", std::move(fields), form_of(item)).has_value();
}

void go_next(DiagnosisView& view, bool by_keyboard) {
    if (view.memory.current + 1 >= view.model.count()) {
        view.app.navigate("diagnostico/resultados");
    } else {
        go_to_question(view, view.memory.current + 1, by_keyboard);
    }
}

void choose(DiagnosisView& view, std::int64_t level, bool by_keyboard) {
    const DiagnosisItem& item = view.current();
    const bool is_same = item.level && *item.level == level;
    if (!is_same && !write_answer(view, "level", Value{level})) return;
    if (!is_same) {
        view.app.announce("Pregunta " + std::to_string(item.question->number) + ": nivel " +
                          std::to_string(level) + " guardado.");
    }
    if (view.app.setting(advance_setting) == "1") return go_next(view, by_keyboard);
    if (!by_keyboard) return;
    // Away from the link or tab that led here: the next Enter must go on, not back to it.
    view.memory.wants_focus = true;
    view.memory.focused_level = static_cast<int>(level);
}

/// Where the question stands in the whole, with the way to its help.
void draw_place(DiagnosisView& view) {
    Ui& ui = view.ui;
    const DiagnosisItem& item = view.current();
    const DiagnosisModel& model = view.model;
    const Subcriterion* scope = model.instrument->model_in(view.app.catalog().model())
                                    .find_subcriterion(item.question->subcriterion);
    std::string place = "Pregunta " + std::to_string(item.question->number) + " de " +
                        std::to_string(model.count());
    if (scope != nullptr) place += " · " + std::to_string(scope->number) + ". " + scope->name;
    const float share = static_cast<float>(model.answered()) / static_cast<float>(model.count());
    const std::string progress =
        std::to_string(model.answered()) + " de " + std::to_string(model.count());
    ui.stack(8, [&] {
        ui.progress_bar({.label = "Preguntas respondidas",
                         .value = share,
                         .text = progress,
                         .hides_label = true});
        ui.text(place, {.size = TextSize::caption, .tone = Tone::primary, .is_semibold = true});
    });
}

void draw_help_button(DiagnosisView& view) {
    bool& is_open = view.memory.is_help_open;
    if (view.ui.button({.label = "Cómo responder",
                        .style = ButtonStyle::quiet,
                        .icon = is_open ? Icon::chevron_up : Icon::help,
                        .key = "help",
                        .is_icon_only = true,
                        .is_pressed = is_open,
                        .is_toggle = true})) {
        is_open = !is_open;
        view.ui.request_frame();
    }
}

void draw_words(DiagnosisView& view) {
    Ui& ui = view.ui;
    const Question& question = *view.current().question;
    if (question.help.empty()) return ui.heading(2, question.text);
    ui.columns_always(
        {fr(1), fixed(ui.is_touch() || ui.is_phone() ? 48 : 40)},
        [&] { ui.heading(2, question.text); }, [&] { draw_help_button(view); });
    if (!view.memory.is_help_open) return;
    ui.card({.key = "help text", .label = "Ayuda de la pregunta", .padding = 14, .is_flat = true},
            [&] { ui.text(question.help); });
}

void draw_levels(DiagnosisView& view) {
    Ui& ui = view.ui;
    const DiagnosisItem& item = view.current();
    std::vector<std::string> texts;
    const auto& alternatives = item.question->alternatives;
    texts.reserve(alternatives.size() * 3);
    std::vector<RadioCard> cards;
    for (std::size_t index = 0; index < alternatives.size(); ++index) {
        const Alternative& alternative = alternatives[index];
        texts.push_back(std::to_string(index + 1));
        texts.push_back(points_text(alternative.points));
        texts.push_back("Nivel " + std::to_string(alternative.level) + ": " + alternative.text);
        const std::size_t last = texts.size();
        cards.push_back({.value = static_cast<int>(alternative.level),
                         .badge = texts[last - 3],
                         .title = texts[last - 2],
                         .text = alternative.text,
                         .name = texts[last - 1],
                         // «No se hace» is not part of what those above it say.
                         .stands_alone = alternative.level == 0});
    }
    std::optional<int> selected;
    if (item.level) selected = static_cast<int>(*item.level);
    const std::string group = "levels " + std::to_string(item.question->number);
    if (view.memory.wants_focus) {
        view.memory.wants_focus = false;
        const int level = view.memory.focused_level.value_or(selected.value_or(0));
        view.memory.focused_level.reset();
        ui.scope(group, [&] { ui.focus(std::to_string(level)); });
    }
    const Error* refusal = view.app.refusal(form_of(item));
    if (refusal == nullptr && !item.answer.is_nil()) refusal = view.app.refusal(item.answer);
    const auto chosen = ui.radio_cards(
        {.key = group,
         .label = item.question->text,
         .cards = cards,
         .selected = selected,
         .error = refusal == nullptr ? std::string_view{} : std::string_view{refusal->message},
         .is_cumulative = true,
         .is_disabled = !view.may_answer.is_allowed});
    if (chosen) choose(view, *chosen, false);
}

void draw_doubt(DiagnosisView& view) {
    const DiagnosisItem& item = view.current();
    if (!view.may_answer) {
        if (item.is_doubtful) view.ui.chip("Volver a mirar", Tone::accent, Icon::flag);
        return;
    }
    if (view.ui.button({.label = "Volver a mirar",
                        .style = item.is_doubtful ? ButtonStyle::quiet : ButtonStyle::secondary,
                        .icon = item.is_doubtful ? Icon::check : Icon::flag,
                        .key = "doubtful",
                        .is_pressed = item.is_doubtful,
                        .is_toggle = true})) {
        static_cast<void>(write_answer(view, "doubtful", Value{!item.is_doubtful}));
    }
}

void draw_moves(DiagnosisView& view) {
    Ui& ui = view.ui;
    DiagnosisMemory& memory = view.memory;
    const bool is_first = memory.current == 0;
    const bool is_last = memory.current + 1 >= view.model.count();
    ui.flow({.gap = 8}, [&] {
        if (ui.button({.label = "Anterior",
                       .icon = Icon::arrow_left,
                       .key = "previous",
                       .is_disabled = is_first})) {
            go_to_question(view, memory.current - 1, !ui.is_phone());
        }
        if (!ui.is_phone() && ui.button({.label = is_last ? "Ver resultados" : "Siguiente",
                                         .style = ButtonStyle::primary,
                                         .icon = Icon::arrow_right,
                                         .key = "next"})) {
            go_next(view, true);
        }
        draw_doubt(view);
    });
}

/// What was stored, and the next one that still waits.
void draw_after(DiagnosisView& view) {
    Ui& ui = view.ui;
    const DiagnosisItem& item = view.current();
    const Record* answer = item.answer.is_nil() ? nullptr : view.app.find(item.answer);
    const auto missing = next_missing(view.model, view.memory.current);
    const bool has_missing = missing && *missing != view.memory.current;
    ui.flow({.gap = 8}, [&] {
        if (answer != nullptr) {
            const FieldView level = view.app.field(*answer, "level");
            if (!level.saved.empty()) ui.chip(level.saved, Tone::ok, Icon::check);
        }
        if (has_missing && ui.button({.label = "Siguiente sin responder",
                                      .style = ButtonStyle::quiet,
                                      .icon = Icon::circle_dot,
                                      .key = "next missing",
                                      .is_small = true})) {
            go_to_question(view, *missing, !ui.is_phone());
        }
    });
}

void draw_options(DiagnosisView& view) {
    Ui& ui = view.ui;
    if (view.may_answer) {
        const auto advances = ui.checkbox({.key = "advances",
                                           .label = "Pasar a la siguiente pregunta al elegir",
                                           .is_checked = view.app.setting(advance_setting) == "1"});
        if (advances) view.app.set_setting(advance_setting, *advances ? "1" : "0");
    }
    if (!ui.is_touch() && !ui.is_phone()) {
        ui.caption(
            "Con el teclado: 1 a 4 elige la alternativa, ← y → cambian de pregunta, Enter "
            "sigue.");
    }
    ui.caption(view.model.instrument->label() + ". Versión " + view.model.instrument->version() +
               ".");
}

void draw_complete(DiagnosisView& view) {
    const bool is_closed = text_of(view.assessment.fields, "state") == "closed";
    if (!view.model.is_complete() || is_closed) return;
    const std::string title =
        "Las " + std::to_string(view.model.count()) + " preguntas están respondidas";
    if (view.ui.banner({.tone = Tone::ok,
                        .title = title,
                        .text = "Revise los resultados y complete el acta.",
                        .action = "Ir al acta",
                        .key = "complete"})) {
        view.app.navigate("diagnostico/acta");
    }
}

}  // namespace

void draw_diagnosis_question(DiagnosisView& view) {
    Ui& ui = view.ui;
    ui.stack(12, [&] {
        draw_place(view);
        draw_words(view);
        draw_levels(view);
        draw_moves(view);
        draw_after(view);
        draw_complete(view);
        draw_options(view);
    });
}

void listen_diagnosis_keys(DiagnosisView& view) {
    Ui& ui = view.ui;
    const int current = view.memory.current;
    if (view.memory.is_list_open) return;
    // All of them are asked for in every frame: the page only passes on what is listened to.
    const auto& alternatives = view.current().question->alternatives;
    const Alternative* chosen = nullptr;
    for (std::size_t index = 0; index < alternatives.size(); ++index) {
        if (ui.shortcut(std::to_string(index + 1))) chosen = &alternatives[index];
    }
    bool goes_back = false;
    for (const std::string_view key : {"ArrowLeft", "PageUp"}) {
        if (ui.shortcut(key)) goes_back = true;
    }
    bool goes_on = false;
    for (const std::string_view key : {"ArrowRight", "PageDown"}) {
        if (ui.shortcut(key)) goes_on = true;
    }
    const bool is_entered = ui.shortcut("Enter");
    if (chosen != nullptr && view.may_answer) return choose(view, chosen->level, true);
    if (is_entered) return go_next(view, true);
    if (goes_back) go_to_question(view, current - 1, true);
    if (goes_on) go_to_question(view, current + 1, true);
}

}  // namespace minga::client
