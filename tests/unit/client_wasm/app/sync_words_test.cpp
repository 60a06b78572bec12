#include "client_wasm/app/sync_words.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::client;

namespace {

const SyncMoment moment{.now = Instant{1'795'182'120'000}, .zone_offset_minutes = -180};

SyncView on_server() {
    SyncView view;
    view.last_sync = moment.now;
    return view;
}

}  // namespace

TEST_CASE("sync_words: all on the server, with the hour") {
    const SyncWords words = sync_words(on_server(), moment);

    CHECK(words.state == SyncState::on_server);
    CHECK(words.text.starts_with("En el servidor, "));
}

TEST_CASE("sync_words: what is only here is counted") {
    SyncView view = on_server();
    view.pending = 3;

    const SyncWords words = sync_words(view, moment);

    CHECK(words.state == SyncState::on_device);
    CHECK(words.text == "3 en cola");
    CHECK(words.description == "Guardado en este equipo · 3 en cola.");
}

TEST_CASE("sync_words: a decision that waits is said before the queue") {
    SyncView view = on_server();
    view.pending = 3;
    view.conflicts = 1;

    CHECK(sync_words(view, moment).text == "1 espera su decisión");
    view.refused = 1;
    CHECK(sync_words(view, moment).text == "2 esperan su decisión");
}

TEST_CASE("sync_words: without a network one goes on working") {
    SyncView view = on_server();
    view.offline_since = Instant{moment.now.ms - 4 * 86'400'000LL};
    view.pending = 2;

    const SyncWords words = sync_words(view, moment);

    CHECK(words.state == SyncState::offline);
    CHECK(words.text == "Sin conexión · 2 en cola");
    CHECK(words.description.find("siga trabajando") != std::string::npos);
}

TEST_CASE("sync_words: an expired session loses nothing and says what to do") {
    SyncView view = on_server();
    view.is_expired = true;
    view.pending = 1;

    const SyncWords words = sync_words(view, moment);

    CHECK(words.text == "1 en cola");
    CHECK(words.description.find("entre de nuevo") != std::string::npos);
}

TEST_CASE("sync_words: a device that does not keep anything says so above all") {
    SyncView view = on_server();
    view.conflicts = 1;

    CHECK(sync_words(view, {.now = moment.now, .is_durable = false}).state == SyncState::not_saved);
}

TEST_CASE("sync_words: the short text is a part of the text") {
    SyncView view = on_server();
    for (int step = 0; step < 4; ++step) {
        const SyncWords words = sync_words(view, moment);
        CHECK(words.text.find(words.text_short) != std::string::npos);
        if (step == 0) view.pending = 2;
        if (step == 1) view.offline_since = moment.now;
        if (step == 2) view.refused = 1;
    }
}
