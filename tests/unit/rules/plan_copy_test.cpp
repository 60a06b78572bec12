// What of a plan goes on in the next cycle: by example, and the laws of copying.
#include "shared/rules/plan_copy.hpp"
#include "shared/rules/permit.hpp"
#include "shared/rules/validate.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

#include <algorithm>
#include <map>

using namespace minga;
using namespace minga::test;

namespace {

constexpr std::array kinds{"cycle",
                           "committee_member",
                           "plan",
                           "improvement_area",
                           "action_line",
                           "line_actor",
                           "activity",
                           "indicator",
                           "follow_up",
                           "measurement",
                           "immediate_action",
                           "priority_criterion",
                           "priority_score",
                           "tool_choice"};

/// The first cycle carries out its plan, the second has begun without one. It is April 2026.
struct Desk {
    World world;
    Id second;
    Id new_plan;
    Date today = Date::of(2026, 4, 15);

    Desk() {
        second = world
                     .add("cycle", {{"enrollment", text(world.enrollment.to_text())},
                                    {"number", number(2)},
                                    {"state", text("committee_formed")}})
                     .id;
        new_plan = first_plan_id(second);
    }

    Record under_plan(std::string_view kind, Fields fields) {
        Record record = world.add(kind, fields);
        world.set(record.id, "plan", text(world.plan.to_text()));
        return world.get(record.id);
    }
    Record under_line(std::string_view kind, Fields fields) {
        Record record = world.add(kind, fields);
        world.set(record.id, "action_line", text(world.line.to_text()));
        return world.get(record.id);
    }
    Record member(std::string_view name, std::string_view position) {
        return world.add("committee_member", {{"cycle", text(world.cycle.to_text())},
                                              {"name", text(name)},
                                              {"position", text(position)}});
    }
    /// Under a new criterion of that name, which is returned.
    Record score(std::string_view criterion, std::string_view tool, std::int64_t points) {
        const Record made = under_plan("priority_criterion", {{"name", text(criterion)}});
        under_plan("priority_score", {{"tool", text(tool)},
                                      {"criterion", text(made.id.to_text())},
                                      {"score", number(points)}});
        return made;
    }
    Record choice(std::string_view tool, bool is_chosen) {
        return under_plan("tool_choice", {{"tool", text(tool)}, {"selected", Value{is_chosen}}});
    }
    std::vector<CopyItem> copy() const {
        return plan_copy({world.cycle, world.plan}, {second, new_plan}, today, world.records);
    }
    CopyItem item(const Id& source) const {
        const auto items = copy();
        const auto found = std::find_if(items.begin(), items.end(),
                                        [&](const CopyItem& one) { return one.source == source; });
        REQUIRE(found != items.end());
        return *found;
    }
    FieldMap fields(const Id& item_source, const Id& source) const {
        const CopyItem one = item(item_source);
        for (const CopiedRecord& record : one.records) {
            if (record.source == source) return record.fields;
        }
        return {};
    }
    void begin_plan() {
        Record plan = world.draft("plan", {});
        plan.id = new_plan;
        plan.fields = first_plan_fields(second);
        world.records.put(plan);
    }
    /// Writes what the copy says, as its person would, held to every rule. Returns how much it was.
    std::size_t write(const Actor& actor, bool writes_members) {
        std::size_t written = 0;
        for (const CopyItem& one : copy()) {
            if ((one.part == CopyPart::committee) != writes_members) continue;
            for (const CopiedRecord& record : one.records) {
                INFO(record.kind << " " << one.title);
                const auto before = world.records.find(record.id);
                CHECK(before.has_value() != record.is_made);
                Record after = before ? *before : world.draft(record.kind, {});
                after.id = record.id;
                for (const auto& [key, value] : record.fields) assign(after.fields, key, value);
                const Action action = before ? Action::edit : Action::create;
                CHECK(permit(actor, action, after, world.records, world.catalog));
                for (const Error& error : validate_record(after, before ? &*before : nullptr,
                                                          world.records, world.catalog)) {
                    FAIL_CHECK(error.message);
                }
                world.records.put(after);
                ++written;
            }
        }
        return written;
    }
    std::size_t write_all() { return write(world.mayor, true) + write(world.committee, false); }
    std::map<Id, Record> everything() const {
        std::map<Id, Record> all;
        for (const auto* kind : kinds) {
            for (const Record& record : world.records.all(kind)) all.emplace(record.id, record);
        }
        return all;
    }
    /// A plan with something of everything.
    void fill() {
        member("Ana Ríos", "Alcaldesa");
        world.set(world.plan, "focus_what", text("Atender mejor"));
        world.set(world.plan, "focus_why", text("Se espera mucho"));
        world.set(world.plan, "main_opportunities", text("Las del informe"));
        world.set(world.plan, "focus_reviewed", Value{true});
        under_plan("improvement_area",
                   {{"subcriterion", text("training")}, {"selected", Value{true}}});
        score("Contexto favorable", "competences_training", 6);
        choice("competences_training", true);
        under_plan("indicator", {{"name", text("Satisfacción")}, {"target", number(80)}});
        under_plan("immediate_action", {{"name", text("Buzón")}, {"due_date", text("2026-06-01")}});
        under_line("line_actor", {{"name", text("Pedro Díaz")}});
        const Record indicator = under_line("indicator", {{"name", text("Días de compra")}});
        world.add("measurement", {{"indicator", text(indicator.id.to_text())},
                                  {"date", text("2026-03-31")},
                                  {"value", number(9)}});
        under_line("follow_up", {{"date", text("2026-03-31")}, {"programmed", number(1)}});
    }
};

}  // namespace

