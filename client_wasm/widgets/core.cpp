#include "client_wasm/widgets/core.hpp"

#include "client_wasm/widgets/chart_recorder.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

/// CSS sizes at scale 1, and line heights.
struct TypeRow {
    float size;
    float line_height;
};
constexpr TypeRow type_scale[] = {{14, 20}, {16, 24}, {18, 26}, {22, 30}, {32, 38}};

/// ImGui's size counts ascent and descent; a CSS size counts the em.
constexpr float size_per_px = 1.2102F;

/// Every atlas holds these; others make it grow when first seen.
bool is_always_there(unsigned int point) {
    if (point < 0x80) return true;
    constexpr std::u32string_view spanish = U"áéíóúüñÁÉÍÓÚÜÑ¿¡ºª°«»“”‘’–—…·•−×%$ \u00A0";
    return spanish.find(static_cast<char32_t>(point)) != std::u32string_view::npos;
}

}  // namespace

Token tone_token(Tone tone) {
    switch (tone) {
        case Tone::neutral:
            return Token::text;
        case Tone::muted:
            return Token::muted;
        case Tone::primary:
            return Token::primary;
        case Tone::accent:
            return Token::accent;
        case Tone::ok:
            return Token::ok;
        case Tone::warn:
            return Token::warn;
        case Tone::bad:
            return Token::bad;
    }
    return Token::text;
}

Token tone_ground(Tone tone) {
    switch (tone) {
        case Tone::neutral:
        case Tone::muted:
            return Token::sunken;
        case Tone::primary:
            return Token::primary_soft;
        case Tone::accent:
            return Token::accent_soft;
        case Tone::ok:
            return Token::ok_soft;
        case Tone::warn:
            return Token::warn_soft;
        case Tone::bad:
            return Token::bad_soft;
    }
    return Token::sunken;
}

Icon tone_icon(Tone tone) {
    switch (tone) {
        case Tone::neutral:
        case Tone::muted:
        case Tone::primary:
        case Tone::accent:
            return Icon::info;
        case Tone::ok:
            return Icon::circle_check;
        case Tone::warn:
            return Icon::triangle_alert;
        case Tone::bad:
            return Icon::octagon_x;
    }
    return Icon::info;
}

// --- Lengths -----------------------------------------------------------------------------------

float Ui::Core::gap(float length) const {
    return length * std::min(input.text_scale, 1.25F);
}

float Ui::Core::control_height() const {
    return px(input.is_touch || is_phone() ? 48 : 40);
}

bool Ui::Core::is_phone() const {
    return input.width / input.text_scale <= 700;
}

NodeKey Ui::Core::key(std::string_view explicit_key, std::string_view label) const {
    return hash_key(scopes.back(), explicit_key.empty() ? label : explicit_key);
}

// --- Layout ------------------------------------------------------------------------------------

void Ui::Core::push_layout(float x, float y, float width, float gap_between) {
    Layout layout;
    layout.x = x;
    layout.y = y;
    layout.width = std::max(width, 1.0F);
    layout.gap = gap_between;
    layouts.push_back(layout);
}

float Ui::Core::pop_layout() {
    const float bottom = layouts.back().y;
    layouts.pop_back();
    return bottom;
}

Rect Ui::Core::place(float width, float height) {
    Layout& here = layout();
    if (width <= 0 || width > here.width) width = here.width;
    if (here.kind == Layout::Kind::column) {
        if (!here.is_first) here.y += here.gap;
        here.is_first = false;
        const Rect rect{here.x, here.y, width, height};
        here.y += height;
        return rect;
    }
    FlowMemory& memory = flows[here.key];
    const bool wraps = !here.is_first && here.line_x + here.gap + width > here.width + 0.5F;
    if (wraps) {
        memory.next_widths.push_back(here.line_x);
        memory.next_heights.push_back(here.line_height);
        here.y += here.line_height + here.gap;
        here.line_x = 0;
        here.line_height = 0;
        here.is_first = true;
        ++here.line;
    }
    if (!here.is_first) here.line_x += here.gap;
    here.is_first = false;
    float x = here.x + here.line_x;
    float y = here.y;
    if (here.line < memory.line_widths.size()) {
        const float free = here.width - memory.line_widths[here.line];
        x += std::max(0.0F, free * here.shift);
        y += std::max(0.0F, std::round((memory.line_heights[here.line] - height) / 2));
    }
    here.line_x += width;
    here.line_height = std::max(here.line_height, height);
    return {x, y, width, height};
}

