#include "tests/support/drawing/drawn_items.hpp"

#include <imgui_internal.h>

namespace minga::test {

DrawnItems::DrawnItems() : context_(ImGui::GetCurrentContext()) {
    context_->TestEngine = &items_;
    context_->TestEngineHookItems = true;
}

DrawnItems::~DrawnItems() {
    context_->TestEngineHookItems = false;
    context_->TestEngine = nullptr;
}

}  // namespace minga::test

// The hooks that IMGUI_ENABLE_TEST_ENGINE asks whoever links it for.

void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& box,
                                 const ImGuiLastItemData* data) {
    // Windows come without data; Dear ImGui's own, which is there in every frame, is never shown.
    if (data == nullptr || context->CurrentWindow->IsFallbackWindow) return;
    auto& items = *static_cast<std::vector<minga::test::DrawnItem>*>(context->TestEngine);
    items.push_back({id, box.Min, box.Max});
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* /*context*/, ImGuiID /*id*/, const char* /*label*/,
                                  ImGuiItemStatusFlags /*flags*/) {}

void ImGuiTestEngineHook_Log(ImGuiContext* /*context*/, const char* /*format*/, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext* /*context*/, ImGuiID /*id*/) {
    return nullptr;
}
