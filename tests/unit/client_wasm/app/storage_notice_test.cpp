#include "client_wasm/app/storage_notice.hpp"

#include "tests/unit/client_wasm/app/page_fixture.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::client;
using namespace minga::test;

TEST_CASE("storage notice: where nothing is kept a copy is offered, and the warning stays") {
    PageFixture at;
    at.app.account.storage = {.vfs = "opfs", .is_durable = false, .reason = "no_opfs"};
    CHECK(storage_banner(at.app).tone == Tone::bad);
    CHECK(storage_banner(at.app).title == "No se puede guardar en este navegador");
    CHECK(storage_banner(at.app).action.empty());

    at.sign_in(at.world.committee);
    CHECK(storage_banner(at.app).action == "Descargar una copia");
    act_on_storage_notice(at.app);

    CHECK(at.page.downloaded.second.find("\"records\"") != std::string::npos);
    CHECK_FALSE(is_mirroring_read(at.app));
}

TEST_CASE("storage notice: that it is kept by a slower way is read once") {
    PageFixture at;
    at.sign_in(at.world.committee);
    at.app.account.storage = {
        .vfs = "opfs", .is_durable = true, .reason = "mirrored", .is_mirrored = true};
    CHECK(storage_banner(at.app).tone == Tone::neutral);
    CHECK_FALSE(is_mirroring_read(at.app));

    act_on_storage_notice(at.app);

    CHECK(is_mirroring_read(at.app));
    CHECK(at.page.downloaded.second.empty());
}
