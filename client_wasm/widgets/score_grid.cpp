/// A table of one-digit scores that is filled in with the keyboard.
#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

struct Measures {
    float padding = 0;
    float name_width = 0;
    float cell_width = 0;
    float total_width = 0;
    float place_width = 0;
    float header_height = 0;
    std::vector<float> heights;  ///< of the rows

    float cell_x(std::size_t column) const {
        return name_width + cell_width * static_cast<float>(column);
    }
};

Measures measure(Ui::Core& core, const ScoreGrid& grid, float room) {
    const auto body = core.font(TextSize::body, Weight::regular);
    const auto small = core.font(TextSize::caption, Weight::semibold);
    Measures measures;
    measures.padding = core.gap(12);
    measures.total_width = core.px(72);
    measures.place_width = core.px(68);
    measures.name_width = std::floor(std::min(room * 0.34F, core.px(320)));
    const float left = room - measures.name_width - measures.total_width - measures.place_width;
    const auto count = static_cast<float>(std::max<std::size_t>(grid.columns.size(), 1));
    measures.cell_width = std::floor(std::max(left / count, core.px(44)));
    measures.header_height = small.line_height;
    for (const std::string& column : grid.columns) {
        measures.header_height =
            std::max(measures.header_height,
                     core.text_height(small, column, measures.cell_width - core.gap(8)));
    }
    measures.header_height += core.gap(20);
    for (const ScoreRow& row : grid.rows) {
        const float icon = row.is_marked ? core.px(24) : 0.0F;
        const float name =
            core.text_height(body, row.name, measures.name_width - 2 * measures.padding - icon);
        measures.heights.push_back(std::max(core.px(48), name + core.gap(16)));
    }
    return measures;
}

void draw_head(Ui::Core& core, std::string_view text, const Rect& cell, Align align) {
    const auto face = core.font(TextSize::caption, Weight::semibold);
    const float inset = core.gap(align == Align::start ? 12 : 4);
    const float width = cell.width - 2 * inset;
    const float height = core.text_height(face, text, width);
    core.draw_text(face, {cell.x + inset, cell.y + (cell.height - height) / 2, width, 0},
                   core.color(Token::muted), text, align);
}

void head_cell(Ui::Core& core, NodeKey row, int column, std::string_view text, const Rect& cell,
               Align align = Align::center) {
    core.emit(hash_key(row, std::to_string(column)), Role::column_header, text, cell).column =
        column + 1;
    draw_head(core, text, cell, align);
}

void draw_header(Ui::Core& core, const ScoreGrid& grid, const Measures& measures, NodeKey key,
                 const Rect& rect) {
    const float height = measures.header_height;
    core.draw()->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.y + height},
                               core.color(Token::sunken), core.px(12), ImDrawFlags_RoundCornersTop);
    SemanticNode row;
    row.key = hash_key(key, "header");
    row.role = Role::row;
    row.rect = {rect.x, rect.y, rect.width, height};
    row.row = 1;
    const NodeKey row_key = row.key;
    core.tree.open(std::move(row));
    int column = 0;
    head_cell(core, row_key, column++, grid.row_header,
              {rect.x, rect.y, measures.name_width, height}, Align::start);
    for (std::size_t index = 0; index < grid.columns.size(); ++index) {
        head_cell(core, row_key, column++, grid.columns[index],
                  {rect.x + measures.cell_x(index), rect.y, measures.cell_width, height});
    }
    const float end = rect.right() - measures.total_width - measures.place_width;
    head_cell(core, row_key, column++, "Total", {end, rect.y, measures.total_width, height});
    head_cell(core, row_key, column, "Lugar",
              {end + measures.total_width, rect.y, measures.place_width, height});
    core.tree.close();
}

std::string score_text(const std::optional<std::int64_t>& score) {
    return score ? std::to_string(*score) : std::string{};
}

