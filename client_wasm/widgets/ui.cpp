#include "client_wasm/widgets/ui.hpp"

#include "client_wasm/widgets/core.hpp"
#include "shared/codec/json.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

constexpr ImGuiWindowFlags bare_window =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBringToFrontOnFocus;

/// Flows are remembered by their place; screens come and go, so old ones are forgotten in bulk.
constexpr std::size_t flows_max = 2000;

std::string_view theme_text(Theme theme) {
    switch (theme) {
        case Theme::light:
            return "light";
        case Theme::dark:
            return "dark";
        case Theme::high_contrast:
            return "high_contrast";
        case Theme::high_contrast_dark:
            return "high_contrast_dark";
    }
    return "light";
}

/// How the page's own elements look: the native editor over a focused field above all.
std::string look_command(const FrameInput& input) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string json = "{\"do\":\"look\",\"theme\":\"";
    json += theme_text(input.theme);
    json += "\",\"scale\":";
    json += std::to_string(static_cast<int>(std::lround(input.text_scale * 100)));
    json += ",\"colors\":{";
    for (const PaletteRow& row : palette) {
        if (row.token != Token::bg) json += ',';
        append_json_text(json, row.name);
        json += ":\"#";
        const std::uint32_t rgb = palette_color(input.theme, row.token);
        for (int shift = 20; shift >= 0; shift -= 4) json += digits[(rgb >> shift) & 15];
        json += '"';
    }
    return json + "}}";
}

}  // namespace

Ui::Ui() : core_(std::make_unique<Core>()) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendRendererName = "minga";
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
    ImGuiStyle& style = ImGui::GetStyle();
    style.WindowPadding = {0, 0};
    style.WindowBorderSize = 0;
    style.WindowMinSize = {1, 1};
    style.AntiAliasedLinesUseTex = false;
    core_->scopes.push_back(hash_key(0, "minga"));
}

Ui::~Ui() {
    ImGui::DestroyContext();
}

// --- Environment -------------------------------------------------------------------------------

float Ui::width() const {
    return core_->width() / core_->input.text_scale;
}
float Ui::height() const {
    return core_->input.height / core_->input.text_scale;
}
bool Ui::is_phone() const {
    return core_->is_phone();
}
bool Ui::is_touch() const {
    return core_->input.is_touch;
}
Theme Ui::theme() const {
    return core_->input.theme;
}
float Ui::px(float length) const {
    return core_->px(length);
}
std::string_view Ui::today() const {
    return core_->today;
}
double Ui::time_s() const {
    return core_->input.time_s;
}

// --- Page --------------------------------------------------------------------------------------

void Ui::page_title(std::string_view title) {
    core_->title = title;
}

void Ui::announce(std::string_view text) {
    std::string json = "{\"do\":\"announce\",\"text\":";
    append_json_text(json, text);
    core_->command(json + "}");
}

void Ui::alert(std::string_view text) {
    std::string json = "{\"do\":\"alert\",\"text\":";
    append_json_text(json, text);
    core_->command(json + "}");
}

bool Ui::shortcut(std::string_view key) {
    core_->shortcuts.emplace(key);
    const auto pressed = std::find_if(core_->keys.begin(), core_->keys.end(),
                                      [&](const KeyPress& press) { return press.key == key; });
    if (pressed == core_->keys.end()) return false;
    core_->keys.erase(pressed);
    return true;
}

void Ui::focus(std::string_view key) {
    core_->command("{\"do\":\"focus\",\"key\":\"" + key_text(core_->key(key, {})) + "\"}");
    request_frame();
}

void Ui::scroll_to_top() {
    core_->scrolls[core_->main_scroll] = {};
    core_->command("{\"do\":\"scroll\",\"key\":\"" + key_text(core_->main_scroll) +
                   "\",\"x\":0,\"y\":0}");
    request_frame();
}

void Ui::copy_text(std::string_view text) {
    std::string json = "{\"do\":\"copy\",\"text\":";
    append_json_text(json, text);
    core_->command(json + "}");
}

