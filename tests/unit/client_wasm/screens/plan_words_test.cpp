#include "client_wasm/screens/plan_words.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

#include <array>

using namespace minga;
using namespace minga::client;
using minga::test::text;
using minga::test::World;

TEST_CASE("period_text names the year once where both months share it") {
    CHECK(period_text("2026-03", "2026-06") == "mar – jun 2026");
    CHECK(period_text("2026-11", "2027-02") == "nov 2026 – feb 2027");
    CHECK(period_text("2026-03", "2026-03") == "mar 2026");
    CHECK(period_text("2026-03", "") == "Desde mar 2026");
    CHECK(period_text("", "2026-03") == "Hasta mar 2026");
    CHECK(period_text("", "") == "Sin fechas");
    CHECK(period_within("", "2026-03") == "hasta mar 2026");
    CHECK(period_within("", "") == "sin fechas");
}

TEST_CASE("months_text joins months and says their years") {
    const std::array one{Month::of(2026, 10)};
    const std::array two{Month::of(2026, 10), Month::of(2026, 11)};
    const std::array across{Month::of(2026, 12), Month::of(2027, 1)};

    CHECK(months_text(one) == "octubre de 2026");
    CHECK(months_text(two) == "octubre y noviembre de 2026");
    CHECK(months_text(across) == "diciembre de 2026 y enero de 2027");
}

TEST_CASE("activity_word says late before what the status says, but not of what is executed") {
    World world;
    Record activity = world.get(world.activity);

    CHECK(activity_word(activity, Month::of(2026, 5)).text == "Programada");
    CHECK(activity_word(activity, Month::of(2026, 6)).text == "Atrasada");
    activity.fields["status"] = text("in_progress");
    CHECK(activity_word(activity, Month::of(2026, 5)).text == "En curso");
    activity.fields["status"] = text("executed");
    CHECK(activity_word(activity, Month::of(2027, 1)).text == "Ejecutada");
}

TEST_CASE("month_window spans all records, is never cramped and never endless") {
    World world;
    const Record line = world.get(world.line);
    const Record activity = world.get(world.activity);
    Record far = activity;
    far.fields["end_month"] = text("2040-12");
    Record blank = activity;
    blank.fields.erase("start_month");
    blank.fields.erase("end_month");
    const std::array<const Record*, 2> both{&line, &activity};
    const std::array<const Record*, 2> long_one{&line, &far};
    const std::array<const Record*, 1> nothing{&blank};

    CHECK(month_window(both, Month::of(2026, 11)).first == "2026-03");
    CHECK(month_window(both, Month::of(2026, 11)).count == 6);
    CHECK(month_window(long_one, Month::of(2026, 11)).count == 36);
    CHECK(month_window(nothing, Month::of(2026, 11)).first == "2026-11");
}

TEST_CASE("shortened cuts between words and never inside a letter") {
    CHECK(shortened("Reducir los plazos", 40) == "Reducir los plazos");
    CHECK(shortened("Reducir los plazos de atención", 20) == "Reducir los plazos…");
    CHECK(shortened("ñññññ", 3) == "ñññ…");
    CHECK(shortened("una\ndos", 40) == "una dos");
}

TEST_CASE("person_text joins a name and a position where there are both") {
    CHECK(person_text("María Soto", "Jefa de Compras") == "María Soto, Jefa de Compras");
    CHECK(person_text("María Soto", "") == "María Soto");
    CHECK(person_text("", "") == "");
}
