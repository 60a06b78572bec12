#include "client_wasm/screens/folded_group.hpp"

namespace minga::client {

bool draw_folded_group(Ui& ui, const FoldedGroup& group) {
    const std::string trailing = std::to_string(group.done) + "/" + std::to_string(group.total);
    const std::string name = std::string{group.title} + ", " + group.words;
    const bool is_done = group.done == group.total;
    return ui.list_row({.key = group.key,
                        .title = group.title,
                        .trailing = trailing,
                        .name = name,
                        .icon = is_done ? Icon::circle_check : Icon::circle,
                        .tone = is_done ? Tone::ok : Tone::neutral});
}

}  // namespace minga::client
