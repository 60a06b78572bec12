// What one organization lets others read: what it submitted, its validators; what it published,
// all.

#include "shared/rules/reading.hpp"
#include "sync/server/apply_op.hpp"
#include "sync/server/blob_rights.hpp"
#include "sync/server/collection.hpp"
#include "sync/server/sharing.hpp"
#include "sync/wire/op_codec.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

/// A world with a self-assessment that nobody has submitted yet.
struct SubmittingWorld : World {
    Id assessment;
    Id answer;
    Id letter;
    Id validating;  ///< The organization that validates.

    SubmittingWorld() {
        validating = name_based_id(Id{}, "validating");
        records.put({validating,
                     "organization",
                     validating,
                     0,
                     false,
                     {{"type", text("validator")}, {"name", text("Organismo validador")}}});
        assessment =
            add("assessment",
                {{"cycle", text(cycle.to_text())},
                 {"type", text("self_assessment")},
                 {"instrument",
                  text(catalog.current_instrument(InstrumentKind::self_assessment).key())}})
                .id;
        answer = add("answer", {{"assessment", text(assessment.to_text())},
                                {"element", text("1.1.1")},
                                {"evidence", text("Evidencia secreta")}})
                     .id;
        letter = add("document", {{"cycle", text(cycle.to_text())},
                                  {"type", text("mayor_letter")},
                                  {"blob", text(std::string(64, 'a'))}})
                     .id;
    }
};

struct ShareFixture {
    SubmittingWorld world;
    TestServer server{world};
    TestDevice ines{world.catalog, {.seed = 5}};
    Actor validator = world.person("validador", "Inés Lara", "validator", world.validating);
    std::int64_t operator_n = 0;

    ShareFixture() { REQUIRE(ines.store().sign_in(validator, "token")); }

    void sync_as(TestDevice& device, const Actor& actor) { synchronize_as(device, server, actor); }
    void sync(TestDevice& device) { sync_as(device, *device.store().actor()); }

    /// Somebody whose right to it is not the question here writes that.
    void write(const Id& id, FieldMap set, std::string_view kind = {}) {
        const auto current = server.store().find(id);
        Op op;
        op.n = ++operator_n;
        op.record = id;
        op.kind = kind;
        op.organization = world.municipality;
        op.base_rev = current ? current->rev : 0;
        op.set = std::move(set);
        op.schema = schema_version;
        const OwnChain chain{name_based_id(Id{}, "operator")};
        const ApplyContext context{.store = server.store(),
                                   .catalog = world.catalog,
                                   .actor = world.subdere,
                                   .chain = chain,
                                   .now = server.clock().now(),
                                   .is_operator = true};
        REQUIRE(server.store().begin());
        auto verdict = apply_op(context, op, op_to_text(op));
        REQUIRE(verdict);
        CHECK(verdict->refusals.empty());
        REQUIRE(server.store().commit());
    }
    void write_state(const Id& id, std::string_view state) { write(id, {{"state", text(state)}}); }
    void submit() {
        for (const std::string_view state :
             {"diagnosis_answered", "invited", "enrolled", "counterparts_named", "committee_formed",
              "self_assessment", "self_assessment_submitted"}) {
            write_state(world.cycle, state);
        }
    }
    void suspend() {
        for (const std::string_view state :
             {"sa_doc_review", "sa_interview", "sa_validated", "plan_design", "suspended"}) {
            write_state(world.cycle, state);
        }
    }
    void resume() { write_state(world.cycle, "plan_design"); }
    void submit_plan() { write_state(world.plan, "submitted"); }
    Id publish(bool is_published) {
        const Id id = name_based_id(Id{}, "practice");
        write(id, {{"title", text("Ventanilla única")}, {"published", Value{is_published}}},
              "good_practice");
        return id;
    }
    /// All that an answer to a device that holds nothing says.
    std::string first_answer(const Actor& actor) {
        std::string body;
        append_frame(body, "{\"minga\":1,\"device\":\"" + name_based_id(Id{}, "raw").to_text() +
                               "\",\"schema\":1}");
        return server.handle(actor, body).body;
    }
    static bool holds(TestDevice& device, const Id& id) {
        return device.store().find(id).has_value();
    }
};

