// Removing what other records stand on: refused alike on the device and by the server, whoever
// was first.

#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct RemovalFixture : ExchangeFixture {
    Id add_activity(TestDevice& device) {
        const auto id = device.store().create(
            "activity", {},
            {{"action_line", text(world.line.to_text())}, {"name", text("Capacitar")}});
        REQUIRE(id);
        return *id;
    }
    void remove_line_with_its_activity(TestDevice& device) {
        REQUIRE(device.store().remove(world.activity));
        REQUIRE(device.store().remove(world.line));
    }
    bool lives(const Id& id) {
        const auto record = server.store().find(id);
        return record && !record->deleted;
    }
};

}  // namespace

TEST_CASE_METHOD(RemovalFixture, "a device removes no line that has activities") {
    const auto refused = luis.store().remove(world.line);

    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::has_children);
    CHECK(refused.error().message.find("1 de tipo «Actividad»") != std::string::npos);
    CHECK(luis.store().status().pending == 0);

    remove_line_with_its_activity(luis);
    sync(luis);
    CHECK_FALSE(lives(world.line));
    CHECK(luis.store().inbox().empty());
}

TEST_CASE_METHOD(RemovalFixture, "the server removes no line that has activities") {
    const Id device = name_based_id(Id{}, "other program");
    const std::string op =
        "{\"n\":1,\"i\":\"" + world.line.to_text() + "\",\"b\":1,\"d\":true,\"t\":1,\"v\":1}";

    const auto answer = exchange(world.committee, frames({header(device, ",\"last_n\":1"), op}));

    REQUIRE(answer.verdicts.size() == 1);
    CHECK(answer.verdicts[0].outcome == Outcome::refused);
    CHECK(answer.verdicts[0].refusals.at(0).code == ErrorCode::has_children);
    CHECK(lives(world.line));
}

TEST_CASE_METHOD(RemovalFixture, "a line that somebody added to meanwhile stays") {
    remove_line_with_its_activity(luis);
    const Id added = add_activity(maria);

    sync(maria);
    sync(luis);

    CHECK(lives(world.line));
    CHECK(lives(added));
    CHECK_FALSE(lives(world.activity));
    REQUIRE(luis.store().inbox().size() == 1);
    CHECK(luis.store().inbox()[0].code == "has_children");
    check_same_everywhere(world.line);
    check_same_everywhere(added);
}

TEST_CASE_METHOD(RemovalFixture, "what is added to a line that is gone waits with its author") {
    remove_line_with_its_activity(luis);
    const Id added = add_activity(maria);

    sync(luis);
    sync(maria);

    CHECK_FALSE(lives(world.line));
    CHECK_FALSE(server.store().find(added));
    CHECK(maria.store().status().refused == 1);
    REQUIRE(maria.store().inbox().size() == 1);
    CHECK(maria.store().inbox()[0].code == "record_deleted");
    const auto work = maria.store().unaccepted_work();
    REQUIRE(work);
    CHECK(work->find("Capacitar") != std::string::npos);
}
