// GET /api/v1/reports/quarantine: what waits for a supervisor, in their organizations.
// POST /api/v1/quarantine/{number} {"decision": "release" | "discard", "reason"}: what they
// decided.

#include "server/http/problem.hpp"
#include "server/http/service.hpp"
#include "server/reports/quarantine_report.hpp"
#include "sync/wire/op_codec.hpp"

namespace minga::server {
namespace {

constexpr std::size_t decision_bytes_max = 4096;

/// Who answers for all organizations, or for one of their own.
bool may_review_any(const Actor& actor, const Catalog& catalog) {
    if (may_review_all(actor, catalog)) return true;
    for (const RoleAssignment& held : actor.roles) {
        if (may_review(actor, held.organization, catalog)) return true;
    }
    return false;
}

HttpResponse list(Service& service, Exchange& exchange) {
    const ProblemOptions options{.request_id = exchange.request.id};
    const Actor actor = exchange.session.account.to_actor();
    if (!may_review_any(actor, service.catalog)) {
        return problem_response(
            make_error(ErrorCode::forbidden, "Su rol no revisa los cambios en cuarentena."),
            options);
    }
    Json items = Json::array();
    const StorePool::Lease reader = service.stores.reader();
    auto done = each_quarantined(*reader, {}, [&](const QuarantineEntry& entry) {
        if (!may_review(actor, entry.organization, service.catalog)) return;
        items.push(quarantined_to_json(*reader, entry));
    });
    if (!done) return problem_response(done.error(), options);
    return HttpResponse::json(Json::object().set("items", std::move(items)));
}

struct Decision {
    std::int64_t number = 0;
    bool releases = false;
    std::string reason{};
};

/// Within the writer's transaction: nobody else decides the same meanwhile.
Result<Json> decide_now(Service& service, SqliteStore& store, std::string_view token,
                        const Decision& decision) {
    // Whoever decides may do so now, not only when their request began.
    auto session = current_session(store.database(), token, service.clock.now());
    if (!session) return session.error();
    const Actor reviewer = session->account.to_actor();
    auto entry = find_quarantined(store, decision.number);
    // Whoever may not see it does not learn that it exists.
    if (entry && !may_review(reviewer, entry->organization, service.catalog)) {
        return make_error(ErrorCode::not_found,
                          "No hay ningún cambio en cuarentena con el número " +
                              std::to_string(decision.number) + ".");
    }
    if (!entry) return entry.error();
    const ReviewContext context{store, service.catalog, reviewer, service.clock.now(),
                                decision.reason};
    Json answer = Json::object();
    if (decision.releases) {
        auto verdict = release_quarantined(context, *entry);
        if (!verdict) return verdict.error();
        answer.set("verdict", sync::verdict_to_json(*verdict));
    } else {
        auto done = discard_quarantined(context, *entry);
        if (!done) return done.error();
    }
    auto status = store.status();
    if (!status) return status.error();
    return answer;
}

Result<Json> decide(Service& service, std::string_view token, const Decision& decision) {
    const StorePool::Lease writer = service.stores.writer();
    auto done = writer->begin();
    if (!done) return done.error();
    auto answer = decide_now(service, *writer, token, decision);
    done = answer ? writer->commit() : answer.error();
    if (done) return answer;
    writer->roll_back();
    return done.error();
}

HttpResponse review(Service& service, Exchange& exchange) {
    HttpRequest& request = exchange.request;
    const ProblemOptions options{.request_id = request.id};
    if (request.content_type() != "application/json") {
        return problem_response(error_of_status(415), options);
    }
    auto body = read_whole_body(request, decision_bytes_max);
    if (!body) return problem_response(body.error(), options);
    auto json = parse_json(*body);
    if (!json) return problem_response(json.error(), options);
    const std::string decision = json->text_at("decision");
    const auto number = Decimal::parse(exchange.capture);
    const bool is_number = number && number->thousandths > 0 && number->thousandths % 1000 == 0;
    if (!is_number || (decision != "release" && decision != "discard")) {
        return problem_response(make_error(ErrorCode::malformed,
                                           "Indique el número del cambio y si se aplica "
                                           "(«release») o se descarta («discard»).",
                                           "decision"),
                                options);
    }
    const std::string& reason = json->text_at("reason");
    if (reason.size() > review_reason_bytes_max) {
        return problem_response(
            make_error(ErrorCode::too_long, "El motivo es demasiado largo: resúmalo.", "reason"),
            options);
    }
    auto answer = decide(service, exchange.token,
                         {.number = number->thousandths / 1000,
                          .releases = decision == "release",
                          .reason = reason});
    if (!answer) return problem_response(answer.error(), options);
    return HttpResponse::json(*answer);
}

}  // namespace

void add_quarantine_routes(Router& router, Service& service) {
    router.add({"GET", "/api/v1/reports/quarantine", true,
                [&service](Exchange& exchange) { return list(service, exchange); }});
    router.add({"POST", "/api/v1/quarantine/*", true,
                [&service](Exchange& exchange) { return review(service, exchange); }});
}

}  // namespace minga::server
