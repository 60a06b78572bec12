#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/format.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

struct Grid {
    float label_width = 0;  ///< 0: the label stands above the bar
    float month_width = 0;
    float x = 0;
    int first = 0;
    int count = 0;
    int current = -1;
};

float draw_months(Ui::Core& core, const Grid& grid, const Rect& rect) {
    const auto small = core.font(TextSize::caption, Weight::semibold);
    const bool is_short = grid.month_width < core.text_width(small, "mmm") + core.gap(8);
    const float height = 2 * small.line_height + core.gap(8);
    int year_start = 0;
    for (int month = 0; month < grid.count; ++month) {
        const std::string text = format_month(month_text(grid.first + month));
        const float x = grid.x + grid.month_width * static_cast<float>(month);
        const bool is_current = grid.first + month == grid.current;
        const ImU32 color = core.color(is_current ? Token::accent : Token::muted);
        std::string name = text.substr(0, is_short ? 1 : 3);
        if (is_short) name[0] = static_cast<char>(name[0] - 'a' + 'A');
        core.draw_line(small, x, rect.y + small.line_height + core.gap(2), color, name,
                       grid.month_width, Align::center);
        // The year stands once, over its first month.
        const bool is_year_start = month == 0 || (grid.first + month) % 12 == 0;
        if (is_year_start) {
            const std::string year = text.substr(text.size() - 4);
            const bool has_room = month == 0 || month - year_start > 0;
            if (has_room) {
                core.draw_line(small, x + core.gap(4), rect.y, core.color(Token::muted), year);
            }
            year_start = month;
        }
    }
    return height;
}

void draw_columns(Ui::Core& core, const Grid& grid, float y, float height) {
    for (int month = 0; month <= grid.count; ++month) {
        const float x = grid.x + grid.month_width * static_cast<float>(month);
        const bool is_year = (grid.first + month) % 12 == 0;
        core.fill({x, y, 1, height},
                  core.color(is_year ? Token::line : Token::hairline, is_year ? 0.6F : 0.8F));
        if (month < grid.count && grid.first + month == grid.current) {
            core.fill({x, y, grid.month_width, height}, core.color(Token::accent, 0.08F));
        }
    }
}

void draw_bar(Ui::Core& core, const Grid& grid, const GanttRow& row, float middle) {
    const int start = month_index(row.start) - grid.first;
    const int end = month_index(row.end) - grid.first;
    if (month_index(row.start) < 0 || month_index(row.end) < 0 || end < 0 || start >= grid.count) {
        return;
    }
    const int shown_start = std::max(start, 0);
    const int shown_end = std::min(end, grid.count - 1);
    const float height = core.px(row.level == 0 ? 12 : 18);
    const float x = grid.x + grid.month_width * static_cast<float>(shown_start) + 2;
    const float width =
        std::max(grid.month_width * static_cast<float>(shown_end - shown_start + 1) - 4, 4.0F);
    const Rect bar{x, middle - height / 2, width, height};
    const ImU32 color = core.color(tone_token(row.tone));
    if (row.level == 0) {
        core.fill(bar, core.color(Token::muted, 0.28F), core.px(3));
        const float share = std::clamp(row.progress.value_or(0), 0.0F, 1.0F);
        if (share > 0) core.fill({bar.x, bar.y, bar.width * share, bar.height}, color, core.px(3));
        core.outline(bar, core.color(Token::muted), core.px(3));
        return;
    }
    core.fill(bar, core.color(tone_ground(row.tone)), core.px(5));
    core.outline(bar, color, core.px(5), 1.5F);
    const float share = std::clamp(row.progress.value_or(0), 0.0F, 1.0F);
    if (share > 0) core.fill({bar.x, bar.y, bar.width * share, bar.height}, color, core.px(5));
}

}  // namespace

