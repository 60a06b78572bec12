/// The frame around a screen: bars, rail, panel, sheets.
#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/crumbs.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

constexpr float rail_width = 216;
constexpr float rail_width_narrow = 96;
constexpr float panel_width = 408;

std::size_t open_region(Ui::Core& core, Role role, std::string_view name, const Rect& rect) {
    SemanticNode node;
    node.key = hash_key(core.scopes.front(), "region " + std::string(name));
    node.role = role;
    node.name = name;
    node.rect = rect;
    return core.tree.open(std::move(node));
}

void draw_badge(Ui::Core& core, float x, float y, int count) {
    auto face = core.font(TextSize::caption, Weight::semibold);
    face.size *= std::min(1.0F, 1.4F / core.input.text_scale);
    const std::string text = count > 99 ? "99+" : std::to_string(count);
    const float height = core.gap(20);
    const float width = std::max(height, core.text_width(face, text) + core.gap(10));
    const Rect pill{x - width / 2, y - height / 2, width, height};
    core.fill(pill, core.color(Token::accent), height / 2);
    core.draw_line(face, pill.x, pill.y + (height - face.line_height) / 2,
                   core.color(Token::surface), text, width, Align::center);
}

/// One place of the bar or rail as a link; true when pressed.
bool place_link(Ui::Core& core, const Place& place, const Rect& rect, bool is_current, NodeKey& key,
                bool& is_hovered) {
    std::string name(place.label);
    if (place.badge > 0) name += " (" + std::to_string(place.badge) + ")";
    SemanticNode& node = core.emit(
        hash_key(core.scopes.front(), "place " + std::string(place.label)), Role::link, name, rect);
    node.href = place.route;
    node.flags.current = is_current;
    key = node.key;
    const Hit hit = core.interact(key, rect);
    is_hovered = hit.is_hovered;
    if (hit.is_clicked) core.wants_frame = true;
    return hit.is_clicked;
}

std::optional<int> draw_bottom_bar(Ui::Core& core, const Shell& shell, const Rect& bar) {
    std::optional<int> pressed;
    open_region(core, Role::navigation, "Principal", bar);
    core.fill(bar, core.color(Token::surface));
    core.fill({bar.x, bar.y, bar.width, 1}, core.color(Token::hairline));
    const auto count = static_cast<float>(std::max(shell.places.size(), std::size_t{1}));
    const float cell_width = bar.width / count;
    // Four words side by side: rather a little smaller than cut.
    auto face = core.font(TextSize::caption, Weight::semibold);
    float widest = 1;
    for (const Place& place : shell.places) {
        widest = std::max(widest, core.text_width(face, place.label));
    }
    // … and no larger than the bar is high.
    const float shrink = std::min({1.0F, (cell_width - 6) / widest, 1.4F / core.input.text_scale});
    face.size *= shrink;
    const float icon_size = std::min(core.px(24), 36.0F);
    for (std::size_t index = 0; index < shell.places.size(); ++index) {
        const Place& place = shell.places[index];
        const Rect cell{bar.x + cell_width * static_cast<float>(index), bar.y, cell_width,
                        bar.height - core.input.inset_bottom};
        const bool is_current = static_cast<int>(index) == shell.current;
        NodeKey key = 0;
        bool is_hovered = false;
        if (place_link(core, place, cell, is_current, key, is_hovered)) {
            pressed = static_cast<int>(index);
        }
        const ImU32 color = core.color(is_current ? Token::primary : Token::muted);
        const float middle = cell.x + cell.width / 2;
        const float content = icon_size + 3 + face.line_height * shrink;
        const float top = cell.y + (cell.height - content) / 2;
        if (is_current || is_hovered) {
            const Rect pill{middle - icon_size * 1.25F, top - 3, icon_size * 2.5F, icon_size + 6};
            core.fill(pill, core.color(is_current ? Token::primary_soft : Token::sunken),
                      pill.height / 2);
            if (is_current) core.edge(pill, Token::primary, pill.height / 2);
        }
        core.draw_icon(place.icon, middle, top + icon_size / 2, icon_size, color);
        if (place.badge > 0) {
            draw_badge(core, middle + icon_size * 0.7F, top + icon_size * 0.2F, place.badge);
        }
        const float text_y = top + icon_size + 3 - (1 - shrink) * face.line_height / 2;
        core.draw_line(face, cell.x, text_y, color, place.label, cell.width, Align::center);
        const Rect ring{cell.x + 4, cell.y + 4, cell.width - 8, cell.height - 8};
        core.focus_ring(key, ring, 8);
    }
    core.tree.close();
    return pressed;
}

