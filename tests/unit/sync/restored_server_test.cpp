#include "server/storage/epochs.hpp"
#include "server/storage/verify.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct RestoredServer : ExchangeFixture {
    std::string backup;

    void take_backup() { backup = server.image(); }
    void restore(std::string_view epoch = "epoch-2") {
        server.reopen(backup);
        REQUIRE(server.store().begin());
        REQUIRE(server::begin_epoch(server.store(), epoch, server.clock().now()));
        REQUIRE(server.store().commit());
    }
    Id new_activity(TestDevice& device, std::string_view name) {
        auto id = device.store().create(
            "activity", {}, {{"action_line", text(world.line.to_text())}, {"name", text(name)}});
        REQUIRE(id);
        return *id;
    }
    void check_sound() {
        const auto verified = server::verify_store(server.store());
        REQUIRE(verified);
        if (verified->first_break) FAIL(verified->first_break->what);
    }
};

}  // namespace

TEST_CASE_METHOD(RestoredServer, "what the backup lacks comes back from those who wrote it") {
    take_backup();
    set(luis, world.activity, "name", text("Después"));
    const Id made = new_activity(maria, "Nueva");
    sync(luis);
    sync(maria);
    restore();
    for (TestDevice* device : {&rosa, &maria, &luis, &rosa}) sync(*device);

    CHECK(at_server(world.activity, "name") == text("Después"));
    CHECK(at_server(made, "name") == text("Nueva"));
    check_same_everywhere(world.activity);
    check_same_everywhere(made);
    for (TestDevice* device : {&luis, &maria, &rosa}) {
        CHECK(device->store().inbox().empty());
        CHECK(device->store().shelf().empty());
        CHECK(device->store().notices().empty());
    }
    check_sound();
}

TEST_CASE_METHOD(RestoredServer, "what nobody brings back is no silent difference, and not lost") {
    take_backup();
    set(luis, world.activity, "name", text("De quien no vuelve"));
    const Id made = new_activity(luis, "De quien no vuelve");
    sync(luis);
    sync(rosa);
    restore();

    sync(rosa);

    CHECK(rosa.store().find_accepted(world.activity) == server.store().find(world.activity));
    CHECK_FALSE(rosa.store().find(made));
    std::vector<std::string> kept;
    for (const ShelfItem& item : rosa.store().shelf()) {
        if (item.field == "name") kept.push_back(item.record.to_text());
    }
    CHECK(kept.size() == 2);
    REQUIRE(rosa.store().notices().size() == 1);
    CHECK(rosa.store().notices()[0].type == "server_restored");
    rosa.kill();
    CHECK(rosa.store().shelf().size() >= 2);

    SECTION("the author's device empties the shelf") {
        sync(luis);
        sync(rosa);
        CHECK(at_server(made, "name") == text("De quien no vuelve"));
        CHECK(rosa.store().shelf().empty());
        CHECK(rosa.store().notices().empty());
        check_same_everywhere(made);
    }
    SECTION("whoever may write it can write it again") {
        CHECK_FALSE(rosa.store().write_again(made));
        TestDevice other{world.catalog, {.seed = 6}};
        other.reopen(rosa.image());
        REQUIRE(rosa.store().sign_in(world.secretary, "token"));
        CHECK(rosa.store().shelf().size() >= 2);
        REQUIRE(rosa.store().clear_shelf(made));
        REQUIRE(rosa.store().clear_shelf(world.activity));
        CHECK(rosa.store().notices().empty());
    }
}

TEST_CASE_METHOD(RestoredServer, "a shelf is written again by the same rules as any change") {
    take_backup();
    const Id made = new_activity(maria, "De quien no vuelve");
    sync(maria);
    sync(luis);
    restore();
    sync(luis);
    CHECK_FALSE(luis.store().find(made));

    REQUIRE(luis.store().write_again(made));
    sync(luis);

    CHECK(at_server(made, "name") == text("De quien no vuelve"));
    CHECK(luis.store().shelf().empty());
    // The author comes after all: the same words are no conflict.
    sync(maria);
    CHECK(maria.store().inbox().empty());
    check_same_everywhere(made);
}

