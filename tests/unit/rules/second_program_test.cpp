// A made-up programme (tests/data/programs/counter) goes from its first state to its last by the
// engine that moves the municipal one: other phases, roles, documents and conditions, same code.
#include "shared/rules/permit.hpp"
#include "shared/rules/precondition.hpp"
#include "shared/rules/validate.hpp"
#include "tests/support/counter_world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::test;

namespace {

struct Counter : CounterWorld {
    Result<void> move(const Actor& actor, std::string_view to) {
        const Record record = get(cycle);
        return permit_transition(actor, record, "state", text_of(record.fields, "state"), to,
                                 records, catalog);
    }
    std::string refusal(const Actor& actor, std::string_view to) {
        const auto moved = move(actor, to);
        REQUIRE_FALSE(moved);
        return moved.error().message;
    }
    void go(const Actor& actor, std::string_view to) {
        const auto moved = move(actor, to);
        INFO((moved ? std::string{} : moved.error().message));
        REQUIRE(moved);
        set(cycle, "state", text(to));
    }
    Finding finding(std::string_view key, std::string_view to) {
        const Record record = get(cycle);
        return find_precondition(key, {record, to, records, catalog});
    }

    Record in_cycle(std::string_view kind, FieldMap fields) {
        fields["cycle"] = text(cycle.to_text());
        Record record = draft(kind, {});
        record.fields = std::move(fields);
        records.put(record);
        return record;
    }
    void answer(std::string_view element) {
        add("answer", {{"assessment", text(diagnosis.to_text())},
                       {"element", text(element)},
                       {"level", number(1)}});
    }
    void sign(const Id& subject, std::string_view capacity) {
        add("signature", {{"subject", text(subject.to_text())},
                          {"function", text(capacity)},
                          {"name", text("Alguien")}});
    }
    void attend(std::string_view position) {
        add("participant", {{"assessment", text(diagnosis.to_text())},
                            {"name", text("Alguien")},
                            {"position", text(position)}});
    }

    void look() {
        for (const Element& element : catalog.model().elements()) answer(element.key);
        attend("Jefatura del Servicio");
        attend("desk_lead");
        sign(diagnosis, "chief_of_service");
        sign(diagnosis, "outside_reader");
        set(cycle, "state", text("looked"));
    }
    Id add_task() {
        return add("action_line", {{"plan", text(plan.to_text())},
                                   {"name", text("Abrir antes")},
                                   {"owner", text("Raúl Paz")},
                                   {"start_month", text("2026-02")},
                                   {"end_month", text("2026-05")}})
            .id;
    }
    void agree() {
        look();
        in_cycle("document", {{"type", text("service_pact")}, {"number", text("7")}});
        add_task();
        set(cycle, "state", text("agreed"));
    }
    Id review(const Id& subject, std::string_view stage, std::string_view reviewer) {
        return add("review", {{"subject", text(subject.to_text())},
                              {"stage", text(stage)},
                              {"reviewer", text(reviewer)}})
            .id;
    }
};

}  // namespace

TEST_CASE("the second programme goes from its first state to its last") {
    Counter world;
    CHECK(world.refusal(world.chief, "looked") ==
          "Su rol no permite «Terminar de mirar». Puede hacerlo: Persona de mesón.");
    CHECK(world.refusal(world.desk, "agreed") ==
          "No se puede pasar de «Mirando» a «Acordado». Desde ahí se puede pasar a «Mirado».");
    CHECK(world.refusal(world.desk, "looked") ==
          "Faltan preguntas de ventanilla. Faltan: 1, 2, 3, 4, 5, 6 y 7.");
    for (const char* element : {"1", "2", "3", "4", "5", "6"}) world.answer(element);
    CHECK(world.refusal(world.desk, "looked") == "Faltan preguntas de ventanilla. Falta: 7.");
    world.answer("7");
    world.attend("Jefatura del Servicio");
    CHECK(world.refusal(world.desk, "looked") ==
          "Falta gente en la reunión. Falta: Encargada o Encargado de Mesón.");
    world.attend("desk_lead");
    world.sign(world.diagnosis, "chief_of_service");
    CHECK(world.refusal(world.desk, "looked") ==
          "Faltan firmas en la minuta. Falta: Lectora o lector externo.");
    world.sign(world.diagnosis, "outside_reader");
    world.go(world.desk, "looked");

    CHECK(world.refusal(world.chief, "agreed") == "Falta el compromiso con su número.");
    const Record pact = world.in_cycle("document", {{"type", text("service_pact")}});
    CHECK(world.refusal(world.chief, "agreed") == "Falta el compromiso con su número.");
    world.set(pact.id, "number", text("7"));
    CHECK(world.refusal(world.chief, "agreed") == "Falta una tarea. Van 0.");
    const Id task = world.add_task();
    world.set(task, "owner", Value{});
    CHECK(world.refusal(world.chief, "agreed") == "Hay tareas de nadie. Falta: Abrir antes.");
    world.set(task, "owner", text("Raúl Paz"));
    const Record step = world.add("activity", {{"action_line", text(task.to_text())},
                                               {"name", text("Cambiar la hora")},
                                               {"end_month", text("2026-06")}});
    CHECK(world.refusal(world.chief, "agreed") ==
          "Hay tareas fuera de plazo. Abrir antes: Cambiar la hora.");
    world.set(step.id, "end_month", text("2026-05"));
    world.go(world.chief, "agreed");

    CHECK(world.refusal(world.reader, "sent_back") == "Falta decir qué se corrige.");
    const Id review = world.review(world.plan, "plan", "Eva Lira");
    const Record remark = world.add(
        "observation", {{"review", text(review.to_text())}, {"text", text("Falta el sábado.")}});
    world.go(world.reader, "sent_back");
    CHECK(world.refusal(world.chief, "agreed") == "Hay reparos sin respuesta. Quedan 1.");
    world.set(remark.id, "response", text("Se agregó."));
    world.go(world.chief, "agreed");

    CHECK(world.refusal(world.reader, "improving") == "Debe leer la misma persona.");
    world.review(world.diagnosis, "document", "eva lira");
    CHECK(world.refusal(world.reader, "improving") ==
          "Faltan comentarios por área. Faltan: Mesón, Plazos y Reclamos.");
    for (const char* area : {"counter_desk", "reply_times", "complaints_box"}) {
        world.in_cycle("feedback", {{"subcriterion", text(area)}, {"text", text("Bien.")}});
    }
    world.go(world.reader, "improving");

    CHECK(world.refusal(world.chief, "better") == "Hay tareas sin terminar. Falta: Abrir antes.");
    world.set(task, "status", text("completed"));
    CHECK(world.refusal(world.chief, "better") == "Faltan cifras de dos años.");
    const Record scored = world.in_cycle(
        "assessment", {{"type", text("self_assessment")}, {"instrument", text("counter_scale_1")}});
    CHECK(world.refusal(world.chief, "better") == "Faltan cifras de dos años. Faltan: 5 y 7.");
    for (const char* element : {"5", "7"}) {
        const Record one = world.add(
            "answer", {{"assessment", text(scored.id.to_text())}, {"element", text(element)}});
        for (const std::int64_t year : {2024, 2025}) {
            world.add("figure", {{"answer", text(one.id.to_text())},
                                 {"year", number(year)},
                                 {"value", number(12)}});
        }
    }
    CHECK(world.refusal(world.chief, "better") == "Falta la firma de la jefatura en la nota.");
    const Record note = world.in_cycle("document", {{"type", text("closing_note")}});
    world.sign(note.id, "outside_reader");
    CHECK(world.refusal(world.chief, "better") == "Falta la firma de la jefatura en la nota.");
    world.sign(note.id, "chief_of_service");
    world.go(world.chief, "better");
    CHECK(world.refusal(world.chief, "looking") == "No se puede pasar de «Mejorado» a «Mirando».");
}

