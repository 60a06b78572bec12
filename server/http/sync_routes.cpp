// POST /api/v1/sync: a device hands over its ops and takes what changed (sync/PROTOCOL.md).

#include "server/http/problem.hpp"
#include "server/http/service.hpp"
#include "sync/server/server_session.hpp"

#include <array>
#include <map>

namespace minga::server {
namespace {

/// How much is collected before the writer's lock is taken: a slow link must not hold it.
constexpr std::size_t collect_bytes_max = 512 * 1024;
/// Of one request, decompressed. Devices send at most 1 MB at a time; bundles more.
constexpr std::size_t request_bytes_max = 16 << 20;
/// What is still read of a request that was refused, so that the device gets to read why.
constexpr std::size_t drop_bytes_max = 1 << 20;

constexpr std::array<std::string_view, 3> media_types{
    "application/x-ndjson", "application/vnd.minga.frames", "application/octet-stream"};

bool is_known_media_type(std::string_view type) {
    for (const std::string_view known : media_types) {
        if (type == known) return true;
    }
    return false;
}

/// Takes the body as it arrives and hands it to the session a piece at a time.
class Intake {
public:
    Intake(Service& service, const Exchange& exchange)
        : service_(service),
          exchange_(exchange),
          session_(service.stores.writing_store(), service.catalog,
                   exchange.session.account.to_actor(), service.clock) {
        session_.know(service.keys);
        session_.publish(service.instruments);
        if (service.snapshots != nullptr) session_.offer(*service.snapshots);
    }

    bool take(std::string_view bytes) {
        if (failure_) {
            dropped_ += bytes.size();
            return dropped_ <= drop_bytes_max;
        }
        received_ += bytes.size();
        if (received_ > request_bytes_max) {
            apply_collected();
            fail(make_error(ErrorCode::too_large,
                            "La solicitud es demasiado grande. Se enviará en partes más "
                            "pequeñas."));
            return true;
        }
        collected_.append(bytes);
        if (collected_.size() >= collect_bytes_max) apply_collected();
        return true;
    }

    /// Merges what is left. `is_whole`: the connection brought all it had announced.
    void end(bool is_whole) {
        apply_collected();
        if (failure_) return;
        auto finished = session_.finish();
        if (!finished) return fail(finished.error());
        if (!is_whole) {
            fail(make_error(ErrorCode::bad_frame,
                            "La solicitud llegó incompleta. Lo que falta se volverá a enviar."));
        }
    }

    Result<std::string> answer() {
        const StorePool::Lease reader = service_.stores.reader();
        return session_.answer(*reader, [&] { return actor_now(*reader); });
    }

    const std::optional<Error>& failure() const { return failure_; }
    const sync::ServerSession& session() const { return session_; }

private:
    void fail(Error error) {
        if (!failure_) failure_ = std::move(error);
    }

    void apply_collected() {
        if (collected_.empty() || failure_) return;
        session_.feed(collected_);
        collected_.clear();
        const StorePool::Lease writer = service_.stores.writer();
        auto applied = session_.apply([&] { return actor_now(*writer); });
        if (!applied) fail(applied.error());
    }

    /// A body may take minutes: whose roles were taken, or whose session was ended on the way, is
    /// not let in by what was true when it began.
    Result<Actor> actor_now(SqliteStore& store) const {
        auto session = current_session(store.database(), exchange_.token, service_.clock.now());
        if (!session) return session.error();
        return session->account.to_actor();
    }

    Service& service_;
    const Exchange& exchange_;
    sync::ServerSession session_;
    std::string collected_;
    std::size_t received_ = 0;
    std::size_t dropped_ = 0;
    std::optional<Error> failure_;
};

/// Counts what became of the request's ops.
void count_verdicts(Metrics& metrics, const std::vector<sync::Verdict>& verdicts) {
    std::map<sync::Outcome, std::int64_t> counts;
    for (const sync::Verdict& verdict : verdicts) ++counts[verdict.outcome];
    for (const auto& [outcome, count] : counts) {
        metrics.add_verdicts(sync::to_key(outcome), count);
    }
}

HttpResponse synchronise(Service& service, Exchange& exchange) {
    HttpRequest& request = exchange.request;
    if (!is_known_media_type(request.content_type())) {
        return problem_response(error_of_status(415), {.request_id = request.id});
    }
    Intake intake{service, exchange};
    const bool is_whole =
        request.read_body([&](std::string_view bytes) { return intake.take(bytes); });
    intake.end(is_whole);
    std::optional<Error> failure = intake.failure();
    if (!failure) {
        auto answer = intake.answer();
        if (answer) {
            count_verdicts(service.metrics, intake.session().verdicts());
            return HttpResponse::text(*std::move(answer), "application/x-ndjson");
        }
        failure = answer.error();
    }
    if (error_info(failure->code).http_status >= 500) {
        service.log.bug("sync_failed", failure->detail);
    }
    return problem_response(*failure, {.request_id = request.id,
                                       .next_n = intake.session().next_n(),
                                       .retry_seconds = failure->code == ErrorCode::busy ? 5 : 0});
}

}  // namespace

void add_sync_routes(Router& router, Service& service) {
    router.add({"POST", "/api/v1/sync", true,
                [&service](Exchange& exchange) { return synchronise(service, exchange); }});
}

}  // namespace minga::server
