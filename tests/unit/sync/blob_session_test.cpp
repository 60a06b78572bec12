#include "sync/client/blob_session.hpp"

#include "shared/base/hash.hpp"
#include "tests/support/sample_files.hpp"
#include "tests/support/sync/blob_link.hpp"
#include "tests/unit/sync/device_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

/// A device with a document, and a server that lets it read and write what it names.
struct BlobFixture : DeviceFixture {
    MemoryShelf shelf;
    BlobLink link{shelf};
    BlobRights rights{{world.municipality}, {world.municipality}};
    Id document;

    BlobFixture() { document = add_document(); }

    Id add_document() {
        auto id = store().create("document", {},
                                 {{"cycle", text(world.cycle.to_text())},
                                  {"type", text("other")},
                                  {"title", text("Acta del comité")}});
        REQUIRE(id);
        return *id;
    }
    /// Attaches, and lets the server accept the record.
    std::string attach(const std::string& bytes) {
        auto hash = store().attach(document, bytes, "foto.jpg");
        REQUIRE(hash);
        accept();
        return *hash;
    }
    void accept() {
        std::vector<Verdict> verdicts;
        std::int64_t rev = 1;
        for (const Op& op : waiting()) verdicts.push_back({.n = op.n, .rev = rev++});
        take(answer(verdicts));
    }
    BlobFile file(const std::string& hash) {
        auto found = store().blobs().find(hash);
        REQUIRE(found);
        return *found;
    }
    /// Carries everything; returns the requests as they went.
    std::vector<BlobRequest> run(BlobSession& session) {
        std::vector<BlobRequest> sent;
        while (sent.size() < 1000) {
            auto request = session.next_request();
            REQUIRE(request);
            if (!*request) return sent;
            sent.push_back(**request);
            REQUIRE(session.take_answer(link.carry(sent.back(), rights)));
        }
        FAIL("the session does not end");
        return sent;
    }
};

}  // namespace

