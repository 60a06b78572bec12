/// Decides when to synchronize and carries the session's messages: at the start, when the network
/// comes back, when the page is looked at, shortly after each change, every two minutes, and when
/// asked. One exchange at a time; after a failure it waits longer each time, but never gives up.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/backoff.hpp"
#include "sync/client/client_session.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace minga::client {

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
    void send_next();
    void take(HttpResponse response);
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
    int idle_answers_ = 0;
    bool is_on_ = false;
    bool is_running_ = false;
    bool is_wanted_again_ = false;
    bool has_asked_to_persist_ = false;
};

}  // namespace minga::client
