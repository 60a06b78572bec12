#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/ui.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

struct Grid {
    std::vector<float> x;  ///< of each column, relative to the table
    std::vector<float> width;
    float total = 0;
    float header_height = 0;
    float padding = 0;
};

/// Whether a header has room for an arrow.
bool has_arrow(const Table& table, std::size_t index) {
    if (!table.columns[index].is_sortable) return false;
    return !table.is_dense || static_cast<int>(index) == table.sorted_column;
}

/// The least that a column needs: what it asks for, and no word of its header broken in two.
float least_width(Ui::Core& core, const Table& table, std::size_t index, float padding) {
    const TableColumn& column = table.columns[index];
    const auto face = core.font(TextSize::caption, Weight::semibold);
    float word_width = 0;
    for (const std::string& word : split(column.header, ' ')) {
        word_width = std::max(word_width, core.text_width(face, word));
    }
    const float arrow = has_arrow(table, index) ? core.px(20) : 0.0F;
    return std::max(core.px(column.width_min), std::ceil(word_width + arrow + 2 * padding) + 1);
}

/// Columns under their minimum take it; the others share what is left, until each has enough.
void share_out(Ui::Core& core, const Table& table, float free, Grid& grid) {
    const std::size_t count = table.columns.size();
    std::vector<bool> is_open(count);
    float shares = 0;
    for (std::size_t index = 0; index < count; ++index) {
        const Track& track = table.columns[index].width;
        is_open[index] = track.share > 0;
        shares += track.share;
        grid.width.push_back(core.px(track.length));
    }
    bool is_settled = false;
    while (!is_settled) {
        is_settled = true;
        for (std::size_t index = 0; index < count; ++index) {
            if (!is_open[index]) continue;
            const float minimum = least_width(core, table, index, grid.padding);
            const float share = table.columns[index].width.share;
            grid.width[index] = std::max(free, 0.0F) * share / shares;
            if (grid.width[index] >= minimum) continue;
            grid.width[index] = minimum;
            is_open[index] = false;
            is_settled = false;
            free -= minimum;
            shares -= share;
        }
    }
}

Grid measure(Ui::Core& core, const Table& table, float room) {
    Grid grid;
    grid.padding = core.gap(table.is_dense ? 8 : 12);
    float fixed_length = 0;
    for (const TableColumn& column : table.columns) fixed_length += core.px(column.width.length);
    share_out(core, table, std::max(0.0F, room - fixed_length), grid);
    const auto face = core.font(TextSize::caption, Weight::semibold);
    float lines_height = face.line_height;
    for (std::size_t index = 0; index < table.columns.size(); ++index) {
        grid.width[index] = std::round(grid.width[index]);
        grid.x.push_back(grid.total);
        grid.total += grid.width[index];
        const float icon = has_arrow(table, index) ? core.px(20) : 0.0F;
        lines_height =
            std::max(lines_height, core.text_height(face, table.columns[index].header,
                                                    grid.width[index] - 2 * grid.padding - icon));
    }
    grid.header_height = lines_height + core.gap(20);
    return grid;
}

