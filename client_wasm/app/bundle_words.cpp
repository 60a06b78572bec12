#include "client_wasm/app/bundle_words.hpp"

#include "client_wasm/app/sync_words.hpp"

namespace minga::client {

std::string answer_words(const sync::AnswerCounts& counts) {
    if (!counts.has_news()) {
        return counts.is_old ? "Esta respuesta ya se había recibido, o es anterior a lo que este "
                               "equipo sabe. No cambió nada."
                             : "Respuesta recibida: no había novedades.";
    }
    std::string text = "Respuesta recibida.";
    if (counts.acknowledged > 0) {
        text += " " + counted(counts.acknowledged, "cambio suyo llegó", "cambios suyos llegaron") +
                " al servidor.";
    }
    if (counts.pulled > 0) {
        text +=
            " " + counted(counts.pulled, "registro se puso", "registros se pusieron") + " al día.";
    }
    if (counts.conflicts + counts.rejected > 0) {
        text += " " +
                counted(counts.conflicts + counts.rejected, "cambio espera", "cambios esperan") +
                " su decisión en la bandeja.";
    }
    if (counts.has_more) text += " El servidor tiene más novedades: haga otro archivo.";
    return text;
}

}  // namespace minga::client
