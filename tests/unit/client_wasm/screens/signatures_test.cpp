#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga::client;
using minga::Actor;
using minga::Record;
using minga::test::DrawnPage;
using minga::test::text;

namespace {

struct SignaturesPage : DrawnPage {
    SignaturesPage() : DrawnPage(draw_signatures) {}
    void enter(const Actor& actor) {
        sign_in(actor);
        app.navigate("firmas");
        settle();
    }
};

}  // namespace

TEST_CASE("signatures: each signs in their own position, and the page says what is missing") {
    SignaturesPage page;
    page.enter(page.world.mayor);
    CHECK(page.says("Faltan 3 firmas"));
    CHECK(page.find(Role::button, "Firmar como Secretario o Secretaria Municipal") == nullptr);

    page.press("Firmar como Alcalde o Alcaldesa");

    const auto& signatures = page.app.children(page.world.diagnosis, "signature");
    REQUIRE(signatures.size() == 1);
    CHECK(text_of(signatures.front().fields, "function") == "mayor");
    CHECK(text_of(signatures.front().fields, "name") == page.world.mayor.name);
    CHECK(text_of(signatures.front().fields, "digest").size() == 64);
    CHECK(page.says("Faltan 2 firmas"));
    CHECK(page.says("Firmó Ana Ríos"));
    CHECK(page.find(Role::button, "Firmar como Alcalde o Alcaldesa") == nullptr);
}

TEST_CASE("signatures: a document that is not there is added by whoever may") {
    SignaturesPage page;
    page.enter(page.world.mayor);

    CHECK(page.says("Todavía no se registra. Después podrá firmarse."));
    CHECK(page.count(Role::button, "Agregar el documento") > 0);
}

TEST_CASE("signatures: who signs nothing reads who signed") {
    SignaturesPage page;
    page.world.add("signature", {{"subject", text(page.world.diagnosis.to_text())},
                                 {"function", text("mayor")},
                                 {"name", text("Ana Ríos")}});
    page.enter(page.world.owner);

    CHECK(page.says("Firmó Ana Ríos"));
    for (const SemanticNode& node : page.nodes()) {
        CHECK_FALSE(node.name.starts_with("Firmar como"));
    }
}

TEST_CASE("signatures: nobody is asked to sign what is closed") {
    SignaturesPage page;
    page.world.set(page.world.diagnosis, "state", text("closed"));
    page.enter(page.world.mayor);
    CHECK(page.find(Role::button, "Firmar como Alcalde o Alcaldesa") == nullptr);
}

TEST_CASE("signatures: what was changed after it was signed is signed again") {
    SignaturesPage page;
    page.world.add("signature", {{"subject", text(page.world.diagnosis.to_text())},
                                 {"function", text("mayor")},
                                 {"name", text("Ana Ríos")},
                                 {"digest", text(std::string(64, '0'))}});
    page.enter(page.world.mayor);

    CHECK(page.says("Después se cambió lo que firmó"));
    page.press("Firmar como Alcalde o Alcaldesa");
    CHECK_FALSE(page.says("Después se cambió lo que firmó"));
}

TEST_CASE("signatures: at every size nothing reaches over the edge") {
    for (const minga::test::PageSize& size : minga::test::page_sizes) {
        SignaturesPage page;
        page.resize(size);
        page.enter(page.world.mayor);
        page.check_buttons_fit();
    }
}