TEST_CASE_METHOD(BlobFixture, "a file waits until its record is at the server") {
    REQUIRE(store().attach(document, sample_photo(100'000), "foto.jpg"));
    BlobSession early{store()};
    CHECK(run(early).empty());
    CHECK(store().status().files == 1);

    accept();
    BlobSession session{store()};
    const auto sent = run(session);

    REQUIRE(sent.size() > 1);
    CHECK(sent[0].method == BlobRequest::Method::head);
    CHECK(session.totals().sent == 1);
    CHECK(store().status().files == 0);
}

TEST_CASE_METHOD(BlobFixture, "chunks follow each other and grow to 128 KB") {
    const std::string bytes = sample_photo(1'000'000);
    const std::string hash = attach(bytes);
    BlobSession session{store()};
    const auto sent = run(session);

    std::string joined;
    std::size_t largest = 0;
    for (const BlobRequest& request : sent) {
        joined += request.body;
        largest = std::max(largest, request.body.size());
    }
    CHECK(joined == bytes);
    CHECK(largest == 128 * 1024);
    CHECK(file(hash).place == BlobPlace::settled);
}

TEST_CASE_METHOD(BlobFixture, "after a cut at any byte no more than that chunk goes again") {
    const std::string bytes = sample_photo(1'000'000);
    const std::string hash = attach(bytes);
    SeededRandom random{20261120};
    BlobSession session{store()};
    std::int64_t cuts = 0;
    std::int64_t sent_again_max = 0;
    for (int requests = 0; requests < 2000; ++requests) {
        auto request = session.next_request();
        REQUIRE(request);
        if (!*request) break;
        const bool is_cut =
            (*request)->method == BlobRequest::Method::put && random.next() % 2 == 0;
        if (!is_cut) {
            REQUIRE(session.take_answer(link.carry(**request, rights)));
            continue;
        }
        ++cuts;
        const std::int64_t chunk = static_cast<std::int64_t>((*request)->body.size());
        const auto arrived =
            static_cast<std::size_t>(random.next()) % ((*request)->body.size() + 1);
        link.carry_cut(**request, rights, arrived);
        sent_again_max += chunk;
        session.take_failure();
        CHECK(session.totals().bytes_up - static_cast<std::int64_t>(bytes.size()) <=
              sent_again_max);
    }
    CHECK(cuts > 5);
    CHECK(file(hash).place == BlobPlace::settled);
    // What arrived before a cut is kept: the server gets each byte once.
    CHECK(link.bytes_arrived() == static_cast<std::int64_t>(bytes.size()));
    CHECK(session.chunk_bytes() >= ChunkSize::bytes_min);
}

TEST_CASE_METHOD(BlobFixture, "a device that was shut down goes on where the server is") {
    const std::string bytes = sample_photo(300'000);
    attach(bytes);
    {
        BlobSession session{store()};
        for (int i = 0; i < 3; ++i) {
            auto request = session.next_request();
            REQUIRE((request && *request));
            REQUIRE(session.take_answer(link.carry(**request, rights)));
        }
    }
    device.kill();
    BlobSession session{store()};
    run(session);
    CHECK(session.totals().sent == 1);
    CHECK(link.bytes_arrived() == static_cast<std::int64_t>(bytes.size()));
}

TEST_CASE_METHOD(BlobFixture, "the same file twice goes up once") {
    const std::string bytes = sample_photo(50'000);
    attach(bytes);
    BlobSession first{store()};
    run(first);
    const std::int64_t arrived = link.bytes_arrived();

    REQUIRE(store().blobs().offer_again());  // as after the server was restored
    BlobSession second{store()};
    const auto sent = run(second);

    CHECK(sent.size() == 1);
    CHECK(sent[0].method == BlobRequest::Method::head);
    CHECK(link.bytes_arrived() == arrived);
}

TEST_CASE_METHOD(BlobFixture, "a budget is kept to, and what is left goes another time") {
    const std::string bytes = sample_photo(200'000);
    const std::string hash = attach(bytes);
    BlobSession none{store(), {.bytes_up_max = 0}};
    CHECK(run(none).empty());

    BlobSession little{store(), {.bytes_up_max = 70'000}};
    run(little);
    CHECK(little.totals().bytes_up == 70'000);
    CHECK(file(hash).sent == 70'000);
    CHECK(file(hash).place == BlobPlace::only_here);

    BlobSession rest{store()};
    run(rest);
    CHECK(rest.totals().bytes_up == 130'000);
    CHECK(file(hash).place == BlobPlace::settled);
}

TEST_CASE_METHOD(BlobFixture, "bytes that are spoilt on the way go again from the start, once") {
    const std::string bytes = sample_photo(60'000);
    const std::string hash = attach(bytes);
    BlobSession session{store()};
    const auto damage = [&](int times) {
        for (int requests = 0; requests < 100; ++requests) {
            auto request = session.next_request();
            REQUIRE(request);
            if (!*request) return;
            if ((*request)->method == BlobRequest::Method::put && times-- > 0) {
                (*request)->body.back() = static_cast<char>(~(*request)->body.back());
            }
            REQUIRE(session.take_answer(link.carry(**request, rights)));
        }
        FAIL("the session does not end");
    };
    SECTION("then it is whole") {
        damage(1);
        CHECK(file(hash).place == BlobPlace::settled);
    }
    SECTION("and if it happens each time, the person is told") {
        damage(1000);
        CHECK(file(hash).place == BlobPlace::refused);
        CHECK_FALSE(file(hash).reason.empty());
        CHECK(store().blobs().read_whole(hash).value_or("") == bytes);
    }
}

TEST_CASE_METHOD(BlobFixture, "a file that broke on this device is not sent for ever") {
    const std::string hash = attach(sample_photo(60'000));
    REQUIRE(
        device.database().run("UPDATE blob_piece SET bytes = CAST(substr(bytes, 1, 1000) || "
                              "zeroblob(length(bytes) - 1000) AS BLOB)"));
    BlobSession session{store()};
    run(session);
    CHECK(file(hash).place == BlobPlace::refused);
    CHECK(file(hash).reason.find("Adjúntelo otra vez") != std::string::npos);
    CHECK(shelf.upload_count() == 0);
}

TEST_CASE_METHOD(BlobFixture, "what one file meets does not stop the next") {
    const std::string first = attach(sample_photo(30'000, 1));
    document = add_document();
    const std::string second = attach(sample_photo(30'000, 2));
    BlobSession session{store()};
    while (true) {
        auto request = session.next_request();
        REQUIRE(request);
        if (!*request) break;
        const bool is_forbidden = (*request)->hash == first;
        REQUIRE(session.take_answer(link.carry(**request, is_forbidden ? BlobRights{} : rights)));
    }
    CHECK(file(first).place == BlobPlace::only_here);
    CHECK_FALSE(file(first).reason.empty());
    CHECK(file(second).place == BlobPlace::settled);
}

TEST_CASE_METHOD(BlobFixture, "a full server keeps the file waiting with its reason") {
    const std::string hash = attach(sample_photo(30'000));
    shelf.fill_up();
    BlobSession session{store()};
    CHECK(run(session).size() == 2);
    CHECK(file(hash).place == BlobPlace::only_here);
    CHECK(file(hash).reason.find("lleno") != std::string::npos);
}

TEST_CASE_METHOD(BlobFixture, "an ended session says so and loses nothing") {
    const std::string hash = attach(sample_photo(30'000));
    BlobSession session{store()};
    REQUIRE(session.next_request());
    BlobAnswer answer;
    answer.status = 401;
    auto taken = session.take_answer(answer);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().code == ErrorCode::unauthenticated);
    CHECK(file(hash).place == BlobPlace::only_here);
}

TEST_CASE_METHOD(BlobFixture, "an answer that makes no way does not turn in circles") {
    attach(sample_photo(30'000));
    BlobSession session{store()};
    int requests = 0;
    while (requests < 50) {
        auto request = session.next_request();
        REQUIRE(request);
        if (!*request) break;
        ++requests;
        BlobAnswer answer;
        answer.status = 204;
        answer.upload_offset = 0;
        REQUIRE(session.take_answer(answer));
    }
    CHECK(requests < 5);
}

TEST_CASE_METHOD(BlobFixture, "a file is fetched in parts that resume, and is checked whole") {
    const std::string bytes = sample_photo(500'000);
    const std::string hash = attach(bytes);
    BlobSession up{store()};
    run(up);
    REQUIRE(store().blobs().remove(hash));
    REQUIRE(store().blobs().want(hash, noon));
    {
        BlobSession session{store()};
        for (int i = 0; i < 2; ++i) {
            auto request = session.next_request();
            REQUIRE((request && *request));
            REQUIRE(session.take_answer(link.carry(**request, rights)));
        }
        session.take_failure();
    }
    device.kill();
    const std::int64_t held = file(hash).held;
    CHECK(held > 0);

    BlobSession session{store()};
    run(session);
    CHECK(session.totals().bytes_down == static_cast<std::int64_t>(bytes.size()) - held);
    CHECK(store().blobs().read_whole(hash).value_or("") == bytes);
    CHECK(file(hash).type == "image/jpeg");
}

TEST_CASE_METHOD(BlobFixture,
                 "a fetched file that is not its hash is asked for again and not kept") {
    const std::string hash = attach(sample_photo(30'000));
    BlobSession up{store()};
    run(up);
    REQUIRE(store().blobs().remove(hash));
    REQUIRE(store().blobs().want(hash, noon));
    BlobSession session{store()};
    int requests = 0;
    while (requests < 20) {
        auto request = session.next_request();
        REQUIRE(request);
        if (!*request) break;
        ++requests;
        BlobAnswer answer = link.carry(**request, rights);
        answer.body[100] = static_cast<char>(~answer.body[100]);
        REQUIRE(session.take_answer(answer));
    }
    CHECK(requests == 2);
    CHECK_FALSE(store().blobs().read_whole(hash));
    CHECK(file(hash).held == 0);
    CHECK_FALSE(file(hash).reason.empty());
}

TEST_CASE_METHOD(BlobFixture, "a file whose author has not sent it yet is said to be pending") {
    const std::string hash = sha256_hex("somebody's photo");
    REQUIRE(store().blobs().want(hash, noon));
    BlobSession session{store()};
    run(session);
    CHECK(file(hash).place == BlobPlace::missing);
    CHECK(file(hash).reason.find("pendiente") != std::string::npos);
}