/// One cell: a box with its score, and the button that stands for it.
void draw_score(Ui::Core& core, const ScoreGrid& grid, NodeKey key, const std::string& name,
                const std::optional<std::int64_t>& score, const Rect& cell) {
    const auto bold = core.font(TextSize::body, Weight::semibold);
    const float inset = core.gap(6);
    const Rect box{cell.x + inset, cell.y + inset, cell.width - 2 * inset, cell.height - 2 * inset};
    core.emit(key, Role::button, name, box).description =
        grid.is_read_only ? std::string_view{} : std::string_view{"Escriba un dígito"};
    const Hit hit = core.interact(key, box);
    if (!core.is_visible(box)) return;
    const bool is_focused = core.focus == key && !grid.is_read_only;
    if (!grid.is_read_only) {
        core.fill(box, core.color(Token::surface), core.px(8));
        core.outline(box,
                     core.color(is_focused       ? Token::primary
                                : hit.is_hovered ? Token::text
                                                 : Token::line,
                                is_focused || hit.is_hovered ? 1.0F : 0.6F),
                     core.px(8), is_focused ? 2.0F : 1.0F);
    }
    core.draw_line(bold, box.x, box.y + (box.height - bold.line_height) / 2,
                   core.color(score ? Token::text : Token::muted), score ? score_text(score) : "–",
                   box.width, Align::center);
    core.focus_ring(key, box, core.px(8));
}

/// The digit or the deletion that was typed. The page is told of the keys before a cell has the
/// focus: a digit that follows on the heels of it is not lost.
std::optional<std::optional<std::int64_t>> typed_score(Ui& ui, const ScoreGrid& grid) {
    std::optional<std::optional<std::int64_t>> typed;
    for (std::int64_t digit = grid.minimum; digit <= grid.maximum; ++digit) {
        if (ui.shortcut(std::to_string(digit))) typed = digit;
    }
    for (const std::string_view key : {"Delete", "Backspace", "0"}) {
        if (ui.shortcut(key)) typed = std::optional<std::int64_t>{};
    }
    return typed;
}

}  // namespace

