#include "client_wasm/app/history_source.hpp"

#include "shared/codec/value_json.hpp"
#include "tests/unit/client_wasm/app/page_fixture.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

using Type = sync::FieldEvent::Type;

struct HistoryFixture : PageFixture {
    HistorySource source{page, app};

    HistoryFixture() {
        sign_in(world.committee);
        app.history.record = world.activity;
    }
    std::vector<HistoryEvent> events() {
        return merged_history(own_history(*app.store(), *app.find(world.activity)),
                              app.history.told, "activity");
    }
    std::vector<HistoryEvent> about(std::string_view field) {
        auto all = events();
        std::erase_if(all, [&](const HistoryEvent& event) { return event.field != field; });
        return all;
    }
};

Json change(std::string_view by, std::int64_t at, FieldMap set, FieldMap was) {
    return Json::object()
        .set("by", by)
        .set("device", name_based_id(Id{}, "hers").to_text())
        .set("n", 1)
        .set("made_at", at)
        .set("rev", 2)
        .set("set", fields_to_json(set))
        .set("was", fields_to_json(was))
        .set("proposed", Json::array());
}

std::string answer_of(std::vector<Json> changes, std::string_view before = "") {
    Json list = Json::array();
    for (Json& one : changes) list.push(std::move(one));
    return Json::object()
        .set("changes", std::move(list))
        .set("decisions", Json::array())
        .set("before", before)
        .dump();
}

}  // namespace

TEST_CASE_METHOD(HistoryFixture, "History: what is written here is known without a server") {
    REQUIRE(app.edit(world.activity, "own_kclp", Value{std::int64_t{900}}));
    app.begin_frame();

    const auto money = about("own_kclp");

    REQUIRE(money.size() == 1);
    CHECK(money[0].event.is_waiting);
    CHECK(money[0].event.to == Value{std::int64_t{900}});
    CHECK(money[0].event.has_from);
}

TEST_CASE_METHOD(HistoryFixture, "History: the server adds what others wrote, each thing once") {
    REQUIRE(app.edit(world.activity, "name", Value{std::string{"Mío"}}));
    app.begin_frame();
    const auto own = about("name");
    REQUIRE(own.size() == 1);
    source.fetch();
    CHECK(page.waiting_request().url == "/api/v1/records/" + world.activity.to_text() + "/history");
    CHECK(app.history.is_fetching);

    Json same = change(app.actor().name, own[0].event.at.ms, {{"name", text("Mío")}}, {});
    Json removal = change("Ana", noon.ms - 2000, {}, {});
    removal.set("removal", true);
    page.answer(
        200,
        answer_of({std::move(same),
                   change("Ana", noon.ms - 1000,
                          {{"name", text("Suyo")}, {"action_line", text(world.line.to_text())}},
                          {{"name", text("Antes")}}),
                   std::move(removal)},
                  "12.1.x"));

    CHECK(app.history.is_told);
    const auto names = about("name");
    REQUIRE(names.size() == 2);
    CHECK(names[0].event.to == text("Mío"));
    CHECK(names[1].event.by == "Ana");
    CHECK(names[1].event.from == text("Antes"));
    CHECK(about("action_line").empty());
    REQUIRE(about("deleted").size() == 1);
    CHECK(about("deleted")[0].event.to == Value{true});

    source.fetch();
    CHECK(page.waiting_request().url.ends_with("/history?before=12.1.x"));
    page.answer(200, answer_of({change("Eva", noon.ms - 9000, {{"name", text("Primero")}}, {})}));
    CHECK(about("name").back().event.by == "Eva");
    CHECK(app.history.before.empty());
}

TEST_CASE_METHOD(HistoryFixture, "History: what waits for a decision and what was decided") {
    Json proposed = change("Ana", noon.ms, {{"name", text("Otro")}}, {});
    Json fields = Json::array();
    fields.push("name");
    proposed.set("proposed", std::move(fields));
    Json answer = Json::object();
    Json changes = Json::array();
    changes.push(std::move(proposed));
    Json decisions = Json::array();
    decisions.push(Json::object()
                       .set("field", "name")
                       .set("by", "Eva")
                       .set("at", noon.ms + 5)
                       .set("value", "Otro"));
    answer.set("changes", std::move(changes)).set("decisions", std::move(decisions));
    source.fetch();
    page.answer(200, answer.dump());

    const auto names = about("name");

    REQUIRE(names.size() == 2);
    CHECK(names[0].event.type == Type::decided);
    CHECK(names[0].event.by == "Eva");
    CHECK(names[1].event.type == Type::proposed);
}

TEST_CASE_METHOD(HistoryFixture, "History: without a network it says so and keeps what it knows") {
    REQUIRE(app.edit(world.activity, "name", Value{std::string{"Mío"}}));
    app.begin_frame();
    source.fetch();
    page.answer(0, "");

    CHECK(app.history.error.starts_with("Sin conexión"));
    CHECK_FALSE(app.history.is_told);
    CHECK(about("name").size() == 1);
}

TEST_CASE_METHOD(HistoryFixture, "History: an answer about another record is not shown") {
    source.fetch();
    app.history = {};
    app.history.record = world.line;
    page.answer(200, answer_of({change("Ana", noon.ms, {{"name", text("Ajeno")}}, {})}));

    CHECK(app.history.told.empty());
    CHECK_FALSE(app.history.is_told);
}

TEST_CASE_METHOD(HistoryFixture, "History: a refusal of the server is told in its words") {
    source.fetch();
    page.answer(403, R"({"detail":"La ve solo la institución que lo escribe."})");

    CHECK(app.history.error == "La ve solo la institución que lo escribe.");
}
