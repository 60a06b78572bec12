#include "server/storage/refusals.hpp"

#include "server/storage/sqlite_store.hpp"
#include "sync/wire/op_codec.hpp"

#include <catch_amalgamated.hpp>

namespace minga::server {
namespace {

using sync::Outcome;

Id id_of(std::uint8_t number) {
    Id id;
    id.bytes[15] = number;
    return id;
}

const Id home = id_of(1);
const Id subject = id_of(2);
const Id device = id_of(3);

struct Ledger {
    std::unique_ptr<SqliteStore> store;
    std::int64_t n = 0;

    Ledger() {
        auto opened = SqliteStore::open({.path = ":memory:"}, "epoch-1");
        REQUIRE(opened);
        store = *std::move(opened);
        put(subject, "activity");
    }
    void put(const Id& id, const std::string& kind) {
        sync::StampedRecord stamped;
        stamped.record.id = id;
        stamped.record.kind = kind;
        stamped.record.organization = home;
        stamped.record.rev = 1;
        stamped.seq = 1;
        REQUIRE(store->put(stamped));
    }
    /// An op on `record` that writes `fields`, with its verdict.
    void op(const Id& record, const std::vector<std::string>& fields, Outcome outcome,
            const std::vector<std::string>& refused = {}, std::int64_t at = 1000,
            const Id& by = device) {
        sync::Op op;
        op.n = ++n;
        op.record = record;
        op.base_rev = 1;
        for (const std::string& field : fields) op.set.emplace(field, Value{std::string{"x"}});
        sync::Verdict verdict{.n = op.n, .outcome = outcome, .rev = 2};
        for (const std::string& field : refused) {
            verdict.refusals.push_back(make_error(ErrorCode::forbidden, "No.", field));
            if (field.empty()) verdict.rev = 0;
        }
        sync::LedgerEntry entry;
        entry.device = by;
        entry.n = op.n;
        entry.received_at = {at};
        entry.payload = sync::op_to_text(op);
        entry.verdict = sync::verdict_to_json(verdict).dump();
        REQUIRE(store->put_op(entry));
    }
    std::int64_t open(std::int64_t since = 0) {
        auto counts = open_refusals(store->database(), Instant{since});
        REQUIRE(counts);
        const auto found = counts->find(home);
        return found == counts->end() ? 0 : found->second;
    }
};

}  // namespace

TEST_CASE("refusals: an op counts once, however many of its fields were refused") {
    Ledger ledger;
    ledger.op(subject, {"name"}, Outcome::applied);
    CHECK(ledger.open() == 0);
    ledger.op(subject, {"name", "start_month", "end_month"}, Outcome::refused,
              {"start_month", "end_month"});
    CHECK(ledger.open() == 1);
    ledger.op(subject, {"name"}, Outcome::refused, {""});
    CHECK(ledger.open() == 2);
}

TEST_CASE("refusals: a field is closed by the op that writes it, not by another field's") {
    Ledger ledger;
    ledger.op(subject, {"end_month"}, Outcome::refused, {"end_month"});
    ledger.op(subject, {"name"}, Outcome::applied);
    CHECK(ledger.open() == 1);
    ledger.op(subject, {"end_month"}, Outcome::refused, {"end_month"});
    CHECK(ledger.open() == 2);
    ledger.op(subject, {"end_month"}, Outcome::applied);
    CHECK(ledger.open() == 0);
}

TEST_CASE("refusals: one of another device or record stays open") {
    Ledger ledger;
    ledger.put(id_of(9), "activity");
    ledger.op(subject, {"end_month"}, Outcome::refused, {"end_month"});
    ledger.op(id_of(9), {"end_month"}, Outcome::applied);
    ledger.op(subject, {"end_month"}, Outcome::applied, {}, 1000, id_of(4));
    CHECK(ledger.open() == 1);
}

TEST_CASE("refusals: a record that was refused whole is closed when it is made after all") {
    Ledger ledger;
    ledger.op(subject, {"name"}, Outcome::refused, {""});
    ledger.op(subject, {"name"}, Outcome::applied);
    CHECK(ledger.open() == 0);
}

TEST_CASE("refusals: old ones are taken for let go of, decisions on conflicts do not count") {
    Ledger ledger;
    ledger.put(id_of(8), "conflict");
    ledger.op(subject, {"name"}, Outcome::refused, {"name"}, 1000);
    ledger.op(id_of(8), {"status"}, Outcome::refused, {""}, 1000);
    CHECK(ledger.open(0) == 1);
    CHECK(ledger.open(1000) == 0);
}

}  // namespace minga::server
