#include "server/storage/sqlite_store.hpp"

#include "server/storage/verify.hpp"

#include <catch_amalgamated.hpp>

namespace minga::server {
namespace {

using sync::StampedRecord;

std::unique_ptr<SqliteStore> make_store() {
    auto store = SqliteStore::open({.path = ":memory:"}, "epoch-1");
    REQUIRE(store);
    return *std::move(store);
}

Id id_of(std::uint8_t number) {
    Id id;
    id.bytes[15] = number;
    return id;
}

StampedRecord activity(std::uint8_t number, const Id& organization, std::int64_t seq) {
    StampedRecord stamped;
    stamped.record.id = id_of(number);
    stamped.record.kind = "activity";
    stamped.record.organization = organization;
    stamped.record.rev = 1;
    stamped.record.fields = {{"name", Value{std::string{"Levantar procesos"}}},
                             {"action_line", Value{id_of(200).to_text()}},
                             {"own_kclp", Value{std::int64_t{1500}}}};
    stamped.stamps = {{"name", {1, seq, id_of(9), 4}}};
    stamped.created_seq = seq;
    stamped.seq = seq;
    return stamped;
}

std::vector<std::int64_t> seqs_since(const SqliteStore& store, const sync::Scope& scope,
                                     std::int64_t after) {
    std::vector<std::int64_t> seqs;
    const auto read = store.changed_since(scope, after, [&](const StampedRecord& stamped) {
        seqs.push_back(stamped.seq);
        return true;
    });
    REQUIRE(read);
    return seqs;
}

TEST_CASE("SqliteStore gives back a record as it was put") {
    const auto store = make_store();
    const StampedRecord put = activity(1, id_of(100), 1);

    REQUIRE(store->begin());
    REQUIRE(store->put(put));
    REQUIRE(store->commit());

    CHECK(store->find_stamped(id_of(1)) == put);
    CHECK_FALSE(store->find_stamped(id_of(2)));
    CHECK(store->status());
}

TEST_CASE("SqliteStore forgets what is rolled back, and gives its numbers out again") {
    const auto store = make_store();

    REQUIRE(store->begin());
    CHECK(store->take_seq() == 1);
    REQUIRE(store->put(activity(1, id_of(100), 1)));
    store->roll_back();
    REQUIRE(store->begin());
    CHECK(store->take_seq() == 1);
    CHECK(store->take_seq() == 2);
    REQUIRE(store->commit());

    CHECK_FALSE(store->find(id_of(1)));
    CHECK(store->last_seq() == 2);
}

TEST_CASE("SqliteStore sees its own writing at once, and what is rolled back no more") {
    const auto store = make_store();
    REQUIRE(store->begin());
    REQUIRE(store->put(activity(1, id_of(100), 1)));
    REQUIRE(store->commit());

    REQUIRE(store->begin());
    CHECK(store->view(id_of(1))->rev == 1);
    CHECK(store->view(id_of(2)) == nullptr);
    StampedRecord changed = activity(1, id_of(100), 2);
    changed.record.rev = 2;
    REQUIRE(store->put(changed));
    REQUIRE(store->put(activity(2, id_of(100), 3)));
    CHECK(store->view(id_of(1))->rev == 2);
    CHECK(store->find_stamped(id_of(2)));
    REQUIRE(append_event(*store, {"tested", {}}, Instant{7}));
    REQUIRE(append_event(*store, {"tested", {}}, Instant{8}));
    CHECK(store->audit_head().number == 2);
    store->roll_back();

    CHECK(store->view(id_of(1))->rev == 1);
    CHECK(store->view(id_of(2)) == nullptr);
    CHECK(store->audit_head().number == 0);
}

TEST_CASE("SqliteStore reads changes in commit order, within a scope and across all") {
    const auto store = make_store();
    REQUIRE(store->begin());
    REQUIRE(store->put(activity(3, id_of(100), 1)));
    REQUIRE(store->put(activity(2, id_of(101), 2)));
    REQUIRE(store->put(activity(1, id_of(100), 3)));
    REQUIRE(store->commit());

    CHECK(seqs_since(*store, {id_of(100)}, 0) == std::vector<std::int64_t>{1, 3});
    CHECK(seqs_since(*store, {id_of(100)}, 1) == std::vector<std::int64_t>{3});
    CHECK(seqs_since(*store, {id_of(102)}, 0).empty());
    CHECK(seqs_since(*store, {}, 1) == std::vector<std::int64_t>{2, 3});
}

TEST_CASE("SqliteStore finds children by their parent, without the deleted ones") {
    const auto store = make_store();
    StampedRecord deleted = activity(3, id_of(100), 3);
    deleted.record.deleted = true;
    REQUIRE(store->begin());
    REQUIRE(store->put(activity(2, id_of(100), 1)));
    REQUIRE(store->put(activity(1, id_of(100), 2)));
    REQUIRE(store->put(deleted));
    REQUIRE(store->commit());

    const auto children = store->children(id_of(200), "activity");

    REQUIRE(children.size() == 2);
    CHECK(children[0].id == id_of(1));
    CHECK(children[1].id == id_of(2));
    CHECK(store->children(id_of(200), "follow_up").empty());
}

TEST_CASE("SqliteStore counts children without reading them") {
    const auto store = make_store();
    REQUIRE(store->begin());
    REQUIRE(store->put(activity(1, id_of(100), 1)));
    REQUIRE(store->put(activity(2, id_of(100), 2)));
    REQUIRE(store->commit());
    REQUIRE(store->database().execute("UPDATE record SET body = 'unreadable'"));

    CHECK(store->count_children(id_of(200), "activity") == 2);
    CHECK(store->count_children(id_of(200), "follow_up") == 0);
    CHECK(store->status());
}

TEST_CASE("SqliteStore keeps devices, ops and the head of the chain") {
    const auto store = make_store();
    const sync::LedgerEntry entry{id_of(9), 1, "hash", id_of(50), "Ana", Instant{7}, "{}", "{}"};

    REQUIRE(store->begin());
    REQUIRE(store->put_device(id_of(9), {id_of(50), 2}, Instant{7}));
    REQUIRE(store->put_op(entry));
    CHECK_FALSE(store->put_op(entry));
    REQUIRE(append_event(*store, {"tested", {}}, Instant{7}));
    REQUIRE(store->commit());

    CHECK(store->find_device(id_of(9))->next_n == 2);
    CHECK(store->find_op(id_of(9), 1)->author == "Ana");
    CHECK_FALSE(store->find_op(id_of(9), 2));
    CHECK(store->audit_head().number == 1);
    CHECK(store->audit_head().hash.size() == 64);
    CHECK(store->epoch() == "epoch-1");
}

TEST_CASE("SqliteStore reports a body that cannot be read") {
    const auto store = make_store();
    REQUIRE(store->begin());
    REQUIRE(store->put(activity(1, id_of(100), 1)));
    REQUIRE(store->database().execute("UPDATE record SET body = 'roto'"));
    REQUIRE(store->commit());

    REQUIRE(store->begin_reading());
    CHECK_FALSE(store->find(id_of(1)));
    CHECK_FALSE(store->status());
    store->end_reading();
}

TEST_CASE("A typed view shows the fields of its kind") {
    const auto store = make_store();
    REQUIRE(store->begin());
    REQUIRE(store->put(activity(1, id_of(100), 1)));
    REQUIRE(store->commit());

    std::int64_t own = 0;
    REQUIRE(store->database().each("SELECT own_kclp FROM v_activity",
                                   [&](const storage::Row& row) { own = row.integer(0); }));

    CHECK(own == 1500);
}

}  // namespace
}  // namespace minga::server
