#include "server/http/problem.hpp"

#include "shared/codec/json.hpp"

namespace minga::server {
namespace {

std::string_view title_of(int status) {
    switch (status) {
        case 400:
            return "Solicitud incorrecta";
        case 401:
            return "Debe ingresar";
        case 403:
            return "Sin permiso";
        case 404:
            return "No existe";
        case 405:
            return "Operación no disponible";
        case 409:
            return "No es posible en este momento";
        case 413:
            return "Demasiado grande";
        case 414:
            return "Dirección demasiado larga";
        case 415:
            return "Formato no admitido";
        case 416:
            return "Parte no disponible";
        case 422:
            return "Datos no válidos";
        case 429:
            return "Demasiados intentos";
        case 503:
            return "Servidor ocupado";
        case 507:
            return "Sin espacio";
        default:
            return status < 500 ? "Solicitud incorrecta" : "Falla del servidor";
    }
}

}  // namespace

HttpResponse problem_response(const Error& error, const ProblemOptions& options) {
    const ErrorInfo& info = error_info(error.code);
    Json json = Json::object();
    json.set("type", "urn:minga:error:" + std::string{info.key})
        .set("title", title_of(info.http_status))
        .set("status", static_cast<std::int64_t>(info.http_status))
        .set("code", info.key)
        .set("detail", error.message);
    if (!error.field.empty()) json.set("field", error.field);
    if (options.next_n != 0) json.set("next_n", options.next_n);
    json.set("request_id", options.request_id);
    HttpResponse response = HttpResponse::json(json, info.http_status);
    response.content_type = "application/problem+json";
    if (options.retry_seconds > 0) {
        response.headers.emplace_back("Retry-After", std::to_string(options.retry_seconds));
    }
    if (info.http_status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

Error error_of_status(int status) {
    switch (status) {
        case 404:
            return make_error(ErrorCode::not_found, "Esta dirección no existe.");
        case 413:
            return make_error(ErrorCode::too_large, "La solicitud es demasiado grande.");
        case 414:
            return make_error(ErrorCode::too_large, "La dirección solicitada es demasiado larga.");
        case 415:
            return make_error(ErrorCode::unsupported_media_type,
                              "El servidor no lee solicitudes en ese formato.");
        case 416:
            return make_error(ErrorCode::bad_range, "El archivo no tiene la parte que se pide.",
                              "Range");
        case 503:
            return make_error(ErrorCode::busy,
                              "El servidor está ocupado. Vuelva a intentarlo en unos segundos.");
        default:
            break;
    }
    if (status < 500) {
        return make_error(ErrorCode::malformed, "El servidor no pudo entender la solicitud.");
    }
    return make_error(ErrorCode::internal,
                      "El servidor tuvo una falla. Lo que envió no se perdió en su equipo; vuelva "
                      "a intentarlo.");
}

}  // namespace minga::server