void Ui::navigate(std::string_view route) {
    std::string json = "{\"do\":\"navigate\",\"route\":";
    append_json_text(json, route);
    core_->command(json + "}");
}

void Ui::request_frame() {
    core_->wants_frame = true;
}

// --- Layout ------------------------------------------------------------------------------------

void Ui::scope(std::string_view key, FunctionRef<void()> body) {
    core_->scopes.push_back(hash_key(core_->scopes.back(), key));
    body();
    core_->scopes.pop_back();
}

void Ui::stack(float gap, FunctionRef<void()> body) {
    Core& core = *core_;
    const Rect start = core.place(0, 0);
    core.push_layout(start.x, start.y, start.width, core.gap(gap));
    body();
    const float bottom = core.pop_layout();
    core.layout().y = bottom;
}

void Ui::space(float length) {
    Layout& layout = core_->layout();
    layout.y += core_->gap(length);
}

void Ui::divider() {
    const Rect rect = core_->place(0, 1);
    core_->fill(rect, core_->color(Token::hairline));
}

void Ui::begin_columns(std::span<const Track> tracks, bool is_stacked) {
    Core& core = *core_;
    const float gap = core.gap(16);
    const Rect start = core.place(0, 0);
    Columns columns;
    columns.y = start.y;
    columns.bottom = start.y;
    columns.is_stacked = is_stacked;
    float shares = 0;
    float fixed_length = gap * static_cast<float>(tracks.size() - 1);
    for (const Track& track : tracks) {
        shares += track.share;
        fixed_length += core.px(track.length);
    }
    const float free = std::max(0.0F, start.width - fixed_length);
    float x = start.x;
    for (const Track& track : tracks) {
        float width = core.px(track.length);
        if (track.share > 0) width = free * track.share / shares;
        columns.cells.push_back(is_stacked ? Rect{start.x, 0, start.width, 0}
                                           : Rect{std::round(x), 0, std::round(width), 0});
        x += width + gap;
    }
    core.columns.push_back(std::move(columns));
}

void Ui::in_column(FunctionRef<void()> body) {
    Core& core = *core_;
    const std::size_t depth = core.columns.size() - 1;
    const Columns& columns = core.columns[depth];
    if (columns.next >= columns.cells.size()) return;
    const Rect cell = columns.cells[columns.next];
    const bool is_below = columns.is_stacked && columns.next > 0;
    const float y = columns.is_stacked ? columns.bottom : columns.y;
    core.push_layout(cell.x, y, cell.width, core.gap(16));
    if (is_below) core.layout().is_first = false;
    body();
    const float bottom = core.pop_layout();
    Columns& after = core.columns[depth];
    after.bottom = after.is_stacked ? bottom : std::max(after.bottom, bottom);
    ++after.next;
}

void Ui::end_columns() {
    core_->layout().y = core_->columns.back().bottom;
    core_->columns.pop_back();
}

void Ui::grid(float width_min, int count, FunctionRef<void(int)> cell) {
    const float gap = core_->gap(12);
    const float room = core_->width();
    const int fitting = static_cast<int>((room + gap) / (core_->px(width_min) + gap));
    const int columns = std::clamp(fitting, 1, std::max(count, 1));
    for (int first = 0; first < count; first += columns) {
        const std::vector<Track> tracks(static_cast<std::size_t>(columns), fr(1));
        begin_columns(tracks, false);
        for (int index = first; index < std::min(first + columns, count); ++index) {
            in_column([&] { cell(index); });
        }
        end_columns();
    }
}

