/// What each widget is told: plain structs with defaults, to be filled by designated initialisers.
///
/// `ui.hpp` has the functions that take them, and the rules for screens.
#pragma once

#include "client_wasm/widgets/function_ref.hpp"
#include "client_wasm/widgets/icon.hpp"
#include "client_wasm/widgets/semantics.hpp"

#include <cstdint>
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

/// What a button that chooses a file takes.
struct FilePick {
    std::string_view accept = {};  ///< As HTML's `accept`.
    bool captures = false;         ///< Opens the camera at once, where there is one.
    /// Photos are made again with no edge longer than this, in pixels, and without what the camera
    /// wrote about place and owner; 0: as large as they are.
    std::int32_t edge_max = 0;
};

/// What the person chose.
struct PickedFile {
    std::string name;
    std::string bytes;
    std::string problem;  ///< Why there are none: "too_large", "unreadable"; else "".
};

struct ListRow {
    std::string_view key = {};
    std::string_view title = {};
    std::string_view subtitle = {};
    std::string_view trailing = {};        ///< at the right, e.g. "75 %"
    std::span<const TextRun> detail = {};  ///< under the subtitle, with words that stand out
    std::string_view name = {};            ///< for screen readers; empty: title and trailing
    Icon icon = Icon::none;
    Tone tone = Tone::neutral;  ///< of icon and trailing text
    bool is_selected = false;
    bool is_static = false;              ///< not clickable
    std::optional<float> progress = {};  ///< 0..1, a thin bar under the text
};

/// A place to go to, with the state it is in.
struct Tile {
    std::string_view key = {};
    std::string_view title = {};
    std::string_view state = {};  ///< "3 acciones · 1 vencida"
    Icon icon = Icon::none;
    Tone tone = Tone::neutral;  ///< of the icon and the state
};
/// Tiles side by side, all of a row equally high.
struct Tiles {
    std::string_view key = {};
    std::string_view label = {};
    std::span<const Tile> tiles = {};
    float width_min = 150;
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
    bool is_live = false;  ///< return every keystroke (search boxes)
    /// When it first appears; not by touch, where a keyboard would come that nobody asked for.
    bool takes_focus = false;
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
    std::string_view text_short = {};   ///< a part of `text` that is drawn on a phone, or ""
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
    /// What each row is about. A press belongs to it, wherever the row stands by then; without it,
    /// to the row of that number. The total has none.
    std::span<const std::string> row_keys = {};
    int row_count = 0;
    bool has_total_row = false;  ///< the last row is a total: semibold, not clickable
    bool is_clickable = false;
    bool is_dense = false;  ///< less room between columns; only the sorted one shows its arrow
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

/// A row of scores, and what they add up to.
struct ScoreRow {
    std::string_view key = {};
    std::string_view name = {};
    std::span<const std::optional<std::int64_t>> scores = {};  ///< one a column
    std::string_view total = {};
    std::string_view place = {};  ///< "1", or "—"
    bool is_marked = false;       ///< a tick before the name
};
/// Whole numbers of one digit, typed straight into a grid: arrows move, a digit stores and goes on
/// to the next cell, Delete clears. For a keyboard; on a phone the same is chosen row by row.
struct ScoreGrid {
    std::string_view key = {};
    std::string_view label = {};
    std::string_view row_header = {};  ///< "Herramienta"
    std::span<const std::string> columns = {};
    std::span<const ScoreRow> rows = {};
    std::int64_t minimum = 1;
    std::int64_t maximum = 7;
    int selected_row = -1;
    bool is_read_only = false;
};
struct ScoreEdit {
    int row = 0;
    int column = 0;
    std::optional<std::int64_t> score = {};  ///< none: cleared
};
struct ScoreGridEvents {
    std::optional<ScoreEdit> edit = {};
    std::optional<int> opened_row = {};  ///< its name was pressed
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

/// One number of a heat map.
struct HeatCell {
    std::string_view label = {};
    std::optional<std::int64_t> percent = {};  ///< None: nothing was answered yet.
    std::string_view detail = {};              ///< "12 de 24", in the table behind it
};
struct HeatRow {
    std::string_view label = {};
    std::string_view text = {};  ///< of the row as a whole: "52 %"
    std::span<const HeatCell> cells = {};
};
/// Percents by group and part, each as a colour and as a number.
struct HeatMap {
    std::string_view key = {};
    std::string_view title = {};
    std::string_view row_header = {};   ///< "Criterio"
    std::string_view cell_header = {};  ///< "Ámbito"
    std::span<const HeatRow> rows = {};
};

/// What stands around a chart that is taken out of the application.
struct ChartPaper {
    std::string_view title = {};
    std::string_view source = {};  ///< "Puerto Varas · Ciclo 1 · 20-11-2026"
    float width = 960;
};

struct CurvePoint {
    std::string_view month = {};         ///< YYYY-MM
    float planned = 0;                   ///< 0..100, cumulative
    std::optional<float> executed = {};  ///< none in months that have not come
};
/// What was planned against what was done, both cumulative: the S-curve of a project.
struct SCurve {
    std::string_view key = {};
    std::string_view title = {};
    std::span<const CurvePoint> points = {};
    std::string_view current_month = {};  ///< YYYY-MM
    float height = 260;
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

enum class StepPlace : std::uint8_t { done, here, ahead };
struct Step {
    StepPlace place = StepPlace::ahead;
    std::string_view badge = {};  ///< e.g. "3"; a check stands there once it is done
    std::string_view title = {};
    std::string_view subtitle = {};
    std::string_view name = {};  ///< for screen readers: with the place in words
};
/// A way from above to below, of which each step can be pressed.
struct Steps {
    std::string_view label = {};
    std::span<const Step> steps = {};
    int selected = -1;
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

/// A step of the way to a place.
struct Crumb {
    std::string_view label = {};
    std::string_view route = {};
};

struct Shell {
    std::string_view context = {};  ///< "Puerto Varas · Ciclo 1"
    std::string_view title = {};    ///< the screen's heading of level 1
    std::span<const Place> places = {};
    int current = -1;
    SyncChip sync = {};
    std::string_view user = {};  ///< at the foot of the rail
    bool has_back = false;
    std::span<const Crumb> crumbs = {};   ///< laptop: beside the context
    const Button* main_action = nullptr;  ///< phone: above the bottom bar; laptop: in the header
    const Panel* panel = nullptr;
    std::string_view undoable = {};  ///< what was changed last; laptop: a button in the header
    std::string_view redoable = {};  ///< what was undone last
    bool has_paper = false;          ///< what is shown can be printed
    bool can_be_pulled = false;      ///< by a finger, to synchronize
    bool is_synchronizing = false;
    const Banner* notice = nullptr;  ///< permanent, above everything
    float width_max = 1200;
};
struct ShellEvents {
    std::optional<int> place = {};
    std::optional<int> crumb = {};
    bool is_sync_pressed = false;
    bool is_back_pressed = false;
    bool is_undo_pressed = false;
    bool is_redo_pressed = false;
    bool is_print_pressed = false;
    bool is_main_action_pressed = false;
    bool is_panel_closed = false;
    bool is_notice_pressed = false;
    bool is_pulled = false;     ///< the person asks to synchronize
    bool is_pull_over = false;  ///< what was asked for is done, or cannot be
};

struct Sheet {
    std::string_view key = {};
    std::string_view title = {};
    float width = 480;
};

}  // namespace minga::client