TEST_CASE("plan_copy: a line comes along with its actors, indicators and what is left to do") {
    Desk at;
    at.fill();
    const Record done = at.under_line(
        "activity",
        {{"name", text("Capacitar")}, {"status", text("executed")}, {"own_kclp", number(500)}});

    const CopyItem line = at.item(at.world.line);

    CHECK(line.is_copied());
    CHECK(line.activities == 1);
    CHECK(line.executed == 1);
    REQUIRE(line.records.size() == 4);
    CHECK(line.records[0].kind == "action_line");
    for (std::size_t index = 1; index < line.records.size(); ++index) {
        CHECK(text_of(line.records[index].fields, "action_line") == line.records[0].id.to_text());
        CHECK(line.records[index].kind != "follow_up");
        CHECK(line.records[index].kind != "measurement");
        CHECK(line.records[index].source != done.id);
    }
    const FieldMap& fields = line.records[0].fields;
    CHECK(text_of(fields, "plan") == at.new_plan.to_text());
    CHECK(text_of(fields, "owner_user") == "encargado.puertovaras");
    CHECK(is_empty(value_of(fields, "status")));
    CHECK(is_empty(value_of(fields, "validated_score")));
}

TEST_CASE("plan_copy: months that are over stay behind, those to come do not") {
    Desk at;
    // The line began in March; it is April.
    CHECK(at.item(at.world.line).loses_dates);
    FieldMap line = at.fields(at.world.line, at.world.line);
    CHECK(is_empty(value_of(line, "start_month")));
    CHECK(text_of(line, "end_month") == "2026-06");
    CHECK(text_of(at.fields(at.world.line, at.world.activity), "start_month") == "2026-04");

    at.today = Date::of(2026, 5, 1);
    const FieldMap activity = at.fields(at.world.line, at.world.activity);
    CHECK(is_empty(value_of(activity, "start_month")));
    CHECK(text_of(activity, "end_month") == "2026-05");

    // What the new plan does not reach to.
    at.begin_plan();
    at.world.set(at.new_plan, "end_month", text("2026-05"));
    line = at.fields(at.world.line, at.world.line);
    CHECK(is_empty(value_of(line, "end_month")));
    CHECK_FALSE(at.item(at.world.other_line).loses_dates);
}

TEST_CASE("plan_copy: money that may be spent stays behind") {
    Desk at;
    at.world.set(at.world.activity, "own_kclp", number(700));
    CHECK(integer_of(at.fields(at.world.line, at.world.activity), "own_kclp") == 700);
    CHECK_FALSE(at.item(at.world.line).loses_money);

    at.world.set(at.world.activity, "status", text("in_progress"));
    const FieldMap begun = at.fields(at.world.line, at.world.activity);
    CHECK(is_empty(value_of(begun, "own_kclp")));
    CHECK(is_empty(value_of(begun, "status")));
    CHECK(at.item(at.world.line).loses_money);
}