void Ui::flow(const Flow& flow, FunctionRef<void()> body) {
    Core& core = *core_;
    const Rect start = core.place(0, 0);
    core.push_layout(start.x, start.y, start.width, core.gap(flow.gap));
    Layout& layout = core.layout();
    layout.kind = Layout::Kind::flow;
    layout.start_y = start.y;
    layout.shift = flow.align == Align::start ? 0.0F : flow.align == Align::center ? 0.5F : 1.0F;
    // A flow has no key of its own: its place among its siblings is stable enough to remember by.
    const std::size_t order = core.tree.nodes().size();
    layout.key = hash_key(core.scopes.back(), "flow" + std::to_string(order));
    const NodeKey key = layout.key;
    body();
    Layout& after = core.layout();
    const float bottom = after.y + after.line_height;
    FlowMemory& memory = core.flows[key];
    if (memory.next_widths.empty() && after.line_x == 0) {
        // Nothing in it, so that the next flow has the same place: the memory is that one's.
        core.layouts.pop_back();
        core.layout().y = bottom;
        return;
    }
    memory.next_widths.push_back(after.line_x);
    memory.next_heights.push_back(after.line_height);
    if (memory.next_widths != memory.line_widths || memory.next_heights != memory.line_heights) {
        core.wants_frame = true;
    }
    memory.line_widths.swap(memory.next_widths);
    memory.line_heights.swap(memory.next_heights);
    memory.next_widths.clear();
    memory.next_heights.clear();
    core.layouts.pop_back();
    core.layout().y = bottom;
}

void Ui::card(const Card& card, FunctionRef<void()> body) {
    Core& core = *core_;
    const float padding = core.gap(card.padding);
    const float radius = core.px(12);
    const Rect start = core.place(0, 0);
    if (core.splitters_used == core.splitters.size()) core.splitters.emplace_back();
    ImDrawListSplitter& splitter = core.splitters[core.splitters_used++];
    ImDrawList* list = core.draw();
    splitter.Split(list, 2);
    splitter.SetCurrentChannel(list, 1);
    std::size_t group = 0;
    if (!card.label.empty()) {
        SemanticNode node;
        node.key = core.key(card.key, card.label);
        node.role = Role::group;
        node.name = card.label;
        node.rect = start;
        group = core.tree.open(std::move(node));
    }
    if (!card.key.empty()) core.scopes.push_back(hash_key(core.scopes.back(), card.key));
    core.push_layout(start.x + padding, start.y + padding, start.width - 2 * padding, core.gap(12));
    body();
    const float bottom = core.pop_layout() + padding;
    if (!card.key.empty()) core.scopes.pop_back();
    const Rect rect{start.x, start.y, start.width, bottom - start.y};
    if (!card.label.empty()) {
        core.tree.at(group).rect = rect;
        core.tree.close();
    }
    splitter.SetCurrentChannel(list, 0);
    if (core.is_visible(rect)) {
        const bool is_plain = card.tone == Tone::neutral && !card.is_flat;
        core.fill(rect, core.color(is_plain ? Token::surface : tone_ground(card.tone)), radius);
        if (!card.is_flat) {
            core.outline(rect, core.color(is_plain ? Token::hairline : tone_token(card.tone)),
                         radius);
        }
    }
    splitter.Merge(list);
    core.layout().y = bottom;
}

void Ui::section(std::string_view title, FunctionRef<void()> body) {
    Layout& layout = core_->layout();
    if (!layout.is_first) layout.y += core_->gap(8);
    scope(title, [&] {
        stack(12, [&] {
            heading(2, title);
            body();
        });
    });
}

void Ui::list(std::string_view label, FunctionRef<void()> body) {
    core_->contain(Role::list, label, 0, body);
}

void Ui::group(std::string_view label, FunctionRef<void()> body) {
    core_->contain(Role::group, label, core_->layout().gap, body);
}

void Ui::list_item(FunctionRef<void()> body) {
    Core& core = *core_;
    const Rect start = core.place(0, 0);
    SemanticNode node;
    node.key = hash_key(core.scopes.back(), "item");
    node.role = Role::list_item;
    node.rect = start;
    const std::size_t index = core.tree.open(std::move(node));
    core.push_layout(start.x, start.y, start.width, core.gap(8));
    body();
    const float bottom = core.pop_layout();
    core.tree.at(index).rect.height = bottom - start.y;
    core.tree.close();
    core.layout().y = bottom;
}

