/// The feedback report: for each subcriterion, its strengths and its opportunities to improve.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/screens/validation_view.hpp"

#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

struct Kind {
    std::string_view key;
    std::string_view title;
    std::string_view one;
    std::string_view add;
    std::string_view removed;
};
constexpr std::array kinds{
    Kind{"strength", "Fortalezas", "Fortaleza", "Agregar fortaleza", "Fortaleza quitada"},
    Kind{"opportunity", "Oportunidades de mejora", "Oportunidad de mejora", "Agregar oportunidad",
         "Oportunidad quitada"},
};

std::vector<const Record*> feedback_of(ValidationView& view, const Subcriterion& subcriterion,
                                       std::string_view type) {
    std::vector<const Record*> found;
    for (const Record& one : view.app.children(view.cycle.id, "feedback")) {
        if (text_of(one.fields, "subcriterion") == subcriterion.key &&
            text_of(one.fields, "type") == type) {
            found.push_back(&one);
        }
    }
    return found;
}

std::int64_t written(const std::vector<const Record*>& records) {
    std::int64_t count = 0;
    for (const Record* one : records) {
        if (!text_of(one->fields, "text").empty()) ++count;
    }
    return count;
}

void draw_row(ValidationView& view, const Subcriterion& one) {
    const auto strengths = written(feedback_of(view, one, "strength"));
    const auto opportunities = written(feedback_of(view, one, "opportunity"));
    const std::string title = std::to_string(one.number) + ". " + one.name;
    const bool is_missing = strengths + opportunities == 0;
    const std::string words = is_missing
                                  ? "Sin retroalimentación todavía"
                                  : counted(strengths, "fortaleza", "fortalezas") + " · " +
                                        counted(opportunities, "oportunidad", "oportunidades");
    std::string trailing;
    const GroupScore* score =
        view.model != nullptr ? view.model->validated.find_subcriterion(one.key) : nullptr;
    if (score != nullptr && score->score.answered > 0) {
        trailing = std::to_string(score->score.percent()) + " %";
    }
    const std::string name = trailing.empty() ? title : title + ", validado " + trailing;
    if (view.ui.list_row({.key = one.key,
                          .title = title,
                          .subtitle = words,
                          .trailing = trailing,
                          .name = name,
                          .icon = is_missing ? Icon::circle : Icon::circle_check,
                          .tone = is_missing ? Tone::neutral : Tone::ok,
                          .is_selected = view.memory.subcriterion == one.key})) {
        view.memory.subcriterion = one.key;
        view.ui.request_frame();
    }
}

void draw_one(ValidationView& view, const Kind& kind, const Record& record, int number) {
    Ui& ui = view.ui;
    const std::string label = std::string{kind.one} + " " + std::to_string(number);
    ui.scope(record.id.to_text(), [&] {
        RecordForm form{ui, view.app, record};
        form.text("text", {.label = label, .length_max = 4000, .rows = 3, .is_multiline = true});
        if (!view.app.may(Action::remove, record)) return;
        const std::string remove = "Quitar: " + label;
        if (ui.button({.label = remove,
                       .style = ButtonStyle::quiet,
                       .icon = Icon::trash,
                       .key = "remove",
                       .is_small = true})) {
            static_cast<void>(view.app.remove(record.id, kind.removed));
        }
    });
}

}  // namespace

void draw_validation_feedback(ValidationView& view) {
    Ui& ui = view.ui;
    int missing = 0;
    const auto& subcriteria = view.app.catalog().model().subcriteria();
    for (const Subcriterion& one : subcriteria) {
        const bool is_written = written(feedback_of(view, one, "strength")) +
                                    written(feedback_of(view, one, "opportunity")) >
                                0;
        if (!is_written) ++missing;
    }
    const int total = static_cast<int>(subcriteria.size());
    ui.progress_bar({.label = "Subcriterios con retroalimentación",
                     .value = static_cast<float>(total - missing) / static_cast<float>(total),
                     .text = std::to_string(total - missing) + " de " + std::to_string(total)});
    ui.caption(
        "Con esto la municipalidad elige sus áreas de mejora y diseña su plan. Se imprime "
        "con la autoevaluación en «Imprimir formularios».");
    ui.card({.key = "subcriteria", .padding = 4}, [&] {
        ui.list("Retroalimentación por subcriterio", [&] {
            for (const Subcriterion& one : subcriteria) draw_row(view, one);
        });
    });
}

void draw_feedback_of(ValidationView& view, const Subcriterion& subcriterion) {
    Ui& ui = view.ui;
    if (view.model != nullptr) {
        const GroupScore* own = view.model->own.find_subcriterion(subcriterion.key);
        const GroupScore* validated = view.model->validated.find_subcriterion(subcriterion.key);
        if (own != nullptr && validated != nullptr) {
            const std::string words =
                "Logro propio " + std::to_string(own->score.percent()) + " %, validado " +
                (validated->score.answered > 0 ? std::to_string(validated->score.percent()) + " %."
                                               : std::string{"todavía no."});
            ui.caption(words);
        }
    }
    for (const Kind& kind : kinds) {
        ui.scope(kind.key, [&] {
            ui.section(kind.title, [&] {
                const auto records = feedback_of(view, subcriterion, kind.key);
                int number = 0;
                for (const Record* one : records) draw_one(view, kind, *one, ++number);
                FieldMap fields{{"cycle", Value{view.cycle.id.to_text()}},
                                {"subcriterion", Value{subcriterion.key}},
                                {"type", Value{std::string{kind.key}}}};
                const MayDo may = view.app.may_make("feedback", view.cycle, fields);
                if (records.empty() && !may) ui.text("Ninguna todavía.", {.tone = Tone::muted});
                if (may && ui.button({.label = kind.add, .icon = Icon::plus, .key = "add"})) {
                    static_cast<void>(view.app.create("feedback", std::move(fields)));
                }
            });
        });
    }
}

}  // namespace minga::client