bool says(std::string_view body, std::string_view word) {
    return body.find(word) != std::string_view::npos;
}

}  // namespace

TEST_CASE_METHOD(ShareFixture, "a validator is told nothing of what was not submitted") {
    const std::string before = first_answer(validator);
    CHECK(says(before, "Municipalidad de Puerto Varas"));
    for (const Id& id : {world.cycle, world.assessment, world.answer, world.letter, world.plan,
                         world.line, world.diagnosis, world.enrollment}) {
        CHECK_FALSE(says(before, id.to_text()));
    }
    CHECK_FALSE(says(before, "secreta"));
    CHECK_FALSE(says(first_answer(world.neighbour_secretary), "after_submit"));
}

TEST_CASE_METHOD(ShareFixture,
                 "what was submitted reaches the validator's device, and nothing else") {
    sync(ines);
    submit();
    sync(ines);

    for (const Id& id : {world.cycle, world.assessment, world.answer, world.letter}) {
        CHECK(holds(ines, id));
    }
    CHECK(value_of(ines.store().find(world.answer)->fields, "evidence") ==
          text("Evidencia secreta"));
    for (const Id& id : {world.plan, world.line, world.diagnosis, world.enrollment}) {
        CHECK_FALSE(holds(ines, id));
    }
    submit_plan();
    sync(ines);
    CHECK(holds(ines, world.plan));
    CHECK(holds(ines, world.activity));

    // Who comes now for the first time gets the same.
    TestDevice late{world.catalog, {.seed = 6}};
    REQUIRE(late.store().sign_in(validator, "token"));
    sync(late);
    for (const std::string_view kind : {"organization", "cycle", "assessment", "answer", "document",
                                        "plan", "action_line", "activity"}) {
        CHECK(late.store().list(kind) == ines.store().list(kind));
    }
}

TEST_CASE_METHOD(ShareFixture, "later changes and removals in what was submitted come too") {
    submit();
    sync(ines);
    write(world.answer, {{"evidence", text("Otra evidencia")}});
    sync(ines);
    CHECK(value_of(ines.store().find(world.answer)->fields, "evidence") == text("Otra evidencia"));
    CHECK(ines.store().find(world.answer) == server.store().find(world.answer));
}

TEST_CASE_METHOD(ShareFixture,
                 "what is not shared any more leaves the device, and comes back whole") {
    submit();
    sync(ines);
    suspend();
    sync(ines);
    for (const Id& id : {world.cycle, world.assessment, world.answer, world.letter}) {
        CHECK_FALSE(holds(ines, id));
    }
    CHECK(holds(ines, world.municipality));
    write(world.answer, {{"evidence", text("Escrito a solas")}});
    sync(ines);
    CHECK_FALSE(holds(ines, world.answer));
    resume();
    sync(ines);
    CHECK(ines.store().find(world.answer) == server.store().find(world.answer));
}

TEST_CASE_METHOD(ShareFixture, "who is no validator any more keeps nothing") {
    submit();
    sync(ines);
    REQUIRE(holds(ines, world.answer));
    Actor nobody = validator;
    nobody.roles.clear();

    sync_as(ines, nobody);

    for (const std::string_view kind : {"organization", "cycle", "answer", "document"}) {
        CHECK(ines.store().list(kind).empty());
    }
    CHECK(ines.store().cursors().empty());
    const auto notices = ines.store().notices();
    REQUIRE_FALSE(notices.empty());
    const bool is_told = std::any_of(notices.begin(), notices.end(), [](const Notice& notice) {
        return says(notice.title, "lo que presenta cada municipalidad");
    });
    CHECK(is_told);
    CHECK_FALSE(says(first_answer(nobody), "secreta"));
}

