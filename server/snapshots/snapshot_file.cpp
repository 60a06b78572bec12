#include "server/snapshots/snapshot_file.hpp"

#include "shared/base/hash.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/snapshot_block.hpp"

#include <fstream>

#include <zlib.h>

namespace minga::server {
namespace {

constexpr int level = 6;
constexpr int window_bits_raw = -15;
constexpr int memory_level = 8;
constexpr std::size_t etag_digits = 32;

void append_number(std::string& out, std::uint32_t number) {
    for (int i = 0; i < 4; ++i)
        out += static_cast<char>(static_cast<unsigned char>(number >> (8 * i)));
}

/// Collects frames and writes them out block by block.
class BlockFile {
public:
    explicit BlockFile(const std::filesystem::path& path)
        : file_(path, std::ios::binary | std::ios::trunc) {}

    void add(std::string_view json) {
        sync::append_frame(frames_, json);
        if (frames_.size() >= sync::block_fill_bytes) flush();
    }

    void flush() {
        if (frames_.empty()) return;
        const std::string block = pack_block(frames_);
        frames_.clear();
        digest_.add(block);
        bytes_ += static_cast<std::int64_t>(block.size());
        file_.write(block.data(), static_cast<std::streamsize>(block.size()));
    }

    /// Whether all of it is in the file.
    bool close() {
        flush();
        file_.close();
        return !file_.fail();
    }

    std::int64_t bytes() const { return bytes_; }
    std::string etag() { return digest_.finish().substr(0, etag_digits); }

private:
    std::ofstream file_;
    std::string frames_;
    Sha256Stream digest_;
    std::int64_t bytes_ = 0;
};

}  // namespace

std::string pack_block(std::string_view frames) {
    z_stream stream{};
    const int begun =
        deflateInit2(&stream, level, Z_DEFLATED, window_bits_raw, memory_level, Z_DEFAULT_STRATEGY);
    MINGA_ASSERT(begun == Z_OK);
    std::string packed(deflateBound(&stream, static_cast<uLong>(frames.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(frames.data()));
    stream.avail_in = static_cast<uInt>(frames.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int state = deflate(&stream, Z_FINISH);
    MINGA_ASSERT(state == Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);

    std::string block =
        sync::block_head(sync::block_head_bytes + packed.size() + sync::block_tail_bytes);
    block += packed;
    const auto* bytes = reinterpret_cast<const Bytef*>(frames.data());
    append_number(block,
                  static_cast<std::uint32_t>(crc32(0, bytes, static_cast<uInt>(frames.size()))));
    append_number(block, static_cast<std::uint32_t>(frames.size()));
    return block;
}

Result<sync::SnapshotInfo> write_snapshot(SqliteStore& reader, const sync::Scope& scope,
                                          const std::filesystem::path& path) {
    auto done = reader.begin_reading();
    if (!done) return done.error();
    sync::SnapshotInfo info;
    info.seq = reader.last_seq();
    BlockFile file{path};
    file.add(Json::object()
                 .set("minga", 1)
                 .set("snapshot", scope.to_key())
                 .set("epoch", reader.epoch())
                 .set("seq", info.seq)
                 .dump());
    std::int64_t count = 0;
    done = reader.living_texts(scope, [&](const sync::RecordText& text) {
        file.add(sync::whole_record_text(text));
        ++count;
        return true;
    });
    if (done) done = reader.status();
    reader.end_reading();
    if (!done) return done.error();
    file.add(Json::object().set("end", count).dump());
    if (!file.close()) {
        return make_error(ErrorCode::storage_full,
                          "No se pudo escribir la copia para equipos "
                          "nuevos. Revise el espacio en disco.");
    }
    info.bytes = file.bytes();
    info.etag = file.etag();
    return info;
}

}  // namespace minga::server
