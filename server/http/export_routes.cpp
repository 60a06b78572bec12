// GET /api/v1/export/{kind}.csv and .xlsx: the records of one kind that the person may read, for
// programs and for people.

#include "server/http/problem.hpp"
#include "server/http/service.hpp"
#include "server/reports/records_workbook.hpp"
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

struct Export {
    const schema::RecordInfo* info = nullptr;
    std::vector<Record> records;
};

/// The records of the kind in the path that the person may read.
Result<Export> wanted_records(const Service& service, const Exchange& exchange,
                              const SqliteStore& store) {
    Export wanted{schema::find_record_info(exchange.capture), {}};
    if (wanted.info == nullptr) {
        return make_error(ErrorCode::not_found, "No existe ese tipo de registro.");
    }
    const Actor actor = exchange.session.account.to_actor();
    auto scopes = wanted_scopes(service, exchange, actor);
    if (!scopes) return scopes.error();
    for (const sync::Scope& scope : *scopes) {
        auto read = store.each_of_kind(scope, wanted.info->key, [&](const Record& record) {
            wanted.records.push_back(record);
        });
        if (!read) return read.error();
    }
    return wanted;
}

HttpResponse as_file(const Export& made, std::string_view ending, std::string body,
                     std::string_view content_type) {
    HttpResponse response = HttpResponse::text(std::move(body), std::string{content_type});
    response.headers.emplace_back(
        "Content-Disposition",
        "attachment; filename=\"" + std::string{made.info->key} + std::string{ending} + "\"");
    return response;
}

HttpResponse export_csv(Service& service, Exchange& exchange) {
    const ProblemOptions options{.request_id = exchange.request.id};
    const StorePool::Lease reader = service.stores.reader();
    auto wanted = wanted_records(service, exchange, *reader);
    if (!wanted) return problem_response(wanted.error(), options);
    return as_file(*wanted, ".csv", records_to_csv(*wanted->info, wanted->records),
                   "text/csv; charset=utf-8");
}

HttpResponse export_workbook(Service& service, Exchange& exchange) {
    const ProblemOptions options{.request_id = exchange.request.id};
    const StorePool::Lease reader = service.stores.reader();
    auto wanted = wanted_records(service, exchange, *reader);
    if (!wanted) return problem_response(wanted.error(), options);
    auto workbook = records_to_workbook(*wanted->info, wanted->records, *reader);
    if (!workbook) return problem_response(workbook.error(), options);
    return as_file(*wanted, ".xlsx", *std::move(workbook),
                   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
}

}  // namespace

void add_export_routes(Router& router, Service& service) {
    router.add({"GET", "/api/v1/export/*.csv", true,
                [&service](Exchange& exchange) { return export_csv(service, exchange); }});
    router.add({"GET", "/api/v1/export/*.xlsx", true,
                [&service](Exchange& exchange) { return export_workbook(service, exchange); }});
}

}  // namespace minga::server
