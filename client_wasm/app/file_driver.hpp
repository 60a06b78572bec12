/// Carries attached files once the records are exchanged, as the person allows: always, only on
/// Wi-Fi, or only when asked. One request at a time; records go first, and files go on from the
/// byte where they stood.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/backoff.hpp"
#include "sync/client/blob_session.hpp"

#include <memory>

namespace minga::client {

class FileDriver {
public:
    FileDriver(Platform& platform, AppState& state, Random& random);
    ~FileDriver();
    FileDriver(const FileDriver&) = delete;
    FileDriver& operator=(const FileDriver&) = delete;

    /// Drops what is under way; what the server has of it stays there.
    void stop();
    /// Goes on where the person's wish allows it. Called when the records are exchanged.
    void run();
    /// The same because the person asked for it now, on whatever link there is.
    void run_asked();
    /// Tells the state what waits.
    void refresh_view();

private:
    void begin(const sync::BlobBudget& budget);
    void end_wait();
    void send_next();
    void take(HttpResponse response);
    void end(std::string error);
    bool may_send() const;

    Platform& platform_;
    AppState& state_;
    Random& random_;
    std::unique_ptr<sync::BlobSession> session_;
    Backoff backoff_;
    RequestId request_ = 0;
    TimerId timer_ = 0;
    std::string error_;
    bool is_asked_ = false;      ///< By the person, for this session.
    bool may_send_now_ = false;  ///< This session sends; the link may change under it.
};

}  // namespace minga::client