TEST_CASE_METHOD(RestoredServer, "an old base does not claim to have seen what came since") {
    set(maria, world.activity, "owner", text("Uno"));
    sync(maria);
    sync(luis);
    take_backup();
    for (const char* name : {"a", "b", "c"}) {
        set(maria, world.activity, "owner", text(name));
        sync(maria);
    }
    sync(luis);
    set(luis, world.activity, "name", text("De Luis"));
    restore();
    // In the new epoch somebody reaches the same revisions with other words.
    TestDevice eva{world.catalog, {.seed = 7}};
    REQUIRE(eva.store().sign_in(world.committee, "token"));
    sync(eva);
    for (const char* name : {"x", "y", "De Eva"}) {
        set(eva, world.activity, "name", text(name));
        sync(eva);
    }

    sync(luis);

    CHECK(at_server(world.activity, "name") == text("De Eva"));
    REQUIRE(luis.store().inbox().size() == 1);
    CHECK(luis.store().inbox()[0].mine == text("De Luis"));
}

TEST_CASE_METHOD(RestoredServer, "people who wrote in turn do not conflict when they re-feed") {
    take_backup();
    set(luis, world.activity, "name", text("Primero"));
    sync(luis);
    sync(maria);
    set(maria, world.activity, "name", text("Después, habiéndolo leído"));
    sync(maria);
    restore();
    sync(luis);
    sync(maria);

    CHECK(at_server(world.activity, "name") == text("Después, habiéndolo leído"));
    CHECK(maria.store().inbox().empty());
}

TEST_CASE_METHOD(RestoredServer, "an edit waits for the record that its author's device brings") {
    take_backup();
    const Id made = new_activity(luis, "Nueva");
    sync(luis);
    sync(maria);
    set(maria, made, "owner", text("Eva"));
    sync(maria);
    restore();

    sync(maria);
    CHECK(maria.store().inbox().empty());
    CHECK(maria.store().status().pending == 1);
    CHECK(at(maria, made, "owner") == text("Eva"));
    sync(luis);
    sync(maria);
    sync(maria);

    CHECK(at_server(made, "owner") == text("Eva"));
    CHECK(maria.store().status().pending == 0);
    check_same_everywhere(made);
}

TEST_CASE_METHOD(RestoredServer, "an edit that waits for its record can be taken back") {
    take_backup();
    const Id made = new_activity(luis, "Nueva");
    sync(luis);
    sync(maria);
    set(maria, made, "owner", text("Eva"));
    sync(maria);
    restore();
    sync(maria);
    const std::int64_t op = maria.store().waiting(1).at(0).number;

    REQUIRE(maria.store().withdraw(op));
    CHECK_FALSE(maria.store().find(made));
    REQUIRE(maria.store().reinstate(op));
    CHECK(at(maria, made, "owner") == text("Eva"));
    REQUIRE(maria.store().withdraw(op));
    sync(luis);
    sync(maria);

    CHECK(at_server(made, "owner") == Value{});
    check_same_everywhere(made);
}

TEST_CASE_METHOD(RestoredServer, "a copy that was quicker does not hide the original's words") {
    take_backup();
    TestDevice copy{world.catalog, {.seed = 9}};
    copy.reopen(luis.image());
    set(luis, world.activity, "name", text("Del original"));
    set(luis, world.activity, "owner", text("Del original"));
    sync(luis);
    restore();
    set(copy, world.other_line, "description", text("De la copia"));
    set(copy, world.line, "description", text("De la copia"));
    sync(copy);
    CHECK(copy.store().device() == luis.store().device());

    sync(luis);

    CHECK(copy.store().device() != luis.store().device());
    CHECK(at_server(world.activity, "name") == text("Del original"));
    CHECK(at_server(world.activity, "owner") == text("Del original"));
    CHECK(at_server(world.line, "description") == text("De la copia"));
    check_same_everywhere(world.activity);
    check_sound();
}

TEST_CASE_METHOD(RestoredServer, "a record that a quicker copy's number hides comes back") {
    take_backup();
    TestDevice copy{world.catalog, {.seed = 9}};
    copy.reopen(luis.image());
    const Id made = new_activity(luis, "Del original");
    sync(luis);
    restore();
    set(copy, world.line, "description", text("De la copia"));
    sync(copy);

    sync(luis);

    CHECK(at_server(made, "name") == text("Del original"));
    CHECK(luis.store().shelf().empty());
    CHECK(luis.store().notices().empty());
    check_same_everywhere(made);
}

