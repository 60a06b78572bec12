#include "client_wasm/app/sync_driver.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace minga::client {
namespace {

constexpr std::int32_t after_change_ms = 2'000;
constexpr std::int64_t change_wait_ms_max = 10'000;
constexpr std::int32_t period_ms = 2 * 60 * 1000;
constexpr std::int32_t request_timeout_ms = 60'000;
constexpr std::int32_t probe_timeout_ms = 20'000;
constexpr int idle_answers_max = 3;
constexpr std::string_view offline_setting = "sync.offline_since";

}  // namespace

std::vector<std::string> scopes_to_read(const AppState& state) {
    if (!state.sees_everything()) return {};
    std::vector<std::string> scopes{"none"};
    for (const OpenedOrganization& one : state.opened()) scopes.push_back(one.id.to_text());
    return scopes;
}

SyncDriver::SyncDriver(Platform& platform, AppState& state, Random& random)
    : platform_(platform), state_(state), random_(random) {}

SyncDriver::~SyncDriver() {
    stop();
}

void SyncDriver::start() {
    stop();
    if (!state_.is_open()) return;
    is_on_ = true;
    backoff_.reset();
    view_ = {};
    if (auto since = Instant::parse(state_.setting(offline_setting))) view_.offline_since = *since;
    refresh_view();
    run_now();
}

void SyncDriver::stop() {
    if (timer_ != 0) platform_.cancel_timer(std::exchange(timer_, 0));
    if (request_ != 0) platform_.cancel(std::exchange(request_, 0));
    session_.reset();
    is_running_ = false;
    is_doubtful_ = false;
    is_wanted_again_ = false;
    is_on_ = false;
    first_change_ms_ = 0;
}

void SyncDriver::refresh_view() {
    if (!state_.is_open()) return;
    const sync::StoreStatus status = state_.store()->status();
    view_.pending = status.pending;
    view_.conflicts = status.conflicts;
    view_.refused = status.refused;
    view_.lost = status.lost;
    view_.last_sync = status.last_sync;
    view_.acked_n = status.acked_n;
    view_.backed_n = status.backed_n;
    view_.backed_at = status.backed_at;
    view_.clock_skew_ms = status.clock_skew_ms;
    view_.is_running = is_running_;
    view_.is_expired = view_.is_expired || state_.store()->token().empty();
    state_.set_sync_view(view_);
    platform_.request_frame();
}

void SyncDriver::run_now() {
    if (!is_on_) return;
    backoff_.reset();
    if (is_running_) {
        is_wanted_again_ = true;
        return;
    }
    run();
}

void SyncDriver::run_soon() {
    if (!is_on_) return;
    if (!has_asked_to_persist_) {
        has_asked_to_persist_ = true;
        platform_.ask_persistent_storage();
    }
    refresh_view();
    if (is_running_) {
        is_wanted_again_ = true;
        return;
    }
    // While the server does not answer, its own waiting time stands.
    if (backoff_.failures() > 0) return;
    const std::int64_t now = platform_.now_ms();
    if (first_change_ms_ == 0) first_change_ms_ = now;
    if (now - first_change_ms_ < change_wait_ms_max) schedule(after_change_ms);
}

void SyncDriver::schedule(std::int32_t delay_ms) {
    if (timer_ != 0) platform_.cancel_timer(timer_);
    timer_ = platform_.after(delay_ms, [this] {
        timer_ = 0;
        run();
    });
}

void SyncDriver::run() {
    if (!is_on_ || is_running_) return;
    if (!state_.is_open() || state_.store()->token().empty()) {
        refresh_view();
        return;
    }
    const std::int64_t held = state_.hold_sync_until_ms() - platform_.now_ms();
    if (held > 0) {
        schedule(static_cast<std::int32_t>(held) + 50);
        return;
    }
    if (timer_ != 0) platform_.cancel_timer(std::exchange(timer_, 0));
    is_running_ = true;
    if (is_doubtful_ || !platform_.is_online()) {
        refresh_view();
        probe();
    } else {
        begin();
    }
}

void SyncDriver::probe() {
    HttpRequest request;
    request.method = "GET";
    request.url = "/healthz";
    request.timeout_ms = probe_timeout_ms;
    request_ = platform_.request(std::move(request), [this](const HttpResponse& response) {
        request_ = 0;
        if (!is_on_) return;
        if (response.status == 0) {
            fail(nullptr, true, 0);
        } else {
            begin();
        }
    });
}

void SyncDriver::begin() {
    // One that was cut goes on with the batch sizes that it had come to.
    if (session_ == nullptr) {
        session_ = std::make_unique<sync::ClientSession>(*state_.store(), scopes_to_read(state_));
        session_->take_snapshots();
    }
    is_wanted_again_ = false;
    first_change_ms_ = 0;
    idle_answers_ = 0;
    listed_before_ = 0;
    view_.bytes_up = 0;
    view_.bytes_down = 0;
    refresh_view();
    send_next();
}

