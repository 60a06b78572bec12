/// How the attached files stand, as screens show it.
#pragma once

#include <cstdint>
#include <string>

namespace minga::client {

/// When files may go to the server. Records go whenever they can.
enum class FilePolicy : std::uint8_t { always, wifi, asked };

struct FilesView {
    std::int64_t pending = 0;  ///< Files that are only on this device, in part or whole.
    std::int64_t bytes_left = 0;
    std::int64_t refused = 0;
    bool is_running = false;
    bool is_held = false;  ///< They wait for Wi-Fi, or to be asked.
    std::string error;     ///< A Spanish sentence, "" where all is well.
};

}  // namespace minga::client