std::optional<int> draw_rail(Ui::Core& core, const Shell& shell, const Rect& rail, bool is_narrow) {
    std::optional<int> pressed;
    core.fill(rail, core.color(Token::surface));
    core.fill({rail.right() - 1, rail.y, 1, rail.height}, core.color(Token::hairline));
    const auto name = core.font(TextSize::section, Weight::semibold);
    const float margin = core.gap(12);
    float y = rail.y + core.gap(20);
    // The sign: a house that is being carried.
    const float sign = core.px(34);
    const float sign_x = is_narrow ? rail.x + (rail.width - sign) / 2 : rail.x + margin + 4;
    core.fill({sign_x, y, sign, sign}, core.color(Token::primary), core.px(9));
    core.draw_icon(Icon::home, sign_x + sign / 2, y + sign / 2, core.px(22),
                   core.color(Token::on_primary));
    if (!is_narrow) {
        core.draw_line(name, sign_x + sign + core.gap(12), y + (sign - name.line_height) / 2,
                       core.color(Token::text), "Minga");
    }
    y += sign + core.gap(24);
    open_region(core, Role::navigation, "Principal", rail);
    const auto face = core.font(is_narrow ? TextSize::caption : TextSize::body, Weight::semibold);
    const float height = is_narrow ? core.px(64) : core.px(44);
    for (std::size_t index = 0; index < shell.places.size(); ++index) {
        const Place& place = shell.places[index];
        const Rect cell{rail.x + margin, y, rail.width - 2 * margin, height};
        const bool is_current = static_cast<int>(index) == shell.current;
        NodeKey key = 0;
        bool is_hovered = false;
        if (place_link(core, place, cell, is_current, key, is_hovered)) {
            pressed = static_cast<int>(index);
        }
        if (is_current) {
            core.fill(cell, core.color(Token::primary_soft), core.px(8));
            core.edge(cell, Token::primary, core.px(8));
        } else if (is_hovered) {
            core.fill(cell, core.color(Token::text, 0.05F), core.px(8));
        }
        const ImU32 color = core.color(is_current ? Token::primary : Token::text);
        const float icon = core.px(20);
        if (is_narrow) {
            core.draw_icon(place.icon, cell.x + cell.width / 2, cell.y + core.px(22), core.px(22),
                           color);
            core.draw_line(face, cell.x - margin + 2, cell.bottom() - face.line_height - core.px(6),
                           color, place.label, rail.width - 4, Align::center);
        } else {
            core.draw_icon(place.icon, cell.x + core.gap(12) + icon / 2, cell.y + height / 2, icon,
                           color);
            core.draw_line(face, cell.x + core.gap(12) + icon + core.gap(12),
                           cell.y + (height - face.line_height) / 2, color, place.label,
                           cell.width - icon - core.gap(40));
        }
        if (place.badge > 0) {
            draw_badge(core, cell.right() - core.gap(18),
                       is_narrow ? cell.y + core.px(14) : cell.y + height / 2, place.badge);
        }
        core.focus_ring(key, cell, core.px(8));
        y += height + core.gap(4);
    }
    if (!shell.user.empty() && !is_narrow) {
        const auto small = core.font(TextSize::caption, Weight::regular);
        const float width = rail.width - 2 * margin - core.px(28);
        const float text_height = core.text_height(small, shell.user, width);
        const float top = rail.bottom() - core.gap(20) - text_height;
        core.draw_icon(Icon::user, rail.x + margin + core.px(12), top + small.line_height / 2,
                       core.px(18), core.color(Token::muted));
        const Rect box{rail.x + margin + core.px(28), top, width, text_height};
        core.draw_text(small, box, core.color(Token::muted), shell.user);
        core.emit(hash_key(core.scopes.front(), "user"), Role::text, shell.user, box);
    }
    core.tree.close();
    return pressed;
}

