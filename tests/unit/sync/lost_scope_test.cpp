#include "server/storage/epochs.hpp"
#include "server/storage/quarantine.hpp"
#include "server/storage/verify.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

/// Luis belongs to two municipalities, until he does not.
struct LostScope : ExchangeFixture {
    Actor both = world.committee;
    Actor home_only = world.committee;

    LostScope() {
        both.roles.push_back({"improvement_committee", world.neighbour});
        log_in(both);
        synchronize_as(luis, both);
    }

    void log_in(const Actor& actor) { REQUIRE(luis.store().sign_in(actor, "token")); }

    /// The server knows the person as `actor`, whatever the device thinks.
    void synchronize_as(TestDevice& device, const Actor& actor) {
        ClientSession session{device.store()};
        for (int requests = 0; !session.is_done(); ++requests) {
            REQUIRE(requests < 50);
            auto body = session.next_request();
            REQUIRE(body);
            const Reply reply = server.handle(actor, *body);
            REQUIRE(session.take_answer(reply.status, reply.body));
        }
    }

    /// The device hears that the scope is gone, and nothing of its ops.
    void hear_of_loss_only() {
        SyncAnswer answer = exchange(home_only, header_with_cursors());
        answer.verdicts.clear();
        answer.next_n = luis.store().acked_n() + 1;
        REQUIRE(luis.store().apply(answer));
    }

    std::string header_with_cursors() {
        return frames({header(name_based_id(Id{}, "asks"),
                              ",\"epoch\":\"" + luis.store().epoch() + "\",\"cursors\":" +
                                  cursors_to_json(luis.store().cursors()).dump())});
    }

    /// What the administration does when it takes the role in the other municipality away.
    void take_role_away() {
        storage::Database& database = server.store().database();
        REQUIRE(
            database.run("INSERT INTO user (id, login, name, password, disabled, created_at) "
                         "VALUES (?1, 'comite', 'Luis Mella', '', 0, 0)",
                         both.user));
        REQUIRE(
            database.run("INSERT INTO former_role (user, role, organization, ended_at) "
                         "VALUES (?1, 'improvement_committee', ?2, 0)",
                         both.user, world.neighbour));
    }

    std::vector<server::QuarantineEntry> quarantine(const Id& organization = {}) {
        std::vector<server::QuarantineEntry> entries;
        REQUIRE(server::each_quarantined(server.store(), {organization, false},
                                         [&](const auto& entry) { entries.push_back(entry); }));
        return entries;
    }

    void discard(const Actor& reviewer, const server::QuarantineEntry& entry,
                 const std::string& reason) {
        REQUIRE(server.store().begin());
        const server::ReviewContext context{server.store(), world.catalog, reviewer,
                                            server.clock().now(), reason};
        REQUIRE(server::discard_quarantined(context, entry));
        REQUIRE(server.store().commit());
    }

    Result<Verdict> release(const Actor& reviewer, const server::QuarantineEntry& entry) {
        REQUIRE(server.store().begin());
        auto verdict = server::release_quarantined(
            {server.store(), world.catalog, reviewer, server.clock().now()}, entry);
        REQUIRE(server.store().commit());
        return verdict;
    }
};

}  // namespace

TEST_CASE_METHOD(LostScope, "a lost scope leaves the device at once, and the person is told") {
    REQUIRE(luis.store().find(world.neighbour_plan));

    synchronize_as(luis, home_only);

    CHECK_FALSE(luis.store().find(world.neighbour_plan));
    CHECK_FALSE(luis.store().find(world.neighbour));
    CHECK(luis.store().find(world.plan));
    CHECK_FALSE(luis.store().cursors().contains(world.neighbour.to_text()));
    REQUIRE(luis.store().notices().size() == 2);
    const Notice lost = luis.store().notices()[0];
    CHECK(lost.type == "scope_lost");
    CHECK(lost.title == "Ya no tiene acceso a Municipalidad de Calama");
    CHECK(luis.image().find("Municipalidad de Calama\",\"region") == std::string::npos);
    REQUIRE(luis.store().dismiss(lost.number));
    CHECK(luis.store().notices().size() == 1);
}

