/// What the widgets share: layout, drawing, interaction, and the state that lives between frames.
///
/// Private to this folder and to the platform, which builds the fonts and draws the frames.
#pragma once

#include "client_wasm/widgets/pull.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <bitset>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>

namespace minga::client {

enum class Weight : std::uint8_t { regular, semibold };

/// The fonts of the current scale. Without them ImGui's own font stands in (native tests).
struct FontSet {
    ImFont* text[5][2] = {};  ///< by TextSize and Weight
    ImFont* icons[2] = {};    ///< small, large
};

struct Layout {
    enum class Kind : std::uint8_t { column, flow };
    Kind kind = Kind::column;
    float x = 0;
    float y = 0;
    float width = 0;
    float gap = 0;
    bool is_first = true;
    // Flow only.
    float line_x = 0;
    float line_height = 0;
    float start_y = 0;
    float shift = 0;
    std::size_t line = 0;
    NodeKey key = 0;
};

/// What a flow measured in the frame before: aligning to the end or the middle needs it.
struct FlowMemory {
    std::vector<float> line_widths;
    std::vector<float> line_heights;
    std::vector<float> next_widths;
    std::vector<float> next_heights;
};

struct Columns {
    std::vector<Rect> cells;  ///< x and width of each
    std::size_t next = 0;
    float y = 0;
    float bottom = 0;
    bool is_stacked = false;
};

struct ScrollMemory {
    float x = 0;
    float y = 0;
    float content_width = 0;
    float content_height = 0;
};

struct EditMemory {
    std::string text;
    bool is_open = false;
    bool is_refused = false;  ///< the last commit could not be read (money)
};

/// By which Dear ImGui knows what is drawn for a node.
inline ImGuiID item_id(NodeKey key) {
    return static_cast<ImGuiID>(key ^ (key >> 32));
}

struct Hit {
    bool is_hovered = false;
    bool is_held = false;
    bool is_clicked = false;
};

struct ScrollArea {
    std::size_t node = 0;
    NodeKey key = 0;
    Rect view;
};

class ChartRecorder;

struct Ui::Core {
    FrameInput input;
    std::string today;
    SemanticTree tree;
    FontSet fonts;

    std::deque<Layout> layouts;  ///< A deque: layouts inside do not move the ones around them.
    std::vector<Columns> columns;
    std::vector<NodeKey> scopes;
    std::vector<Rect> clips;
    std::deque<ImDrawListSplitter> splitters;
    std::size_t splitters_used = 0;
    std::vector<NodeKey> grounds;       ///< colours behind the text, as Token
    ChartRecorder* recorder = nullptr;  ///< Takes what is drawn in the place of the canvas.

    std::vector<SemanticAction> queue;
    std::unordered_map<NodeKey, std::vector<SemanticAction>> actions;
    std::vector<KeyPress> keys;
    std::unordered_map<NodeKey, PickedFile> files;  ///< Chosen since the last frame.
    const FilePick* file_pick = nullptr;            ///< Of the button that is being drawn.
    NodeKey last_button = 0;
    std::set<std::string, std::less<>> shortcuts;
    std::set<std::string, std::less<>> shortcuts_sent;

    std::unordered_map<NodeKey, ScrollMemory> scrolls;
    std::unordered_map<NodeKey, FlowMemory> flows;
    std::unordered_map<NodeKey, EditMemory> edits;
    std::unordered_map<NodeKey, float> heights;
    std::unordered_map<NodeKey, NodeKey> followed;  ///< by scroll pane: what it last kept in view
    NodeKey focus = 0;
    bool is_focus_visible = false;

    std::string title;
    std::string title_sent;
    std::string look_sent;
    std::string commands;
    NodeKey main_scroll = 0;
    PullGesture pull;
    int overlay_count = 0;
    bool wants_frame = false;
    bool wants_fonts = false;
    std::bitset<0x3000> wanted_points;  ///< beyond those every atlas holds

