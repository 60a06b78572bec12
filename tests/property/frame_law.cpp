#include "sync/wire/frame.hpp"
#include "tests/property/law.hpp"

namespace minga::property {
namespace {

using sync::FrameReader;

struct Reading {
    std::vector<std::string> frames;
    bool is_broken = false;
};

void read_all(FrameReader& reader, Reading& reading) {
    while (!reading.is_broken) {
        auto frame = reader.next();
        reading.is_broken = !frame;
        if (!frame || !*frame) return;
        reading.frames.emplace_back(**frame);
    }
}

struct Sent {
    std::vector<std::string> frames;
    std::string bytes;
};

Sent some_frames(Draw& draw) {
    Sent sent;
    for (std::int64_t i = draw.between(1, 8); i > 0; --i) {
        sent.frames.push_back(draw.hostile_text());
        sync::append_frame(sent.bytes, sent.frames.back());
    }
    return sent;
}

Finding split_in_any_way(Draw& draw) {
    const Sent sent = some_frames(draw);
    FrameReader reader;
    Reading reading;
    const std::int64_t piece_max = draw.one_in(3) ? 3 : 400;
    for (std::size_t at = 0; at < sent.bytes.size();) {
        const auto piece = static_cast<std::size_t>(draw.between(1, piece_max));
        reader.feed(std::string_view{sent.bytes}.substr(at, piece));
        at += piece;
        if (draw.one_in(2)) read_all(reader, reading);
    }
    read_all(reader, reading);
    if (reading.is_broken) return "a frame was called broken";
    if (reading.frames != sent.frames) return "other frames came out";
    return reader.has_partial() ? "bytes were left over" : "";
}

Finding cut_gives_whole_frames(Draw& draw) {
    const Sent sent = some_frames(draw);
    const auto cut =
        static_cast<std::size_t>(draw.below(static_cast<std::int64_t>(sent.bytes.size())));
    FrameReader reader;
    reader.feed(std::string_view{sent.bytes}.substr(0, cut));
    Reading reading;
    read_all(reader, reading);
    if (reading.is_broken) return "a cut was called damage";
    std::size_t whole_bytes = 0;
    for (std::size_t i = 0; i < reading.frames.size(); ++i) {
        if (reading.frames[i] != sent.frames[i]) return "another frame came out";
        std::string one;
        sync::append_frame(one, reading.frames[i]);
        whole_bytes += one.size();
    }
    if (whole_bytes > cut) return "a frame came out that had not come in";
    return reader.has_partial() == (whole_bytes < cut) ? "" : "the rest was miscounted";
}

Finding damage_is_never_taken(Draw& draw) {
    const Sent sent = some_frames(draw);
    std::string damaged = sent.bytes;
    const auto at = static_cast<std::size_t>(draw.below(static_cast<std::int64_t>(damaged.size())));
    const auto flip = static_cast<unsigned char>(draw.between(1, 255));
    damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ flip);
    FrameReader reader;
    reader.feed(damaged);
    Reading reading;
    read_all(reader, reading);
    if (reading.frames.size() >= sent.frames.size()) return "the damaged frame was taken";
    for (std::size_t i = 0; i < reading.frames.size(); ++i) {
        if (reading.frames[i] != sent.frames[i]) return "another frame came out";
    }
    return "";
}

}  // namespace

std::vector<Law> frame_laws() {
    return {{"frames are the same however their bytes are split", split_in_any_way},
            {"a cut gives the whole frames before it", cut_gives_whole_frames},
            {"one damaged byte is never taken for a frame", damage_is_never_taken}};
}

}  // namespace minga::property
