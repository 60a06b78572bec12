#include "tests/unit/sync/device_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct WithQueue : DeviceFixture {
    /// The number of the only op that waits.
    std::int64_t only() {
        const auto ops = store().waiting(10);
        REQUIRE(ops.size() == 1);
        return ops[0].number;
    }
    Id make_activity(std::string_view name) {
        auto id = store().create(
            "activity", {}, {{"action_line", text(world.line.to_text())}, {"name", text(name)}});
        REQUIRE(id);
        return *id;
    }
    std::string name_of(const Id& id) { return text_of(get(id).fields, "name"); }
};

}  // namespace

TEST_CASE_METHOD(WithQueue, "an unsent change can be given another value, and travels with it") {
    REQUIRE(
        store().set(world.activity, {{"name", text("Levantar")}, {"end_month", text("2026-06")}}));

    REQUIRE(store().amend(only(), {{"name", text("Levantar todo")}}));

    CHECK(name_of(world.activity) == "Levantar todo");
    CHECK(text_of(get(world.activity).fields, "end_month") == "2026-06");
    const auto ops = waiting();
    REQUIRE(ops.size() == 1);
    CHECK(ops[0].set == FieldMap{{"name", text("Levantar todo")}, {"end_month", text("2026-06")}});
    CHECK(ops[0].was.at("name") == text("Levantar el proceso"));
    CHECK(ops[0].base_rev == 1);
}

TEST_CASE_METHOD(WithQueue, "a change that says again what stood before is no change any more") {
    REQUIRE(store().set(world.activity, {{"name", text("Otro")}}));
    REQUIRE(store().amend(only(), {{"name", text("Levantar el proceso")}}));
    CHECK(store().waiting(10).empty());
    CHECK(store().status().pending == 0);
    CHECK(name_of(world.activity) == "Levantar el proceso");
}

TEST_CASE_METHOD(WithQueue, "a record that was made here can be corrected before it leaves") {
    const Id made = make_activity("Capasitar");
    REQUIRE(store().amend(only(), {{"name", text("Capacitar")}}));
    CHECK(name_of(made) == "Capacitar");
    CHECK(waiting().at(0).set.at("name") == text("Capacitar"));
}

TEST_CASE_METHOD(WithQueue,
                 "a value that breaks a rule is refused and the change stays as it was") {
    REQUIRE(store().set(world.activity, {{"end_month", text("2026-06")}}));
    const std::string before = device.image();

    const auto outside = store().amend(only(), {{"end_month", text("2026-11")}});
    const auto reversed = store().amend(only(), {{"end_month", text("2026-01")}});
    const auto no_month = store().amend(only(), {{"end_month", text("junio")}});
    const auto other_field = store().amend(only(), {{"owner", text("Eva")}});

    for (const auto* refused : {&outside, &reversed, &no_month, &other_field}) {
        REQUIRE_FALSE(*refused);
        CHECK_FALSE(refused->error().message.empty());
    }
    CHECK(outside.error().field == "end_month");
    CHECK(device.image() == before);
}

TEST_CASE_METHOD(WithQueue, "an amended change must still fit under what was written after it") {
    REQUIRE(store().set(world.activity, {{"end_month", text("2026-06")}}));
    const std::int64_t first = only();
    REQUIRE(store().set(world.activity, {{"start_month", text("2026-06")}}));

    CHECK_FALSE(store().amend(first, {{"end_month", text("2026-05")}}));
    CHECK(text_of(get(world.activity).fields, "end_month") == "2026-06");
}

TEST_CASE_METHOD(WithQueue, "a field that was written again is corrected in the later change") {
    REQUIRE(store().set(world.activity, {{"name", text("Uno")}}));
    const std::int64_t first = only();
    REQUIRE(store().set(world.activity, {{"name", text("Dos")}}));
    CHECK_FALSE(store().amend(first, {{"name", text("Tres")}}));
    CHECK(store().amend(first + 1, {{"name", text("Tres")}}));
    CHECK(name_of(world.activity) == "Tres");
}

TEST_CASE_METHOD(WithQueue, "what may have left this device is neither changed nor taken back") {
    REQUIRE(store().set(world.activity, {{"name", text("Uno")}}));
    const std::int64_t number = only();
    waiting();  // in a request
    CHECK(store().waiting(10).at(0).is_sent);
    CHECK_FALSE(store().amend(number, {{"name", text("Dos")}}));
    CHECK_FALSE(store().withdraw(number));
    CHECK(name_of(world.activity) == "Uno");
}

TEST_CASE_METHOD(WithQueue, "without a server to connect to nothing has left this device") {
    REQUIRE(store().set(world.activity, {{"name", text("Uno")}}));
    const std::int64_t number = only();
    ClientSession session{store()};
    REQUIRE(session.next_request());
    session.take_failure();
    REQUIRE(session.take_no_connection());

    CHECK_FALSE(store().waiting(10).at(0).is_sent);
    CHECK(store().amend(number, {{"name", text("Dos")}}));
}

