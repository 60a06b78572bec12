#include "client_wasm/screens/diagnosis_positions.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

#include <algorithm>

using namespace minga;
using namespace minga::client;
using minga::test::text;
using minga::test::World;

namespace {

Record participant(World& world, FieldMap fields) {
    Record record = world.draft("participant", {{"assessment", text(world.diagnosis.to_text())}});
    for (auto& [key, value] : fields) record.fields.insert_or_assign(key, value);
    return record;
}

const PositionCover& cover_of(const Attendance& attendance, std::string_view key) {
    return *std::find_if(attendance.positions.begin(), attendance.positions.end(),
                         [&](const PositionCover& cover) { return cover.position->key == key; });
}

const Position& position(const World& world, std::string_view key) {
    return *world.catalog.positions().find(key);
}

}  // namespace

TEST_CASE("AT-09 Attendance asks for the 11 positions of the guide") {
    World world;
    const Record municipality = world.get(world.municipality);

    const Attendance attendance = make_attendance(world.catalog.positions(), {}, &municipality);

    CHECK(attendance.positions.size() == 11);
    CHECK(cover_of(attendance, "mayor").cover == Cover::missing);
}

TEST_CASE("Attendance excuses only Control, and only where there is none") {
    World world;
    Record municipality = world.get(world.municipality);

    const Attendance without = make_attendance(world.catalog.positions(), {}, &municipality);
    municipality.fields["has_control"] = true;
    const Attendance with = make_attendance(world.catalog.positions(), {}, &municipality);

    CHECK(cover_of(without, "control_director").cover == Cover::not_applicable);
    CHECK(cover_of(without, "works_director").cover == Cover::missing);
    CHECK(without.settled() == 1);
    CHECK(cover_of(with, "control_director").cover == Cover::missing);
}

TEST_CASE("Attendance tells who holds a position from who carries out its function") {
    World world;
    const std::vector<Record> participants{
        participant(world, cover_fields(Cover::holder, position(world, "mayor"))),
        participant(world, cover_fields(Cover::substitute, position(world, "traffic_director")))};

    const Attendance attendance = make_attendance(world.catalog.positions(), participants, nullptr);

    CHECK(cover_of(attendance, "mayor").cover == Cover::holder);
    CHECK(cover_of(attendance, "traffic_director").cover == Cover::substitute);
    CHECK(attendance.others.empty());
}

TEST_CASE("Attendance lets one person hold a position and carry out another's function") {
    World world;
    Record person =
        participant(world, cover_fields(Cover::substitute, position(world, "traffic_director")));
    person.fields["position"] = text(position(world, "works_director").name);
    const std::vector<Record> participants{person};

    const Attendance attendance = make_attendance(world.catalog.positions(), participants, nullptr);

    CHECK(cover_of(attendance, "works_director").is_settled());
    CHECK(cover_of(attendance, "traffic_director").is_settled());
    CHECK(attendance.others.empty());
}

TEST_CASE("Attendance keeps aside whoever is absent or of another position") {
    World world;
    const std::vector<Record> participants{
        participant(world, cover_fields(Cover::absent, position(world, "mayor"))),
        participant(world, {{"position", text("Encargada de Cultura")}})};

    const Attendance attendance = make_attendance(world.catalog.positions(), participants, nullptr);

    CHECK(cover_of(attendance, "mayor").cover == Cover::absent);
    CHECK_FALSE(cover_of(attendance, "mayor").is_settled());
    REQUIRE(attendance.others.size() == 1);
    CHECK(attendance.others.front() == &participants[1]);
}