// --- Text --------------------------------------------------------------------------------------

void Ui::heading(int level, std::string_view text) {
    Core& core = *core_;
    const TextSize size = level <= 1   ? TextSize::title
                          : level == 2 ? TextSize::section
                                       : TextSize::body;
    const Core::Font face = core.font(size, Weight::semibold);
    const Rect rect = core.place(0, core.text_height(face, text, core.width()));
    core.draw_text(face, rect, core.color(Token::text), text);
    core.emit(core.key({}, text), Role::heading, text, rect).level = level;
}

void Ui::text(std::string_view text, const TextStyle& style) {
    Core& core = *core_;
    const Core::Font face =
        core.font(style.size, style.is_semibold ? Weight::semibold : Weight::regular);
    const bool is_in_flow = core.layout().kind == Layout::Kind::flow;
    // Longer lines are hard to read; 75 characters are about 36 ems.
    const float width_max = is_in_flow ? core.width() : std::min(core.width(), face.size * 34);
    float width = is_in_flow || style.align != Align::start ? 0.0F : width_max;
    if (is_in_flow) width = std::min(std::ceil(core.text_width(face, text)) + 1, core.width());
    const float inner = width > 0 ? width : core.width();
    std::size_t lines = core.wrap(face, text, inner).size();
    if (style.lines_max > 0) lines = std::min(lines, static_cast<std::size_t>(style.lines_max));
    const Rect rect = core.place(width, static_cast<float>(lines) * face.line_height);
    core.draw_text(face, rect, core.color(tone_token(style.tone)), text, style.align,
                   style.lines_max);
    if (!style.is_hidden_from_readers) {
        core.emit(core.key({}, text), Role::text, text, rect);
    }
}

void Ui::caption(std::string_view caption, Tone tone) {
    text(caption, {.size = TextSize::caption, .tone = tone});
}

void Ui::icon(Icon icon, Tone tone) {
    Core& core = *core_;
    const float size = core.px(20);
    const Rect rect = core.place(size, core.px(24));
    core.draw_icon(icon, rect.x + size / 2, rect.y + rect.height / 2, size,
                   core.color(tone_token(tone)));
}

void Ui::key_value(std::string_view label, std::string_view value) {
    Core& core = *core_;
    const Core::Font small = core.font(TextSize::caption, Weight::regular);
    const Core::Font body = core.font(TextSize::body, Weight::regular);
    const bool is_in_flow = core.layout().kind == Layout::Kind::flow;
    float width = 0;
    if (is_in_flow) {
        width =
            std::ceil(std::max(core.text_width(small, label), core.text_width(body, value))) + 9;
    }
    const float inner = width > 0 ? std::min(width, core.width()) : core.width();
    const float value_height = core.text_height(body, value, inner);
    const Rect rect = core.place(width, small.line_height + value_height);
    core.draw_line(small, rect.x, rect.y, core.color(Token::muted), label, rect.width);
    const Rect value_rect{rect.x, rect.y + small.line_height, rect.width, value_height};
    core.draw_text(body, value_rect, core.color(Token::text), value);
    core.emit(core.key({}, label), Role::text, std::string(label) + ": " + std::string(value),
              rect);
}

// --- Frame -------------------------------------------------------------------------------------