TEST_CASE_METHOD(LostScope, "unsent work of a lost scope goes to quarantine, not into the record") {
    set(luis, world.neighbour_plan, "focus_what", text("Escrito sin conexión"));
    set(luis, world.plan, "focus_what", text("Lo de casa"));
    take_role_away();

    synchronize_as(luis, home_only);

    CHECK(is_empty(at_server(world.neighbour_plan, "focus_what")));
    CHECK(at_server(world.plan, "focus_what") == text("Lo de casa"));
    CHECK(luis.store().status().pending == 0);
    CHECK(luis.store().inbox().empty());
    REQUIRE(quarantine().size() == 1);
    const server::QuarantineEntry entry = quarantine()[0];
    CHECK(entry.author == "Luis Mella");
    CHECK(entry.organization == world.neighbour);
    CHECK(value_of(entry.op->set, "focus_what") == text("Escrito sin conexión"));
    CHECK(luis.store().notices()[0].text.find("1 cambio suyo") != std::string::npos);
}

TEST_CASE_METHOD(LostScope, "while it waits to be handed over, lost work is on no screen") {
    set(luis, world.neighbour_plan, "focus_what", text("Escrito sin conexión"));
    SyncAnswer answer = exchange(home_only, request(luis));
    answer.verdicts.clear();
    answer.next_n = 1;
    REQUIRE(luis.store().apply(answer));

    CHECK(luis.store().waiting(10).empty());
    CHECK(luis.store().status().pending == 1);
    luis.kill();
    CHECK_FALSE(luis.store().find(world.neighbour_plan));
    CHECK(luis.store().outbox(1000)->size() == 1);
}

TEST_CASE_METHOD(LostScope, "while it waits, nobody can read lost work on the device") {
    set(luis, world.neighbour_plan, "focus_what", text("Escrito sin conexión"));
    hear_of_loss_only();

    CHECK(luis.image().find("Escrito sin") == std::string::npos);
    REQUIRE(luis.store().outbox(1000)->size() == 1);
    CHECK(is_sealed(luis.store().outbox(1000)->front().text));
    const auto work = luis.store().unaccepted_work();
    REQUIRE(work);
    CHECK(work->find("Escrito sin") == std::string::npos);
}

TEST_CASE_METHOD(LostScope, "sealed work reaches the supervisor word for word") {
    set(luis, world.neighbour_plan, "focus_what", text("Escrito sin conexión"));
    const std::string made = luis.store().outbox(1000)->front().text;
    hear_of_loss_only();
    take_role_away();

    synchronize_as(luis, home_only);

    REQUIRE(quarantine().size() == 1);
    CHECK(value_of(quarantine()[0].op->set, "focus_what") == text("Escrito sin conexión"));
    CHECK(server.store().find_op(luis.store().device(), 1)->payload == made);
    CHECK(luis.store().status().pending == 0);
    CHECK(luis.store().inbox().empty());
    CHECK(luis.image().find("Escrito sin") == std::string::npos);
}

TEST_CASE_METHOD(LostScope, "what had arrived open before it was sealed is one op, not two") {
    set(luis, world.neighbour_plan, "focus_what", text("Uno"));
    set(luis, world.neighbour_plan, "focus_what", text("Dos"));
    take_role_away();
    server.handle_cut(home_only, request(luis));
    hear_of_loss_only();

    synchronize_as(luis, home_only);

    CHECK(quarantine().size() == 2);
    CHECK(luis.store().status().pending == 0);
    CHECK(luis.store().former_names().empty());
}

TEST_CASE_METHOD(LostScope, "who gets the scope back gets the words back") {
    set(luis, world.neighbour_plan, "focus_what", text("Escrito sin conexión"));
    hear_of_loss_only();

    synchronize_as(luis, both);

    CHECK(at_server(world.neighbour_plan, "focus_what") == text("Escrito sin conexión"));
    CHECK(at(luis, world.neighbour_plan, "focus_what") == text("Escrito sin conexión"));
    const auto events = luis.store().history(world.neighbour_plan, "focus_what");
    REQUIRE_FALSE(events.empty());
    CHECK(events[0].to == text("Escrito sin conexión"));
}

