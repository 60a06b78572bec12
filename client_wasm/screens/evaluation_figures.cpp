/// The series of figures that an element of result shows: what is counted, where the figures come
/// from, and a value and a goal for each year or period.
#include "client_wasm/screens/evaluation_view.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

/// One year or period: with its figure, or still without.
struct Row {
    std::string period;
    const Record* figure = nullptr;
};

/// The last years that are over, as many as the instrument asks for, and what was written of
/// others, the earliest first.
std::vector<Row> rows_of(EvaluationView& view) {
    std::vector<Row> rows;
    const Record* answer = answer_of(view);
    if (answer != nullptr) {
        for (const Record& figure : view.app.children(answer->id, "figure")) {
            rows.push_back({text_of(figure.fields, "period"), &figure});
        }
    }
    const std::int64_t years = view.model.instrument->results_years();
    for (std::int64_t back = years; back >= 1; --back) {
        const std::string year = std::to_string(view.app.this_month().year() - back);
        const bool is_there = std::any_of(rows.begin(), rows.end(),
                                          [&](const Row& row) { return row.period == year; });
        if (!is_there) rows.push_back({year});
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.period < b.period; });
    return rows;
}

std::string form_of(const EvaluationView& view, const Row& row) {
    return "figure " + view.current().element->key + " " + row.period;
}

bool may_write_figures(EvaluationView& view) {
    const Record* answer = answer_of(view);
    // Whoever may make the answer may say what it counts.
    return answer != nullptr ? view.app.may_create("figure", answer->id).is_allowed
                             : may_write_answer(view, "measure").is_allowed;
}

void store(EvaluationView& view, const Row& row, std::string_view key, const std::string& typed) {
    if (row.figure != nullptr) {
        static_cast<void>(view.app.edit_text(row.figure->id, key, typed));
        return;
    }
    if (trim(typed).empty()) return;
    const auto answer = answer_id(view);
    if (!answer) return;
    const auto number = Decimal::parse(typed);
    static_cast<void>(view.app.create("figure",
                                      {{"answer", Value{answer->to_text()}},
                                       {"period", Value{row.period}},
                                       {std::string{key}, number ? Value{*number} : Value{typed}}},
                                      form_of(view, row)));
}

void draw_cell(EvaluationView& view, const Row& row, std::string_view key, std::string_view word) {
    const FieldView field = row.figure != nullptr ? view.app.field(*row.figure, key)
                                                  : view.app.draft_field(form_of(view, row), key);
    const std::string label = std::string{word} + " " + row.period;
    const auto typed = view.ui.text_field({.key = key,
                                           .label = label,
                                           .value = field.text,
                                           .error = field.error,
                                           .saved = field.saved,
                                           .hint = InputHint::decimal,
                                           .length_max = 20});
    if (typed) store(view, row, key, *typed);
}

void draw_row(EvaluationView& view, const Row& row) {
    Ui& ui = view.ui;
    ui.scope(row.period, [&] {
        ui.columns_always(
            {fr(1), fr(1)}, [&] { draw_cell(view, row, "value", "Valor"); },
            [&] { draw_cell(view, row, "target", "Meta"); });
    });
}

/// What was written is shown as a table to those who only read it.
void draw_read_only(EvaluationView& view, const std::vector<Row>& rows) {
    static const std::array columns{
        TableColumn{.header = "Año o período", .is_row_header = true},
        TableColumn{.header = "Valor", .align = Align::end},
        TableColumn{.header = "Meta", .align = Align::end},
    };
    std::vector<const Row*> written;
    for (const Row& row : rows) {
        if (row.figure != nullptr) written.push_back(&row);
    }
    static_cast<void>(view.ui.data_table(
        {.key = "figures",
         .label = "Serie de cifras",
         .columns = columns,
         .row_count = static_cast<int>(written.size()),
         .empty_text = "Todavía no hay cifras."},
        [&](int index, int column) -> TableCell {
            const Row& row = *written[static_cast<std::size_t>(index)];
            if (column == 0) return {.text = row.period};
            const FieldView field = view.app.field(*row.figure, column == 1 ? "value" : "target");
            return {.text = field.text.empty() ? "—" : field.text, .is_semibold = column == 1};
        }));
}

void draw_text(EvaluationView& view, std::string_view key, std::string_view label,
               std::string_view help) {
    const FieldView field = answer_field(view, key);
    if (!may_write_answer(view, key) || !field.is_editable) {
        return view.ui.key_value(label, field.text.empty() ? "—" : field.text);
    }
    const auto typed = view.ui.text_field({.key = key,
                                           .label = label,
                                           .value = field.text,
                                           .help = help,
                                           .error = field.error,
                                           .saved = field.saved,
                                           .length_max = 300});
    if (typed) write_answer(view, key, Value{std::string{trim(*typed)}});
}

/// A year further back, or a part of one.
void draw_more(EvaluationView& view, const std::vector<Row>& rows) {
    Ui& ui = view.ui;
    const std::string& element = view.current().element->key;
    if (view.memory.period_of != element) {
        view.memory.period_of = element;
        view.memory.period.clear();
    }
    ui.flow({.gap = 8}, [&] {
        const auto typed = ui.text_field({.key = "period",
                                          .label = "Otro año o período",
                                          .value = view.memory.period,
                                          .placeholder = "2019, 2025-1…",
                                          .length_max = 20,
                                          .is_live = true,
                                          .width = 200});
        if (typed) view.memory.period = trim(*typed);
        const bool is_there = std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
            return row.period == view.memory.period;
        });
        if (!ui.button({.label = "Agregar período",
                        .icon = Icon::plus,
                        .key = "add period",
                        .is_disabled = view.memory.period.empty() || is_there})) {
            return;
        }
        const auto answer = answer_id(view);
        if (!answer) return;
        const auto made = view.app.create("figure", {{"answer", Value{answer->to_text()}},
                                                     {"period", Value{view.memory.period}}});
        if (made) view.memory.period.clear();
    });
}

/// A period that was added by mistake is taken away again.
void draw_removals(EvaluationView& view, const std::vector<Row>& rows) {
    view.ui.flow({.gap = 8}, [&] {
        for (const Row& row : rows) {
            const bool is_blank = row.figure != nullptr &&
                                  is_empty(value_of(row.figure->fields, "value")) &&
                                  is_empty(value_of(row.figure->fields, "target"));
            if (!is_blank || !view.app.may(Action::remove, *row.figure)) continue;
            const std::string label = "Quitar " + row.period;
            const std::string key = "remove " + row.period;
            if (view.ui.button({.label = label,
                                .style = ButtonStyle::quiet,
                                .icon = Icon::trash,
                                .key = key,
                                .is_small = true})) {
                static_cast<void>(view.app.remove(row.figure->id, "Período quitado"));
            }
        }
    });
}

}  // namespace

void draw_evaluation_figures(EvaluationView& view) {
    if (view.current().element->type != ElementType::result) return;
    Ui& ui = view.ui;
    ui.card({.key = "series", .label = "Serie de cifras"}, [&] {
        ui.heading(3, "Serie de cifras");
        draw_text(view, "measure", "Qué se mide y en qué unidad",
                  "Por ejemplo: patentes pagadas a tiempo, en % del total.");
        draw_text(view, "source", "Fuente de las cifras",
                  "El registro o sistema donde otra persona puede comprobarlas.");
        const std::vector<Row> rows = rows_of(view);
        if (!may_write_figures(view)) return draw_read_only(view, rows);
        for (const Row& row : rows) draw_row(view, row);
        draw_more(view, rows);
        draw_removals(view, rows);
    });
}

}  // namespace minga::client
