#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

/// Luis's name is accepted, María's waits; both devices know.
struct WithConflict : ExchangeFixture {
    WithConflict() {
        set(luis, world.activity, "name", text("De Luis"));
        set(maria, world.activity, "name", text("De María"));
        for (TestDevice* device : {&luis, &maria, &luis, &rosa}) sync(*device);
        id = maria.store().inbox().at(0).conflict;
    }
    Id id;
};

}  // namespace

TEST_CASE_METHOD(WithConflict, "deciding for one's own writes it") {
    REQUIRE(maria.store().resolve(id, Resolution::mine));
    sync(maria);
    CHECK(at_server(world.activity, "name") == text("De María"));
    CHECK(at_server(id, "resolved_by") == text("María Soto"));
    CHECK(maria.store().inbox().empty());
    check_same_everywhere(world.activity);
    check_same_everywhere(id);
}

TEST_CASE_METHOD(WithConflict, "deciding for the other's leaves it") {
    const std::int64_t rev = server.store().find(world.activity)->rev;
    REQUIRE(maria.store().resolve(id, Resolution::theirs));
    sync(maria);
    CHECK(at_server(world.activity, "name") == text("De Luis"));
    CHECK(server.store().find(world.activity)->rev == rev);
    check_same_everywhere(id);
}