TEST_CASE("plan_copy: what is finished, cancelled, not chosen or empty says why it stays behind") {
    Desk at;
    at.world.set(at.world.line, "status", text("completed"));
    at.world.set(at.world.other_line, "status", text("cancelled"));
    const Record area = at.under_plan("improvement_area", {{"subcriterion", text("training")}});
    const Record kept = at.under_plan("immediate_action",
                                      {{"name", text("Buzón")}, {"status", text("maintained")}});
    const Record lapsed =
        at.under_plan("immediate_action", {{"name", text("Tótem")}, {"status", text("lapsed")}});
    const Record nobody = at.member("", "Director o Directora de Control");

    CHECK(at.item(at.world.line).left == LeftBehind::finished);
    CHECK(at.item(at.world.line).records.empty());
    CHECK(at.item(at.world.other_line).left == LeftBehind::cancelled);
    CHECK(at.item(area.id).left == LeftBehind::not_chosen);
    CHECK(at.item(kept.id).left == LeftBehind::finished);
    CHECK(at.item(lapsed.id).left == LeftBehind::cancelled);
    CHECK(at.item(nobody.id).left == LeftBehind::empty);
    CHECK(at.item(at.world.plan).left == LeftBehind::empty);  // the focus
    for (const CopyItem& item : at.copy()) {
        CHECK(item.is_copied() == left_behind_words(item.left).empty());
    }
}

TEST_CASE("plan_copy: the matrix comes along with the scores of the tools that go on") {
    Desk at;
    const std::string& other = at.world.catalog.tools()[1].key;
    const std::string& tool = at.world.catalog.tools()[0].key;
    const Record criterion = at.score("Contexto favorable", tool, 6);
    at.under_plan(
        "priority_score",
        {{"tool", text(other)}, {"criterion", text(criterion.id.to_text())}, {"score", number(2)}});
    at.world.set(at.world.line, "tool", text(other));
    at.world.set(at.world.line, "status", text("completed"));

    const CopyItem copied = at.item(criterion.id);

    REQUIRE(copied.records.size() == 2);
    const FieldMap& score = copied.records[1].fields;
    CHECK(text_of(score, "tool") == tool);
    CHECK(text_of(score, "criterion") == copied.records[0].id.to_text());
    CHECK(text_of(score, "plan") == at.new_plan.to_text());
    CHECK(integer_of(score, "score") == 6);
    CHECK(copied.records[1].id == natural_id(schema::record_info<PriorityScore>, score));
}

TEST_CASE("plan_copy: of the tools those come along that were chosen and have not ended") {
    Desk at;
    const auto& tools = at.world.catalog.tools();
    const Record chosen = at.choice(tools[0].key, true);
    const Record left_out = at.choice(tools[1].key, false);
    const Record ended = at.choice(tools[2].key, true);
    at.world.set(at.world.line, "tool", text(tools[2].key));
    at.world.set(at.world.line, "status", text("completed"));

    CHECK(at.item(chosen.id).is_copied());
    CHECK(at.item(left_out.id).left == LeftBehind::not_chosen);
    CHECK(at.item(ended.id).left == LeftBehind::finished);

    // Another line works on with it.
    at.world.set(at.world.other_line, "tool", text(tools[2].key));
    CHECK(at.item(ended.id).is_copied());

    // Somebody decided about it in the new cycle.
    at.begin_plan();
    FieldMap theirs{{"plan", text(at.new_plan.to_text())}, {"tool", text(tools[0].key)}};
    Record there = at.world.draft("tool_choice", {});
    there.id = natural_id(schema::record_info<ToolChoice>, theirs);
    there.fields = theirs;
    at.world.records.put(there);
    CHECK(at.item(chosen.id).left == LeftBehind::already_there);
}

TEST_CASE("plan_copy: a day that is over stays behind, the action does not") {
    Desk at;
    const Record late = at.under_plan("immediate_action",
                                      {{"name", text("Buzón")}, {"due_date", text("2026-04-14")}});
    const Record due = at.under_plan("immediate_action",
                                     {{"name", text("Tótem")}, {"due_date", text("2026-04-15")}});

    CHECK(at.item(late.id).loses_dates);
    CHECK(is_empty(value_of(at.fields(late.id, late.id), "due_date")));
    CHECK(text_of(at.fields(due.id, due.id), "due_date") == "2026-04-15");
}

