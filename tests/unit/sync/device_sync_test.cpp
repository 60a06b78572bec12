#include "tests/unit/sync/device_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

TEST_CASE_METHOD(DeviceFixture, "an accepted op settles and raises the revision by one") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    waiting();

    take(answer({{.n = 1, .outcome = Outcome::applied, .rev = 2}}));

    CHECK(store().status().pending == 0);
    CHECK(store().find_accepted(world.activity)->rev == 2);
    CHECK(text_of(store().find_accepted(world.activity)->fields, "name") == "Dibujar");
    CHECK(store().acked_n() == 1);
}

TEST_CASE_METHOD(DeviceFixture, "a verdict never stands for changes that have not come") {
    // Somebody else made revision 2; this device's op became revision 3. Until revision 2 has come,
    // whatever is written here was written without having seen it.
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    waiting();
    take(answer({{.n = 1, .outcome = Outcome::applied, .rev = 3}}));
    REQUIRE(store().set(world.activity, {{"end_month", text("2026-06")}}));

    CHECK(waiting().at(0).base_rev == 1);

    take(answer({}, {delta(world.activity, 3, {{"end_month", text("2026-04")}})}));
    REQUIRE(store().set(world.activity, {{"start_month", text("2026-03")}}));
    CHECK(waiting().at(1).base_rev == 3);
}

TEST_CASE_METHOD(DeviceFixture, "a verdict that changed nothing raises no revision") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    waiting();
    take(answer({{.n = 1, .outcome = Outcome::unchanged, .rev = 2}}));
    REQUIRE(store().set(world.activity, {{"owner", text("Eva")}}));
    CHECK(waiting().at(0).base_rev == 1);
}

TEST_CASE_METHOD(DeviceFixture, "a field in conflict shows the accepted value again") {
    REQUIRE(store().set(world.activity, {{"name", text("Mío")}, {"owner", text("Eva")}}));
    waiting();

    take(answer({{.n = 1, .outcome = Outcome::conflict, .rev = 3, .conflicts = {"name"}}},
                {delta(world.activity, 3, {{"name", text("De otra persona")}}),
                 conflict("\"De otra persona\"", "\"Mío\"")}));

    CHECK(text_of(get(world.activity).fields, "name") == "De otra persona");
    CHECK(text_of(get(world.activity).fields, "owner") == "Eva");
    CHECK(store().status().conflicts == 1);
    CHECK(store().inbox().size() == 1);
}

TEST_CASE_METHOD(DeviceFixture, "a merged set keeps what was added here until the record comes") {
    REQUIRE(store().set(world.line, {{"areas", Value{TextSet{"leadership", "strategy"}}}}));
    waiting();
    take(answer({{.n = 1, .outcome = Outcome::applied, .rev = 3, .merged = {"areas"}}}));
    CHECK(set_of(get(world.line).fields, "areas") == TextSet{"leadership", "strategy"});
}

TEST_CASE_METHOD(DeviceFixture, "a refused new record leaves the lists and stays in the inbox") {
    const Id id = *store().create(
        "activity", {}, {{"action_line", text(world.line.to_text())}, {"name", text("Dibujar")}});
    waiting();

    take(answer({{.n = 1,
                  .outcome = Outcome::refused,
                  .refusals = {make_error(ErrorCode::record_closed, "El plan está cerrado.")}}}));

    CHECK_FALSE(store().find(id));
    REQUIRE(store().inbox().size() == 1);
    CHECK(store().inbox()[0].code == "record_closed");
    CHECK(store().inbox()[0].message == "El plan está cerrado.");
    CHECK(store().status().refused == 1);
    CHECK(store().status().pending == 0);
}

TEST_CASE_METHOD(DeviceFixture, "unsent work stands on top of what comes") {
    REQUIRE(store().set(world.activity, {{"name", text("Mío")}}));

    take(answer({}, {delta(world.activity, 2,
                           {{"name", text("De otra persona")}, {"owner", text("Eva")}})}));

    CHECK(text_of(get(world.activity).fields, "name") == "Mío");
    CHECK(text_of(get(world.activity).fields, "owner") == "Eva");
    CHECK(text_of(store().find_accepted(world.activity)->fields, "name") == "De otra persona");
}

TEST_CASE_METHOD(DeviceFixture, "unsent work in a record that others removed stays to be seen") {
    REQUIRE(store().set(world.activity, {{"name", text("Mío")}}));
    RecordDelta removed = delta(world.activity, 2, {});
    removed.deleted = true;
    take(answer({}, {removed}));
    CHECK_FALSE(get(world.activity).deleted);
}

TEST_CASE_METHOD(DeviceFixture, "the same answer twice changes nothing") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    waiting();
    const SyncAnswer one = answer({{.n = 1, .outcome = Outcome::applied, .rev = 2}},
                                  {delta(world.plan, 2, {{"focus_what", text("Qué")}})});
    take(one);
    const Record activity = get(world.activity);
    const Record plan = get(world.plan);

    take(one);

    CHECK(get(world.activity) == activity);
    CHECK(get(world.plan) == plan);
    CHECK(store().status().pending == 0);
}

TEST_CASE_METHOD(DeviceFixture, "part of a record that is not here asks for everything again") {
    SyncAnswer one = answer({}, {delta(name_based_id(Id{}, "unknown"), 7, {{"name", text("X")}})});
    one.cursors = {{"*", {50, 50}}};
    take(one);
    // At 0, not away: what it holds may have been deleted.
    for (const auto& [scope, cursor] : store().cursors()) CHECK(cursor == Cursor{});
}

TEST_CASE_METHOD(DeviceFixture, "how far a scope was read survives the process") {
    SyncAnswer one = answer({});
    one.cursors = {{"*", {0, 120}}, {world.municipality.to_text(), {80, 80}}};
    take(one);
    device.kill();
    CHECK(store().cursors() == one.cursors);
}