TEST_CASE("what its data closes is closed, in its words") {
    Counter world;
    world.look();
    const Record late = world.draft(
        "answer", {{"assessment", text(world.diagnosis.to_text())}, {"element", text("1")}});
    const auto errors = validate_record(late, nullptr, world.records, world.catalog);
    REQUIRE_FALSE(errors.empty());
    CHECK(errors.front().message == "Las preguntas ya se respondieron.");
}

TEST_CASE("a position that a service does not have is not called for") {
    Counter world;
    world.agree();
    for (const char* member : {"Inés Cid", "Raúl Paz"}) {
        world.in_cycle("committee_member", {{"name", text(member)}});
    }
    CHECK(world.finding("desk_present", "looked").holds);
    const Record leader = world.records.children(world.diagnosis, "participant").front();
    world.set(leader.id, "position", text("Nadie"));
    CHECK_FALSE(world.finding("desk_present", "looked").holds);
    world.set(leader.id, "function", text("chief_of_service"));
    CHECK(world.finding("desk_present", "looked").holds);
}

TEST_CASE("who reads declares to have no interest, and is not of the house") {
    Counter world;
    world.agree();
    CHECK(world.finding("reader_impartial", "sent_back").holds);
    world.in_cycle("committee_member", {{"name", text("eva LIRA")}});
    const Record one = world.in_cycle("validator_assignment", {{"validator_user", text("lector")},
                                                               {"validator", text("Eva Lira")}});
    CHECK(world.finding("reader_impartial", "sent_back").detail ==
          "Eva Lira es del servicio. Eva Lira no ha declarado.");
    world.set(one.id, "declaration", text("conflict"));
    CHECK(world.finding("reader_impartial", "sent_back").detail ==
          "Eva Lira es del servicio. Eva Lira tiene interés.");
    world.set(one.id, "declaration", text("none"));
    world.set(one.id, "validator", text("Otra"));
    CHECK(world.finding("reader_impartial", "sent_back").holds);
}

TEST_CASE("a matrix that was begun lacks no score") {
    Counter world;
    world.agree();
    CHECK(world.finding("scores_given", "agreed").holds);
    const Id criterion = world.add("priority_criterion", {{"plan", text(world.plan.to_text())}}).id;
    CHECK_FALSE(world.finding("scores_given", "agreed").holds);
    const Record score = world.add("priority_score", {{"plan", text(world.plan.to_text())},
                                                      {"criterion", text(criterion.to_text())},
                                                      {"tool", text("tool_reply_times")}});
    CHECK(world.finding("scores_given", "agreed").detail == "Falta: Pauta de plazos.");
    world.set(score.id, "score", number(4));
    CHECK(world.finding("scores_given", "agreed").holds);
}

TEST_CASE("a state that is about nothing else is about the record that moves") {
    Counter world;
    world.agree();
    const Id review = world.review(world.plan, "plan", "Eva Lira");
    world.add("observation", {{"review", text(review.to_text())}, {"text", text("Falta algo.")}});
    CHECK(world.finding("remarks_made", "sent_back").holds);        // is about the plan
    CHECK_FALSE(world.finding("remarks_made", "improving").holds);  // is not
}

TEST_CASE("of several plans the newest version counts") {
    Counter world;
    world.agree();
    CHECK(world.finding("one_task", "agreed").holds);
    world.in_cycle("plan", {{"version", number(2)}});
    CHECK_FALSE(world.finding("one_task", "agreed").holds);
}
