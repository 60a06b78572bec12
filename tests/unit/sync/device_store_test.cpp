#include "sync/client/device_store.hpp"

#include "shared/records/all_records.hpp"
#include "tests/unit/sync/device_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

FieldMap new_activity(const World& world, std::string_view name) {
    return {{"action_line", text(world.line.to_text())}, {"name", text(name)}};
}

bool has_index(TestDevice& device, std::string_view name) {
    bool is_there = false;
    auto read = device.database().each(
        "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?1",
        [&](const storage::Row&) { is_there = true; }, name);
    REQUIRE(read);
    return is_there;
}

}  // namespace

TEST_CASE_METHOD(DeviceFixture, "making a record is one op that names all of it") {
    auto id = store().create("activity", {}, new_activity(world, "Dibujar"));

    REQUIRE(id);
    CHECK(get(*id).organization == world.municipality);
    CHECK(text_of(get(*id).fields, "name") == "Dibujar");
    const auto ops = waiting();
    REQUIRE(ops.size() == 1);
    CHECK(ops[0].n == 1);
    CHECK(ops[0].base_rev == 0);
    CHECK(ops[0].kind == "activity");
    CHECK(ops[0].set == new_activity(world, "Dibujar"));
    CHECK(store().status().pending == 1);
}

TEST_CASE_METHOD(DeviceFixture, "a change says what was there and names the revision seen") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));

    const auto ops = waiting();
    REQUIRE(ops.size() == 1);
    CHECK(ops[0].base_rev == 1);
    CHECK(ops[0].set == FieldMap{{"name", text("Dibujar")}});
    CHECK(ops[0].was == FieldMap{{"name", text("Levantar el proceso")}});
    CHECK(store().pending_fields(world.activity) == std::vector<std::string>{"name"});
    CHECK(text_of(store().find_accepted(world.activity)->fields, "name") == "Levantar el proceso");
}

TEST_CASE_METHOD(DeviceFixture, "what already says the same is no op") {
    REQUIRE(store().set(world.activity, {{"name", text("Levantar el proceso")}}));
    REQUIRE(store().set(world.activity, {{"name", text("Levantar el proceso  ")}}));
    REQUIRE(store().set(world.activity, {}));
    CHECK(waiting().empty());
}

TEST_CASE_METHOD(DeviceFixture, "removing hides the record and keeps it") {
    REQUIRE(store().remove(world.activity));

    CHECK(get(world.activity).deleted);
    CHECK(store().children(world.line, "activity").empty());
    CHECK(waiting().at(0).remove);
    CHECK_FALSE(store().remove(world.activity));
    CHECK(store().set(world.activity, {{"name", text("X")}}).error().code ==
          ErrorCode::record_deleted);
}

TEST_CASE_METHOD(DeviceFixture, "what a rule refuses leaves nothing behind") {
    const std::string before = device.image();

    CHECK_FALSE(store().create("activity", {}, {{"name", text("Sin línea")}}));
    CHECK_FALSE(store().create("activity", {},
                               {{"action_line", text(world.line.to_text())},
                                {"name", text("X")},
                                {"own_kclp", number(-5)}}));
    CHECK_FALSE(store().create(
        "activity", {}, {{"action_line", text(world.line.to_text())}, {"name", text("\xff\xfe")}}));
    CHECK_FALSE(store().create("perhaps", {}, {}));
    CHECK_FALSE(store().create("conflict", {}, {}));
    CHECK_FALSE(store().create(
        "follow_up", {}, {{"action_line", text(world.line.to_text())}, {"percent", number(50)}}));
    CHECK_FALSE(store().set(world.activity, {{"start_month", text("2026-01")}}));
    CHECK_FALSE(store().set(world.activity, {{"action_line", text(world.other_line.to_text())}}));
    CHECK_FALSE(store().set(world.activity, {{"nothing", text("X")}}));
    CHECK_FALSE(store().set(Id{}, {{"name", text("X")}}));
    CHECK_FALSE(store().remove(Id{}));

    CHECK(device.image() == before);
    CHECK(store().status().pending == 0);
    CHECK(store().last_n() == 0);
}

TEST_CASE_METHOD(DeviceFixture, "who may not write is told so before anything is stored") {
    REQUIRE(store().sign_in(world.owner, "token"));
    REQUIRE(store().apply(first_answer(world, world.municipality)));

    auto refused = store().set(world.other_line, {{"description", text("X")}});

    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::forbidden);
    CHECK(store().set(world.line, {{"description", text("Nueva")}}));
    CHECK(waiting().size() == 1);
}

TEST_CASE_METHOD(DeviceFixture, "a record with a natural key is made once and then set") {
    REQUIRE(store().sign_in(world.secretary, "token"));
    REQUIRE(store().apply(first_answer(world, world.municipality)));
    const FieldMap key{{"assessment", text(world.diagnosis.to_text())}, {"element", text("14")}};
    FieldMap first = key;
    first.emplace("level", number(1));
    FieldMap second = key;
    second.emplace("level", number(2));

    auto made = store().create("answer", {}, first);
    auto again = store().create("answer", {}, second);
    auto same = store().create("answer", {}, second);

    REQUIRE(made);
    REQUIRE(again);
    REQUIRE(same);
    CHECK(*made == *again);
    CHECK(integer_of(get(*made).fields, "level") == 2);
    const auto ops = waiting();
    REQUIRE(ops.size() == 2);
    CHECK(ops[1].set == FieldMap{{"level", number(2)}});
}

