/// What each row becomes before it is written: in a table where there is room, in a list on a
/// phone.
#include "client_wasm/app/record_words.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/import_view.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

using sheets::PlannedRow;
using sheets::RowOutcome;

/// More in one table would be slow to read, for people and for their screen readers.
constexpr std::size_t rows_shown_max = 200;

struct OutcomeLook {
    std::string_view word;
    Tone tone = Tone::neutral;
    Icon icon = Icon::none;
};

OutcomeLook look_of(RowOutcome outcome) {
    switch (outcome) {
        case RowOutcome::make:
            return {"Nueva", Tone::ok, Icon::plus};
        case RowOutcome::update:
            return {"Se actualiza", Tone::primary, Icon::pencil};
        case RowOutcome::same:
            return {"Sin cambios", Tone::muted, Icon::check};
        case RowOutcome::skip:
            return {"No se trae", Tone::muted, Icon::x};
        case RowOutcome::faulty:
            return {"Con errores", Tone::bad, Icon::triangle_alert};
    }
    return {};
}

/// "C5: «marzo» no es un mes…"
std::string problem_text(const ImportMemory& memory, const sheets::CellProblem& problem) {
    if (!problem.column) return problem.message;
    return memory.table().cell_name(problem.row, *problem.column) + ": " + problem.message;
}

std::string row_name(const ImportMemory& memory, const PlannedRow& row) {
    const bool is_turned = memory.table().is_turned;
    return is_turned ? sheets::column_letters(row.row) : std::to_string(row.row + 1);
}

bool has_existing(const sheets::ImportPlan& plan) {
    return std::any_of(plan.rows.begin(), plan.rows.end(),
                       [](const PlannedRow& row) { return !row.record.is_nil(); });
}

void draw_existing_choice(ImportView& view, const sheets::ImportPlan& plan) {
    if (!has_existing(plan)) return;
    static const std::array<std::string, 2> names{"Actualizar", "Dejar como están"};
    const auto chosen = view.ui.segmented({.key = "existing",
                                           .label = "Las que ya existen con el mismo nombre",
                                           .options = names,
                                           .selected = view.memory.updates_existing() ? 0 : 1,
                                           .shows_label = true});
    if (chosen) view.memory.set_updates_existing(*chosen == 0);
}

std::vector<const PlannedRow*> shown_rows(const ImportMemory& memory,
                                          const sheets::ImportPlan& plan) {
    std::vector<const PlannedRow*> rows;
    for (const PlannedRow& row : plan.rows) {
        if (memory.shows_faulty_only && row.outcome != RowOutcome::faulty) continue;
        if (rows.size() == rows_shown_max) break;
        rows.push_back(&row);
    }
    return rows;
}

void draw_filter(ImportView& view, const sheets::ImportPlan& plan) {
    const std::size_t faulty = plan.count(RowOutcome::faulty);
    if (faulty == 0) {
        view.memory.shows_faulty_only = false;
        return;
    }
    view.ui.banner(
        {.tone = Tone::warn,
         .title =
             counted(static_cast<std::int64_t>(faulty), "fila con errores", "filas con errores"),
         .text = faulty == 1 ? "No se traerá mientras esté así. Tóquela para corregirla aquí o "
                               "dejarla fuera; las demás se pueden traer ya."
                             : "No se traerán mientras estén así. Toque una para corregirla "
                               "aquí o dejarla fuera; las demás se pueden traer ya.",
         .key = "faulty"});
    const auto only = view.ui.checkbox({.key = "faulty only",
                                        .label = "Ver solo las filas con errores",
                                        .is_checked = view.memory.shows_faulty_only});
    if (only) view.memory.shows_faulty_only = *only;
}

const sheets::CellProblem* problem_at(const PlannedRow& row, std::size_t column) {
    for (const sheets::CellProblem& problem : row.problems) {
        if (problem.column == column) return &problem;
    }
    return nullptr;
}

