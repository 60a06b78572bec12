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

struct WithAnyConflict : ExchangeFixture {
    /// A conflict as if two proposals had met; its values are texts.
    Id put_open_conflict(const Id& record, std::string_view kind, std::string_view field,
                         const std::string& theirs, const std::string& mine) {
        StampedRecord waiting;
        waiting.record.id = name_based_id(record, field);
        waiting.record.kind = "conflict";
        waiting.record.organization = world.municipality;
        waiting.record.rev = 1;
        waiting.record.fields = {{"record", text(record.to_text())},
                                 {"record_kind", text(kind)},
                                 {"type", text("edit")},
                                 {"field", text(field)},
                                 {"base", text("\"" + theirs + "\"")},
                                 {"theirs", text("\"" + theirs + "\"")},
                                 {"mine", text("\"" + mine + "\"")},
                                 {"status", text("open")}};
        REQUIRE(server.store().begin());
        waiting.seq = server.store().take_seq();
        waiting.created_seq = waiting.seq;
        for (const auto& [key, value] : waiting.record.fields) {
            waiting.stamps.emplace(key, FieldStamp{1, waiting.seq, Id{}, 0});
        }
        REQUIRE(server.store().put(waiting));
        REQUIRE(server.store().commit());
        return waiting.record.id;
    }
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

TEST_CASE_METHOD(WithConflict, "what a proposal took the place of can still be chosen") {
    Op better;
    better.n = 2;
    better.record = world.activity;
    better.base_rev = 1;
    better.set = {{"name", text("De María, mejor")}};
    Op again = better;
    again.n = 3;
    again.set = {{"name", text("De María, otra")}};
    exchange(world.owner, frames({header(maria.store().device(), ",\"last_n\":3"),
                                  op_to_text(better), op_to_text(again)}));
    sync(luis);

    REQUIRE(luis.store().inbox().size() == 1);
    const InboxItem item = luis.store().inbox()[0];
    REQUIRE(item.earlier.size() == 2);
    CHECK(item.earlier[0].value == text("De María, mejor"));
    CHECK(item.earlier[1].value == text("De María"));
    CHECK(luis.store().settled_conflicts(10).empty());
    REQUIRE(luis.store().resolve(id, Resolution::other, item.earlier[1].value));
    sync(luis);
    CHECK(at_server(world.activity, "name") == text("De María"));
    CHECK(luis.store().inbox().empty());
    CHECK(luis.store().settled_conflicts(10).size() == 1);
}

TEST_CASE_METHOD(WithConflict, "what was proposed before a decision is not offered after it") {
    Op better;
    better.n = 2;
    better.record = world.activity;
    better.base_rev = 1;
    better.set = {{"name", text("De María, mejor")}};
    exchange(world.owner,
             frames({header(maria.store().device(), ",\"last_n\":2"), op_to_text(better)}));
    sync(luis);
    REQUIRE(luis.store().resolve(id, Resolution::theirs));
    sync(luis);
    Op late = better;
    late.n = 3;
    late.set = {{"name", text("De María, tarde")}};
    exchange(world.owner,
             frames({header(maria.store().device(), ",\"last_n\":3"), op_to_text(late)}));
    sync(luis);

    REQUIRE(luis.store().inbox().size() == 1);
    CHECK(luis.store().inbox()[0].earlier.empty());
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

TEST_CASE_METHOD(WithAnyConflict, "a decision moves a state only where the workflow would") {
    // A proposal to complete the diagnosis waits, although its questions are not answered.
    const Id waiting =
        put_open_conflict(world.diagnosis, "assessment", "state", "draft", "answered");
    sync(rosa);

    const auto missing = rosa.store().resolve(waiting, Resolution::mine);
    const auto unknown = rosa.store().resolve(waiting, Resolution::other, text("closed"));

    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::precondition_missing);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == ErrorCode::bad_transition);
    const std::string op = "{\"n\":1,\"i\":\"" + waiting.to_text() +
                           "\",\"b\":1,\"s\":{\"status\":\"resolved\",\"resolution\":\"mine\"},"
                           "\"t\":1,\"v\":1}";
    const auto answer = exchange(world.secretary, frames({header(rosa.store().device()), op}));
    REQUIRE(answer.verdicts.size() == 1);
    CHECK(answer.verdicts[0].refusals.at(0).code == ErrorCode::precondition_missing);
    CHECK(at_server(world.diagnosis, "state") == text("draft"));
    CHECK(rosa.store().resolve(waiting, Resolution::theirs));
}

TEST_CASE_METHOD(ExchangeFixture, "who may not delete a record does not delete it by deciding") {
    // María may write in the activity and delete nothing; the committee's removal waits.
    set(maria, world.activity, "name", text("De María"));
    REQUIRE(luis.store().remove(world.activity));
    for (TestDevice* device : {&maria, &luis, &maria}) sync(*device);
    REQUIRE(maria.store().inbox().size() == 1);
    REQUIRE(maria.store().inbox()[0].is_removal);
    const Id conflict = maria.store().inbox()[0].conflict;

    CHECK_FALSE(maria.store().resolve(conflict, Resolution::mine));
    CHECK(maria.store().resolve(conflict, Resolution::theirs));
    sync(maria);
    CHECK_FALSE(server.store().find(world.activity)->deleted);
}

TEST_CASE_METHOD(WithAnyConflict, "a decision makes nothing that its author may not write") {
    // The committee writes notes; an agreement is the mayor's and SUBDERE's.
    const auto note = luis.store().create(
        "document", {},
        {{"cycle", text(world.cycle.to_text())}, {"type", text("other")}, {"title", text("Nota")}});
    REQUIRE(note);
    sync(luis);
    put_open_conflict(*note, "document", "type", "other", "work_plan");
    sync(luis);
    const Id conflict = luis.store().inbox().at(0).conflict;

    const auto agreement = luis.store().resolve(conflict, Resolution::other, text("agreement"));

    REQUIRE_FALSE(agreement);
    CHECK(agreement.error().code == ErrorCode::forbidden);
    const std::string op = "{\"n\":2,\"i\":\"" + conflict.to_text() +
                           "\",\"b\":1,\"s\":{\"status\":\"resolved\",\"resolution\":\"other\","
                           "\"resolved_value\":\"\\\"agreement\\\"\"},\"t\":1,\"v\":1}";
    const auto answer =
        exchange(world.committee, frames({header(luis.store().device(), ",\"last_n\":2"), op}));
    REQUIRE(answer.verdicts.size() == 1);
    CHECK(answer.verdicts[0].outcome == Outcome::refused);
    CHECK(answer.verdicts[0].refusals.at(0).code == ErrorCode::forbidden);
    CHECK(at_server(*note, "type") == text("other"));
    CHECK(at_server(conflict, "status") == text("open"));
}