TEST_CASE_METHOD(ShareFixture, "who is assigned to one municipality reads what that one submits") {
    Actor assigned = validator;
    assigned.roles = {{"validator", world.municipality}};
    Actor elsewhere = validator;
    elsewhere.roles = {{"validator", world.neighbour}};
    REQUIRE(ines.store().sign_in(assigned, "token"));
    sync_as(ines, assigned);
    CHECK(holds(ines, world.municipality));
    for (const Id& id : {world.neighbour, world.answer, world.plan, world.enrollment}) {
        CHECK_FALSE(holds(ines, id));
    }
    submit();
    sync_as(ines, assigned);
    CHECK(holds(ines, world.answer));
    CHECK_FALSE(holds(ines, world.plan));
    CHECK_FALSE(says(first_answer(elsewhere), "secreta"));
    CHECK_FALSE(
        may_read(elsewhere, *server.store().find(world.answer), server.store(), world.catalog));

    sync_as(ines, elsewhere);
    CHECK_FALSE(holds(ines, world.answer));
    CHECK_FALSE(holds(ines, world.municipality));
    CHECK(holds(ines, world.neighbour));
    const auto notices = ines.store().notices();
    const bool is_told = std::any_of(notices.begin(), notices.end(), [](const Notice& notice) {
        return says(notice.title, "lo que presenta Municipalidad de Puerto Varas");
    });
    CHECK(is_told);
}

TEST_CASE_METHOD(ShareFixture,
                 "a review of a draft is refused, of what was submitted it is taken") {
    const auto review_of = [&](const Id& subject) {
        const std::string device = name_based_id(subject, "raw").to_text();
        std::string body;
        append_frame(body, "{\"minga\":1,\"device\":\"" + device + "\",\"schema\":1,\"last_n\":1}");
        append_frame(body, "{\"n\":1,\"i\":\"" + name_based_id(subject, "review").to_text() +
                               "\",\"k\":\"review\",\"o\":\"" + world.municipality.to_text() +
                               "\",\"s\":{\"subject\":\"" + subject.to_text() +
                               "\",\"stage\":\"document\"},\"t\":1,\"v\":1}");
        const auto answer = read_answer(server.handle(validator, body).body);
        REQUIRE(answer);
        REQUIRE(answer->verdicts.size() == 1);
        return answer->verdicts[0];
    };
    const Verdict early = review_of(world.plan);
    CHECK(early.outcome == Outcome::refused);
    CHECK(early.refusals.at(0).code == ErrorCode::forbidden);
    submit();
    CHECK(review_of(world.assessment).outcome == Outcome::applied);
}

TEST_CASE_METHOD(ShareFixture, "a validator's own work comes and goes with the share") {
    submit();
    sync(ines);
    const auto made = ines.store().create(
        "review", {}, {{"subject", text(world.assessment.to_text())}, {"stage", text("document")}});
    REQUIRE(made);
    sync(ines);
    CHECK(ines.store().status().pending == 0);
    CHECK(ines.store().inbox().empty());
    CHECK(ines.store().find(*made) == server.store().find(*made));

    suspend();
    sync(ines);
    CHECK_FALSE(holds(ines, *made));
    resume();
    sync(ines);
    CHECK(ines.store().find(*made) == server.store().find(*made));
}

TEST_CASE_METHOD(ShareFixture, "the file of a document is for whoever may read the document") {
    const auto may_fetch = [&](const Actor& actor) {
        return !blob_rights(server.store(), world.catalog, actor, std::string(64, 'a'))
                    .readable.empty();
    };
    CHECK(may_fetch(world.mayor));
    CHECK_FALSE(may_fetch(validator));
    submit();
    CHECK(may_fetch(validator));
    CHECK_FALSE(may_fetch(world.neighbour_secretary));
}

