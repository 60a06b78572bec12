/// What Dear ImGui was asked about while frames were drawn: each thing that can be pointed at.
#pragma once

#include <vector>

#include <imgui.h>

namespace minga::test {

struct DrawnItem {
    ImGuiID id = 0;
    ImVec2 top_left;
    ImVec2 bottom_right;
};

/// Collects the items of the current context while it lives, scrolled out of view or not.
class DrawnItems {
public:
    DrawnItems();
    ~DrawnItems();
    DrawnItems(const DrawnItems&) = delete;
    DrawnItems& operator=(const DrawnItems&) = delete;

    /// Since the last `clear`.
    const std::vector<DrawnItem>& all() const { return items_; }
    void clear() { items_.clear(); }

private:
    ImGuiContext* context_;
    std::vector<DrawnItem> items_;
};

}  // namespace minga::test
