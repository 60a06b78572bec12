/// A group of questions or elements in one line, which says how far it is and leads into it.
#pragma once

#include "client_wasm/widgets/ui.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace minga::client {

struct FoldedGroup {
    std::string_view key;
    std::string_view title;
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::string words;  ///< "3 de 8 respondidas", read aloud.
};

/// Whether it was pressed.
bool draw_folded_group(Ui& ui, const FoldedGroup& group);

}  // namespace minga::client