std::optional<int> draw_header(Ui::Core& core, const Table& table, const Grid& grid,
                               NodeKey table_key, float x, float y, float top, bool is_sticky) {
    std::optional<int> sorted;
    const auto face = core.font(TextSize::caption, Weight::semibold);
    const Rect bar{x, y, grid.total, grid.header_height};
    const bool is_stuck = y > top + 0.5F;
    core.draw()->AddRectFilled(
        {bar.x, bar.y}, {bar.right(), bar.bottom()}, core.color(Token::sunken), core.px(12),
        is_stuck ? ImDrawFlags_RoundCornersNone : ImDrawFlags_RoundCornersTop);
    core.fill({bar.x, bar.bottom() - 1, bar.width, 1}, core.color(Token::line, 0.6F));
    SemanticNode row;
    row.key = hash_key(table_key, "header");
    row.role = Role::row;
    row.rect = bar;
    row.row = 1;
    row.flags.sticky = is_sticky;
    const NodeKey row_key = row.key;
    core.tree.open(std::move(row));
    for (std::size_t index = 0; index < table.columns.size(); ++index) {
        const TableColumn& column = table.columns[index];
        const Rect cell{x + grid.x[index], y, grid.width[index], grid.header_height};
        const bool is_sorted = static_cast<int>(index) == table.sorted_column;
        SemanticNode header;
        header.key = hash_key(row_key, std::to_string(index));
        header.role = Role::column_header;
        header.rect = cell;
        header.column = static_cast<std::int32_t>(index) + 1;
        header.flags.sortable = column.is_sortable;
        if (is_sorted) header.sort = table.sort;
        if (!column.is_sortable) header.name = column.header;
        const NodeKey header_key = header.key;
        core.tree.open(std::move(header));
        const float icon = has_arrow(table, index) ? core.px(20) : 0.0F;
        const float text_width = cell.width - 2 * grid.padding - icon;
        const float text_height = core.text_height(face, column.header, text_width);
        bool is_hovered = false;
        if (column.is_sortable) {
            const NodeKey key = hash_key(header_key, "sort");
            SemanticNode& button = core.emit(key, Role::button, column.header, cell);
            button.description = "Ordenar por esta columna";
            const Hit hit = core.interact(key, cell);
            is_hovered = hit.is_hovered;
            if (hit.is_clicked) {
                sorted = static_cast<int>(index);
                core.wants_frame = true;
            }
            const Rect ring{cell.x + 3, cell.y + 3, cell.width - 6, cell.height - 6};
            core.focus_ring(key, ring, core.px(6));
        }
        core.tree.close();
        const ImU32 color = core.color(is_sorted || is_hovered ? Token::primary : Token::muted);
        const bool is_end = column.align == Align::end;
        const float text_x = cell.x + grid.padding + (is_end ? icon : 0);
        core.draw_text(face, {text_x, y + (cell.height - text_height) / 2, text_width, 0}, color,
                       column.header, column.align);
        if (icon > 0) {
            const Icon glyph = !is_sorted                      ? Icon::arrow_up_down
                               : table.sort == Sort::ascending ? Icon::arrow_up
                                                               : Icon::arrow_down;
            float icon_x = text_x + text_width + core.px(10);
            if (is_end) {
                icon_x = text_x + text_width - core.text_width(face, column.header) - core.px(12);
                if (text_height > face.line_height * 1.5F) icon_x = text_x - core.px(10);
            } else {
                icon_x = text_x + std::min(core.text_width(face, column.header), text_width) +
                         core.px(12);
            }
            core.draw_icon(glyph, icon_x, y + cell.height / 2, core.px(14), color);
        }
    }
    core.tree.close();
    return sorted;
}

void draw_cell(Ui::Core& core, const TableColumn& column, const TableCell& cell, const Rect& rect,
               float padding, bool is_strong) {
    const auto face = core.font(TextSize::body,
                                cell.is_semibold || is_strong ? Weight::semibold : Weight::regular);
    const ImU32 color = core.color(tone_token(cell.tone));
    float x = rect.x + padding;
    float width = rect.width - 2 * padding;
    const float middle = rect.y + rect.height / 2;
    if (cell.icon != Icon::none) {
        core.draw_icon(cell.icon, x + core.px(9), middle, core.px(18), color);
        x += core.px(18) + core.gap(6);
        width -= core.px(18) + core.gap(6);
    }
    if (cell.bar) {
        const float text_room = std::min(core.px(padding < core.gap(12) ? 48 : 58), width);
        const Rect track{x + text_room + core.gap(8), middle - core.px(4),
                         std::max(width - text_room - core.gap(8), 1.0F), core.px(8)};
        core.fill(track, core.color(Token::sunken), track.height / 2);
        core.outline(track, core.color(Token::line, 0.5F), track.height / 2);
        const float share = std::clamp(*cell.bar, 0.0F, 1.0F);
        if (share > 0) {
            const Token fill = cell.tone == Tone::neutral ? Token::primary : tone_token(cell.tone);
            core.fill({track.x, track.y, std::max(track.width * share, track.height), track.height},
                      core.color(fill), track.height / 2);
        }
        if (cell.bar_expected) {
            const float mark = track.x + track.width * std::clamp(*cell.bar_expected, 0.0F, 1.0F);
            core.fill({mark - 1, track.y - core.px(3), 2, track.height + core.px(6)},
                      core.color(Token::text));
        }
        core.draw_line(face, x, middle - face.line_height / 2, color, cell.text, text_room,
                       Align::end);
        return;
    }
    const float height =
        column.is_row_header ? core.text_height(face, cell.text, width) : face.line_height;
    if (column.is_row_header) {
        core.draw_text(face, {x, middle - height / 2, width, height}, color, cell.text,
                       column.align);
    } else {
        core.draw_line(face, x, middle - height / 2, color, cell.text, width, column.align);
    }
}

}  // namespace

