/// The criteria of the priority matrix, which are set before anything is scored.
#include "client_wasm/screens/matrix_view.hpp"
#include "client_wasm/screens/record_form.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace minga::client {
namespace {

/// The guide's own examples (annex 1).
constexpr std::array<std::string_view, 6> examples{"Recursos económicos asociados",
                                                   "Impacto positivo en el clima interno",
                                                   "Contexto favorable",
                                                   "Capacidad interna",
                                                   "Aporte a la consolidación de la estrategia",
                                                   "Impacto en el puntaje del Modelo"};

std::int64_t next_position(const PriorityMatrix& matrix) {
    std::int64_t last = 0;
    for (const Record* criterion : matrix.criteria) {
        last = std::max(last, integer_of(criterion->fields, "position"));
    }
    return last + 1;
}

bool has_criterion(const PriorityMatrix& matrix, std::string_view name) {
    return std::any_of(matrix.criteria.begin(), matrix.criteria.end(),
                       [&](const Record* one) { return text_of(one->fields, "name") == name; });
}

bool add_criterion(MatrixView& view, std::string_view name, std::string_view form = {}) {
    return view.app
        .create("priority_criterion",
                {{"plan", view.plan.id.to_text()},
                 {"name", std::string{name}},
                 {"position", Value{next_position(view.matrix)}}},
                form)
        .has_value();
}

void draw_one(MatrixView& view, const Record& criterion) {
    Ui& ui = view.ui;
    RecordForm form{ui, view.app, criterion};
    const std::string label =
        "Criterio " + std::to_string(integer_of(criterion.fields, "position"));
    const bool may_remove = view.app.may(Action::remove, criterion).is_allowed;
    if (!may_remove) return form.text("name", {.label = label, .length_max = 200});
    ui.columns_always(
        {fr(1), fixed(52)}, [&] { form.text("name", {.label = label, .length_max = 200}); },
        [&] {
            ui.space(24);
            const std::string name = "Quitar «" + text_of(criterion.fields, "name") + "»";
            if (ui.button({.label = name,
                           .style = ButtonStyle::quiet,
                           .icon = Icon::trash,
                           .key = "remove",
                           .is_icon_only = true})) {
                static_cast<void>(view.app.remove(criterion.id, "Criterio quitado"));
            }
        });
}

void draw_examples(MatrixView& view) {
    Ui& ui = view.ui;
    const auto is_left = [&](std::string_view name) { return !has_criterion(view.matrix, name); };
    if (std::none_of(examples.begin(), examples.end(), is_left)) return;
    ui.heading(3, "Ejemplos de la guía");
    ui.stack(8, [&] {
        for (const std::string_view name : examples) {
            if (!is_left(name)) continue;
            if (ui.button({.label = name,
                           .icon = Icon::plus,
                           .key = name,
                           .is_full_width = true,
                           .is_small = true})) {
                static_cast<void>(add_criterion(view, name));
            }
        }
    });
}

void draw_own(MatrixView& view) {
    Ui& ui = view.ui;
    const std::string key = "priority_criterion " + view.plan.id.to_text();
    ui.heading(3, "Un criterio propio");
    RecordForm form{ui, view.app, "priority_criterion", key};
    form.text("name", {.label = "Nombre del criterio", .length_max = 200});
    const std::string name = form.value("name");
    ui.flow({}, [&] {
        if (!ui.button({.label = "Agregar criterio",
                        .icon = Icon::plus,
                        .key = "add",
                        .is_disabled = name.empty()})) {
            return;
        }
        if (add_criterion(view, name, key)) view.app.discard_draft(key);
    });
}

}  // namespace

void draw_matrix_criteria(MatrixView& view) {
    Ui& ui = view.ui;
    const MayDo& may = view.app.may_create("priority_criterion", view.plan.id);
    draw_read_only_reason(ui, may);
    if (view.matrix.criteria.empty()) {
        ui.text("Elija antes de puntuar con qué criterios se comparan las herramientas.",
                {.tone = Tone::muted});
    }
    for (const Record* criterion : view.matrix.criteria) {
        ui.scope(criterion->id.to_text(), [&] { draw_one(view, *criterion); });
    }
    if (!may) return;
    draw_own(view);
    draw_examples(view);
}

}  // namespace minga::client
