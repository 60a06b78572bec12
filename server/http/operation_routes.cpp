// GET /healthz and GET /metrics: for whoever keeps the server running.

#include "server/http/problem.hpp"
#include "server/http/service.hpp"

namespace minga::server {
namespace {

HttpResponse health(Service& service, Exchange& exchange) {
    const StorePool::Lease reader = service.stores.reader();
    auto reading = reader->begin_reading();
    reader->end_reading();
    if (!reading) return problem_response(reading.error(), {.request_id = exchange.request.id});
    Json json = Json::object();
    json.set("status", "ok");
    return HttpResponse::json(json);
}

/// Figures of use, without names: for this machine's own collector, and not through a proxy.
bool is_local(const HttpRequest& request) {
    const bool is_loopback = request.address == "127.0.0.1" || request.address == "::1";
    return is_loopback && request.header("X-Forwarded-For").empty();
}

HttpResponse metrics(Service& service, Exchange& exchange) {
    const ProblemOptions options{.request_id = exchange.request.id};
    if (!is_local(exchange.request)) {
        return problem_response(
            make_error(ErrorCode::forbidden, "Las métricas solo se leen desde el servidor."),
            options);
    }
    Metrics::Gauges gauges;
    const StorePool::Lease reader = service.stores.reader();
    auto read = reader->database().each(
        "SELECT (SELECT count(*) FROM record WHERE kind = 'conflict' AND deleted = 0 "
        "AND body ->> '$.status' = 'open'), (SELECT coalesce(max(number), 0) FROM audit)",
        [&](const storage::Row& row) {
            gauges = {row.integer(0), row.integer(1)};
        });
    if (!read) return problem_response(read.error(), options);
    return HttpResponse::text(service.metrics.to_text(gauges),
                              "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace

void add_operation_routes(Router& router, Service& service) {
    router.add({"GET", "/healthz", false,
                [&service](Exchange& exchange) { return health(service, exchange); }});
    router.add({"GET", "/metrics", false,
                [&service](Exchange& exchange) { return metrics(service, exchange); }});
}

}  // namespace minga::server
