#include "client_wasm/app/quarantine_source.hpp"

#include "shared/codec/json.hpp"
#include "tests/unit/client_wasm/app/page_fixture.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

struct QuarantineFixture : PageFixture {
    QuarantineSource source{page, app};
    int decided = 0;

    QuarantineFixture() {
        source.on_decided = [this] { ++decided; };
    }
    std::string entry(std::int64_t number, std::string_view state = "held") const {
        Json json = Json::object();
        json.set("number", number).set("state", state).set("record", world.activity.to_text());
        json.set("kind", "activity").set("kind_name", "Actividad").set("author", "Luis Mella");
        json.set("readable", true).set("exists", true);
        json.set("device", name_based_id(Id{}, "his").to_text());
        json.set("set", Json::object().set("name", "Escrito sin conexión"));
        json.set("present", Json::object().set("name", "Levantar el proceso"));
        return json.dump();
    }
    std::string list(std::initializer_list<std::string> entries) const {
        std::string text = "{\"items\":[";
        for (const std::string& one : entries) text += (text.back() == '[' ? "" : ",") + one;
        return text + "]}";
    }
};

}  // namespace

TEST_CASE_METHOD(QuarantineFixture,
                 "QuarantineSource: only who reviews asks, and reads what waits") {
    sign_in(world.secretary);
    source.fetch();
    CHECK(page.requests.empty());

    sign_in(world.committee);
    source.fetch();
    CHECK(page.waiting_request().url == "/api/v1/reports/quarantine");
    page.answer(200, list({entry(1), entry(2, "released"), "{}"}));

    REQUIRE(app.quarantine.items.size() == 1);
    const QuarantinedChange& one = app.quarantine.items[0];
    CHECK(one.author == "Luis Mella");
    CHECK(value_of(one.set, "name") == text("Escrito sin conexión"));
    CHECK(value_of(one.present, "name") == text("Levantar el proceso"));
    CHECK_FALSE(one.is_new);
    CHECK(app.waiting() == 1);
}

TEST_CASE_METHOD(QuarantineFixture,
                 "QuarantineSource: without a network it says so, and keeps what it knew") {
    sign_in(world.committee);
    source.fetch();
    page.answer(200, list({entry(1)}));
    source.fetch();
    page.answer(0, "");
    CHECK(app.quarantine.error.starts_with("Sin conexión"));
    CHECK(app.quarantine.items.size() == 1);
}

TEST_CASE_METHOD(QuarantineFixture,
                 "QuarantineSource: a decision goes with its reason, and the entry leaves") {
    sign_in(world.committee);
    source.fetch();
    page.answer(200, list({entry(1)}));

    source.decide(1, false, "Ya está escrito.");
    CHECK(app.quarantine.deciding == 1);
    CHECK(page.waiting_request().method == "POST");
    CHECK(page.waiting_request().url == "/api/v1/quarantine/1");
    CHECK(page.waiting_request().body ==
          "{\"decision\":\"discard\",\"reason\":\"Ya está escrito.\"}");
    page.answer(200, "{}");

    CHECK(app.quarantine.items.empty());
    CHECK(app.quarantine.deciding == 0);
    CHECK(decided == 1);
}

TEST_CASE_METHOD(QuarantineFixture,
                 "QuarantineSource: what may not be applied stays, with its reason") {
    sign_in(world.committee);
    source.fetch();
    page.answer(200, list({entry(1)}));

    source.decide(1, true, "");
    page.answer(200,
                "{\"verdict\":{\"n\":1,\"v\":\"refused\",\"x\":[{\"code\":\"forbidden\","
                "\"message\":\"Su rol no puede.\"}]}}");

    CHECK(app.quarantine.failed == 1);
    CHECK(app.quarantine.failure == "Su rol no puede.");
    CHECK(app.quarantine.items.size() == 1);
    CHECK(decided == 0);
}

TEST_CASE_METHOD(QuarantineFixture,
                 "QuarantineSource: a decision without an answer is in doubt, and says so") {
    sign_in(world.committee);
    source.fetch();
    page.answer(200, list({entry(1)}));
    source.decide(1, true, "");
    page.answer(0, "");
    CHECK(app.quarantine.failed == 1);
    CHECK(app.quarantine.failure.starts_with("No hubo respuesta"));
    CHECK(app.quarantine.items.size() == 1);
}
