/// What screens are written with: layout, widgets, and their meaning, in one immediate-mode call.
///
/// A screen is a function that runs in every frame and describes itself from top to bottom:
/// ```cpp
/// ui.page_title("Plan de mejoras");
/// ui.heading(1, "Plan de mejoras");
/// if (auto name = ui.text_field({.key = "name", .label = "Nombre", .value = line.name})) {
///     app.edit(line.id, "name", *name);   // typed and final: store it now
/// }
/// if (ui.button("Agregar actividad", ButtonStyle::primary, Icon::plus)) app.add_activity(line.id);
/// ```
/// Every widget draws itself with Dear ImGui's draw list and emits one semantic node, from which
/// the page's main thread keeps a real HTML element (see `semantics.hpp`). People act on those
/// elements; what they did comes back in the next frame as the widget's return value.
///
/// Rules for screens
/// - A widget is known by its `key` inside the enclosing `scope`; without a key, by its label. In
///   loops, open `ui.scope(record.id, [&] {...})` or set keys. Two equal keys in a scope still
///   work, but the second one's identity depends on its order.
/// - Names inside one group should differ: they are what screen readers and tests look for.
/// - Strings are copied during the call; views need not outlive it.
/// - Lengths are in logical pixels and grow with the person's text size (`px`).
/// - Frames are drawn only after something happened. Whoever changes state outside of a frame
///   (a timer, an answer from the network) asks the platform for one.
#pragma once

#include "client_wasm/widgets/function_ref.hpp"
#include "client_wasm/widgets/icon.hpp"
#include "client_wasm/widgets/palette.hpp"
#include "client_wasm/widgets/semantics.hpp"
#include "client_wasm/widgets/specs.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace minga::client {

// --- Frames ------------------------------------------------------------------------------------

/// A physical key press that no field wanted, named as in the DOM: "1", "ArrowLeft", "ctrl+s".
struct KeyPress {
    std::string key = {};
};

/// What the platform knows when a frame begins.
struct FrameInput {
    float width = 360;  ///< CSS pixels
    float height = 740;
    float pixel_ratio = 1;
    float text_scale = 1;  ///< 1 to 2.5
    Theme theme = Theme::light;
    bool is_touch = false;
    bool has_reduced_motion = false;
    double time_s = 0;
    std::string_view today = {};  ///< YYYY-MM-DD, in the person's time zone
    float inset_top = 0;          ///< notch and home bar
    float inset_bottom = 0;
};

/// What a frame asks of the page, besides being drawn.
struct FrameOutput {
    std::string semantic_patch = {};  ///< JSON, "" if nothing changed
    std::string commands = {};        ///< JSON array of page commands, "" if none
    bool wants_frame = false;         ///< animation, or a layout that has not settled
};

class Ui {
public:
    Ui();
    ~Ui();
    Ui(const Ui&) = delete;
    Ui& operator=(const Ui&) = delete;

    // -- Environment
    float width() const;    ///< what the current layout offers, logical pixels at the text scale
    float height() const;   ///< of the visible page
    bool is_phone() const;  ///< one column: narrower than 700 px at scale 1
    bool is_touch() const;
    Theme theme() const;
    float px(float length) const;  ///< a length grown with the text size
    std::string_view today() const;
    double time_s() const;

    // -- Page
    /// The document's title, as "title · Minga".
    void page_title(std::string_view title);
    /// Says something politely ("Guardado 10:42"); drawn nowhere.
    void announce(std::string_view text);
    /// Says something at once: an error that interrupts.
    void alert(std::string_view text);
    /// True in the frame after the key was pressed outside of a field that wants it. `key` is named
    /// as in the DOM ("1", "ArrowRight", "Escape", "ctrl+s"). Call it in every frame to listen.
    bool shortcut(std::string_view key);
    /// Moves the keyboard focus to a widget of the current scope, now or when it appears.
    void focus(std::string_view key);
    /// Brings the page's content back to its start (a new screen).
    void scroll_to_top();
    /// Copies text to the clipboard, as part of the press that caused this frame.
    void copy_text(std::string_view text);
    /// Changes the address after '#' without loading anything.
    void navigate(std::string_view route);
    /// Asks for another frame.
    void request_frame();