/// What the cell becomes, as the application will show it; what is wrong stays as it was written.
TableCell value_shown(ImportView& view, const PlannedRow& row, std::size_t column) {
    const sheets::ColumnTarget& target =
        view.memory.targets()[*view.memory.layout().columns[column]];
    const std::string raw = typed_text(view.memory.table().at(row.row, column));
    if (problem_at(row, column) != nullptr) {
        return {.text = raw.empty() ? "Falta" : raw,
                .tone = Tone::bad,
                .is_semibold = true,
                .icon = Icon::circle_alert};
    }
    const Value& value = value_of(row.values, target.key);
    if (!target.second.empty() || is_empty(value)) return {.text = raw.empty() ? "—" : raw};
    return {.text = value_words(view.memory.into().kind, target.key, value, view.app.catalog())};
}

std::vector<std::size_t> columns_shown(const ImportView& view) {
    constexpr float column_width = 150;
    constexpr float fixed_width = 270;
    const auto room =
        static_cast<std::size_t>(std::max(1.0F, (view.ui.width() - fixed_width) / column_width));
    std::vector<std::size_t> columns;
    const auto& layout = view.memory.layout();
    for (std::size_t column = 0; column < layout.columns.size(); ++column) {
        if (layout.columns[column] && columns.size() < room) columns.push_back(column);
    }
    return columns;
}

void draw_table(ImportView& view, const std::vector<const PlannedRow*>& rows) {
    const auto columns = columns_shown(view);
    std::vector<TableColumn> looks{{.header = "Fila", .width = fixed(64), .is_row_header = true},
                                   {.header = "Qué pasará", .width = fixed(150)}};
    for (const std::size_t column : columns) {
        const auto& target = view.memory.targets()[*view.memory.layout().columns[column]];
        looks.push_back({.header = target.label, .width = fr(target.key == "name" ? 2.0F : 1.0F)});
    }
    int open = -1;
    std::vector<std::string> keys;
    for (std::size_t index = 0; index < rows.size(); ++index) {
        keys.push_back(std::to_string(rows[index]->row));
        if (view.memory.open_row == rows[index]->row) open = static_cast<int>(index);
    }
    const auto events = view.ui.data_table(
        {.key = "rows",
         .label = "Vista previa",
         .columns = looks,
         .row_keys = keys,
         .row_count = static_cast<int>(rows.size()),
         .is_clickable = true,
         .selected_row = open},
        [&](int index, int column) -> TableCell {
            const PlannedRow& row = *rows[static_cast<std::size_t>(index)];
            if (column == 0) return {.text = row_name(view.memory, row)};
            if (column == 1) {
                const OutcomeLook look = look_of(row.outcome);
                return {.text = std::string{look.word}, .tone = look.tone, .icon = look.icon};
            }
            return value_shown(view, row, columns[static_cast<std::size_t>(column) - 2]);
        });
    if (events.clicked_row) {
        view.memory.open_row = rows[static_cast<std::size_t>(*events.clicked_row)]->row;
    }
}

void draw_list(ImportView& view, const std::vector<const PlannedRow*>& rows) {
    Ui& ui = view.ui;
    ui.card({.key = "rows", .padding = 8}, [&] {
        ui.list("Vista previa", [&] {
            for (const PlannedRow* row : rows) {
                const OutcomeLook look = look_of(row->outcome);
                const std::string name = row_name(view.memory, *row);
                std::string subtitle = "Fila " + name + " · " + std::string{look.word};
                if (!row->why.empty()) subtitle += " · " + row->why;
                if (!row->problems.empty()) {
                    subtitle += " · " + problem_text(view.memory, row->problems.front());
                }
                if (ui.list_row({.key = name,
                                 .title = row->title.empty() ? "Sin nombre" : row->title,
                                 .subtitle = subtitle,
                                 .icon = look.icon,
                                 .tone = look.tone})) {
                    view.memory.open_row = row->row;
                }
            }
        });
    });
}

std::string outcome_sentence(const PlannedRow& row) {
    if (!row.why.empty()) return row.why;
    switch (row.outcome) {
        case RowOutcome::make:
            return "Se agregará.";
        case RowOutcome::update:
            return "Ya existe: se actualizará lo que cambia. Las celdas vacías no borran nada.";
        case RowOutcome::faulty:
            return "Así no se traerá. Corrija lo que está marcado; su planilla no cambia.";
        case RowOutcome::same:
        case RowOutcome::skip:
            break;
    }
    return {};
}

