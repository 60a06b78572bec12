#include "tests/unit/sync/device_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct WithConflict : DeviceFixture {
    WithConflict() {
        take(answer({}, {delta(world.activity, 2, {{"name", text("De María")}}),
                         conflict("\"De María\"", "\"De Luis\"")}));
        id = store().inbox().at(0).conflict;
    }
    Id id;
};

}  // namespace

TEST_CASE_METHOD(WithConflict, "the inbox tells both values, who wrote them and what was before") {
    const InboxItem item = store().inbox().at(0);
    CHECK(item.type == InboxItem::Type::conflict);
    CHECK(item.record == world.activity);
    CHECK(item.kind == "activity");
    CHECK(item.field == "name");
    CHECK(item.base == text("Levantar el proceso"));
    CHECK(item.theirs == text("De María"));
    CHECK(item.mine == text("De Luis"));
    CHECK(item.theirs_by == "María Soto");
    CHECK(item.mine_by == "Luis Mella");
    CHECK_FALSE(item.is_removal);
    CHECK_FALSE(item.is_decided);
}

TEST_CASE_METHOD(WithConflict, "a decision shows at once and waits in the outbox") {
    REQUIRE(store().resolve(id, Resolution::mine));

    CHECK(text_of(get(world.activity).fields, "name") == "De Luis");
    CHECK(store().status().conflicts == 0);
    CHECK(store().inbox().at(0).is_decided);
    CHECK(store().pending_fields(world.activity) == std::vector<std::string>{"name"});
    CHECK_FALSE(store().resolve(id, Resolution::theirs));
    const auto ops = waiting();
    REQUIRE(ops.size() == 1);
    CHECK(ops[0].set == FieldMap{{"status", text("resolved")}, {"resolution", text("mine")}});
}

TEST_CASE_METHOD(WithConflict, "a decision stays to be seen from its verdict on") {
    REQUIRE(store().resolve(id, Resolution::other, text("Entre ambos")));
    waiting();
    take(answer({{.n = 1, .outcome = Outcome::applied, .rev = 2}}));
    CHECK(text_of(get(world.activity).fields, "name") == "Entre ambos");
    CHECK(store().inbox().empty());
}

TEST_CASE_METHOD(WithConflict, "a decision that is no value of the field is refused here") {
    const std::string before = device.image();
    CHECK_FALSE(store().resolve(id, Resolution::other, number(7)));
    CHECK_FALSE(store().resolve(world.activity, Resolution::mine));
    CHECK_FALSE(store().resolve(Id{}, Resolution::mine));
    CHECK(device.image() == before);
}

TEST_CASE_METHOD(WithConflict, "a decision that the server refuses opens the conflict again") {
    REQUIRE(store().resolve(id, Resolution::mine));
    waiting();
    take(answer({{.n = 1,
                  .outcome = Outcome::refused,
                  .refusals = {make_error(ErrorCode::conflict_changed, "El dato cambió.")}}}));

    CHECK(text_of(get(world.activity).fields, "name") == "De María");
    CHECK(store().status().conflicts == 1);
    CHECK(store().status().refused == 1);
    CHECK(store().resolve(id, Resolution::theirs));
}

TEST_CASE_METHOD(WithConflict, "a decision that was not sent can be taken back") {
    REQUIRE(store().resolve(id, Resolution::mine));
    const std::int64_t number = 1;

    REQUIRE(store().withdraw(number));

    CHECK(text_of(get(world.activity).fields, "name") == "De María");
    CHECK_FALSE(store().inbox().at(0).is_decided);
}

TEST_CASE_METHOD(DeviceFixture, "a refused change leaves the inbox when its author lets go of it") {
    REQUIRE(store().set(world.activity, {{"name", text("Mío")}}));
    waiting();
    take(answer({{.n = 1,
                  .outcome = Outcome::refused,
                  .refusals = {make_error(ErrorCode::forbidden, "No puede.", "name")}}}));
    const InboxItem item = store().inbox().at(0);
    CHECK(item.type == InboxItem::Type::refusal);
    CHECK(item.field == "name");
    CHECK(item.mine == text("Mío"));
    CHECK(item.theirs == text("Levantar el proceso"));

    REQUIRE(store().withdraw(item.op));

    CHECK(store().inbox().empty());
    CHECK(store().status().refused == 0);
}

TEST_CASE_METHOD(DeviceFixture, "what was never sent leaves no trace when it is taken back") {
    const Record before = get(world.activity);
    REQUIRE(store().set(world.activity, {{"name", text("Mío")}}));
    const Id made = *store().create(
        "activity", {}, {{"action_line", text(world.line.to_text())}, {"name", text("Nueva")}});

    REQUIRE(store().withdraw(1));
    REQUIRE(store().withdraw(2));

    CHECK(get(world.activity) == before);
    CHECK_FALSE(store().find(made));
    CHECK(store().pending_fields(world.activity).empty());
    // Their numbers still arrive, or those behind them could not.
    const auto ops = waiting();
    REQUIRE(ops.size() == 2);
    CHECK(ops[0].set.empty());
    CHECK(ops[1].set.empty());
}

TEST_CASE_METHOD(DeviceFixture, "a record that later changes build on is not taken back first") {
    const Id made = *store().create(
        "activity", {}, {{"action_line", text(world.line.to_text())}, {"name", text("Nueva")}});
    REQUIRE(store().set(made, {{"owner", text("Eva")}}));
    CHECK_FALSE(store().withdraw(1));
    CHECK(store().withdraw(2));
    CHECK(store().withdraw(1));
    CHECK_FALSE(store().find(made));
}

TEST_CASE_METHOD(DeviceFixture, "what is on its way or settled cannot be taken back") {
    REQUIRE(store().set(world.activity, {{"name", text("Mío")}}));
    waiting();
    CHECK_FALSE(store().withdraw(1));
    take(answer({{.n = 1, .outcome = Outcome::applied, .rev = 2}}));
    CHECK_FALSE(store().withdraw(1));
    CHECK_FALSE(store().withdraw(99));
}
