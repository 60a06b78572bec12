#include "shared/rules/permit.hpp"
#include "shared/rules/validate.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

Result<void> may_make(World& world, const Actor& actor, const Record& record) {
    return permit(actor, Action::create, record, world.records, world.catalog);
}

Result<void> may_set(World& world, const Actor& actor, const Id& id, std::string_view field,
                     Value value) {
    Record after = world.get(id);
    assign(after.fields, field, std::move(value));
    return permit(actor, Action::edit, after, world.records, world.catalog);
}

void check_refused(const Result<void>& result, ErrorCode code, std::string_view field = {}) {
    REQUIRE_FALSE(result);
    CHECK(error_info(result.error().code).key == error_info(code).key);
    CHECK(result.error().field == field);
    CHECK(result.error().message.ends_with('.'));
}

Record answer(World& world) {
    return world.draft("answer", {{"assessment", text(world.diagnosis.to_text())},
                                  {"element", text("14")},
                                  {"level", number(2)}});
}

Record activity(World& world, const Id& line, Value owner = {}) {
    return world.draft("activity", {{"action_line", text(line.to_text())},
                                    {"name", text("Nueva")},
                                    {"owner", std::move(owner)}});
}

}  // namespace

TEST_CASE("the municipal secretary alone writes the answers of the diagnosis") {
    World world;
    const Record record = answer(world);

    CHECK(may_make(world, world.secretary, record));
    check_refused(may_make(world, world.mayor, record), ErrorCode::forbidden);
    check_refused(may_make(world, world.committee, record), ErrorCode::forbidden);
    check_refused(may_make(world, world.owner, record), ErrorCode::forbidden);
    check_refused(may_make(world, world.subdere, record), ErrorCode::forbidden);
    const auto refusal = may_make(world, world.mayor, record);
    CHECK(refusal.error().message ==
          "Su rol no permite crear «Respuesta». Puede hacerlo: Secretario o Secretaria Municipal.");
}

TEST_CASE("nobody writes another municipality's records") {
    World world;
    check_refused(may_make(world, world.neighbour_secretary, answer(world)), ErrorCode::forbidden,
                  "organization");
    check_refused(may_set(world, world.neighbour_secretary, world.activity, "name", text("X")),
                  ErrorCode::forbidden, "organization");
}

TEST_CASE("the owner of a line writes in it and in no other") {
    World world;

    CHECK(may_set(world, world.owner, world.line, "description", text("Nueva")));
    CHECK(may_set(world, world.owner, world.activity, "name", text("Nuevo nombre")));
    CHECK(may_make(world, world.owner, activity(world, world.line)));
    CHECK(may_make(world, world.owner,
                   world.draft("follow_up", {{"action_line", text(world.line.to_text())},
                                             {"date", text("2026-04-30")}})));

    check_refused(may_set(world, world.owner, world.other_line, "description", text("X")),
                  ErrorCode::forbidden);
    check_refused(may_make(world, world.owner, activity(world, world.other_line)),
                  ErrorCode::forbidden);
}

TEST_CASE("naming oneself in a new record does not make one responsible") {
    World world;
    check_refused(
        may_make(world, world.owner, activity(world, world.other_line, text("María Soto"))),
        ErrorCode::forbidden);
    check_refused(may_make(world, world.owner,
                           world.draft("action_line", {{"plan", text(world.plan.to_text())},
                                                       {"name", text("Mía")},
                                                       {"owner", text("María Soto")}})),
                  ErrorCode::forbidden);
    check_refused(
        may_set(world, world.owner, world.other_line, "owner_user", text("encargado.puertovaras")),
        ErrorCode::forbidden);
}

TEST_CASE("where a line names no login, the owner's name decides") {
    World world;
    world.set(world.line, "owner_user", Value{});
    CHECK(may_set(world, world.owner, world.line, "description", text("Nueva")));
    world.set(world.line, "owner_user", text("otra.persona"));
    check_refused(may_set(world, world.owner, world.line, "description", text("X")),
                  ErrorCode::forbidden);
}

TEST_CASE("whoever implements or keeps an immediate action says how it goes, and nothing else") {
    World world;
    for (const std::string_view owner : {"implementation_owner", "maintenance_owner"}) {
        const Record mine =
            world.add("immediate_action", {{"plan", text(world.plan.to_text())},
                                           {"name", text("Cartel en cada mesón")},
                                           {std::string{owner}, text(world.owner.name)}});
        CHECK(may_set(world, world.owner, mine.id, "status", text("implemented")));
        check_refused(may_set(world, world.owner, mine.id, "name", text("X")), ErrorCode::forbidden,
                      "name");
    }
    const Record other = world.add("immediate_action", {{"plan", text(world.plan.to_text())},
                                                        {"name", text("Inventario")},
                                                        {"implementation_owner", text("Otra")}});
    check_refused(may_set(world, world.owner, other.id, "status", text("implemented")),
                  ErrorCode::forbidden);
}