TEST_CASE_METHOD(DeviceFixture,
                 "an answer that was removed can be made again, without its old text") {
    REQUIRE(store().sign_in(world.secretary, "token"));
    REQUIRE(store().apply(first_answer(world, world.municipality)));
    const FieldMap key{{"assessment", text(world.diagnosis.to_text())}, {"element", text("14")}};
    FieldMap first = key;
    first.emplace("evidence", text("Acta 12"));
    FieldMap second = key;
    second.emplace("level", number(2));

    const Id id = *store().create("answer", {}, first);
    REQUIRE(store().remove(id));
    REQUIRE(store().create("answer", {}, second));

    CHECK_FALSE(get(id).deleted);
    CHECK(text_of(get(id).fields, "evidence").empty());
    CHECK(integer_of(get(id).fields, "level") == 2);
}

TEST_CASE_METHOD(DeviceFixture, "work and numbers are there after the process died") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    const Id name = store().device();

    device.kill();
    REQUIRE(store().set(world.activity, {{"owner", text("Eva")}}));

    CHECK(store().device() == name);
    CHECK(store().actor()->login == world.committee.login);
    CHECK(store().token() == "token");
    const auto ops = waiting();
    REQUIRE(ops.size() == 2);
    CHECK(ops[1].n == 2);
    CHECK(text_of(get(world.activity).fields, "name") == "Dibujar");
}

TEST_CASE_METHOD(DeviceFixture, "a token that is forgotten keeps the work") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    REQUIRE(store().forget_token());

    CHECK(store().token().empty());
    CHECK(store().status().pending == 1);
    CHECK(store().set(world.activity, {{"owner", text("Eva")}}));

    REQUIRE(store().sign_in(world.committee, "another"));
    CHECK(store().token() == "another");
    CHECK(waiting().size() == 2);
}

TEST_CASE_METHOD(DeviceFixture, "another person does not enter where work is unsent") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));

    auto refused = store().sign_in(world.secretary, "theirs");

    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unaccepted_work);
    CHECK(store().actor()->user == world.committee.user);
    CHECK(store().token() == "token");
    CHECK(waiting().size() == 1);
}

TEST_CASE_METHOD(DeviceFixture, "a refused change is not erased by another person's arrival") {
    REQUIRE(store().set(world.activity, {{"name", text("Rechazado")}}));
    Verdict refused{.n = 1, .outcome = Outcome::refused};
    refused.refusals.push_back(make_error(ErrorCode::forbidden, "No"));
    take(answer({refused}));

    CHECK_FALSE(store().sign_in(world.secretary, "theirs"));

    CHECK(store().inbox().size() == 1);
    CHECK(store().unaccepted_work()->find("Rechazado") != std::string::npos);
    REQUIRE(store().empty());
    CHECK(store().inbox().empty());
    CHECK(store().unaccepted_work()->empty());
    CHECK(store().actor() == nullptr);
    CHECK(store().sign_in(world.secretary, "theirs"));
}

TEST_CASE_METHOD(DeviceFixture, "another person finds nothing of the one before") {
    const Id name = store().device();

    REQUIRE(store().sign_in(world.neighbour_secretary, "theirs"));

    CHECK_FALSE(store().find(world.activity));
    CHECK(store().device() != name);
    CHECK(store().cursors().empty());
    CHECK(store().epoch().empty());
    device.kill();
    CHECK(store().actor()->user == world.neighbour_secretary.user);
    CHECK(store().list("activity").empty());
}

TEST_CASE_METHOD(DeviceFixture, "nobody writes before they have signed in") {
    TestDevice empty{world.catalog};
    auto refused = empty.store().create("organization", {}, {{"name", text("X")}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unauthenticated);
}

TEST_CASE_METHOD(DeviceFixture, "screens learn of each change") {
    const auto before = store().change_count();
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    CHECK(store().change_count() > before);
    const auto between = store().change_count();
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    CHECK(store().change_count() == between);
}

TEST_CASE_METHOD(DeviceFixture, "screens learn that a scope has come, even without records") {
    const auto before = store().change_count();
    SyncAnswer empty;
    empty.cursors[world.municipality.to_text()] = {10, 10};
    REQUIRE(store().apply(empty));
    CHECK(store().change_count() > before);
}

TEST_CASE_METHOD(DeviceFixture, "a change on top of unsent work keeps the base of that work") {
    // The person sees their own unsent name, not the one that came meanwhile: the server must not
    // believe that they chose against it.
    REQUIRE(store().set(world.activity, {{"name", text("Mío")}}));
    take(answer({}, {delta(world.activity, 2, {{"name", text("De otra persona")}})}));
    REQUIRE(store().set(world.activity, {{"name", text("Mío, mejor")}}));
    REQUIRE(store().set(world.activity, {{"owner", text("Eva")}}));

    const auto ops = waiting();
    REQUIRE(ops.size() == 3);
    CHECK(ops[1].base_rev == 1);
    CHECK(ops[2].base_rev == 2);
}

TEST_CASE_METHOD(DeviceFixture, "a removal on top of unsent work keeps the base of that work") {
    REQUIRE(store().set(world.activity, {{"name", text("Mío")}}));
    take(answer({}, {delta(world.activity, 2, {{"name", text("De otra persona")}})}));
    REQUIRE(store().remove(world.activity));
    CHECK(waiting().at(1).base_rev == 1);
}

TEST_CASE_METHOD(DeviceFixture, "a store with all its tables is opened without making them again") {
    // What is taken away behind its back is missed only where the tables are looked at.
    REQUIRE(device.database().execute("DROP INDEX op_state"));
    device.kill();
    CHECK_FALSE(has_index(device, "op_state"));
    CHECK(get(world.activity).kind == "activity");
}

TEST_CASE_METHOD(DeviceFixture, "a store of other tables is given what it lacks") {
    REQUIRE(device.database().execute("DROP INDEX op_state; PRAGMA user_version = 1"));
    device.kill();
    CHECK(has_index(device, "op_state"));
    CHECK(get(world.activity).kind == "activity");
}
