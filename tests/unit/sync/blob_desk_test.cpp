#include "sync/blob/blob_desk.hpp"

#include "shared/base/hash.hpp"
#include "sync/server/blob_rights.hpp"
#include "tests/support/sample_files.hpp"
#include "tests/support/sync/blob_link.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

/// Two organizations, and what the desk says of one photo.
struct DeskFixture : ExchangeFixture {
    MemoryShelf shelf;
    BlobDesk desk{shelf, {.organization_bytes_max = 1'000'000}};
    const std::string photo = sample_photo(100'000);
    const std::string hash = sha256_hex(photo);
    const BlobRights ours{{world.municipality}, {world.municipality}};
    const BlobRights theirs{{world.neighbour}, {world.neighbour}};

    Result<BlobState> put(const BlobRights& rights, std::int64_t first, std::string_view bytes,
                          std::int64_t total) {
        const ContentRange range{first, first + static_cast<std::int64_t>(bytes.size()) - 1, total};
        return desk.take(hash, rights, range, bytes, noon);
    }
    ErrorCode code(const Result<BlobState>& result) {
        return result ? ErrorCode::internal : result.error().code;
    }
};

}  // namespace

TEST_CASE_METHOD(DeskFixture, "a file is whole once all its bytes came, in any pieces") {
    CHECK(put(ours, 0, photo.substr(0, 40'000), 100'000)->offset == 40'000);
    CHECK(put(ours, 0, photo.substr(0, 40'000), 100'000)->offset == 40'000);
    CHECK(put(ours, 20'000, photo.substr(20'000, 50'000), 100'000)->offset == 70'000);
    CHECK(desk.look(hash, ours)->offset == 70'000);
    CHECK_FALSE(desk.look(hash, ours)->whole);
    auto last = put(ours, 70'000, photo.substr(70'000), 100'000);
    REQUIRE(last);
    CHECK(last->whole == BlobInfo{100'000, "image/jpeg"});
    CHECK(put(ours, 0, photo.substr(0, 40'000), 100'000)->whole);
}

TEST_CASE_METHOD(DeskFixture, "a chunk beyond what came, or of another total, is told so") {
    REQUIRE(put(ours, 0, photo.substr(0, 10'000), 100'000));
    CHECK(code(put(ours, 10'001, photo.substr(10'001, 10), 100'000)) == ErrorCode::blob_gap);
    CHECK(code(put(ours, 10'000, photo.substr(10'000, 10), 100'001)) == ErrorCode::blob_gap);
    CHECK(desk.look(hash, ours)->offset == 10'000);
}

TEST_CASE_METHOD(DeskFixture, "bytes that are not their hash never count as the file") {
    std::string wrong = photo;
    wrong[50'000] = static_cast<char>(~wrong[50'000]);
    CHECK(code(put(ours, 0, wrong, 100'000)) == ErrorCode::blob_mismatch);
    CHECK_FALSE(desk.find(hash, ours));
    CHECK(desk.look(hash, ours)->offset == 0);
}

TEST_CASE_METHOD(DeskFixture, "a page with script is refused with its first bytes") {
    const std::string page = sample_file("<!doctype html><script>", 100'000);
    CHECK(code(put(ours, 0, page.substr(0, 1000), 100'000)) == ErrorCode::unsupported_media_type);
    CHECK(shelf.upload_count() == 0);
}

TEST_CASE_METHOD(DeskFixture, "a page that comes byte by byte is refused at its end") {
    const std::string page = sample_file("<!doctype html><script>", 300);
    const std::string name = sha256_hex(page);
    for (std::int64_t at = 0; at < 300; at += 100) {
        auto state =
            desk.take(name, ours, {at, at + 99, 300},
                      std::string_view{page}.substr(static_cast<std::size_t>(at), 100), noon);
        if (at < 200) {
            REQUIRE(state);
        } else {
            CHECK(code(state) == ErrorCode::unsupported_media_type);
        }
    }
    CHECK_FALSE(desk.find(name, ours));
}

TEST_CASE_METHOD(DeskFixture, "files, chunks and organizations have limits") {
    CHECK(code(put(ours, 0, photo, blob_bytes_max + 1)) == ErrorCode::too_large);
    const std::string large = sample_photo(300'000);
    CHECK(code(put(ours, 0, large, 300'000)) == ErrorCode::too_large);
    CHECK(code(put(ours, 0, photo, 1'000'001)) == ErrorCode::quota_full);
    CHECK(code(desk.take(hash, ours, {0, 9, 100}, photo, noon)) == ErrorCode::malformed);
}

TEST_CASE_METHOD(DeskFixture,
                 "what others announce counts, so that many half uploads do not fill it") {
    for (std::uint64_t i = 0; i < 9; ++i) {
        const std::string one = sample_photo(100'000, 100 + i);
        REQUIRE(desk.take(sha256_hex(one), ours, {0, 999, 100'000}, one.substr(0, 1000), noon));
    }
    REQUIRE(put(ours, 0, photo.substr(0, 1000), 100'000));
    const std::string more = sample_photo(100'000, 7);
    CHECK(code(desk.take(sha256_hex(more), ours, {0, 999, 100'000}, more.substr(0, 1000), noon)) ==
          ErrorCode::quota_full);
    CHECK(put(ours, 1000, photo.substr(1000), 100'000)->whole);
}

TEST_CASE_METHOD(DeskFixture, "who only knows a hash gets nothing of the file") {
    REQUIRE(put(ours, 0, photo, 100'000)->whole);

    CHECK_FALSE(desk.find(hash, theirs));
    CHECK(desk.look(hash, theirs)->offset == 0);
    CHECK(put(theirs, 0, photo.substr(0, 99'999), 100'000)->offset == 99'999);
    CHECK_FALSE(desk.find(hash, theirs));
    CHECK(put(theirs, 99'999, photo.substr(99'999), 100'000)->whole);
    CHECK(desk.find(hash, theirs));
}

TEST_CASE_METHOD(DeskFixture, "nobody takes up another organization's half upload") {
    REQUIRE(put(ours, 0, photo.substr(0, 99'999), 100'000));
    CHECK(code(put(theirs, 99'999, photo.substr(99'999), 100'000)) == ErrorCode::blob_gap);
}

TEST_CASE_METHOD(DeskFixture, "readers read and do not write, strangers see nothing at all") {
    REQUIRE(put(ours, 0, photo, 100'000)->whole);
    const BlobRights reader{{world.municipality}, {}};
    CHECK(desk.find(hash, reader));
    CHECK(desk.look(hash, reader)->whole);
    CHECK(code(put(reader, 0, photo, 100'000)) == ErrorCode::forbidden);
    CHECK(code(put({}, 0, photo, 100'000)) == ErrorCode::not_found);
    CHECK(code(desk.look(hash, {})) == ErrorCode::not_found);
    CHECK(code(desk.look(sha256_hex("unknown"), {})) == ErrorCode::not_found);
    CHECK(desk.look(hash, {}).error().message ==
          desk.look(sha256_hex("unknown"), {}).error().message);
}

TEST_CASE_METHOD(DeskFixture, "an upload that ended between its last byte and its name goes on") {
    REQUIRE(shelf.append({hash, world.municipality}, {0, 100'000, photo}, noon));
    CHECK(desk.look(hash, ours)->offset == 99'999);
    CHECK(put(ours, 99'999, photo.substr(99'999), 100'000)->whole);
}

TEST_CASE_METHOD(DeskFixture, "the right to a file is the right to a record that names it") {
    const auto rights = [&](const Actor& actor) {
        return blob_rights(server.store(), world.catalog, actor, hash);
    };
    CHECK(rights(world.committee).readable.empty());

    auto document = luis.store().create(
        "document", {}, {{"cycle", text(world.cycle.to_text())}, {"type", text("other")}});
    REQUIRE(document);
    REQUIRE(luis.store().attach(*document, photo, "foto.jpg"));
    sync(luis);

    CHECK(rights(world.committee).writable == std::vector<Id>{world.municipality});
    CHECK(rights(world.secretary).readable == std::vector<Id>{world.municipality});
    CHECK(rights(world.secretary).writable.empty());
    CHECK(rights(world.subdere).readable == std::vector<Id>{world.municipality});
    CHECK(rights(world.neighbour_secretary).readable.empty());
    CHECK(blob_rights(server.store(), world.catalog, world.committee, "..").readable.empty());

    REQUIRE(luis.store().set(*document, {{"blob", Value{}}}));
    sync(luis);
    CHECK(rights(world.committee).readable.empty());
}
