#include "client_wasm/app/sync_words.hpp"

#include "client_wasm/app/moment.hpp"
#include "shared/base/text.hpp"
#include "sync/blob/blob_rules.hpp"

#include <algorithm>
#include <cstdlib>

namespace minga::client {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int64_t year_ms = 365 * day_ms + day_ms / 4;
constexpr std::int64_t skew_told_ms = 5 * minute_ms;
/// What an exchange costs in which nobody has anything to say, both ways.
constexpr std::int64_t idle_bytes = 1024;

/// In the largest unit of which it is at least one.
std::string span_words(std::int64_t ms) {
    if (ms < hour_ms) return counted(ms / minute_ms, "minuto", "minutos");
    if (ms < day_ms) return counted(ms / hour_ms, "hora", "horas");
    if (ms < year_ms) return counted(ms / day_ms, "día", "días");
    return counted(ms / year_ms, "año", "años");
}

}  // namespace

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return with_thousands(count) + " " + std::string{count == 1 ? one : many};
}

SyncWords sync_words(const SyncView& view, const SyncMoment& moment) {
    const std::string queue = with_thousands(view.pending) + " en cola";
    const std::string kept =
        view.pending > 0 ? "Guardado en este equipo · " + queue + "." : "Guardado en este equipo.";
    if (!moment.is_durable) {
        return {SyncState::not_saved, "Este equipo no guarda",
                "El navegador no permite guardar en este equipo: lo que escriba se pierde al "
                "cerrar, salvo lo que alcance a llegar al servidor. " +
                    kept,
                "no guarda"};
    }
    if (view.waiting() > 0) {
        const std::string sentence =
            counted(view.waiting(), "cambio espera su decisión", "cambios esperan su decisión");
        return {SyncState::waiting,
                with_thousands(view.waiting()) +
                    (view.waiting() == 1 ? " espera su decisión" : " esperan su decisión"),
                sentence + ". " + kept,
                with_thousands(view.waiting()) + (view.waiting() == 1 ? " espera" : " esperan")};
    }
    if (view.is_expired) {
        return {SyncState::on_device, view.pending > 0 ? queue : "En este equipo",
                kept + " Su sesión venció: entre de nuevo para sincronizar."};
    }
    if (view.offline_since.ms > 0) {
        const std::string since =
            since_text(view.offline_since, moment.now, moment.zone_offset_minutes);
        return {SyncState::offline, view.pending > 0 ? "Sin conexión · " + queue : "Sin conexión",
                "Sin conexión desde " + since + ": siga trabajando. " + kept,
                view.pending > 0 ? queue : std::string{}};
    }
    if (view.is_running && view.pending > 0) {
        return {SyncState::sending, "Enviando · " + queue, "Enviando al servidor. " + kept, queue};
    }
    if (view.pending > 0) return {SyncState::on_device, queue, kept};
    if (view.last_sync.ms == 0) {
        return {SyncState::on_device, view.is_running ? "Recibiendo datos" : "En este equipo",
                view.is_running ? "Recibiendo sus datos desde el servidor." : kept};
    }
    const std::string at = moment_text(view.last_sync, moment.now, moment.zone_offset_minutes);
    if (moment.files_pending > 0) {
        const std::string files =
            counted(moment.files_pending, "archivo pendiente", "archivos pendientes");
        return {SyncState::on_device, files,
                "Lo que escribió está en el servidor, " + at +
                    ". Guardado en este equipo: " + files + ".",
                counted(moment.files_pending, "archivo", "archivos")};
    }
    return {SyncState::on_server, "En el servidor, " + at,
            "Todo lo suyo está en el servidor. Última sincronización: " + at + ".",
            "En el servidor"};
}

std::string skew_words(std::int64_t skew_ms) {
    const std::int64_t span_ms = std::abs(skew_ms);
    if (span_ms <= skew_told_ms) return {};
    return "Está " + span_words(span_ms) + (skew_ms > 0 ? " atrasado." : " adelantado.") +
           " No se pierde nada, y las horas que ven los demás se corrigen; aun así, conviene "
           "ponerlo en hora.";
}

std::string backed_words(const SyncView& view, Instant now, std::int32_t zone_offset_minutes) {
    if (view.acked_n == 0) return {};
    if (view.backed_n == 0) return "todavía nada de lo enviado desde este equipo";
    if (view.backed_n >= view.acked_n) return "lo último que se envió";
    const std::int64_t missing = view.acked_n - view.backed_n;
    const std::string left = (missing == 1 ? "falta " : "faltan ") +
                             counted(missing, "cambio que está", "cambios que están") +
                             " solo en el servidor";
    if (view.backed_at.ms == 0) return "un cambio anterior; " + left;
    const Instant common{now.ms + view.clock_skew_ms};
    return "lo que hizo usted (" + moment_text(view.backed_at, common, zone_offset_minutes) +
           "); " + left;
}

std::string budget_words(const SyncBudget& budget) {
    const std::int64_t kilobytes = (idle_bytes + budget.pending_bytes + 1023) / 1024;
    std::string words = "Esta sincronización: cerca de " + with_thousands(kilobytes) + " KB";
    if (budget.file_bytes > 0) {
        words += "; archivos: " + sync::size_words(budget.file_bytes);
        if (budget.are_files_held) words += ", esperan Wi-Fi";
    }
    return words + ".";
}

}  // namespace minga::client