TEST_CASE_METHOD(LostScope, "who gets the scope back can mend what a rule refused meanwhile") {
    const Id line = *luis.store().create(
        "action_line", {}, {{"plan", text(world.neighbour_plan.to_text())}, {"name", text("X")}});
    hear_of_loss_only();
    storage::Database& database = server.store().database();
    REQUIRE(database.run("UPDATE record SET deleted = 1 WHERE id = ?1", world.neighbour_plan));

    synchronize_as(luis, both);

    REQUIRE(luis.store().inbox().size() == 1);
    CHECK(luis.store().inbox()[0].record == line);
    CHECK(value_of(luis.store().inbox()[0].change, "name") == text("X"));
}

TEST_CASE_METHOD(LostScope, "what waited to be corrected goes to the supervisor too") {
    REQUIRE(luis.store().set(world.neighbour_plan, {{"focus_what", text("Algo con rechazo")}}));
    SyncAnswer refused;
    refused.epoch = luis.store().epoch();
    refused.server_time = noon;
    refused.next_n = 1;
    const Verdict verdict{.n = 1,
                          .outcome = Outcome::refused,
                          .refusals = {make_error(ErrorCode::too_long, "Algo con rechazo: no.")}};
    server.handle_cut(both, request(luis));
    refused.next_n = 2;
    refused.verdicts = {verdict};
    REQUIRE(luis.store().apply(refused));
    REQUIRE(luis.store().inbox().size() == 1);
    hear_of_loss_only();
    take_role_away();

    CHECK(luis.store().inbox().empty());
    CHECK(luis.store().status().refused == 0);
    CHECK(luis.image().find("Algo con") == std::string::npos);
    CHECK(luis.store().notices()[0].text.find("1 cambio suyo") != std::string::npos);
    synchronize_as(luis, home_only);
    REQUIRE(quarantine().size() == 1);
    CHECK(value_of(quarantine()[0].op->set, "focus_what") == text("Algo con rechazo"));
}

TEST_CASE_METHOD(LostScope, "work of before is sealed as well, and goes to a restored server") {
    set(luis, world.neighbour_plan, "focus_what", text("Ya aceptado"));
    const std::string backup = server.image();
    synchronize_as(luis, both);
    hear_of_loss_only();
    CHECK(luis.image().find("Ya aceptado") == std::string::npos);
    server.reopen(backup);
    REQUIRE(server.store().begin());
    REQUIRE(server::begin_epoch(server.store(), "epoch-2", server.clock().now()));
    REQUIRE(server.store().commit());
    take_role_away();

    synchronize_as(luis, home_only);

    REQUIRE(quarantine().size() == 1);
    CHECK(value_of(quarantine()[0].op->set, "focus_what") == text("Ya aceptado"));
}

TEST_CASE_METHOD(LostScope, "what is sealed opens for its author's account only") {
    set(luis, world.neighbour_plan, "focus_what", text("De Luis"));
    hear_of_loss_only();
    const std::string sealed = luis.store().outbox(1000)->front().text;
    const Actor reader =
        world.person("comite.calama", "Eva Tapia", "improvement_committee", world.neighbour);

    const auto answer =
        exchange(reader, frames({header(name_based_id(Id{}, "hers"), ",\"last_n\":1"), sealed}));

    REQUIRE(answer.verdicts.size() == 1);
    CHECK(answer.verdicts[0].refusals.at(0).code == ErrorCode::malformed);
    CHECK(answer.verdicts[0].opened.empty());
    CHECK(is_empty(at_server(world.neighbour_plan, "focus_what")));
}

TEST_CASE_METHOD(LostScope, "a sealed op that was damaged does not hold up those behind it") {
    set(luis, world.neighbour_plan, "focus_what", text("Primero"));
    set(luis, world.plan, "focus_what", text("Después"));
    hear_of_loss_only();
    REQUIRE(luis.database().execute(
        "UPDATE op SET text = replace(text, substr(text, 130, 8), '00000000') WHERE n = 1"));

    synchronize_as(luis, home_only);

    CHECK(at_server(world.plan, "focus_what") == text("Después"));
    CHECK(luis.store().status().pending == 0);
}

