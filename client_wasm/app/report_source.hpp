/// Fetches the consolidated view and keeps the last one on the device, to be read offline.
#pragma once

#include "client_wasm/app/app_state.hpp"

namespace minga::client {

class ReportSource {
public:
    ReportSource(Platform& platform, AppState& state) : platform_(platform), state_(state) {}
    ~ReportSource() { stop(); }
    ReportSource(const ReportSource&) = delete;
    ReportSource& operator=(const ReportSource&) = delete;

    /// Shows what the device has kept.
    void start();
    void stop();
    /// Asks the server, if this person may see the view and nothing is under way.
    void fetch();

private:
    void take(const HttpResponse& response);

    Platform& platform_;
    AppState& state_;
    RequestId request_ = 0;
};

}  // namespace minga::client
