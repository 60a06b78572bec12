/// Stores and frames of every released version of the record tables: today's programs must open
/// them, show what they hold and go on with it. The files are kept for ever and never written to.
#include "server/storage/verify.hpp"
#include "shared/records/all_records.hpp"
#include "sync/wire/frame.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

#include <filesystem>
#include <fstream>

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

namespace fs = std::filesystem;

std::string file_text(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    REQUIRE(file);
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The bytes of a store as SQLite takes them in memory: not in write-ahead mode.
std::string store_image(const fs::path& path) {
    std::string image = file_text(path);
    REQUIRE(image.size() > 100);
    image[18] = 1;
    image[19] = 1;
    return image;
}

struct Golden {
    fs::path folder;
    World world;  // For its catalog.

    explicit Golden(std::string_view version)
        : folder(fs::path{MINGA_SOURCE_ROOT} / "tests/golden" / version) {}

    std::unique_ptr<server::SqliteStore> open_server() {
        // A copy of the file, which today's program brings up to date as it opens it.
        const fs::path copy =
            fs::temp_directory_path() / ("minga-golden-" + std::to_string(::getpid()) + ".db");
        fs::copy_file(folder / "server.db", copy, fs::copy_options::overwrite_existing);
        auto store = server::SqliteStore::open({.path = copy.string()}, "unused");
        for (const char* end : {"", "-wal", "-shm"}) fs::remove(copy.string() + end);
        REQUIRE(store);
        return *std::move(store);
    }
};

const Id line = *Id::parse("0198c000-0000-7000-8000-000000000013");
const Id activity = *Id::parse("0198c000-0000-7000-8000-000000000014");

}  // namespace

TEST_CASE("a device's store of version 1 opens with all it held") {
    Golden golden{"v1"};
    TestDevice luis{golden.world.catalog};
    luis.reopen(store_image(golden.folder / "device_luis.db"));

    CHECK(luis.store().actor()->login == "luis");
    CHECK(luis.store().status().pending == 2);
    CHECK(luis.store().status().conflicts == 1);
    CHECK(text_of(luis.store().find(activity)->fields, "owner") == "Sin enviar");
    CHECK(text_of(luis.store().find_accepted(activity)->fields, "owner") == "Eva Tapia");
    CHECK(luis.store().list("activity").size() == 2);
    CHECK(luis.store().notices().empty());
    TestDevice maria{golden.world.catalog};
    maria.reopen(store_image(golden.folder / "device_maria.db"));
    REQUIRE(maria.store().status().refused == 2);
    CHECK_FALSE(maria.store().unaccepted_work()->empty());
}

TEST_CASE("a server's store of version 1 opens, verifies and takes what old devices still have") {
    Golden golden{"v1"};
    const auto store = golden.open_server();
    const auto verified = server::verify_store(*store);
    REQUIRE(verified);
    CHECK_FALSE(verified->first_break);
    TestDevice luis{golden.world.catalog};
    luis.reopen(store_image(golden.folder / "device_luis.db"));

    TestClock clock;
    ClientSession session{luis.store()};
    for (int requests = 0; !session.is_done(); ++requests) {
        REQUIRE(requests < 10);
        const auto body = session.next_request();
        REQUIRE(body);
        ServerSession at_server{*store, golden.world.catalog, *luis.store().actor(), clock};
        at_server.feed(*body);
        REQUIRE(at_server.apply());
        REQUIRE(at_server.finish());
        const auto answer = at_server.answer(*store);
        REQUIRE(answer);
        REQUIRE(session.take_answer(200, *answer));
    }

    CHECK(luis.store().status().pending == 0);
    CHECK(text_of(store->find(activity)->fields, "owner") == "Sin enviar");
    CHECK(luis.store().find_accepted(activity) == store->find(activity));
}

TEST_CASE("frames of version 1 are read as they always were") {
    const Golden golden{"v1"};
    int requests = 0;
    int answers = 0;
    for (const auto& entry : fs::directory_iterator{golden.folder}) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with("frames_")) continue;
        INFO(name);
        const std::string body = file_text(entry.path());
        if (name.ends_with("answer.txt")) {
            CHECK(read_answer(body));
            ++answers;
            continue;
        }
        FrameReader reader;
        reader.feed(body);
        bool is_header = true;
        while (true) {
            const auto frame = reader.next();
            REQUIRE(frame);
            if (!*frame) break;
            // An op that is written again is the same, byte for byte: its hash stands in a ledger.
            const auto op = is_header ? Result<Op>{Op{}} : op_from_text(**frame);
            REQUIRE(op);
            if (!is_header) CHECK(op_to_text(*op) == **frame);
            is_header = false;
        }
        CHECK_FALSE(reader.has_partial());
        ++requests;
    }
    CHECK(requests >= 6);
    CHECK(answers == requests);
}

