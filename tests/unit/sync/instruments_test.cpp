// Instruments that were published to a server after the programs were built reach its devices with
// an exchange, once, and stay there.

#include "sync/wire/instruments.hpp"
#include "shared/programs/embedded.hpp"
#include "shared/sheets/instrument_sheet.hpp"
#include "tests/support/instrument_csv.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

std::string instrument_text(const std::string& key) {
    auto table = sheets::table_from_text(placeholder_csv());
    REQUIRE(table);
    return sheets::read_instrument_sheet(*table, {"municipal", key, "1", "De prueba"},
                                         embedded_catalog().model())
        .body;
}

InstrumentTexts texts_of(const std::vector<std::string>& all) {
    InstrumentTexts texts;
    for (const std::string& text : all) texts.add(text);
    return texts;
}

struct Published : ExchangeFixture {
    TestDevice device{world.catalog, {.seed = 31}};

    Published() { REQUIRE(device.store().sign_in(world.committee, "token")); }

    std::optional<InstrumentNews> told() {
        return exchange(world.committee, request(device)).instruments;
    }
};

}  // namespace

TEST_CASE_METHOD(Published, "what was published comes with the next exchange, and only once") {
    server.published = {instrument_text("a_1"), instrument_text("b_1")};
    sync(device);
    CHECK(device.store().instruments().texts() == server.published);

    CHECK_FALSE(told());
    server.published.push_back(instrument_text("c_1"));
    const auto news = told();
    REQUIRE(news);
    CHECK(news->after == 2);
    CHECK(news->texts == std::vector<std::string>{server.published.back()});
    sync(device);
    CHECK(device.store().instruments().texts() == server.published);
}

TEST_CASE_METHOD(Published, "what was published is there at the next start too") {
    server.published = {instrument_text("a_1")};
    sync(device);
    device.kill();

    Catalog catalog = *catalog_from_embedded();
    add_instruments(catalog, device.store().instruments().texts());
    REQUIRE(catalog.instrument("a_1") != nullptr);
    CHECK(catalog.current_instrument(InstrumentKind::diagnostic).key() == "a_1");
    // Known already, or of a kind that this program does not read: left out, and no harm done.
    const std::size_t count = catalog.instruments().size();
    add_instruments(catalog, std::vector<std::string>{instrument_text("a_1"), "{\"key\":1}", "no"});
    CHECK(catalog.instruments().size() == count);
}

TEST_CASE_METHOD(Published, "a server that was restored or changed tells all of it anew") {
    server.published = {instrument_text("a_1"), instrument_text("b_1")};
    sync(device);
    server.published = {instrument_text("b_1")};
    sync(device);
    CHECK(device.store().instruments().texts() == server.published);
    server.published.clear();
    sync(device);
    CHECK(device.store().instruments().texts().empty());
}

TEST_CASE_METHOD(Published, "another person's device is told again") {
    server.published = {instrument_text("a_1")};
    sync(device);
    REQUIRE(device.store().sign_in(world.mayor, "token"));
    CHECK(device.store().instruments().texts().empty());
    sync(device);
    CHECK(device.store().instruments().texts() == server.published);
}

TEST_CASE_METHOD(Published, "more than an answer has room for comes in several") {
    for (int i = 0; i < 6; ++i) {
        server.published.push_back("{\"key\":\"large_" + std::to_string(i) + "\",\"text\":\"" +
                                   std::string(100'000, 'x') + "\"}");
    }
    CHECK(synchronize(device, server) >= 3);
    CHECK(device.store().instruments().texts() == server.published);
}

TEST_CASE_METHOD(Published, "devices of before there were any are not told") {
    server.published = {instrument_text("a_1")};
    std::string body;
    append_frame(body, Json::object()
                           .set("minga", 1)
                           .set("device", device.store().device().to_text())
                           .set("schema", 1)
                           .dump());
    const Reply reply = server.handle(world.committee, body);
    REQUIRE(reply.status == 200);
    CHECK(reply.body.find("\"instruments\"") == std::string::npos);
}

TEST_CASE("the digest of instruments is that of their SHA-256s, which may be known already") {
    InstrumentTexts texts;
    CHECK(texts.digest().empty());
    texts.add("one");
    CHECK(texts.digest() == "e8fdaa78e6ffffcd");
    texts.add("two, whatever it says",
              "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3");
    CHECK(texts.digest() == "298315b0a8b45009");
    CHECK(texts.digest_of_first(1) == "e8fdaa78e6ffffcd");
    CHECK(texts.digest_of_first(0).empty());
}

TEST_CASE("what is said of instruments and makes no sense counts as none, or is refused") {
    const InstrumentTexts published = texts_of({"one", "two"});
    const auto whole = instrument_news(published, {}, 1000);
    REQUIRE(whole);
    CHECK(whole->texts == published.texts());
    for (const std::string_view text : {"[]", "[1]", "[-1,\"x\"]", "[\"1\",\"x\"]", "{}", "7"}) {
        CHECK(held_instruments_from_json(*parse_json(text)).count == 0);
    }
    const HeldInstruments beyond{.count = 1000, .digest = published.digest()};
    const auto anew = instrument_news(published, beyond, 1000);
    REQUIRE(anew);
    CHECK(anew->after == 0);
    for (const std::string_view text : {"[]", "{}", "{\"after\":-1,\"texts\":[]}",
                                        "{\"after\":0,\"texts\":[1]}", "{\"after\":\"0\"}"}) {
        CHECK_FALSE(instrument_news_from_json(*parse_json(text)));
    }
}
