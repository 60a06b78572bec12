#include "client_wasm/app/sync_words.hpp"

#include "client_wasm/app/moment.hpp"
#include "shared/base/text.hpp"

namespace minga::client {

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
    return {SyncState::on_server, "En el servidor, " + at,
            "Todo lo suyo está en el servidor. Última sincronización: " + at + ".",
            "En el servidor"};
}

}  // namespace minga::client
