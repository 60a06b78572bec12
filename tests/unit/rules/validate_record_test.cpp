#include "shared/records/all_records.hpp"
#include "shared/rules/validate.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

#include <algorithm>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

std::vector<Error> made(World& world, const Record& record) {
    return validate_record(record, nullptr, world.records, world.catalog);
}

std::vector<Error> edited(World& world, const Id& id, std::string_view field, Value value) {
    const Record before = world.get(id);
    Record after = before;
    assign(after.fields, field, std::move(value));
    return validate_record(after, &before, world.records, world.catalog);
}

/// The only error is that one, of that field, with a sentence for people.
void check_refused(const std::vector<Error>& errors, ErrorCode code, std::string_view field) {
    REQUIRE(errors.size() == 1);
    CHECK(error_info(errors[0].code).key == error_info(code).key);
    CHECK(errors[0].field == field);
    CHECK(errors[0].message.ends_with('.'));
}

Record answer(World& world, std::string_view element, std::int64_t level) {
    return world.draft("answer", {{"assessment", text(world.diagnosis.to_text())},
                                  {"element", text(element)},
                                  {"level", number(level)}});
}

}  // namespace

TEST_CASE("a record that keeps the rules passes") {
    World world;

    CHECK(made(world, answer(world, "14", 2)).empty());
    CHECK(made(world, world.draft("activity", {{"action_line", text(world.line.to_text())},
                                               {"name", text("Capacitar")}}))
              .empty());
    CHECK(edited(world, world.activity, "own_kclp", number(1200)).empty());
}

TEST_CASE("an unknown kind is refused") {
    World world;
    check_refused(made(world, world.draft("spaceship", {})), ErrorCode::unknown_kind, "kind");
}

TEST_CASE("a level outside 0 to 3 is refused") {
    World world;
    check_refused(made(world, answer(world, "14", 4)), ErrorCode::level_out_of_range, "level");
    check_refused(made(world, answer(world, "14", -1)), ErrorCode::level_out_of_range, "level");
}

TEST_CASE("an element that the instrument does not ask about is refused") {
    World world;
    check_refused(made(world, answer(world, "79", 1)), ErrorCode::unknown_element, "element");
    check_refused(made(world, answer(world, "e14", 1)), ErrorCode::unknown_element, "element");
}

TEST_CASE("an answer whose id is not derived from what it names is refused") {
    World world;
    Record forged = answer(world, "14", 1);
    forged.id = world.draft("plan", {}).id;
    check_refused(made(world, forged), ErrorCode::wrong_natural_key, "id");
}

TEST_CASE("an activity before the start of its line is refused") {
    World world;
    check_refused(edited(world, world.activity, "start_month", text("2026-02")),
                  ErrorCode::outside_line, "start_month");
}

TEST_CASE("an activity after the end of its line is refused") {
    World world;
    check_refused(edited(world, world.activity, "end_month", text("2026-07")),
                  ErrorCode::outside_line, "end_month");
}

TEST_CASE("a line outside its plan is refused") {
    World world;
    check_refused(edited(world, world.line, "end_month", text("2027-01")), ErrorCode::outside_plan,
                  "end_month");
}

TEST_CASE("months in reverse are refused and the sentence names both") {
    World world;

    const auto errors = edited(world, world.activity, "end_month", text("2026-03"));

    check_refused(errors, ErrorCode::months_reversed, "end_month");
    CHECK(errors[0].message ==
          "El término (marzo 2026) es anterior al inicio (abril 2026). Cambie uno de los dos.");
}

TEST_CASE("negative money is refused") {
    World world;
    check_refused(edited(world, world.activity, "own_kclp", number(-1)), ErrorCode::out_of_range,
                  "own_kclp");
}

TEST_CASE("a percentage typed by hand is refused") {
    World world;

    const auto errors =
        made(world, world.draft("follow_up", {{"action_line", text(world.line.to_text())},
                                              {"date", text("2026-04-30")},
                                              {"percent", number(75)}}));

    check_refused(errors, ErrorCode::derived_field, "percent");
    CHECK(errors[0].message ==
          "El porcentaje se calcula a partir de las actividades; no se escribe.");
}

