#include "client_wasm/widgets/semantics.hpp"

#include "shared/codec/json.hpp"

#include <cmath>
#include <cstring>

namespace minga::client {
namespace {

constexpr std::uint64_t fnv_offset = 14695981039346656037ULL;
constexpr std::uint64_t fnv_prime = 1099511628211ULL;

class Digest {
public:
    void add(std::string_view text) {
        add_number(text.size());
        for (const char character : text) add_byte(static_cast<unsigned char>(character));
    }
    void add_number(std::uint64_t number) {
        for (int shift = 0; shift < 64; shift += 8) {
            add_byte(static_cast<unsigned char>(number >> shift));
        }
    }
    void add_length(float length) {
        // A tenth of a pixel is below what anyone can see or hit.
        add_number(static_cast<std::uint64_t>(static_cast<std::int64_t>(std::lround(length * 10))));
    }
    void add_flag(bool flag) { add_byte(flag ? 1 : 2); }
    std::uint64_t value() const { return value_; }

private:
    void add_byte(unsigned char byte) {
        value_ ^= byte;
        value_ *= fnv_prime;
    }
    std::uint64_t value_ = fnv_offset;
};

std::uint64_t digest_of(const SemanticNode& node) {
    Digest digest;
    digest.add_number(node.parent);
    digest.add_number(static_cast<std::uint64_t>(node.role));
    for (const std::string* text :
         {&node.name, &node.value, &node.description, &node.error, &node.placeholder, &node.href}) {
        digest.add(*text);
    }
    for (const std::string& option : node.options) digest.add(option);
    const SemanticFlags& flags = node.flags;
    for (const bool flag :
         {flags.disabled,   flags.required,       flags.invalid,         flags.read_only,
          flags.checked,    flags.is_toggle,      flags.selected,        flags.current,
          flags.expandable, flags.expanded,       flags.multiline,       flags.modal,
          flags.sortable,   flags.tracks_pointer, flags.decorative_rect, flags.auto_focus,
          flags.live,       flags.vertical,       flags.roving,          flags.sticky,
          flags.captures}) {
        digest.add_flag(flag);
    }
    for (const float length : {node.rect.x, node.rect.y, node.rect.width, node.rect.height,
                               node.content_width, node.content_height, node.minimum * 100,
                               node.maximum * 100, node.font_size, node.padding}) {
        digest.add_length(length);
    }
    for (const std::int32_t number :
         {node.level, node.row_count, node.column_count, node.row, node.column, node.length_max}) {
        digest.add_number(static_cast<std::uint64_t>(number));
    }
    digest.add_number(static_cast<std::uint64_t>(node.hint));
    digest.add_number(static_cast<std::uint64_t>(node.sort));
    return digest.value();
}

std::string_view role_text(Role role) {
    switch (role) {
        case Role::root:
            return "root";
        case Role::banner:
            return "banner";
        case Role::navigation:
            return "navigation";
        case Role::main:
            return "main";
        case Role::complementary:
            return "complementary";
        case Role::region:
            return "region";
        case Role::dialog:
            return "dialog";
        case Role::scroll:
            return "scroll";
        case Role::group:
            return "group";
        case Role::list:
            return "list";
        case Role::list_item:
            return "listitem";
        case Role::radio_group:
            return "radiogroup";
        case Role::tab_list:
            return "tablist";
        case Role::tab_panel:
            return "tabpanel";
        case Role::table:
            return "table";
        case Role::row:
            return "row";
        case Role::column_header:
            return "columnheader";
        case Role::row_header:
            return "rowheader";
        case Role::cell:
            return "cell";
        case Role::heading:
            return "heading";
        case Role::text:
            return "text";
        case Role::image:
            return "img";
        case Role::progress_bar:
            return "progressbar";
        case Role::status:
            return "status";
        case Role::alert:
            return "alert";
        case Role::button:
            return "button";
        case Role::link:
            return "link";
        case Role::text_box:
            return "textbox";
        case Role::check_box:
            return "checkbox";
        case Role::radio:
            return "radio";
        case Role::tab:
            return "tab";
        case Role::combo_box:
            return "combobox";
        case Role::file_input:
            return "file";
    }
    return "text";
}

std::string_view hint_text(InputHint hint) {
    switch (hint) {
        case InputHint::text:
            return "text";
        case InputHint::numeric:
            return "numeric";
        case InputHint::decimal:
            return "decimal";
        case InputHint::telephone:
            return "tel";
        case InputHint::email:
            return "email";
        case InputHint::date:
            return "date";
        case InputHint::search:
            return "search";
        case InputHint::user_name:
            return "username";
        case InputHint::password:
            return "password";
        case InputHint::rut:
            return "rut";
    }
    return "text";
}

void append_number(std::string& out, double number) {
    // One decimal is enough for positions; most numbers are whole.
    const auto tenths = static_cast<std::int64_t>(std::llround(number * 10));
    if (tenths < 0) out += '-';
    const std::int64_t positive = tenths < 0 ? -tenths : tenths;
    out += std::to_string(positive / 10);
    if (positive % 10 != 0) {
        out += '.';
        out += static_cast<char>('0' + positive % 10);
    }
}

void append_text_field(std::string& out, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out += ",\"";
    out += name;
    out += "\":";
    append_json_text(out, value);
}

void append_number_field(std::string& out, std::string_view name, double value) {
    if (value == 0) return;
    out += ",\"";
    out += name;
    out += "\":";
    append_number(out, value);
}

void append_flag_field(std::string& out, std::string_view name, bool value) {
    if (!value) return;
    out += ",\"";
    out += name;
    out += "\":1";
}

void append_key(std::string& out, NodeKey key) {
    out += '"';
    out += key_text(key);
    out += '"';
}

void append_flags(std::string& out, const SemanticFlags& flags) {
    append_flag_field(out, "disabled", flags.disabled);
    append_flag_field(out, "required", flags.required);
    append_flag_field(out, "invalid", flags.invalid);
    append_flag_field(out, "readonly", flags.read_only);
    append_flag_field(out, "checked", flags.checked);
    append_flag_field(out, "toggle", flags.is_toggle);
    append_flag_field(out, "selected", flags.selected);
    append_flag_field(out, "current", flags.current);
    append_flag_field(out, "expandable", flags.expandable);
    append_flag_field(out, "expanded", flags.expanded);
    append_flag_field(out, "multiline", flags.multiline);
    append_flag_field(out, "modal", flags.modal);
    append_flag_field(out, "sortable", flags.sortable);
    append_flag_field(out, "tracks", flags.tracks_pointer);
    append_flag_field(out, "passive", flags.decorative_rect);
    append_flag_field(out, "autofocus", flags.auto_focus);
    append_flag_field(out, "live", flags.live);
    append_flag_field(out, "vertical", flags.vertical);
    append_flag_field(out, "roving", flags.roving);
    append_flag_field(out, "sticky", flags.sticky);
    append_flag_field(out, "captures", flags.captures);
}

void append_node(std::string& out, const SemanticNode& node) {
    out += "{\"key\":";
    append_key(out, node.key);
    out += ",\"parent\":";
    append_key(out, node.parent);
    out += ",\"role\":\"";
    out += role_text(node.role);
    out += "\",\"rect\":[";
    append_number(out, node.rect.x);
    out += ',';
    append_number(out, node.rect.y);
    out += ',';
    append_number(out, node.rect.width);
    out += ',';
    append_number(out, node.rect.height);
    out += ']';
    append_text_field(out, "name", node.name);
    append_text_field(out, "value", node.value);
    append_text_field(out, "help", node.description);
    append_text_field(out, "error", node.error);
    append_text_field(out, "placeholder", node.placeholder);
    append_text_field(out, "href", node.href);
    if (!node.options.empty()) {
        out += ",\"options\":[";
        for (std::size_t index = 0; index < node.options.size(); ++index) {
            if (index > 0) out += ',';
            append_json_text(out, node.options[index]);
        }
        out += ']';
    }
    append_flags(out, node.flags);
    append_number_field(out, "cw", node.content_width);
    append_number_field(out, "ch", node.content_height);
    append_number_field(out, "min", node.minimum);
    append_number_field(out, "max", node.maximum);
    append_number_field(out, "level", node.level);
    append_number_field(out, "rows", node.row_count);
    append_number_field(out, "cols", node.column_count);
    append_number_field(out, "row", node.row);
    append_number_field(out, "col", node.column);
    append_number_field(out, "maxlength", node.length_max);
    append_number_field(out, "font", node.font_size);
    append_number_field(out, "pad", node.padding);
    if (node.role == Role::text_box) append_text_field(out, "hint", hint_text(node.hint));
    if (node.sort == Sort::ascending) append_text_field(out, "sort", "ascending");
    if (node.sort == Sort::descending) append_text_field(out, "sort", "descending");
    out += '}';
}

}  // namespace

NodeKey hash_key(NodeKey seed, std::string_view text) {
    std::uint64_t value = seed == 0 ? fnv_offset : seed;
    for (const char character : text) {
        value ^= static_cast<unsigned char>(character);
        value *= fnv_prime;
    }
    // One more round, so that a child with an empty key differs from its parent.
    value ^= 0xFF;
    value *= fnv_prime;
    return value == 0 ? 1 : value;
}

std::string key_text(NodeKey key) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t index = 16; index-- > 0; key >>= 4) text[index] = digits[key & 15];
    return text;
}

