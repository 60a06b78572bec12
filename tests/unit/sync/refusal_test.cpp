#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

/// Luis shortens the line while María, without a network, moves an activity to its old end.
struct WithRefusal : ExchangeFixture {
    WithRefusal() {
        REQUIRE(maria.store().set(world.activity, {{"end_month", text("2026-06")},
                                                   {"name", text("Levantar todo")},
                                                   {"owner", text("Eva Paz")}}));
        set(luis, world.line, "end_month", text("2026-05"));
        sync(luis);
        sync(maria);
    }
    std::vector<InboxItem> refusals() {
        auto items = maria.store().inbox();
        std::erase_if(items, [](const auto& i) { return i.type != InboxItem::Type::refusal; });
        return items;
    }
};

}  // namespace

TEST_CASE_METHOD(WithRefusal, "the other fields of a refused change are merged all the same") {
    CHECK(at_server(world.activity, "name") == text("Levantar todo"));
    CHECK(at_server(world.activity, "owner") == text("Eva Paz"));
    CHECK(at_server(world.activity, "end_month") == text("2026-05"));

    const auto items = refusals();
    REQUIRE(items.size() == 1);
    CHECK(items[0].field == "end_month");
    CHECK(items[0].code == "outside_line");
    CHECK(items[0].message.find("línea de acción") != std::string::npos);
    CHECK(items[0].mine == text("2026-06"));
    CHECK(items[0].theirs == text("2026-05"));
    CHECK(items[0].taken == std::vector<std::string>{"name", "owner"});
    CHECK(items[0].organization == world.municipality);
    CHECK(items[0].mine_device == maria.store().device());
}