/// The ways back and forth, at the right end of the header; returns the room that they take.
float draw_undo_buttons(Ui& ui, const Shell& shell, float right, float y, ShellEvents& events) {
    if (shell.undoable.empty() && shell.redoable.empty()) return 0;
    Ui::Core& core = ui.core();
    const float size = core.px(core.input.is_touch ? 44 : 36);
    const auto place = [&](float x, const Button& button) {
        core.push_layout(x, y + core.gap(4), size, 0);
        const bool is_pressed = ui.button(button);
        core.pop_layout();
        return is_pressed;
    };
    const std::string undo = "Deshacer: " + std::string{shell.undoable};
    const std::string redo = "Rehacer: " + std::string{shell.redoable};
    events.is_undo_pressed = place(
        right - 2 * size,
        {.label = shell.undoable.empty() ? std::string_view{"Deshacer"} : std::string_view{undo},
         .style = ButtonStyle::quiet,
         .icon = Icon::undo,
         .key = "undo",
         .description = "Ctrl+Z",
         .is_disabled = shell.undoable.empty(),
         .is_icon_only = true});
    events.is_redo_pressed = place(
        right - size,
        {.label = shell.redoable.empty() ? std::string_view{"Rehacer"} : std::string_view{redo},
         .style = ButtonStyle::quiet,
         .icon = Icon::redo,
         .key = "redo",
         .description = "Ctrl+Y",
         .is_disabled = shell.redoable.empty(),
         .is_icon_only = true});
    return 2 * size + core.gap(8);
}

/// The way to paper, left of them; returns the room that it takes.
float draw_print_button(Ui& ui, const Shell& shell, float right, float y, ShellEvents& events) {
    if (!shell.has_paper) return 0;
    Ui::Core& core = ui.core();
    const float size = core.px(core.input.is_touch ? 44 : 36);
    core.push_layout(right - size, y + core.gap(4), size, 0);
    events.is_print_pressed = ui.button({.label = "Imprimir",
                                         .style = ButtonStyle::quiet,
                                         .icon = Icon::printer,
                                         .key = "print",
                                         .description = "Ctrl+P",
                                         .is_icon_only = true});
    core.pop_layout();
    return size + core.gap(8);
}

