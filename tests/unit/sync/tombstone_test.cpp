#include "server/storage/verify.hpp"
#include "sync/server/collection.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

constexpr std::int64_t day_ms = std::int64_t{24} * 60 * 60 * 1000;

struct TombstoneFixture : ExchangeFixture {
    void wait_days(std::int64_t days) { server.clock().advance(days * day_ms); }
    std::int64_t collect() {
        const auto count = collect_tombstones(server.store(), server.clock().now());
        REQUIRE(count);
        return *count;
    }
    void check_chain() {
        const auto verified = server::verify_store(server.store());
        REQUIRE(verified);
        CHECK_FALSE(verified->first_break);
    }
    bool is_gone() {
        return !server.store().find(world.activity) && server.store().find_grave(world.activity);
    }
    /// Luis and Rosa go on reading; how far they are is noted once a day. María is away.
    void pass_days(std::int64_t days) {
        wait_days(days - 1);
        for (TestDevice* device : {&luis, &rosa}) sync(*device);
        wait_days(1);
        for (TestDevice* device : {&luis, &rosa}) sync(*device);
    }
    void remove_and_wait(std::int64_t days) {
        REQUIRE(luis.store().remove(world.activity));
        sync(luis);
        pass_days(days);
    }
    Id answer_to(std::string_view element, TestDevice& device) {
        const auto id = device.store().create("answer", {},
                                              {{"assessment", text(world.diagnosis.to_text())},
                                               {"element", text(element)},
                                               {"level", number(2)},
                                               {"evidence", text("Un acta")}});
        REQUIRE(id);
        return *id;
    }
};

}  // namespace

TEST_CASE_METHOD(TombstoneFixture, "a young tombstone stays") {
    remove_and_wait(179);
    CHECK(collect() == 0);
    CHECK(server.store().find(world.activity)->deleted);
}

TEST_CASE_METHOD(TombstoneFixture, "a tombstone that all devices seen since have passed goes") {
    remove_and_wait(181);
    CHECK(collect() == 1);
    CHECK(is_gone());
    CHECK(server.store().min_seq({world.municipality}) > 0);
    CHECK(server.store().min_seq({world.neighbour}) == 0);
    check_chain();
    CHECK(collect() == 0);
}

TEST_CASE_METHOD(TombstoneFixture, "a device that still reads keeps what it has not passed") {
    // María asks, but her answers never come through: she says each time how far she has read.
    REQUIRE(luis.store().remove(world.activity));
    sync(luis);
    for (int day = 0; day < 190; day += 30) {
        wait_days(30);
        for (TestDevice* device : {&luis, &rosa}) sync(*device);
        server.handle_cut(world.owner, request(maria));
    }
    CHECK(collect() == 0);
    CHECK(server.store().find(world.activity)->deleted);

    sync(maria);
    wait_days(1);
    sync(maria);
    CHECK(collect() == 1);
}

TEST_CASE_METHOD(TombstoneFixture, "made-up names of devices do not hold tombstones for ever") {
    const std::string lagging =
        ",\"epoch\":\"epoch-1\",\"cursors\":{\"" + world.municipality.to_text() + "\":1}";
    const auto readings = [&] {
        std::int64_t count = 0;
        REQUIRE(server.store().database().each(
            "SELECT count(*) FROM reading WHERE user = ?1",
            [&](const storage::Row& row) { count = row.integer(0); }, world.owner.user));
        return count;
    };
    for (int i = 0; i < 100; ++i) {
        const Id device = name_based_id(Id{}, std::to_string(i));
        server.handle_cut(world.owner, frames({header(device, lagging)}));
    }

    CHECK(readings() == readings_per_person_max);

    // María's own device reads on, and is the one that is remembered longest.
    wait_days(1);
    sync(maria);
    CHECK(readings() == readings_per_person_max);
    std::int64_t own = 0;
    REQUIRE(server.store().database().each(
        "SELECT count(*) FROM reading WHERE device = ?1",
        [&](const storage::Row& row) { own = row.integer(0); }, maria.store().device()));
    CHECK(own == 1);
}

