#include "shared/rules/permit.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

Result<void> moves(World& world, const Actor& actor, const Id& id, std::string_view to) {
    const Record record = world.get(id);
    return permit_transition(actor, record, "state", text_of(record.fields, "state"), to,
                             world.records, world.catalog);
}

void check_missing(const Result<void>& result, std::string_view precondition) {
    REQUIRE_FALSE(result);
    CHECK(error_info(result.error().code).key == "precondition_missing");
    CHECK(result.error().field == "state");
    CHECK(result.error().detail == precondition);
}

void check_refused(const Result<void>& result, ErrorCode code) {
    REQUIRE_FALSE(result);
    CHECK(error_info(result.error().code).key == error_info(code).key);
}

void answer_all(World& world) {
    for (const Element& element : world.catalog.model().elements()) {
        world.add("answer", {{"assessment", text(world.diagnosis.to_text())},
                             {"element", text(element.key)},
                             {"level", number(1)}});
    }
}

void add_participant(World& world, std::string_view position, std::string_view function = {}) {
    world.add("participant", {{"assessment", text(world.diagnosis.to_text())},
                              {"name", text("Alguien")},
                              {"position", text(position)},
                              {"function", text(function)},
                              {"attended", Value{true}}});
}

/// All who are called, but Control, which this municipality does not have.
void add_participants(World& world) {
    for (const Position& position : world.catalog.positions().all()) {
        if (position.key != "control_director") add_participant(world, position.name);
    }
}

void sign(World& world, std::string_view function) {
    world.add("signature", {{"subject", text(world.diagnosis.to_text())},
                            {"function", text(function)},
                            {"name", text("Alguien")}});
}

void write_act(World& world) {
    world.set(world.diagnosis, "state", text("answered"));
    world.set(world.diagnosis, "date", text("2026-03-10"));
    world.set(world.diagnosis, "duration_minutes", number(240));
    world.set(world.diagnosis, "description", text("Reunión en la sala del Concejo."));
    world.add("document",
              {{"cycle", text(world.cycle.to_text())}, {"type", text("diagnostic_act")}});
}

}  // namespace

TEST_CASE("a diagnosis is complete with its 78 answers and its participants") {
    World world;
    check_missing(moves(world, world.secretary, world.diagnosis, "answered"),
                  "all_questions_answered");
    answer_all(world);
    check_missing(moves(world, world.secretary, world.diagnosis, "answered"),
                  "minimum_participants");
    add_participants(world);
    CHECK(moves(world, world.secretary, world.diagnosis, "answered"));
}

TEST_CASE("what is missing is named") {
    World world;
    answer_all(world);
    world.set(world.records.children(world.diagnosis, "answer")[0].id, "level", Value{});
    const Record open = world.records.children(world.diagnosis, "answer")[0];

    const auto result = moves(world, world.secretary, world.diagnosis, "answered");

    REQUIRE_FALSE(result);
    CHECK(result.error().message ==
          "Faltan preguntas por responder. El diagnóstico se completa con las 78. Falta: " +
              text_of(open.fields, "element") + ".");
}

TEST_CASE("AT-09 a position is present, or somebody fulfils its function") {
    World world;
    answer_all(world);
    for (const Position& position : world.catalog.positions().all()) {
        const bool is_works = position.key == "works_director";
        if (position.key == "control_director") continue;
        add_participant(world, is_works ? "Encargado de Obras" : position.key,
                        is_works ? position.name : "");
    }
    CHECK(moves(world, world.secretary, world.diagnosis, "answered"));
}

TEST_CASE("AT-09 who is marked as absent is not present") {
    World world;
    answer_all(world);
    add_participants(world);
    world.set(world.records.children(world.diagnosis, "participant")[0].id, "attended",
              Value{false});
    check_missing(moves(world, world.secretary, world.diagnosis, "answered"),
                  "minimum_participants");
}

TEST_CASE("AT-09 where there is a Dirección de Control, its director is called too") {
    World world;
    answer_all(world);
    add_participants(world);
    world.set(world.municipality, "has_control", Value{true});
    check_missing(moves(world, world.secretary, world.diagnosis, "answered"),
                  "minimum_participants");
    add_participant(world, "Director o Directora de Control");
    CHECK(moves(world, world.secretary, world.diagnosis, "answered"));
}

TEST_CASE("AT-08 the act closes with three signatures without Control, and four with it") {
    World world;
    write_act(world);
    sign(world, "mayor");
    sign(world, "municipal_secretary");
    check_missing(moves(world, world.secretary, world.diagnosis, "closed"), "act_signed");
    sign(world, "staff_representative");
    CHECK(moves(world, world.secretary, world.diagnosis, "closed"));

    world.set(world.municipality, "has_control", Value{true});
    check_missing(moves(world, world.secretary, world.diagnosis, "closed"), "act_signed");
    sign(world, "control_director");
    CHECK(moves(world, world.mayor, world.diagnosis, "closed"));
}