TEST_CASE("a field that is not in the table is refused") {
    World world;
    check_refused(edited(world, world.activity, "colour", text("red")), ErrorCode::unknown_field,
                  "colour");
}

TEST_CASE("a required field that is missing or cleared is refused") {
    World world;
    check_refused(
        made(world, world.draft("activity", {{"action_line", text(world.line.to_text())}})),
        ErrorCode::required, "name");
    check_refused(edited(world, world.activity, "name", Value{}), ErrorCode::required, "name");
}

TEST_CASE("what is written once does not change") {
    World world;
    check_refused(edited(world, world.activity, "action_line", text(world.other_line.to_text())),
                  ErrorCode::immutable_field, "action_line");
}

TEST_CASE("a forged organization is refused") {
    World world;

    Record into_ours = world.draft(
        "activity", {{"action_line", text(world.line.to_text())}, {"name", text("Ajena")}});
    into_ours.organization = world.neighbour;
    check_refused(made(world, into_ours), ErrorCode::wrong_organization, "organization");

    const Record before = world.get(world.activity);
    Record moved = before;
    moved.organization = world.neighbour;
    check_refused(validate_record(moved, &before, world.records, world.catalog),
                  ErrorCode::wrong_organization, "organization");
}

TEST_CASE("a reference must name a living record of its kind") {
    World world;
    const auto activity_of = [&](const std::string& id) {
        return made(world,
                    world.draft("activity", {{"action_line", text(id)}, {"name", text("Suelta")}}));
    };

    check_refused(activity_of("0190a000-0000-7000-8000-000000000000"), ErrorCode::unknown_reference,
                  "action_line");
    check_refused(activity_of(world.plan.to_text()), ErrorCode::unknown_reference, "action_line");
    check_refused(activity_of("no es un id"), ErrorCode::bad_id, "action_line");
    Record gone = world.get(world.other_line);
    gone.deleted = true;
    world.records.put(gone);
    check_refused(activity_of(world.other_line.to_text()), ErrorCode::record_deleted,
                  "action_line");
}

TEST_CASE("a record without a parent needs an organization that exists") {
    World world;
    Record homeless = world.draft("good_practice", {{"title", text("Ventanilla única")}});
    CHECK(made(world, homeless).empty());
    homeless.organization = world.plan;
    check_refused(made(world, homeless), ErrorCode::unknown_reference, "organization");
}

TEST_CASE("an indicator hangs from a line or from the plan") {
    World world;
    check_refused(made(world, world.draft("indicator", {{"name", text("Tiempo")}})),
                  ErrorCode::required, "action_line");
    CHECK(made(world, world.draft("indicator",
                                  {{"name", text("Tiempo")}, {"plan", text(world.plan.to_text())}}))
              .empty());
}

TEST_CASE("tools, subcriteria, instruments and programmes must be known") {
    World world;
    check_refused(edited(world, world.line, "tool", text("magic")), ErrorCode::unknown_tool,
                  "tool");
    check_refused(edited(world, world.line, "areas", TextSet{"magic", "strategy"}),
                  ErrorCode::unknown_reference, "areas");
    check_refused(edited(world, world.line, "main_area", text("magic")),
                  ErrorCode::unknown_reference, "main_area");
    check_refused(made(world, world.draft("assessment", {{"cycle", text(world.cycle.to_text())},
                                                         {"type", text("diagnostic")},
                                                         {"instrument", text("magic")}})),
                  ErrorCode::unknown_reference, "instrument");
    check_refused(made(world, world.draft("enrollment", {{"program", text("magic")},
                                                         {"status", text("invited")}})),
                  ErrorCode::unknown_reference, "program");
    check_refused(made(world, world.draft("document", {{"cycle", text(world.cycle.to_text())},
                                                       {"type", text("magic")}})),
                  ErrorCode::not_a_choice, "type");
}

