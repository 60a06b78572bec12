#include "client_wasm/app/sync_words.hpp"

#include "sync/blob/blob_rules.hpp"

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

TEST_CASE("sync_words: a photo that is only here is never said to be on the server") {
    SyncMoment now = moment;
    now.files_pending = 1;

    const SyncWords words = sync_words(on_server(), now);

    CHECK(words.state == SyncState::on_device);
    CHECK(words.text == "1 archivo pendiente");
    CHECK(words.text_short == "1 archivo");
    CHECK(words.description.find("Todo lo suyo") == std::string::npos);
}

TEST_CASE("sync_words: a wrong clock is told in the unit that people would use") {
    constexpr std::int64_t minute = 60'000;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;

    CHECK(skew_words(0).empty());
    CHECK(skew_words(5 * minute).empty());
    CHECK(skew_words(-5 * minute).empty());
    CHECK(skew_words(6 * minute).starts_with("Está 6 minutos atrasado."));
    CHECK(skew_words(-59 * minute).starts_with("Está 59 minutos adelantado."));
    CHECK(skew_words(hour).starts_with("Está 1 hora atrasado."));
    CHECK(skew_words(-23 * hour).starts_with("Está 23 horas adelantado."));
    CHECK(skew_words(day + hour).starts_with("Está 1 día atrasado."));
    CHECK(skew_words(-364 * day).starts_with("Está 364 días adelantado."));
    CHECK(skew_words(366 * day).starts_with("Está 1 año atrasado."));
    CHECK(skew_words(-3653 * day).starts_with("Está 10 años adelantado."));
}

TEST_CASE("sync_words: how far the server's backup reaches") {
    SyncView view = on_server();
    const auto words = [&] { return backed_words(view, moment.now, moment.zone_offset_minutes); };

    CHECK(words().empty());
    view.acked_n = 5;
    CHECK(words() == "todavía nada de lo enviado desde este equipo");
    view.backed_n = 4;
    CHECK(words() == "un cambio anterior; falta 1 cambio que está solo en el servidor");
    view.backed_n = 3;
    view.backed_at = Instant{moment.now.ms - 60'000};
    CHECK(words().starts_with("lo que hizo usted ("));
    CHECK(words().ends_with("; faltan 2 cambios que están solo en el servidor"));
    view.backed_n = 5;
    CHECK(words() == "lo último que se envió");
}

TEST_CASE("sync_words: what was backed up is told by the clock that it was made by") {
    SyncView view = on_server();
    view.acked_n = 2;
    view.backed_n = 1;
    view.clock_skew_ms = -3653 * 86'400'000LL;
    view.backed_at = Instant{moment.now.ms + view.clock_skew_ms};

    const std::string words = backed_words(view, moment.now, moment.zone_offset_minutes);

    CHECK(words.find("-20") == std::string::npos);  // an hour of today, no date
}

TEST_CASE("sync_words: what an exchange will cost is told before it") {
    CHECK(budget_words({}) == "Esta sincronización: cerca de 1 KB.");
    CHECK(budget_words({.pending_bytes = 3000}) == "Esta sincronización: cerca de 4 KB.");
    CHECK(budget_words({.pending_bytes = 3000, .file_bytes = 1 << 20}) ==
          "Esta sincronización: cerca de 4 KB; archivos: " + sync::size_words(1 << 20) + ".");
    CHECK(budget_words({.file_bytes = 500, .are_files_held = true}) ==
          "Esta sincronización: cerca de 1 KB; archivos: " + sync::size_words(500) +
              ", esperan Wi-Fi.");
}