/// The header above the content; returns where it ends.
float draw_header(Ui& ui, const Shell& shell, const Rect& room, Role role, ShellEvents& events) {
    Ui::Core& core = ui.core();
    const bool is_phone = core.is_phone();
    const float padding_x = role == Role::group ? 0.0F : core.gap(is_phone ? 16 : 32);
    const auto caption = core.font(TextSize::caption, Weight::regular);
    const auto chip_face = core.font(TextSize::caption, Weight::semibold);
    const auto title = core.font(TextSize::title, Weight::semibold);
    const std::size_t region = open_region(core, role, "Encabezado", room);
    float x = room.x + padding_x;
    float right = room.right() - padding_x;
    const float y = room.y + core.gap(is_phone ? 10 : 18);
    const float chip_width =
        shell.sync.text.empty()
            ? 0
            : std::ceil(core.text_width(chip_face, chip_text(shell.sync, is_phone))) + core.px(18) +
                  core.gap(30);
    const float chip_height = core.px(core.input.is_touch ? 44 : 34);
    // At large text sizes on a phone the chip has a line of its own.
    const float title_width = core.text_width(title, shell.title) + (shell.has_back ? 48 : 0);
    const bool is_chip_below =
        is_phone && title_width + chip_width + core.gap(8) > right - x && chip_width > 0 &&
        core.text_width(caption, shell.context) + chip_width + core.gap(8) > right - x;
    if (shell.has_back) {
        const float size = core.px(core.input.is_touch ? 44 : 36);
        core.push_layout(x - core.gap(10), y, size, 0);
        events.is_back_pressed = ui.button({.label = "Volver",
                                            .style = ButtonStyle::quiet,
                                            .icon = Icon::arrow_left,
                                            .is_icon_only = true});
        core.pop_layout();
        x += size;
    }
    if (!is_chip_below && chip_width > 0) right -= chip_width + core.gap(12);
    if (!is_phone && shell.main_action != nullptr) {
        const auto bold = core.font(TextSize::body, Weight::semibold);
        const float width = std::ceil(core.text_width(bold, shell.main_action->label)) +
                            2 * core.gap(16) +
                            (shell.main_action->icon == Icon::none ? 0 : core.px(20) + core.gap(8));
        right -= width + core.gap(4);
        core.push_layout(right, y + core.gap(4), width, 0);
        events.is_main_action_pressed = ui.button(*shell.main_action);
        core.pop_layout();
        right -= core.gap(12);
    }
    if (!is_phone) {
        right -= draw_undo_buttons(ui, shell, right, y, events);
        right -= draw_print_button(ui, shell, right, y, events);
    }
    if (!shell.context.empty()) {
        core.draw_line(caption, x, y, core.color(Token::muted), shell.context, right - x);
        core.emit(hash_key(core.scopes.front(), "context"), Role::text, shell.context,
                  {x, y, std::max(right - x, 1.0F), caption.line_height});
    }
    const bool has_crumbs = !is_phone && !shell.crumbs.empty();
    if (has_crumbs) {
        const float used =
            shell.context.empty() ? 0 : core.text_width(caption, shell.context) + core.gap(20);
        const Rect way{x + used, y, right - x - used, caption.line_height};
        events.crumb = draw_crumbs(core, shell.crumbs, way);
    }
    float title_right = right;
    if (is_phone && !is_chip_below && core.text_width(title, shell.title) > right - x) {
        title_right = room.right() - padding_x;
    }
    const float title_height = core.text_height(title, shell.title, title_right - x);
    const bool has_line = has_crumbs || !shell.context.empty();
    const float line = has_line ? caption.line_height : 0.0F;
    const bool is_below_chip = title_right > right;
    float lead = is_below_chip ? std::max(line, chip_height) : line;
    // With no line above it the title stands beside the buttons, in the middle of their height.
    float beside = 0;
    if (!has_line && !is_below_chip) {
        beside = core.px(core.input.is_touch ? 44 : 36) + (is_phone ? 0 : 2 * core.gap(4));
        lead = std::max(0.0F, (beside - title_height) / 2);
    }
    const Rect title_rect{x, y + lead, title_right - x, title_height};
    core.draw_text(title, title_rect, core.color(Token::text), shell.title);
    core.emit(hash_key(core.scopes.front(), "title"), Role::heading, shell.title, title_rect)
        .level = 1;
    float bottom = std::max(title_rect.bottom(), y + beside);
    if (chip_width > 0) {
        if (is_chip_below) {
            core.push_layout(room.x + padding_x, bottom + core.gap(4), room.width - 2 * padding_x,
                             0);
        } else {
            const float chip_y =
                is_below_chip ? y - core.gap(4) : y + (bottom - y - chip_height) / 2;
            core.push_layout(room.right() - padding_x - chip_width, chip_y, chip_width + 1, 0);
        }
        events.is_sync_pressed = ui.sync_chip(shell.sync);
        const float chip_bottom = core.pop_layout();
        bottom = std::max(bottom, chip_bottom - core.gap(4));
    }
    bottom += core.gap(is_phone ? 10 : 14);
    core.tree.at(region).rect.height = bottom - room.y;
    core.tree.close();
    return bottom;
}

}  // namespace