// --- Drawing -----------------------------------------------------------------------------------

ImU32 Ui::Core::color(Token token, float opacity) const {
    const std::uint32_t rgb = palette_color(input.theme, token);
    const auto alpha = static_cast<std::uint32_t>(std::lround(opacity * 255));
    return IM_COL32((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255, alpha);
}

bool Ui::Core::is_visible(const Rect& rect) const {
    if (recorder != nullptr) return true;
    const Rect& view = clips.back();
    return rect.right() >= view.x && rect.x <= view.right() && rect.bottom() >= view.y &&
           rect.y <= view.bottom();
}

void Ui::Core::fill(const Rect& rect, ImU32 fill_color, float rounding) const {
    if (recorder != nullptr) return recorder->fill(rect, fill_color, rounding);
    draw()->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, fill_color, rounding);
}

void Ui::Core::outline(const Rect& rect, ImU32 line_color, float rounding, float thickness) const {
    if (recorder != nullptr) return recorder->outline(rect, line_color, rounding, thickness);
    const float half = thickness / 2;
    draw()->AddRect({rect.x + half - 0.5F, rect.y + half - 0.5F},
                    {rect.right() - half + 0.5F, rect.bottom() - half + 0.5F}, line_color, rounding,
                    0, thickness);
}

void Ui::Core::edge(const Rect& rect, Token token, float rounding) const {
    const bool has_contrast =
        input.theme == Theme::high_contrast || input.theme == Theme::high_contrast_dark;
    if (has_contrast) outline(rect, color(token), rounding);
}

void Ui::Core::clip(const Rect& rect) {
    const Rect& outer = clips.back();
    const float x = std::max(rect.x, outer.x);
    const float y = std::max(rect.y, outer.y);
    clips.push_back({x, y, std::max(0.0F, std::min(rect.right(), outer.right()) - x),
                     std::max(0.0F, std::min(rect.bottom(), outer.bottom()) - y)});
    ImGui::PushClipRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, true);
}

void Ui::Core::unclip() {
    ImGui::PopClipRect();
    clips.pop_back();
}

void Ui::Core::focus_ring(NodeKey node, const Rect& rect, float rounding) {
    if (node != focus || !is_focus_visible || recorder != nullptr) return;
    // Two lines, so that one of them stands out on any ground.
    const Rect outer{rect.x - 3, rect.y - 3, rect.width + 6, rect.height + 6};
    const Rect inner{rect.x - 1, rect.y - 1, rect.width + 2, rect.height + 2};
    outline(inner, color(Token::surface), rounding + 1, 2);
    outline(outer, color(Token::primary), rounding + 3, 2.5F);
}

// --- Text --------------------------------------------------------------------------------------

Ui::Core::Font Ui::Core::font(TextSize size, Weight weight) const {
    const auto index = static_cast<std::size_t>(size);
    ImFont* face = fonts.text[index][static_cast<std::size_t>(weight)];
    return {face != nullptr ? face : ImGui::GetFont(), px(type_scale[index].size) * size_per_px,
            std::round(px(type_scale[index].line_height)), weight};
}

void Ui::Core::note_text(std::string_view text) {
    const char* cursor = text.data();
    const char* end = cursor + text.size();
    while (cursor < end) {
        if (static_cast<unsigned char>(*cursor) < 0x80) {
            ++cursor;
            continue;
        }
        unsigned int point = 0;
        const int length = ImTextCharFromUtf8(&point, cursor, end);
        cursor += std::max(length, 1);
        if (point >= wanted_points.size() || is_always_there(point) || wanted_points[point]) {
            continue;
        }
        wanted_points[point] = true;
        wants_fonts = true;
    }
}

float Ui::Core::text_width(const Font& face, std::string_view text) {
    if (text.empty()) return 0;
    return face.font->CalcTextSizeA(face.size, FLT_MAX, 0, text.data(), text.data() + text.size())
        .x;
}

