// POST /api/v1/devices: a person's device shows its keys. POST /api/v1/bundles: a file that
// somebody carried comes in, and its answer goes back with whoever brought it (sync/PROTOCOL.md).

#include "server/bundles/bundle_desk.hpp"
#include "server/http/problem.hpp"
#include "server/http/service.hpp"

namespace minga::server {
namespace {

constexpr std::size_t enrolment_bytes_max = 8 * 1024;
constexpr std::string_view bundle_media_type = "application/vnd.minga.bundle";

struct Enrolment {
    sync::PublicKeys keys;
    std::string device_name;
};

Result<Enrolment> read_enrolment(HttpRequest& request, std::string_view login) {
    if (request.content_type() != "application/json") return error_of_status(415);
    auto body = read_whole_body(request, enrolment_bytes_max);
    if (!body) return body.error();
    auto json = parse_json(*body);
    if (!json) return json.error();
    const auto keys = sync::PublicKeys::parse(json->text_at("key"));
    if (!keys) {
        return make_error(ErrorCode::malformed, "La llave del equipo no se entiende.", "key");
    }
    if (!sync::is_proof_of_keys(json->text_at("proof"), *keys, login)) {
        return make_error(ErrorCode::forbidden,
                          "El equipo no demostró que la llave es suya. Vuelva a entrar en él.",
                          "proof");
    }
    return Enrolment{*keys, json->text_at("device_name")};
}

HttpResponse enroll(Service& service, Exchange& exchange) {
    const ProblemOptions options{.request_id = exchange.request.id};
    const Account& account = exchange.session.account;
    auto enrolment = read_enrolment(exchange.request, account.login);
    if (!enrolment) return problem_response(enrolment.error(), options);
    const StorePool::Lease writer = service.stores.writer();
    auto done = writer->begin();
    if (done) {
        // Whoever was disabled while the body came enrolls nothing.
        const Instant now = service.clock.now();
        auto session = current_session(writer->database(), exchange.token, now);
        done = session ? enroll_device_key(writer->database(), enrolment->keys, account.id,
                                           enrolment->device_name, now)
                       : session.error();
        if (done) done = writer->commit();
        if (!done) writer->roll_back();
    }
    if (!done) return problem_response(done.error(), options);
    Json json = Json::object();
    json.set("server_key", service.keys.shown.to_text());
    return HttpResponse::json(json);
}

/// What the file brought, for whoever brought it: counts, never contents.
Json arrival_to_json(const ImportedBundle& imported) {
    Json json = Json::object();
    json.set("hash", imported.hash)
        .set("device", imported.header.device.to_text())
        .set("first_n", imported.header.first_n)
        .set("last_n", imported.header.last_n)
        .set("ops", imported.counts.ops)
        .set("taken", imported.counts.taken)
        .set("whole", imported.is_whole)
        .set("repeated", imported.was_here);
    return json;
}

HttpResponse take_bundle(Service& service, Exchange& exchange) {
    HttpRequest& request = exchange.request;
    const ProblemOptions options{.request_id = request.id};
    if (request.content_type() != bundle_media_type) {
        return problem_response(error_of_status(415), options);
    }
    const BundleSlots::Slot slot = service.bundle_slots.take();
    if (!slot) {
        return problem_response(
            make_error(ErrorCode::busy,
                       "El servidor está recibiendo otros archivos. Se intentará de nuevo en un "
                       "momento."),
            {.request_id = request.id, .retry_seconds = 5});
    }
    auto file = read_whole_body(request, sync::bundle_bytes_max);
    if (!file) return problem_response(file.error(), options);
    BundleDesk desk{service.stores, service.catalog, service.clock,      service.random,
                    service.keys,   service.blobs,   service.blob_limits};
    auto imported = import_bundle(desk, *file, exchange.session.account.id);
    if (!imported) {
        if (error_info(imported.error().code).http_status >= 500) {
            service.log.bug("bundle_failed", imported.error().detail);
        }
        return problem_response(imported.error(), options);
    }
    HttpResponse response =
        HttpResponse::text(std::move(imported->answer), std::string{bundle_media_type});
    response.headers.emplace_back("Minga-Bundle", arrival_to_json(*imported).dump());
    return response;
}

}  // namespace

void add_bundle_routes(Router& router, Service& service) {
    router.add({"POST", "/api/v1/devices", true,
                [&service](Exchange& exchange) { return enroll(service, exchange); }});
    router.add({"POST", "/api/v1/bundles", true,
                [&service](Exchange& exchange) { return take_bundle(service, exchange); }});
}

}  // namespace minga::server
