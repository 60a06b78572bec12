/// Own and validated score of each element, and the way to the next one that is to be validated.
#include "client_wasm/screens/validation_view.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace minga::client {
namespace {

std::optional<int> next_to_validate(const EvaluationModel& model) {
    for (int index = 0; index < model.count(); ++index) {
        if (!model.item(index).validated) return index;
    }
    return std::nullopt;
}

bool may_validate(ValidationView& view) {
    for (const EvaluationItem& item : view.model->items) {
        const Record* answer = item.answer.is_nil() ? nullptr : view.app.find(item.answer);
        if (answer != nullptr) {
            return view.app.may_edit_field(*answer, "validated_score").is_allowed;
        }
    }
    return false;
}

void draw_summary(ValidationView& view) {
    Ui& ui = view.ui;
    const EvaluationModel& model = *view.model;
    const auto validated = model.validated.total.answered;
    const std::string own = std::to_string(model.own.total.percent()) + " %";
    const std::string checked = std::to_string(model.validated.total.percent()) + " %";
    ui.card({.key = "summary", .label = "Resumen de la validación"}, [&] {
        ui.grid(150, 2, [&](int index) {
            const bool is_own = index == 0;
            ui.stat({.label = is_own ? "Logro, puntaje propio" : "Logro, puntaje validado",
                     .value = is_own ? own : checked,
                     .tone = is_own ? Tone::primary : Tone::ok});
        });
        ui.progress_bar(
            {.label = "Puntajes validados",
             .value = static_cast<float>(validated) / static_cast<float>(model.count()),
             .text = std::to_string(validated) + " de " + std::to_string(model.count())});
        const auto next = next_to_validate(model);
        if (!next || !may_validate(view)) return;
        if (ui.button({.label = "Validar el siguiente",
                       .style = ButtonStyle::primary,
                       .icon = Icon::arrow_right,
                       .key = "next"})) {
            view.app.navigate("evaluacion/" + model.item(*next).element->key);
        }
    });
}

std::string score_text(const std::optional<std::int64_t>& score) {
    return score ? std::to_string(*score) : "—";
}

/// "+1", "−2", "="; nothing where one of the two is missing.
std::string difference_text(const EvaluationItem& item) {
    if (!item.score || !item.validated) return {};
    const std::int64_t difference = *item.validated - *item.score;
    if (difference == 0) return "=";
    return difference > 0 ? "+" + std::to_string(difference) : "−" + std::to_string(-difference);
}

TableCell cell_of(const EvaluationItem& item, int column) {
    switch (column) {
        case 0:
            return {.text = item.element->key + ". " + item.element->name};
        case 1:
            return {.text = score_text(item.score)};
        case 2:
            return {.text = score_text(item.validated), .is_semibold = true};
        default:
            break;
    }
    const std::string words = difference_text(item);
    const bool is_lower = item.score && item.validated && *item.validated < *item.score;
    return {.text = words, .tone = is_lower ? Tone::warn : Tone::neutral};
}

}  // namespace

void draw_validation_scores(ValidationView& view) {
    Ui& ui = view.ui;
    if (view.model == nullptr || view.model->count() == 0) {
        ui.empty_state({.icon = Icon::list_checks,
                        .title = "Todavía no hay una autoevaluación",
                        .text = "Los puntajes aparecen cuando la municipalidad la presenta."});
        return;
    }
    const bool is_narrow = ui.width() < 560;
    const std::array columns{
        TableColumn{.header = "Elemento", .width = fr(1), .width_min = 140, .is_row_header = true},
        TableColumn{.header = "Propio", .width = fixed(70), .align = Align::end},
        TableColumn{.header = "Validado", .width = fixed(84), .align = Align::end},
        TableColumn{.header = "Diferencia", .width = fixed(90), .align = Align::end},
    };
    draw_summary(view);
    const auto events =
        ui.data_table({.key = "scores",
                       .label = "Puntaje propio y validado por elemento",
                       .columns = std::span{columns}.first(is_narrow ? 3 : 4),
                       .row_count = view.model->count(),
                       .is_clickable = true,
                       .is_dense = is_narrow},
                      [&](int row, int column) { return cell_of(view.model->item(row), column); });
    if (events.clicked_row) {
        view.app.navigate("evaluacion/" + view.model->item(*events.clicked_row).element->key);
    }
}

}  // namespace minga::client