TEST_CASE("an old device's requests get an answer from today's server") {
    Golden golden{"v1"};
    const auto store = golden.open_server();
    TestClock clock;
    TestDevice device{golden.world.catalog};
    device.reopen(store_image(golden.folder / "device_luis.db"));
    const Actor luis = *device.store().actor();
    ServerSession session{*store, golden.world.catalog, luis, clock};
    session.feed(file_text(golden.folder / "frames_01_request.txt"));
    REQUIRE(session.apply());
    const auto answer = session.answer(*store);
    REQUIRE(answer);
    const auto read = read_answer(*answer);
    REQUIRE(read);
    CHECK_FALSE(read->records.empty());
    CHECK_FALSE(read->actor);
}

TEST_CASE_METHOD(ExchangeFixture,
                 "an op with a choice that this server does not know waits whole") {
    set(luis, world.activity, "name", text("Dibujar"));
    sync(luis);
    Op op;
    op.n = 2;
    op.record = world.activity;
    op.base_rev = 2;
    op.set = {{"status", text("paused")}, {"owner", text("Eva")}};
    op.schema = schema_version + 1;

    const auto answer = exchange(
        world.committee,
        frames({header(luis.store().device(), ",\"last_n\":2,\"acked_n\":1"), op_to_text(op)}));

    REQUIRE(answer.verdicts.size() == 1);
    CHECK(answer.verdicts[0].outcome == Outcome::schema_ahead);
    CHECK(is_empty(at_server(world.activity, "owner")));
    CHECK(server.store().find_op(luis.store().device(), 2)->payload == op_to_text(op));
}

TEST_CASE_METHOD(ExchangeFixture,
                 "what was ahead stays on the screen, and goes again in its turn") {
    set(luis, world.activity, "name", text("Primero"));
    set(luis, world.activity, "owner", text("Eva"));
    SyncAnswer answer;
    answer.epoch = luis.store().epoch();
    answer.next_n = 3;
    answer.schema = schema_version - 1;
    answer.verdicts = {{.n = 1, .outcome = Outcome::schema_ahead},
                       {.n = 2, .outcome = Outcome::applied, .rev = 2}};
    REQUIRE(luis.store().apply(answer));

    CHECK(at(luis, world.activity, "name") == text("Primero"));
    CHECK(luis.store().status().pending == 1);
    CHECK(luis.store().outbox(1 << 20)->empty());
    luis.kill();
    // A newer word of one's own is not overtaken by the older one.
    set(luis, world.activity, "name", text("Segundo"));
    answer.next_n = 4;
    answer.verdicts = {{.n = 3, .outcome = Outcome::applied, .rev = 3}};
    answer.schema = schema_version;
    REQUIRE(luis.store().apply(answer));

    CHECK(at(luis, world.activity, "name") == text("Segundo"));
    CHECK(luis.store().status().pending == 0);
}

TEST_CASE_METHOD(ExchangeFixture, "what was ahead is offered again when the server has caught up") {
    set(luis, world.activity, "name", text("Adelantado"));
    SyncAnswer answer;
    answer.epoch = luis.store().epoch();
    answer.next_n = 2;
    answer.schema = schema_version - 1;
    answer.verdicts = {{.n = 1, .outcome = Outcome::schema_ahead}};
    REQUIRE(luis.store().apply(answer));
    // The server really has number 1, as one that it did not apply.
    const std::string kept = *luis.store().unaccepted_work();
    CHECK(kept.find("Adelantado") != std::string::npos);

    answer.verdicts.clear();
    answer.schema = schema_version;
    REQUIRE(luis.store().apply(answer));

    const auto again = luis.store().outbox(1 << 20);
    REQUIRE(again);
    REQUIRE(again->size() == 1);
    CHECK(again->front().n == 2);
    CHECK(value_of(op_from_text(again->front().text)->set, "name") == text("Adelantado"));
}

TEST_CASE_METHOD(ExchangeFixture,
                 "kinds and fields that this device does not know are kept as they came") {
    SyncAnswer answer = exchange(world.committee, request(luis));
    answer.records.clear();
    RecordDelta unknown;
    unknown.id = name_based_id(Id{}, "unknown");
    unknown.rev = 4;
    unknown.is_whole = true;
    unknown.kind = "sensor";
    unknown.organization = world.municipality;
    unknown.fields = {{"reading", number(7)}};
    RecordDelta more;
    more.id = world.activity;
    more.rev = 2;
    more.fields = {{"mood", text("bueno")}};
    answer.records = {unknown, more};
    REQUIRE(luis.store().apply(answer));
    set(luis, world.activity, "name", text("Dibujar"));
    luis.kill();

    CHECK(at(luis, world.activity, "mood") == text("bueno"));
    CHECK(luis.store().find(unknown.id)->fields == unknown.fields);
    CHECK(luis.store().find(unknown.id)->kind == "sensor");
    CHECK(luis.store().list("sensor").size() == 1);
    // Only what the person changed goes up: nothing unknown is written back or lost.
    const auto op = op_from_text(luis.store().outbox(1 << 20)->front().text);
    REQUIRE(op);
    CHECK(op->set == FieldMap{{"name", text("Dibujar")}});
}