TEST_CASE("plan_copy: a focus that somebody began to write stays theirs") {
    Desk at;
    at.fill();
    at.begin_plan();
    at.world.set(at.new_plan, "focus_what", text("Otra cosa"));

    const CopyItem focus = at.item(at.world.plan);

    REQUIRE(focus.records.size() == 1);
    CHECK_FALSE(focus.records[0].is_made);
    CHECK(focus.records[0].fields == FieldMap{{"focus_why", text("Se espera mucho")}});
    at.world.set(at.new_plan, "focus_why", text("Por otra razón"));
    CHECK(at.item(at.world.plan).left == LeftBehind::already_there);
}

TEST_CASE("plan_copy: what somebody wrote in the new cycle is not written again") {
    Desk at;
    at.fill();
    at.begin_plan();
    at.world.add("action_line",
                 {{"plan", text(at.new_plan.to_text())}, {"name", text(" gestion de COMPRAS")}});

    CHECK(at.item(at.world.line).left == LeftBehind::already_there);
    CHECK(at.item(at.world.other_line).is_copied());
}

TEST_CASE("plan_copy: a copy keeps every rule and changes nothing in the source") {
    Desk at;
    at.fill();
    at.begin_plan();
    const auto before = at.everything();

    const std::size_t written = at.write_all();

    CHECK(written == 13);
    const auto after = at.everything();
    CHECK(after.size() == before.size() + written - 1);  // the focus made no record
    for (const auto& [id, record] : before) {
        if (id != at.new_plan) CHECK(after.at(id) == record);
    }
}

TEST_CASE("plan_copy: copying twice adds nothing twice, also where the copy was renamed") {
    Desk at;
    at.fill();
    at.begin_plan();
    const Id copied = at.item(at.world.line).records.front().id;
    REQUIRE(at.write_all() > 0);
    at.world.set(copied, "name", text("Compras, segunda parte"));
    at.world.set(at.world.line, "name", text("Gestión de compras, terminada"));

    CHECK(at.write_all() == 0);
    for (const CopyItem& item : at.copy()) CHECK(item.left == LeftBehind::already_there);
}

TEST_CASE("plan_copy: two people who copy at once make the same records") {
    Desk luis;
    Desk ana;
    luis.fill();
    ana.fill();
    const auto ids = [](const Desk& at) {
        std::vector<Id> made;
        for (const CopyItem& item : at.copy()) {
            for (const CopiedRecord& record : item.records) made.push_back(record.id);
        }
        return made;
    };

    CHECK(ids(luis) == ids(ana));
    std::vector<Id> all = ids(luis);
    std::sort(all.begin(), all.end());
    CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}

TEST_CASE("plan_copy: what was taken back can be copied again, under another id") {
    Desk at;
    at.begin_plan();
    const Id first = at.item(at.world.line).records.front().id;
    REQUIRE(at.write(at.world.committee, false) > 0);
    for (const auto* kind : {"activity", "action_line"}) {
        for (Record& record : at.world.records.all(kind)) {
            const bool is_new = text_of(record.fields, "plan") == at.new_plan.to_text() ||
                                text_of(record.fields, "action_line") == first.to_text();
            if (!is_new) continue;
            record.deleted = true;
            at.world.records.put(record);
        }
    }

    const CopyItem again = at.item(at.world.line);

    REQUIRE(again.is_copied());
    CHECK(again.records.front().id != first);
    CHECK(again.records.size() == 2);
}

TEST_CASE("plan_copy: a cycle without a plan gives its committee only") {
    Desk at;
    at.member("Ana Ríos", "Alcaldesa");

    const auto items =
        plan_copy({at.world.cycle, {}}, {at.second, at.new_plan}, at.today, at.world.records);

    REQUIRE(items.size() == 1);
    CHECK(items.front().part == CopyPart::committee);
    CHECK(text_of(items.front().records.front().fields, "cycle") == at.second.to_text());
}
