#include "sync/server/server_session.hpp"

#include "server/storage/verify.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

#include <algorithm>

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct ByHand : ExchangeFixture {
    const Id device = name_based_id(Id{}, "by hand");

    std::string edit(std::int64_t n, std::string_view name) {
        Op op;
        op.n = n;
        op.record = world.activity;
        op.base_rev = 1;
        op.set = {{"name", text(name)}};
        op.was = {{"name", text("Levantar el proceso")}};
        return op_to_text(op);
    }
    SyncAnswer send(const std::vector<std::string>& ops, std::int64_t last_n = 99) {
        std::vector<std::string> texts{
            header(device, ",\"last_n\":" + std::to_string(last_n) + ",\"acked_n\":99")};
        texts.insert(texts.end(), ops.begin(), ops.end());
        return exchange(world.committee, frames(texts));
    }
};

}  // namespace

TEST_CASE_METHOD(ByHand, "runs of plain acceptance are packed") {
    std::vector<std::string> ops;
    for (std::int64_t n = 1; n <= 30; ++n) {
        Op op;
        op.n = n;
        op.record = name_based_id(device, std::to_string(n));
        op.kind = "activity";
        op.organization = world.municipality;
        op.set = {{"action_line", text(world.line.to_text())},
                  {"name", text("Actividad " + std::to_string(n))}};
        ops.push_back(op_to_text(op));
    }
    std::vector<std::string> texts{header(device)};
    texts.insert(texts.end(), ops.begin(), ops.end());
    const Reply reply = server.handle(world.committee, frames(texts));

    CHECK(reply.body.find("\"verdicts\":[[1,30,1]]") != std::string::npos);
    CHECK(send({}).next_n == 31);
}

TEST_CASE_METHOD(ByHand, "a record that a device never had is sent as it is stored") {
    send({edit(1, "Con \"comillas\" y\nlíneas")});
    const Id other = name_based_id(Id{}, "another device");

    const SyncAnswer all = exchange(world.committee, frames({header(other)}));
    const auto sent = std::find_if(all.records.begin(), all.records.end(),
                                   [&](const RecordDelta& r) { return r.id == world.activity; });

    REQUIRE(sent != all.records.end());
    const auto stored = server.store().find_stamped(world.activity)->record;
    CHECK(sent->is_whole);
    CHECK(sent->rev == stored.rev);
    CHECK(sent->kind == stored.kind);
    CHECK(sent->organization == stored.organization);
    CHECK(sent->fields == stored.fields);
}

TEST_CASE_METHOD(ByHand,
                 "a field that was cleared while its scope was being read is told as cleared") {
    const Id other = name_based_id(Id{}, "another device");
    send({edit(1, "Uno")});
    const auto before = server.store().find_stamped(world.activity);
    Op clearing;
    clearing.n = 2;
    clearing.record = world.activity;
    clearing.base_rev = before->record.rev;
    clearing.set = {{"owner", text("Acta")}};
    send({op_to_text(clearing)});
    clearing.n = 3;
    clearing.set = {{"owner", Value{}}};
    send({op_to_text(clearing)});

    // The device went past the record when it still said "Acta", and is not at the end.
    const std::string cursors = ",\"cursors\":{\"" + world.municipality.to_text() + "\":[0," +
                                std::to_string(before->seq) + "]}";
    const SyncAnswer answer = exchange(world.committee, frames({header(other, cursors)}));
    const auto sent = std::find_if(answer.records.begin(), answer.records.end(),
                                   [&](const RecordDelta& r) { return r.id == world.activity; });

    REQUIRE(sent != answer.records.end());
    REQUIRE(sent->fields.contains("owner"));
    CHECK(sent->fields.at("owner") == Value{});
}

TEST_CASE_METHOD(ByHand, "the same op twice gets the same verdict and changes nothing") {
    const SyncAnswer first = send({edit(1, "Uno")});
    const auto record = server.store().find_stamped(world.activity);
    const AuditHead head = server.store().audit_head();

    const SyncAnswer again = send({edit(1, "Uno")});

    CHECK(again.verdicts == first.verdicts);
    CHECK(server.store().find_stamped(world.activity) == record);
    CHECK(server.store().audit_head() == head);
}

TEST_CASE_METHOD(ByHand,
                 "another op with a number that is taken is a fork, and nothing after it counts") {
    send({edit(1, "Uno")});
    const SyncAnswer answer = send({edit(1, "Otro"), edit(2, "Dos")});
    CHECK(answer.is_forked);
    CHECK(answer.next_n == 2);
    CHECK(answer.records.empty());
    CHECK(at_server(world.activity, "name") == text("Uno"));
}

TEST_CASE_METHOD(ByHand, "a device of another person is a fork") {
    send({edit(1, "Uno")});
    const auto answer =
        exchange(world.owner, frames({header(device, ",\"last_n\":2"), edit(2, "Dos")}));
    CHECK(answer.is_forked);
    CHECK(at_server(world.activity, "name") == text("Uno"));
}

