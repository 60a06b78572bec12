/// What the screens of the priority matrix share.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/ui.hpp"
#include "shared/rules/priority_matrix.hpp"

#include <optional>
#include <string>

namespace minga::client {

enum class MatrixPanel : std::uint8_t { none, tool, criteria };

/// What the screen remembers while the page is open.
struct MatrixMemory {
    MatrixPanel panel = MatrixPanel::none;
    std::string tool;  ///< In the panel.

    void open_tool(const std::string& key) {
        panel = MatrixPanel::tool;
        tool = key;
    }
    void open_criteria() { panel = MatrixPanel::criteria; }
    void close() { panel = MatrixPanel::none; }
};

/// The matrix in one frame.
struct MatrixView {
    Ui& ui;
    AppState& app;
    const Record& plan;
    const PriorityMatrix& matrix;
    MatrixMemory& memory;
};

/// The matrix of the plan, counted once per change.
const PriorityMatrix& matrix_of(AppState& app, const Record& plan);

/// Whether the person may score at all.
const MayDo& may_score(MatrixView& view);
/// Stores the score of a tool under a criterion; none clears it.
void store_score(MatrixView& view, const std::string& tool, const Id& criterion,
                 std::optional<std::int64_t> score);
/// What the committee decides about a tool.
void store_choice(AppState& app, const Record& plan, const std::string& tool, FieldMap changes);

/// "28 de 35 · lugar 3", "Faltan 2 puntajes".
std::string row_words(const PriorityMatrix& matrix, const MatrixRow& row);

void draw_matrix_tool(MatrixView& view, const MatrixRow& row);
void draw_matrix_criteria(MatrixView& view);

}  // namespace minga::client
