#include "tests/unit/sync/exchange_fixture.hpp"

#include <cstdio>

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

TEST_CASE_METHOD(ExchangeFixture, "one edited field is one request") {
    set(luis, world.activity, "name", text("Dibujar"));
    CHECK(sync(luis) == 1);
    CHECK(at_server(world.activity, "name") == text("Dibujar"));
}

TEST_CASE_METHOD(ExchangeFixture, "nothing to do is small both ways") {
    const std::string body = request(luis);
    const Reply reply = server.handle(world.committee, body);

    std::printf("nothing to do: request %zu bytes, answer %zu bytes, before compression\n",
                body.size(), reply.body.size());
    CHECK(body.size() < 250);
    CHECK(reply.body.size() < 300);
}

TEST_CASE_METHOD(ExchangeFixture, "one edit is small both ways") {
    set(luis, world.activity, "name", text("Dibujar"));
    const std::string body = request(luis);
    const Reply reply = server.handle(world.committee, body);

    std::printf("one edit: request %zu bytes, answer %zu bytes, before compression\n", body.size(),
                reply.body.size());
    CHECK(body.size() < 450);
    CHECK(reply.body.size() < 350);
}

TEST_CASE_METHOD(ExchangeFixture, "own changes are not sent back") {
    set(luis, world.activity, "name", text("Dibujar"));
    CHECK(exchange(world.committee, request(luis)).records.empty());
    CHECK(exchange(world.owner, request(maria)).records.size() == 1);
}