ScoreGridEvents Ui::score_grid(const ScoreGrid& grid) {
    Core& core = *core_;
    ScoreGridEvents events;
    const Core::Font body = core.font(TextSize::body, Weight::regular);
    const Core::Font bold = core.font(TextSize::body, Weight::semibold);
    const Measures measures = measure(core, grid, core.width());
    float total = measures.header_height;
    for (const float height : measures.heights) total += height;
    const Rect rect = core.place(0, total);
    const NodeKey key = core.key(grid.key, grid.label);
    core.fill(rect, core.color(Token::surface), core.px(12));
    SemanticNode table;
    table.key = key;
    table.role = Role::table;
    table.name = grid.label;
    table.rect = rect;
    table.row_count = static_cast<std::int32_t>(grid.rows.size()) + 1;
    table.column_count = static_cast<std::int32_t>(grid.columns.size()) + 3;
    table.flags.roving = true;
    core.tree.open(std::move(table));
    draw_header(core, grid, measures, key, rect);

    std::vector<NodeKey> cells;
    float y = rect.y + measures.header_height;
    for (std::size_t index = 0; index < grid.rows.size(); ++index) {
        const ScoreRow& row = grid.rows[index];
        const Rect line{rect.x, y, rect.width, measures.heights[index]};
        y += line.height;
        const bool is_selected = static_cast<int>(index) == grid.selected_row;
        if (is_selected) core.fill(line, core.color(Token::primary_soft));
        core.fill({line.x, line.y, line.width, 1}, core.color(Token::hairline));
        SemanticNode row_node;
        row_node.key = hash_key(key, row.key.empty() ? row.name : row.key);
        row_node.role = Role::row;
        row_node.rect = line;
        row_node.row = static_cast<std::int32_t>(index) + 2;
        row_node.flags.selected = is_selected;
        const NodeKey row_key = row_node.key;
        core.tree.open(std::move(row_node));

        const Rect name{line.x, line.y, measures.name_width, line.height};
        SemanticNode head;
        head.key = hash_key(row_key, "head");
        head.role = Role::row_header;
        head.rect = name;
        core.tree.open(std::move(head));
        const NodeKey name_key = hash_key(row_key, "name");
        core.emit(name_key, Role::button, row.name, name);
        core.tree.close();
        const Hit hit = core.interact(name_key, name);
        if (hit.is_clicked) {
            events.opened_row = static_cast<int>(index);
            core.wants_frame = true;
        }
        if (hit.is_hovered) core.fill(name, core.color(Token::text, 0.05F));
        float x = name.x + measures.padding;
        if (row.is_marked) {
            core.draw_icon(Icon::circle_check, x + core.px(9), line.y + line.height / 2,
                           core.px(18), core.color(Token::ok));
            x += core.px(24);
        }
        const float name_width = name.right() - measures.padding - x;
        const float name_height = core.text_height(body, row.name, name_width);
        core.draw_text(body, {x, line.y + (line.height - name_height) / 2, name_width, 0},
                       core.color(Token::text), row.name);
        core.focus_ring(name_key, {name.x + 3, name.y + 3, name.width - 6, name.height - 6},
                        core.px(6));

        for (std::size_t column = 0; column < grid.columns.size(); ++column) {
            const Rect cell{line.x + measures.cell_x(column), line.y, measures.cell_width,
                            line.height};
            const auto& score = row.scores[column];
            SemanticNode cell_node;
            cell_node.key = hash_key(row_key, "cell " + std::to_string(column));
            cell_node.role = Role::cell;
            cell_node.rect = cell;
            cell_node.column = static_cast<std::int32_t>(column) + 2;
            core.tree.open(std::move(cell_node));
            cells.push_back(hash_key(row_key, std::to_string(column)));
            const std::string spoken = std::string{row.name} + ", " + grid.columns[column] + ": " +
                                       (score ? score_text(score) : "sin puntaje");
            draw_score(core, grid, cells.back(), spoken, score, cell);
            core.tree.close();
        }
        const float end = line.right() - measures.total_width - measures.place_width;
        const float middle = line.y + (line.height - bold.line_height) / 2;
        int last = 0;
        for (const std::string_view text : {row.total, row.place}) {
            const Rect cell{end + (last == 0 ? 0 : measures.total_width), line.y,
                            last == 0 ? measures.total_width : measures.place_width, line.height};
            core.emit(hash_key(row_key, "end " + std::to_string(last)), Role::cell, text, cell)
                .column = static_cast<std::int32_t>(grid.columns.size()) + 2 + last;
            core.draw_line(last == 0 ? bold : body, cell.x, middle,
                           core.color(last == 0 ? Token::text : Token::muted), text, cell.width,
                           Align::center);
            ++last;
        }
        core.tree.close();
    }
    core.tree.close();
    core.outline(rect, core.color(Token::hairline), core.px(12));

    const auto focused = std::find(cells.begin(), cells.end(), core.focus);
    if (grid.is_read_only) return events;
    const auto typed = typed_score(*this, grid);
    if (!typed || focused == cells.end()) return events;
    const auto place = static_cast<std::size_t>(focused - cells.begin());
    events.edit = ScoreEdit{static_cast<int>(place / grid.columns.size()),
                            static_cast<int>(place % grid.columns.size()), *typed};
    // On to the next cell, row by row, without waiting for the page: the next digit may come before
    // its focus does. What was cleared is where one stays.
    if (*typed && place + 1 < cells.size()) {
        core.focus = cells[place + 1];
        core.command("{\"do\":\"focus\",\"key\":\"" + key_text(cells[place + 1]) + "\"}");
    }
    core.wants_frame = true;
    return events;
}

}  // namespace minga::client
