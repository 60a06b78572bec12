#include "server/http/service.hpp"

#include "server/http/openapi/description.hpp"
#include "server/http/problem.hpp"

namespace minga::server {
namespace {

constexpr std::string_view bearer = "Bearer ";

/// A session that has used up this much of its life is given a whole one again.
constexpr std::int64_t extend_after_ms = std::int64_t{24} * 60 * 60 * 1000;

Result<Session> authenticate(Service& service, std::string_view token) {
    const Instant now = service.clock.now();
    Result<Session> session = Session{};
    {
        const StorePool::Lease reader = service.stores.reader();
        session = current_session(reader->database(), token, now);
    }
    if (!session) return session;
    if (session->expires_at.ms - now.ms < session_life_ms - extend_after_ms) {
        const StorePool::Lease writer = service.stores.writer();
        auto extended = extend_session(writer->database(), token, now);
        if (!extended) return extended.error();
    }
    return session;
}

}  // namespace

Result<Session> current_session(storage::Database& database, std::string_view token, Instant now) {
    Result<std::optional<Session>> session = std::optional<Session>{};
    if (!token.empty()) session = find_session(database, token, now);
    if (!session) return session.error();
    if (!*session) {
        return make_error(
            ErrorCode::unauthenticated,
            "Su sesión terminó. Ingrese de nuevo; lo que escribió sigue en este equipo.");
    }
    return **std::move(session);
}

void add_all_routes(Router& router, Service& service) {
    add_session_routes(router, service);
    add_sync_routes(router, service);
    add_blob_routes(router, service);
    add_bundle_routes(router, service);
    add_snapshot_routes(router, service);
    add_report_routes(router, service);
    add_history_routes(router, service);
    add_export_routes(router, service);
    add_quarantine_routes(router, service);
    add_operation_routes(router, service);
    add_description_routes(router);
}

std::optional<Answer> answer_request(const Router& router, Service& service, HttpRequest& request) {
    const Router::Match match = router.find(request.method, request.path);
    const ProblemOptions options{.request_id = request.id};
    if (match.route == nullptr) {
        if (match.allowed.empty()) return std::nullopt;
        HttpResponse response = problem_response(
            make_error(ErrorCode::method_not_allowed, "Esta dirección no admite esa operación."),
            options);
        response.headers.emplace_back("Allow", match.allowed);
        return Answer{std::move(response), "wrong method", {}};
    }
    Exchange exchange{request, match.capture, {}, {}};
    if (match.route->needs_login) {
        const std::string_view header = request.header("Authorization");
        if (header.starts_with(bearer)) exchange.token = header.substr(bearer.size());
        auto session = authenticate(service, exchange.token);
        if (!session) {
            return Answer{problem_response(session.error(), options), match.route->pattern, {}};
        }
        exchange.session = *std::move(session);
    }
    HttpResponse response = match.route->handle(exchange);
    return Answer{std::move(response), match.route->pattern, exchange.session.account.id};
}

}  // namespace minga::server