TEST_CASE_METHOD(RestoredServer, "server and device restored at once lose nothing that is left") {
    set(luis, world.activity, "name", text("En ambos respaldos"));
    sync(luis);
    const std::string older = luis.image();
    take_backup();
    set(luis, world.activity, "owner", text("Solo en otros equipos"));
    sync(luis);
    sync(maria);
    set(maria, world.activity, "end_month", text("2026-06"));
    sync(maria);
    luis.reopen(older);
    set(luis, world.plan, "focus_what", text("Escrito en la copia"));
    restore();
    for (TestDevice* device : {&luis, &maria, &luis}) sync(*device);

    CHECK(at_server(world.activity, "name") == text("En ambos respaldos"));
    CHECK(at_server(world.activity, "end_month") == text("2026-06"));
    CHECK(at_server(world.plan, "focus_what") == text("Escrito en la copia"));
    // The only device that knew it lost it, and so did the server; who had read it still has it.
    REQUIRE_FALSE(maria.store().shelf().empty());
    CHECK(maria.store().shelf()[0].value == text("Solo en otros equipos"));
    check_same_everywhere(world.activity);
    check_sound();
}

TEST_CASE_METHOD(RestoredServer, "what was written under a former name comes back too") {
    set(luis, world.activity, "name", text("Antes"));
    const Id made = new_activity(luis, "Nueva");
    const std::string unsent = luis.image();
    take_backup();
    set(luis, world.activity, "owner", text("Perdida con el equipo"));
    sync(luis);
    // His device comes back from before it had sent anything, and learns what was his under a name
    // that the restored server has never heard of.
    luis.reopen(unsent);
    sync(luis);
    const Id former = luis.store().former_names().front().device;
    CHECK(luis.store().former_names().front().n_max == 2);
    TestDevice twin{world.catalog, {.seed = 9}};
    twin.reopen(unsent);
    restore();

    SECTION("from the one who is left") {
        sync(luis);
        CHECK(at_server(world.activity, "name") == text("Antes"));
        CHECK(at_server(made, "name") == text("Nueva"));
        CHECK_FALSE(luis.store().former_turn());
        CHECK(luis.store().status().pending == 0);
        sync(luis);
        CHECK(server.store().find_device(former)->next_n == 3);
    }
    SECTION("once, where a copy that kept the name brings it as well") {
        sync(luis);
        sync(twin);
        CHECK(server.store().find_device(former)->next_n == 3);
        CHECK(server.store().find_stamped(world.activity)->record.rev ==
              luis.store().find_accepted(world.activity)->rev);
        CHECK(twin.store().status().pending == 0);
    }
    SECTION("over a link that is cut in the middle") {
        ClientSession session{luis.store()};
        for (int request = 0; request < 40 && !session.is_done(); ++request) {
            const auto body = session.next_request();
            REQUIRE(body);
            const Reply reply = server.handle(*luis.store().actor(), *body);
            if (request % 2 == 0) {
                session.take_failure();
            } else {
                REQUIRE(session.take_answer(reply.status, reply.body));
            }
        }
        CHECK(session.is_done());
        CHECK(at_server(made, "name") == text("Nueva"));
        CHECK(server.store().find_device(former)->next_n == 3);
    }
    for (TestDevice* device : {&luis, &rosa}) sync(*device);
    check_same_everywhere(world.activity);
    check_same_everywhere(made);
    CHECK(luis.store().inbox().empty());
    // What he had read and has no op of any more is not said in his name: it is kept aside.
    REQUIRE(luis.store().shelf().size() == 1);
    CHECK(luis.store().shelf().front().value == text("Perdida con el equipo"));
    check_sound();
}

TEST_CASE_METHOD(RestoredServer, "the chain says that a backup was restored, and from where") {
    take_backup();
    restore();
    std::string entry;
    REQUIRE(server.store().database().each("SELECT entry FROM audit ORDER BY number DESC LIMIT 1",
                                           [&](const storage::Row& row) { entry = row.text(0); }));
    CHECK(entry.find("\"event\":\"restored\"") != std::string::npos);
    CHECK(entry.find("\"ended\":\"epoch-1\"") != std::string::npos);
    check_sound();
    CHECK(server.store().end_of_epoch("epoch-1") == server.store().last_seq());
    CHECK(server.store().end_of_epoch("never heard of") == 0);
}