TEST_CASE_METHOD(TombstoneFixture,
                 "a device that returns after the horizon lists, and loses what is gone") {
    remove_and_wait(181);
    collect();
    REQUIRE(maria.store().find(world.activity));

    sync(maria);

    CHECK_FALSE(maria.store().find(world.activity));
    CHECK(maria.store().list("action_line") == luis.store().list("action_line"));
    CHECK(is_gone());
    CHECK(sync(maria) == 1);  // listed once, not at every exchange
}

TEST_CASE_METHOD(TombstoneFixture, "what is listed comes in pieces, and a cut loses none of it") {
    for (int i = 0; i < 1200; ++i) {
        REQUIRE(luis.store().create("activity", {},
                                    {{"action_line", text(world.line.to_text())},
                                     {"name", text("Actividad " + std::to_string(i))}}));
    }
    sync(luis);
    sync(maria);
    remove_and_wait(181);
    collect();
    const std::size_t before = maria.store().list("activity").size();

    int requests = 0;
    bool is_done = false;
    while (!is_done && requests < 100) {
        ++requests;
        ClientSession session{maria.store()};
        for (int i = 0; i < 8; ++i) session.take_failure();  // the smallest answers
        auto body = session.next_request();
        REQUIRE(body);
        const Reply reply = server.handle(world.owner, *body);
        REQUIRE(session.take_answer(reply.status, reply.body));
        is_done = session.is_done();
        if (!is_done) CHECK(maria.store().list("activity").size() == before);
        maria.kill();
    }

    CHECK(requests > 2);
    CHECK(requests < 100);
    CHECK_FALSE(maria.store().find(world.activity));
    CHECK(maria.store().list("activity") == luis.store().list("activity"));
}

TEST_CASE_METHOD(TombstoneFixture, "what changes while it is being listed is not taken for gone") {
    for (int i = 0; i < 120; ++i) {
        REQUIRE(luis.store().create("activity", {},
                                    {{"action_line", text(world.line.to_text())},
                                     {"name", text("Actividad " + std::to_string(i))}}));
    }
    sync(luis);
    sync(maria);
    remove_and_wait(181);
    collect();

    ClientSession session{maria.store()};
    int requests = 0;
    while (!session.is_done() && requests < 100) {
        ++requests;
        for (int i = 0; i < 8; ++i) session.take_failure();
        auto body = session.next_request();
        REQUIRE(body);
        const Reply reply = server.handle(world.owner, *body);
        REQUIRE(session.take_answer(reply.status, reply.body));
        if (requests > 6) continue;
        // One that was listed, or will be, moves to the end; another one is made.
        const auto all = luis.store().list("activity");
        set(luis, all.at(static_cast<std::size_t>(requests * 7)).id, "owner", text("Eva"));
        REQUIRE(luis.store().create("activity", {},
                                    {{"action_line", text(world.line.to_text())},
                                     {"name", text("Nueva " + std::to_string(requests))}}));
        sync(luis);
    }
    CHECK(requests < 100);
    sync(maria);
    CHECK(maria.store().list("activity") == luis.store().list("activity"));
}

TEST_CASE_METHOD(TombstoneFixture,
                 "an edit of what was collected is refused, whole, and brings nothing back") {
    set(maria, world.activity, "name", text("Lo que María escribió"));
    remove_and_wait(181);
    collect();

    sync(maria);

    CHECK(is_gone());
    CHECK_FALSE(server.store().find(world.activity));
    REQUIRE(maria.store().inbox().size() == 1);
    const InboxItem item = maria.store().inbox()[0];
    CHECK(item.type == InboxItem::Type::refusal);
    CHECK(item.code == "record_deleted");
    CHECK(item.kind == "activity");
    CHECK(item.change.at("name") == text("Lo que María escribió"));
    CHECK(maria.store().find(world.activity)->deleted);
    for (TestDevice* device : {&luis, &rosa}) {
        sync(*device);
        const auto record = device->store().find(world.activity);
        CHECK((!record || record->deleted));
    }
    check_chain();
}

