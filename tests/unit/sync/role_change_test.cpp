#include "sync/wire/actor_codec.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

/// María's roles change at the server while her device works on.
struct RoleChange : ExchangeFixture {
    Actor changed = world.owner;

    void sync_as(const Actor& actor) { synchronize_as(maria, server, actor); }
};

}  // namespace

TEST_CASE_METHOD(RoleChange, "a role that was given counts on the device from the next sync on") {
    CHECK_FALSE(maria.store().set(world.other_line, {{"name", text("De María")}}));
    changed.roles = {{"improvement_committee", world.municipality}};

    sync_as(changed);

    CHECK(maria.store().actor()->roles == changed.roles);
    CHECK(maria.store().set(world.other_line, {{"name", text("De María")}}));
    REQUIRE(maria.store().notices().size() == 1);
    CHECK(maria.store().notices()[0].text.find("Ahora tiene: Comité de Mejora.") == 0);
    maria.kill();
    CHECK(maria.store().actor()->roles == changed.roles);
}

TEST_CASE_METHOD(RoleChange, "an op made under a role that was lost is refused and kept whole") {
    set(maria, world.activity, "name", text("Escrito como responsable"));
    changed.roles = {{"staff", world.municipality}};

    sync_as(changed);

    REQUIRE(maria.store().inbox().size() == 1);
    const InboxItem item = maria.store().inbox()[0];
    CHECK(item.type == InboxItem::Type::refusal);
    CHECK(item.code == "forbidden");
    CHECK(value_of(item.change, "name") == text("Escrito como responsable"));
    CHECK(at_server(world.activity, "name") == text("Levantar el proceso"));
    CHECK_FALSE(maria.store().set(world.activity, {{"owner", text("Eva")}}));
}

TEST_CASE_METHOD(RoleChange, "roles travel only when they changed") {
    const auto answer = exchange(world.owner, request(maria));
    CHECK_FALSE(answer.actor);
    changed.roles.push_back({"staff", world.municipality});
    CHECK(exchange(changed, request(maria)).actor == changed);
}

TEST_CASE_METHOD(RoleChange, "that somebody else has one's name travels when it changed") {
    changed.shares_name = true;
    CHECK(actor_digest(changed) != actor_digest(world.owner));
    const SyncAnswer answer = exchange(changed, request(maria));
    REQUIRE(answer.actor == changed);
    REQUIRE(maria.store().apply(answer));
    CHECK(maria.store().actor()->shares_name);
    CHECK_FALSE(exchange(changed, request(maria)).actor);
}

TEST_CASE_METHOD(RoleChange, "the order in which roles are told is no change") {
    Actor one = world.owner;
    one.roles = {{"staff", world.municipality}, {"mayor", world.neighbour}};
    Actor other = world.owner;
    other.roles = {{"mayor", world.neighbour}, {"staff", world.municipality}};
    CHECK(actor_digest(one) == actor_digest(other));
}

TEST_CASE_METHOD(RoleChange, "another person's roles are not taken for one's own") {
    SyncAnswer answer = exchange(world.owner, request(maria));
    answer.actor = world.mayor;
    REQUIRE(maria.store().apply(answer));
    CHECK(maria.store().actor()->roles == world.owner.roles);
}

TEST_CASE_METHOD(RoleChange, "roles that could not be stored do not count") {
    changed.roles = {{"improvement_committee", world.municipality}};
    const SyncAnswer answer = exchange(changed, request(maria));
    fail_next_commit(maria.database());
    CHECK_FALSE(maria.store().apply(answer));
    CHECK(maria.store().actor()->roles == world.owner.roles);
}
