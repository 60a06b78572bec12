#include "client_wasm/app/bundle_driver.hpp"

#include "shared/base/bytes.hpp"
#include "sync/bundle/bundle.hpp"
#include "tests/unit/client_wasm/app/page_fixture.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;
using namespace minga::sync;

namespace {

/// Answers what the driver asks of the module that seals and opens, with the same code.
struct BundleFixture : PageFixture {
    KeyPair server = keys_of(new_secret(random));
    BundleDriver driver{page, app};

    BundleFixture() {
        app.hooks.sync_now = [] {};
        sign_in(world.committee);
        driver.start();
    }

    TestPage::Waiting take_request(std::string_view url) {
        REQUIRE(page.requests.size() == 1);
        auto waiting = std::move(page.requests.begin()->second);
        page.requests.clear();
        REQUIRE(waiting.request.url == url);
        return waiting;
    }
    static void give(const TestPage::Waiting& waiting, int status, std::string head,
                     std::string body = {}) {
        HttpResponse response;
        response.status = status;
        if (!head.empty()) response.headers = {{"head", std::move(head)}};
        response.body = std::move(body);
        waiting.done(std::move(response));
    }
    static Json head_of(const TestPage::Waiting& waiting) {
        auto json = parse_json(waiting.request.headers.front().second);
        REQUIRE(json);
        return *json;
    }
    KeyPair device_keys() {
        const auto secret = parse_secret(app.store()->setting(bundle_secret_setting));
        REQUIRE(secret);
        return keys_of(*secret);
    }

    void enroll() {
        driver.use_network();
        const auto asked = take_request("minga:bundle/prove");
        const KeyPair keys = device_keys();
        CHECK(head_of(asked).text_at("login") == world.committee.login);
        give(asked, 200, Json::object().set("key", keys.shown.to_text()).set("proof", "x").dump());
        const auto shown = take_request("/api/v1/devices");
        give(shown, 200, {}, Json::object().set("server_key", server.shown.to_text()).dump());
    }
    /// The facts as the module tells them.
    static Json facts(const BundleHeader& header, std::string_view file) {
        return Json::object()
            .set("answer", header.kind == BundleKind::answer)
            .set("device", header.device.to_text())
            .set("receiver", to_hex(header.receiver))
            .set("sender", to_hex(header.sender))
            .set("first_n", header.first_n)
            .set("last_n", header.last_n)
            .set("made_at", header.made_at.ms)
            .set("hash", bundle_hash(file))
            .set("bytes", static_cast<std::int64_t>(file.size()));
    }
    std::string seal_for(const PublicKeys& receiver, const KeyPair& sender, BundleKind kind) {
        BundleHeader header;
        header.kind = kind;
        header.device = name_based_id({}, "another");
        auto file = seal_bundle(header, {}, sender, receiver, random);
        REQUIRE(file);
        return *std::move(file);
    }
    void open_unlocked(const std::string& file) {
        const auto asked = take_request("minga:bundle/open");
        CHECK(asked.request.body == file);
        auto reader = BundleReader::open(file);
        REQUIRE(reader);
        give(asked, 200, facts(reader->header(), file).set("opened", false).dump());
    }
};

}  // namespace

TEST_CASE_METHOD(BundleFixture, "before the server knows the device no file can be made") {
    CHECK_FALSE(app.bundles.is_possible);

    enroll();

    CHECK(app.bundles.is_possible);
    driver.use_network();
    CHECK(page.requests.empty());
}

