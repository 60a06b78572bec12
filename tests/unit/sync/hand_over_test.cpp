#include "sync/headless/commands.hpp"
#include "sync/headless/durable_file.hpp"
#include "tests/support/disk/simulated_disk.hpp"
#include "tests/support/sample_files.hpp"
#include "tests/unit/sync/device_fixture.hpp"

#include <catch_amalgamated.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <sys/resource.h>

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// A folder that goes with the test.
struct Folder {
    fs::path path;

    Folder() {
        std::string name = (fs::temp_directory_path() / "minga-hand-over-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string file(std::string_view name) const { return (path / name).string(); }
};

/// Writing more than so many bytes to a file fails, as on a disk with no more room.
struct SmallDisk {
    rlimit before{};

    explicit SmallDisk(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
        const rlimit small{bytes, before.rlim_max};
        REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
    }
    ~SmallDisk() { setrlimit(RLIMIT_FSIZE, &before); }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
};

struct HandOver : DeviceFixture {
    Folder folder;

    HandOver() { REQUIRE(store().set(world.activity, {{"name", text("Sin enviar")}})); }
};

}  // namespace

TEST_CASE_METHOD(HandOver, "what is handed over is in the copy, and then not in the device") {
    REQUIRE(hand_over(store(), folder.file("copia.jsonl")));

    CHECK(read(folder.file("copia.jsonl")).find("Sin enviar") != std::string::npos);
    CHECK(store().actor() == nullptr);
    CHECK(store().status().pending == 0);
    CHECK(std::distance(fs::directory_iterator{folder.path}, {}) == 1);
}

TEST_CASE_METHOD(HandOver, "what does not read as JSON is written out as it is") {
    REQUIRE(device.database().execute("UPDATE op SET text = '{\"s\":{\"name\":\"A medi'"));

    REQUIRE(hand_over(store(), folder.file("copia.jsonl")));

    CHECK(read(folder.file("copia.jsonl")).find("A medi") != std::string::npos);
}

TEST_CASE_METHOD(HandOver, "what is no text is written out in hexadecimal") {
    REQUIRE(device.database().execute("UPDATE op SET text = CAST(x'7bff' AS TEXT)"));

    REQUIRE(hand_over(store(), folder.file("copia.jsonl")));

    CHECK(read(folder.file("copia.jsonl")).find("{\"raw_hex\":\"7bff\"}") != std::string::npos);
}

TEST_CASE_METHOD(HandOver, "what a restored server lost is handed over too") {
    REQUIRE(
        device.database().run("INSERT INTO shelf(record, field, value, kind, organization) "
                              "VALUES (?1, 'name', '\"Solo aquí\"', 'activity', ?2)",
                              world.activity, world.municipality));

    REQUIRE(hand_over(store(), folder.file("copia.jsonl")));

    CHECK(read(folder.file("copia.jsonl")).find("\"value\":\"Solo aquí\"") != std::string::npos);
}

TEST_CASE_METHOD(HandOver, "files that were not sent are copied out beside") {
    const std::string photo = sample_photo(5000);
    REQUIRE(store().blobs().add(photo, "../una foto.jpg", noon));
    const std::string held = store().blobs().list().front().hash;

    REQUIRE(hand_over(store(), folder.file("copia.jsonl")));

    const fs::path copy =
        folder.path / "copia.jsonl.archivos" / (held.substr(0, 12) + "-.._una foto.jpg");
    CHECK(read(copy) == photo);
    CHECK(read(folder.file("copia.jsonl")).find(held) != std::string::npos);
    CHECK(store().blobs().list().empty());
}

TEST_CASE_METHOD(HandOver, "a file that is there already is not written over") {
    std::ofstream{folder.file("copia.jsonl")} << "de otra persona";

    const auto done = hand_over(store(), folder.file("copia.jsonl"));

    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::already_exists);
    CHECK(read(folder.file("copia.jsonl")) == "de otra persona");
    CHECK(store().status().pending == 1);
}

TEST_CASE_METHOD(HandOver, "a disk without room for the copy takes nothing from the device") {
    const std::string photo = sample_photo(50'000);
    REQUIRE(store().blobs().add(photo, "foto.jpg", noon));
    {
        const SmallDisk small{1000};
        const auto done = hand_over(store(), folder.file("copia.jsonl"));
        REQUIRE_FALSE(done);
        CHECK(done.error().code == ErrorCode::storage_failed);
        CHECK(done.error().message.find("No se quitó nada") != std::string::npos);
    }
    CHECK(store().status().pending == 1);
    CHECK(store().status().files == 1);
    CHECK_FALSE(fs::exists(folder.file("copia.jsonl")));

    CHECK(hand_over(store(), folder.file("copia.jsonl")));
}

TEST_CASE("a device's disk that fails in the middle of reading hands nothing over") {
    const World world;
    SimulatedDisk disk;
    SeededRandom random{5};
    TestClock clock;
    const auto open = [&] {
        auto database = storage::Database::open(
            {.path = "device", .vfs = disk.vfs(), .exclusive = true, .cache_kib = 16});
        REQUIRE(database);
        auto store = DeviceStore::open(std::move(*database), world.catalog, random, clock);
        REQUIRE(store);
        return std::move(*store);
    };
    {
        const auto store = open();
        REQUIRE(store->sign_in(world.committee, "token"));
        REQUIRE(store->apply(first_answer(world, world.municipality)));
        for (int edit = 0; edit < 300; ++edit) {
            const std::string name = std::to_string(edit) + std::string(200, 'x');
            REQUIRE(store->set(world.activity, {{"name", text(name)}}));
        }
    }
    const Folder folder;
    const auto store = open();
    disk.fail_at(10, DiskFault::broken);

    const auto done = hand_over(*store, folder.file("copia.jsonl"));

    REQUIRE(disk.has_failed());
    CHECK_FALSE(done);
    CHECK_FALSE(fs::exists(folder.file("copia.jsonl")));
    disk.heal();
    CHECK(store->status().pending == 300);
}
