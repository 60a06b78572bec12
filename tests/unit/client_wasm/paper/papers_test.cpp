#include "client_wasm/paper/papers.hpp"

#include "client_wasm/paper/forms.hpp"
#include "shared/codec/json.hpp"
#include "tests/support/world.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::client;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

const Date print_day = Date::of(2026, 5, 20);

struct PaperWorld : World {
    PaperSource source{records, catalog, print_day};

    Paper paper(PaperKind kind, const Id& subject) const {
        return make_paper(source, kind, get(subject), records.children(enrollment, "cycle"));
    }
    /// The HTML of all its parts.
    std::string html(PaperKind kind, const Id& subject) const {
        std::string all;
        for (const PaperPart& part : paper(kind, subject).parts) all += part.html;
        return all;
    }
};

bool has(std::string_view text, std::string_view words) {
    INFO(text);
    INFO(words);
    return text.find(words) != std::string_view::npos;
}

std::size_t count(std::string_view text, std::string_view words) {
    std::size_t found = 0;
    for (auto at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
        ++found;
    }
    return found;
}

/// Every element is closed where it was opened. "" where it is so, else the tag that is not.
std::string unbalanced(std::string_view html) {
    std::vector<std::string> open;
    for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        const std::string_view tag = html.substr(at + 1, html.find('>', at) - at - 1);
        const std::string name{tag.substr(0, tag.find(' '))};
        if (name == "col") continue;
        if (name[0] != '/') {
            open.push_back(name);
        } else if (open.empty() || "/" + open.back() != name) {
            return name;
        } else {
            open.pop_back();
        }
    }
    return open.empty() ? std::string{} : open.back();
}

/// The points that the guide's example obtained in each subcriterion (seed 002): 117 of 234.
constexpr std::array<std::int64_t, 12> guide_points{10, 13, 9, 13, 14, 12, 21, 3, 5, 11, 2, 4};

void answer_as_the_guide(World& world) {
    const auto& subcriteria = world.catalog.model().subcriteria();
    for (std::size_t index = 0; index < subcriteria.size(); ++index) {
        std::int64_t left = guide_points[index];
        for (const Element& element : world.catalog.model().elements()) {
            if (element.subcriterion != subcriteria[index].key) continue;
            const std::int64_t level = std::min<std::int64_t>(3, left);
            left -= level;
            world.add("answer", {{"assessment", text(world.diagnosis.to_text())},
                                 {"element", text(element.key)},
                                 {"level", number(level)}});
        }
    }
}

}  // namespace

TEST_CASE("papers: each is whole, names whose it is, and travels as JSON") {
    PaperWorld world;
    answer_as_the_guide(world);
    const Id& plan = world.plan;
    const std::vector<std::pair<PaperKind, Id>> all{
        {PaperKind::plan, plan},
        {PaperKind::focus, plan},
        {PaperKind::immediate_actions, plan},
        {PaperKind::immediate_summary, plan},
        {PaperKind::areas, plan},
        {PaperKind::priority_matrix, plan},
        {PaperKind::action_line, world.line},
        {PaperKind::action_lines, plan},
        {PaperKind::line_register, plan},
        {PaperKind::resources, plan},
        {PaperKind::follow_up, plan},
        {PaperKind::diagnosis_act, world.diagnosis},
        {PaperKind::self_assessment, world.diagnosis},
        {PaperKind::feedback, world.diagnosis},
        {PaperKind::meetings, world.cycle},
        {PaperKind::comparison, world.cycle},
    };
    for (const auto& [kind, subject] : all) {
        const Paper paper = world.paper(kind, subject);
        INFO(paper.title);
        CHECK_FALSE(paper.title.empty());
        CHECK(paper.organization == "Municipalidad de Puerto Varas");
        CHECK(paper.cycle == "Ciclo 1");
        CHECK(paper.date == "20-05-2026");
        CHECK(parse_json(to_json(paper)));
        REQUIRE_FALSE(paper.parts.empty());
        for (const PaperPart& part : paper.parts) {
            CHECK_FALSE(part.title.empty());
            CHECK_FALSE(part.html.empty());
            CHECK(unbalanced(part.html).empty());
        }
    }
}