void draw_cell(ImportView& view, const PlannedRow& row, std::size_t column) {
    const auto& target = view.memory.targets()[*view.memory.layout().columns[column]];
    const sheets::Cell& cell = view.memory.table().at(row.row, column);
    const sheets::CellProblem* problem = problem_at(row, column);
    const std::string value = typed_text(cell);
    const bool is_long = value.size() > 60 || value.find('\n') != std::string::npos;
    const std::string label =
        target.label + " (" + view.memory.table().cell_name(row.row, column) + ")";
    const auto written =
        view.ui.text_field({.key = "cell" + std::to_string(column),
                            .label = label,
                            .value = value,
                            .error = problem == nullptr ? std::string_view{} : problem->message,
                            .rows = 3,
                            .is_multiline = is_long});
    if (written && *written != value) view.memory.write_cell(row.row, column, *written);
}

}  // namespace

void draw_import_counts(ImportView& view) {
    const sheets::ImportPlan& plan = view.memory.plan(view.app);
    struct Count {
        RowOutcome outcome;
        std::string_view one;
        std::string_view many;
    };
    static constexpr std::array counts{Count{RowOutcome::make, "nueva", "nuevas"},
                                       Count{RowOutcome::update, "se actualiza", "se actualizan"},
                                       Count{RowOutcome::same, "sin cambios", "sin cambios"},
                                       Count{RowOutcome::faulty, "con errores", "con errores"},
                                       Count{RowOutcome::skip, "no se trae", "no se traen"}};
    view.ui.flow({.gap = 8}, [&] {
        for (const Count& one : counts) {
            const auto count = static_cast<std::int64_t>(plan.count(one.outcome));
            if (count == 0) continue;
            const OutcomeLook look = look_of(one.outcome);
            view.ui.chip(counted(count, one.one, one.many), look.tone, look.icon);
        }
    });
}

void draw_import_preview(ImportView& view) {
    Ui& ui = view.ui;
    const sheets::ImportPlan& plan = view.memory.plan(view.app);
    ui.section("Vista previa", [&] {
        if (plan.rows.empty()) {
            ui.empty_state({.icon = Icon::table,
                            .title = "No hay filas con datos",
                            .text = "Revise qué columna va a cada campo, o si las primeras filas "
                                    "son títulos."});
            return;
        }
        draw_import_counts(view);
        draw_existing_choice(view, plan);
        draw_filter(view, plan);
        const auto rows = shown_rows(view.memory, plan);
        if (ui.width() >= 620) {
            draw_table(view, rows);
        } else {
            draw_list(view, rows);
        }
        if (rows.size() == rows_shown_max) {
            ui.caption("Se muestran " + std::to_string(rows_shown_max) + " filas de " +
                       counted(static_cast<std::int64_t>(plan.rows.size()), "fila", "filas") +
                       "; se traen todas.");
        }
    });
}

void draw_import_row(ImportView& view, const PlannedRow& row) {
    Ui& ui = view.ui;
    // Writing in a cell works the plan out again: what is drawn is the row as it was.
    const PlannedRow shown = row;
    const OutcomeLook look = look_of(shown.outcome);
    ui.flow({}, [&] { ui.chip(look.word, look.tone, look.icon); });
    ui.text(outcome_sentence(shown));
    for (const sheets::CellProblem& problem : shown.problems) {
        if (problem.column) continue;
        ui.banner({.tone = Tone::bad, .title = "Falta algo", .text = problem.message});
    }
    const bool is_out = view.memory.is_left_out(shown.row);
    if (shown.outcome != RowOutcome::skip || is_out) {
        const auto taken =
            ui.checkbox({.key = "taken", .label = "Traer esta fila", .is_checked = !is_out});
        if (taken) view.memory.leave_out(shown.row, !*taken);
    }
    for (std::size_t column = 0; column < view.memory.layout().columns.size(); ++column) {
        if (view.memory.layout().columns[column]) draw_cell(view, shown, column);
    }
    if (ui.button({.label = "Listo",
                   .style = ButtonStyle::primary,
                   .key = "done",
                   .is_full_width = true})) {
        view.memory.open_row.reset();
    }
}

}  // namespace minga::client
