#include "client_wasm/widgets/chart_parts.hpp"

#include "client_wasm/widgets/chart_recorder.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {

ChartTable::ChartTable(Ui::Core& core, NodeKey chart, std::string_view title, const Rect& rect)
    : core_(core), key_(hash_key(chart, "table")), rect_(rect) {
    SemanticNode node;
    node.key = key_;
    node.role = Role::table;
    node.name = title;
    node.rect = rect;
    node.flags.decorative_rect = true;
    core_.tree.open(std::move(node));
}

void ChartTable::row(const std::vector<std::string>& texts, bool is_header) {
    SemanticNode node;
    node.key = hash_key(key_, std::to_string(count_++));
    node.role = Role::row;
    node.rect = rect_;
    const NodeKey row_key = node.key;
    core_.tree.open(std::move(node));
    for (std::size_t index = 0; index < texts.size(); ++index) {
        const Role role = is_header    ? Role::column_header
                          : index == 0 ? Role::row_header
                                       : Role::cell;
        core_.emit(hash_key(row_key, std::to_string(index)), role, texts[index], rect_);
    }
    core_.tree.close();
}

void Ui::Core::fill_top_rounded(const Rect& rect, ImU32 color, float rounding) const {
    if (recorder != nullptr) {
        recorder->fill(rect, color, rounding);
        recorder->fill({rect.x, rect.y + rounding, rect.width, rect.height - rounding}, color, 0);
        return;
    }
    draw()->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, color, rounding,
                          ImDrawFlags_RoundCornersTop);
}

void Ui::Core::stroke(ImVec2 from, ImVec2 to, ImU32 color, float thickness) const {
    if (recorder != nullptr) return recorder->stroke(from, to, color, thickness);
    draw()->AddLine(from, to, color, thickness);
}

void Ui::Core::dashes(ImVec2 from, ImVec2 to, ImU32 color, float thickness) const {
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    const float step = 5;
    for (float at = 0; at < length; at += 2 * step) {
        const float end = std::min(at + step, length);
        stroke({from.x + (to.x - from.x) * at / length, from.y + (to.y - from.y) * at / length},
               {from.x + (to.x - from.x) * end / length, from.y + (to.y - from.y) * end / length},
               color, thickness);
    }
}

void Ui::Core::disc(ImVec2 center, float radius, ImU32 color) const {
    if (recorder != nullptr) return recorder->disc(center, radius, color);
    draw()->AddCircleFilled(center, radius, color);
}

void Ui::Core::shape(std::span<const ImVec2> corners, ImU32 color) const {
    if (recorder != nullptr) return recorder->shape(corners, color);
    draw()->AddConvexPolyFilled(corners.data(), static_cast<int>(corners.size()), color);
}

}  // namespace minga::client
