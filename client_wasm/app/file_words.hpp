/// Where a record's file is, in words for people.
#pragma once

#include "client_wasm/widgets/specs.hpp"
#include "sync/client/device_blobs.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace minga::client {

struct FileWords {
    std::string text;      ///< Short, for a row: "Pendiente", "Enviando 43 %".
    std::string sentence;  ///< The whole.
    Tone tone = Tone::neutral;
    Icon icon = Icon::none;
    std::optional<float> progress;  ///< 0..1 while it is on its way.
};

/// `hash`: what the record names, or "". `file`: what this device knows of it.
FileWords file_words(std::string_view hash, const std::optional<sync::BlobFile>& file,
                     bool is_running);

/// Why a chosen file could not be taken, by the page's word for it.
std::string picking_problem(std::string_view problem);

}  // namespace minga::client
