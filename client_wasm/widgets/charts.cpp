/// Charts: drawn shapes, each with the same figures as a table for those who cannot see them.
#include "client_wasm/widgets/chart_parts.hpp"
#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/format.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace minga::client {
namespace {

constexpr std::array series_tokens{Token::chart_1, Token::chart_2, Token::chart_3,
                                   Token::chart_4, Token::chart_5, Token::chart_6};

Token series_token(std::size_t index) {
    return series_tokens[index % series_tokens.size()];
}

/// Series differ in shape, too, for those who do not tell the hues apart.
void draw_marker(Ui::Core& core, std::size_t series, ImVec2 at, float size) {
    const ImU32 color = core.color(series_token(series));
    if (series % 3 == 0) return core.disc(at, size, color);
    if (series % 3 == 1) {
        return core.fill({at.x - size, at.y - size, 2 * size, 2 * size}, color);
    }
    const std::array<ImVec2, 3> corners{ImVec2{at.x, at.y - size * 1.2F},
                                        ImVec2{at.x + size * 1.2F, at.y + size},
                                        ImVec2{at.x - size * 1.2F, at.y + size}};
    core.shape(corners, color);
}

}  // namespace

void Ui::bar_chart(const BarChart& chart) {
    Core& core = *core_;
    const Core::Font body = core.font(TextSize::body, Weight::regular);
    const Core::Font bold = core.font(TextSize::body, Weight::semibold);
    const Core::Font small = core.font(TextSize::caption, Weight::regular);
    const float width = core.width();
    const bool is_narrow = width < core.px(460);
    float value_width = core.px(40);
    bool has_expected = false;
    for (const ChartBar& bar : chart.bars) {
        value_width = std::max(value_width, std::ceil(core.text_width(bold, bar.text)));
        has_expected = has_expected || bar.expected.has_value();
    }
    const float label_width =
        is_narrow ? width - value_width - core.gap(12) : std::min(width * 0.42F, core.px(300));
    const float bar_height = core.px(14);
    std::vector<float> heights;
    float total = 0;
    for (const ChartBar& bar : chart.bars) {
        const float label_height = core.text_height(body, bar.label, label_width);
        heights.push_back(is_narrow ? label_height + core.gap(4) + bar_height + core.gap(12)
                                    : std::max(label_height, core.px(24)) + core.gap(10));
        total += heights.back();
    }
    const float legend = has_expected ? small.line_height + core.gap(4) : 0.0F;
    const Rect rect = core.place(0, total + legend);
    const NodeKey key = core.key(chart.key, chart.title);
    float y = rect.y;
    for (std::size_t index = 0; index < chart.bars.size(); ++index) {
        const ChartBar& bar = chart.bars[index];
        const float label_height = core.text_height(body, bar.label, label_width);
        Rect track{rect.x + label_width + core.gap(16), 0,
                   width - label_width - value_width - core.gap(28), bar_height};
        if (is_narrow) {
            track = {rect.x, y + label_height + core.gap(4), width, bar_height};
        } else {
            track.y = y + (heights[index] - core.gap(10) - bar_height) / 2;
        }
        if (core.is_visible({rect.x, y, width, heights[index]})) {
            const float label_y =
                is_narrow ? y : y + (heights[index] - core.gap(10) - label_height) / 2;
            core.draw_text(body, {rect.x, label_y, label_width, 0}, core.color(Token::text),
                           bar.label);
            core.draw_line(bold, rect.right() - value_width,
                           is_narrow ? y : track.y + (bar_height - bold.line_height) / 2,
                           core.color(Token::text), bar.text, value_width, Align::end);
            const float share = std::clamp(bar.value / chart.maximum, 0.0F, 1.0F);
            core.fill(track, core.color(Token::sunken), core.px(4));
            core.outline(track, core.color(Token::line, 0.45F), core.px(4));
            if (share > 0) {
                core.fill(
                    {track.x, track.y, std::max(track.width * share, core.px(4)), track.height},
                    core.color(tone_token(bar.tone)), core.px(4));
            }
            if (bar.expected) {
                const float x =
                    track.x + track.width * std::clamp(*bar.expected / chart.maximum, 0.0F, 1.0F);
                core.fill(
                    {x - core.px(2), track.y - core.px(4), core.px(4), track.height + core.px(8)},
                    core.color(Token::surface));
                core.fill(
                    {x - core.px(1), track.y - core.px(4), core.px(2), track.height + core.px(8)},
                    core.color(Token::text));
            }
        }
        y += heights[index];
    }
    if (has_expected) {
        core.fill({rect.x, y + core.px(3), core.px(2), core.px(14)}, core.color(Token::text));
        core.draw_line(small, rect.x + core.gap(10), y, core.color(Token::muted),
                       chart.expected_label);
    }
    core.emit(key, Role::image, chart.title, rect).description = "Gráfico de barras";
    ChartTable table(core, key, chart.title, rect);
    std::vector<std::string> header{"", "Valor"};
    if (has_expected) header.emplace_back(chart.expected_label);
    header[0] = "Ítem";
    table.row(header, true);
    for (const ChartBar& bar : chart.bars) {
        std::vector<std::string> cells{std::string(bar.label),
                                       bar.text.empty()
                                           ? format_decimal(static_cast<double>(bar.value), 1)
                                           : std::string(bar.text)};
        if (has_expected) {
            cells.push_back(bar.expected ? format_decimal(static_cast<double>(*bar.expected), 1)
                                         : "—");
        }
        table.row(cells, false);
    }
}