void Ui::begin_frame(const FrameInput& input) {
    Core& core = *core_;
    core.input = input;
    core.today = input.today;
    core.input.today = core.today;
    core.wants_frame = false;
    core.wants_fonts = false;
    core.commands.clear();
    core.shortcuts.clear();
    if (core.flows.size() > flows_max) core.flows.clear();
    core.splitters_used = 0;
    core.overlay_count = 0;
    core.scopes.resize(1);

    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {input.width, input.height};
    io.DisplayFramebufferScale = {input.pixel_ratio, input.pixel_ratio};
    io.DeltaTime = 1.0F / 60;
    ImGuiStyle& style = ImGui::GetStyle();
    style.CircleTessellationMaxError = 0.2F / input.pixel_ratio;
    style.CurveTessellationTol = 1.0F / input.pixel_ratio;
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({input.width, input.height});
    ImGui::Begin("page", nullptr, bare_window);

    // What people did reaches the screens in its order, and one press a frame: what a key does may
    // depend on the press before it, however fast both came. A value that was committed is
    // delivered before the press that followed it, so that the press finds it stored.
    core.actions.clear();
    core.keys.clear();
    bool has_commit = false;
    bool has_press = false;
    std::size_t taken = 0;
    for (; taken < core.queue.size(); ++taken) {
        SemanticAction& action = core.queue[taken];
        const bool is_key = action.key == 0;
        const bool is_press = is_key || action.kind == ActionKind::click;
        const bool is_commit = action.kind == ActionKind::commit;
        if (has_press && (is_press || is_commit)) break;
        if (has_commit && is_press) break;
        has_press = has_press || is_press;
        has_commit = has_commit || is_commit;
        if (is_key) {
            core.keys.push_back({std::move(action.value)});
            continue;
        }
        if (action.kind == ActionKind::focus) {
            core.focus = action.key;
            core.is_focus_visible = action.by_keyboard;
        }
        if (action.kind == ActionKind::blur && core.focus == action.key) core.focus = 0;
        core.actions[action.key].push_back(std::move(action));
    }
    core.queue.erase(core.queue.begin(), core.queue.begin() + static_cast<std::ptrdiff_t>(taken));
    if (!core.queue.empty()) core.wants_frame = true;

    core.tree.begin_frame();
    core.clips.assign(1, {0, 0, input.width, input.height});
    core.layouts.clear();
    core.push_layout(0, input.inset_top, input.width, 0);
    core.fill({0, 0, input.width, input.height}, core.color(Token::bg));
}

bool Ui::has_waiting_actions() const {
    return !core_->queue.empty();
}

FrameOutput Ui::end_frame() {
    Core& core = *core_;
    core.layouts.clear();
    core.files.clear();
    ImGui::End();
    ImGui::Render();

    std::string shown = core.title.empty() ? "Minga" : core.title + " · Minga";
    if (shown != core.title_sent) {
        std::string json = "{\"do\":\"title\",\"text\":";
        append_json_text(json, shown);
        core.command(json + "}");
        core.title_sent = std::move(shown);
    }
    std::string look = look_command(core.input);
    if (look != core.look_sent) {
        core.command(look);
        core.look_sent = std::move(look);
    }
    if (core.shortcuts != core.shortcuts_sent) {
        std::string json = "{\"do\":\"shortcuts\",\"keys\":[";
        for (const std::string& key : core.shortcuts) {
            if (key != *core.shortcuts.begin()) json += ',';
            append_json_text(json, key);
        }
        core.command(json + "]}");
        core.shortcuts_sent = core.shortcuts;
    }
    FrameOutput output;
    output.semantic_patch = core.tree.finish_frame();
    if (!core.commands.empty()) output.commands = "[" + core.commands + "]";
    output.wants_frame = core.wants_frame || core.wants_fonts;
    return output;
}

void Ui::push_action(SemanticAction action) {
    core_->queue.push_back(std::move(action));
}
void Ui::push_key(KeyPress press) {
    // No node has the key 0: so a key press waits its turn among the actions.
    core_->queue.push_back({.kind = ActionKind::click, .value = std::move(press.key)});
}

void Ui::push_file(NodeKey key, PickedFile file) {
    core_->files.insert_or_assign(key, std::move(file));
}

void Ui::reset_mirror() {
    core_->tree.reset();
    core_->title_sent.clear();
    core_->look_sent.clear();
    core_->shortcuts_sent.clear();
}

const SemanticTree& Ui::semantics() const {
    return core_->tree;
}
bool Ui::wants_fonts() const {
    return core_->wants_fonts;
}

}  // namespace minga::client
