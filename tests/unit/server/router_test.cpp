#include "server/http/router.hpp"

#include <catch_amalgamated.hpp>

namespace minga::server {
namespace {

Router make_router() {
    Router router;
    const auto nothing = [](Exchange&) { return HttpResponse{}; };
    router.add({"GET", "/healthz", false, nothing});
    router.add({"POST", "/api/v1/session", false, nothing});
    router.add({"DELETE", "/api/v1/session", true, nothing});
    router.add({"GET", "/api/v1/export/*.csv", true, nothing});
    return router;
}

TEST_CASE("Router finds a path by its method") {
    const Router router = make_router();

    CHECK(router.find("GET", "/healthz").route != nullptr);
    CHECK(router.find("HEAD", "/healthz").route != nullptr);
    CHECK(router.find("DELETE", "/api/v1/session").route->needs_login);
    CHECK_FALSE(router.find("POST", "/api/v1/session").route->needs_login);
}

TEST_CASE("Router captures what stands for the star, and no slash") {
    const Router router = make_router();

    CHECK(router.find("GET", "/api/v1/export/plan.csv").capture == "plan");
    CHECK(router.find("GET", "/api/v1/export/.csv").route == nullptr);
    CHECK(router.find("GET", "/api/v1/export/a/b.csv").route == nullptr);
    CHECK(router.find("GET", "/api/v1/export/plan.pdf").route == nullptr);
}

TEST_CASE("Router tells the methods of a path that has not this one") {
    const auto match = make_router().find("PUT", "/api/v1/session");

    CHECK(match.route == nullptr);
    CHECK(match.allowed == "POST, DELETE");
    CHECK(make_router().find("PUT", "/nothing").allowed.empty());
}

}  // namespace
}  // namespace minga::server