TEST_CASE_METHOD(LostScope, "a record made in a lost scope is kept in quarantine too") {
    const Id made = *luis.store().create(
        "action_line", {}, {{"plan", text(world.neighbour_plan.to_text())}, {"name", text("X")}});
    take_role_away();
    synchronize_as(luis, home_only);
    CHECK_FALSE(server.store().find(made));
    REQUIRE(quarantine(world.neighbour).size() == 1);
    CHECK(quarantine()[0].record == made);
    CHECK(quarantine()[0].kind == "action_line");
    CHECK(quarantine(world.municipality).empty());
}

TEST_CASE_METHOD(LostScope, "what is released is the reviewer's, by the same rules and merge") {
    set(luis, world.neighbour_plan, "focus_what", text("Escrito sin conexión"));
    take_role_away();
    synchronize_as(luis, home_only);
    const Actor reviewer =
        world.person("comite.calama", "Eva Tapia", "improvement_committee", world.neighbour);
    const server::QuarantineEntry entry = quarantine().at(0);

    auto by_stranger = release(world.secretary, entry);
    REQUIRE(by_stranger);
    CHECK(by_stranger->outcome == Outcome::refused);
    CHECK(quarantine().size() == 1);
    auto verdict = release(reviewer, entry);

    REQUIRE(verdict);
    CHECK(verdict->outcome == Outcome::applied);
    CHECK(at_server(world.neighbour_plan, "focus_what") == text("Escrito sin conexión"));
    CHECK(quarantine().empty());
    const auto closed = server::find_quarantined(server.store(), entry.number);
    REQUIRE(closed);
    CHECK_FALSE(release(reviewer, *closed));
    const auto verified = server::verify_store(server.store());
    REQUIRE(verified);
    CHECK_FALSE(verified->first_break);
}

TEST_CASE_METHOD(LostScope, "the author is told how it ended, once") {
    set(luis, world.neighbour_plan, "focus_what", text("Uno"));
    set(luis, world.neighbour_plan, "focus_why", text("Dos"));
    take_role_away();
    synchronize_as(luis, home_only);
    const Actor reviewer =
        world.person("comite.calama", "Eva Tapia", "improvement_committee", world.neighbour);
    const std::size_t before = luis.store().notices().size();
    synchronize_as(luis, home_only);
    CHECK(luis.store().notices().size() == before);

    REQUIRE(release(reviewer, quarantine().at(0)));
    discard(reviewer, quarantine().at(0), "Ya lo había escrito otra persona.");
    synchronize_as(luis, home_only);
    synchronize_as(luis, home_only);

    const auto reviews = luis.store().reviews();
    REQUIRE(reviews.size() == 2);
    CHECK_FALSE(reviews[0].is_released);
    CHECK(reviews[0].by == "Eva Tapia");
    CHECK(reviews[0].reason == "Ya lo había escrito otra persona.");
    CHECK(reviews[0].organization_name == "Municipalidad de Calama");
    CHECK(reviews[0].kind == "plan");
    CHECK(reviews[1].is_released);
    CHECK(reviews[1].n == 1);
    REQUIRE(luis.store().notices().size() == before + 2);
    const Notice told = luis.store().notices().back();
    CHECK(told.type == "quarantine_decided");
    CHECK(told.title.find("fue descartado") != std::string::npos);
    CHECK(told.text.find("Eva Tapia") != std::string::npos);
    CHECK(told.text.find("Ya lo había escrito otra persona.") != std::string::npos);

    TestDevice another{world.catalog, {.seed = 9}};
    REQUIRE(another.store().sign_in(home_only, "token"));
    synchronize_as(another, home_only);
    CHECK(another.store().reviews().size() == 2);
    CHECK(another.store().notices().empty());
    sync(maria);
    CHECK(maria.store().reviews().empty());
}

