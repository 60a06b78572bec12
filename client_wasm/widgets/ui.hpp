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

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace minga::client {

// --- Looks -------------------------------------------------------------------------------------

enum class Tone : std::uint8_t { neutral, muted, primary, accent, ok, warn, bad };
enum class Align : std::uint8_t { start, center, end };
enum class TextSize : std::uint8_t { caption, body, section, title, display };

struct TextStyle {
    TextSize size = TextSize::body;
    Tone tone = Tone::neutral;
    bool is_semibold = false;
    Align align = Align::start;
    int lines_max = 0;                    ///< 0: as many as it needs; otherwise cut with "…"
    bool is_hidden_from_readers = false;  ///< the same words are said by a neighbour
};

/// A stretch of `rich_text` with a look of its own.
struct TextRun {
    std::string_view text = {};
    Tone tone = Tone::neutral;
    bool is_semibold = false;
    bool is_struck = false;   ///< a line through it: it was removed
    bool has_ground = false;  ///< the tone's soft ground behind it
};

// --- Layout ------------------------------------------------------------------------------------

/// The width of one column: a share of what is left (`fr`) or a fixed length (`fixed`).
struct Track {
    float share = 1;
    float length = 0;
};
constexpr Track fr(float share) {
    return {share, 0};
}
constexpr Track fixed(float length) {
    return {0, length};
}

struct Flow {
    float gap = 8;
    Align align = Align::start;  ///< `end` for the buttons that close a form
};

struct Card {
    std::string_view key = {};
    std::string_view label = {};  ///< names the group for screen readers, if given
    Tone tone = Tone::neutral;    ///< coloured edge and ground
    float padding = 16;
    bool is_flat = false;  ///< no border: a tinted area
};

// --- Actions -----------------------------------------------------------------------------------

enum class ButtonStyle : std::uint8_t { primary, secondary, quiet, danger };

struct Button {
    std::string_view label = {};
    ButtonStyle style = ButtonStyle::secondary;
    Icon icon = Icon::none;
    std::string_view key = {};
    std::string_view description = {};  ///< read after the name; e.g. the keyboard hint
    bool is_disabled = false;
    bool is_full_width = false;
    bool is_icon_only = false;  ///< the label is still the accessible name
    bool is_pressed = false;    ///< with `is_toggle`
    bool is_toggle = false;
    bool is_small = false;
};

struct ListRow {
    std::string_view key = {};
    std::string_view title = {};
    std::string_view subtitle = {};
    std::string_view trailing = {};  ///< at the right, e.g. "75 %"
    std::string_view name = {};      ///< for screen readers; empty: title and trailing
    Icon icon = Icon::none;
    Tone tone = Tone::neutral;  ///< of icon and trailing text
    bool is_selected = false;
    bool is_static = false;              ///< not clickable
    std::optional<float> progress = {};  ///< 0..1, a thin bar under the text
};

// --- Fields ------------------------------------------------------------------------------------

/// A text field. The returned value is final: the person left the field, pressed Enter or paused.
struct TextField {
    std::string_view key = {};
    std::string_view label = {};
    std::string_view value = {};
    std::string_view help = {};
    std::string_view error = {};  ///< what happened and what to do
    std::string_view placeholder = {};
    std::string_view prefix = {};  ///< drawn inside, e.g. "M$"
    std::string_view saved = {};   ///< e.g. "Guardado 10:42", at the right of the label
    InputHint hint = InputHint::text;
    std::int32_t length_max = 4000;
    int rows = 4;  ///< with `is_multiline`
    bool is_multiline = false;
    bool is_required = false;
    bool is_disabled = false;
    bool is_read_only = false;
    bool is_live = false;      ///< return every keystroke (search boxes)
    bool takes_focus = false;  ///< when it first appears
    bool hides_label = false;  ///< only read, not drawn
    float width = 0;           ///< inside a `flow`
};

struct Select {
    std::string_view key = {};
    std::string_view label = {};
    std::span<const std::string> options = {};
    int selected = -1;  ///< -1: none yet; `placeholder` is shown
    std::string_view placeholder = "Elija…";
    std::string_view help = {};
    std::string_view error = {};
    std::string_view saved = {};
    bool is_required = false;
    bool is_disabled = false;
    bool hides_label = false;
    float width = 0;
};

struct CheckBox {
    std::string_view key = {};
    std::string_view label = {};
    bool is_checked = false;
    std::string_view help = {};
    bool is_disabled = false;
};

struct RadioCard {
    int value = 0;
    std::string_view badge = {};  ///< e.g. "2"
    std::string_view title = {};
    std::string_view text = {};
    std::string_view name = {};  ///< for screen readers; empty: badge and title
    bool stands_alone = false;   ///< not included in those after it
};

/// Large cards of which one is chosen; with `is_cumulative` those before it are marked as included.
struct RadioCards {
    std::string_view key = {};
    std::string_view label = {};
    std::span<const RadioCard> cards = {};
    std::optional<int> selected = {};  ///< a `value`
    std::string_view error = {};
    bool is_cumulative = true;
    bool is_disabled = false;
};

/// A few short alternatives side by side (`segmented`) or places (`tabs`).
struct Choice {
    std::string_view key = {};
    std::string_view label = {};
    std::span<const std::string> options = {};
    int selected = 0;
    bool is_full_width = false;
    bool shows_label = false;  ///< drawn above; otherwise only read (segmented)
};

/// A month between two others, as `YYYY-MM`.
struct MonthField {
    std::string_view key = {};
    std::string_view label = {};
    std::string_view value = {};    ///< "" if none yet
    std::string_view minimum = {};  ///< "": two years before `value` or today
    std::string_view maximum = {};  ///< "": four years after
    std::string_view help = {};
    std::string_view error = {};
    std::string_view saved = {};
    bool is_required = false;
    bool is_disabled = false;
    float width = 0;
};

/// A day, as `YYYY-MM-DD`; "" when it was cleared.
struct DateField {
    std::string_view key = {};
    std::string_view label = {};
    std::string_view value = {};
    std::string_view help = {};
    std::string_view error = {};
    std::string_view saved = {};
    bool is_required = false;
    bool is_disabled = false;
    float width = 0;
};

/// Whole thousands of pesos, shown as `M$ 1.234`.
struct MoneyField {
    std::string_view key = {};
    std::string_view label = {};
    std::optional<std::int64_t> value = {};
    std::string_view help = {};
    std::string_view error = {};
    std::string_view saved = {};
    bool is_required = false;
    bool is_disabled = false;
    float width = 0;
};
struct MoneyEdit {
    std::optional<std::int64_t> value = {};  ///< none: cleared
};

// --- Saying how things are ---------------------------------------------------------------------

struct Banner {
    Tone tone = Tone::warn;
    std::string_view title = {};
    std::string_view text = {};
    std::string_view action = {};  ///< label of a button, if any
    std::string_view key = {};
};

struct EmptyState {
    Icon icon = Icon::info;
    std::string_view title = {};
    std::string_view text = {};
    std::string_view action = {};
    std::string_view key = {};
};

struct ProgressBar {
    std::string_view label = {};
    float value = 0;                     ///< 0..1
    std::optional<float> expected = {};  ///< 0..1, a mark with the word "previsto"
    std::string_view text = {};          ///< what is said about it; empty: "62 %"
    Tone tone = Tone::primary;
    bool hides_label = false;
};

struct Stat {
    std::string_view label = {};
    std::string_view value = {};
    std::string_view caption = {};
    Tone tone = Tone::neutral;
};

/// The three truths of where one's work is.
enum class SyncState : std::uint8_t {
    on_server,  ///< "En el servidor, 10:42"
    on_device,  ///< "Guardado en este equipo · 3 en cola"
    sending,
    waiting,  ///< something waits for the person's decision
    offline,
    not_saved,  ///< the device cannot store anything
};
struct SyncChip {
    SyncState state = SyncState::on_device;
    std::string_view text = {};         ///< short, for the chip: "3 en cola"
    std::string_view text_short = {};  ///< a part of `text` that is drawn on a phone, or ""
    std::string_view description = {};  ///< the whole sentence
};

// --- Tables and charts -------------------------------------------------------------------------

struct TableColumn {
    std::string_view header = {};
    Track width = fr(1);
    float width_min = 80;
    Align align = Align::start;
    bool is_sortable = false;
    bool is_row_header = false;
};

struct TableCell {
    std::string text = {};
    Tone tone = Tone::neutral;
    bool is_semibold = false;
    Icon icon = Icon::none;
    std::optional<float> bar = {};           ///< 0..1 behind or beside the text
    std::optional<float> bar_expected = {};  ///< a mark on it
};

/// A table with a header that stays in view. Rows are drawn only where visible, but all are read.
struct Table {
    std::string_view key = {};
    std::string_view label = {};
    std::span<const TableColumn> columns = {};
    int row_count = 0;
    bool has_total_row = false;  ///< the last row is a total: semibold, not clickable
    bool is_clickable = false;
    int selected_row = -1;
    int sorted_column = -1;
    Sort sort = Sort::none;
    float height_max = 0;  ///< 0: as high as its rows; otherwise it scrolls inside
    std::string_view empty_text = "Sin datos todavía.";
};
struct TableEvents {
    std::optional<int> clicked_row = {};
    std::optional<int> sorted_column =
        {};  ///< a header was pressed; the caller turns the order round
};

struct ChartBar {
    std::string_view label = {};
    float value = 0;
    std::optional<float> expected = {};
    std::string_view text = {};  ///< e.g. "24 de 45"
    Tone tone = Tone::primary;
};
struct BarChart {
    std::string_view key = {};
    std::string_view title = {};
    std::span<const ChartBar> bars = {};
    float maximum = 100;
    std::string_view expected_label = "Previsto";
};

struct RadarSeries {
    std::string_view name = {};
    std::span<const float> values = {};  ///< one per axis, 0..1
};
struct RadarChart {
    std::string_view key = {};
    std::string_view title = {};
    std::span<const std::string> axes = {};
    std::span<const RadarSeries> series = {};
    float height = 300;
};

struct GanttRow {
    std::string_view key = {};
    std::string_view label = {};
    std::string_view note = {};   ///< e.g. "María Soto"
    std::string_view start = {};  ///< YYYY-MM
    std::string_view end = {};
    std::string_view status = {};  ///< a word: "Ejecutada", "Atrasada"
    Tone tone = Tone::primary;
    int level = 0;  ///< 0: action line, 1: activity
    std::optional<float> progress = {};
};
struct Gantt {
    std::string_view key = {};
    std::string_view title = {};
    std::string_view first_month = {};  ///< YYYY-MM
    int month_count = 12;
    std::string_view current_month = {};
    std::span<const GanttRow> rows = {};
    int selected_row = -1;
};

/// A part of the page that scrolls on its own, for lists beside what they lead to.
struct ScrollPane {
    std::string_view key = {};
    std::string_view label = {};
    float height = 400;
    bool follows_current = false;  ///< keeps the selected `list_row` in view when it changes
};

enum class DotState : std::uint8_t { missing, answered, doubtful };
struct Dot {
    DotState state = DotState::missing;
    std::string_view name = {};  ///< "Pregunta 12: …"
};
struct DotMap {
    std::string_view key = {};
    std::string_view label = {};
    std::span<const Dot> dots = {};
    int current = -1;
};

// --- The frame around a screen -----------------------------------------------------------------

struct Place {
    Icon icon = Icon::none;
    std::string_view label = {};
    std::string_view route = {};  ///< "/plan"
    int badge = 0;                ///< things waiting there
};

/// A record's editor beside the list: docked at the right on a laptop, a full sheet on a phone.
struct Panel {
    std::string_view key = {};
    std::string_view title = {};
    FunctionRef<void()> body;
};

struct Shell {
    std::string_view context = {};  ///< "Puerto Varas · Ciclo 1"
    std::string_view title = {};    ///< the screen's heading of level 1
    std::span<const Place> places = {};
    int current = -1;
    SyncChip sync = {};
    std::string_view user = {};  ///< at the foot of the rail
    bool has_back = false;
    const Button* main_action = nullptr;  ///< phone: above the bottom bar; laptop: in the header
    const Panel* panel = nullptr;
    const Banner* notice = nullptr;  ///< permanent, above everything
    float width_max = 1200;
};
struct ShellEvents {
    std::optional<int> place = {};
    bool is_sync_pressed = false;
    bool is_back_pressed = false;
    bool is_main_action_pressed = false;
    bool is_panel_closed = false;
    bool is_notice_pressed = false;
};

struct Sheet {
    std::string_view key = {};
    std::string_view title = {};
    float width = 480;
};

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
    bool list_row(const ListRow& row);

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
    void bar_chart(const BarChart& chart);
    void radar_chart(const RadarChart& chart);
    /// The row that was pressed.
    std::optional<int> gantt(const Gantt& gantt);
    std::optional<int> dot_map(const DotMap& map);

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
