// GET /api/v1/reports/consolidated: SUBDERE's view, and each municipality's own row of it.

#include "server/http/problem.hpp"
#include "server/http/service.hpp"
#include "shared/rules/permit.hpp"

namespace minga::server {
namespace {

HttpResponse consolidated(Service& service, Exchange& exchange) {
    const ProblemOptions options{.request_id = exchange.request.id};
    const Actor actor = exchange.session.account.to_actor();
    ConsolidatedQuery query;
    query.region = exchange.request.parameter("region");
    if (!query.region.empty() && service.catalog.territory().find_region(query.region) == nullptr) {
        return problem_response(make_error(ErrorCode::not_found,
                                           "No existe la región «" + query.region + "».", "region"),
                                options);
    }
    if (!sees_everything(actor, service.catalog)) {
        query.organizations.emplace();
        for (const RoleAssignment& held : actor.roles) {
            query.organizations->push_back(held.organization);
        }
    }
    const StorePool::Lease reader = service.stores.reader();
    auto reading = reader->begin_reading();
    if (!reading) return problem_response(reading.error(), options);
    auto report = service.consolidated.make(*reader, query, service.clock.now());
    auto readable = reader->status();
    reader->end_reading();
    if (!report) return problem_response(report.error(), options);
    if (!readable) return problem_response(readable.error(), options);
    return HttpResponse::json(*report);
}

}  // namespace

void add_report_routes(Router& router, Service& service) {
    router.add({"GET", "/api/v1/reports/consolidated", true,
                [&service](Exchange& exchange) { return consolidated(service, exchange); }});
}

}  // namespace minga::server