void Ui::radar_chart(const RadarChart& chart) {
    Core& core = *core_;
    const Core::Font small = core.font(TextSize::caption, Weight::regular);
    const std::size_t axes = chart.axes.size();
    float widest = core.px(40);
    for (const std::string& axis : chart.axes) {
        widest = std::max(widest, std::ceil(core.text_width(small, axis)) + 1);
    }
    // Where there is no room beside the web, its labels stand above and below the corners.
    const bool is_narrow = core.width() < core.px(420);
    const float label_width = is_narrow ? std::min(core.width() / 2, widest)
                                        : std::min({core.width() * 0.27F, core.px(150), widest});
    const float side_room = is_narrow ? core.gap(24) : label_width + core.gap(8);
    const float radius = std::max(
        core.px(40),
        std::min(core.width() / 2 - side_room, core.px(chart.height) / 2 - 2 * small.line_height));
    const float height = 2 * radius + 4 * small.line_height;
    const float legend_height = chart.series.size() > 1 ? small.line_height + core.gap(8) : 0.0F;
    const Rect rect = core.place(0, height + legend_height);
    const NodeKey key = core.key(chart.key, chart.title);
    core.emit(key, Role::image, chart.title, rect).description = "Gráfico de radar";
    {
        ChartTable table(core, key, chart.title, rect);
        std::vector<std::string> header{"Ámbito"};
        for (const RadarSeries& series : chart.series) header.emplace_back(series.name);
        table.row(header, true);
        for (std::size_t axis = 0; axis < axes; ++axis) {
            std::vector<std::string> cells{chart.axes[axis]};
            for (const RadarSeries& series : chart.series) {
                cells.push_back(axis < series.values.size()
                                    ? format_percent(static_cast<double>(series.values[axis]))
                                    : "—");
            }
            table.row(cells, false);
        }
    }
    if (axes < 3 || !core.is_visible(rect)) return;

    const ImVec2 center{rect.x + rect.width / 2, rect.y + height / 2};
    const auto point = [&](std::size_t axis, float share) {
        const float angle =
            2 * std::numbers::pi_v<float> * static_cast<float>(axis) / static_cast<float>(axes) -
            std::numbers::pi_v<float> / 2;
        return ImVec2{center.x + std::cos(angle) * radius * share,
                      center.y + std::sin(angle) * radius * share};
    };
    for (const float ring : {0.25F, 0.5F, 0.75F, 1.0F}) {
        for (std::size_t axis = 0; axis < axes; ++axis) {
            core.stroke(point(axis, ring), point((axis + 1) % axes, ring),
                        core.color(Token::line, ring == 1.0F ? 0.9F : 0.35F), 1);
        }
    }
    for (std::size_t axis = 0; axis < axes; ++axis) {
        core.stroke(center, point(axis, 1), core.color(Token::line, 0.35F), 1);
        const ImVec2 at = point(axis, 1);
        const std::vector<std::string_view> lines = core.wrap(small, chart.axes[axis], label_width);
        const float text_height = static_cast<float>(lines.size()) * small.line_height;
        const float dx = (at.x - center.x) / radius;
        const float dy = (at.y - center.y) / radius;
        Align align = Align::center;
        float x = at.x - label_width / 2;
        if (dx > 0.2F) {
            align = Align::start;
            x = at.x + core.gap(8);
        } else if (dx < -0.2F) {
            align = Align::end;
            x = at.x - core.gap(8) - label_width;
        }
        float y = at.y - text_height / 2;
        if (is_narrow && std::fabs(dx) > 0.2F) {
            x = std::clamp(x + (dx > 0 ? -0.5F : 0.5F) * label_width, rect.x,
                           rect.right() - label_width);
            align = dx > 0 ? Align::end : Align::start;
        }
        if (is_narrow || std::fabs(dx) <= 0.2F) {
            y = dy < 0 ? at.y - text_height - core.gap(4) : at.y + core.gap(4);
        }
        core.draw_text(small, {x, y, label_width, 0}, core.color(Token::text), chart.axes[axis],
                       align);
    }
    for (std::size_t index = 0; index < chart.series.size(); ++index) {
        const RadarSeries& series = chart.series[index];
        const Token token = series_token(index);
        std::vector<ImVec2> points;
        for (std::size_t axis = 0; axis < axes; ++axis) {
            const float value = axis < series.values.size() ? series.values[axis] : 0.0F;
            points.push_back(point(axis, std::clamp(value, 0.0F, 1.0F)));
        }
        for (std::size_t axis = 0; index == 0 && axis < axes; ++axis) {
            const ImVec2 next = points[(axis + 1) % axes];
            core.shape(std::array{center, points[axis], next}, core.color(token, 0.14F));
        }
        for (std::size_t axis = 0; axis < axes; ++axis) {
            const ImVec2 next = points[(axis + 1) % axes];
            if (index == 0) {
                core.stroke(points[axis], next, core.color(token), core.px(2));
            } else {
                core.dashes(points[axis], next, core.color(token), core.px(2));
            }
        }
        for (const ImVec2& at : points) draw_marker(core, index, at, core.px(4));
    }
    if (legend_height > 0) {
        float needed = 0;
        for (const RadarSeries& series : chart.series) {
            needed += core.text_width(small, series.name) + core.gap(40);
        }
        float x = rect.x + std::max(0.0F, (rect.width - needed + core.gap(20)) / 2);
        const float y = rect.y + height + core.gap(8);
        for (std::size_t index = 0; index < chart.series.size(); ++index) {
            draw_marker(core, index, {x + core.px(5), y + small.line_height / 2}, core.px(5));
            core.draw_line(small, x + core.gap(16), y, core.color(Token::text),
                           chart.series[index].name);
            x += core.text_width(small, chart.series[index].name) + core.gap(40);
        }
    }
}

