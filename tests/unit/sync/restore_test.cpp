// Bringing back what was removed: an op of its own, for whoever may remove it; and what must not
// bring anything back.

#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct RestoreFixture : ExchangeFixture {
    /// Of the committee too: she may remove what Luis may.
    TestDevice eva{world.catalog, {.seed = 4}};

    RestoreFixture() {
        REQUIRE(eva.store().sign_in(
            world.person("eva", "Eva Paz", "improvement_committee", world.municipality), "token"));
        sync(eva);
        REQUIRE(luis.store().remove(world.activity));
        for (TestDevice* device : {&luis, &eva, &rosa}) sync(*device);
    }
    bool lives(const Id& id) {
        const auto record = server.store().find(id);
        return record && !record->deleted;
    }
    void remove_line() {
        REQUIRE(luis.store().remove(world.line));
        sync(luis);
    }
};

}  // namespace

TEST_CASE_METHOD(RestoreFixture, "what was removed and sent comes back with all it said") {
    const auto before = server.store().find(world.activity);
    REQUIRE(before);
    REQUIRE(before->deleted);

    REQUIRE(luis.store().restore(world.activity));
    CHECK_FALSE(luis.store().find(world.activity)->deleted);
    sync(luis);

    CHECK(lives(world.activity));
    CHECK(server.store().find(world.activity)->fields == before->fields);
    CHECK(server.store().find(world.activity)->rev == before->rev + 1);
    CHECK(luis.store().status().pending == 0);
    CHECK(luis.store().inbox().empty());
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(RestoreFixture, "who may not remove may not bring back") {
    const auto refused = rosa.store().restore(world.activity);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::forbidden);

    const std::string op =
        "{\"n\":1,\"i\":\"" + world.activity.to_text() + "\",\"b\":2,\"d\":false,\"t\":1,\"v\":1}";
    const auto answer =
        exchange(world.secretary, frames({header(rosa.store().device(), ",\"last_n\":1"), op}));
    REQUIRE(answer.verdicts.size() == 1);
    CHECK(answer.verdicts[0].refusals.at(0).code == ErrorCode::forbidden);
    CHECK_FALSE(lives(world.activity));
}

TEST_CASE_METHOD(RestoreFixture, "two who bring it back agree") {
    REQUIRE(luis.store().restore(world.activity));
    REQUIRE(eva.store().restore(world.activity));
    sync(luis);
    sync(eva);
    CHECK(lives(world.activity));
    CHECK(eva.store().inbox().empty());
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(RestoreFixture,
                 "a later removal that was not known of is for a person to decide") {
    REQUIRE(eva.store().restore(world.activity));
    REQUIRE(luis.store().restore(world.activity));
    sync(luis);
    REQUIRE(luis.store().remove(world.activity));
    sync(luis);

    sync(eva);

    CHECK_FALSE(lives(world.activity));
    sync(luis);
    REQUIRE(luis.store().inbox().size() == 1);
    const InboxItem item = luis.store().inbox()[0];
    CHECK(item.is_removal);
    // Luis removed it, so that the proposal to keep it is the other person's.
    REQUIRE(luis.store().resolve(item.conflict, Resolution::theirs));
    sync(luis);
    CHECK(lives(world.activity));
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(RestoreFixture, "what lay under something removed comes back after that") {
    remove_line();
    const auto refused = luis.store().restore(world.activity);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::record_deleted);

    REQUIRE(luis.store().restore(world.line));
    REQUIRE(luis.store().restore(world.activity));
    sync(luis);

    CHECK(lives(world.line));
    CHECK(lives(world.activity));
    CHECK(luis.store().inbox().empty());
}

TEST_CASE_METHOD(RestoreFixture, "a removal and its undoing leave together") {
    const Id added = *luis.store().create(
        "activity", {}, {{"action_line", text(world.line.to_text())}, {"name", text("Capacitar")}});
    sync(luis);
    REQUIRE(luis.store().remove(added));
    REQUIRE(luis.store().restore(added));
    sync(luis);
    CHECK(lives(added));
    CHECK(luis.store().inbox().empty());
    check_same_everywhere(added);
}

TEST_CASE_METHOD(ExchangeFixture, "an edit brings nothing back under what was removed") {
    set(maria, world.activity, "name", text("Sin saber"));
    REQUIRE(luis.store().remove(world.activity));
    REQUIRE(luis.store().remove(world.line));
    sync(luis);

    sync(maria);

    CHECK(server.store().find(world.activity)->deleted);
    CHECK(server.store().children(world.activity, "conflict").empty());
    REQUIRE(maria.store().inbox().size() == 1);
    const InboxItem item = maria.store().inbox()[0];
    CHECK(item.type == InboxItem::Type::refusal);
    CHECK(item.code == "record_deleted");
    CHECK(value_of(item.change, "name") == text("Sin saber"));

    // With its line back, the words find their place.
    sync(luis);
    REQUIRE(luis.store().restore(world.line));
    REQUIRE(luis.store().restore(world.activity));
    sync(luis);
    sync(maria);
    REQUIRE(maria.store().correct(item.op, {}));
    sync(maria);
    CHECK(at_server(world.activity, "name") == text("Sin saber"));
}

TEST_CASE_METHOD(ExchangeFixture, "nor does what was decided about it before") {
    set(maria, world.activity, "name", text("Sin saber"));
    REQUIRE(luis.store().remove(world.activity));
    sync(luis);
    sync(maria);
    sync(luis);
    REQUIRE(luis.store().inbox().size() == 1);
    const Id conflict = luis.store().inbox()[0].conflict;
    CHECK_FALSE(server.store().find(world.activity)->deleted);
    REQUIRE(luis.store().resolve(conflict, Resolution::theirs));
    sync(luis);
    REQUIRE(server.store().find(world.activity)->deleted);
    REQUIRE(luis.store().remove(world.line));
    sync(luis);

    const auto refused = luis.store().restore(world.activity);

    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::record_deleted);
}