TEST_CASE("the committee writes in every line and may remove") {
    World world;
    CHECK(may_set(world, world.committee, world.other_line, "description", text("Nueva")));
    CHECK(permit(world.committee, Action::remove, world.get(world.activity), world.records,
                 world.catalog));
    check_refused(permit(world.owner, Action::remove, world.get(world.activity), world.records,
                         world.catalog),
                  ErrorCode::forbidden);
}

TEST_CASE("a role writes only the fields that are its own") {
    World world;
    CHECK(may_set(world, world.mayor, world.cycle, "year", number(2026)));

    const Record request = world.add("funding_request", {{"plan", text(world.plan.to_text())}});
    CHECK(may_set(world, world.committee, request.id, "own_kclp", number(10)));
    check_refused(may_set(world, world.committee, request.id, "resolution", text("Aprobada")),
                  ErrorCode::forbidden, "resolution");
    CHECK(may_set(world, world.subdere, request.id, "resolution", text("Aprobada")));
}

TEST_CASE("editing a document's type does not take it into another's competence") {
    World world;
    const Record note =
        world.add("document", {{"cycle", text(world.cycle.to_text())}, {"type", text("other")}});
    CHECK(may_set(world, world.committee, note.id, "title", text("Nota")));
    check_refused(may_set(world, world.committee, note.id, "type", text("agreement")),
                  ErrorCode::forbidden);
}

TEST_CASE("organizations are for SUBDERE and the administration") {
    World world;
    Record made = world.draft("organization", {{"type", text("gore")}, {"name", text("GORE")}});
    made.organization = made.id;
    CHECK(may_make(world, world.subdere, made));
    CHECK(may_make(world, world.admin, made));
    check_refused(may_make(world, world.mayor, made), ErrorCode::forbidden, "organization");
    check_refused(may_set(world, world.mayor, world.municipality, "has_control", Value{true}),
                  ErrorCode::forbidden, "has_control");
}

TEST_CASE("a municipality writes its own RUT, and nothing else of what SUBDERE registers") {
    World world;
    for (const Actor& actor : {world.mayor, world.secretary}) {
        CHECK(may_set(world, actor, world.municipality, "rut", text("12345678-5")));
        check_refused(may_set(world, actor, world.municipality, "name", text("Otra")),
                      ErrorCode::forbidden, "name");
    }
    check_refused(may_set(world, world.committee, world.municipality, "rut", text("12345678-5")),
                  ErrorCode::forbidden);
}

TEST_CASE("only the server makes conflicts; who may edit the record settles them") {
    World world;
    const Record conflict = world.add("conflict", {{"record", text(world.activity.to_text())},
                                                   {"record_kind", text("activity")},
                                                   {"field", text("name")},
                                                   {"status", text("open")}});

    check_refused(may_make(world, world.committee, world.draft("conflict", {})),
                  ErrorCode::server_made_kind, "kind");
    check_refused(permit(world.committee, Action::remove, conflict, world.records, world.catalog),
                  ErrorCode::server_made_kind, "kind");
    CHECK(may_set(world, world.committee, conflict.id, "resolution", text("mine")));
    CHECK(may_set(world, world.owner, conflict.id, "status", text("resolved")));
    check_refused(may_set(world, world.secretary, conflict.id, "resolution", text("mine")),
                  ErrorCode::forbidden);
    check_refused(may_set(world, world.committee, conflict.id, "theirs", text("\"X\"")),
                  ErrorCode::server_made_kind, "theirs");
}

TEST_CASE("of two people with one name, nobody is responsible by the name alone") {
    World world;
    const Id action = world
                          .add("immediate_action", {{"plan", text(world.plan.to_text())},
                                                    {"name", text("Archivar las actas")},
                                                    {"implementation_owner", text("María Soto")}})
                          .id;
    CHECK(may_set(world, world.owner, action, "status", text("in_progress")));

    world.owner.shares_name = true;
    check_refused(may_set(world, world.owner, action, "status", text("in_progress")),
                  ErrorCode::forbidden);
    // By their login they are.
    CHECK(may_set(world, world.owner, world.line, "description", text("Otra")));
    world.set(world.line, "owner_user", Value{});
    check_refused(may_set(world, world.owner, world.line, "description", text("Otra")),
                  ErrorCode::forbidden);
    CHECK(may_set(world, world.committee, action, "status", text("in_progress")));
}