TEST_CASE_METHOD(DeviceFixture, "the server knows more than this copy: it takes a new name") {
    // An older copy of the store came back. Its ops are told apart from the lost ones by name.
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    const Id before = store().device();
    SyncAnswer one = answer({{.n = 1, .outcome = Outcome::applied, .rev = 2}});
    one.next_n = 4;

    take(one);

    CHECK(store().device() != before);
    REQUIRE(store().former_names().size() == 1);
    CHECK(store().former_names()[0].device == before);
    CHECK(store().former_names()[0].n_max == 1);
    REQUIRE(store().set(world.activity, {{"name", text("Otra vez")}}));
    CHECK(waiting().at(0).n == 1);
}

TEST_CASE_METHOD(DeviceFixture, "a fork gives a new name and offers what waits again") {
    REQUIRE(store().set(world.activity, {{"name", text("Uno")}}));
    REQUIRE(store().set(world.activity, {{"owner", text("Dos")}}));
    REQUIRE(store().set(world.plan, {{"focus_what", text("Tres")}}));
    waiting();
    const Id before = store().device();
    SyncAnswer one = answer(
        {{.n = 1, .outcome = Outcome::applied, .rev = 2}, {.n = 2, .outcome = Outcome::fork}});
    one.is_forked = true;

    take(one);

    CHECK(store().device() != before);
    REQUIRE(store().former_names().size() == 1);
    CHECK(store().former_names()[0].n_max == 1);
    const auto ops = waiting();
    REQUIRE(ops.size() == 2);
    CHECK(ops[0].n == 1);
    CHECK(ops[0].set == FieldMap{{"owner", text("Dos")}});
    CHECK(ops[1].n == 2);
    CHECK(store().last_n() == 2);
    device.kill();
    CHECK(waiting().size() == 2);
}

TEST_CASE_METHOD(DeviceFixture, "a server that came back older is offered again what it lacks") {
    REQUIRE(store().set(world.activity, {{"name", text("Uno")}}));
    REQUIRE(store().set(world.activity, {{"owner", text("Dos")}}));
    REQUIRE(store().set(world.activity, {{"owner_position", text("Tres")}}));
    waiting();
    take(answer({{.n = 1, .outcome = Outcome::applied, .rev = 2},
                 {.n = 2,
                  .outcome = Outcome::refused,
                  .refusals = {make_error(ErrorCode::forbidden, "No.", "owner")}},
                 {.n = 3, .outcome = Outcome::applied, .rev = 3}}));
    SyncAnswer restored = answer({});
    restored.epoch = "second";
    restored.next_n = 2;
    restored.cursors = {{"*", {9, 9}}};

    take(restored);

    // The refused one too: behind its number the others could never arrive.
    const auto ops = waiting();
    REQUIRE(ops.size() == 2);
    CHECK(ops[0].n == 2);
    CHECK(ops[1].n == 3);
    CHECK(store().epoch() == "second");
    CHECK(store().cursors() == restored.cursors);
}

TEST_CASE_METHOD(DeviceFixture, "what was taken back goes to an older server as nothing") {
    REQUIRE(store().set(world.activity, {{"name", text("Uno")}}));
    waiting();
    take(answer({{.n = 1,
                  .outcome = Outcome::refused,
                  .refusals = {make_error(ErrorCode::forbidden, "No.", "name")}}}));
    REQUIRE(store().withdraw(store().inbox().at(0).op));
    REQUIRE(store().set(world.activity, {{"owner", text("Dos")}}));
    waiting();
    take(answer({{.n = 2, .outcome = Outcome::applied, .rev = 2}}));
    SyncAnswer restored = answer({});
    restored.epoch = "second";
    restored.next_n = 1;

    take(restored);

    const auto ops = waiting();
    REQUIRE(ops.size() == 2);
    CHECK(ops[0].set.empty());
    CHECK(ops[1].set == FieldMap{{"owner", text("Dos")}});
    CHECK(text_of(get(world.activity).fields, "name") == "Levantar el proceso");
}

TEST_CASE_METHOD(DeviceFixture, "clocks are compared and told") {
    device.clock().advance(-3'600'000);
    take(answer({}));
    CHECK(store().status().clock_skew_ms > 3'599'000);
    CHECK(store().status().clock_skew_ms < 3'601'000);
    CHECK(store().status().last_sync.ms != 0);
}

TEST_CASE_METHOD(DeviceFixture, "the verdict of a restored server is the one that counts") {
    REQUIRE(store().set(world.activity, {{"name", text("Uno")}}));
    REQUIRE(store().set(world.activity, {{"owner", text("Dos")}}));
    waiting();
    take(answer({{.n = 1, .outcome = Outcome::applied, .rev = 2},
                 {.n = 2,
                  .outcome = Outcome::refused,
                  .refusals = {make_error(ErrorCode::forbidden, "No.", "owner")}}}));
    REQUIRE(store().withdraw(store().inbox().at(0).op));
    SyncAnswer restored = answer({});
    restored.epoch = "second";
    restored.has_more = true;
    take(restored);
    CHECK(store().acked_n() == 0);

    SyncAnswer told = answer({{.n = 1,
                               .outcome = Outcome::refused,
                               .refusals = {make_error(ErrorCode::forbidden, "No.", "name")}},
                              {.n = 2, .outcome = Outcome::applied, .rev = 2}});
    told.epoch = "second";
    take(told);

    // A copy of this device had it judged there; what its person let go of stays so.
    REQUIRE(store().inbox().size() == 1);
    CHECK(store().inbox()[0].field == "name");
    CHECK(store().acked_n() == 2);
    CHECK(waiting().empty());
}
