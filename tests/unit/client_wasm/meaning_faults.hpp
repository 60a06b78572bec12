/// Whether pixels and meaning agree: what can be pointed at in a drawn frame, held against what the
/// frame says to those who do not see it.
#pragma once

#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/semantics.hpp"
#include "tests/support/drawing/drawn_items.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace minga::test {

inline bool is_control(client::Role role) {
    using client::Role;
    switch (role) {
        case Role::button:
        case Role::link:
        case Role::text_box:
        case Role::check_box:
        case Role::radio:
        case Role::tab:
        case Role::combo_box:
        case Role::file_input:
            return true;
        default:
            return false;
    }
}

inline std::string rect_text(const client::Rect& rect) {
    const auto whole = [](float length) { return std::to_string(std::lround(length)); };
    return whole(rect.x) + ", " + whole(rect.y) + ", " + whole(rect.width) + " × " +
           whole(rect.height);
}

inline client::Rect rect_of(const DrawnItem& item) {
    return {item.top_left.x, item.top_left.y, item.bottom_right.x - item.top_left.x,
            item.bottom_right.y - item.top_left.y};
}

/// Each edge within a pixel.
inline bool is_same_place(const client::Rect& a, const client::Rect& b) {
    const auto is_near = [](float one, float other) { return std::fabs(one - other) <= 1; };
    return is_near(a.x, b.x) && is_near(a.y, b.y) && is_near(a.right(), b.right()) &&
           is_near(a.bottom(), b.bottom());
}

/// What is wrong, a line each; nothing where all is well. `nodes` are those of the frame before it
/// ended, when their places are still those of the canvas.
inline std::vector<std::string> meaning_faults(const std::vector<DrawnItem>& items,
                                               const std::vector<client::SemanticNode>& nodes) {
    std::vector<std::string> faults;
    std::unordered_map<ImGuiID, const client::SemanticNode*> node_of;
    std::unordered_map<client::NodeKey, const client::SemanticNode*> by_key;
    for (const client::SemanticNode& node : nodes) {
        node_of.emplace(client::item_id(node.key), &node);
        by_key.emplace(node.key, &node);
    }
    std::set<ImGuiID> drawn;
    for (const DrawnItem& item : items) {
        drawn.insert(item.id);
        const client::Rect rect = rect_of(item);
        const auto found = node_of.find(item.id);
        if (found == node_of.end()) {
            faults.push_back("drawn without meaning, at " + rect_text(rect));
        } else if (const client::SemanticNode& node = *found->second; !is_control(node.role)) {
            faults.push_back("can be pointed at and is no control: " + node.name);
        } else if (!is_same_place(rect, node.rect)) {
            faults.push_back("drawn at " + rect_text(rect) + ", meant at " + rect_text(node.rect) +
                             ": " + node.name);
        }
    }
    // One list, table or form is one group, whatever its items and rows are made of.
    const auto group_of = [&](const client::SemanticNode& node) {
        client::NodeKey parent = node.parent;
        for (auto above = by_key.find(parent); above != by_key.end(); above = by_key.find(parent)) {
            const client::Role role = above->second->role;
            if (role != client::Role::list_item && role != client::Role::row) break;
            parent = above->second->parent;
        }
        return parent;
    };
    std::set<std::tuple<client::NodeKey, client::Role, std::string, std::string>> names;
    for (const client::SemanticNode& node : nodes) {
        if (!is_control(node.role)) continue;
        if (node.name.empty()) faults.push_back("has no name, at " + rect_text(node.rect));
        if (!drawn.contains(client::item_id(node.key))) {
            faults.push_back("meant and not drawn: " + node.name);
        }
        if (!names.insert({group_of(node), node.role, node.name, node.description}).second) {
            faults.push_back("two of one name in one group: " + node.name);
        }
    }
    return faults;
}

}  // namespace minga::test