TEST_CASE_METHOD(ByHand, "a number that comes too early waits for those before it") {
    const SyncAnswer answer = send({edit(3, "Tres")});
    CHECK(answer.next_n == 1);
    CHECK(answer.verdicts.empty());
    CHECK(at_server(world.activity, "name") == text("Levantar el proceso"));
}

TEST_CASE_METHOD(ByHand, "whole ops before a cut are kept") {
    const std::string body =
        frames({header(device), edit(1, "Uno"), edit(2, "Dos"), edit(3, "Tres")});
    server.handle_cut(world.committee, std::string_view{body}.substr(0, body.size() - 1));
    CHECK(at_server(world.activity, "name") == text("Dos"));
    CHECK(send({edit(1, "Uno"), edit(2, "Dos"), edit(3, "Tres")}).verdicts.size() == 3);
    CHECK(at_server(world.activity, "name") == text("Tres"));
}

TEST_CASE_METHOD(ByHand, "whole ops before a damaged frame are kept") {
    std::string damaged = frames({edit(2, "Dos")});
    damaged[damaged.size() / 2] = '#';
    const Reply reply =
        server.handle(world.committee, frames({header(device), edit(1, "Uno")}) + damaged);
    CHECK(reply.status == 400);
    CHECK(reply.body.find("bad_frame") != std::string::npos);
    CHECK(at_server(world.activity, "name") == text("Uno"));
}

TEST_CASE_METHOD(ByHand, "a poison op is refused and blocks nobody") {
    const std::string no_record = "{\"n\":1,\"i\":\"x\"}";
    const SyncAnswer answer = send({no_record, "no json at all", edit(3, "Tres")});
    REQUIRE(answer.verdicts.size() == 3);
    CHECK(answer.verdicts[0].outcome == Outcome::refused);
    CHECK(answer.verdicts[1].outcome == Outcome::refused);
    CHECK(answer.verdicts[2].outcome == Outcome::applied);
    CHECK(server.store().find_op(device, 1)->payload == no_record);
    CHECK(server.store().find_op(device, 2)->payload == "no json at all");
}

TEST_CASE_METHOD(ByHand, "a poison op that is sent again is known again") {
    const std::string no_record = "{\"n\":1,\"i\":\"x\"}";
    send({no_record});
    const SyncAnswer answer = send({no_record, edit(2, "Dos")});
    CHECK_FALSE(answer.is_forked);
    CHECK(answer.next_n == 3);
    CHECK(at_server(world.activity, "name") == text("Dos"));
}

TEST_CASE_METHOD(ByHand, "two requests of one device may run at once") {
    // The first is given up by the device and goes on arriving while it is sent again.
    const std::string body = frames({header(device), edit(1, "Uno"), edit(2, "Dos")});
    ServerSession slow{server.store(), world.catalog, world.committee, server.clock()};
    const std::size_t part = frames({header(device), edit(1, "Uno")}).size();
    slow.feed(std::string_view{body}.substr(0, part));
    REQUIRE(slow.apply());
    exchange(world.committee, body);
    slow.feed(std::string_view{body}.substr(part));
    REQUIRE(slow.apply());

    auto late = slow.answer(server.store());
    REQUIRE(late);
    CHECK(read_answer(*late)->next_n == 3);
    CHECK_FALSE(read_answer(*late)->is_forked);
}

TEST_CASE_METHOD(ByHand, "records wait until the device has heard of all its own ops") {
    exchange(world.committee, frames({header(device), edit(1, "Uno"), edit(2, "Dos")}));
    const auto half =
        exchange(world.committee, frames({header(device, ",\"last_n\":2"), edit(1, "Uno")}));
    CHECK(half.has_more);
    CHECK(half.records.empty());
    CHECK(half.cursors.empty());
}

TEST_CASE_METHOD(ByHand, "what cannot be a request is told so") {
    CHECK(server.handle(world.committee, "").status == 400);
    CHECK(server.handle(world.committee, "GET / HTTP/1.1\r\n").status == 400);
    CHECK(server.handle(world.committee, frames({"{}"})).status == 400);
    CHECK(server.handle(world.committee, frames({"{\"minga\":1}"})).status == 400);
    CHECK(server
              .handle(world.committee,
                      frames({"{\"minga\":2,\"device\":\"" + device.to_text() + "\"}"}))
              .body.find("unsupported_version") != std::string::npos);
    CHECK(server.handle(world.committee, frames({header(device, ",\"cursors\":{\"*\":-1}")}))
              .status == 400);
}