TEST_CASE_METHOD(TombstoneFixture,
                 "unsent work in what is gone stays before its author's eyes until judged") {
    remove_and_wait(181);
    collect();
    // The list comes with an exchange that carries no ops.
    const std::string read_only = request(maria);
    set(maria, world.activity, "name", text("Lo que María escribió"));
    SyncAnswer answer = exchange(world.owner, read_only);
    REQUIRE(answer.listed.size() == 1);
    REQUIRE(maria.store().apply(answer));

    CHECK(at(maria, world.activity, "name") == text("Lo que María escribió"));
    CHECK(maria.store().status().pending == 1);

    sync(maria);
    CHECK(maria.store().inbox().size() == 1);
    CHECK(is_gone());
}

TEST_CASE_METHOD(
    TombstoneFixture,
    "what was made and edited unheard of, and collected since, is not made again in part") {
    // María's record arrived, her device never heard of it; it was removed; she goes on writing.
    const Id made = *maria.store().create(
        "activity", {}, {{"action_line", text(world.line.to_text())}, {"name", text("De María")}});
    server.handle_cut(world.owner, request(maria));
    sync(luis);
    REQUIRE(luis.store().remove(made));
    sync(luis);
    pass_days(181);
    CHECK(collect() == 1);

    set(maria, made, "owner", text("Eva"));
    sync(maria);

    CHECK_FALSE(server.store().find(made));
    REQUIRE(maria.store().inbox().size() == 1);
    CHECK(maria.store().inbox()[0].code == "record_deleted");
}

TEST_CASE_METHOD(TombstoneFixture, "removing what was collected is nothing new") {
    TestDevice other{world.catalog, {.seed = 9}};
    REQUIRE(other.store().sign_in(world.committee, "token"));
    sync(other);
    REQUIRE(other.store().remove(world.activity));
    remove_and_wait(181);
    collect();
    sync(other);
    CHECK(other.store().inbox().empty());
    CHECK(other.store().status().pending == 0);
    CHECK(is_gone());
}

TEST_CASE_METHOD(TombstoneFixture,
                 "an answer made again after its grave says what is new and nothing of before") {
    const Id id = answer_to("14", rosa);
    for (TestDevice* device : {&rosa, &luis, &maria}) sync(*device);
    REQUIRE(rosa.store().remove(id));
    sync(rosa);
    pass_days(181);
    CHECK(collect() == 1);
    const std::int64_t rev_before = server.store().find_grave(id)->rev;

    REQUIRE(rosa.store().create("answer", {},
                                {{"assessment", text(world.diagnosis.to_text())},
                                 {"element", text("14")},
                                 {"level", number(1)}}));
    sync(rosa);

    REQUIRE(server.store().find(id));
    CHECK(server.store().find(id)->rev > rev_before);
    CHECK(at_server(id, "level") == number(1));
    CHECK(at_server(id, "evidence") == Value{});
    // María was away all the time and holds what the answer used to say.
    CHECK(at(maria, id, "evidence") == text("Un acta"));
    check_same_everywhere(id);
    check_chain();
}

TEST_CASE_METHOD(TombstoneFixture,
                 "whoever made an answer again after its grave hears what is gone of before") {
    TestDevice other{world.catalog, {.seed = 9}};
    REQUIRE(other.store().sign_in(world.secretary, "token"));
    sync(other);
    const Id id = answer_to("14", rosa);
    sync(rosa);
    // Made without knowing of Rosa's, which then comes down before it is sent.
    REQUIRE(other.store().create(
        "answer", {}, {{"assessment", text(world.diagnosis.to_text())}, {"element", text("14")}}));
    set(other, id, "level", number(1));
    ClientSession cut{other.store()};
    REQUIRE(cut.next_request());
    cut.take_failure();
    const Reply reply = server.handle(world.secretary, *cut.next_request());
    REQUIRE(cut.take_answer(reply.status, reply.body));
    CHECK(at(other, id, "evidence") == text("Un acta"));
    REQUIRE(rosa.store().remove(id));
    sync(rosa);
    pass_days(181);
    CHECK(collect() == 1);

    sync(other);

    CHECK(at_server(id, "level") == number(1));
    CHECK(at_server(id, "evidence") == Value{});
    CHECK(at(other, id, "evidence") == Value{});
    set(other, id, "evidence", text("Otra acta"));
    sync(other);
    CHECK(other.store().inbox().empty());
    check_same_everywhere(id);
}

