/// What a screen means, beside what it looks like: the tree that assistive technology reads.
///
/// Every widget emits one node in the frame that draws it. The mirror on the page's main thread
/// keeps one real HTML element per node, so that screen readers, soft keyboards, browsers' own
/// editing and tests all work on ordinary elements. Reading order is emission order. Nodes that are
/// scrolled out of view are emitted too.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace minga::client {

using NodeKey = std::uint64_t;

/// FNV-1a over `text`, continued from `seed`; never 0.
NodeKey hash_key(NodeKey seed, std::string_view text);

enum class Role : std::uint8_t {
    root,
    // Landmarks and containers.
    banner,
    navigation,
    main,
    complementary,
    region,
    dialog,
    scroll,
    group,
    list,
    list_item,
    radio_group,
    tab_list,
    tab_panel,
    table,
    row,
    // Leaves.
    column_header,
    row_header,
    cell,
    heading,
    text,
    image,
    progress_bar,
    status,
    alert,
    button,
    link,
    text_box,
    check_box,
    radio,
    tab,
    combo_box,
    file_input,
};

/// What a text field expects; chooses the soft keyboard.
enum class InputHint : std::uint8_t {
    text,
    numeric,  ///< whole numbers
    decimal,
    telephone,
    email,
    date,
    search,
    user_name,
    password,
    rut,  ///< digits and perhaps a K: a keyboard of digits alone would lack it
};

enum class Sort : std::uint8_t { none, ascending, descending };

/// In CSS pixels. Absolute on the canvas while a frame is built.
struct Rect {
    float x = 0;
    float y = 0;
    float width = 0;
    float height = 0;

    float right() const { return x + width; }
    float bottom() const { return y + height; }
    bool operator==(const Rect&) const = default;
};

struct SemanticFlags {
    bool disabled = false;
    bool required = false;
    bool invalid = false;
    bool read_only = false;
    bool checked = false;  ///< check boxes, radios; "pressed" on a toggle button
    bool is_toggle = false;
    bool selected = false;  ///< tabs, rows
    bool current = false;   ///< the place of a navigation one is at
    bool expandable = false;
    bool expanded = false;
    bool multiline = false;
    bool modal = false;
    bool sortable = false;
    bool tracks_pointer = false;   ///< wants pointer moves within it (charts)
    bool decorative_rect = false;  ///< not reachable by the pointer (a chart's table)
    bool auto_focus = false;       ///< takes the focus when it appears
    bool live = false;             ///< send each keystroke as a commit (search boxes)
    bool vertical = false;         ///< left and right are left to shortcuts in this radio group
    bool roving = false;           ///< one stop for Tab; arrows move among the buttons
    bool sticky = false;           ///< a table's header: stays in view while its table is
    bool captures = false;         ///< a file input that opens the camera
};

struct SemanticNode {
    NodeKey key = 0;
    NodeKey parent = 0;
    Role role = Role::text;
    std::string name;
    std::string value;
    std::string description;  ///< help text
    std::string error;
    std::string placeholder;           ///< file inputs: the types they take
    std::string href;                  ///< links: the place they lead to
    std::vector<std::string> options;  ///< combo boxes; `value` is the index in decimal
    SemanticFlags flags;
    Rect rect;
    float content_width = 0;  ///< scroll containers
    float content_height = 0;
    float minimum = 0;  ///< progress bars
    float maximum = 0;
    std::int32_t level = 0;  ///< headings
    std::int32_t row_count = 0;
    std::int32_t column_count = 0;
    std::int32_t row = 0;  ///< 1-based
    std::int32_t column = 0;
    std::int32_t length_max = 0;  ///< text boxes: characters; file inputs: a photo's longest edge
    float font_size = 0;          ///< text boxes: the native editor looks like the drawn one
    float padding = 0;
    InputHint hint = InputHint::text;
    Sort sort = Sort::none;
};

enum class ActionKind : std::uint8_t {
    click,
    set_value,  ///< while typing
    commit,     ///< the value is final: left the field, pressed Enter, paused, chose
    focus,
    blur,
    scroll,   ///< x, y: the new offset of a scroll container
    dismiss,  ///< Escape inside a dialog
    pull,     ///< y: how far a finger pulled the top of the page down; 0: not any more
    release,  ///< the finger that pulled is gone
};

/// What a person did to a mirrored element.
struct SemanticAction {
    NodeKey key = 0;
    ActionKind kind = ActionKind::click;
    std::string value;
    float x = 0;
    float y = 0;
    bool by_keyboard = false;  ///< a focus that should show its ring
};

/// Builds the tree of one frame and says how it differs from the frame before.
class SemanticTree {
public:
    SemanticTree();

    void begin_frame();

    /// Adds a node under the innermost open container. The reference is valid until the next call.
    SemanticNode& add(SemanticNode node);

    /// Opens a container; what follows goes into it until `close`.
    std::size_t open(SemanticNode node);
    void close();

    /// A node of this frame, by the index `open` returned.
    SemanticNode& at(std::size_t index) { return nodes_[index]; }

    /// Where the content of a scroll container starts: its children are placed relative to it.
    void set_content_origin(std::size_t index, float x, float y);

    /// The innermost open container; 0 at the root.
    NodeKey parent_key() const;

    /// The nodes of this frame in reading order.
    const std::vector<SemanticNode>& nodes() const { return nodes_; }

    /// JSON of what changed since the frame before ("" if nothing did):
    /// `{"set":[node…],"gone":["key"…],"order":{"parent":["key"…]}}`.
    std::string finish_frame();

    /// Forgets the frame before, so that the next patch is complete.
    void reset();

private:
    struct Origin {
        float x = 0;
        float y = 0;
    };
    struct Known {
        std::uint64_t digest = 0;
        std::uint64_t children_digest = 0;
        std::uint32_t frame = 0;
    };

    std::vector<SemanticNode> nodes_;
    std::unordered_map<std::size_t, Origin> origins_;
    std::vector<std::size_t> open_;
    std::unordered_map<NodeKey, Known> known_;
    std::unordered_map<NodeKey, std::uint32_t> uses_;
    std::uint32_t frame_ = 0;
};

/// A key as the mirror writes it: 16 hexadecimal digits.
std::string key_text(NodeKey key);

}  // namespace minga::client
