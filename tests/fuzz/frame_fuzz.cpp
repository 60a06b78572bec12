// The frame reader gives the same frames whether bytes come at once or one by one, and what it
// gives is a frame again.
#include "sync/wire/frame.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>

namespace {

using namespace minga;

struct Reading {
    std::vector<std::string> frames;
    bool is_broken = false;
    bool operator==(const Reading&) const = default;
};

Reading read_in_pieces(std::string_view bytes, std::size_t piece_bytes) {
    Reading reading;
    sync::FrameReader reader;
    for (std::size_t at = 0; at < bytes.size() && !reading.is_broken; at += piece_bytes) {
        reader.feed(bytes.substr(at, piece_bytes));
        while (true) {
            const auto frame = reader.next();
            reading.is_broken = !frame.has_value();
            if (!frame || !*frame) break;
            reading.frames.emplace_back(**frame);
        }
    }
    return reading;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = fuzz::text_of(data, size);
    const Reading whole = read_in_pieces(bytes, std::max<std::size_t>(size, 1));
    MINGA_ASSERT(read_in_pieces(bytes, 1) == whole);
    MINGA_ASSERT(read_in_pieces(bytes, 7) == whole);
    std::string again;
    for (const std::string& frame : whole.frames) sync::append_frame(again, frame);
    MINGA_ASSERT(read_in_pieces(again, again.size() + 1).frames == whole.frames);
    // Any bytes at all are the content of some frame.
    std::string wrapped;
    sync::append_frame(wrapped, bytes);
    const Reading content = read_in_pieces(wrapped, wrapped.size());
    MINGA_ASSERT(size > sync::frame_bytes_max || content.frames.at(0) == bytes);
    return 0;
}