SemanticTree::SemanticTree() = default;

void SemanticTree::begin_frame() {
    nodes_.clear();
    origins_.clear();
    open_.clear();
    uses_.clear();
    ++frame_;
}

NodeKey SemanticTree::parent_key() const {
    return open_.empty() ? 0 : nodes_[open_.back()].key;
}

SemanticNode& SemanticTree::add(SemanticNode node) {
    // A second widget with the same key keeps an identity of its own, by its order; the mark keeps
    // it apart from what screens call "1".
    const NodeKey key = node.key;
    for (std::uint32_t use = uses_[key]++; use > 0; use = uses_[node.key]++) {
        node.key = hash_key(key, "\n" + std::to_string(use));
    }
    node.parent = node.role == Role::dialog ? 0 : parent_key();
    nodes_.push_back(std::move(node));
    return nodes_.back();
}

std::size_t SemanticTree::open(SemanticNode node) {
    add(std::move(node));
    open_.push_back(nodes_.size() - 1);
    return nodes_.size() - 1;
}

void SemanticTree::close() {
    open_.pop_back();
}

void SemanticTree::set_content_origin(std::size_t index, float x, float y) {
    origins_[index] = {x, y};
}

std::string SemanticTree::finish_frame() {
    // Rectangles become relative to the parent, so that scrolling or moving a container changes one
    // node and not all of its content.
    std::unordered_map<NodeKey, Origin> origin_of{{0, {}}};
    std::unordered_map<NodeKey, std::vector<NodeKey>> children;
    std::vector<NodeKey> parents{0};
    for (std::size_t index = 0; index < nodes_.size(); ++index) {
        SemanticNode& node = nodes_[index];
        const auto own = origins_.find(index);
        origin_of[node.key] =
            own == origins_.end() ? Origin{node.rect.x, node.rect.y} : own->second;
        const Origin parent = origin_of[node.parent];
        node.rect.x -= parent.x;
        node.rect.y -= parent.y;
        auto [siblings, is_new] = children.try_emplace(node.parent);
        if (is_new && node.parent != 0) parents.push_back(node.parent);
        siblings->second.push_back(node.key);
    }
    children.try_emplace(0);

    std::string set;
    for (const SemanticNode& node : nodes_) {
        Known& known = known_[node.key];
        known.frame = frame_;
        const std::uint64_t digest = digest_of(node);
        if (known.digest == digest) continue;
        known.digest = digest;
        if (!set.empty()) set += ',';
        append_node(set, node);
    }
    std::string gone;
    for (auto entry = known_.begin(); entry != known_.end();) {
        if (entry->second.frame == frame_ || entry->first == 0) {
            ++entry;
            continue;
        }
        if (!gone.empty()) gone += ',';
        append_key(gone, entry->first);
        entry = known_.erase(entry);
    }
    std::string order;
    for (const NodeKey parent : parents) {
        Digest digest;
        for (const NodeKey child : children[parent]) digest.add_number(child);
        Known& known = known_[parent];
        if (known.children_digest == digest.value()) continue;
        known.children_digest = digest.value();
        if (!order.empty()) order += ',';
        append_key(order, parent);
        order += ":[";
        const std::vector<NodeKey>& keys = children[parent];
        for (std::size_t index = 0; index < keys.size(); ++index) {
            if (index > 0) order += ',';
            append_key(order, keys[index]);
        }
        order += ']';
    }
    if (set.empty() && gone.empty() && order.empty()) return {};
    return "{\"set\":[" + set + "],\"gone\":[" + gone + "],\"order\":{" + order + "}}";
}

void SemanticTree::reset() {
    known_.clear();
}

}  // namespace minga::client
