/// A form of a thousand fields, as a large survey has them: what opening and typing cost.
#pragma once

#include "client_wasm/widgets/ui.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace minga::client {

inline constexpr int gallery_form_fields = 1000;

struct GalleryForm {
    bool is_open = false;
    std::vector<std::string> texts;  ///< One a field, whatever its kind.
    std::vector<std::optional<std::int64_t>> amounts;
    std::vector<int> choices;  ///< Of lists; −1 none. Of boxes: 1 is checked.
};

/// Draws the form, or the button that opens it.
void draw_gallery_form(Ui& ui, GalleryForm& form);

}  // namespace minga::client