TEST_CASE("a closed diagnosis takes no answers, no participants and no edits") {
    World world;
    const Record stored = world.add("answer", {{"assessment", text(world.diagnosis.to_text())},
                                               {"element", text("1")},
                                               {"level", number(1)}});
    world.set(world.diagnosis, "state", text("closed"));

    check_refused(edited(world, stored.id, "level", number(2)), ErrorCode::record_closed, "level");
    check_refused(made(world, answer(world, "2", 1)), ErrorCode::record_closed, "");
    check_refused(
        made(world, world.draft("participant", {{"assessment", text(world.diagnosis.to_text())}})),
        ErrorCode::record_closed, "");
    check_refused(edited(world, world.diagnosis, "description", text("otra")),
                  ErrorCode::record_closed, "description");
    Record gone = stored;
    gone.deleted = true;
    check_refused(validate_record(gone, &stored, world.records, world.catalog),
                  ErrorCode::record_closed, "");
}

TEST_CASE("a plan under validation takes no changes, and a definitive one only its execution") {
    World world;
    world.set(world.plan, "state", text("submitted"));
    check_refused(edited(world, world.activity, "name", text("Otra")), ErrorCode::record_closed,
                  "name");
    check_refused(edited(world, world.plan, "focus_what", text("Otro")), ErrorCode::record_closed,
                  "focus_what");

    world.set(world.plan, "state", text("definitive"));
    CHECK(edited(world, world.activity, "status", text("executed")).empty());
    check_refused(edited(world, world.plan, "focus_what", text("Otro")), ErrorCode::record_closed,
                  "focus_what");
}

TEST_CASE("nothing of a plan is carried out before the plan is definitive") {
    World world;
    for (const std::string_view state : {"draft", "observed"}) {
        INFO(state);
        world.set(world.plan, "state", text(state));
        for (const std::string_view status : {"in_progress", "executed"}) {
            check_refused(edited(world, world.activity, "status", text(status)),
                          ErrorCode::precondition_missing, "status");
        }
        for (const std::string_view status : {"in_progress", "delayed", "completed"}) {
            check_refused(edited(world, world.line, "status", text(status)),
                          ErrorCode::precondition_missing, "status");
        }
        check_refused(
            made(world, world.draft("activity", {{"action_line", text(world.line.to_text())},
                                                 {"name", text("Capacitar")},
                                                 {"status", text("executed")}})),
            ErrorCode::precondition_missing, "status");
        for (const std::string_view status : {"draft", "programmed", "cancelled"}) {
            CHECK(edited(world, world.line, "status", text(status)).empty());
        }
        CHECK(edited(world, world.activity, "status", text("programmed")).empty());
    }
    world.set(world.plan, "state", text("definitive"));
    CHECK(edited(world, world.activity, "status", text("executed")).empty());
    CHECK(edited(world, world.line, "status", text("in_progress")).empty());
}

TEST_CASE("a line ends when all of its activities were executed") {
    World world;
    world.set(world.plan, "state", text("definitive"));
    const auto errors = edited(world, world.line, "status", text("completed"));
    check_refused(errors, ErrorCode::precondition_missing, "status");
    CHECK(errors[0].message == "Hay actividades de la línea sin ejecutar. Sin ejecutar: 1.");

    world.set(world.activity, "status", text("executed"));
    CHECK(edited(world, world.line, "status", text("completed")).empty());
}

TEST_CASE("an immediate action is implemented with what shows it, and kept by somebody") {
    World world;
    const Id action = world
                          .add("immediate_action", {{"plan", text(world.plan.to_text())},
                                                    {"name", text("Archivar las actas")}})
                          .id;
    CHECK(edited(world, action, "status", text("in_progress")).empty());
    check_refused(edited(world, action, "status", text("implemented")),
                  ErrorCode::precondition_missing, "status");
    world.set(action, "verification_means", text("Archivador"));
    CHECK(edited(world, action, "status", text("implemented")).empty());

    world.set(action, "status", text("implemented"));
    check_refused(edited(world, action, "status", text("maintained")),
                  ErrorCode::precondition_missing, "status");
    world.set(action, "maintenance_owner", text("Rosa Vera"));
    CHECK(edited(world, action, "status", text("maintained")).empty());
}