TEST_CASE("an act without its date, its description or its document does not close") {
    World world;
    world.set(world.diagnosis, "state", text("answered"));
    check_missing(moves(world, world.secretary, world.diagnosis, "closed"), "duration_recorded");
    world.set(world.diagnosis, "date", text("2026-03-10"));
    world.set(world.diagnosis, "duration_minutes", number(240));
    check_missing(moves(world, world.secretary, world.diagnosis, "closed"), "act_described");
    world.set(world.diagnosis, "observations", text("Sin novedad."));
    check_missing(moves(world, world.secretary, world.diagnosis, "closed"), "act_attached");
}

TEST_CASE("only the roles of a transition make it") {
    World world;
    answer_all(world);
    add_participants(world);
    check_refused(moves(world, world.mayor, world.diagnosis, "answered"), ErrorCode::forbidden);
    check_refused(moves(world, world.neighbour_secretary, world.diagnosis, "answered"),
                  ErrorCode::forbidden);
}

TEST_CASE("a transition that the workflow does not have is refused") {
    World world;
    check_refused(moves(world, world.secretary, world.diagnosis, "closed"),
                  ErrorCode::bad_transition);
    check_refused(moves(world, world.secretary, world.diagnosis, "magic"),
                  ErrorCode::bad_transition);
    CHECK(moves(world, world.secretary, world.diagnosis, "draft"));  // it is there already
    const auto result = moves(world, world.secretary, world.diagnosis, "closed");
    CHECK(result.error().message ==
          "No se puede pasar de «En preparación» a «Cerrado». Desde ahí se puede pasar a "
          "«Respondido».");
}

TEST_CASE("moving a state through permit asks for the transition and for nothing else") {
    World world;
    answer_all(world);
    Record after = world.get(world.diagnosis);
    after.fields["state"] = text("answered");
    check_missing(permit(world.secretary, Action::edit, after, world.records, world.catalog),
                  "minimum_participants");
    add_participants(world);
    CHECK(permit(world.secretary, Action::edit, after, world.records, world.catalog));
}

TEST_CASE("the mayor submits a plan that the committee has finished") {
    World world;
    const auto submit = [&] { return moves(world, world.mayor, world.plan, "submitted"); };
    const auto set_line = [&](std::string_view field, std::string_view value) {
        world.set(world.line, field, text(value));
    };
    check_refused(moves(world, world.committee, world.plan, "submitted"), ErrorCode::forbidden);
    check_missing(submit(), "focus_written");
    world.set(world.plan, "focus_what", text("Compras"));
    world.set(world.plan, "focus_why", text("Demoran"));
    check_missing(submit(), "focus_reviewed");
    world.set(world.plan, "focus_reviewed", Value{true});
    check_missing(submit(), "areas_selected");
    world.add("improvement_area", {{"plan", text(world.plan.to_text())},
                                   {"subcriterion", text("support_processes")},
                                   {"selected", Value{true}}});
    check_missing(submit(), "lines_with_owner_and_dates");
    world.set(world.other_line, "status", text("cancelled"));
    world.set(world.activity, "owner", text("María Soto"));
    world.set(world.activity, "owner_position", text("Encargada"));
    set_line("start_month", "2026-05");
    check_missing(submit(), "dates_consistent");
    set_line("start_month", "2026-03");
    check_missing(submit(), "monitoring_defined");
    world.add("indicator", {{"action_line", text(world.line.to_text())}, {"name", text("Días")}});
    CHECK(submit());
}

TEST_CASE("a matrix that was begun is completed before the plan is submitted") {
    World world;
    const Record criterion = world.add(
        "priority_criterion", {{"plan", text(world.plan.to_text())}, {"name", text("Contexto")}});
    const Transition* submit =
        world.catalog.workflow().machines_of("plan")[0]->find_transition("draft", "submitted");
    REQUIRE(submit != nullptr);
    CHECK(submit->preconditions.size() > 1);
    world.set(world.plan, "focus_what", text("Compras"));
    world.set(world.plan, "focus_why", text("Demoran"));
    world.set(world.plan, "focus_reviewed", Value{true});
    world.add("improvement_area", {{"plan", text(world.plan.to_text())},
                                   {"subcriterion", text("strategy")},
                                   {"selected", Value{true}}});
    check_missing(moves(world, world.mayor, world.plan, "submitted"), "matrix_complete");
    world.add("priority_score", {{"plan", text(world.plan.to_text())},
                                 {"tool", text("strategic_planning")},
                                 {"criterion", text(criterion.id.to_text())},
                                 {"score", number(7)}});
    check_missing(moves(world, world.mayor, world.plan, "submitted"), "lines_with_owner_and_dates");
}