void SyncDriver::send_next() {
    if (const auto piece = session_->next_range()) {
        fetch(*piece);
        return;
    }
    acked_before_ = state_.store()->acked_n();
    auto body = session_->next_request();
    if (!body) {
        fail(&body.error(), false, 0);
        return;
    }
    HttpRequest request;
    request.method = "POST";
    request.url = "/api/v1/sync";
    request.headers = {authorization(state_.store()->token()),
                       {"Content-Type", "application/x-ndjson"}};
    request.body = std::move(*body);
    request.is_body_compressed = true;
    request.takes_part = true;
    request.timeout_ms = request_timeout_ms;
    request_ = platform_.request(std::move(request), [this](HttpResponse response) {
        request_ = 0;
        take(std::move(response));
    });
}

void SyncDriver::fetch(const sync::RangeRequest& piece) {
    HttpRequest request;
    request.url = piece.path;
    request.headers = {authorization(state_.store()->token()),
                       {"Range", piece.range},
                       {"If-Match", piece.if_match}};
    request.timeout_ms = request_timeout_ms;
    request_ = platform_.request(std::move(request), [this](HttpResponse response) {
        request_ = 0;
        take_piece(std::move(response));
    });
}

void SyncDriver::take_piece(HttpResponse response) {
    if (!is_on_ || session_ == nullptr) return;
    view_.bytes_down += static_cast<std::int64_t>(response.body.size());
    if (response.status == 0) {
        session_->take_failure();
        fail(nullptr, true, 0);
        return;
    }
    const std::string etag{response.header("etag")};
    auto taken =
        session_->take_range({.status = response.status, .etag = etag, .body = response.body});
    if (!taken) {
        fail_answer(taken.error(), response);
        return;
    }
    backoff_.reset();
    view_.pulled = session_->totals().pulled;
    refresh_view();
    send_next();
}

void SyncDriver::fail_answer(const Error& error, const HttpResponse& response) {
    const int wait_s = std::atoi(std::string{response.header("retry-after")}.c_str());
    fail(&error, false, std::clamp(wait_s, 0, 3600) * 1000);
}

void SyncDriver::take(HttpResponse response) {
    if (!is_on_ || session_ == nullptr) return;
    view_.bytes_up += response.body_bytes_sent;
    view_.bytes_down += static_cast<std::int64_t>(response.body.size());
    if (response.status == 0) {
        session_->take_failure();
        fail(nullptr, true, 0);
        return;
    }
    auto taken = session_->take_answer(response.status, response.body);
    if (!taken && taken.error().code == ErrorCode::network_failed) {
        fail(nullptr, true, 0);
        return;
    }
    if (!taken) {
        fail_answer(taken.error(), response);
        return;
    }
    if (session_->is_done()) {
        finish();
        return;
    }
    // An answer that moves nothing would otherwise be asked for again without end.
    const sync::SyncTotals& totals = session_->totals();
    const bool has_moved = state_.store()->acked_n() != acked_before_ ||
                           totals.pulled != view_.pulled || totals.listed != listed_before_;
    view_.pulled = totals.pulled;
    listed_before_ = totals.listed;
    idle_answers_ = has_moved ? 0 : idle_answers_ + 1;
    // A link that dies again and again, but carries something each time, is soon tried again.
    if (has_moved) backoff_.reset();
    if (idle_answers_ >= idle_answers_max) {
        fail(nullptr, false, 0);
        return;
    }
    refresh_view();
    send_next();
}

void SyncDriver::fail(const Error* error, bool is_network, std::int32_t wait_ms_min) {
    is_running_ = false;
    is_doubtful_ = is_network;
    if (!is_network) session_.reset();
    if (error != nullptr && error->code == ErrorCode::unauthenticated) {
        view_.is_expired = true;
        view_.last_error = {};
        refresh_view();
        return;  // signing in starts it again
    }
    view_.last_error = error != nullptr ? error->message : std::string{};
    if (is_network && view_.offline_since.ms == 0) {
        view_.offline_since = state_.now();
        state_.set_setting(offline_setting, view_.offline_since.to_text());
    }
    refresh_view();
    schedule(std::max(backoff_.next_ms(random_), wait_ms_min));
}

void SyncDriver::finish() {
    view_.pushed = session_->totals().pushed;
    view_.pulled = session_->totals().pulled;
    view_.is_expired = false;
    view_.last_error = {};
    if (view_.offline_since.ms != 0) {
        view_.offline_since = {};
        state_.set_setting(offline_setting, "");
    }
    session_.reset();
    is_running_ = false;
    is_doubtful_ = false;
    backoff_.reset();
    refresh_view();
    if (is_wanted_again_) {
        is_wanted_again_ = false;
        schedule(after_change_ms);
    } else {
        schedule(period_ms);
    }
    if (on_done) on_done();
}

}  // namespace minga::client