TEST_CASE("in a cycle that ended nothing goes on") {
    World world;
    world.set(world.plan, "state", text("definitive"));
    const Id action = world
                          .add("immediate_action", {{"plan", text(world.plan.to_text())},
                                                    {"name", text("Archivar las actas")}})
                          .id;
    for (const std::string_view state : {"implemented", "withdrawn"}) {
        INFO(state);
        world.set(world.cycle, "state", text(state));
        check_refused(edited(world, world.activity, "status", text("in_progress")),
                      ErrorCode::record_closed, "status");
        check_refused(edited(world, world.line, "status", text("in_progress")),
                      ErrorCode::record_closed, "status");
        check_refused(edited(world, action, "status", text("in_progress")),
                      ErrorCode::record_closed, "status");
        check_refused(
            made(world, world.draft("follow_up", {{"action_line", text(world.line.to_text())},
                                                  {"date", text("2026-06-30")}})),
            ErrorCode::record_closed, "");
    }
}

TEST_CASE("what SUBDERE resolved of a funding request stays as it was resolved") {
    World world;
    const Id request = world
                           .add("funding_request", {{"plan", text(world.plan.to_text())},
                                                    {"state", text("submitted")},
                                                    {"resolution", text("Se aprueba.")}})
                           .id;
    CHECK(edited(world, request, "resolution", text("Se aprueba en parte.")).empty());
    for (const std::string_view state : {"approved", "rejected"}) {
        INFO(state);
        world.set(request, "state", text(state));
        check_refused(edited(world, request, "resolution", text("Otra")), ErrorCode::record_closed,
                      "resolution");
        check_refused(edited(world, request, "subdere_kclp", number(1)), ErrorCode::record_closed,
                      "subdere_kclp");
    }
}

TEST_CASE("a document on which the programme went on stays as it is, and another may be added") {
    World world;
    const Id decree = world
                          .add("document", {{"cycle", text(world.cycle.to_text())},
                                            {"type", text("mayoral_decree")},
                                            {"number", text("1.204")}})
                          .id;
    world.set(world.cycle, "state", text("committee_formed"));
    CHECK(edited(world, decree, "number", text("1.205")).empty());

    world.set(world.cycle, "state", text("self_assessment"));
    check_refused(edited(world, decree, "number", text("1.205")), ErrorCode::record_closed,
                  "number");
    check_refused(edited(world, decree, "number", Value{}), ErrorCode::record_closed, "number");
    CHECK(edited(world, decree, "date", text("2026-03-02")).empty());
    CHECK(made(world, world.draft("document", {{"cycle", text(world.cycle.to_text())},
                                               {"type", text("mayoral_decree")},
                                               {"number", text("1.300")}}))
              .empty());
    // What was sent back is written anew.
    const Id letter = world
                          .add("document", {{"cycle", text(world.cycle.to_text())},
                                            {"type", text("mayor_letter")},
                                            {"number", text("77")}})
                          .id;
    world.set(world.cycle, "state", text("sa_doc_review"));
    check_refused(edited(world, letter, "number", text("78")), ErrorCode::record_closed, "number");
    world.set(world.cycle, "state", text("sa_observed"));
    CHECK(edited(world, letter, "number", text("78")).empty());
}

