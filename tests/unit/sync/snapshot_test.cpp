#include "server/snapshots/snapshot_file.hpp"
#include "sync/server/collection.hpp"
#include "sync/wire/snapshot_block.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

namespace fs = std::filesystem;

/// A folder that goes when the test ends.
struct TemporaryFolder {
    TemporaryFolder() {
        std::string name = (fs::temp_directory_path() / "minga-test-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~TemporaryFolder() { fs::remove_all(path); }
    fs::path path;
};

struct SnapshotFixture : ExchangeFixture {
    TemporaryFolder folder;
    server::SnapshotShelf shelf{{.folder = folder.path, .records_min = 100, .changes_max = 50}};
    TestDevice fresh{world.catalog, {.seed = 9}};
    Scope scope{world.municipality};

    SnapshotFixture() {
        REQUIRE(fresh.store().sign_in(world.owner, "token"));
        server.offer(shelf);
    }

    void make_activities(int count) {
        for (int i = 0; i < count; ++i) {
            REQUIRE(luis.store().create(
                "activity", {},
                {{"action_line", text(world.line.to_text())},
                 {"name", text("Actividad número " + std::to_string(i * 7919 % 1000))}}));
        }
        sync(luis);
    }
    bool renew() {
        const auto made = shelf.renew(server.store(), scope);
        REQUIRE(made);
        return *made;
    }
    SnapshotInfo latest() {
        const auto info = shelf.latest(scope, server.store().epoch());
        REQUIRE(info);
        return *info;
    }
    /// As the HTTP route answers.
    struct Piece {
        int status = 412;
        std::string etag;
        std::string body;
    };
    Piece fetch(const RangeRequest& request) {
        const std::string etag = request.if_match.substr(1, request.if_match.size() - 2);
        const auto file = shelf.open(scope, etag);
        if (!file) return {};
        long first = 0;
        long last = 0;
        REQUIRE(std::sscanf(request.range.c_str(), "bytes=%ld-%ld", &first, &last) == 2);
        Piece piece{206, request.if_match,
                    std::string(static_cast<std::size_t>(last - first + 1), '\0')};
        REQUIRE(std::fseek(file.get(), first, SEEK_SET) == 0);
        piece.body.resize(std::fread(piece.body.data(), 1, piece.body.size(), file.get()));
        return piece;
    }
    Result<void> give(ClientSession& session, const Piece& piece) {
        return session.take_range({.status = piece.status, .etag = piece.etag, .body = piece.body});
    }
    void exchange_once(ClientSession& session, TestDevice& device) {
        auto body = session.next_request();
        REQUIRE(body);
        const Reply reply = server.handle(*device.store().actor(), *body);
        REQUIRE(session.take_answer(reply.status, reply.body));
    }
    /// Synchronizes to the end; returns how many pieces were fetched.
    int sync_all(TestDevice& device) {
        ClientSession session{device.store()};
        session.take_snapshots();
        int pieces = 0;
        for (int i = 0; i < 2000 && !session.is_done(); ++i) {
            if (const auto request = session.next_range()) {
                ++pieces;
                REQUIRE(give(session, fetch(*request)));
            } else {
                exchange_once(session, device);
            }
        }
        REQUIRE(session.is_done());
        return pieces;
    }
    void check_holds_all(TestDevice& device) {
        CHECK(device.store().list("activity") == luis.store().list("activity"));
        CHECK(device.store().list("action_line") == luis.store().list("action_line"));
        CHECK(device.store().cursors() == luis.store().cursors());
        CHECK(device.store().downloads().empty());
    }
};

}  // namespace

TEST_CASE_METHOD(SnapshotFixture, "a small scope is read in one request, as ever") {
    CHECK_FALSE(renew());
    ClientSession session{fresh.store()};
    session.take_snapshots();
    exchange_once(session, fresh);
    CHECK(session.is_done());
    CHECK(session.totals().requests == 1);
}

TEST_CASE_METHOD(SnapshotFixture, "a large scope comes as a snapshot, and then its tail") {
    make_activities(300);
    CHECK(renew());
    CHECK_FALSE(renew());
    set(luis, world.activity, "owner", text("Después"));
    sync(luis);

    CHECK(sync_all(fresh) >= 1);

    CHECK(at(fresh, world.activity, "owner") == text("Después"));
    sync(luis);
    check_holds_all(fresh);
    CHECK(sync_all(fresh) == 0);
}

TEST_CASE_METHOD(SnapshotFixture, "a device has been synchronized once all of it came") {
    make_activities(300);
    renew();
    ClientSession session{fresh.store()};
    session.take_snapshots();
    exchange_once(session, fresh);
    for (auto piece = session.next_range(); piece; piece = session.next_range()) {
        CHECK(fresh.store().status().last_sync.ms == 0);
        REQUIRE(give(session, fetch(*piece)));
    }
    CHECK(fresh.store().status().last_sync.ms == 0);
    exchange_once(session, fresh);
    CHECK(session.is_done());
    CHECK(fresh.store().status().last_sync.ms != 0);
}

TEST_CASE_METHOD(SnapshotFixture, "a device that does not take snapshots is offered none") {
    make_activities(300);
    renew();
    CHECK(sync(fresh) >= 1);
    check_holds_all(fresh);
}

TEST_CASE_METHOD(SnapshotFixture,
                 "a snapshot comes over any number of deaths, a byte or more at a time") {
    make_activities(300);
    renew();
    const std::int64_t bytes = latest().bytes;
    std::int64_t fetched = 0;
    for (int life = 0; life < 4000; ++life) {
        ClientSession session{fresh.store()};
        session.take_snapshots();
        if (life % 50 != 0 || life == 0) {
            exchange_once(session, fresh);
            if (session.is_done()) break;
        }
        const auto request = session.next_range();
        if (!request) continue;
        Piece piece = fetch(*request);
        // The connection dies after some bytes; those that came are kept.
        piece.body.resize(
            std::min(piece.body.size(), static_cast<std::size_t>(1 + life * 37 % 900)));
        fetched += static_cast<std::int64_t>(piece.body.size());
        REQUIRE(give(session, piece));
        fresh.kill();
        // Whole records or none, and nothing that says that all is read.
        for (const Record& record : fresh.store().list("activity")) {
            REQUIRE(luis.store().find(record.id) == record);
        }
        const bool is_over = fetched == bytes;
        REQUIRE(fresh.store().cursors().empty() == !is_over);
    }
    CHECK(fetched == bytes);  // no byte twice
    check_holds_all(fresh);
}

TEST_CASE_METHOD(SnapshotFixture,
                 "a piece that fails is asked for again, smaller; one that comes, larger") {
    make_activities(300);
    renew();
    ClientSession session{fresh.store()};
    session.take_snapshots();
    exchange_once(session, fresh);
    for (int i = 0; i < 10; ++i) {
        REQUIRE(session.next_range());
        session.take_failure();
    }
    CHECK(fresh.store().downloads().at(0).step_bytes == snapshot_step_bytes_min);
    const auto request = session.next_range();
    CHECK(request->range == "bytes=0-2047");
    REQUIRE(give(session, fetch(*request)));
    CHECK(fresh.store().downloads().at(0).step_bytes == 2 * snapshot_step_bytes_min);
    CHECK(fresh.store().downloads().at(0).received == 2048);

    Piece cut = fetch(*session.next_range());
    cut.body.resize(1000);
    REQUIRE(give(session, cut));
    CHECK(fresh.store().downloads().at(0).step_bytes == snapshot_step_bytes_min);
    CHECK(fresh.store().downloads().at(0).received == 3048);
}

TEST_CASE_METHOD(SnapshotFixture,
                 "a device goes on with the snapshot it began, though there is a newer one") {
    make_activities(300);
    renew();
    ClientSession session{fresh.store()};
    session.take_snapshots();
    exchange_once(session, fresh);
    REQUIRE(fresh.store().set_snapshot_step(scope.to_key(), 2048));
    REQUIRE(give(session, fetch(*session.next_range())));
    const std::string begun = fresh.store().downloads().at(0).etag;

    make_activities(60);
    CHECK(renew());
    CHECK(latest().etag != begun);
    ClientSession later{fresh.store()};
    later.take_snapshots();
    exchange_once(later, fresh);

    CHECK(fresh.store().downloads().at(0).etag == begun);
    sync_all(fresh);
    check_holds_all(fresh);
}

TEST_CASE_METHOD(SnapshotFixture,
                 "a device whose snapshot is kept no more begins with another one") {
    make_activities(300);
    renew();
    ClientSession session{fresh.store()};
    session.take_snapshots();
    exchange_once(session, fresh);
    REQUIRE(fresh.store().set_snapshot_step(scope.to_key(), 2048));
    REQUIRE(give(session, fetch(*session.next_range())));
    for (int i = 0; i < 2; ++i) {
        make_activities(60);
        CHECK(renew());
    }
    // What is asked for next is gone: no error, and a new beginning.
    REQUIRE(give(session, fetch(*session.next_range())));
    CHECK(fresh.store().downloads().empty());
    sync_all(fresh);
    check_holds_all(fresh);
}

TEST_CASE_METHOD(SnapshotFixture,
                 "a damaged snapshot is given up, and the scope read in the plain way") {
    make_activities(300);
    renew();
    ClientSession session{fresh.store()};
    session.take_snapshots();
    int damaged = 0;
    for (int i = 0; i < 100 && !session.is_done(); ++i) {
        if (const auto request = session.next_range()) {
            Piece piece = fetch(*request);
            piece.body[piece.body.size() / 2] =
                static_cast<char>(piece.body[piece.body.size() / 2] ^ 4);
            REQUIRE(give(session, piece));
            ++damaged;
        } else {
            exchange_once(session, fresh);
        }
    }
    CHECK(damaged == 3);
    CHECK(session.is_done());
    check_holds_all(fresh);
}

TEST_CASE_METHOD(SnapshotFixture,
                 "a snapshot that ends early, or holds less than it says, is no whole one") {
    make_activities(300);
    renew();
    const SnapshotInfo info = latest();
    const auto offer = [&](std::int64_t bytes) {
        SyncAnswer answer;
        answer.epoch = server.store().epoch();
        answer.next_n = 1;
        answer.snapshots = {{scope.to_key(), info.etag, info.seq, bytes}};
        REQUIRE(fresh.store().apply(answer));
    };
    const auto file = shelf.open(scope, info.etag);
    std::string bytes(static_cast<std::size_t>(info.bytes), '\0');
    REQUIRE(std::fread(bytes.data(), 1, bytes.size(), file.get()) == bytes.size());
    const std::size_t first_block = **block_length(bytes);
    if (first_block < bytes.size()) {
        offer(static_cast<std::int64_t>(first_block));
        CHECK_FALSE(fresh.store().take_snapshot(scope.to_key(), bytes.substr(0, first_block)));
        CHECK(fresh.store().cursors().empty());
    }
    REQUIRE(fresh.store().drop_snapshot(scope.to_key()));
    std::string frames;
    append_frame(frames, "{\"minga\":1,\"snapshot\":\"" + scope.to_key() + "\",\"epoch\":\"" +
                             server.store().epoch() + "\",\"seq\":" + std::to_string(info.seq) +
                             "}");
    append_frame(frames, "{\"end\":5}");
    const std::string block = server::pack_block(frames);
    offer(static_cast<std::int64_t>(block.size()));
    CHECK_FALSE(fresh.store().take_snapshot(scope.to_key(), block));
    CHECK(fresh.store().cursors().empty());
}

TEST_CASE_METHOD(SnapshotFixture,
                 "what is written while a snapshot comes is neither lost nor overwritten") {
    make_activities(1200);
    renew();
    ClientSession session{fresh.store()};
    session.take_snapshots();
    exchange_once(session, fresh);
    // Enough for some records, not for all.
    REQUIRE(fresh.store().set_snapshot_step(scope.to_key(), latest().bytes - 40));
    REQUIRE(give(session, fetch(*session.next_range())));
    REQUIRE(fresh.store().find(world.activity));
    REQUIRE(fresh.store().cursors().empty());
    set(fresh, world.activity, "name", text("De María, a medio camino"));
    ClientSession second{fresh.store()};
    second.take_snapshots();
    exchange_once(second, fresh);
    CHECK(at_server(world.activity, "name") == text("De María, a medio camino"));
    set(luis, world.activity, "owner", text("Eva"));
    sync(luis);

    sync_all(fresh);

    CHECK(at(fresh, world.activity, "name") == text("De María, a medio camino"));
    CHECK(fresh.store().find_accepted(world.activity) == server.store().find(world.activity));
    CHECK(fresh.store().inbox().empty());
}

TEST_CASE_METHOD(SnapshotFixture,
                 "an older snapshot does not take back what this device wrote since") {
    make_activities(300);
    renew();
    // The device holds the record, and its own newer words, when the same snapshot begins again.
    sync_all(fresh);
    set(fresh, world.activity, "name", text("De María"));
    set(luis, world.activity, "owner", text("Eva"));
    sync(luis);
    sync(fresh);
    SyncAnswer answer;
    answer.epoch = server.store().epoch();
    answer.next_n = fresh.store().last_n() + 1;
    const SnapshotInfo info = latest();
    answer.snapshots = {{scope.to_key(), info.etag, info.seq, info.bytes}};
    REQUIRE(fresh.store().apply(answer));
    const auto file = shelf.open(scope, info.etag);
    std::string bytes(static_cast<std::size_t>(info.bytes), '\0');
    REQUIRE(std::fread(bytes.data(), 1, bytes.size(), file.get()) == bytes.size());

    REQUIRE(fresh.store().take_snapshot(scope.to_key(), bytes));
    CHECK(at(fresh, world.activity, "name") == text("De María"));
    sync_all(fresh);

    CHECK(fresh.store().find_accepted(world.activity) == server.store().find(world.activity));
}

TEST_CASE_METHOD(SnapshotFixture,
                 "a snapshot of before a collection is not offered: it would bring back the dead") {
    make_activities(300);
    renew();
    REQUIRE(luis.store().remove(world.activity));
    sync(luis);
    server.clock().advance(tombstone_life_ms + 1'000'000);
    for (TestDevice* device : {&luis, &rosa}) sync(*device);
    server.clock().advance(tombstone_life_ms + 1'000'000);
    for (TestDevice* device : {&luis, &rosa}) sync(*device);
    const auto collected = collect_tombstones(server.store(), server.clock().now());
    REQUIRE(collected);
    REQUIRE(*collected == 1);

    CHECK(sync_all(fresh) == 0);
    CHECK_FALSE(fresh.store().find(world.activity));

    CHECK(renew());
    TestDevice next{world.catalog, {.seed = 10}};
    REQUIRE(next.store().sign_in(world.owner, "token"));
    CHECK(sync_all(next) > 0);
    CHECK_FALSE(next.store().find(world.activity));
}

TEST_CASE_METHOD(SnapshotFixture, "the shelf keeps two of a scope, and no more bytes than it may") {
    make_activities(300);
    for (int i = 0; i < 4; ++i) {
        CHECK(renew());
        make_activities(60);
    }
    CHECK(std::distance(fs::directory_iterator{folder.path}, {}) == 2);

    server::SnapshotShelf small{
        {.folder = folder.path, .records_min = 100, .changes_max = 50, .bytes_max = 1}};
    REQUIRE(small.renew(server.store(), scope));
    CHECK(std::distance(fs::directory_iterator{folder.path}, {}) == 1);
    CHECK(small.latest(scope, server.store().epoch()));
}

TEST_CASE_METHOD(SnapshotFixture,
                 "a shelf finds its files again, and those of another epoch are none of its own") {
    make_activities(300);
    renew();
    std::ofstream{folder.path / "all.partial"} << "half";
    const server::SnapshotShelf again{{.folder = folder.path}};
    REQUIRE(again.latest(scope, server.store().epoch()));
    CHECK(again.latest(scope, server.store().epoch())->etag == latest().etag);
    CHECK(again.latest(scope, server.store().epoch())->bytes == latest().bytes);
    CHECK_FALSE(again.latest(scope, "another epoch"));
    CHECK_FALSE(again.find(scope, "another epoch", latest().etag));
    CHECK_FALSE(fs::exists(folder.path / "all.partial"));
}

TEST_CASE_METHOD(SnapshotFixture, "a snapshot holds what lives in its scope, and nothing else") {
    make_activities(300);
    REQUIRE(luis.store().remove(world.activity));
    sync(luis);
    renew();
    const auto file = shelf.open(scope, latest().etag);
    std::string bytes(static_cast<std::size_t>(latest().bytes), '\0');
    REQUIRE(std::fread(bytes.data(), 1, bytes.size(), file.get()) == bytes.size());
    std::string frames;
    std::string_view left = bytes;
    while (!left.empty()) {
        const std::size_t length = **block_length(left);
        frames += *unpack_block(left.substr(0, length));
        left.remove_prefix(length);
    }
    CHECK(frames.find(world.line.to_text()) != std::string::npos);
    CHECK(frames.find(world.activity.to_text()) == std::string::npos);
    CHECK(frames.find(world.neighbour_plan.to_text()) == std::string::npos);
}
