#include "server/storage/verify.hpp"
#include "tests/fault/every_call.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::fault;

TEST_CASE("every call of the server's disk fails once and the server goes on") {
    CHECK(fail_every_call({Side::server, test::DiskFault::broken, false}) == "");
}

TEST_CASE("every call of the server's disk fails once and the server is started again") {
    CHECK(fail_every_call({Side::server, test::DiskFault::broken, true}) == "");
}

TEST_CASE("the server's disk is full once at every write and the server goes on") {
    CHECK(fail_every_call({Side::server, test::DiskFault::full, false}) == "");
}

TEST_CASE("the server's disk is full once at every write and the server is started again") {
    CHECK(fail_every_call({Side::server, test::DiskFault::full, true}) == "");
}

TEST_CASE("a server's store whose making was interrupted at any call is made at the next start") {
    for (std::int64_t call = 1;; ++call) {
        test::SimulatedDisk disk;
        const storage::OpenOptions options{.path = "store", .vfs = disk.vfs(), .exclusive = true};
        disk.fail_at(call, test::DiskFault::broken);
        {
            const auto first = server::SqliteStore::open(options, "epoch-1");
            if (!disk.has_failed()) break;
            if (!first) CHECK_FALSE(first.error().message.empty());
        }
        disk.restart();

        const auto second = server::SqliteStore::open(options, "epoch-1");

        INFO("call " << call);
        REQUIRE(second);
        CHECK((*second)->epoch() == "epoch-1");
        const auto verified = server::verify_store(**second);
        CHECK((verified && !verified->first_break));
    }
}
