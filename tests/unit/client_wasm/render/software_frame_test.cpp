/// Frames in memory: what is drawn again is what everything drawn anew would be.
#include "client_wasm/render/software_frame.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <imgui.h>
#include <catch_amalgamated.hpp>

using namespace minga::client;

namespace {

constexpr std::uint32_t ground = 0xFFEFF4F6;

/// Something to be seen: a card, a circle, a line, a letter's worth of text, a coloured area.
struct Thing {
    int kind = 0;
    ImVec2 from;
    ImVec2 to;
    ImU32 color = 0;
    ImVec2 clip_from;
    ImVec2 clip_to;
};

/// Dear ImGui without any window, which things are drawn with.
class Page {
public:
    explicit Page(float ratio) : context_(ImGui::CreateContext()) {
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {200, 160};
        io.DisplayFramebufferScale = {ratio, ratio};
        unsigned char* texels = nullptr;
        io.Fonts->GetTexDataAsAlpha8(&texels, &atlas.width, &atlas.height);
        atlas.texels = texels;
    }
    ~Page() { ImGui::DestroyContext(context_); }
    Page(const Page&) = delete;
    Page& operator=(const Page&) = delete;

    const ImDrawData& draw(const std::vector<Thing>& things) {
        ImGui::NewFrame();
        ImDrawList& list = *ImGui::GetBackgroundDrawList();
        for (const Thing& thing : things) {
            list.PushClipRect(thing.clip_from, thing.clip_to);
            draw(list, thing);
            list.PopClipRect();
        }
        ImGui::Render();
        return *ImGui::GetDrawData();
    }
    void resize(ImVec2 size) { ImGui::GetIO().DisplaySize = size; }

    InkAtlas atlas;

private:
    static void draw(ImDrawList& list, const Thing& thing) {
        switch (thing.kind) {
            case 0:
                list.AddRectFilled(thing.from, thing.to, thing.color, 6);
                break;
            case 1:
                list.AddCircle(thing.from, 20, thing.color, 0, 2.5F);
                break;
            case 2:
                list.AddLine(thing.from, thing.to, thing.color, 1.5F);
                break;
            case 3:
                list.AddText(thing.from, thing.color, "Plan de mejoras");
                break;
            default:
                list.AddRectFilledMultiColor(thing.from, thing.to, thing.color, ~thing.color,
                                             thing.color, 0);
        }
    }

    ImGuiContext* context_;
};

class Chance {
public:
    explicit Chance(unsigned seed) : random_(seed) {}

    int below(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }
    ImVec2 place() {
        const auto x = static_cast<float>(below(2200) - 100) / 10;
        return {x, static_cast<float>(below(1800) - 100) / 10};
    }
    Thing thing() {
        Thing made{below(5), place(), place(), static_cast<ImU32>(random_()), {0, 0}, {200, 160}};
        if (made.to.x < made.from.x) std::swap(made.from.x, made.to.x);
        if (made.to.y < made.from.y) std::swap(made.from.y, made.to.y);
        if (below(3) == 0) {
            made.clip_from = place();
            made.clip_to = {made.clip_from.x + 70, made.clip_from.y + 50};
        }
        return made;
    }

private:
    std::mt19937 random_;
};

/// Everything drawn, without a frame before.
std::vector<std::uint32_t> drawn_whole(const ImDrawData& data, const InkAtlas& atlas) {
    SoftwareFrame frame;
    const PixelRect all = frame.draw(data, atlas, ground);
    CHECK(all == PixelRect{0, 0, frame.width(), frame.height()});
    return frame.pixels();
}

}  // namespace

TEST_CASE("Software frame: a part drawn again is what everything drawn anew would be") {
    for (unsigned seed = 1; seed <= 24; ++seed) {
        CAPTURE(seed);
        Chance chance(seed);
        Page page(seed % 3 == 0 ? 2.0F : seed % 3 == 1 ? 1.0F : 1.5F);
        std::vector<Thing> things;
        for (int count = 0; count < 25; ++count) things.push_back(chance.thing());
        SoftwareFrame frame;
        frame.draw(page.draw(things), page.atlas, ground);

        for (int step = 0; step < 8; ++step) {
            const auto index = static_cast<std::size_t>(chance.below(25));
            if (chance.below(4) == 0) {
                std::swap(things[index], things[0]);
            } else {
                things[index] = chance.thing();
            }
            const std::vector<std::uint32_t> before = frame.pixels();
            const ImDrawData& data = page.draw(things);

            const PixelRect part = frame.draw(data, page.atlas, ground);

            REQUIRE(frame.pixels() == drawn_whole(data, page.atlas));
            int outside = 0;
            for (int row = 0; row < frame.height(); ++row) {
                for (int column = 0; column < frame.width(); ++column) {
                    const auto place = static_cast<std::size_t>(row * frame.width() + column);
                    const bool is_within = column >= part.left && column < part.right &&
                                           row >= part.top && row < part.bottom;
                    outside += !is_within && before[place] != frame.pixels()[place] ? 1 : 0;
                }
            }
            REQUIRE(outside == 0);
        }
    }
}

TEST_CASE("Software frame: a frame like the last one draws nothing, a small change little") {
    Page page(1);
    std::vector<Thing> things{
        {0, {10, 10}, {190, 150}, 0xFFFFFFFF, {0, 0}, {200, 160}},
        {3, {20, 20}, {}, 0xFF302010, {0, 0}, {200, 160}},
        {2, {100, 80}, {100, 96}, 0xFF302010, {0, 0}, {200, 160}},
    };
    SoftwareFrame frame;
    frame.draw(page.draw(things), page.atlas, ground);

    CHECK(frame.draw(page.draw(things), page.atlas, ground).is_empty());

    things.pop_back();  // A caret that blinks.
    const PixelRect part = frame.draw(page.draw(things), page.atlas, ground);
    CHECK(part == PixelRect{96, 64, 128, 96});
}

TEST_CASE("Software frame: another size, another ground and a cleared canvas are drawn whole") {
    Page page(1);
    const std::vector<Thing> things{{0, {10, 10}, {90, 50}, 0xFFFFFFFF, {0, 0}, {200, 160}}};
    SoftwareFrame frame;
    frame.draw(page.draw(things), page.atlas, ground);

    const PixelRect all{0, 0, 200, 160};
    CHECK(frame.draw(page.draw(things), page.atlas, 0xFF000000) == all);
    frame.forget();
    CHECK(frame.draw(page.draw(things), page.atlas, 0xFF000000) == all);
    page.resize({120, 90});
    CHECK(frame.draw(page.draw(things), page.atlas, 0xFF000000) == PixelRect{0, 0, 120, 90});
    CHECK(frame.pixels().size() == 120 * 90);
}
