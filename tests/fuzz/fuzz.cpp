#include "tests/fuzz/fuzz.hpp"

#include "sync/wire/frame.hpp"

namespace minga::fuzz {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!line.empty()) lines.push_back(line);
    }
    return lines;
}

std::string framed(std::string_view text) {
    std::string body;
    for (const std::string_view line : lines_of(text)) sync::append_frame(body, line);
    return body;
}

}  // namespace minga::fuzz
