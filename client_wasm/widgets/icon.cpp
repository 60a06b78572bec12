#include "client_wasm/widgets/icon.hpp"

#include <icons.hpp>

#include <string_view>

namespace minga::client {
namespace {

/// The code point of a three-byte UTF-8 text.
constexpr char32_t decode(std::string_view text) {
    const auto byte = [text](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    return (static_cast<char32_t>(byte(0) & 0x0F) << 12) |
           (static_cast<char32_t>(byte(1) & 0x3F) << 6) | static_cast<char32_t>(byte(2) & 0x3F);
}

}  // namespace

char32_t icon_code_point(Icon name) {
    // clang-format off
    switch (name) {
        case Icon::none: return 0;
        case Icon::home: return decode(icon::home);
        case Icon::clipboard_check: return decode(icon::clipboard_check);
        case Icon::chart_gantt: return decode(icon::gantt);
        case Icon::menu: return decode(icon::menu);
        case Icon::inbox: return decode(icon::inbox);
        case Icon::settings: return decode(icon::settings);
        case Icon::user: return decode(icon::user);
        case Icon::users: return decode(icon::users);
        case Icon::log_in: return decode(icon::log_in);
        case Icon::log_out: return decode(icon::log_out);
        case Icon::plus: return decode(icon::plus);
        case Icon::pencil: return decode(icon::pencil);
        case Icon::trash: return decode(icon::trash);
        case Icon::check: return decode(icon::check);
        case Icon::circle_check: return decode(icon::circle_check);
        case Icon::circle: return decode(icon::circle);
        case Icon::circle_dot: return decode(icon::circle_dot);
        case Icon::circle_alert: return decode(icon::alert_circle);
        case Icon::triangle_alert: return decode(icon::alert_triangle);
        case Icon::octagon_x: return decode(icon::octagon_x);
        case Icon::info: return decode(icon::info);
        case Icon::help: return decode(icon::help);
        case Icon::x: return decode(icon::cross);
        case Icon::search: return decode(icon::search);
        case Icon::filter: return decode(icon::filter);
        case Icon::chevron_down: return decode(icon::chevron_down);
        case Icon::chevron_up: return decode(icon::chevron_up);
        case Icon::chevron_left: return decode(icon::chevron_left);
        case Icon::chevron_right: return decode(icon::chevron_right);
        case Icon::arrow_left: return decode(icon::arrow_left);
        case Icon::arrow_right: return decode(icon::arrow_right);
        case Icon::arrow_up: return decode(icon::arrow_up);
        case Icon::arrow_down: return decode(icon::arrow_down);
        case Icon::arrow_up_down: return decode(icon::chevrons_up_down);
        case Icon::calendar: return decode(icon::calendar);
        case Icon::clock: return decode(icon::clock);
        case Icon::history: return decode(icon::history);
        case Icon::coins: return decode(icon::coins);
        case Icon::flag: return decode(icon::flag);
        case Icon::target: return decode(icon::target);
        case Icon::list: return decode(icon::list);
        case Icon::list_checks: return decode(icon::list_checks);
        case Icon::layout_grid: return decode(icon::layout_grid);
        case Icon::table: return decode(icon::table);
        case Icon::chart_column: return decode(icon::chart_bar);
        case Icon::chart_radar: return decode(icon::radar);
        case Icon::map: return decode(icon::map);
        case Icon::map_pin: return decode(icon::map_pin);
        case Icon::building: return decode(icon::building);
        case Icon::cloud: return decode(icon::cloud);
        case Icon::cloud_check: return decode(icon::cloud_check);
        case Icon::cloud_off: return decode(icon::cloud_off);
        case Icon::cloud_upload: return decode(icon::cloud_upload);
        case Icon::wifi_off: return decode(icon::wifi_off);
        case Icon::hard_drive: return decode(icon::hard_drive);
        case Icon::refresh: return decode(icon::sync);
        case Icon::download: return decode(icon::download);
        case Icon::upload: return decode(icon::upload);
        case Icon::copy: return decode(icon::copy);
        case Icon::eye: return decode(icon::eye);
        case Icon::eye_off: return decode(icon::eye_off);
        case Icon::sun: return decode(icon::sun);
        case Icon::moon: return decode(icon::moon);
        case Icon::contrast: return decode(icon::contrast);
        case Icon::type: return decode(icon::text_size);
        case Icon::lock: return decode(icon::lock);
        case Icon::key: return decode(icon::key);
        case Icon::message: return decode(icon::message);
        case Icon::git_merge: return decode(icon::merge);
        case Icon::square_check: return decode(icon::check_square);
        case Icon::square: return decode(icon::square);
        case Icon::file_text: return decode(icon::file_text);
        case Icon::more: return decode(icon::more_horizontal);
        case Icon::external_link: return decode(icon::external_link);
        case Icon::save: return decode(icon::save);
        case Icon::undo: return decode(icon::undo);
        case Icon::redo: return decode(icon::redo);
        case Icon::printer: return decode(icon::printer);
    }
    // clang-format on
    return 0;
}

}  // namespace minga::client