std::optional<int> Ui::gantt(const Gantt& gantt) {
    Core& core = *core_;
    std::optional<int> pressed;
    const Core::Font body = core.font(TextSize::body, Weight::regular);
    const Core::Font bold = core.font(TextSize::body, Weight::semibold);
    const Core::Font small = core.font(TextSize::caption, Weight::regular);
    const Core::Font small_bold = core.font(TextSize::caption, Weight::semibold);
    const float room = core.width();
    const bool is_narrow = room < core.px(640);
    const float padding = core.gap(12);
    Grid grid;
    grid.first = std::max(month_index(gantt.first_month), 0);
    grid.count = std::clamp(gantt.month_count, 1, 60);
    grid.current = month_index(gantt.current_month);
    if (!is_narrow) grid.label_width = std::min(room * 0.42F, core.px(340));
    const float bars_width = room - 2 * padding - grid.label_width;
    grid.month_width = bars_width / static_cast<float>(grid.count);

    std::vector<float> heights;
    float total = 0;
    const float header = 2 * small.line_height + core.gap(16);
    for (const GanttRow& row : gantt.rows) {
        const float indent = row.level > 0 && !is_narrow ? core.gap(16) : 0.0F;
        const float label_width =
            (is_narrow ? room - 2 * padding : grid.label_width - core.gap(12)) - indent;
        const float label = core.text_height(row.level == 0 ? bold : body, row.label, label_width);
        const float note = small.line_height;
        heights.push_back(is_narrow ? label + note + core.px(22) + core.gap(20)
                                    : std::max(label + note, core.px(36)) + core.gap(14));
        total += heights.back();
    }
    const Rect rect = core.place(0, header + total);
    grid.x = rect.x + padding + grid.label_width;
    core.fill(rect, core.color(Token::surface), core.px(12));
    const NodeKey key = core.key(gantt.key, gantt.title);
    SemanticNode node;
    node.key = key;
    node.role = Role::table;
    node.name = gantt.title;
    node.rect = rect;
    core.tree.open(std::move(node));
    {
        SemanticNode row;
        row.key = hash_key(key, "header");
        row.role = Role::row;
        row.rect = {rect.x, rect.y, rect.width, header};
        core.tree.open(std::move(row));
        int column = 0;
        for (const char* name : {"Nombre", "Inicio", "Término", "Estado", "Responsable"}) {
            core.emit(hash_key(key, std::string("header ") + name), Role::column_header, name,
                      {rect.x, rect.y, rect.width, header})
                .column = ++column;
        }
        core.tree.close();
    }
    core.fill_top_rounded({rect.x, rect.y, rect.width, header}, core.color(Token::sunken),
                          core.px(12));
    draw_months(core, grid, {rect.x, rect.y + core.gap(4), rect.width, header});
    if (!is_narrow) draw_columns(core, grid, rect.y + header, total);

    float y = rect.y + header;
    for (std::size_t index = 0; index < gantt.rows.size(); ++index) {
        const GanttRow& row = gantt.rows[index];
        const Rect line{rect.x, y, rect.width, heights[index]};
        y += heights[index];
        const bool is_selected = static_cast<int>(index) == gantt.selected_row;
        const NodeKey row_key =
            hash_key(key, row.key.empty() ? std::string_view(row.label) : row.key);
        SemanticNode row_node;
        row_node.key = row_key;
        row_node.role = Role::row;
        row_node.rect = line;
        row_node.flags.selected = is_selected;
        core.tree.open(std::move(row_node));
        SemanticNode head;
        head.key = hash_key(row_key, "head");
        head.role = Role::row_header;
        head.rect = line;
        core.tree.open(std::move(head));
        const NodeKey press_key = hash_key(row_key, "press");
        core.emit(press_key, Role::button, row.label, line);
        core.tree.close();
        int part = 0;
        for (const std::string& text : {format_month(row.start), format_month(row.end),
                                        std::string(row.status), std::string(row.note)}) {
            core.emit(hash_key(row_key, std::to_string(part++)), Role::cell, text, line);
        }
        core.tree.close();
        const Hit hit = core.interact(press_key, line);
        if (hit.is_clicked) {
            pressed = static_cast<int>(index);
            core.wants_frame = true;
        }
        if (!core.is_visible(line)) continue;
        if (is_selected) {
            core.fill(line, core.color(Token::primary, 0.10F));
        } else if (hit.is_hovered) {
            core.fill(line, core.color(Token::text, 0.04F));
        }
        core.fill({line.x, line.y, line.width, 1},
                  core.color(row.level == 0 ? Token::line : Token::hairline,
                             row.level == 0 ? 0.6F : 1.0F));
        const float indent = row.level > 0 && !is_narrow ? core.gap(16) : 0.0F;
        const float x = line.x + padding + indent;
        const float label_width =
            (is_narrow ? room - 2 * padding : grid.label_width - core.gap(12)) - indent;
        const Core::Font& face = row.level == 0 ? bold : body;
        const float label_height = core.text_height(face, row.label, label_width);
        float text_y = is_narrow ? line.y + core.gap(8)
                                 : line.y + (line.height - label_height - small.line_height) / 2;
        core.draw_text(face, {x, text_y, label_width, 0}, core.color(Token::text), row.label);
        text_y += label_height;
        // The state is a word with its colour, then who.
        const float status_width = core.text_width(small_bold, row.status);
        core.draw_line(small_bold, x, text_y, core.color(tone_token(row.tone)), row.status,
                       label_width);
        if (!row.note.empty()) {
            const std::string note =
                row.status.empty() ? std::string(row.note) : " · " + std::string(row.note);
            const float note_room = label_width - status_width;
            if (note_room > core.px(30)) {
                core.draw_line(small, x + status_width, text_y, core.color(Token::muted), note,
                               note_room);
            }
        }
        float middle = line.y + line.height / 2;
        if (is_narrow) {
            middle = text_y + small.line_height + core.gap(4) + core.px(11);
            draw_columns(core, grid, middle - core.px(11), core.px(22));
        }
        draw_bar(core, grid, row, middle);
        const Rect ring{line.x + 3, line.y + 3, line.width - 6, line.height - 6};
        core.focus_ring(press_key, ring, core.px(6));
    }
    core.tree.close();
    core.outline(rect, core.color(Token::hairline), core.px(12));
    return pressed;
}

}  // namespace minga::client
