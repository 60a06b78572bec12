/// The S-curve: a dashed line for what was planned, a full one for what was done so far.
#include "client_wasm/widgets/chart_parts.hpp"
#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/format.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace minga::client {
namespace {

std::string percent_text(float percent) {
    return format_integer(std::lround(percent)) + " %";
}

/// Where the curve is drawn: x by month, y by percent.
struct Plot {
    Rect area;
    std::size_t count = 0;

    float x(std::size_t index) const {
        if (count < 2) return area.x + area.width / 2;
        return area.x + area.width * static_cast<float>(index) / static_cast<float>(count - 1);
    }
    float y(float percent) const {
        return area.bottom() - area.height * std::clamp(percent, 0.0F, 100.0F) / 100;
    }
};

void draw_lines_of_percent(Ui::Core& core, const Plot& plot, const Rect& rect) {
    const auto small = core.font(TextSize::caption, Weight::regular);
    for (const float percent : {0.0F, 25.0F, 50.0F, 75.0F, 100.0F}) {
        const float y = plot.y(percent);
        core.fill({plot.area.x, y, plot.area.width, 1},
                  core.color(percent == 0 ? Token::line : Token::hairline));
        core.draw_line(small, rect.x, y - small.line_height / 2, core.color(Token::muted),
                       percent_text(percent), plot.area.x - rect.x - core.gap(8), Align::end);
    }
}

/// The current month, and as many of the others as have room beside it.
void draw_months(Ui::Core& core, const Plot& plot, const SCurve& curve) {
    const auto small = core.font(TextSize::caption, Weight::regular);
    const auto bold = core.font(TextSize::caption, Weight::semibold);
    const float width = core.text_width(bold, "mmm 0000") + core.gap(12);
    const float y = plot.area.bottom() + core.gap(6);
    const auto left = [&](std::size_t index) {
        return std::clamp(plot.x(index) - width / 2, plot.area.x - core.gap(24),
                          plot.area.right() - width + core.gap(8));
    };
    std::vector<float> taken;
    const auto label = [&](std::size_t index, const Ui::Core::Font& face, Token token) {
        const float x = left(index);
        for (const float other : taken) {
            if (std::fabs(other - x) < width) return;
        }
        taken.push_back(x);
        core.draw_line(face, x, y, core.color(token), format_month(curve.points[index].month),
                       width, Align::center);
    };
    for (std::size_t index = 0; index < plot.count; ++index) {
        if (curve.points[index].month != curve.current_month) continue;
        core.fill({plot.x(index), plot.area.y, 1, plot.area.height},
                  core.color(Token::accent, 0.7F));
        label(index, bold, Token::accent);
    }
    if (plot.count > 0) label(plot.count - 1, small, Token::muted);
    for (std::size_t index = 0; index < plot.count; ++index) label(index, small, Token::muted);
}

void draw_curve(Ui::Core& core, const Plot& plot, const SCurve& curve) {
    const ImU32 planned = core.color(Token::chart_2);
    const ImU32 executed = core.color(Token::chart_1);
    for (std::size_t index = 0; index + 1 < plot.count; ++index) {
        const CurvePoint& from = curve.points[index];
        const CurvePoint& to = curve.points[index + 1];
        const ImVec2 start{plot.x(index), plot.y(from.planned)};
        const ImVec2 end{plot.x(index + 1), plot.y(to.planned)};
        core.dashes(start, end, planned, core.px(2));
        if (!from.executed || !to.executed) continue;
        const ImVec2 a{plot.x(index), plot.y(*from.executed)};
        const ImVec2 b{plot.x(index + 1), plot.y(*to.executed)};
        core.shape(
            std::array{a, b, ImVec2{b.x, plot.area.bottom()}, ImVec2{a.x, plot.area.bottom()}},
            core.color(Token::chart_1, 0.12F));
        core.stroke(a, b, executed, core.px(3));
    }
    for (std::size_t index = 0; index < plot.count; ++index) {
        const CurvePoint& point = curve.points[index];
        const bool is_last = index + 1 == plot.count || !curve.points[index + 1].executed;
        if (!point.executed || !is_last) continue;
        core.disc({plot.x(index), plot.y(*point.executed)}, core.px(5), executed);
    }
}

void draw_legend(Ui::Core& core, float x, float y) {
    const auto small = core.font(TextSize::caption, Weight::regular);
    const float middle = y + small.line_height / 2;
    const float mark = core.px(24);
    core.stroke({x, middle}, {x + mark, middle}, core.color(Token::chart_1), core.px(3));
    x += mark + core.gap(8);
    core.draw_line(small, x, y, core.color(Token::text), "Ejecutado");
    x += core.text_width(small, "Ejecutado") + core.gap(20);
    core.dashes({x, middle}, {x + mark, middle}, core.color(Token::chart_2), core.px(2));
    x += mark + core.gap(8);
    core.draw_line(small, x, y, core.color(Token::text), "Previsto");
}

void emit_figures(Ui::Core& core, NodeKey key, const SCurve& curve, const Rect& rect) {
    core.emit(key, Role::image, curve.title, rect).description = "Curva de avance acumulado";
    ChartTable table(core, key, curve.title, rect);
    table.row({"Mes", "Previsto", "Ejecutado"}, true);
    for (const CurvePoint& point : curve.points) {
        table.row({format_month(point.month), percent_text(point.planned),
                   point.executed ? percent_text(*point.executed) : "—"},
                  false);
    }
}

}  // namespace

void Ui::s_curve(const SCurve& curve) {
    Core& core = *core_;
    const Core::Font small = core.font(TextSize::caption, Weight::regular);
    const float legend = small.line_height + core.gap(12);
    const float months = small.line_height + core.gap(8);
    const Rect rect = core.place(0, legend + core.px(curve.height) + months);
    emit_figures(core, core.key(curve.key, curve.title), curve, rect);
    if (curve.points.empty() || !core.is_visible(rect)) return;
    const float left = core.text_width(small, "100 %") + core.gap(8);
    const float half_line = small.line_height / 2;
    const Plot plot{{rect.x + left, rect.y + legend + half_line, rect.width - left - core.gap(8),
                     core.px(curve.height) - half_line},
                    curve.points.size()};
    draw_legend(core, rect.x, rect.y);
    draw_lines_of_percent(core, plot, rect);
    draw_months(core, plot, curve);
    draw_curve(core, plot, curve);
}

}  // namespace minga::client