TEST_CASE_METHOD(ExchangeFixture, "different fields of one record merge") {
    set(luis, world.activity, "name", text("Dibujar"));
    set(maria, world.activity, "end_month", text("2026-06"));
    sync(luis);
    sync(maria);
    CHECK(at_server(world.activity, "name") == text("Dibujar"));
    CHECK(at_server(world.activity, "end_month") == text("2026-06"));
    CHECK(luis.store().inbox().empty());
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(ExchangeFixture, "the same field waits in everybody's inbox with both values") {
    set(luis, world.activity, "name", text("De Luis"));
    set(maria, world.activity, "name", text("De María"));
    sync(luis);
    sync(maria);
    sync(luis);

    CHECK(at_server(world.activity, "name") == text("De Luis"));
    const InboxItem at_luis = luis.store().inbox().at(0);
    const InboxItem at_maria = maria.store().inbox().at(0);
    CHECK(at_maria.mine == text("De María"));
    CHECK(at_maria.theirs == text("De Luis"));
    CHECK(at_maria.base == text("Levantar el proceso"));
    CHECK(at_maria.theirs_by == "Luis Mella");
    CHECK(at_maria.mine_by == "María Soto");
    CHECK(at_luis.mine == text("De Luis"));
    CHECK(at_luis.theirs == text("De María"));
}

TEST_CASE_METHOD(ExchangeFixture, "records of the same natural key made twice are one") {
    TestDevice other{world.catalog, {.seed = 4}};
    REQUIRE(other.store().sign_in(world.secretary, "token"));
    sync(other);
    const FieldMap key{{"assessment", text(world.diagnosis.to_text())}, {"element", text("14")}};
    FieldMap first = key;
    first.emplace("level", number(1));
    FieldMap second = key;
    second.emplace("level", number(2));
    second.emplace("evidence", text("Acta 12"));

    const Id id = *rosa.store().create("answer", {}, first);
    CHECK(*other.store().create("answer", {}, second) == id);
    sync(rosa);
    sync(other);

    CHECK(at_server(id, "level") == number(1));
    CHECK(at_server(id, "evidence") == text("Acta 12"));
    CHECK(other.store().inbox().size() == 1);
    check_same_everywhere(id);
}

TEST_CASE_METHOD(ExchangeFixture, "a first reading in small pieces holds everything") {
    add_activities(luis, 40);
    sync(luis);
    TestDevice reader{world.catalog, {.seed = 4}};
    REQUIRE(reader.store().sign_in(world.secretary, "token"));
    ClientSession session{reader.store()};
    for (int i = 0; i < 8; ++i) session.take_failure();
    std::vector<Id> changed;

    // Between two pieces somebody changes what has not been read yet, and what has.
    int requests = 0;
    while (!session.is_done() && ++requests < 200) {
        auto body = session.next_request();
        REQUIRE(body);
        const Reply reply = server.handle(world.secretary, *body);
        REQUIRE(session.take_answer(reply.status, reply.body));
        if (requests > 3) continue;
        session.take_failure();
        session.take_failure();
        for (const Record& activity : luis.store().list("activity")) {
            set(luis, activity.id, "owner", text("Eva " + std::to_string(requests)));
        }
        sync(luis);
    }

    CHECK(requests > 3);
    CHECK(requests < 200);
    CHECK(reader.store().list("activity") == luis.store().list("activity"));
}

TEST_CASE_METHOD(ExchangeFixture, "a request made ahead leaves before the answer is taken in") {
    add_activities(luis, 1);
    sync(luis);
    add_activities(luis, 24);
    ClientSession session{luis.store(), {}, {.first = 1024, .min = 1024, .max = 1024}};

    int ahead_count = 0;
    std::optional<Reply> reply;  // Of a request that has left already.
    for (int requests = 0; (reply || !session.is_done()) && requests < 40; ++requests) {
        if (!reply) {
            const auto body = session.next_request();
            REQUIRE(body);
            reply = server.handle(world.committee, *body);
        }
        const Reply before = *std::exchange(reply, std::nullopt);
        const auto ahead = session.request_ahead();
        REQUIRE(ahead);
        const bool follows = *ahead && session.may_follow(before.status, before.body);
        if (follows) {
            // The server judges it before the device knows what became of the one before.
            if (ahead_count == 1) {
                add_activities(maria, 1);
                sync(maria);
            }
            reply = server.handle(world.committee, **ahead);
            ++ahead_count;
        } else {
            REQUIRE(session.drop_ahead());
        }
        REQUIRE(session.take_answer(before.status, before.body));
        if (follows) session.follow();
    }

    CHECK(ahead_count > 2);
    CHECK(luis.store().status().pending == 0);
    // The last of them read what others did meanwhile: nothing had to be asked behind it.
    CHECK(session.totals().requests == ahead_count + 1);
    CHECK(session.totals().pulled > 0);
    sync(rosa);
    CHECK(rosa.store().list("activity") == luis.store().list("activity"));
}

TEST_CASE_METHOD(ExchangeFixture, "a request made ahead stays where the answer says more") {
    add_activities(luis, 8);
    ClientSession session{luis.store(), {}, {.first = 1024, .min = 1024, .max = 1024}};
    const auto body = session.next_request();
    REQUIRE(body);
    const auto first_waiting = luis.store().waiting(100).front().number;
    const auto ahead = session.request_ahead();
    REQUIRE(ahead);
    REQUIRE(*ahead);
    const Reply reply = server.handle(world.committee, *body);

    CHECK(session.may_follow(reply.status, reply.body));
    CHECK_FALSE(session.may_follow(503, reply.body));
    CHECK_FALSE(session.may_follow(200, std::string_view{reply.body}.substr(0, 40)));
    // An answer to anything else says another number.
    const Reply other = server.handle(world.secretary, request(rosa));
    CHECK_FALSE(session.may_follow(other.status, other.body));

    REQUIRE(session.drop_ahead());
    REQUIRE(session.take_answer(reply.status, reply.body));
    // It never left: its author may still take back what is in it.
    REQUIRE(luis.store().withdraw(first_waiting));
}

TEST_CASE_METHOD(ExchangeFixture, "a reading that is cut anywhere goes on from its last mark") {
    add_activities(luis, 60);
    sync(luis);
    TestDevice reader{world.catalog, {.seed = 4}};
    REQUIRE(reader.store().sign_in(world.secretary, "token"));
    ClientSession session{reader.store()};

    // Every answer is cut a little later than the one before.
    std::size_t bytes = 0;
    std::size_t whole = 0;
    int requests = 0;
    while (!session.is_done() && ++requests < 100) {
        auto body = session.next_request();
        REQUIRE(body);
        const Reply reply = server.handle(world.secretary, *body);
        if (whole == 0) whole = reply.body.size();
        const std::string_view came =
            std::string_view{reply.body}.substr(0, 5'500 + 97 * static_cast<std::size_t>(requests));
        bytes += came.size();
        session.take_answer(reply.status, came).ignore();
    }

    CHECK(requests > 3);
    CHECK(requests < 12);
    CHECK(static_cast<double>(bytes) < 2.0 * static_cast<double>(whole));
    CHECK(reader.store().list("activity") == luis.store().list("activity"));
    sync(rosa);
    CHECK(reader.store().cursors() == rosa.store().cursors());
}

TEST_CASE_METHOD(ExchangeFixture, "what is not yet read is not overwritten unseen") {
    // María changes the end month; Luis changes the name and hears only of his own change, because
    // the answer has no room for records. What he writes then was written without seeing hers.
    set(maria, world.activity, "end_month", text("2026-06"));
    sync(maria);
    set(luis, world.activity, "name", text("Dibujar"));
    SyncAnswer answer = exchange(world.committee, request(luis));
    REQUIRE(answer.records.size() == 1);
    answer.records.clear();
    answer.cursors.clear();
    REQUIRE(luis.store().apply(answer));

    set(luis, world.activity, "end_month", text("2026-04"));
    sync(luis);

    CHECK(at_server(world.activity, "end_month") == text("2026-06"));
    CHECK(luis.store().inbox().size() == 1);
}

TEST_CASE_METHOD(ExchangeFixture,
                 "unsent work that meets another's stays in conflict when improved") {
    set(luis, world.activity, "name", text("De Luis"));
    set(maria, world.activity, "name", text("De María"));
    sync(luis);
    // María's device reads Luis's change while her own is unsent, and she goes on writing hers.
    SyncAnswer read = exchange(world.owner, frames({header(name_based_id(Id{}, "reader"))}));
    std::erase_if(read.records, [&](const RecordDelta& d) { return d.id != world.activity; });
    read.next_n = 1;
    REQUIRE(maria.store().apply(read));
    set(maria, world.activity, "name", text("De María, mejor"));
    sync(maria);

    CHECK(at_server(world.activity, "name") == text("De Luis"));
    REQUIRE(maria.store().inbox().size() == 1);
    CHECK(maria.store().inbox()[0].mine == text("De María, mejor"));
}

TEST_CASE_METHOD(ExchangeFixture, "what both put into a set is there on both devices") {
    set(luis, world.line, "areas", Value{TextSet{"leadership"}});
    set(maria, world.line, "areas", Value{TextSet{"leadership", "strategy"}});
    sync(luis);
    sync(maria);
    set(luis, world.line, "areas", Value{TextSet{"training"}});
    sync(luis);
    CHECK(at_server(world.line, "areas") == Value{TextSet{"strategy", "training"}});
    check_same_everywhere(world.line);
}

TEST_CASE_METHOD(ExchangeFixture, "a set that already holds more is not cut on the device") {
    // Luis adds nothing that is not there already: the server's set stands, his device must not
    // take its own for the accepted one.
    set(maria, world.line, "areas", Value{TextSet{"leadership", "strategy"}});
    sync(maria);
    set(luis, world.line, "areas", Value{TextSet{"leadership"}});
    const std::string pushed = request(luis);
    SyncAnswer read = exchange(world.committee, frames({header(name_based_id(Id{}, "reader"))}));
    read.next_n = 1;
    REQUIRE(luis.store().apply(read));
    sync(luis);
    CHECK(at(luis, world.line, "areas") == Value{TextSet{"leadership", "strategy"}});
}

TEST_CASE_METHOD(ExchangeFixture,
                 "an edit behind a removal brings the record back and is asked about") {
    REQUIRE(luis.store().remove(world.activity));
    set(maria, world.activity, "name", text("De María"));
    sync(luis);
    sync(maria);

    CHECK_FALSE(server.store().find(world.activity)->deleted);
    CHECK(at_server(world.activity, "name") == text("De María"));
    sync(luis);
    REQUIRE(luis.store().inbox().size() == 1);
    CHECK(luis.store().inbox()[0].is_removal);
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(ExchangeFixture, "a removal behind an edit waits, and can be decided") {
    set(maria, world.activity, "name", text("De María"));
    REQUIRE(luis.store().remove(world.activity));
    sync(maria);
    sync(luis);
    CHECK_FALSE(server.store().find(world.activity)->deleted);
    const InboxItem item = luis.store().inbox().at(0);
    REQUIRE(item.is_removal);

    REQUIRE(luis.store().resolve(item.conflict, Resolution::mine));
    sync(luis);

    CHECK(server.store().find(world.activity)->deleted);
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(ExchangeFixture,
                 "an answer that was removed is made again, even with the same words") {
    const FieldMap fields{{"assessment", text(world.diagnosis.to_text())},
                          {"element", text("14")},
                          {"level", number(2)}};
    const Id id = *rosa.store().create("answer", {}, fields);
    sync(rosa);
    REQUIRE(rosa.store().remove(id));
    sync(rosa);
    CHECK(server.store().find(id)->deleted);

    REQUIRE(rosa.store().create("answer", {}, fields));
    sync(rosa);

    CHECK_FALSE(server.store().find(id)->deleted);
    CHECK(rosa.store().inbox().empty());
    check_same_everywhere(id);
}

TEST_CASE_METHOD(ExchangeFixture,
                 "what was taken back unsent arrives as nothing and blocks nobody") {
    const Id made = *luis.store().create(
        "activity", {}, {{"action_line", text(world.line.to_text())}, {"name", text("Nueva")}});
    REQUIRE(luis.store().withdraw(1));
    set(luis, world.activity, "name", text("Dibujar"));
    sync(luis);
    CHECK(at_server(world.activity, "name") == text("Dibujar"));
    CHECK_FALSE(server.store().find(made));
    CHECK(luis.store().inbox().empty());
    CHECK(luis.store().status().pending == 0);
}

TEST_CASE_METHOD(ExchangeFixture, "a refused field stays with its author, the others are merged") {
    // The device does not know yet that the line became shorter.
    set(luis, world.line, "end_month", text("2026-05"));
    sync(luis);
    REQUIRE(maria.store().set(world.activity,
                              {{"end_month", text("2026-06")}, {"owner", text("Eva")}}));
    sync(maria);

    CHECK(at_server(world.activity, "end_month") == text("2026-05"));
    CHECK(at_server(world.activity, "owner") == text("Eva"));
    REQUIRE(maria.store().inbox().size() == 1);
    const InboxItem item = maria.store().inbox()[0];
    CHECK(item.type == InboxItem::Type::refusal);
    CHECK(item.code == "outside_line");
    CHECK(item.field == "end_month");
    CHECK(item.mine == text("2026-06"));
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(ExchangeFixture, "the outcome does not depend on clocks") {
    luis.clock().advance(-315'360'000'000);
    maria.clock().advance(315'360'000'000);
    set(luis, world.activity, "name", text("De Luis"));
    set(maria, world.activity, "name", text("De María"));
    sync(luis);
    sync(maria);
    CHECK(at_server(world.activity, "name") == text("De Luis"));
}