    // -- Layout
    void scope(std::string_view key, FunctionRef<void()> body);
    void stack(float gap, FunctionRef<void()> body);
    void space(float length);
    void divider();
    /// Side by side; one below the other on a phone.
    template <class... Bodies>
    void columns(std::initializer_list<Track> tracks, Bodies&&... bodies) {
        begin_columns(std::span(tracks.begin(), tracks.size()), is_phone());
        (in_column(std::forward<Bodies>(bodies)), ...);
        end_columns();
    }
    /// Side by side everywhere.
    template <class... Bodies>
    void columns_always(std::initializer_list<Track> tracks, Bodies&&... bodies) {
        begin_columns(std::span(tracks.begin(), tracks.size()), false);
        (in_column(std::forward<Bodies>(bodies)), ...);
        end_columns();
    }
    /// `count` equal cells in as many columns as fit at `width_min`.
    void grid(float width_min, int count, FunctionRef<void(int)> cell);
    /// Left to right with wrapping, for things with a width of their own: buttons, chips, fields
    /// with a `width`.
    void flow(const Flow& flow, FunctionRef<void()> body);
    void card(const Card& card, FunctionRef<void()> body);
    void scroll_pane(const ScrollPane& pane, FunctionRef<void()> body);
    /// A heading of level 2 with what belongs to it.
    void section(std::string_view title, FunctionRef<void()> body);
    /// A list for screen readers; fill it with `list_row` or with `list_item`.
    void list(std::string_view label, FunctionRef<void()> body);
    void list_item(FunctionRef<void()> body);
    /// What belongs together for screen readers, as a person's name and position do; without looks.
    void group(std::string_view label, FunctionRef<void()> body);

    // -- Text
    void heading(int level, std::string_view text);
    void text(std::string_view text, const TextStyle& style = {});
    void caption(std::string_view text, Tone tone = Tone::muted);
    /// A paragraph of several looks; `spoken` says to readers what the looks say to the eye.
    void rich_text(std::span<const TextRun> runs, std::string_view spoken);
    void icon(Icon icon, Tone tone = Tone::neutral);
    void chip(std::string_view text, Tone tone = Tone::neutral, Icon icon = Icon::none);
    void key_value(std::string_view label, std::string_view value);
    void stat(const Stat& stat);

    // -- Actions: true when pressed
    bool button(std::string_view label, ButtonStyle style = ButtonStyle::secondary,
                Icon icon = Icon::none);
    bool button(const Button& button);
    bool link(std::string_view label, std::string_view route = {});
    /// A button that lets the person choose a file or take a photo: the file, once it is read.
    std::optional<PickedFile> file_button(const Button& button, const FilePick& pick);
    bool list_row(const ListRow& row);
    /// The tile that was pressed.
    std::optional<int> tiles(const Tiles& tiles);

    // -- Fields: a value when the person changed it
    std::optional<std::string> text_field(const TextField& field);
    std::optional<int> select(const Select& select);
    std::optional<bool> checkbox(const CheckBox& box);
    std::optional<int> radio_cards(const RadioCards& group);
    std::optional<int> segmented(const Choice& choice);
    std::optional<int> tabs(const Choice& choice);
    std::optional<std::string> month_field(const MonthField& field);
    std::optional<std::string> date_field(const DateField& field);
    std::optional<MoneyEdit> money_field(const MoneyField& field);

    // -- State
    /// True when its button was pressed.
    bool banner(const Banner& banner);
    bool empty_state(const EmptyState& state);
    void progress_bar(const ProgressBar& bar);
    bool sync_chip(const SyncChip& chip);

    // -- Tables and charts
    TableEvents data_table(const Table& table, FunctionRef<TableCell(int row, int column)> cell);
    ScoreGridEvents score_grid(const ScoreGrid& grid);
    void bar_chart(const BarChart& chart);
    void radar_chart(const RadarChart& chart);
    void s_curve(const SCurve& curve);
    void heat_map(const HeatMap& map);
    /// The chart that `body` draws as an SVG picture: light, and at the paper's own width, whatever
    /// the page looks like. Nothing of it shows on the page.
    std::string chart_svg(const ChartPaper& paper, FunctionRef<void()> body);
    /// The row that was pressed.
    std::optional<int> gantt(const Gantt& gantt);
    std::optional<int> dot_map(const DotMap& map);
    /// The step that was pressed.
    std::optional<int> steps(const Steps& steps);

    // -- Frame
    ShellEvents shell(const Shell& shell, FunctionRef<void()> content);
    /// A page without places: signing in, an explanation. Centred, with a width of its own.
    void page(float width_max, FunctionRef<void()> content);
    /// A modal dialog: from below on a phone, centred on a laptop. True when it asks to be closed.
    bool sheet(const Sheet& sheet, FunctionRef<void()> body);

    // -- The platform's side
    void begin_frame(const FrameInput& input);
    FrameOutput end_frame();
    void push_action(SemanticAction action);
    void push_key(KeyPress press);
    /// Whether something that people did waits for a frame.
    bool has_waiting_actions() const;
    /// A file that was chosen at the node `key`; the next frame delivers it.
    void push_file(NodeKey key, PickedFile file);
    /// The page's mirror starts from nothing: send all of it with the next frame.
    void reset_mirror();
    const SemanticTree& semantics() const;
    /// True when text used characters that the font atlas lacks; it must be built again.
    bool wants_fonts() const;

    struct Core;
    Core& core() { return *core_; }

private:
    void begin_columns(std::span<const Track> tracks, bool is_stacked);
    void in_column(FunctionRef<void()> body);
    void end_columns();

    std::unique_ptr<Core> core_;
};

}  // namespace minga::client