TEST_CASE("papers: empty ones have room to write and are nobody's draft") {
    PaperWorld world;
    const Record cycle = world.get(world.cycle);
    for (const ListedPaper& listed : listed_papers) {
        if (!listed.has_blank) continue;
        INFO(listed.name);
        const Paper paper = make_blank_paper(world.source, listed.kind, cycle);
        CHECK(paper.organization == "Municipalidad de Puerto Varas");
        CHECK(paper.cycle == "Ciclo 1");
        CHECK_FALSE(paper.is_draft);
        CHECK(paper.parts.size() == (listed.kind == PaperKind::feedback ? 2 : 1));
        for (const PaperPart& part : paper.parts) {
            CHECK(unbalanced(part.html).empty());
            CHECK((count(part.html, "class=\"blank\"") > 0 ||
                   count(part.html, "class=\"line\"") > 0));
            CHECK_FALSE(has(part.html, "Gestión de compras"));
        }
    }
}

TEST_CASE("papers: what nobody approved says that it is a draft") {
    PaperWorld world;
    CHECK(world.paper(PaperKind::action_line, world.line).is_draft);
    CHECK(world.paper(PaperKind::plan, world.plan).state == "En diseño");
    CHECK(world.paper(PaperKind::diagnosis_act, world.diagnosis).is_draft);
    CHECK_FALSE(world.paper(PaperKind::meetings, world.cycle).is_draft);

    world.set(world.plan, "state", text("validated"));
    world.set(world.diagnosis, "state", text("closed"));

    CHECK_FALSE(world.paper(PaperKind::action_line, world.line).is_draft);
    CHECK_FALSE(world.paper(PaperKind::diagnosis_act, world.diagnosis).is_draft);
    CHECK(world.paper(PaperKind::plan, world.plan).state == "Validado");
}

TEST_CASE("AT-01 on paper: the results of the guide's diagnosis, from sums") {
    PaperWorld world;
    answer_as_the_guide(world);
    const std::string act = world.html(PaperKind::diagnosis_act, world.diagnosis);

    // In the order of the guide's table.
    const auto row = [](std::string_view name, std::string_view maximum, std::string_view obtained,
                        std::string_view percent) {
        return std::string{name} + "</th><td class=\"number\">" + std::string{maximum} +
               "</td><td class=\"number\">" + std::string{obtained} + "</td><td class=\"number\">" +
               std::string{percent} + "</td>";
    };
    CHECK(has(act, "Puntaje máximo</th><th class=\"number\" scope=\"col\">Puntaje obtenido</th>"));
    CHECK(has(act, row("1. Estrategia", "24", "10", "42 %")));
    CHECK(has(act, row("9. Satisfacción de usuarios y usuarias", "30", "5", "17 %")));
    CHECK(has(act, row("1. Estrategia y Liderazgo", "42", "23", "55 %")));
    CHECK(count(act, row("Total", "234", "117", "50 %")) == 2);
    CHECK_FALSE(has(act, "Faltan"));
}

TEST_CASE("AT-08 on paper: Control has a line to sign on only where it exists") {
    PaperWorld world;
    world.add("participant", {{"assessment", text(world.diagnosis.to_text())},
                              {"name", text("Ana Ríos <3")},
                              {"position", text("mayor")},
                              {"attended", Value{true}}});

    const std::string act = world.html(PaperKind::diagnosis_act, world.diagnosis);
    CHECK(count(act, "class=\"signature\"") == 3);
    CHECK(has(act,
              "<div class=\"signature\"></div><div>Ana Ríos &lt;3</div>"
              "<div>Alcalde o Alcaldesa</div>"));
    CHECK(has(act, "<div>Nombre:</div><div>Secretario o Secretaria Municipal</div>"));

    world.set(world.municipality, "has_control", Value{true});
    CHECK(count(world.html(PaperKind::diagnosis_act, world.diagnosis), "class=\"signature\"") == 4);
}

TEST_CASE("form 3: activities with their sums, indicators, and follow-ups with their percentage") {
    PaperWorld world;
    const std::string line = world.line.to_text();
    world.set(world.activity, "own_kclp", number(1200));
    world.set(world.activity, "subdere_kclp", number(800));
    world.add("activity", {{"action_line", text(line)},
                           {"name", text("Capacitar & difundir")},
                           {"own_kclp", number(300)}});
    world.add(
        "line_actor",
        {{"action_line", text(line)}, {"name", text("Pedro Díaz")}, {"position", text("Bodega")}});
    world.add("indicator", {{"action_line", text(line)},
                            {"name", text("Compras a tiempo")},
                            {"target", Value{Decimal{12500}}},
                            {"unit", text("%")}});
    world.add("follow_up", {{"action_line", text(line)},
                            {"date", text("2026-05-05")},
                            {"programmed", number(4)},
                            {"executed", number(3)},
                            {"observations", text("Faltó personal.")},
                            {"recommendations", text("Pedir apoyo.")}});

    const std::string form = world.html(PaperKind::action_line, world.line);
    CHECK(has(form, "<td>mar – jun 2026</td>"));
    CHECK(has(form, "<td>María Soto, Encargada de compras</td>"));
    CHECK(has(form, "<td>Pedro Díaz, Bodega</td>"));
    CHECK(has(form, "Capacitar &amp; difundir"));
    CHECK(has(form,
              "<tr class=\"total\"><th scope=\"row\">Totales</th><td></td><td></td>"
              "<td class=\"number\">1.500</td><td class=\"number\">800</td>"));
    CHECK(has(form, "<td>12,5 %</td>"));
    CHECK(has(form,
              "05-05-2026</th><td class=\"number\">75 %</td>"
              "<td>Faltó personal.\nRecomendaciones: Pedir apoyo.</td>"));
}

