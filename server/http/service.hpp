/// What every route works with.
#pragma once

#include "server/auth/attempt_limiter.hpp"
#include "server/auth/passwords.hpp"
#include "server/http/metrics.hpp"
#include "server/http/router.hpp"
#include "server/platform/log.hpp"
#include "server/reports/consolidated_report.hpp"
#include "server/storage/store_pool.hpp"
#include "shared/programs/catalog.hpp"

namespace minga::server {

struct Service {
    StorePool& stores;
    const Catalog& catalog;
    Clock& clock;
    Log& log;
    Metrics metrics{};
    ConsolidatedReport consolidated{catalog};
    PasswordChecker passwords{};
    AttemptLimiter login_limiter{{.failures_max = 8, .window_ms = 5 * 60 * 1000}};
    AttemptLimiter address_limiter{{.failures_max = 60, .window_ms = 5 * 60 * 1000}};
};

void add_session_routes(Router& router, Service& service);
void add_sync_routes(Router& router, Service& service);
void add_report_routes(Router& router, Service& service);
void add_export_routes(Router& router, Service& service);
void add_operation_routes(Router& router, Service& service);

/// Answers a request by the routes: checks the login where one is asked for, and turns an unknown
/// path or a wrong method into a problem. Returns nullopt where no route has the path.
struct Answer {
    HttpResponse response;
    std::string_view route;  ///< The pattern.
    Id user;
};
std::optional<Answer> answer_request(const Router& router, Service& service, HttpRequest& request);

}  // namespace minga::server