TEST_CASE_METHOD(RestoredServer, "a device keeps what it sent until an old enough backup has it") {
    set(luis, world.activity, "name", text("Uno"));
    sync(luis);
    const auto kept = [&] {
        std::int64_t count = 0;
        REQUIRE(luis.database().each("SELECT count(*) FROM op",
                                     [&](const storage::Row& row) { count = row.integer(0); }));
        return count;
    };
    REQUIRE(server.store().database().run(
        "INSERT INTO backup_mark (device, n, made_at) VALUES (?1, 1, ?2)", luis.store().device(),
        server.clock().now().ms));

    set(luis, world.activity, "name", text("Dos"));
    sync(luis);
    CHECK(kept() == 2);
    server.clock().advance(server::backup_horizon_ms);
    set(luis, world.activity, "name", text("Tres"));
    sync(luis);

    CHECK(kept() == 2);
    CHECK(luis.store().status().pending == 0);
    take_backup();
    restore();
    sync(luis);
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(RestoredServer, "a restored server is read once, even where it lost nothing") {
    sync(rosa);
    const Cursors before = rosa.store().cursors();
    take_backup();
    restore();

    CHECK(sync(rosa) == 1);

    CHECK(rosa.store().cursors() == before);
}

TEST_CASE_METHOD(RestoredServer, "what is written while it is being read again is there") {
    take_backup();
    set(luis, world.activity, "name", text("Antes"));
    restore();
    ClientSession session{luis.store()};
    const auto request = session.next_request();
    REQUIRE(request);
    SyncAnswer answer;
    answer.epoch = "epoch-2";
    answer.next_n = 1;
    answer.has_more = true;
    REQUIRE(luis.store().apply(answer));
    set(luis, world.activity, "owner", text("Eva"));

    CHECK(luis.store().forgotten_n() == luis.store().last_n());
    sync(luis);

    CHECK(at(luis, world.activity, "owner") == text("Eva"));
    CHECK(at(luis, world.activity, "name") == text("Antes"));
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(RestoredServer, "a late request from before the restore is not judged anew") {
    take_backup();
    set(luis, world.activity, "name", text("De Luis"));
    const std::string late = request(luis);
    sync(luis);
    restore();
    set(maria, world.activity, "name", text("De María"));
    sync(maria);

    const SyncAnswer told = exchange(world.committee, late);

    // Where María had been first it would be a conflict by now, and Luis' device knows of none.
    CHECK(told.epoch == "epoch-2");
    CHECK(told.next_n == 1);
    CHECK(told.verdicts.empty());
    CHECK_FALSE(server.store().find_op(luis.store().device(), 1));
    sync(luis);
    REQUIRE(luis.store().inbox().size() == 1);
    CHECK(luis.store().inbox()[0].mine == text("De Luis"));
    const auto kept = server.store().find_op(luis.store().device(), 1);
    REQUIRE(kept);
    std::string verdict;
    REQUIRE(luis.database().each("SELECT verdict FROM op",
                                 [&](const storage::Row& row) { verdict = row.text(0); }));
    CHECK(verdict == kept->verdict);
}

TEST_CASE_METHOD(RestoredServer, "a late request that names no epoch is judged in the first only") {
    const Id device = name_based_id(Id{}, "late");
    const std::string late =
        frames({header(device, ",\"last_n\":1"),
                "{\"n\":1,\"i\":\"" + world.activity.to_text() +
                    "\",\"b\":1,\"s\":{\"owner\":\"Eva\"},\"w\":{\"owner\":null},\"v\":1}"});
    take_backup();
    restore();
    CHECK(exchange(world.committee, late).next_n == 1);
    CHECK(at_server(world.activity, "owner") == Value{});
}

TEST_CASE_METHOD(RestoredServer, "what a request from before the restore knows it is told") {
    set(luis, world.activity, "name", text("En el respaldo"));
    const std::string late = request(luis);
    exchange(world.committee, late);
    take_backup();
    restore();

    const SyncAnswer told = exchange(world.committee, late);

    REQUIRE(told.verdicts.size() == 1);
    CHECK(told.verdicts[0].outcome == Outcome::applied);
}