TableEvents Ui::data_table(const Table& table, FunctionRef<TableCell(int row, int column)> cell) {
    Core& core = *core_;
    TableEvents events;
    const float room = core.width();
    const Grid grid = measure(core, table, room);
    const NodeKey key = core.key(table.key, table.label);
    const bool scrolls_sideways = grid.total > room + 1;

    // The row header may wrap; everything else is one line.
    const auto body = core.font(TextSize::body, Weight::regular);
    const float row_min = core.px(core.input.is_touch ? 52 : 44);
    std::size_t header_column = table.columns.size();
    for (std::size_t index = 0; index < table.columns.size(); ++index) {
        if (table.columns[index].is_row_header) header_column = index;
    }
    std::vector<float> heights;
    std::vector<TableCell> header_cells;
    float rows_height = 0;
    for (int row = 0; row < table.row_count; ++row) {
        float height = row_min;
        if (header_column < table.columns.size()) {
            header_cells.push_back(cell(row, static_cast<int>(header_column)));
            const TableCell& header = header_cells.back();
            const float icon = header.icon == Icon::none ? 0.0F : core.px(18) + core.gap(6);
            height = std::max(
                row_min, core.text_height(body, header.text,
                                          grid.width[header_column] - 2 * grid.padding - icon) +
                             core.gap(20));
        }
        heights.push_back(height);
        rows_height += height;
    }
    if (table.row_count == 0) rows_height = core.px(72);

    float body_height = rows_height;
    const bool scrolls_inside =
        table.height_max > 0 && grid.header_height + rows_height > core.px(table.height_max);
    if (scrolls_inside) body_height = core.px(table.height_max) - grid.header_height;
    const float side_room = scrolls_sideways ? core.px(10) : 0.0F;
    const Rect outer = core.place(0, grid.header_height + body_height + side_room);

    ScrollArea side;
    float left = outer.x;
    if (scrolls_sideways) {
        side = core.begin_scroll(hash_key(key, "side"), Role::scroll, table.label, outer, 0, 0,
                                 grid.total);
        left = core.layout().x;
    }
    const Rect frame{left, outer.y, scrolls_sideways ? grid.total : outer.width,
                     grid.header_height + body_height};
    core.fill(frame, core.color(Token::surface), core.px(12));
    SemanticNode node;
    node.key = key;
    node.role = Role::table;
    node.name = table.label;
    node.rect = frame;
    node.row_count = table.row_count + 1;
    node.column_count = static_cast<std::int32_t>(table.columns.size());
    core.tree.open(std::move(node));

    const bool is_sticky = !scrolls_sideways && !scrolls_inside;
    float header_y = frame.y;
    if (is_sticky) {
        header_y = std::clamp(core.clips.back().y, frame.y,
                              std::max(frame.y, frame.bottom() - grid.header_height));
    }
    if (!is_sticky) {
        events.sorted_column =
            draw_header(core, table, grid, key, frame.x, frame.y, frame.y, false);
    }
    // A sticky header is drawn last, over the rows, but read first.
    ImDrawListSplitter* splitter = nullptr;
    if (is_sticky) {
        if (core.splitters_used == core.splitters.size()) core.splitters.emplace_back();
        splitter = &core.splitters[core.splitters_used++];
        splitter->Split(core.draw(), 2);
        splitter->SetCurrentChannel(core.draw(), 1);
        const auto sorted = draw_header(core, table, grid, key, frame.x, header_y, frame.y, true);
        events.sorted_column = sorted;
        splitter->SetCurrentChannel(core.draw(), 0);
    }
    ScrollArea inside;
    float y = frame.y + grid.header_height;
    const float x = frame.x;
    if (scrolls_inside) {
        inside = core.begin_scroll(hash_key(key, "rows"), Role::scroll, {},
                                   {frame.x, y, frame.width, body_height}, 0, 0);
        y = core.layout().y;
    }
    if (table.row_count == 0) {
        const Rect rect{x, y, frame.width, rows_height};
        core.draw_text(body,
                       {x + grid.padding, y + (rows_height - body.line_height) / 2,
                        frame.width - 2 * grid.padding, 0},
                       core.color(Token::muted), table.empty_text);
        SemanticNode row;
        row.key = hash_key(key, "empty");
        row.role = Role::row;
        row.rect = rect;
        core.tree.open(std::move(row));
        core.emit(hash_key(key, "empty cell"), Role::cell, table.empty_text, rect);
        core.tree.close();
    }
    for (int row = 0; row < table.row_count; ++row) {
        const auto index = static_cast<std::size_t>(row);
        const Rect rect{x, y, frame.width, heights[index]};
        y += heights[index];
        const bool is_total = table.has_total_row && row == table.row_count - 1;
        const bool is_clickable = table.is_clickable && !is_total;
        const bool is_visible = core.is_visible(rect);
        const NodeKey row_key = hash_key(
            key,
            "row " + (index < table.row_keys.size() ? table.row_keys[index] : std::to_string(row)));
        SemanticNode row_node;
        row_node.key = row_key;
        row_node.role = Role::row;
        row_node.rect = rect;
        row_node.row = row + 2;
        row_node.flags.selected = row == table.selected_row;
        core.tree.open(std::move(row_node));
        const bool is_last = row == table.row_count - 1 && !scrolls_inside;
        const auto fill_row = [&](ImU32 color) {
            core.draw()->AddRectFilled(
                {rect.x, rect.y}, {rect.right(), rect.bottom()}, color, core.px(12),
                is_last ? ImDrawFlags_RoundCornersBottom : ImDrawFlags_RoundCornersNone);
        };
        if (is_visible) {
            if (is_total) {
                fill_row(core.color(Token::sunken));
            } else if (row == table.selected_row) {
                fill_row(core.color(Token::primary_soft));
            }
        }
        const NodeKey press_key = hash_key(row_key, "press");
        if (is_clickable) {
            const Hit hit = core.interact(press_key, rect);
            if (hit.is_clicked) {
                events.clicked_row = row;
                core.wants_frame = true;
            }
            if (hit.is_hovered && is_visible) {
                fill_row(core.color(Token::text, hit.is_held ? 0.08F : 0.04F));
            }
        }
        if (is_visible && row > 0) {
            core.fill({rect.x, rect.y, rect.width, 1}, core.color(Token::hairline));
        }
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            const bool is_header = column == header_column;
            const TableCell content =
                is_header ? header_cells[index] : cell(row, static_cast<int>(column));
            const Rect cell_rect{x + grid.x[column], rect.y, grid.width[column], rect.height};
            const bool holds_button =
                is_clickable &&
                (is_header || (header_column >= table.columns.size() && column == 0));
            SemanticNode cell_node;
            cell_node.key = hash_key(row_key, std::to_string(column));
            cell_node.role = is_header ? Role::row_header : Role::cell;
            cell_node.rect = cell_rect;
            cell_node.column = static_cast<std::int32_t>(column) + 1;
            if (!holds_button) cell_node.name = content.text;
            core.tree.open(std::move(cell_node));
            if (holds_button) core.emit(press_key, Role::button, content.text, rect);
            core.tree.close();
            if (is_visible) {
                draw_cell(core, table.columns[column], content, cell_rect, grid.padding, is_total);
            }
        }
        if (is_clickable) {
            const Rect ring{rect.x + 3, rect.y + 3, rect.width - 6, rect.height - 6};
            core.focus_ring(press_key, ring, core.px(6));
        }
        core.tree.close();
    }
    if (scrolls_inside) {
        core.layout().y = y;
        core.end_scroll(inside, 0);
    }
    if (splitter != nullptr) splitter->Merge(core.draw());
    core.outline(frame, core.color(Token::hairline), core.px(12));
    core.tree.close();
    if (scrolls_sideways) {
        core.layout().y = frame.bottom();
        core.end_scroll(side, 0);
    }
    return events;
}

}  // namespace minga::client
