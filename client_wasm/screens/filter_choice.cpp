#include "client_wasm/screens/filter_choice.hpp"

namespace minga::client {

std::optional<int> choose_filter(Ui& ui, std::string_view key, std::string_view label,
                                 std::string_view all, const std::vector<std::string>& names,
                                 int selected, float width) {
    std::vector<std::string> options{std::string{all}};
    options.insert(options.end(), names.begin(), names.end());
    return ui.select({.key = key,
                      .label = label,
                      .options = options,
                      .selected = selected,
                      .width = ui.is_phone() ? ui.width() : width});
}

}  // namespace minga::client