TEST_CASE_METHOD(WithConflict, "a third value can be written") {
    REQUIRE(luis.store().resolve(id, Resolution::other, text("De ambos")));
    sync(luis);
    CHECK(at_server(world.activity, "name") == text("De ambos"));
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(WithConflict, "the second to decide is told who was first") {
    REQUIRE(luis.store().resolve(id, Resolution::mine));
    REQUIRE(maria.store().resolve(id, Resolution::mine));
    sync(luis);
    sync(maria);
    CHECK(at_server(world.activity, "name") == text("De Luis"));
    const InboxItem item = maria.store().inbox().at(0);
    CHECK(item.code == "conflict_settled");
    CHECK(item.message.find("Luis Mella") != std::string::npos);
}

TEST_CASE_METHOD(WithConflict, "two who decide alike agree") {
    REQUIRE(luis.store().resolve(id, Resolution::theirs));
    REQUIRE(maria.store().resolve(id, Resolution::mine));
    sync(luis);
    sync(maria);
    CHECK(at_server(world.activity, "name") == text("De María"));
    CHECK(maria.store().inbox().empty());
}

TEST_CASE_METHOD(WithConflict, "who decided on an older accepted value decides again") {
    set(luis, world.activity, "name", text("De Luis, otra vez"));
    sync(luis);
    REQUIRE(maria.store().resolve(id, Resolution::mine));
    sync(maria);
    CHECK(at_server(world.activity, "name") == text("De Luis, otra vez"));
    CHECK(maria.store().inbox().at(1).code == "conflict_changed");
    CHECK(maria.store().inbox().at(0).theirs == text("De Luis, otra vez"));
}

TEST_CASE_METHOD(WithConflict, "who decided on an older proposal decides again") {
    // María's device had improved the proposal before it heard of the conflict.
    Op better;
    better.n = 2;
    better.record = world.activity;
    better.base_rev = 1;
    better.set = {{"name", text("De María, mejor")}};
    const std::string body =
        frames({header(maria.store().device(), ",\"last_n\":2"), op_to_text(better)});
    exchange(world.owner, body);
    CHECK(at_server(id, "mine") == text("\"De María, mejor\""));

    REQUIRE(luis.store().resolve(id, Resolution::mine));
    sync(luis);

    CHECK(at_server(id, "status") == text("open"));
    CHECK(luis.store().inbox().at(1).code == "conflict_changed");
}

TEST_CASE_METHOD(WithConflict, "where both come to say the same nobody has to decide") {
    set(luis, world.activity, "name", text("De María"));
    sync(luis);
    CHECK(at_server(id, "status") == text("resolved"));
    CHECK(at_server(id, "resolution") == text("same"));
    sync(maria);
    CHECK(maria.store().inbox().empty());
}

TEST_CASE_METHOD(WithConflict, "who may not write the record may not decide about it") {
    CHECK_FALSE(rosa.store().resolve(id, Resolution::mine));
    Op op;
    op.n = 1;
    op.record = id;
    op.base_rev = 1;
    op.set = {{"status", text("resolved")}, {"resolution", text("mine")}};
    const auto answer = exchange(
        world.secretary, frames({header(rosa.store().device(), ",\"last_n\":1"), op_to_text(op)}));
    REQUIRE(answer.verdicts.size() == 1);
    CHECK(answer.verdicts[0].outcome == Outcome::refused);
    CHECK(at_server(id, "status") == text("open"));
}

TEST_CASE_METHOD(WithConflict, "conflicts are not made, changed or removed by hand") {
    const auto verdict_of = [&](std::int64_t n, FieldMap set, bool remove) {
        Op op;
        op.n = n;
        op.record = id;
        op.base_rev = 9;
        op.set = std::move(set);
        op.remove = remove;
        const auto answer = exchange(
            world.committee,
            frames({header(name_based_id(Id{}, "hand"), ",\"last_n\":9"), op_to_text(op)}));
        return answer.verdicts.at(0).outcome;
    };
    CHECK(verdict_of(1, {{"mine", text("\"X\"")}}, false) == Outcome::refused);
    CHECK(verdict_of(2, {{"status", text("open")}}, false) == Outcome::refused);
    CHECK(verdict_of(3, {}, true) == Outcome::refused);
    CHECK(at_server(id, "mine") == text("\"De María\""));
}

TEST_CASE_METHOD(WithConflict, "who decides alike later does not undo what was written since") {
    // A second device of Luis has not heard that the conflict is settled, writes the field again
    // and then decides as the first one did.
    TestDevice second{world.catalog, {.seed = 9}};
    REQUIRE(second.store().sign_in(world.committee, "token"));
    sync(second);
    REQUIRE(maria.store().resolve(id, Resolution::theirs));
    sync(maria);
    set(second, world.activity, "name", text("De Luis, después"));
    REQUIRE(second.store().resolve(id, Resolution::theirs));

    const SyncAnswer answer = exchange(world.committee, request(second));
    SyncAnswer only_verdicts = answer;
    only_verdicts.records.clear();
    only_verdicts.cursors.clear();
    REQUIRE(second.store().apply(only_verdicts));

    CHECK(at_server(world.activity, "name") == text("De Luis, después"));
    CHECK(at(second, world.activity, "name") == text("De Luis, después"));
}

TEST_CASE_METHOD(WithConflict, "one's own decision never conflicts with what one writes next") {
    REQUIRE(maria.store().resolve(id, Resolution::mine));
    set(maria, world.activity, "name", text("De María, mejor"));
    sync(maria);
    CHECK(at_server(world.activity, "name") == text("De María, mejor"));
    CHECK(maria.store().inbox().empty());
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(WithConflict,
                 "what is written on top of a decision has seen what the decision saw") {
    // María decides; Luis's newer value comes before she has sent it, hidden by her decision.
    REQUIRE(maria.store().resolve(id, Resolution::mine));
    set(luis, world.activity, "name", text("De Luis, otra vez"));
    sync(luis);
    SyncAnswer read = exchange(world.owner, frames({header(name_based_id(Id{}, "reader"))}));
    std::erase_if(read.records, [&](const RecordDelta& d) { return d.id != world.activity; });
    read.next_n = maria.store().last_n();
    REQUIRE(maria.store().apply(read));
    CHECK(at(maria, world.activity, "name") == text("De María"));
    set(maria, world.activity, "name", text("De María, mejor"));
    sync(maria);

    CHECK(at_server(world.activity, "name") == text("De Luis, otra vez"));
    CHECK(at_server(id, "mine") == text("\"De María, mejor\""));
}
