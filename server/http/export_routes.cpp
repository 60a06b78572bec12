// GET /api/v1/export/{kind}.csv: the records of one kind that the person may read.

#include "server/http/problem.hpp"
#include "server/http/service.hpp"
#include "shared/codec/csv.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/permit.hpp"
#include "sync/server/server_session.hpp"

namespace minga::server {
namespace {

/// The scopes to export: all the person reads, or the one organization asked for.
Result<std::vector<sync::Scope>> wanted_scopes(const Service& service, const Exchange& exchange,
                                               const Actor& actor) {
    const std::string_view wanted = exchange.request.parameter("organization");
    if (wanted.empty()) return sync::readable_scopes(actor, service.catalog);
    auto organization = Id::parse(wanted);
    if (!organization) return organization.error();
    if (!may_read(actor, *organization, service.catalog)) {
        return make_error(ErrorCode::forbidden, "Usted no puede ver los datos de esa organización.",
                          "organization");
    }
    return std::vector<sync::Scope>{{*organization}};
}

HttpResponse export_csv(Service& service, Exchange& exchange) {
    const ProblemOptions options{.request_id = exchange.request.id};
    const schema::RecordInfo* info = schema::find_record_info(exchange.capture);
    if (info == nullptr) {
        return problem_response(make_error(ErrorCode::not_found, "No existe ese tipo de registro."),
                                options);
    }
    const Actor actor = exchange.session.account.to_actor();
    auto scopes = wanted_scopes(service, exchange, actor);
    if (!scopes) return problem_response(scopes.error(), options);
    std::vector<Record> records;
    const StorePool::Lease reader = service.stores.reader();
    for (const sync::Scope& scope : *scopes) {
        auto read = reader->each_of_kind(scope, info->key,
                                         [&](const Record& record) { records.push_back(record); });
        if (!read) return problem_response(read.error(), options);
    }
    HttpResponse response =
        HttpResponse::text(records_to_csv(*info, records), "text/csv; charset=utf-8");
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"" + std::string{info->key} + ".csv\"");
    return response;
}

}  // namespace

void add_export_routes(Router& router, Service& service) {
    router.add({"GET", "/api/v1/export/*.csv", true,
                [&service](Exchange& exchange) { return export_csv(service, exchange); }});
}

}  // namespace minga::server
