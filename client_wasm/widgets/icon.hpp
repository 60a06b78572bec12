/// The icons of the client by meaning; `icon.cpp` maps them onto the glyphs of the icon font.
#pragma once

#include <cstdint>

namespace minga::client {

enum class Icon : std::uint8_t {
    none,
    home,
    clipboard_check,  ///< diagnosis, assessment
    chart_gantt,      ///< plan
    menu,             ///< "Más"
    inbox,
    settings,
    user,
    users,
    log_in,
    log_out,
    plus,
    pencil,
    trash,
    check,
    circle_check,
    circle,
    circle_dot,
    circle_alert,
    triangle_alert,
    octagon_x,
    info,
    help,
    x,
    search,
    filter,
    chevron_down,
    chevron_up,
    chevron_left,
    chevron_right,
    arrow_left,
    arrow_right,
    arrow_up,
    arrow_down,
    arrow_up_down,  ///< a sortable column
    calendar,
    clock,
    history,
    coins,
    flag,
    target,
    list,
    list_checks,
    layout_grid,
    table,
    chart_column,
    chart_radar,
    map,
    map_pin,
    building,
    cloud,
    cloud_check,
    cloud_off,
    cloud_upload,
    wifi_off,
    hard_drive,  ///< saved on this device
    refresh,
    download,
    upload,
    copy,
    eye,
    eye_off,
    sun,
    moon,
    contrast,
    type,  ///< text size
    lock,
    key,
    message,
    git_merge,
    square_check,
    square,
    file_text,
    more,
    external_link,
    save,
    undo,
    redo,
    printer,
};

/// The code point of an icon in the icon font; 0 for `none`.
char32_t icon_code_point(Icon icon);

}  // namespace minga::client
