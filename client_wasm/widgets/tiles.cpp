/// Places to go to, side by side, each with what state it is in.
#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

/// What the tiles of one call share.
struct TileGrid {
    int columns = 1;
    float gap = 0;
    float width = 0;  ///< of a tile
    float padding = 0;
    float icon_room = 0;

    float title_width() const { return width - 2 * padding - icon_room; }
    float state_width() const { return width - 2 * padding; }
};

TileGrid measure(const Ui::Core& core, const Tiles& tiles) {
    TileGrid grid;
    grid.gap = core.gap(12);
    grid.padding = core.gap(12);
    grid.icon_room = core.px(20) + core.gap(8);
    const float room = core.layouts.back().width;
    const int fitting = static_cast<int>((room + grid.gap) / (core.px(tiles.width_min) + grid.gap));
    const int count = std::max(static_cast<int>(tiles.tiles.size()), 1);
    grid.columns = std::clamp(fitting, 1, count);
    // Rows of equal length: four of eight rather than six and two.
    const int rows = (count + grid.columns - 1) / grid.columns;
    grid.columns = (count + rows - 1) / rows;
    const auto columns = static_cast<float>(grid.columns);
    grid.width = std::floor((room - grid.gap * (columns - 1)) / columns);
    return grid;
}

float title_height(Ui::Core& core, const TileGrid& grid, const Tile& tile) {
    const auto face = core.font(TextSize::body, Weight::semibold);
    return std::max(core.text_height(face, tile.title, grid.title_width()), core.px(20));
}

float tile_height(Ui::Core& core, const TileGrid& grid, const Tile& tile) {
    const auto small = core.font(TextSize::caption, Weight::regular);
    const float state = core.text_height(small, tile.state, grid.state_width());
    return title_height(core, grid, tile) + core.gap(4) + state + 2 * grid.padding;
}

void draw_tile(Ui::Core& core, const TileGrid& grid, const Tile& tile, const Rect& rect,
               const Hit& hit) {
    const auto face = core.font(TextSize::body, Weight::semibold);
    const auto small = core.font(TextSize::caption, Weight::regular);
    const float radius = core.px(12);
    core.fill(rect, core.color(Token::surface), radius);
    if (hit.is_hovered)
        core.fill(rect, core.color(Token::text, hit.is_held ? 0.09F : 0.05F), radius);
    core.outline(rect, core.color(hit.is_hovered ? Token::line : Token::hairline), radius);
    const float x = rect.x + grid.padding;
    const float y = rect.y + grid.padding;
    const Token tone = tile.tone == Tone::neutral ? Token::primary : tone_token(tile.tone);
    core.draw_icon(tile.icon, x + core.px(10), y + face.line_height / 2, core.px(20),
                   core.color(tone));
    core.draw_text(face, {x + grid.icon_room, y, grid.title_width(), 0}, core.color(Token::text),
                   tile.title);
    const bool is_plain = tile.tone == Tone::neutral || tile.tone == Tone::primary;
    const float state_y = y + title_height(core, grid, tile) + core.gap(4);
    core.draw_text(small, {x, state_y, grid.state_width(), 0},
                   core.color(is_plain ? Token::muted : tone), tile.state);
}

}  // namespace

std::optional<int> Ui::tiles(const Tiles& tiles) {
    Core& core = *core_;
    std::optional<int> pressed;
    const TileGrid grid = measure(core, tiles);
    const std::size_t count = tiles.tiles.size();
    const auto columns = static_cast<std::size_t>(grid.columns);
    std::vector<float> heights;  // of the rows
    float total = 0;
    for (std::size_t first = 0; first < count; first += columns) {
        float height = core.px(56);
        for (std::size_t index = first; index < std::min(first + columns, count); ++index) {
            height = std::max(height, tile_height(core, grid, tiles.tiles[index]));
        }
        heights.push_back(height);
        total += height + (first > 0 ? grid.gap : 0.0F);
    }
    const Rect room = core.place(0, total);
    const NodeKey key = core.key(tiles.key, tiles.label);
    SemanticNode list;
    list.key = key;
    list.role = Role::list;
    list.name = tiles.label;
    list.rect = room;
    core.tree.open(std::move(list));
    Rect rect{room.x, room.y, grid.width, 0};
    for (std::size_t index = 0; index < count; ++index) {
        const Tile& tile = tiles.tiles[index];
        const std::size_t row = index / columns;
        if (index > 0 && index % columns == 0) rect.y += heights[row - 1] + grid.gap;
        rect.x = room.x + (grid.width + grid.gap) * static_cast<float>(index % columns);
        rect.height = heights[row];
        const NodeKey tile_key = hash_key(key, tile.key.empty() ? tile.title : tile.key);
        SemanticNode item;
        item.key = hash_key(tile_key, "item");
        item.role = Role::list_item;
        item.rect = rect;
        core.tree.open(std::move(item));
        core.emit(tile_key, Role::button, tile.title, rect).description = tile.state;
        core.tree.close();
        const Hit hit = core.interact(tile_key, rect);
        if (hit.is_clicked) {
            pressed = static_cast<int>(index);
            core.wants_frame = true;
        }
        if (core.is_visible(rect)) draw_tile(core, grid, tile, rect, hit);
        core.focus_ring(tile_key, rect, core.px(12));
    }
    core.tree.close();
    return pressed;
}

}  // namespace minga::client
