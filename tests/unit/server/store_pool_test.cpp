#include "server/storage/store_pool.hpp"

#include "server/auth/secure_random.hpp"

#include <atomic>
#include <catch_amalgamated.hpp>
#include <filesystem>
#include <thread>

namespace minga::server {
namespace {

namespace fs = std::filesystem;

struct TemporaryStore {
    fs::path folder = fs::temp_directory_path() / ("minga-pool-" + random_hex(8));
    TemporaryStore() { fs::create_directories(folder); }
    ~TemporaryStore() {
        std::error_code failure;
        fs::remove_all(folder, failure);
    }
};

Record organization(std::int64_t number) {
    Record record;
    record.id = name_based_id({}, std::to_string(number));
    record.kind = "organization";
    record.organization = record.id;
    record.fields = {{"name", Value{std::to_string(number)}}};
    return record;
}

TEST_CASE("StorePool lets one write at a time while others read whole states") {
    const TemporaryStore place;
    auto pool = StorePool::open(
        {.path = (place.folder / "minga.db").string(), .new_epoch = "e", .reader_count = 2});
    REQUIRE(pool);
    std::atomic<int> failures = 0;
    constexpr int writers = 4;
    constexpr int rounds = 25;

    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w) {
        threads.emplace_back([&] {
            for (int i = 0; i < rounds; ++i) {
                const StorePool::Lease store = (*pool)->writer();
                if (!store->begin()) ++failures;
                const std::int64_t seq = store->take_seq();
                // Two records a transaction: a reader that sees one sees the other.
                if (!store->put({organization(2 * seq), {}, seq, seq})) ++failures;
                if (!store->put({organization(2 * seq + 1), {}, seq, seq})) ++failures;
                if (!store->commit()) ++failures;
            }
        });
    }
    for (int r = 0; r < 3; ++r) {
        threads.emplace_back([&] {
            for (int i = 0; i < rounds; ++i) {
                const StorePool::Lease store = (*pool)->reader();
                if (!store->begin_reading()) ++failures;
                std::int64_t count = 0;
                const auto read = store->changed_since({}, 0, [&](const auto&) {
                    ++count;
                    return true;
                });
                if (!read || count != 2 * store->last_seq()) ++failures;
                store->end_reading();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    CHECK(failures == 0);
    const StorePool::Lease store = (*pool)->reader();
    CHECK(store->last_seq() == writers * rounds);
}

}  // namespace
}  // namespace minga::server