TEST_CASE_METHOD(ByHand, "an op of newer tables is kept for later") {
    Op op;
    op.n = 1;
    op.record = name_based_id(device, "new");
    op.kind = "activity";
    op.organization = world.municipality;
    op.set = {
        {"action_line", text(world.line.to_text())}, {"name", text("X")}, {"colour", text("azul")}};
    op.schema = schema_version + 1;
    const auto answer = send({op_to_text(op)});
    CHECK(answer.verdicts.at(0).outcome == Outcome::schema_ahead);
    CHECK(server.store().find_op(device, 1)->payload == op_to_text(op));
}

TEST_CASE_METHOD(ByHand, "nobody reads or writes another municipality, whatever they claim") {
    Op forged;
    forged.n = 1;
    forged.record = name_based_id(device, "forged");
    forged.kind = "activity";
    forged.organization = world.neighbour;
    forged.set = {{"action_line", text(world.line.to_text())},
                  {"name", text("Forjada")},
                  {"start_month", text("2026-01")},
                  {"end_month", text("2027-01")}};
    Op taken = forged;
    taken.n = 2;
    taken.organization = world.municipality;
    Op edited;
    edited.n = 3;
    edited.record = world.activity;
    edited.base_rev = 1;
    edited.set = {{"name", text("Forjada")}};
    Op removed = edited;
    removed.n = 4;
    removed.set.clear();
    removed.remove = true;

    Actor committee_of_calama =
        world.person("comite.calama", "Juan Paz", "improvement_committee", world.neighbour);
    const Reply reply = server.handle(
        committee_of_calama,
        frames(
            {header(device, ",\"last_n\":4,\"only\":[\"" + world.neighbour.to_text() + "\",\"" +
                                world.municipality.to_text() + "\",\"*\"],\"cursors\":{\"*\":0}"),
             op_to_text(forged), op_to_text(taken), op_to_text(edited), op_to_text(removed)}));
    const auto answer = read_answer(reply.body);

    REQUIRE(answer);
    REQUIRE(answer->verdicts.size() == 4);
    for (const Verdict& verdict : answer->verdicts) CHECK(verdict.outcome == Outcome::refused);
    for (const RecordDelta& record : answer->records) CHECK(record.organization == world.neighbour);
    for (const std::string_view secret :
         {"Levantar el proceso", "Gestión de compras", "2026-03", "2026-06", "María Soto"}) {
        INFO(secret);
        CHECK(reply.body.find(secret) == std::string::npos);
    }
    CHECK(at_server(world.activity, "name") == text("Levantar el proceso"));
    CHECK_FALSE(server.store().find(forged.record));
}

TEST_CASE_METHOD(ByHand,
                 "a device under a new name is told of a revision that its own words made") {
    // What it was called before wrote these words already, at a revision that it has not read.
    send({edit(1, "Uno")});
    const std::int64_t seq = server.store().find_stamped(world.activity)->seq - 1;
    const Id renamed = name_based_id(Id{}, "a new name");
    const std::string epoch = ",\"epoch\":\"" + server.store().epoch() + "\"";
    const std::string cursors =
        ",\"cursors\":{\"" + world.municipality.to_text() + "\":" + std::to_string(seq) + "}";
    const std::string formerly = ",\"formerly\":[[\"" + device.to_text() + "\",1]]";

    const SyncAnswer answer = exchange(
        world.committee, frames({header(renamed, ",\"last_n\":2" + epoch + cursors + formerly),
                                 edit(1, "Uno"), edit(2, "Dos")}));

    REQUIRE(answer.verdicts.size() == 2);
    CHECK(answer.verdicts[0].outcome == Outcome::unchanged);
    CHECK(answer.verdicts[1].outcome == Outcome::applied);
    // All that the record says is its own by now: without the revision nothing were left to tell.
    REQUIRE(answer.records.size() == 1);
    CHECK(answer.records[0].id == world.activity);
    CHECK(answer.records[0].rev == 3);
    CHECK(answer.records[0].fields.empty());
}

TEST_CASE_METHOD(ByHand, "who knows the revision of their own words is not told of it again") {
    send({edit(1, "Uno")});
    const std::int64_t seq = server.store().find_stamped(world.activity)->seq - 1;
    const std::string cursors = ",\"epoch\":\"" + server.store().epoch() + "\",\"cursors\":{\"" +
                                world.municipality.to_text() + "\":" + std::to_string(seq) + "}";

    const SyncAnswer answer =
        exchange(world.committee, frames({header(device, ",\"last_n\":4,\"acked_n\":1" + cursors),
                                          edit(2, "Dos"), edit(3, "Dos"), edit(4, "Tres")}));

    REQUIRE(answer.verdicts.size() == 3);
    CHECK(answer.verdicts[1].outcome == Outcome::unchanged);
    CHECK(answer.records.empty());
}

TEST_CASE_METHOD(ByHand, "everything that was accepted stands in the chain") {
    send({edit(1, "Uno"), "no json", edit(3, "Tres")});
    auto verified = server::verify_store(server.store());
    REQUIRE(verified);
    CHECK_FALSE(verified->first_break.has_value());
    CHECK(verified->ops == 4);
}
