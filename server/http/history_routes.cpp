// GET /api/v1/records/{id}/history: who wrote what into a record, page by page.

#include "server/http/problem.hpp"
#include "server/http/service.hpp"
#include "server/reports/record_history.hpp"
#include "shared/rules/permit.hpp"

#include <charconv>

namespace minga::server {
namespace {

Error no_such_record() {
    return make_error(
        ErrorCode::not_found,
        "No hay ningún registro con ese identificador entre los que usted puede ver.");
}

/// The page that the request asks for.
Result<HistoryPage> page_of(const HttpRequest& request) {
    HistoryPage page;
    const std::string_view before = request.parameter("before");
    if (!before.empty()) {
        page.before = LedgerPlace::parse(before);
        if (!page.before) {
            return make_error(ErrorCode::malformed,
                              "No se entiende desde dónde seguir. Use el valor de «before» de la "
                              "respuesta anterior.",
                              "before");
        }
    }
    const std::string_view limit = request.parameter("limit");
    if (limit.empty()) return page;
    const char* end = limit.data() + limit.size();
    const auto read = std::from_chars(limit.data(), end, page.count_max);
    const bool is_whole = read.ec == std::errc{} && read.ptr == end;
    if (!is_whole || page.count_max < 1 || page.count_max > history_page_max) {
        return make_error(
            ErrorCode::malformed,
            "Indique cuántos cambios quiere ver, de 1 a " + std::to_string(history_page_max) + ".",
            "limit");
    }
    return page;
}

/// The record, if its history is for this person: what was written before an institution shared
/// something is for its own people and for those who oversee all of them.
Result<Record> told_record(Service& service, const SqliteStore& store, const Exchange& exchange) {
    const auto id = Id::parse(exchange.capture);
    const auto record = id ? store.find(*id) : std::nullopt;
    if (!record) return no_such_record();
    const Actor actor = exchange.session.account.to_actor();
    if (may_read(actor, record->organization, service.catalog)) return *record;
    // Whoever may not see it does not learn that it exists.
    if (!may_read(actor, *record, store, service.catalog)) return no_such_record();
    return make_error(ErrorCode::forbidden,
                      "La historia de este registro la ve solo la institución que lo escribe.");
}

HttpResponse history(Service& service, Exchange& exchange) {
    const ProblemOptions options{.request_id = exchange.request.id};
    auto page = page_of(exchange.request);
    if (!page) return problem_response(page.error(), options);
    const StorePool::Lease reader = service.stores.reader();
    auto reading = reader->begin_reading();
    if (!reading) return problem_response(reading.error(), options);
    auto record = told_record(service, *reader, exchange);
    Result<Json> answer = record ? record_history(*reader, *record, *page) : record.error();
    auto readable = reader->status();
    reader->end_reading();
    if (!readable) return problem_response(readable.error(), options);
    if (!answer) return problem_response(answer.error(), options);
    return HttpResponse::json(*answer);
}

}  // namespace

void add_history_routes(Router& router, Service& service) {
    router.add({"GET", "/api/v1/records/*/history", true,
                [&service](Exchange& exchange) { return history(service, exchange); }});
}

}  // namespace minga::server