std::optional<int> Ui::dot_map(const DotMap& map) {
    Core& core = *core_;
    std::optional<int> pressed;
    const Core::Font small = core.font(TextSize::caption, Weight::regular);
    const float cell = core.px(core.input.is_touch || core.is_phone() ? 34 : 28);
    const float width = core.width();
    const int columns = std::max(1, static_cast<int>(width / cell));
    const int count = static_cast<int>(map.dots.size());
    const int rows = (count + columns - 1) / columns;
    const Rect rect = core.place(std::min(width, cell * static_cast<float>(columns)),
                                 static_cast<float>(rows) * cell);
    const NodeKey key = core.key(map.key, map.label);
    SemanticNode group;
    group.key = key;
    group.role = Role::group;
    group.name = map.label;
    group.rect = rect;
    group.flags.roving = true;
    core.tree.open(std::move(group));
    std::array<int, 3> totals{};
    for (int index = 0; index < count; ++index) {
        const Dot& dot = map.dots[static_cast<std::size_t>(index)];
        ++totals[static_cast<std::size_t>(dot.state)];
        const Rect box{rect.x + cell * static_cast<float>(index % columns),
                       rect.y + cell * static_cast<float>(index / columns), cell, cell};
        const bool is_current = index == map.current;
        const std::string_view state = dot.state == DotState::answered   ? "respondida"
                                       : dot.state == DotState::doubtful ? "con duda"
                                                                         : "falta";
        const NodeKey dot_key = hash_key(key, std::to_string(index));
        SemanticNode& node = core.emit(dot_key, Role::button,
                                       std::string(dot.name) + ", " + std::string(state), box);
        node.flags.current = is_current;
        const Hit hit = core.interact(dot_key, box);
        if (hit.is_clicked) {
            pressed = index;
            core.wants_frame = true;
        }
        if (!core.is_visible(box)) continue;
        ImDrawList* list = core.draw();
        const ImVec2 middle{box.x + cell / 2, box.y + cell / 2};
        const float radius = cell * 0.27F;
        if (is_current) {
            list->AddCircle(middle, cell * 0.44F, core.color(Token::primary), 0, core.px(2.5F));
        } else if (hit.is_hovered) {
            list->AddCircleFilled(middle, cell * 0.46F, core.color(Token::text, 0.08F));
        }
        if (dot.state == DotState::answered) {
            list->AddCircleFilled(middle, radius, core.color(Token::primary));
        } else if (dot.state == DotState::doubtful) {
            const float size = radius * 1.25F;
            list->AddQuadFilled({middle.x, middle.y - size}, {middle.x + size, middle.y},
                                {middle.x, middle.y + size}, {middle.x - size, middle.y},
                                core.color(Token::accent));
        } else {
            list->AddCircle(middle, radius - 0.5F, core.color(Token::line), 0, core.px(1.5F));
        }
        const Rect ring{box.x + 3, box.y + 3, box.width - 6, box.height - 6};
        core.focus_ring(dot_key, ring, cell / 2);
    }
    core.tree.close();

    // What the shapes mean, with how many there are of each.
    struct Entry {
        DotState state;
        std::string text;
    };
    const std::array<Entry, 3> entries{
        Entry{DotState::answered, "Respondidas: " + std::to_string(totals[1])},
        Entry{DotState::missing, "Faltan: " + std::to_string(totals[0])},
        Entry{DotState::doubtful, "Con duda: " + std::to_string(totals[2])}};
    flow({.gap = 16}, [&] {
        for (const Entry& entry : entries) {
            const float text_width = std::ceil(core.text_width(small, entry.text));
            const Rect legend = core.place(text_width + core.gap(20), small.line_height);
            core.emit(hash_key(key, entry.text), Role::text, entry.text, legend);
            const ImVec2 at{legend.x + core.px(6), legend.y + small.line_height / 2};
            const float radius = core.px(5.5F);
            if (entry.state == DotState::answered) {
                core.draw()->AddCircleFilled(at, radius, core.color(Token::primary));
            } else if (entry.state == DotState::missing) {
                core.draw()->AddCircle(at, radius, core.color(Token::line), 0, core.px(1.5F));
            } else {
                core.draw()->AddQuadFilled({at.x, at.y - radius}, {at.x + radius, at.y},
                                           {at.x, at.y + radius}, {at.x - radius, at.y},
                                           core.color(Token::accent));
            }
            core.draw_line(small, legend.x + core.gap(18), legend.y, core.color(Token::muted),
                           entry.text);
        }
    });
    return pressed;
}

}  // namespace minga::client