TEST_CASE("AT-10 no self-assessment without agreement, two counterparts and decree") {
    World world;
    world.set(world.cycle, "state", text("committee_formed"));
    const auto start = [&] {
        return moves(world, world.committee, world.cycle, "self_assessment");
    };
    const auto document = [&](std::string_view type) {
        return world.add("document",
                         {{"cycle", text(world.cycle.to_text())}, {"type", text(type)}});
    };
    const auto signed_as = [&](const Record& subject, std::string_view function) {
        world.add("signature", {{"subject", text(subject.id.to_text())},
                                {"function", text(function)},
                                {"name", text("Alguien")}});
    };
    const auto counterpart = [&](std::string_view name) {
        world.add("committee_member", {{"cycle", text(world.cycle.to_text())},
                                       {"name", text(name)},
                                       {"is_counterpart", Value{true}}});
    };

    check_missing(start(), "agreement_signed_by_mayor");
    const Record agreement = document("agreement");
    signed_as(agreement, "mayor");
    check_missing(start(), "agreement_signed_by_subdere");
    signed_as(agreement, "subdere");
    check_missing(start(), "two_counterparts");
    counterpart("Ana");
    check_missing(start(), "two_counterparts");
    counterpart("Luis");
    check_missing(start(), "decree_issued");
    document("mayoral_decree");
    CHECK(start());
    counterpart("Eva");
    check_missing(start(), "two_counterparts");
}

TEST_CASE("AT-12 those who validate the plan are those who validated the self-assessment") {
    World world;
    const Actor validator = world.person("validador", "Val", "validator", world.municipality);
    const auto review = [&](const Id& subject, std::string_view stage, std::string_view name) {
        return world.add("review", {{"subject", text(subject.to_text())},
                                    {"stage", text(stage)},
                                    {"reviewer", text(name)},
                                    {"decision", text("approved")}});
    };
    const Record assessment = world.add(
        "assessment", {{"cycle", text(world.cycle.to_text())}, {"type", text("self_assessment")}});
    review(assessment.id, "document", "Inés Lara");
    world.set(world.plan, "state", text("submitted"));
    world.add("document",
              {{"cycle", text(world.cycle.to_text())}, {"type", text("plan_validation_report")}});

    check_missing(moves(world, validator, world.plan, "validated"), "same_validators");
    review(world.plan, "plan", "inés lara");
    CHECK(moves(world, validator, world.plan, "validated"));
    review(world.plan, "plan", "Otra Persona");
    check_missing(moves(world, validator, world.plan, "validated"), "same_validators");
}

TEST_CASE("a plan goes back with observations, and comes again with their answers") {
    World world;
    const Actor validator = world.person("validador", "Val", "validator", world.municipality);
    const Record assessment = world.add(
        "assessment", {{"cycle", text(world.cycle.to_text())}, {"type", text("self_assessment")}});
    for (const Id& subject : {assessment.id, world.plan}) {
        world.add("review", {{"subject", text(subject.to_text())},
                             {"stage", text(subject == world.plan ? "plan" : "document")},
                             {"reviewer", text("Inés Lara")}});
    }
    world.set(world.plan, "state", text("submitted"));

    check_missing(moves(world, validator, world.plan, "observed"), "observations_written");
    const Record observation =
        world.add("observation",
                  {{"review", text(world.records.children(world.plan, "review")[0].id.to_text())},
                   {"text", text("Falta un indicador.")}});
    CHECK(moves(world, validator, world.plan, "observed"));
    world.set(world.plan, "state", text("observed"));
    check_missing(moves(world, world.mayor, world.plan, "submitted"), "observations_answered");
    world.set(observation.id, "response", text("Se agregó."));
    check_missing(moves(world, world.mayor, world.plan, "submitted"), "focus_written");
}

TEST_CASE("AT-11 a self-assessment is submitted with its five parts") {
    World world;
    const Record assessment = world.add(
        "assessment",
        {{"cycle", text(world.cycle.to_text())},
         {"type", text("self_assessment")},
         {"instrument",
          text(world.catalog.current_instrument(InstrumentKind::self_assessment).key())}});
    world.set(world.cycle, "state", text("self_assessment"));
    const auto submit = [&] {
        return moves(world, world.mayor, world.cycle, "self_assessment_submitted");
    };
    const auto write_all = [&](std::string_view field, const Value& value) {
        for (const Element& element : world.catalog.model().elements()) {
            Record answer = world.draft("answer", {{"assessment", text(assessment.id.to_text())},
                                                   {"element", text(element.key)}});
            if (const auto stored = world.records.find(answer.id)) answer = *stored;
            assign(answer.fields, field, value);
            world.records.put(answer);
        }
    };
    const auto document = [&](std::string_view type) {
        return world.add("document",
                         {{"cycle", text(world.cycle.to_text())}, {"type", text(type)}});
    };

    check_missing(submit(), "all_evidence_written");
    write_all("evidence", text("Decreto 14"));
    check_missing(submit(), "all_scores_assigned");
    write_all("score", number(2));
    check_missing(submit(), "committee_act_signed");
    const Record act = document("committee_act");
    world.add("signature", {{"subject", text(act.id.to_text())},
                            {"function", text("improvement_committee")},
                            {"name", text("Luis Mella")}});
    check_missing(submit(), "commune_background_attached");
    document("commune_background");
    check_missing(submit(), "mayor_letter_attached");
    document("mayor_letter");
    CHECK(submit());
}
