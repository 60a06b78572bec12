/// Decides when to synchronize and carries the session's messages: at the start, when the network
/// comes back, when the page is looked at, shortly after each change, every two minutes, and when
/// asked. One exchange at a time; after a failure it waits longer each time, but never gives up,
/// and asks whether the server is there before it offers anything.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/backoff.hpp"
#include "sync/client/client_session.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace minga::client {

/// People who look over all organizations read the consolidated view, not everybody's records, and
/// of single organizations what they opened: a scope that no organization has keeps the rest of the
/// country off their device.
std::vector<std::string> scopes_to_read(const AppState& state);

class SyncDriver {
public:
    SyncDriver(Platform& platform, AppState& state, Random& random);
    ~SyncDriver();
    SyncDriver(const SyncDriver&) = delete;
    SyncDriver& operator=(const SyncDriver&) = delete;

    /// Begins with the store that `state` holds now.
    void start();
    /// Drops what is under way; the ops stay in the outbox.
    void stop();

    /// As soon as possible: a button, the network, the page's return.
    void run_now();
    /// Soon, after more changes have had time to come.
    void run_soon();
    /// Tells the state what the store counts now.
    void refresh_view();

    /// Called after each complete exchange.
    std::function<void()> on_done;

private:
    void run();
    void probe();
    void begin();
    void send_next();
    void fetch(const sync::RangeRequest& piece);
    void take(HttpResponse response);
    void take_piece(HttpResponse response);
    void fail_answer(const Error& error, const HttpResponse& response);
    void fail(const Error* error, bool is_network, std::int32_t wait_ms_min);
    void finish();
    void schedule(std::int32_t delay_ms);

    Platform& platform_;
    AppState& state_;
    Random& random_;
    std::unique_ptr<sync::ClientSession> session_;
    Backoff backoff_;
    SyncView view_;
    RequestId request_ = 0;
    TimerId timer_ = 0;
    std::int64_t first_change_ms_ = 0;  ///< Of those that wait for `run_soon`; 0: none.
    std::int64_t acked_before_ = 0;
    std::int64_t listed_before_ = 0;
    int idle_answers_ = 0;
    /// The server could not be reached last time. Ops that were in a request can no longer be
    /// changed by their author, so before more of them leave a small question must get through.
    bool is_doubtful_ = false;
    bool is_on_ = false;
    bool is_running_ = false;
    bool is_wanted_again_ = false;
    bool has_asked_to_persist_ = false;
};

}  // namespace minga::client
