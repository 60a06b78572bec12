#include "client_wasm/app/file_driver.hpp"

#include "client_wasm/app/file_words.hpp"
#include "tests/support/sample_files.hpp"
#include "tests/unit/client_wasm/app/page_fixture.hpp"

using namespace minga;
using namespace minga::client;
using minga::test::PageFixture;
using minga::test::sample_photo;
using minga::test::text;

namespace {

struct FileFixture : PageFixture {
    FileDriver driver{page, app, random};
    const std::string photo = sample_photo(100'000);
    Id document;

    FileFixture() {
        sign_in(world.committee);
        auto id = app.create("document",
                             {{"cycle", text(world.cycle.to_text())}, {"type", text("other")}});
        REQUIRE(id);
        document = *id;
    }
    std::string attach() {
        REQUIRE(app.attach(document, {.name = "foto.jpg", .bytes = photo, .problem = {}}));
        app.begin_frame();
        return sync::blob_of(*app.find(document));
    }
    /// The server has every change.
    void accept() {
        sync::SyncAnswer answer;
        answer.epoch = "first";
        answer.next_n = app.store()->last_n() + 1;
        for (std::int64_t n = 1; n < answer.next_n; ++n) {
            answer.verdicts.push_back({.n = n, .rev = n});
        }
        REQUIRE(app.store()->apply(answer));
        app.begin_frame();
    }
    void answer_offset(int status, std::int64_t offset, bool is_complete) {
        page.answer(status, {},
                    {{"upload-offset", std::to_string(offset)},
                     {"upload-complete", is_complete ? "?1" : "?0"}});
    }
};

}  // namespace

TEST_CASE("FileDriver: a file goes up in chunks after its record, and what waits is counted") {
    FileFixture at;
    at.attach();
    at.driver.run();
    CHECK(at.page.requests.empty());
    CHECK(at.app.files().pending == 1);

    at.accept();
    at.driver.run();
    CHECK(at.page.waiting_request().method == "HEAD");
    at.answer_offset(200, 0, false);
    CHECK(at.page.waiting_request().method == "PUT");
    CHECK(at.page.waiting_request().body == at.photo.substr(0, 32 * 1024));
    CHECK(at.app.files().is_running);
    at.answer_offset(204, 32 * 1024, false);
    CHECK(at.page.waiting_request().body == at.photo.substr(32 * 1024, 64 * 1024));
    at.answer_offset(201, 100'000, true);

    CHECK(at.page.requests.empty());
    CHECK(at.app.files().pending == 0);
    CHECK_FALSE(at.app.files().is_running);
}

TEST_CASE("FileDriver: words go before pictures") {
    FileFixture at;
    at.attach();
    at.accept();
    at.driver.run();
    SyncView busy;
    busy.is_running = true;
    at.app.set_sync_view(busy);
    at.answer_offset(200, 0, false);
    CHECK(at.page.requests.empty());

    at.app.set_sync_view({});
    at.page.advance(500);
    CHECK(at.page.waiting_request().method == "PUT");
}

TEST_CASE("FileDriver: only with Wi-Fi means that a paid link carries none, until it is asked") {
    FileFixture at;
    at.app.set_file_policy(FilePolicy::wifi);
    at.attach();
    at.accept();
    for (const LinkKind link : {LinkKind::metered, LinkKind::unknown}) {
        at.page.link = link;
        at.driver.run();
        CHECK(at.page.requests.empty());
        CHECK(at.app.files().is_held);
    }
    at.driver.run_asked();
    CHECK(at.page.waiting_request().method == "HEAD");
    at.driver.stop();

    at.page.link = LinkKind::free;
    at.driver.run();
    CHECK(at.page.waiting_request().method == "HEAD");
}

TEST_CASE("FileDriver: a phone that leaves the Wi-Fi stops in the middle of a file") {
    FileFixture at;
    at.app.set_file_policy(FilePolicy::wifi);
    at.attach();
    at.accept();
    at.page.link = LinkKind::free;
    at.driver.run();
    at.answer_offset(200, 0, false);
    at.page.link = LinkKind::metered;
    at.answer_offset(204, 32 * 1024, false);

    CHECK(at.page.requests.empty());
    CHECK(at.app.files().is_held);
    CHECK(at.app.files().bytes_left == 100'000 - 32 * 1024);
}

TEST_CASE("FileDriver: what was asked for comes, even where nothing may go") {
    FileFixture at;
    const std::string hash = at.attach();
    at.accept();
    REQUIRE(at.app.store()->blobs().remove(hash));
    at.app.set_file_policy(FilePolicy::asked);
    at.app.fetch_file(*at.app.find(at.document));
    at.driver.run();

    CHECK(at.page.waiting_request().method == "GET");
    at.page.answer(206, at.photo, {{"content-range", "bytes 0-99999/100000"}});
    CHECK(at.app.store()->blobs().read_whole(hash).value_or("") == at.photo);
}

TEST_CASE("FileDriver: after a cut it asks how far the server is, and never gives up for good") {
    FileFixture at;
    at.attach();
    at.accept();
    at.driver.run();
    at.answer_offset(200, 0, false);
    at.page.answer(0, {});
    CHECK(at.page.requests.empty());
    at.page.advance(60'000);
    CHECK(at.page.waiting_request().method == "HEAD");
    for (int i = 0; i < 10 && !at.page.requests.empty(); ++i) {
        at.page.answer(0, {});
        at.page.advance(10 * 60'000);
    }
    CHECK(at.app.files().pending == 1);
    at.driver.run();
    CHECK(at.page.waiting_request().method == "HEAD");
}

TEST_CASE("FileDriver: a link that carried the records again ends a wait for the next attempt") {
    FileFixture at;
    at.attach();
    at.accept();
    at.driver.run();
    for (int i = 0; i < 5; ++i) {
        at.page.answer(0, {});
        if (i < 4) at.page.advance(60'000);
    }
    CHECK(at.page.requests.empty());
    at.driver.run();
    CHECK(at.page.waiting_request().method == "HEAD");
    at.page.answer(0, {});
    at.page.advance(2'000);  // as after a first failure
    CHECK(at.page.waiting_request().method == "HEAD");
}

TEST_CASE("A file that may not travel is refused at its record, and the record stays") {
    FileFixture at;
    CHECK_FALSE(at.app.attach(at.document, {.name = "a.html", .bytes = "<script>", .problem = {}}));
    REQUIRE(at.app.refusal(at.document) != nullptr);
    CHECK(at.app.refusal(at.document)->message.find("no se puede adjuntar") != std::string::npos);
    CHECK_FALSE(at.app.attach(at.document, {.name = "v.mp4", .bytes = {}, .problem = "too_large"}));
    CHECK(at.app.refusal(at.document)->message.find("20 MB") != std::string::npos);
    CHECK(at.app.attach(at.document, {.name = "foto.jpg", .bytes = at.photo, .problem = {}}));
    CHECK(at.app.refusal(at.document) == nullptr);
}

TEST_CASE("Every place a file can be in has its words") {
    using sync::BlobPlace;
    const std::string hash(64, 'a');
    const auto words = [&](BlobPlace place, std::int64_t held, std::int64_t sent) {
        sync::BlobFile file;
        file.place = place;
        file.bytes = 1000;
        file.held = held;
        file.sent = sent;
        file.reason = "Por esto.";
        return file_words(hash, file, true);
    };
    CHECK(file_words("", std::nullopt, false).text == "Sin archivo");
    CHECK(file_words(hash, std::nullopt, false).text == "Por traer");
    CHECK(words(BlobPlace::only_here, 1000, 0).text == "Archivo pendiente");
    const FileWords sending = words(BlobPlace::only_here, 1000, 430);
    CHECK(sending.text == "Enviando 43 %");
    CHECK(sending.progress == 0.43F);
    CHECK(words(BlobPlace::settled, 1000, 1000).text == "En el servidor");
    CHECK(words(BlobPlace::fetching, 400, 0).text == "Trayendo 40 %");
    CHECK(words(BlobPlace::missing, 0, 0).text == "Archivo pendiente");
    CHECK(words(BlobPlace::refused, 1000, 0).sentence == "Por esto.");
}