TEST_CASE(
    "who is responsible for a line carries it out, and the committee gives it up or reopens it") {
    World world;
    const auto set = [&](const Actor& actor, std::string_view from, std::string_view to) {
        world.set(world.line, "status", text(from));
        return may_set(world, actor, world.line, "status", text(to));
    };
    CHECK(set(world.owner, "programmed", "in_progress"));
    CHECK(set(world.owner, "in_progress", "completed"));
    check_refused(set(world.owner, "in_progress", "cancelled"), ErrorCode::forbidden, "status");
    check_refused(set(world.owner, "completed", "in_progress"), ErrorCode::forbidden, "status");
    check_refused(set(world.owner, "completed", "delayed"), ErrorCode::forbidden, "status");
    CHECK(set(world.committee, "in_progress", "cancelled"));
    CHECK(set(world.committee, "completed", "in_progress"));
    CHECK(set(world.owner, "in_progress", "cancelled").error().message ==
          "Su rol no permite «Anular». Puede hacerlo: Comité de Mejora.");
}

TEST_CASE("a submitted funding request is closed but for SUBDERE") {
    World world;
    const Record request = world.add(
        "funding_request", {{"plan", text(world.plan.to_text())}, {"state", text("submitted")}});
    check_refused(may_set(world, world.committee, request.id, "own_kclp", number(10)),
                  ErrorCode::record_closed, "own_kclp");
    CHECK(may_set(world, world.subdere, request.id, "resolution", text("Aprobada")));
}

TEST_CASE("a member of staff signs the act only as representative of the associations") {
    World world;
    const Actor staff = world.person("dora", "Dora Núñez", "staff", world.municipality);
    const Record signature = world.draft("signature", {{"subject", text(world.diagnosis.to_text())},
                                                       {"function", text("staff_representative")},
                                                       {"name", text("Dora Núñez")}});

    check_refused(may_make(world, staff, signature), ErrorCode::forbidden);
    world.add("participant", {{"assessment", text(world.diagnosis.to_text())},
                              {"name", text("dora nuñez")},
                              {"position", text("staff_representative")}});
    CHECK(may_make(world, staff, signature));
}

TEST_CASE("a submitted self-assessment is closed but for its validators, in their own field") {
    World world;
    const Record assessment = world.add(
        "assessment",
        {{"cycle", text(world.cycle.to_text())},
         {"type", text("self_assessment")},
         {"instrument",
          text(world.catalog.current_instrument(InstrumentKind::self_assessment).key())}});
    const Record scored = world.add("answer", {{"assessment", text(assessment.id.to_text())},
                                               {"element", text("1")},
                                               {"score", number(4)}});
    const Actor validator = world.person("validador", "Val", "validator", world.municipality);

    CHECK(may_set(world, world.committee, scored.id, "evidence", text("Acta 12")));
    world.set(assessment.id, "state", text("closed"));
    world.set(world.cycle, "state", text("sa_doc_review"));
    check_refused(may_set(world, world.committee, scored.id, "evidence", text("Acta 13")),
                  ErrorCode::record_closed, "evidence");
    CHECK(may_set(world, validator, scored.id, "validated_score", number(3)));
    check_refused(may_set(world, validator, scored.id, "score", number(3)), ErrorCode::forbidden,
                  "score");
    const Record before = world.get(scored.id);
    Record after = before;
    after.fields["validated_score"] = number(6);
    const auto errors = validate_record(after, &before, world.records, world.catalog);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].code == ErrorCode::out_of_range);
}

TEST_CASE("making again what already stands is editing it") {
    World world;
    world.add("answer", {{"assessment", text(world.diagnosis.to_text())},
                         {"element", text("14")},
                         {"level", number(1)}});
    CHECK(may_make(world, world.secretary, answer(world)));

    const Record criterion = world.add(
        "priority_criterion", {{"plan", text(world.plan.to_text())}, {"name", text("Contexto")}});
    const auto cell = [&](std::int64_t score) {
        return world.draft("priority_score", {{"plan", text(world.plan.to_text())},
                                              {"tool", text("strategic_planning")},
                                              {"criterion", text(criterion.id.to_text())},
                                              {"score", number(score)}});
    };
    CHECK(may_make(world, world.owner, cell(3)));  // may add scores
    world.records.put(cell(3));
    check_refused(may_make(world, world.owner, cell(7)), ErrorCode::forbidden);  // not change them
}

TEST_CASE("an unknown kind is nobody's to write") {
    World world;
    check_refused(may_make(world, world.admin, world.draft("spaceship", {})),
                  ErrorCode::unknown_kind, "kind");
}

TEST_CASE("who looks over all sees all, the others their own") {
    World world;
    CHECK(sees_everything(world.subdere, world.catalog));
    CHECK(sees_everything(world.admin, world.catalog));
    CHECK_FALSE(sees_everything(world.mayor, world.catalog));
    CHECK_FALSE(sees_everything(world.person("validador", "Val", "validator", world.neighbour),
                                world.catalog));
    CHECK(may_read(world.mayor, world.municipality, world.catalog));
    CHECK_FALSE(may_read(world.mayor, world.neighbour, world.catalog));
    CHECK(may_read(world.subdere, world.neighbour, world.catalog));
}
