#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

TEST_CASE_METHOD(ExchangeFixture,
                 "a copy that goes on writing takes a new name, and nothing is lost") {
    TestDevice copy{world.catalog, {.seed = 9}};
    copy.reopen(luis.image());
    set(luis, world.activity, "name", text("Del original"));
    set(copy, world.activity, "owner", text("De la copia"));
    sync(luis);
    sync(copy);

    CHECK(copy.store().device() != luis.store().device());
    CHECK(at_server(world.activity, "name") == text("Del original"));
    CHECK(at_server(world.activity, "owner") == text("De la copia"));
    check_same_everywhere(world.activity);
    CHECK(copy.store().status().pending == 0);
}

TEST_CASE_METHOD(ExchangeFixture, "a copy and its original do not overwrite each other") {
    TestDevice copy{world.catalog, {.seed = 9}};
    copy.reopen(luis.image());
    set(luis, world.activity, "name", text("Del original"));
    sync(luis);
    set(copy, world.activity, "name", text("De la copia"));
    sync(copy);
    CHECK(at_server(world.activity, "name") == text("Del original"));
    CHECK(copy.store().inbox().size() == 1);
}

TEST_CASE_METHOD(ExchangeFixture, "an older copy of the disk finds what it lost") {
    const std::string older = luis.image();
    set(luis, world.activity, "name", text("Perdido"));
    set(luis, world.plan, "focus_what", text("Perdido también"));
    sync(luis);
    luis.reopen(older);
    CHECK(at(luis, world.activity, "name") == text("Levantar el proceso"));

    sync(luis);

    CHECK(at(luis, world.activity, "name") == text("Perdido"));
    CHECK(at(luis, world.plan, "focus_what") == text("Perdido también"));
    set(luis, world.activity, "owner", text("Eva"));
    sync(luis);
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(ExchangeFixture, "an older copy finds what it lost over a link that breaks") {
    const std::string older = luis.image();
    for (const Record& line : luis.store().list("action_line")) {
        set(luis, line.id, "description", text(std::string(2500, 'x')));
    }
    set(luis, world.activity, "name", text("Perdido"));
    sync(luis);
    luis.reopen(older);

    ClientSession session{luis.store()};
    for (int i = 0; i < 8; ++i) session.take_failure();
    for (int i = 0; i < 50 && !session.is_done(); ++i) {
        auto body = session.next_request();
        REQUIRE(body);
        const Reply reply = server.handle(world.committee, *body);
        REQUIRE(session.take_answer(reply.status, reply.body));
        for (int j = 0; j < 8; ++j) session.take_failure();
    }

    check_same_everywhere(world.activity);
    check_same_everywhere(world.line);
}

TEST_CASE_METHOD(ExchangeFixture, "work in an older copy is kept beside what was lost") {
    const std::string older = luis.image();
    set(luis, world.activity, "name", text("Perdido"));
    sync(luis);
    luis.reopen(older);
    set(luis, world.activity, "name", text("Escrito después"));
    sync(luis);
    CHECK(at_server(world.activity, "name") == text("Perdido"));
    REQUIRE(luis.store().inbox().size() == 1);
    CHECK(luis.store().inbox()[0].mine == text("Escrito después"));
}

TEST_CASE_METHOD(ExchangeFixture, "a copy of the very same unsent work is one work") {
    set(luis, world.activity, "name", text("Uno"));
    TestDevice copy{world.catalog, {.seed = 9}};
    copy.reopen(luis.image());
    sync(luis);
    sync(copy);
    CHECK(copy.store().device() == luis.store().device());
    CHECK(copy.store().status().pending == 0);
    CHECK(copy.store().inbox().empty());
    CHECK(at_server(world.activity, "name") == text("Uno"));
}

TEST_CASE_METHOD(ExchangeFixture,
                 "a device with a new name learns the revision of what it wrote under the former") {
    const Id former = name_based_id(Id{}, "former name");
    Op op;
    op.n = 1;
    op.record = world.activity;
    op.base_rev = 1;
    op.set = {{"name", text("Una vez")}};
    exchange(world.committee, frames({header(former, ",\"last_n\":1"), op_to_text(op)}));
    REQUIRE(luis.database().run("INSERT INTO setting VALUES ('formerly', ?1)",
                                "[[\"" + former.to_text() + "\",1]]"));
    set(luis, world.activity, "name", text("Una vez"));
    set(luis, world.activity, "name", text("Otra vez"));
    sync(luis);

    check_same_everywhere(world.activity);
    CHECK(luis.store().find_accepted(world.activity)->rev == 3);
    CHECK(at_server(world.activity, "name") == text("Otra vez"));
}

TEST_CASE_METHOD(ExchangeFixture, "a server that came back from a backup is brought up to date") {
    set(maria, world.activity, "owner", text("Antes"));
    sync(maria);
    sync(luis);
    const std::string backup = server.image();
    set(luis, world.activity, "name", text("Después del respaldo"));
    sync(luis);
    server.reopen(backup);
    REQUIRE(
        server.store().database().execute("UPDATE meta SET value = 'epoch-2' WHERE key = 'epoch'"));

    sync(luis);

    CHECK(at_server(world.activity, "name") == text("Después del respaldo"));
    CHECK(luis.store().epoch() == "epoch-2");
    check_same_everywhere(world.activity);
}
