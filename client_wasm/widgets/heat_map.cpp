/// Percents by criterion and subcriterion: the darker, the further. Each stands there as a number,
/// too, and in a table for those who cannot see it.
#include "client_wasm/widgets/heat_map.hpp"

#include "client_wasm/widgets/chart_parts.hpp"
#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr std::int64_t percent_all = 100;
/// How much of the main colour each step has. In between lie grounds on which neither dark nor
/// light text is read well.
constexpr std::array<float, heat_step_count> shares{0.06F, 0.22F, 0.42F, 0.82F, 1.0F};

std::uint32_t mixed(std::uint32_t from, std::uint32_t to, float share) {
    std::uint32_t color = 0;
    for (const int shift : {16, 8, 0}) {
        const auto a = static_cast<float>((from >> shift) & 255);
        const auto b = static_cast<float>((to >> shift) & 255);
        color |= static_cast<std::uint32_t>(std::lround(a + (b - a) * share)) << shift;
    }
    return color;
}

ImU32 solid(std::uint32_t rgb) {
    return IM_COL32((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255, 255);
}

struct MapGrid {
    float label_width = 0;  ///< 0: labels stand above their cells.
    float cell_width = 0;
    std::size_t columns = 1;
    float gap = 0;
    float padding = 0;
};

MapGrid measure(Ui::Core& core, const HeatMap& map) {
    MapGrid grid;
    grid.gap = core.gap(4);
    grid.padding = core.gap(8);
    const float room = core.width();
    if (room >= core.px(620)) grid.label_width = std::min(room * 0.24F, core.px(220));
    std::size_t widest = 1;
    for (const HeatRow& row : map.rows) widest = std::max(widest, row.cells.size());
    const float cells_room = room - grid.label_width;
    const auto fitting = static_cast<std::size_t>(cells_room / core.px(132));
    grid.columns = std::clamp(fitting, std::size_t{1}, widest);
    grid.cell_width = (cells_room - grid.gap * static_cast<float>(grid.columns - 1)) /
                      static_cast<float>(grid.columns);
    return grid;
}

/// The height of the cells that stand in one line of a row.
float line_height_of(Ui::Core& core, const MapGrid& grid, std::span<const HeatCell> cells) {
    const auto small = core.font(TextSize::caption, Weight::regular);
    const auto bold = core.font(TextSize::section, Weight::semibold);
    float height = 0;
    for (const HeatCell& cell : cells) {
        height = std::max(height,
                          core.text_height(small, cell.label, grid.cell_width - 2 * grid.padding));
    }
    return height + bold.line_height + 2 * grid.padding;
}

std::string percent_text(const HeatCell& cell) {
    return cell.percent ? std::to_string(*cell.percent) + " %" : "—";
}

void draw_cell(Ui::Core& core, const MapGrid& grid, const HeatCell& cell, const Rect& rect) {
    const auto small = core.font(TextSize::caption, Weight::regular);
    const auto bold = core.font(TextSize::section, Weight::semibold);
    const float rounding = core.px(8);
    ImU32 text = core.color(Token::text);
    if (cell.percent) {
        const HeatColors colors = heat_colors(core.input.theme, heat_step(*cell.percent));
        text = solid(colors.text);
        core.fill(rect, solid(colors.ground), rounding);
    }
    core.outline(rect, core.color(Token::line, 0.6F), rounding);
    const float width = rect.width - 2 * grid.padding;
    core.draw_text(small, {rect.x + grid.padding, rect.y + grid.padding, width, 0}, text,
                   cell.label);
    core.draw_line(bold, rect.x + grid.padding, rect.bottom() - grid.padding - bold.line_height,
                   text, percent_text(cell), width);
}

/// The row's name, and how far it is as a whole; the height.
float draw_row_label(Ui::Core& core, const MapGrid& grid, const HeatRow& row, float x, float y,
                     float room) {
    const auto bold = core.font(TextSize::body, Weight::semibold);
    const auto regular = core.font(TextSize::body, Weight::regular);
    const float value_width = core.text_width(regular, row.text);
    const bool is_above = grid.label_width == 0;
    const float width = is_above ? room - value_width - core.gap(12) : room - core.gap(16);
    const float height = core.draw_text(bold, {x, y, width, 0}, core.color(Token::text), row.label);
    if (is_above) {
        core.draw_line(regular, x + room - value_width, y, core.color(Token::muted), row.text);
        return height + core.gap(4);
    }
    core.draw_line(regular, x, y + height, core.color(Token::muted), row.text);
    return height + regular.line_height;
}

/// Draws a row, or only measures it; its height.
float draw_row(Ui::Core& core, const MapGrid& grid, const HeatRow& row, const Rect& rect,
               bool is_drawn) {
    const auto bold = core.font(TextSize::body, Weight::semibold);
    const auto regular = core.font(TextSize::body, Weight::regular);
    const bool is_above = grid.label_width == 0;
    float y = rect.y;
    float label_bottom = y;
    if (is_drawn) {
        const float room = is_above ? rect.width : grid.label_width;
        label_bottom = y + draw_row_label(core, grid, row, rect.x, y, room);
    } else {
        const float room = is_above ? rect.width - core.text_width(regular, row.text) - core.gap(12)
                                    : grid.label_width - core.gap(16);
        label_bottom = y + core.text_height(bold, row.label, room) +
                       (is_above ? core.gap(4) : bold.line_height);
    }
    if (is_above) y = label_bottom;
    for (std::size_t begin = 0; begin < row.cells.size(); begin += grid.columns) {
        const auto line =
            row.cells.subspan(begin, std::min(grid.columns, row.cells.size() - begin));
        const float height = line_height_of(core, grid, line);
        for (std::size_t index = 0; is_drawn && index < line.size(); ++index) {
            const float x = rect.x + grid.label_width +
                            static_cast<float>(index) * (grid.cell_width + grid.gap);
            draw_cell(core, grid, line[index], {x, y, grid.cell_width, height});
        }
        y += height + grid.gap;
    }
    return std::max(y, label_bottom) - rect.y;
}

constexpr std::array<std::string_view, heat_step_count> step_names{
    "menos de 20 %", "20 a 39 %", "40 a 59 %", "60 a 79 %", "80 % o más"};

/// What the colours mean; its height. Draws where `at` is given.
float draw_legend(Ui::Core& core, float width, const ImVec2* at) {
    const auto small = core.font(TextSize::caption, Weight::regular);
    const float mark = core.px(16);
    float x = 0;
    float y = 0;
    for (std::size_t step = 0; step < heat_step_count; ++step) {
        const float needed = mark + core.gap(6) + core.text_width(small, step_names[step]);
        if (x > 0 && x + needed > width) {
            x = 0;
            y += small.line_height + core.gap(4);
        }
        if (at != nullptr) {
            const Rect box{at->x + x, at->y + y + (small.line_height - mark) / 2, mark, mark};
            core.fill(box, solid(heat_colors(core.input.theme, step).ground), core.px(4));
            core.outline(box, core.color(Token::line, 0.6F), core.px(4));
            core.draw_line(small, box.right() + core.gap(6), at->y + y, core.color(Token::muted),
                           step_names[step]);
        }
        x += needed + core.gap(16);
    }
    return y + small.line_height;
}

void emit_map(Ui::Core& core, const HeatMap& map, const Rect& rect) {
    const NodeKey key = core.key(map.key, map.title);
    core.emit(key, Role::image, map.title, rect).description = "Mapa de calor";
    ChartTable table(core, key, map.title, rect);
    table.row({std::string(map.row_header), std::string(map.cell_header), "% de logro", "Puntaje"},
              true);
    for (const HeatRow& row : map.rows) {
        for (const HeatCell& cell : row.cells) {
            table.row({std::string(row.label), std::string(cell.label), percent_text(cell),
                       std::string(cell.detail)},
                      false);
        }
    }
}

}  // namespace

