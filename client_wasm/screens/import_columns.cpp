/// Which column goes into which field, as a row of choices that can be corrected.
#include "client_wasm/screens/import_view.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr const char* not_taken = "No traer";

/// The first thing that stands in the column below its header.
std::string example_of(const ImportMemory& memory, std::size_t column) {
    constexpr std::size_t rows_looked_at = 50;
    constexpr std::size_t points_max = 32;
    const sheets::SheetTable& table = memory.table();
    const std::size_t first = memory.layout().data_first();
    const std::size_t last = std::min(table.rows.size(), first + rows_looked_at);
    for (std::size_t row = first; row < last; ++row) {
        std::string text{trim(typed_text(table.at(row, column)))};
        if (text.empty()) continue;
        std::replace(text.begin(), text.end(), '\n', ' ');
        while (code_point_count(text) > points_max) {
            text.pop_back();
            while (!is_valid_utf8(text)) text.pop_back();
        }
        return "Por ejemplo: " + text;
    }
    return {};
}

struct ShownColumn {
    std::size_t column = 0;
    std::string label;
    std::string example;
};

/// Those with something in them.
std::vector<ShownColumn> shown_columns(const ImportMemory& memory) {
    std::vector<ShownColumn> shown;
    for (std::size_t column = 0; column < memory.layout().columns.size(); ++column) {
        std::string header = sheets::header_text(memory.table(), memory.layout(), column);
        std::string example = example_of(memory, column);
        if (header.empty() && example.empty()) continue;
        std::replace(header.begin(), header.end(), '\n', ' ');
        const std::string name = memory.table().is_turned
                                     ? "Fila " + std::to_string(column + 1)
                                     : "Columna " + sheets::column_letters(column);
        shown.push_back({column, header.empty() ? name : name + " · " + header, example});
    }
    return shown;
}

void draw_column(ImportView& view, const ShownColumn& shown,
                 const std::vector<std::string>& options) {
    const auto& target = view.memory.layout().columns[shown.column];
    const int selected = target ? static_cast<int>(*target) + 1 : 0;
    const auto picked = view.ui.select({.key = "column" + std::to_string(shown.column),
                                        .label = shown.label,
                                        .options = options,
                                        .selected = selected,
                                        .help = shown.example});
    if (!picked) return;
    view.memory.set_column(
        shown.column,
        *picked == 0 ? std::nullopt : std::optional{static_cast<std::size_t>(*picked) - 1});
}

}  // namespace

void draw_import_columns(ImportView& view) {
    Ui& ui = view.ui;
    std::vector<std::string> options{not_taken};
    for (const sheets::ColumnTarget& target : view.memory.targets()) {
        options.push_back(target.label);
    }
    const auto columns = shown_columns(view.memory);
    ui.section("Columnas", [&] {
        ui.caption("Revise a qué campo va cada columna. Lo que no calce, cámbielo aquí.");
        const auto has_header = ui.checkbox({.key = "header",
                                             .label = "Las primeras filas son títulos",
                                             .is_checked = view.memory.layout().header_rows > 0});
        if (has_header) view.memory.set_header(*has_header);
        ui.grid(250, static_cast<int>(columns.size()), [&](int index) {
            draw_column(view, columns[static_cast<std::size_t>(index)], options);
        });
    });
}

}  // namespace minga::client