std::vector<std::string_view> Ui::Core::wrap(const Font& face, std::string_view text, float width) {
    // Lines break at spaces only; ImGui would also break after a full stop inside of a word.
    std::vector<std::string_view> lines;
    const float scale = face.size / face.font->FontSize;
    const char* const end = text.data() + text.size();
    const char* line = text.data();
    const char* space = nullptr;  // the last one on this line
    float length = 0;
    float length_to_space = 0;
    const auto add = [&lines](const char* from, const char* to) {
        lines.emplace_back(from, static_cast<std::size_t>(to - from));
    };
    for (const char* cursor = line; cursor < end;) {
        unsigned int point = static_cast<unsigned char>(*cursor);
        int bytes = 1;
        if (point >= 0x80) bytes = std::max(1, ImTextCharFromUtf8(&point, cursor, end));
        if (point == '\n') {
            add(line, cursor);
            line = cursor + 1;
            cursor = line;
            length = 0;
            space = nullptr;
            continue;
        }
        const float advance = face.font->GetCharAdvance(static_cast<ImWchar>(point)) * scale;
        if (point == ' ') {
            space = cursor;
            length_to_space = length + advance;
        }
        length += advance;
        if (point != ' ' && length > width && cursor > line) {
            if (space != nullptr) {
                add(line, space);
                line = space + 1;
                length -= length_to_space;
                space = nullptr;
            } else {
                add(line, cursor);
                line = cursor;
                length = advance;
            }
        }
        cursor += bytes;
    }
    if (line < end || lines.empty() || end[-1] == '\n') add(line, end);
    return lines;
}

float Ui::Core::text_height(const Font& face, std::string_view text, float width) {
    return static_cast<float>(wrap(face, text, width).size()) * face.line_height;
}

void Ui::Core::draw_line(const Font& face, float x, float y, ImU32 text_color,
                         std::string_view text, float width, Align align) {
    if (text.empty()) return;  // which has no address that Dear ImGui could look at
    note_text(text);
    std::string cut;
    float length = text_width(face, text);
    if (width > 0 && length > width + 0.5F) {
        const float room = width - text_width(face, "…");
        const char* remaining = nullptr;
        face.font->CalcTextSizeA(face.size, std::max(room, 1.0F), 0, text.data(),
                                 text.data() + text.size(), &remaining);
        cut.assign(text.data(), remaining);
        while (!cut.empty() && cut.back() == ' ') cut.pop_back();
        cut += "…";
        text = cut;
        length = text_width(face, text);
    }
    if (width > 0 && align == Align::center) x += (width - length) / 2;
    if (width > 0 && align == Align::end) x += width - length;
    const float top = y + (face.line_height - face.size) / 2;
    if (recorder != nullptr) {
        const float ascent = face.font->Ascent * face.size / face.font->FontSize;
        return recorder->text(text, {.x = x,
                                     .baseline = top + ascent,
                                     .size = face.size / size_per_px,
                                     .length = length,
                                     .is_bold = face.weight == Weight::semibold,
                                     .color = text_color});
    }
    const float grid = input.pixel_ratio;
    draw()->AddText(face.font, face.size,
                    {std::round(x * grid) / grid, std::round(top * grid) / grid}, text_color,
                    text.data(), text.data() + text.size());
}

float Ui::Core::draw_text(const Font& face, const Rect& rect, ImU32 text_color,
                          std::string_view text, Align align, int lines_max) {
    std::vector<std::string_view> lines = wrap(face, text, rect.width);
    if (lines_max > 0 && lines.size() > static_cast<std::size_t>(lines_max)) {
        // The last line takes the rest, to be cut with an ellipsis.
        const auto last = static_cast<std::size_t>(lines_max) - 1;
        const char* start = lines[last].data();
        lines[last] = {start, static_cast<std::size_t>(text.data() + text.size() - start)};
        lines.resize(last + 1);
    }
    float y = rect.y;
    for (const std::string_view line : lines) {
        if (is_visible({rect.x, y, rect.width, face.line_height})) {
            draw_line(face, rect.x, y, text_color, line, rect.width, align);
        }
        y += face.line_height;
    }
    return y - rect.y;
}