    // -- Lengths
    float px(float length) const { return length * input.text_scale; }
    /// Blank space grows less than text, so that large text keeps room.
    float gap(float length) const;
    float control_height() const;
    bool is_phone() const;

    // -- Identity
    NodeKey key(std::string_view explicit_key, std::string_view label) const;

    // -- Layout
    Layout& layout() { return layouts.back(); }
    /// Takes room for a widget; `width` 0 or less: all of it.
    Rect place(float width, float height);
    float width() const { return layouts.back().width; }
    void push_layout(float x, float y, float width, float gap);
    /// Ends the innermost layout; returns where it ended.
    float pop_layout();

    // -- Drawing
    ImDrawList* draw() const { return ImGui::GetWindowDrawList(); }
    ImU32 color(Token token, float opacity = 1) const;
    bool is_visible(const Rect& rect) const;
    void fill(const Rect& rect, ImU32 color, float rounding = 0) const;
    void outline(const Rect& rect, ImU32 color, float rounding, float thickness = 1) const;
    /// Around a soft ground, with high contrast only: there nothing is told by a tint alone.
    void edge(const Rect& rect, Token token, float rounding) const;
    // Shapes of charts (chart_parts.cpp).
    void fill_top_rounded(const Rect& rect, ImU32 color, float rounding) const;
    void stroke(ImVec2 from, ImVec2 to, ImU32 color, float thickness) const;
    void dashes(ImVec2 from, ImVec2 to, ImU32 color, float thickness) const;
    void disc(ImVec2 center, float radius, ImU32 color) const;
    /// A convex shape, filled.
    void shape(std::span<const ImVec2> corners, ImU32 color) const;
    void clip(const Rect& rect);
    void unclip();
    void focus_ring(NodeKey node, const Rect& rect, float rounding);

    // -- Text
    struct Font {
        ImFont* font;
        float size;         ///< as ImGui counts
        float line_height;  ///< as CSS would
        Weight weight = Weight::regular;
    };
    Font font(TextSize size, Weight weight) const;
    float text_width(const Font& font, std::string_view text);
    std::vector<std::string_view> wrap(const Font& font, std::string_view text, float width);
    float text_height(const Font& font, std::string_view text, float width);
    /// One line, cut with "…" if it is wider than `width` (0: never cut).
    void draw_line(const Font& font, float x, float y, ImU32 color, std::string_view text,
                   float width = 0, Align align = Align::start);
    /// As many lines as needed; returns the height.
    float draw_text(const Font& font, const Rect& rect, ImU32 color, std::string_view text,
                    Align align = Align::start, int lines_max = 0);
    void draw_icon(Icon icon, float center_x, float center_y, float size, ImU32 color);
    void note_text(std::string_view text);

    // -- Meaning and interaction
    SemanticNode& emit(NodeKey key, Role role, std::string_view name, const Rect& rect);
    /// A container that has a name and no looks of its own.
    void contain(Role role, std::string_view name, float gap_between, FunctionRef<void()> body);
    Hit interact(NodeKey key, const Rect& rect, bool is_disabled = false);
    /// The last action of a kind that reached this node.
    const SemanticAction* action(NodeKey key, ActionKind kind) const;
    void command(std::string_view json);

    // -- Scrolling
    ScrollArea begin_scroll(NodeKey key, Role role, std::string_view name, const Rect& view,
                            float padding_x, float padding_y, float content_width = 0);
    void end_scroll(const ScrollArea& area, float padding_y);
};

/// What a finger that pulls the page down comes to, with the pill that says so (pull.cpp).
void follow_pull(Ui& ui, const Rect& view, bool is_running, ShellEvents& events);

/// What the chip draws: all of its text, or the short one where room is scarce.
inline std::string_view chip_text(const SyncChip& chip, bool is_phone) {
    return is_phone && !chip.text_short.empty() ? chip.text_short : chip.text;
}

/// The colour that carries a tone in text and icons, and the soft ground behind it.
Token tone_token(Tone tone);
Token tone_ground(Tone tone);
Icon tone_icon(Tone tone);

}  // namespace minga::client
