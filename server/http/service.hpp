/// What every route works with.
#pragma once

#include "server/auth/attempt_limiter.hpp"
#include "server/auth/passwords.hpp"
#include "server/auth/secure_random.hpp"
#include "server/bundles/bundle_desk.hpp"
#include "server/http/bundle_slots.hpp"
#include "server/http/metrics.hpp"
#include "server/http/router.hpp"
#include "server/platform/log.hpp"
#include "server/reports/consolidated_report.hpp"
#include "server/snapshots/snapshot_shelf.hpp"
#include "server/storage/store_pool.hpp"
#include "shared/programs/catalog.hpp"
#include "sync/blob/blob_desk.hpp"
#include "sync/wire/instruments.hpp"

namespace minga::server {

struct Service {
    StorePool& stores;
    const Catalog& catalog;
    Clock& clock;
    Log& log;
    sync::BlobShelf& blobs;
    sync::BlobLimits blob_limits{};
    SecureRandom random{};
    sync::KeyPair keys{};  ///< The server's own: what bundles are sealed to.
    BundleSlots bundle_slots{};
    Metrics metrics{};
    ConsolidatedReport consolidated{catalog};
    PasswordChecker passwords{};
    AttemptLimiter login_limiter{{.failures_max = 8, .window_ms = 5 * 60 * 1000}};
    AttemptLimiter address_limiter{{.failures_max = 60, .window_ms = 5 * 60 * 1000}};
    /// What was published after this program was built: for the devices.
    sync::InstrumentTexts instruments{};
    SnapshotShelf* snapshots = nullptr;  ///< None: every device reads the plain way.
};

void add_session_routes(Router& router, Service& service);
void add_sync_routes(Router& router, Service& service);
void add_blob_routes(Router& router, Service& service);
void add_bundle_routes(Router& router, Service& service);
void add_snapshot_routes(Router& router, Service& service);
void add_report_routes(Router& router, Service& service);
void add_quarantine_routes(Router& router, Service& service);
void add_history_routes(Router& router, Service& service);
void add_export_routes(Router& router, Service& service);
void add_operation_routes(Router& router, Service& service);

/// Every route that the server has. Each stands in `openapi/description.json` too.
void add_all_routes(Router& router, Service& service);

/// The session of `token` as the store knows it now. Whoever reads a body, which may take minutes,
/// asks again before acting on it. Fails with `unauthenticated` where it ended.
Result<Session> current_session(storage::Database& database, std::string_view token, Instant now);

/// Answers a request by the routes: checks the login where one is asked for, and turns an unknown
/// path or a wrong method into a problem. Returns nullopt where no route has the path.
struct Answer {
    HttpResponse response;
    std::string_view route;  ///< The pattern.
    Id user;
};
std::optional<Answer> answer_request(const Router& router, Service& service, HttpRequest& request);

}  // namespace minga::server
