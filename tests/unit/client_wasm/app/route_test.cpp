#include "client_wasm/app/route.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::client::Route;

TEST_CASE("Route: parts are cut at slashes, whatever stands before the first") {
    for (const char* text : {"plan/linea/7", "#plan/linea/7", "/plan/linea/7", "#/plan/linea/7/"}) {
        CHECK(Route::parse(text).to_text() == "plan/linea/7");
    }
    CHECK(Route::parse("diagnostico/14").at(1) == "14");
    CHECK(Route::parse("diagnostico/14").at(2).empty());
}

TEST_CASE("Route: nothing is the start") {
    CHECK(Route::parse("").to_text() == "inicio");
    CHECK(Route::parse("#/").at(0) == "inicio");
}

TEST_CASE("Route: a part is an id or nil") {
    const Route route = Route::parse("plan/linea/0190a000-0000-7000-8000-000000000001");

    CHECK_FALSE(route.id_at(2).is_nil());
    CHECK(route.id_at(1).is_nil());
    CHECK(route.id_at(9).is_nil());
}