/// A window above everything so far, which takes the pointer and the focus.
struct Overlay {
    std::size_t node = 0;
};

static Overlay begin_overlay(Ui::Core& core, NodeKey key, std::string_view title,
                             const Rect& rect) {
    const std::string id = "overlay " + std::to_string(core.overlay_count++);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({core.input.width, core.input.height});
    ImGui::Begin(id.c_str(), nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoNav);
    core.clips.push_back({0, 0, core.input.width, core.input.height});
    core.fill(core.clips.back(), core.color(Token::scrim, 0.5F));
    SemanticNode node;
    node.key = key;
    node.role = Role::dialog;
    node.name = title;
    node.rect = rect;
    node.flags.modal = true;
    return {core.tree.open(std::move(node))};
}

static void end_overlay(Ui::Core& core) {
    core.tree.close();
    core.clips.pop_back();
    ImGui::End();
}

/// Title, close button and scrolling body of a panel or sheet; true when it asks to be closed.
static bool draw_panel(Ui& ui, NodeKey key, std::string_view title, const Rect& rect,
                       FunctionRef<void()> body, float* content_height) {
    Ui::Core& core = ui.core();
    const float padding = core.gap(core.is_phone() ? 16 : 20);
    const auto face = core.font(TextSize::section, Weight::semibold);
    const float close = core.px(core.input.is_touch ? 48 : 40);
    const float title_width = rect.width - 2 * padding - close;
    const float title_height = core.text_height(face, title, title_width);
    const float head = std::max(title_height, close) + core.gap(16);
    const Rect title_rect{rect.x + padding, rect.y + (head - title_height) / 2, title_width,
                          title_height};
    core.draw_text(face, title_rect, core.color(Token::text), title);
    core.emit(hash_key(key, "title"), Role::heading, title, title_rect).level = 2;
    core.scopes.push_back(key);
    core.push_layout(rect.right() - padding - close + core.gap(8), rect.y + (head - close) / 2,
                     close, 0);
    bool is_closed = ui.button(
        {.label = "Cerrar", .style = ButtonStyle::quiet, .icon = Icon::x, .is_icon_only = true});
    core.pop_layout();
    core.fill({rect.x, rect.y + head - 1, rect.width, 1}, core.color(Token::hairline));
    const Rect view{rect.x, rect.y + head, rect.width, rect.height - head};
    const ScrollArea area = core.begin_scroll(hash_key(key, "scroll"), Role::scroll, title, view,
                                              padding, core.gap(16));
    body();
    core.end_scroll(area, core.gap(24));
    if (content_height != nullptr) {
        *content_height = head + core.scrolls[area.key].content_height;
    }
    core.scopes.pop_back();
    if (core.action(key, ActionKind::dismiss) != nullptr || ui.shortcut("Escape")) {
        is_closed = true;
    }
    if (is_closed) core.wants_frame = true;
    return is_closed;
}

