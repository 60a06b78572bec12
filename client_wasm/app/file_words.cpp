#include "client_wasm/app/file_words.hpp"

namespace minga::client {
namespace {

float share(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<float>(part) / static_cast<float>(whole) : 0.0F;
}

std::string percent(float part) {
    return std::to_string(static_cast<int>(part * 100)) + " %";
}

FileWords waiting_words(const sync::BlobFile& file, bool is_running) {
    const float sent = share(file.sent, file.bytes);
    const std::string size = sync::size_words(file.bytes);
    if (file.sent == 0) {
        return {"Archivo pendiente",
                "Está guardado en este equipo (" + size + ") y todavía no en el servidor. " +
                    (file.reason.empty() ? "Se enviará solo, después de los datos." : file.reason),
                Tone::warn, Icon::hard_drive, std::nullopt};
    }
    const std::string verb = is_running ? "Enviando " : "Enviado ";
    return {
        verb + percent(sent),
        verb + percent(sent) + " de " + size + ". Si se corta, sigue donde quedó. " + file.reason,
        Tone::warn, Icon::cloud_upload, sent};
}

}  // namespace

FileWords file_words(std::string_view hash, const std::optional<sync::BlobFile>& file,
                     bool is_running) {
    if (hash.empty())
        return {"Sin archivo", "Este documento no tiene archivo.", Tone::muted, Icon::none,
                std::nullopt};
    if (!file) {
        return {"Por traer", "El archivo no está en este equipo. Tráigalo cuando lo necesite.",
                Tone::muted, Icon::download, std::nullopt};
    }
    switch (file->place) {
        case sync::BlobPlace::only_here:
            return waiting_words(*file, is_running);
        case sync::BlobPlace::settled:
            return {"En el servidor",
                    "Está en el servidor y en este equipo (" + sync::size_words(file->bytes) + ").",
                    Tone::ok, Icon::cloud_check, std::nullopt};
        case sync::BlobPlace::fetching: {
            const float held = share(file->held, file->bytes);
            return {"Trayendo " + percent(held),
                    file->reason.empty() ? "Trayendo el archivo. Si se corta, sigue donde quedó."
                                         : file->reason,
                    Tone::primary, Icon::download, held};
        }
        case sync::BlobPlace::refused:
            return {"No se pudo enviar", file->reason, Tone::bad, Icon::circle_alert, std::nullopt};
        case sync::BlobPlace::missing:
            return {"Archivo pendiente", file->reason, Tone::warn, Icon::clock, std::nullopt};
    }
    return {};
}

std::string picking_problem(std::string_view problem) {
    if (problem == "too_large") {
        return "El archivo pesa demasiado: se admiten hasta " +
               sync::size_words(sync::blob_bytes_max) + ". Redúzcalo o divídalo en partes.";
    }
    return "Ese archivo no se pudo leer. Si es una foto, tómela de nuevo o guárdela como JPG; lo "
           "que escribió sigue aquí.";
}

}  // namespace minga::client