void Ui::Core::draw_icon(Icon icon, float center_x, float center_y, float size, ImU32 icon_color) {
    const char32_t point = icon_code_point(icon);
    ImFont* face = fonts.icons[size > px(20) ? 1 : 0];
    if (point == 0 || face == nullptr) return;
    const ImFontGlyph* glyph = face->FindGlyphNoFallback(static_cast<ImWchar>(point));
    if (glyph == nullptr) return;
    const float grid = input.pixel_ratio;
    const ImVec2 corner{std::round((center_x - size / 2) * grid) / grid,
                        std::round((center_y - size / 2) * grid) / grid};
    face->RenderChar(draw(), size, corner, icon_color, static_cast<ImWchar>(point));
}

// --- Meaning and interaction -------------------------------------------------------------------

SemanticNode& Ui::Core::emit(NodeKey key, Role role, std::string_view name, const Rect& rect) {
    SemanticNode node;
    node.key = key;
    node.role = role;
    node.name = name;
    node.rect = rect;
    return tree.add(std::move(node));
}

const SemanticAction* Ui::Core::action(NodeKey key, ActionKind kind) const {
    const auto found = actions.find(key);
    if (found == actions.end()) return nullptr;
    for (auto entry = found->second.rbegin(); entry != found->second.rend(); ++entry) {
        if (entry->kind == kind) return &*entry;
    }
    return nullptr;
}

Hit Ui::Core::interact(NodeKey key, const Rect& rect, bool is_disabled) {
    Hit hit;
    if (recorder != nullptr) return hit;
    const ImGuiID id = item_id(key);
    const ImRect box({rect.x, rect.y}, {rect.right(), rect.bottom()});
    if (ImGui::ItemAdd(box, id) && !is_disabled && !input.is_touch) {
        hit.is_hovered = ImGui::ItemHoverable(box, id, ImGuiItemFlags_None);
        hit.is_held = hit.is_hovered && ImGui::IsMouseDown(ImGuiMouseButton_Left);
    }
    hit.is_clicked = !is_disabled && action(key, ActionKind::click) != nullptr;
    return hit;
}

void Ui::Core::contain(Role role, std::string_view name, float gap_between,
                       FunctionRef<void()> body) {
    const Rect start = place(0, 0);
    SemanticNode node;
    node.key = key({}, name);
    node.role = role;
    node.name = name;
    node.rect = start;
    const std::size_t index = tree.open(std::move(node));
    scopes.push_back(hash_key(scopes.back(), name));
    push_layout(start.x, start.y, start.width, gap_between);
    body();
    const float bottom = pop_layout();
    scopes.pop_back();
    tree.at(index).rect.height = bottom - start.y;
    tree.close();
    layout().y = bottom;
}

void Ui::Core::command(std::string_view json) {
    if (!commands.empty()) commands += ',';
    commands += json;
}

// --- Scrolling ---------------------------------------------------------------------------------

ScrollArea Ui::Core::begin_scroll(NodeKey key, Role role, std::string_view name, const Rect& view,
                                  float padding_x, float padding_y, float content_width) {
    ScrollMemory& memory = scrolls[key];
    if (const SemanticAction* moved = action(key, ActionKind::scroll)) {
        memory.x = moved->x;
        memory.y = moved->y;
    }
    ScrollArea area;
    area.key = key;
    area.view = view;
    SemanticNode node;
    node.key = key;
    node.role = role;
    node.name = name;
    node.rect = view;
    node.content_width = std::max(content_width, view.width);
    node.content_height = memory.content_height;
    area.node = tree.open(std::move(node));
    tree.set_content_origin(area.node, view.x - memory.x, view.y - memory.y);
    clip(view);
    const float inner = std::max(content_width, view.width) - 2 * padding_x;
    push_layout(view.x - memory.x + padding_x, view.y - memory.y + padding_y, inner, gap(16));
    return area;
}

void Ui::Core::end_scroll(const ScrollArea& area, float padding_y) {
    ScrollMemory& memory = scrolls[area.key];
    const float bottom = pop_layout() + padding_y;
    memory.content_height = bottom - (area.view.y - memory.y);
    tree.at(area.node).content_height = memory.content_height;
    unclip();
    tree.close();
    // The page's own scrolling clamps itself; follow it, should the content have shrunk.
    const float y_max = std::max(0.0F, memory.content_height - area.view.height);
    if (memory.y > y_max) {
        memory.y = y_max;
        wants_frame = true;
    }
}

}  // namespace minga::client