ShellEvents Ui::shell(const Shell& shell, FunctionRef<void()> content) {
    Core& core = *core_;
    ShellEvents events;
    const bool is_phone = core.is_phone();
    page_title(shell.title);
    Rect room{0, core.input.inset_top, core.input.width, core.input.height - core.input.inset_top};

    if (shell.notice != nullptr) {
        const std::size_t region = open_region(core, Role::region, "Aviso", room);
        core.push_layout(room.x, room.y, room.width, 0);
        events.is_notice_pressed = banner(*shell.notice);
        const float bottom = core.pop_layout();
        core.tree.at(region).rect.height = bottom - room.y;
        core.tree.close();
        room.height -= bottom - room.y;
        room.y = bottom;
    }
    const float page_top = room.y;
    float rail = 0;
    if (!is_phone) {
        const bool is_narrow = room.width / core.input.text_scale < 1000;
        rail = core.px(is_narrow ? rail_width_narrow : rail_width);
        if (const auto place =
                draw_rail(core, shell, {room.x, room.y, rail, room.height}, is_narrow)) {
            events.place = place;
        }
        room.x += rail;
        room.width -= rail;
    }
    if (!is_phone && shell.panel != nullptr) {
        // The panel stands beside the header, too.
        const float panel = core.px(panel_width);
        room.width -= panel;
        core.fill({room.right(), room.y, panel, room.height}, core.color(Token::surface));
        core.fill({room.right(), room.y, 1, room.height}, core.color(Token::hairline));
    }
    // With large text on a phone the head and the main action scroll with the content, so that
    // there is room left to read it.
    const bool is_inline = is_phone && core.input.text_scale > 1.4F;
    const bool has_header = !(shell.context.empty() && shell.title.empty());
    if (has_header && !is_inline) {
        if (is_phone) {
            // Its ground is drawn first, at the height of the frame before.
            float& known = core.heights[hash_key(core.scopes.front(), "header")];
            core.fill(
                {room.x, room.y - core.input.inset_top, room.width, known + core.input.inset_top},
                core.color(Token::surface));
            core.fill({room.x, room.y + known - 1, room.width, 1}, core.color(Token::hairline));
            const float bottom = draw_header(*this, shell, room, Role::banner, events);
            if (std::fabs(known - (bottom - room.y)) > 0.5F) core.wants_frame = true;
            known = bottom - room.y;
            room.height -= known;
            room.y = bottom;
        } else {
            const float bottom = draw_header(*this, shell, room, Role::banner, events);
            room.height -= bottom - room.y;
            room.y = bottom;
        }
    }
    float bar = 0;
    float action = 0;
    if (is_phone) {
        bar = std::min(core.px(64), 88.0F) + core.input.inset_bottom;
        if (shell.main_action != nullptr && !is_inline) {
            action = core.control_height() + core.gap(20);
        }
    }
    const Rect view{room.x, room.y, room.width, room.height - bar - action};
    const float padding_y = core.gap(is_phone ? 16 : 8);
    const float width_max = core.px(shell.width_max);
    core.main_scroll = hash_key(core.scopes.front(), "main");
    // Left-aligned with the header: wide windows keep their blank space at the right.
    const float left = core.gap(is_phone ? 16 : 32);
    const ScrollArea area =
        core.begin_scroll(core.main_scroll, Role::main, "Contenido", view, left, padding_y);
    core.layout().width = std::min(core.layout().width, width_max);
    core.layout().gap = core.gap(is_phone ? 16 : 20);
    if (is_inline && has_header) {
        Layout& layout = core.layout();
        layout.y = draw_header(*this, shell, {layout.x, layout.y - padding_y, layout.width, 0},
                               Role::group, events);
    }
    content();
    if (is_inline && shell.main_action != nullptr) {
        Button button = *shell.main_action;
        button.is_full_width = true;
        events.is_main_action_pressed = this->button(button);
    }
    const bool is_pulling =
        !core.pull.is_idle() || core.action(core.main_scroll, ActionKind::pull) != nullptr;
    if (shell.can_be_pulled && is_pulling) {
        follow_pull(*this, view, shell.is_synchronizing, events);
    }
    core.end_scroll(area, core.gap(32));

    if (is_phone && shell.main_action != nullptr && !is_inline) {
        const Rect strip{0, view.bottom(), room.width, action};
        core.fill(strip, core.color(Token::surface));
        core.fill({strip.x, strip.y, strip.width, 1}, core.color(Token::hairline));
        SemanticNode node;
        node.key = hash_key(core.scopes.front(), "main action");
        node.role = Role::region;
        node.name = "Acción principal";
        node.rect = strip;
        core.tree.open(std::move(node));
        core.push_layout(core.gap(16), strip.y + core.gap(10), strip.width - 2 * core.gap(16), 0);
        Button button = *shell.main_action;
        button.is_full_width = true;
        events.is_main_action_pressed = this->button(button);
        core.pop_layout();
        core.tree.close();
    }
    if (is_phone) {
        if (const auto place =
                draw_bottom_bar(core, shell, {0, core.input.height - bar, room.width, bar})) {
            events.place = place;
        }
    }
    if (shell.panel != nullptr) {
        const NodeKey key = core.key(shell.panel->key, shell.panel->title);
        if (is_phone) {
            const float top = core.input.inset_top + core.gap(12);
            const Rect sheet{0, top, core.input.width, core.input.height - top};
            begin_overlay(core, key, shell.panel->title, sheet);
            core.draw()->AddRectFilled({sheet.x, sheet.y}, {sheet.right(), sheet.bottom()},
                                       core.color(Token::surface), core.px(16),
                                       ImDrawFlags_RoundCornersTop);
            events.is_panel_closed =
                draw_panel(*this, key, shell.panel->title, sheet, shell.panel->body, nullptr);
            end_overlay(core);
        } else {
            const float width = core.px(panel_width);
            const Rect panel{core.input.width - width, page_top, width,
                             core.input.height - page_top};
            SemanticNode node;
            node.key = key;
            node.role = Role::complementary;
            node.name = shell.panel->title;
            node.rect = panel;
            core.tree.open(std::move(node));
            events.is_panel_closed =
                draw_panel(*this, key, shell.panel->title, panel, shell.panel->body, nullptr);
            core.tree.close();
        }
    }
    return events;
}