TEST_CASE("form 3: what was measured last has the unit of its target") {
    PaperWorld world;
    const Id indicator = world
                             .add("indicator", {{"action_line", text(world.line.to_text())},
                                                {"name", text("Procesos con ficha")},
                                                {"target", Value{Decimal{100'000}}},
                                                {"unit", text("%")}})
                             .id;
    world.add("measurement", {{"indicator", text(indicator.to_text())},
                              {"date", text("2026-04-30")},
                              {"value", Value{Decimal{40'000}}}});
    CHECK(has(world.html(PaperKind::action_line, world.line), "<td>40 % (30-04-2026)</td>"));
}

TEST_CASE("form 4: a line stands under each of its areas; an area without one is there, too") {
    PaperWorld world;
    world.set(world.line, "main_area", text("strategy"));
    world.set(world.other_line, "main_area", text("strategy"));
    world.set(world.other_line, "areas", Value{TextSet{"strategy", "training"}});
    for (const char* key : {"strategy", "user_satisfaction"}) {
        world.add("improvement_area", {{"plan", text(world.plan.to_text())},
                                       {"subcriterion", text(key)},
                                       {"selected", Value{true}},
                                       {"owner", text("Rosa Vera")}});
    }

    const std::string form = world.html(PaperKind::line_register, world.plan);
    CHECK(has(form,
              "<th rowspan=\"2\" scope=\"row\">1. Estrategia</th>"
              "<td rowspan=\"2\">Rosa Vera</td>"));
    CHECK(count(form, "Medición de satisfacción") == 2);
    CHECK(has(form, "9. Satisfacción de usuarios y usuarias</th><td>Rosa Vera</td><td></td>"));
}

TEST_CASE("forms 1 and 2: actions stand in the order in which they are due") {
    PaperWorld world;
    for (const auto& [name, due] :
         {std::pair{"Tercera", ""}, {"Segunda", "2026-07-01"}, {"Primera", "2026-06-01"}}) {
        world.add(
            "immediate_action",
            {{"plan", text(world.plan.to_text())}, {"name", text(name)}, {"due_date", text(due)}});
    }
    for (const PaperKind kind : {PaperKind::immediate_actions, PaperKind::immediate_summary}) {
        const std::string forms = world.html(kind, world.plan);
        CHECK(forms.find("Primera") < forms.find("Segunda"));
        CHECK(forms.find("Segunda") < forms.find("Tercera"));
    }
}

TEST_CASE("areas: where the scores come from is said before them") {
    PaperWorld world;
    answer_as_the_guide(world);
    const std::string areas = world.html(PaperKind::areas, world.plan);
    CHECK(areas.find("Puntajes del diagnóstico.") < areas.find("<table"));
}

TEST_CASE("validation: the report that comes back, with what was reviewed and answered") {
    PaperWorld world;
    const std::string cycle = world.cycle.to_text();
    const Id assessment =
        world
            .add("assessment",
                 {{"cycle", text(cycle)},
                  {"type", text("self_assessment")},
                  {"instrument",
                   text(world.catalog.current_instrument(InstrumentKind::self_assessment).key())},
                  {"state", text("closed")}})
            .id;
    world.add("validator_assignment", {{"cycle", text(cycle)}, {"validator", text("Eva Lara")}});
    world.add("answer", {{"assessment", text(assessment.to_text())},
                         {"element", text("1")},
                         {"score", number(5)},
                         {"validated_score", number(3)}});
    world.add("feedback", {{"cycle", text(cycle)},
                           {"subcriterion", text("training")},
                           {"type", text("opportunity")},
                           {"text", text("Medir el efecto de la capacitación.")}});
    const auto review = [&](std::string_view stage, const Id& subject) {
        return world
            .add("review", {{"subject", text(subject.to_text())},
                            {"stage", text(stage)},
                            {"round", number(1)},
                            {"decision", text("observed")},
                            {"reviewer", text("Eva Lara")},
                            {"comments", text("Faltan dos actas.")}})
            .id;
    };
    review("plan", world.plan);
    const Id documents = review("document", assessment);
    world.add("observation", {{"review", text(documents.to_text())},
                              {"text", text("¿Dónde está el acta de marzo?")},
                              {"response", text("Se adjunta.")},
                              {"resolved", Value{true}}});
    world.set(world.cycle, "state", text("sa_interview"));

    const Paper before = world.paper(PaperKind::feedback, assessment);
    CHECK(before.title == "Informe de Retroalimentación");
    CHECK(before.is_draft);
    CHECK(before.state == "Autoevaluación en entrevista");
    const std::string html = world.html(PaperKind::feedback, assessment);
    CHECK(has(html, "<td>Eva Lara</td>"));
    CHECK(has(html, "Puntajes validados"));
    CHECK(has(html,
              "4. Capacitación</th><td>Oportunidad de mejora</td>"
              "<td>Medir el efecto de la capacitación.</td>"));
    const auto first = html.find("Revisión documental, vuelta 1</th><td>Eva Lara</td>");
    const auto second = html.find("Validación del plan, vuelta 1");
    CHECK(first < second);
    CHECK(second != std::string::npos);
    CHECK(has(html, "<td>¿Dónde está el acta de marzo?</td><td>Se adjunta.</td><td>Sí</td>"));

    world.set(world.cycle, "state", text("plan_design"));
    CHECK_FALSE(world.paper(PaperKind::feedback, assessment).is_draft);
}

TEST_CASE("forms 1 and 2: criteria follow from the subcriteria") {
    PaperWorld world;
    const Id action = world
                          .add("immediate_action",
                               {{"plan", text(world.plan.to_text())},
                                {"name", text("Pausas saludables")},
                                {"subcriteria", Value{TextSet{"training", "wellbeing_safety"}}},
                                {"maintenance_owner", text("Ana Ríos")},
                                {"due_date", text("2026-07-01")}})
                          .id;

    const std::string form = world.html(PaperKind::immediate_action, action);
    CHECK(has(form, "<td>2. Personas</td>"));
    CHECK(has(form, "4. Capacitación\n5. Bienestar y seguridad en el trabajo"));
    CHECK(has(form, "<td>01-07-2026</td>"));
    CHECK(has(form, "Implementación</th><td class=\"blank\">"));
    const std::string summary = world.html(PaperKind::immediate_summary, world.plan);
    CHECK(has(summary, "2. Personas / 4. Capacitación"));
    CHECK(count(summary, "<tr class=\"blank\">") == 4);
}

TEST_CASE("AT-04 on paper: sums order the tools, and the decision stands beside them") {
    PaperWorld world;
    const std::string plan = world.plan.to_text();
    const Id criterion =
        world.add("priority_criterion", {{"plan", text(plan)}, {"name", text("Contexto")}}).id;
    for (const auto& [tool, score] :
         {std::pair{"wellbeing_policy", 3}, std::pair{"satisfaction_measurement", 7}}) {
        world.add("priority_score", {{"plan", text(plan)},
                                     {"tool", text(tool)},
                                     {"criterion", text(criterion.to_text())},
                                     {"score", number(score)}});
    }
    world.add("tool_choice", {{"plan", text(plan)},
                              {"tool", text("wellbeing_policy")},
                              {"selected", Value{true}},
                              {"justification", text("Es urgente.")}});

    const std::string sheet = world.html(PaperKind::priority_matrix, world.plan);
    const auto first = sheet.find("Medición de Satisfacción");
    const auto second = sheet.find("Política de Bienestar");
    REQUIRE(first != std::string::npos);
    REQUIRE(second != std::string::npos);
    CHECK(first < second);
    CHECK(has(sheet,
              "<td class=\"number\">3</td><td class=\"number\">3</td>"
              "<td class=\"number\">2.º</td><td>Incluida</td>"));
    CHECK(has(sheet, "Es urgente."));
}

TEST_CASE("follow-up summary: months are columns, what is missing says so") {
    PaperWorld world;
    world.set(world.plan, "state", text("definitive"));
    world.add("follow_up", {{"action_line", text(world.line.to_text())},
                            {"date", text("2026-03-31")},
                            {"programmed", number(4)},
                            {"executed", number(3)}});

    const std::string sheet = world.html(PaperKind::follow_up, world.plan);
    CHECK(has(sheet, ">mar 2026</th>"));
    CHECK(has(sheet, ">abr 2026</th>"));
    CHECK(has(sheet,
              "<td>31-03</td><td class=\"number\">75 %</td>"
              "<td></td><td class=\"number\">Falta</td>"));
    CHECK(has(sheet, "Situación al 20-05-2026"));
}

TEST_CASE("minutes: members and guests, who came and who did not") {
    PaperWorld world;
    const std::string cycle = world.cycle.to_text();
    for (const char* name : {"Rosa Vera", "Luis Mella"}) {
        world.add("committee_member",
                  {{"cycle", text(cycle)}, {"name", text(name)}, {"position", text("Directivo")}});
    }
    const Id meeting =
        world
            .add("meeting", {{"cycle", text(cycle)},
                             {"date", text("2026-04-10")},
                             {"minutes", text("Primero: se aprueba.\nSegundo: se difunde.")},
                             {"attendees", Value{TextSet{"Luis Mella", "Visita"}}}})
            .id;

    const std::string act = world.html(PaperKind::meeting, meeting);
    CHECK(has(act, "<td>10-04-2026</td>"));
    CHECK(has(act, "<p>Primero: se aprueba.\nSegundo: se difunde.</p>"));
    CHECK(has(act, "Rosa Vera</th><td>Directivo</td><td>No</td>"));
    CHECK(has(act, "Luis Mella</th><td>Directivo</td><td>Sí</td>"));
    CHECK(has(act, "Visita</th><td></td><td>Sí</td>"));
}

TEST_CASE("comparison: cycles beside each other with the change in points") {
    PaperWorld world;
    answer_as_the_guide(world);
    const Id second =
        world
            .add("cycle", {{"enrollment", text(world.enrollment.to_text())}, {"number", number(2)}})
            .id;
    const auto& instrument = world.catalog.current_instrument(InstrumentKind::diagnostic);
    const Id assessment = world
                              .add("assessment", {{"cycle", text(second.to_text())},
                                                  {"type", text("diagnostic")},
                                                  {"instrument", text(instrument.key())}})
                              .id;
    world.add(
        "answer",
        {{"assessment", text(assessment.to_text())}, {"element", text("1")}, {"level", number(3)}});

    const std::string sheet = world.html(PaperKind::comparison, world.cycle);
    CHECK(has(sheet, ">Ciclo 1</th>"));
    CHECK(has(sheet, ">Ciclo 2</th>"));
    CHECK(has(sheet,
              "Total</th><td class=\"number\">117 de 234</td><td class=\"number\">50 %</td>"
              "<td class=\"number\">3 de 234</td><td class=\"number\">1 %</td>"
              "<td class=\"number\">−49</td>"));
    CHECK(has(sheet, "Ciclo 2: 1 de 78 respondidas"));
}

TEST_CASE("papers: an element of result is printed with its series of figures and who wrote it") {
    PaperWorld world;
    const auto& instrument = world.catalog.current_instrument(InstrumentKind::self_assessment);
    const Id assessment = world
                              .add("assessment", {{"cycle", text(world.cycle.to_text())},
                                                  {"type", text("self_assessment")},
                                                  {"instrument", text(instrument.key())}})
                              .id;
    const auto& elements = world.catalog.model().elements();
    const auto result = std::find_if(elements.begin(), elements.end(), [](const Element& one) {
        return one.type == ElementType::result;
    });
    REQUIRE(result != elements.end());
    const Record answer = world.add("answer", {{"assessment", text(assessment.to_text())},
                                               {"element", text(result->key)},
                                               {"evidence", text("Ver cifras.")},
                                               {"owner", text("María Soto")},
                                               {"measure", text("Patentes pagadas, %")},
                                               {"source", text("Tesorería")}});
    for (const auto& [year, value] : {std::pair{"2025", 44}, std::pair{"2024", 41}}) {
        world.add("figure", {{"answer", text(answer.id.to_text())},
                             {"period", text(year)},
                             {"value", number(value)},
                             {"target", Value{*Decimal::parse("45,5")}}});
    }

    const Paper paper = world.paper(PaperKind::self_assessment, assessment);
    std::string html;
    for (const PaperPart& part : paper.parts) html += part.html;

    CHECK(html.find("2024: 41 (meta 45,5); 2025: 44 (meta 45,5)") != std::string::npos);
    CHECK(html.find("Responsable: María Soto") != std::string::npos);
    CHECK(html.find("Fuente: Tesorería") != std::string::npos);
}
