// A transition of a second programme that was made without a network meets the same check at the
// server.
#include "sync/client/client_session.hpp"
#include "tests/support/counter_world.hpp"
#include "tests/support/sync/server.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::test;

namespace {

/// Both who must sign did.
struct SignedWorld : CounterWorld {
    SignedWorld() {
        for (const char* capacity : {"chief_of_service", "outside_reader"}) {
            add("signature", {{"subject", text(diagnosis.to_text())},
                              {"function", text(capacity)},
                              {"name", text("Alguien")}});
        }
    }
};

struct CounterExchange {
    SignedWorld world;
    TestServer server{world};
    TestDevice desk{world.catalog, {.seed = 1}};
    TestDevice other{world.catalog, {.seed = 2}};

    CounterExchange() {
        REQUIRE(desk.store().sign_in(world.desk, "token"));
        REQUIRE(other.store().sign_in(world.desk, "token"));
        sync(desk);
        sync(other);
    }
    void sync(TestDevice& device) { REQUIRE(synchronize(device, server) > 0); }
    void create(TestDevice& device, std::string_view kind, FieldMap fields) {
        const auto made = device.store().create(kind, {}, std::move(fields));
        INFO((made ? std::string{} : made.error().message));
        REQUIRE(made);
    }
    /// What the step out of the first state still asks for.
    void look(TestDevice& device) {
        for (const Element& element : world.catalog.model().elements()) {
            create(device, "answer",
                   {{"assessment", text(world.diagnosis.to_text())},
                    {"element", text(element.key)},
                    {"level", number(2)}});
        }
        for (const char* position : {"chief_of_service", "desk_lead"}) {
            create(device, "participant",
                   {{"assessment", text(world.diagnosis.to_text())},
                    {"name", text("Alguien")},
                    {"position", text(position)}});
        }
    }
    std::string state_at_server() {
        return text_of(server.store().find(world.cycle)->fields, "state");
    }
};

}  // namespace

TEST_CASE_METHOD(CounterExchange, "a second programme moves offline and arrives") {
    const auto early = desk.store().set(world.cycle, {{"state", text("looked")}});
    REQUIRE_FALSE(early);
    CHECK(early.error().message == "Faltan preguntas de ventanilla. Faltan: 1, 2, 3, 4, 5, 6 y 7.");
    look(desk);
    REQUIRE(desk.store().set(world.cycle, {{"state", text("looked")}}));
    CHECK(state_at_server().empty());
    sync(desk);
    CHECK(state_at_server() == "looked");
    CHECK(desk.store().inbox().empty());
    sync(other);
    CHECK(text_of(other.store().find(world.cycle)->fields, "state") == "looked");
}

TEST_CASE_METHOD(CounterExchange, "the server asks again what the device could not know") {
    look(desk);
    sync(desk);
    sync(other);
    // Meanwhile an answer goes away that the other device still has.
    const Record gone = other.store().children(world.diagnosis, "answer").front();
    REQUIRE(desk.store().remove(gone.id));
    sync(desk);
    REQUIRE(other.store().set(world.cycle, {{"state", text("looked")}}));
    sync(other);

    CHECK(state_at_server().empty());
    REQUIRE(other.store().inbox().size() == 1);
    const sync::InboxItem item = other.store().inbox().front();
    CHECK(item.type == sync::InboxItem::Type::refusal);
    CHECK(item.code == "precondition_missing");
    CHECK(item.message ==
          "Faltan preguntas de ventanilla. Falta: " + text_of(gone.fields, "element") + ".");
}