TEST_CASE_METHOD(ShareFixture, "a good practice goes to others while it is published") {
    TestDevice elena{world.catalog, {.seed = 7}};
    REQUIRE(elena.store().sign_in(world.neighbour_secretary, "token"));
    sync(elena);
    const Id practice = publish(false);
    sync(elena);
    CHECK_FALSE(holds(elena, practice));
    CHECK_FALSE(elena.store().cursors().contains("published"));

    publish(true);
    sync(elena);
    REQUIRE(holds(elena, practice));
    CHECK(elena.store().list("cycle").empty());
    sync(ines);
    CHECK(holds(ines, practice));

    publish(false);
    sync(elena);
    sync(ines);
    CHECK_FALSE(holds(elena, practice));
    CHECK_FALSE(holds(ines, practice));
}

TEST_CASE_METHOD(ShareFixture, "who loses their own institution keeps what it shares") {
    Actor both = validator;
    both.roles.push_back({"staff", world.municipality});
    submit();
    REQUIRE(ines.store().sign_in(both, "token"));
    sync_as(ines, both);
    CHECK(holds(ines, world.enrollment));
    CHECK(holds(ines, world.answer));

    sync_as(ines, validator);
    CHECK_FALSE(holds(ines, world.enrollment));
    CHECK(ines.store().find(world.answer) == server.store().find(world.answer));

    // And what they held as shared is theirs as a whole again.
    write(world.letter, {{"title", text("Oficio 12")}});
    sync_as(ines, both);
    CHECK(holds(ines, world.enrollment));
    sync_as(ines, both);
    Actor member = both;
    member.roles.erase(member.roles.begin());
    sync_as(ines, member);
    CHECK(ines.store().find(world.letter) == server.store().find(world.letter));
    CHECK(holds(ines, world.answer));
}

TEST_CASE_METHOD(ShareFixture, "a conflict is shared with those who write the field themselves") {
    submit();
    const auto conflict_on = [&](std::string_view field) {
        Record conflict{name_based_id(Id{}, field), "conflict", world.municipality, 1, false, {}};
        conflict.fields = {{"record", text(world.answer.to_text())}, {"field", text(field)}};
        return is_shared(conflict, "after_submit", server.store(), world.catalog);
    };
    CHECK(conflict_on("validated_score"));
    CHECK_FALSE(conflict_on("evidence"));
}

TEST_CASE_METHOD(ShareFixture, "of a share, too, a device that was away long learns what is gone") {
    constexpr std::int64_t day_ms = std::int64_t{24} * 60 * 60 * 1000;
    submit();
    submit_plan();
    sync(ines);
    REQUIRE(holds(ines, world.activity));
    REQUIRE(server.store().begin());
    auto gone = server.store().find_stamped(world.activity);
    REQUIRE(gone);
    gone->record.deleted = true;
    gone->record.rev += 1;
    gone->seq = server.store().take_seq();
    gone->deleted_at = server.clock().now();
    REQUIRE(server.store().put(*gone));
    REQUIRE(refresh_shares(server.store(), world.catalog, *gone));
    REQUIRE(server.store().commit());
    server.clock().advance(400 * day_ms);
    REQUIRE(collect_tombstones(server.store(), server.clock().now()));
    REQUIRE(server.store().find_grave(world.activity));

    sync(ines);

    CHECK_FALSE(holds(ines, world.activity));
    CHECK(holds(ines, world.line));
    CHECK(holds(ines, world.answer));
}

TEST_CASE_METHOD(ShareFixture, "the shares can be said anew from the records alone") {
    submit();
    sync(ines);
    storage::Database& database = server.store().database();
    const auto members = [&] {
        std::vector<std::string> ids;
        REQUIRE(
            database.each("SELECT record FROM shared WHERE lost = 0 ORDER BY record",
                          [&](const storage::Row& row) { ids.push_back(row.id(0).to_text()); }));
        return ids;
    };
    const auto before = members();
    REQUIRE(database.execute("DELETE FROM shared"));
    REQUIRE(server.store().begin());
    REQUIRE(rebuild_shares(server.store(), world.catalog));
    REQUIRE(server.store().commit());
    CHECK(members() == before);
    sync(ines);
    CHECK(holds(ines, world.answer));
}