TEST_CASE("a self-assessment that was validated is not reviewed again") {
    World world;
    const Id assessment = world
                              .add("assessment", {{"cycle", text(world.cycle.to_text())},
                                                  {"type", text("self_assessment")},
                                                  {"state", text("closed")}})
                              .id;
    const auto review = [&](const Id& subject, std::string_view stage) {
        return made(world, world.draft("review", {{"subject", text(subject.to_text())},
                                                  {"stage", text(stage)}}));
    };
    world.set(world.cycle, "state", text("sa_doc_review"));
    CHECK(review(assessment, "document").empty());
    CHECK(review(assessment, "interview").empty());
    world.set(world.cycle, "state", text("plan_submitted"));
    check_refused(review(assessment, "document"), ErrorCode::record_closed, "");
    check_refused(review(assessment, "interview"), ErrorCode::record_closed, "");
    CHECK(review(world.plan, "plan").empty());
}

TEST_CASE("a workflow state starts where it must and moves by its transitions") {
    World world;
    check_refused(made(world, world.draft("plan", {{"cycle", text(world.cycle.to_text())},
                                                   {"state", text("definitive")}})),
                  ErrorCode::bad_transition, "state");
    CHECK(made(world, world.draft("plan", {{"cycle", text(world.cycle.to_text())}})).empty());
    check_refused(edited(world, world.plan, "state", text("definitive")), ErrorCode::bad_transition,
                  "state");
    check_refused(edited(world, world.plan, "state", text("magic")), ErrorCode::bad_transition,
                  "state");
    CHECK(edited(world, world.plan, "state", text("submitted")).empty());
}

TEST_CASE("a second cycle may start with the committee already formed") {
    World world;
    const auto cycle = [&](std::int64_t n) {
        return world.draft("cycle", {{"enrollment", text(world.enrollment.to_text())},
                                     {"number", number(n)},
                                     {"state", text("committee_formed")}});
    };
    check_refused(made(world, cycle(1)), ErrorCode::bad_transition, "state");
    CHECK(made(world, cycle(2)).empty());
}

TEST_CASE("what was already so is not complained about again") {
    World world;
    world.set(world.activity, "start_month", text("2026-01"));  // before its line
    world.set(world.activity, "colour", text("red"));           // from a newer version

    CHECK(edited(world, world.activity, "name", text("Otro nombre")).empty());
}

TEST_CASE("a record says all that is wrong with it at once") {
    World world;

    const auto errors =
        made(world, world.draft("activity", {{"action_line", text(world.line.to_text())},
                                             {"own_kclp", number(-5)},
                                             {"start_month", text("2026-13")},
                                             {"status", text("done")}}));

    std::vector<std::string> fields;
    for (const Error& error : errors) fields.push_back(error.field);
    std::sort(fields.begin(), fields.end());
    CHECK(fields == std::vector<std::string>{"name", "own_kclp", "start_month", "status"});
}

TEST_CASE("a record that something living stands on is not removed") {
    World world;
    const auto removed = [&](const Id& id) {
        const Record before = world.get(id);
        Record after = before;
        after.deleted = true;
        return validate_record(after, &before, world.records, world.catalog);
    };
    world.add("follow_up", {{"action_line", text(world.line.to_text())}});
    world.add("follow_up", {{"action_line", text(world.line.to_text())}});
    world.add("conflict", {{"record", text(world.activity.to_text())}, {"status", text("open")}});

    const auto errors = removed(world.line);

    check_refused(errors, ErrorCode::has_children, "");
    CHECK(errors[0].message.find("1 de tipo «Actividad» y 2 de tipo «Seguimiento»") !=
          std::string::npos);
    CHECK(removed(world.other_line).empty());
    CHECK(removed(world.activity).empty());
    Record activity = world.get(world.activity);
    activity.deleted = true;
    world.records.put(activity);
    check_refused(removed(world.line), ErrorCode::has_children, "");
}

TEST_CASE("a conflict that was settled stays settled") {
    World world;
    const Record conflict = world.add(
        "conflict", {{"record", text(world.activity.to_text())}, {"status", text("resolved")}});
    check_refused(edited(world, conflict.id, "resolved_value", text("\"otro\"")),
                  ErrorCode::conflict_settled, "status");
}
