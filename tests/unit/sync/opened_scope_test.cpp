// Whoever sees everything opens single organizations on their device by naming them, and closes
// them again; nobody else opens anything by naming it.

#include "tests/unit/sync/exchange_fixture.hpp"

#include <algorithm>

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct OpenedScope : ExchangeFixture {
    TestDevice claudia{world.catalog, {.seed = 9}};
    std::vector<std::string> only{"none"};

    OpenedScope() { REQUIRE(claudia.store().sign_in(world.subdere, "token")); }

    void read_as(TestDevice& device, const Actor& actor) {
        synchronize_as(device, server, actor, only);
    }
    void read() { read_as(claudia, world.subdere); }
    void open(const Id& organization) {
        only.push_back(organization.to_text());
        read();
    }
    void close(const Id& organization) {
        REQUIRE(claudia.store().close_organization(organization));
        std::erase(only, organization.to_text());
    }
    bool holds(const Id& id) { return claudia.store().find(id).has_value(); }
    bool is_open(const Id& organization) {
        return claudia.store().cursors().contains(organization.to_text());
    }
    Id make_assignment() {
        const auto made = claudia.store().create(
            "validator_assignment", {},
            {{"cycle", text(world.cycle.to_text())}, {"validator_user", text("val")}});
        REQUIRE(made);
        return *made;
    }
};

}  // namespace

TEST_CASE_METHOD(OpenedScope, "who sees everything holds nothing until they open something") {
    read();
    CHECK(claudia.store().list("organization").empty());

    open(world.municipality);

    for (const Id& id : {world.municipality, world.enrollment, world.cycle, world.activity}) {
        CHECK(claudia.store().find(id) == server.store().find(id));
    }
    CHECK_FALSE(holds(world.neighbour));
    CHECK_FALSE(holds(world.neighbour_plan));
    CHECK_FALSE(claudia.store().cursors().contains("*"));

    set(luis, world.activity, "owner", text("Después"));
    sync(luis);
    read();
    CHECK(at(claudia, world.activity, "owner") == text("Después"));
}

TEST_CASE_METHOD(OpenedScope, "what is written in an opened organization reaches the server") {
    open(world.municipality);
    const Id made = make_assignment();
    read();

    CHECK(claudia.store().status().pending == 0);
    CHECK(claudia.store().inbox().empty());
    CHECK(server.store().find(made) == claudia.store().find(made));
    sync(luis);
    CHECK(luis.store().find(made) == server.store().find(made));
    // What the committee writes is not theirs to write.
    CHECK_FALSE(claudia.store().set(world.activity, {{"owner", text("Claudia")}}));
}

TEST_CASE_METHOD(OpenedScope, "whoever does not see everything opens nothing by naming it") {
    only = {world.neighbour.to_text(), world.municipality.to_text(), "*"};
    TestDevice other{world.catalog, {.seed = 10}};
    REQUIRE(other.store().sign_in(world.committee, "token"));

    read_as(other, world.committee);

    CHECK(other.store().find(world.activity));
    CHECK_FALSE(other.store().find(world.neighbour));
    CHECK_FALSE(other.store().find(world.neighbour_plan));
    CHECK(other.store().cursors().size() == 1);
    const SyncAnswer answer =
        exchange(world.committee,
                 frames({header(name_based_id(Id{}, "asks"),
                                ",\"only\":[\"" + world.neighbour.to_text() +
                                    "\"],\"cursors\":{\"" + world.neighbour.to_text() + "\":0}")}));
    CHECK(answer.records.empty());
    CHECK(answer.gone == std::vector<std::string>{world.neighbour.to_text()});
}

TEST_CASE_METHOD(OpenedScope, "what is no organization is not opened") {
    open(world.activity);
    open(name_based_id(Id{}, "nowhere"));
    CHECK(claudia.store().cursors().empty());
    CHECK(claudia.store().list("activity").empty());
}

TEST_CASE_METHOD(OpenedScope, "who sees everything no more loses what they had opened") {
    open(world.municipality);
    make_assignment();
    Actor nobody = world.subdere;
    nobody.roles.clear();

    read_as(claudia, nobody);

    CHECK_FALSE(holds(world.municipality));
    CHECK_FALSE(holds(world.activity));
    CHECK(claudia.store().cursors().empty());
    CHECK(claudia.store().waiting(10).empty());
    const auto notices = claudia.store().notices();
    CHECK(std::any_of(notices.begin(), notices.end(),
                      [](const Notice& one) { return one.type == "scope_lost"; }));
}

TEST_CASE_METHOD(OpenedScope, "a device that reads all goes on so, and one that has it gains all") {
    only = {};
    read();
    CHECK(claudia.store().cursors().size() == 1);
    CHECK(holds(world.neighbour_plan));

    Actor gains = world.committee;
    gains.roles = world.subdere.roles;
    read_as(luis, gains);
    CHECK(luis.store().cursors().contains("*"));
    CHECK_FALSE(luis.store().cursors().contains(world.municipality.to_text()));
    CHECK(luis.store().find(world.activity));
}

TEST_CASE_METHOD(OpenedScope, "closed, it leaves the device; opened again, all of it comes back") {
    open(world.municipality);
    open(world.neighbour);
    const Id made = make_assignment();
    read();
    const auto whole = server.store().find(made);

    close(world.municipality);

    CHECK_FALSE(is_open(world.municipality));
    CHECK_FALSE(holds(world.municipality));
    CHECK_FALSE(holds(made));
    CHECK(holds(world.neighbour_plan));
    CHECK(claudia.store().notices().empty());
    read();
    CHECK_FALSE(holds(world.municipality));

    open(world.municipality);
    CHECK(claudia.store().find(made) == whole);
    CHECK(claudia.store().find(world.activity) == server.store().find(world.activity));
}

TEST_CASE_METHOD(OpenedScope, "it is not closed while something of theirs waits there") {
    open(world.municipality);
    open(world.neighbour);
    const Id made = make_assignment();

    const auto refused = claudia.store().close_organization(world.municipality);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unaccepted_work);
    CHECK(holds(made));
    CHECK(is_open(world.municipality));
    CHECK(claudia.store().close_organization(world.neighbour));

    read();
    CHECK(claudia.store().close_organization(world.municipality));
}

TEST_CASE_METHOD(OpenedScope, "nor while a file of theirs has not been sent") {
    open(world.municipality);
    const auto invitation = claudia.store().create(
        "document", {}, {{"cycle", text(world.cycle.to_text())}, {"type", text("invitation")}});
    REQUIRE(invitation);
    const std::string bytes = "%PDF-1.4\nOficio de invitación\n%%EOF\n";
    const auto hash = claudia.store().attach(*invitation, bytes, "invitacion.pdf");
    REQUIRE(hash);
    read();
    REQUIRE(claudia.store().status().pending == 0);

    CHECK_FALSE(claudia.store().close_organization(world.municipality));
    REQUIRE(claudia.store().blobs().settle(*hash));
    CHECK(claudia.store().close_organization(world.municipality));
}

TEST_CASE_METHOD(OpenedScope, "a deletion is told to whoever has it open") {
    open(world.municipality);
    REQUIRE(luis.store().remove(world.activity));
    sync(luis);
    read();
    const auto held = claudia.store().find(world.activity);
    CHECK((!held || held->deleted));
    // How far it has read counts for when the tombstone may go.
    std::int64_t readings = 0;
    REQUIRE(server.store().database().each(
        "SELECT count(*) FROM reading WHERE device = ?1",
        [&](const storage::Row& row) { readings = row.integer(0); }, claudia.store().device()));
    CHECK(readings == 1);
}