TEST_CASE_METHOD(WithRefusal, "correcting sends only what was refused, and closes the refusal") {
    // Meanwhile somebody else wrote in a field that was accepted.
    sync(luis);
    set(luis, world.activity, "name", text("Levantar lo urgente"));
    sync(luis);
    const std::int64_t number = refusals().at(0).op;

    REQUIRE(maria.store().correct(number, {{"end_month", text("2026-04")}}));

    CHECK(refusals().empty());
    const auto queue = maria.store().waiting(10);
    REQUIRE(queue.size() == 1);
    CHECK(queue[0].set == FieldMap{{"end_month", text("2026-04")}});
    sync(maria);
    CHECK(at_server(world.activity, "end_month") == text("2026-04"));
    CHECK(at_server(world.activity, "name") == text("Levantar lo urgente"));
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(WithRefusal, "a correction that breaks the rule again changes nothing") {
    const std::string before = maria.image();
    const auto done = maria.store().correct(refusals().at(0).op, {{"end_month", text("2026-06")}});
    REQUIRE_FALSE(done);
    CHECK(done.error().field == "end_month");
    CHECK(maria.image() == before);
    CHECK(refusals().size() == 1);
}

TEST_CASE_METHOD(WithRefusal, "the same again is sent again once the rule allows it") {
    set(luis, world.line, "end_month", text("2026-06"));
    sync(luis);
    sync(maria);
    REQUIRE(maria.store().correct(refusals().at(0).op, {}));
    sync(maria);
    CHECK(at_server(world.activity, "end_month") == text("2026-06"));
    CHECK(refusals().empty());
}

TEST_CASE_METHOD(WithRefusal, "a correction that is already so only closes the refusal") {
    REQUIRE(maria.store().correct(refusals().at(0).op, {{"end_month", text("2026-05")}}));
    CHECK(refusals().empty());
    CHECK(maria.store().waiting(10).empty());
}

TEST_CASE_METHOD(WithRefusal, "letting go of a refused change can be undone") {
    const std::int64_t number = refusals().at(0).op;
    REQUIRE(maria.store().withdraw(number));
    CHECK(refusals().empty());
    REQUIRE(maria.store().reinstate(number));
    CHECK(refusals().size() == 1);
    CHECK(maria.store().correct(number, {{"end_month", text("2026-04")}}));
}

TEST_CASE_METHOD(WithRefusal, "a disk that fails keeps the refusal") {
    fail_next_commit(maria.database());
    CHECK_FALSE(maria.store().correct(refusals().at(0).op, {{"end_month", text("2026-04")}}));
    let_commits_pass(maria.database());
    CHECK(refusals().size() == 1);
    CHECK(maria.store().waiting(10).empty());
}

TEST_CASE_METHOD(ExchangeFixture, "two refused fields of one change are corrected together") {
    REQUIRE(maria.store().set(world.activity, {{"start_month", text("2026-06")},
                                               {"end_month", text("2026-06")},
                                               {"owner", text("Eva Paz")}}));
    set(luis, world.line, "end_month", text("2026-05"));
    sync(luis);
    sync(maria);
    const auto items = maria.store().inbox();
    REQUIRE(items.size() == 2);
    CHECK(items[0].op == items[1].op);
    CHECK(at_server(world.activity, "owner") == text("Eva Paz"));

    REQUIRE(maria.store().correct(
        items[0].op, {{"start_month", text("2026-05")}, {"end_month", text("2026-05")}}));
    sync(maria);
    CHECK(maria.store().inbox().empty());
    CHECK(at_server(world.activity, "start_month") == text("2026-05"));
}

TEST_CASE_METHOD(ExchangeFixture,
                 "a refused record is made again under its id, with what is below") {
    const auto line = maria.store().create("activity", {},
                                           {{"action_line", text(world.line.to_text())},
                                            {"name", text("Nueva")},
                                            {"owner", text("Eva")}});
    REQUIRE(line);
    REQUIRE(luis.store().remove(world.activity));
    REQUIRE(luis.store().remove(world.line));
    sync(luis);
    sync(maria);
    const auto items = maria.store().inbox();
    std::int64_t refused = 0;
    for (const InboxItem& item : items) {
        if (item.type == InboxItem::Type::refusal) refused = item.op;
    }
    REQUIRE(refused != 0);
    CHECK(maria.store().status().refused == 1);
    CHECK_FALSE(server.store().find(*line));

    // The line it was under is gone: it is put under another one of the same owner.
    Record other = world.get(world.other_line);
    CHECK_FALSE(maria.store().correct(refused, {}));
    const auto again =
        maria.store().correct(refused, {{"action_line", text(world.other_line.to_text())}});
    if (!again) {
        // María does not own the other line: the rules say so, and nothing is lost.
        CHECK(again.error().code == ErrorCode::forbidden);
        CHECK(maria.store().status().refused == 1);
    }
}

TEST_CASE_METHOD(ExchangeFixture, "a refused record that fits by now is made under its own id") {
    REQUIRE(maria.store().create("activity", {},
                                 {{"action_line", text(world.line.to_text())},
                                  {"name", text("Nueva")},
                                  {"start_month", text("2026-06")},
                                  {"end_month", text("2026-06")}}));
    const Id made = maria.store().waiting(1).at(0).record;
    set(luis, world.line, "end_month", text("2026-05"));
    sync(luis);
    sync(maria);
    const auto items = maria.store().inbox();
    REQUIRE_FALSE(items.empty());

    REQUIRE(maria.store().correct(
        items[0].op, {{"start_month", text("2026-05")}, {"end_month", text("2026-05")}}));
    sync(maria);
    CHECK(maria.store().inbox().empty());
    CHECK(at_server(made, "end_month") == text("2026-05"));
    CHECK(at_server(made, "name") == text("Nueva"));
    check_same_everywhere(made);
}

TEST_CASE_METHOD(ExchangeFixture,
                 "what was done to a field is told with names, values and devices") {
    set(luis, world.activity, "name", text("De Luis"));
    set(maria, world.activity, "name", text("De María"));
    for (TestDevice* device : {&luis, &maria, &luis}) sync(*device);
    const Id conflict = maria.store().inbox().at(0).conflict;

    auto events = maria.store().history(world.activity, "name");
    REQUIRE(events.size() == 2);
    CHECK(events[0].type == FieldEvent::Type::proposed);
    CHECK(events[0].by == "María Soto");
    CHECK(events[0].device == maria.store().device());
    CHECK(events[0].to == text("De María"));
    CHECK(events[1].type == FieldEvent::Type::written);
    CHECK(events[1].by == "Luis Mella");
    CHECK(events[1].device == luis.store().device());
    CHECK(events[1].to == text("De Luis"));
    CHECK(events[1].from == text("Levantar el proceso"));

    REQUIRE(luis.store().resolve(conflict, Resolution::other, text("De ambos")));
    CHECK(luis.store().history(world.activity, "name").at(0).is_waiting);
    sync(luis);
    sync(maria);
    events = maria.store().history(world.activity, "name");
    const auto decided = std::find_if(events.begin(), events.end(), [](const FieldEvent& e) {
        return e.type == FieldEvent::Type::decided;
    });
    REQUIRE(decided != events.end());
    CHECK(decided->by == "Luis Mella");
    CHECK(decided->to == text("De ambos"));
    REQUIRE(maria.store().settled_conflicts(10).size() == 1);
    CHECK(maria.store().history(world.activity, "owner").empty());
}
