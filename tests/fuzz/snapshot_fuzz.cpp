// A snapshot in pieces, before a device with a change that waits: the change stays and the device
// goes on. Lines are the frames of one block; what begins as a block does is taken as it is. And
// what zlib unpacks, ours unpacks to the same.
#include "sync/blob/content_range.hpp"
#include "sync/headless/gzip.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/inflate.hpp"
#include "sync/wire/snapshot_block.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/simulation/machines.hpp"

#include <algorithm>

#include <zlib.h>

namespace {

using namespace minga;
using simulation::the_world;

constexpr std::size_t unpacked_bytes_max = 256 * 1024;
constexpr std::size_t gzip_head_bytes = 10;

/// The frames as the server writes a block of them.
std::string block_of(std::string_view frames) {
    const std::string packed = sync::gzip(frames).substr(gzip_head_bytes);
    return sync::block_head(sync::block_head_bytes + packed.size()) + packed;
}

/// nullopt where zlib finds no whole stream.
std::optional<std::string> unpacked_by_zlib(std::string_view packed) {
    z_stream stream{};
    MINGA_ASSERT(inflateInit2(&stream, -MAX_WBITS) == Z_OK);
    std::string bytes(unpacked_bytes_max + 1, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    const int state = inflate(&stream, Z_FINISH);
    bytes.resize(bytes.size() - stream.avail_out);
    inflateEnd(&stream);
    if (state != Z_STREAM_END || bytes.size() > unpacked_bytes_max) return std::nullopt;
    return bytes;
}

void check_inflate(std::string_view packed) {
    const auto ours = sync::inflate(packed, unpacked_bytes_max);
    MINGA_ASSERT(!ours || ours->size() <= unpacked_bytes_max);
    if (const auto theirs = unpacked_by_zlib(packed)) MINGA_ASSERT(ours && *ours == *theirs);
    const std::string frames = fuzz::framed(packed);
    const auto again = sync::unpack_block(block_of(frames));
    MINGA_ASSERT(frames.size() > sync::block_bytes_max || (again && *again == frames));
}

void check_range(std::string_view text) {
    const auto range = sync::ContentRange::parse(text);
    if (!range) return;
    MINGA_ASSERT(range->size() > 0 && range->last < range->total);
    const auto again = sync::ContentRange::parse(range->to_text());
    MINGA_ASSERT(again && *again == *range);
}

/// An answer that offers `bytes` of the municipality's records.
std::string offer_of(std::size_t bytes) {
    const Json offer = Json::object()
                           .set("etag", "e")
                           .set("seq", 9)
                           .set("bytes", static_cast<std::int64_t>(bytes));
    Json head = Json::object();
    head.set("minga", 1).set("epoch", "epoch-1").set("time", test::noon.ms).set("next_n", 1);
    head.set("snapshots",
             Json::object().set(sync::Scope{the_world().municipality}.to_key(), offer));
    std::string body;
    sync::append_frame(body, head.dump());
    return body;
}

void check_device(const std::string& file) {
    simulation::DeviceMachine device{the_world().committee, {.seed = 1}};
    const auto typed =
        device.store().set(the_world().activity, {{"name", test::text("lo escrito")}});
    MINGA_ASSERT(typed.has_value());
    sync::ClientSession session{device.store()};
    session.take_snapshots();
    MINGA_ASSERT(session.next_request().has_value());
    MINGA_ASSERT(session.take_answer(200, offer_of(file.size())).has_value());
    // Two pieces, so that a block comes in parts; more only where the device asks for them.
    const std::size_t half = file.size() / 2 + 1;
    for (std::size_t at = 0; at < file.size(); at += half) {
        if (!session.next_range()) break;
        session.take_range({.status = 206, .etag = "\"e\"", .body = file.substr(at, half)})
            .ignore();
    }
    const auto waiting = device.store().outbox(1 << 20);
    MINGA_ASSERT(waiting.has_value() && !waiting->empty());
    MINGA_ASSERT(waiting->front().text.find("lo escrito") != std::string::npos);
    MINGA_ASSERT(session.next_request().has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    check_range(text);
    check_inflate(text);
    const bool is_block = text.starts_with("\x1f\x8b");
    check_device(is_block ? std::string{text} : block_of(fuzz::framed(text)));
    return 0;
}