TEST_CASE_METHOD(TombstoneFixture,
                 "an edit of a natural record that was collected does not make it again") {
    const Id id = answer_to("14", rosa);
    for (TestDevice* device : {&rosa, &luis}) sync(*device);
    TestDevice other{world.catalog, {.seed = 9}};
    REQUIRE(other.store().sign_in(world.secretary, "token"));
    sync(other);
    REQUIRE(rosa.store().remove(id));
    sync(rosa);
    pass_days(181);
    CHECK(collect() == 1);

    set(other, id, "evidence", text("Otra acta"));
    sync(other);

    CHECK_FALSE(server.store().find(id));
    CHECK(other.store().inbox().size() == 1);
}

TEST_CASE_METHOD(TombstoneFixture, "what waits for a decision is not collected") {
    set(maria, world.activity, "name", text("De María"));
    set(luis, world.activity, "name", text("De Luis"));
    sync(luis);
    sync(maria);
    REQUIRE(luis.store().inbox().empty());
    sync(luis);
    REQUIRE(luis.store().inbox().size() == 1);
    REQUIRE(luis.store().remove(world.activity));
    sync(luis);
    sync(maria);
    REQUIRE(server.store().find(world.activity)->deleted);
    wait_days(200);
    for (TestDevice* device : {&luis, &maria, &rosa}) sync(*device);
    CHECK(collect() == 0);

    REQUIRE(luis.store().resolve(luis.store().inbox()[0].conflict, Resolution::mine));
    sync(luis);
    REQUIRE(luis.store().inbox().empty());
    for (TestDevice* device : {&luis, &maria, &rosa}) sync(*device);
    wait_days(2);
    for (TestDevice* device : {&luis, &maria, &rosa}) sync(*device);
    CHECK(collect() == 1);
    check_chain();
}

TEST_CASE_METHOD(TombstoneFixture, "a device that begins hears of nothing that was deleted") {
    REQUIRE(luis.store().remove(world.activity));
    sync(luis);
    TestDevice fresh{world.catalog, {.seed = 9}};
    REQUIRE(fresh.store().sign_in(world.owner, "token"));
    CHECK(sync(fresh) == 1);
    CHECK_FALSE(fresh.store().find(world.activity));
}

TEST_CASE_METHOD(TombstoneFixture,
                 "what a device began without, and somebody brings back, comes whole") {
    TestDevice away{world.catalog, {.seed = 8}};
    REQUIRE(away.store().sign_in(world.owner, "token"));
    sync(away);
    set(away, world.activity, "owner", text("Eva"));
    REQUIRE(luis.store().remove(world.activity));
    sync(luis);
    TestDevice fresh{world.catalog, {.seed = 9}};
    REQUIRE(fresh.store().sign_in(world.owner, "token"));
    sync(fresh);

    sync(away);
    CHECK(sync(fresh) == 1);

    CHECK(fresh.store().find_accepted(world.activity) == server.store().find(world.activity));
}

TEST_CASE_METHOD(TombstoneFixture, "the chain tells of a record that was spirited away") {
    remove_and_wait(181);
    collect();
    REQUIRE(server.store().database().execute("DELETE FROM grave"));
    const auto verified = server::verify_store(server.store());
    REQUIRE(verified);
    CHECK(verified->first_break);
}

TEST_CASE_METHOD(TombstoneFixture, "the chain tells of a record that was buried without a link") {
    const auto record = server.store().find_stamped(world.activity);
    REQUIRE(server.store().begin());
    REQUIRE(server.store().bury(*record));
    REQUIRE(server.store().commit());
    const auto verified = server::verify_store(server.store());
    REQUIRE(verified);
    CHECK(verified->first_break);
}