void Ui::page(float width_max, FunctionRef<void()> content) {
    Core& core = *core_;
    const Rect view{0, core.input.inset_top, core.input.width,
                    core.input.height - core.input.inset_top};
    const float margin = std::max(core.gap(16), (view.width - core.px(width_max)) / 2);
    core.main_scroll = hash_key(core.scopes.front(), "main");
    const ScrollArea area = core.begin_scroll(core.main_scroll, Role::main, "Contenido", view,
                                              margin, core.gap(core.is_phone() ? 20 : 40));
    core.layout().gap = core.gap(16);
    content();
    core.end_scroll(area, core.gap(32));
}

bool Ui::sheet(const Sheet& sheet, FunctionRef<void()> body) {
    Core& core = *core_;
    const NodeKey key = core.key(sheet.key, sheet.title);
    float& known = core.heights[key];
    const bool is_phone = core.is_phone();
    const float width =
        is_phone ? core.input.width : std::min(core.px(sheet.width), core.input.width - 48);
    const float height_max = core.input.height * (is_phone ? 0.92F : 0.85F);
    const float height = std::clamp(known, core.px(120), height_max);
    const Rect rect = is_phone
                          ? Rect{0, core.input.height - height, width, height}
                          : Rect{std::round((core.input.width - width) / 2),
                                 std::round((core.input.height - height_max) / 2), width, height};
    begin_overlay(core, key, sheet.title, rect);
    core.draw()->AddRectFilled(
        {rect.x, rect.y}, {rect.right(), rect.bottom()}, core.color(Token::surface), core.px(16),
        is_phone ? ImDrawFlags_RoundCornersTop : ImDrawFlags_RoundCornersAll);
    float content = 0;
    const bool is_closed = draw_panel(*this, key, sheet.title, rect, body, &content);
    if (is_phone) content += core.input.inset_bottom;
    if (std::fabs(content - known) > 0.5F) core.wants_frame = true;
    known = content;
    end_overlay(core);
    return is_closed;
}

}  // namespace minga::client