TEST_CASE_METHOD(LostScope, "who is told of many decisions is told of all") {
    for (int i = 0; i < 60; ++i) {
        set(luis, world.neighbour_plan, "focus_what", text(std::to_string(i)));
    }
    take_role_away();
    synchronize_as(luis, home_only);
    const Actor reviewer =
        world.person("comite.calama", "Eva Tapia", "improvement_committee", world.neighbour);
    for (const auto& entry : quarantine()) discard(reviewer, entry, "");

    synchronize_as(luis, home_only);

    CHECK(luis.store().reviews().size() == 60);
}

TEST_CASE_METHOD(LostScope, "released work meets what others wrote meanwhile as a conflict") {
    set(luis, world.neighbour_plan, "focus_what", text("Escrito sin conexión"));
    const Actor reviewer =
        world.person("comite.calama", "Eva Tapia", "improvement_committee", world.neighbour);
    TestDevice eva{world.catalog, {.seed = 7}};
    REQUIRE(eva.store().sign_in(reviewer, "token"));
    sync(eva);
    set(eva, world.neighbour_plan, "focus_what", text("Lo que se acordó"));
    sync(eva);
    take_role_away();
    synchronize_as(luis, home_only);

    const auto verdict = release(reviewer, quarantine().at(0));

    REQUIRE(verdict);
    CHECK(verdict->outcome == Outcome::conflict);
    CHECK(at_server(world.neighbour_plan, "focus_what") == text("Lo que se acordó"));
    sync(eva);
    CHECK(eva.store().inbox().size() == 1);
}

TEST_CASE_METHOD(LostScope, "a scope that is given back comes back whole, own words included") {
    set(luis, world.neighbour_plan, "focus_what", text("Mío"));
    synchronize_as(luis, both);
    synchronize_as(luis, home_only);
    CHECK_FALSE(luis.store().find(world.neighbour_plan));

    synchronize_as(luis, both);

    CHECK(luis.store().find_accepted(world.neighbour_plan) ==
          server.store().find(world.neighbour_plan));
    CHECK(at(luis, world.neighbour_plan, "focus_what") == text("Mío"));
}

TEST_CASE_METHOD(LostScope, "a stranger's op is refused and fills no quarantine") {
    TestDevice stranger{world.catalog, {.seed = 8}};
    REQUIRE(stranger.store().sign_in(world.secretary, "token"));
    const std::string op = "{\"n\":1,\"i\":\"" + world.neighbour_plan.to_text() +
                           "\",\"b\":1,\"s\":{\"focus_what\":\"x\"},\"t\":1,\"v\":1}";
    const auto answer = exchange(world.secretary, frames({header(stranger.store().device()), op}));
    REQUIRE(answer.verdicts.size() == 1);
    CHECK(answer.verdicts[0].refusals.at(0).code == ErrorCode::forbidden);
    CHECK(quarantine().empty());
}

TEST_CASE_METHOD(LostScope, "of a scope that is gained, only that scope is fetched") {
    TestDevice device{world.catalog, {.seed = 5}};
    REQUIRE(device.store().sign_in(home_only, "token"));
    synchronize_as(device, home_only);

    const auto answer = exchange(both, request(device));
    REQUIRE(device.store().apply(answer));

    std::size_t in_scope = 0;
    for (const RecordDelta& delta : answer.records) {
        CHECK(delta.organization == world.neighbour);
        ++in_scope;
    }
    CHECK(in_scope == 2);
    CHECK(device.store().find(world.neighbour_plan));
}

TEST_CASE_METHOD(LostScope, "who comes to see everything loses nothing on the way") {
    Actor overseer = both;
    overseer.roles = {{"subdere", name_based_id(Id{}, "subdere")}};
    synchronize_as(luis, overseer);
    CHECK(luis.store().find(world.neighbour_plan));
    CHECK(luis.store().cursors().size() == 1);

    synchronize_as(luis, home_only);

    CHECK_FALSE(luis.store().find(world.neighbour_plan));
    CHECK(luis.store().find_accepted(world.plan) == server.store().find(world.plan));
    CHECK(luis.store().find_accepted(world.activity) == server.store().find(world.activity));
}