TEST_CASE_METHOD(WithQueue, "a failed connection does not free what an earlier request carried") {
    REQUIRE(store().set(world.activity, {{"name", text("Uno")}}));
    ClientSession session{store()};
    REQUIRE(session.next_request());
    session.take_failure();  // on its way it was cut
    REQUIRE(store().set(world.activity, {{"owner", text("Eva")}}));
    REQUIRE(session.next_request());
    REQUIRE(session.take_no_connection());

    const auto ops = store().waiting(10);
    REQUIRE(ops.size() == 2);
    CHECK_FALSE(ops[0].is_sent);
    CHECK(ops[1].is_sent);
}

TEST_CASE_METHOD(WithQueue, "what was taken back counts no more and can be put back") {
    REQUIRE(store().set(world.activity, {{"name", text("Uno")}}));
    const std::int64_t number = only();
    REQUIRE(store().withdraw(number));
    CHECK(store().status().pending == 0);
    CHECK(store().waiting(10).empty());
    CHECK(name_of(world.activity) == "Levantar el proceso");

    REQUIRE(store().reinstate(number));

    CHECK(store().status().pending == 1);
    CHECK(name_of(world.activity) == "Uno");
    CHECK(waiting().at(0).set == FieldMap{{"name", text("Uno")}});
    CHECK_FALSE(store().reinstate(number));
}

TEST_CASE_METHOD(WithQueue, "a record that was taken back comes back as it was") {
    const Id made = make_activity("Nueva");
    const Record before = get(made);
    REQUIRE(store().withdraw(only()));
    CHECK_FALSE(store().find(made));
    REQUIRE(store().reinstate(1));
    CHECK(get(made) == before);
    CHECK(store().children(world.line, "activity").size() >= 2);
}

TEST_CASE_METHOD(WithQueue, "what left empty is not put back") {
    REQUIRE(store().set(world.activity, {{"name", text("Uno")}}));
    const std::int64_t number = only();
    REQUIRE(store().withdraw(number));
    waiting();
    CHECK_FALSE(store().reinstate(number));
    CHECK(name_of(world.activity) == "Levantar el proceso");
}

TEST_CASE_METHOD(WithQueue, "a record is not taken back from under what was added to it") {
    const auto line = store().create(
        "action_line", {}, {{"plan", text(world.plan.to_text())}, {"name", text("Nueva")}});
    REQUIRE(line);
    const std::int64_t number = only();
    REQUIRE(store().create("activity", {},
                           {{"action_line", text(line->to_text())}, {"name", text("Dentro")}}));
    CHECK_FALSE(store().withdraw(number));
    REQUIRE(store().withdraw(number + 1));
    CHECK(store().withdraw(number));
}

TEST_CASE_METHOD(WithQueue, "a decision is taken back or left, not written over") {
    take(answer({}, {delta(world.activity, 2, {{"name", text("De María")}}),
                     conflict("\"De María\"", "\"De Luis\"")}));
    REQUIRE(store().resolve(store().inbox().at(0).conflict, Resolution::mine));
    const std::int64_t decision = store().inbox().at(0).decision;
    CHECK(decision == only());
    CHECK_FALSE(store().amend(decision, {{"resolution", text("theirs")}}));

    REQUIRE(store().withdraw(decision));
    CHECK_FALSE(store().inbox().at(0).is_decided);
    CHECK(name_of(world.activity) == "De María");
    REQUIRE(store().reinstate(decision));
    CHECK(store().inbox().at(0).is_decided);
    CHECK(name_of(world.activity) == "De Luis");
}

TEST_CASE_METHOD(WithQueue, "amending outlives the process") {
    REQUIRE(store().set(world.activity, {{"name", text("Uno")}}));
    REQUIRE(store().amend(only(), {{"name", text("Dos")}}));
    device.kill();
    CHECK(name_of(world.activity) == "Dos");
    CHECK(waiting().at(0).set.at("name") == text("Dos"));
}

TEST_CASE_METHOD(WithQueue,
                 "what a removed part lay in stays as long as the part is to be told of") {
    auto line = store().create("action_line", {},
                               {{"plan", text(world.plan.to_text())}, {"name", text("Nueva")}});
    REQUIRE(line);
    auto part = store().create("activity", {},
                               {{"action_line", text(line->to_text())}, {"name", text("Una")}});
    REQUIRE(part);
    REQUIRE(store().remove(*part));
    const auto ops = store().waiting(10);  // the latest first
    REQUIRE(ops.size() == 3);

    CHECK_FALSE(store().withdraw(ops[2].number));
    REQUIRE(store().withdraw(ops[0].number));
    REQUIRE(store().withdraw(ops[1].number));
    CHECK(store().withdraw(ops[2].number));
    CHECK(store().waiting(10).empty());
}
