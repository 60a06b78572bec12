#include "sync/client/carried_bundles.hpp"

#include "sync/client/bundle_receipt.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sync;

namespace {

std::unique_ptr<storage::Database> make_database() {
    auto database = storage::Database::open({.path = ":memory:"});
    REQUIRE(database);
    return *std::move(database);
}

BundleFacts facts(std::string hash) {
    BundleFacts facts;
    facts.device = name_based_id({}, "device");
    facts.first_n = 5;
    facts.last_n = 16;
    facts.made_at = {1'790'000'000'000};
    facts.hash = std::move(hash);
    facts.bytes = 3;
    return facts;
}

}  // namespace

TEST_CASE("what is carried is kept whole until it is handed over") {
    const auto database = make_database();
    CarriedBundles carried{*database};
    const std::string file{"\x00\x01\xff", 3};

    REQUIRE(carried.add(facts("aa11"), file, {1000}));
    REQUIRE(carried.add(facts("aa11"), file, {2000}));
    REQUIRE(carried.add(facts("bb22"), "xyz", {3000}));

    const auto all = carried.list();
    REQUIRE(all);
    REQUIRE(all->size() == 2);
    CHECK(all->front().facts.hash == "aa11");
    CHECK(all->front().facts.last_n == 16);
    CHECK(all->front().taken_at == Instant{1000});
    CHECK(carried.file("aa").value_or("") == file);
    REQUIRE(carried.remove("aa11"));
    CHECK(carried.list()->size() == 1);
}

TEST_CASE("the beginning of a hash names a file only where it is one's alone") {
    const auto database = make_database();
    CarriedBundles carried{*database};
    REQUIRE(carried.add(facts("aa11"), "x", {}));
    REQUIRE(carried.add(facts("aa22"), "y", {}));

    CHECK(carried.file("aa1").value_or("") == "x");
    CHECK_FALSE(carried.file("aa"));
    CHECK_FALSE(carried.file(""));
    CHECK_FALSE(carried.file("ff"));
    CHECK_FALSE(carried.remove("%"));
}

TEST_CASE("what the server said of one stays with it") {
    const auto database = make_database();
    CarriedBundles carried{*database};
    REQUIRE(carried.add(facts("aa11"), "x", {}));

    REQUIRE(carried.note_problem("aa11", "El servidor no conoce ese equipo."));

    CHECK(carried.list()->front().problem == "El servidor no conoce ese equipo.");
}

TEST_CASE("a device does not carry without end") {
    const auto database = make_database();
    CarriedBundles carried{*database};
    for (std::int64_t i = 0; i < carried_count_max; ++i) {
        REQUIRE(carried.add(facts("h" + std::to_string(i)), "x", {}));
    }

    const auto refused = carried.add(facts("demasiado"), "x", {});

    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::storage_full);
}

TEST_CASE("a receipt says whose, which and when, and has the hash to read aloud") {
    BundleFacts one = facts(std::string(64, 'a'));

    const std::string text =
        receipt_text("COMPROBANTE", receipt_lines(one, "Luis Soto (luis)", "2026-11-20"), one.hash);

    CHECK(text.find("Luis Soto (luis)") != std::string::npos);
    CHECK(text.find("12 cambios, del 5 al 16") != std::string::npos);
    CHECK(text.find("  aaaa aaaa aaaa aaaa\n") != std::string::npos);
    CHECK(op_range_text(7, 7) == "1 cambio, el 7");
    CHECK(op_range_text(0, 0) == "ninguno: solo pide novedades");
}

TEST_CASE("a file's name has nothing that a file system or a messenger would change") {
    CHECK(bundle_file_name(facts("abcdef"), "ñandú/../x") == "minga---and---..-x-5-16-abcd.minga");
    CHECK(bundle_file_name(facts("abcdef"), "luis.soto") == "minga-luis.soto-5-16-abcd.minga");
}
