#include "sync/client/device_blobs.hpp"

#include "shared/base/hash.hpp"
#include "tests/support/sample_files.hpp"
#include "tests/unit/sync/device_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct AttachFixture : DeviceFixture {
    Id document;

    AttachFixture() {
        auto id = store().create("document", {},
                                 {{"cycle", text(world.cycle.to_text())},
                                  {"type", text("other")},
                                  {"title", text("Acta del comité")}});
        REQUIRE(id);
        document = *id;
    }
};

}  // namespace

TEST_CASE_METHOD(AttachFixture, "attaching keeps the file and names it in the record") {
    const std::string bytes = sample_photo(200'000);
    auto hash = store().attach(document, bytes, "foto.jpg");
    REQUIRE(hash);
    CHECK(*hash == sha256_hex(bytes));
    CHECK(text_of(get(document).fields, "blob") == *hash);
    device.kill();
    CHECK(store().blobs().read_whole(*hash).value_or("") == bytes);
    CHECK(store().blobs().find(*hash)->name == "foto.jpg");
    CHECK(store().blobs().find(*hash)->type == "image/jpeg");
}

TEST_CASE_METHOD(AttachFixture, "any part of a file can be read") {
    const std::string bytes = sample_photo(200'000);
    auto hash = store().attach(document, bytes, "foto.jpg");
    REQUIRE(hash);
    for (const std::int64_t offset : {0, 1, 65'535, 65'536, 65'537, 131'000, 199'999}) {
        for (const std::int64_t length : {1, 2, 65'536, 70'000, 200'000}) {
            CHECK(store().blobs().read(*hash, offset, length).value_or("") ==
                  bytes.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(length)));
        }
    }
    CHECK(store().blobs().read(*hash, 200'000, 10).value_or("?").empty());
}

TEST_CASE_METHOD(AttachFixture, "a file that may not travel is refused before anything is kept") {
    CHECK(store().attach(document, "<script>alert(1)</script>", "acta.jpg").error().code ==
          ErrorCode::unsupported_media_type);
    CHECK(store().attach(document, "", "nada.jpg").error().code == ErrorCode::out_of_range);
    CHECK(store().attach(document, sample_photo(blob_bytes_max + 1), "video.jpg").error().code ==
          ErrorCode::too_large);
    CHECK(store().blobs().list().empty());
    CHECK_FALSE(get(document).fields.contains("blob"));
}

TEST_CASE_METHOD(AttachFixture, "a record without a field for files takes none") {
    auto hash = store().attach(world.activity, sample_photo(1000), "foto.jpg");
    REQUIRE_FALSE(hash);
    CHECK(hash.error().message.find("documento") != std::string::npos);
    CHECK(store().blobs().list().empty());
}

TEST_CASE_METHOD(AttachFixture, "a file whose record could not be written does not stay") {
    fail_next_commit(device.database());
    CHECK_FALSE(store().attach(document, sample_photo(1000), "foto.jpg"));
    let_commits_pass(device.database());
    device.kill();
    CHECK(store().blobs().list().empty());
}

TEST_CASE_METHOD(AttachFixture, "a file that another took the place of goes at the next start") {
    auto first = store().attach(document, sample_photo(1000, 1), "uno.jpg");
    auto second = store().attach(document, sample_photo(1000, 2), "dos.jpg");
    REQUIRE((first && second));
    device.kill();
    // The change that named it is still on its way to the server.
    CHECK(store().blobs().find(*first));

    std::vector<Verdict> verdicts;
    for (const Op& op : waiting()) verdicts.push_back({.n = op.n, .rev = op.n});
    take(answer(verdicts));
    device.kill();
    CHECK_FALSE(store().blobs().find(*first));
    CHECK(store().blobs().find(*second));
}

TEST_CASE_METHOD(AttachFixture, "nobody else takes over a device with unsent files") {
    REQUIRE(store().attach(document, sample_photo(1000), "foto.jpg"));
    std::vector<Verdict> verdicts;
    for (const Op& op : waiting()) verdicts.push_back({.n = op.n, .rev = op.n});
    take(answer(verdicts));
    REQUIRE(store().status().pending == 0);

    auto other = store().sign_in(world.secretary, "token");
    REQUIRE_FALSE(other);
    CHECK(other.error().message.find("archivos sin enviar") != std::string::npos);

    REQUIRE(store().blobs().settle(store().blobs().list().front().hash));
    CHECK(store().sign_in(world.secretary, "token"));
    CHECK(store().blobs().list().empty());
}

TEST_CASE_METHOD(AttachFixture, "files that the server has make room, others never go") {
    const std::string large(static_cast<std::size_t>(blob_bytes_max) - 8, 'x');
    std::vector<std::string> hashes;
    const std::int64_t fit = device_blob_bytes_max / blob_bytes_max;
    for (std::int64_t i = 0; i < fit; ++i) {
        auto hash =
            store().blobs().add("%PDF-" + std::to_string(100 + i) + large.substr(8), "a.pdf", noon);
        REQUIRE(hash);
        hashes.push_back(*hash);
    }
    auto over = store().blobs().add(sample_photo(1'000'000), "foto.jpg", noon);
    REQUIRE_FALSE(over);
    CHECK(over.error().code == ErrorCode::storage_full);
    CHECK(over.error().message.find("300 MB") != std::string::npos);

    REQUIRE(store().blobs().settle(hashes[3]));
    CHECK(store().blobs().add(sample_photo(1'000'000), "foto.jpg", noon));
    CHECK_FALSE(store().blobs().find(hashes[3]));
    CHECK(store().blobs().find(hashes[0]));
}

TEST_CASE_METHOD(AttachFixture, "after the server was restored its files are offered again") {
    auto hash = store().attach(document, sample_photo(1000), "foto.jpg");
    REQUIRE(hash);
    REQUIRE(store().blobs().settle(*hash));
    SyncAnswer restored = answer({});
    restored.epoch = "second";
    restored.next_n = 1;
    take(restored);
    CHECK(store().blobs().find(*hash)->place == BlobPlace::only_here);
}