std::size_t heat_step(std::int64_t percent) {
    constexpr std::int64_t step_size = percent_all / heat_step_count;
    const std::int64_t step = std::clamp(percent, std::int64_t{0}, percent_all) / step_size;
    return std::min(static_cast<std::size_t>(step), heat_step_count - 1);
}

HeatColors heat_colors(Theme theme, std::size_t step) {
    const std::uint32_t ground = mixed(palette_color(theme, Token::surface),
                                       palette_color(theme, Token::primary), shares[step]);
    const std::uint32_t text = palette_color(theme, Token::text);
    const std::uint32_t other = palette_color(theme, Token::on_primary);
    const bool is_text = contrast_ratio(ground, text) >= contrast_ratio(ground, other);
    return {ground, is_text ? text : other};
}

void Ui::heat_map(const HeatMap& map) {
    Core& core = *core_;
    const MapGrid grid = measure(core, map);
    const float width = core.width();
    const float row_gap = core.gap(grid.label_width == 0 ? 12 : 4);
    const float legend = draw_legend(core, width, nullptr) + core.gap(12);
    float total = legend;
    for (const HeatRow& row : map.rows) {
        total += draw_row(core, grid, row, {0, 0, width, 0}, false) + row_gap;
    }
    const Rect rect = core.place(0, total);
    emit_map(core, map, rect);
    if (!core.is_visible(rect)) return;
    const ImVec2 corner{rect.x, rect.y};
    draw_legend(core, width, &corner);
    float y = rect.y + legend;
    for (const HeatRow& row : map.rows) {
        y += draw_row(core, grid, row, {rect.x, y, width, 0}, true) + row_gap;
    }
}

}  // namespace minga::client