TEST_CASE_METHOD(BundleFixture, "a file is prepared with what has no verdict, and stays in sight") {
    enroll();
    REQUIRE(app.store()->set(world.activity, {{"name", text("Uno")}}));

    driver.prepare();
    CHECK(app.bundles.is_working);
    const auto asked = take_request("minga:bundle/seal");
    const Json head = head_of(asked);
    CHECK(head.integer_at("first_n") == 1);
    CHECK(head.integer_at("last_n") == 1);
    CHECK(head.text_at("server_key") == server.shown.to_text());
    CHECK(asked.request.body.find("\"name\":\"Uno\"") != std::string::npos);
    BundleHeader header;
    header.device = app.store()->device();
    header.first_n = header.last_n = 1;
    auto file = seal_bundle(header, asked.request.body, device_keys(), server.shown, random);
    REQUIRE(file);
    give(asked, 200, facts(header, *file).dump(), *file);

    REQUIRE(app.bundles.prepared);
    CHECK(app.bundles.prepared->file == *file);
    CHECK(app.bundles.prepared->facts.hash == bundle_hash(*file));
    CHECK_FALSE(app.bundles.is_working);
}

TEST_CASE_METHOD(BundleFixture, "without its module the driver says so, and the work stays") {
    enroll();
    REQUIRE(app.store()->set(world.activity, {{"name", text("Uno")}}));

    driver.prepare();
    give(take_request("minga:bundle/seal"), 0, {});

    CHECK_FALSE(app.bundles.error.empty());
    CHECK_FALSE(app.bundles.is_working);
    CHECK(app.store()->status().pending == 1);
}

TEST_CASE_METHOD(BundleFixture, "another's file is carried unread and handed over with a network") {
    enroll();
    const KeyPair other = keys_of(new_secret(random));
    const std::string file = seal_for(server.shown, other, BundleKind::request);

    driver.receive(file);
    open_unlocked(file);
    REQUIRE(app.bundles.carried.size() == 1);

    driver.use_network();
    const auto sent = take_request("/api/v1/bundles");
    CHECK(sent.request.body == file);
    const std::string answer = seal_for(other.shown, server, BundleKind::answer);
    give(sent, 200, {}, answer);
    open_unlocked(answer);

    REQUIRE(app.bundles.carried.size() == 1);
    CHECK(app.bundles.carried.front().facts.is_answer);
    driver.give_carried(app.bundles.carried.front().facts.hash);
    CHECK(page.shared.second == answer);
    driver.drop_carried(app.bundles.carried.front().facts.hash);
    CHECK(app.bundles.carried.empty());
}

TEST_CASE_METHOD(BundleFixture, "what the server does not take stays, with its reason, unasked") {
    enroll();
    const std::string file =
        seal_for(server.shown, keys_of(new_secret(random)), BundleKind::request);
    driver.receive(file);
    open_unlocked(file);

    driver.use_network();
    give(take_request("/api/v1/bundles"), 403, {},
         R"({"code":"bundle_unknown_device","detail":"No se conoce ese equipo."})");

    REQUIRE(app.bundles.carried.size() == 1);
    CHECK(app.bundles.carried.front().problem == "No se conoce ese equipo.");
    driver.use_network();
    CHECK(page.requests.empty());
}

TEST_CASE_METHOD(BundleFixture, "a file that cannot be read says why and changes nothing") {
    enroll();

    driver.receive("nada");
    give(take_request("minga:bundle/open"), 200,
         R"({"code":"malformed","message":"Este archivo no es de Minga."})");

    CHECK(app.bundles.error == "Este archivo no es de Minga.");
    CHECK(app.bundles.carried.empty());
}

TEST_CASE_METHOD(BundleFixture, "an answer that another server signed is not taken") {
    enroll();
    const KeyPair stranger = keys_of(new_secret(random));
    const std::string file = seal_for(device_keys().shown, stranger, BundleKind::answer);

    driver.receive(file);
    const auto asked = take_request("minga:bundle/open");
    auto reader = BundleReader::open(file);
    REQUIRE(reader);
    give(asked, 200, facts(reader->header(), file).set("opened", true).set("whole", true).dump());

    CHECK(app.bundles.error.find("no es del servidor") != std::string::npos);
    CHECK(app.bundles.news.empty());
}

TEST_CASE_METHOD(BundleFixture, "another person's store begins without what was prepared") {
    enroll();
    app.bundles.prepared.emplace();
    app.bundles.news = "algo";

    driver.start();

    CHECK_FALSE(app.bundles.prepared);
    CHECK(app.bundles.news.empty());
}
