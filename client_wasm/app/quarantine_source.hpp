/// Asks the server for what waits in quarantine, and tells it what was decided. All of it happens
/// at the server, so it needs a network; nothing of it is kept here.
#pragma once

#include "client_wasm/app/app_state.hpp"

#include <functional>
#include <string>

namespace minga::client {

class QuarantineSource {
public:
    QuarantineSource(Platform& platform, AppState& state) : platform_(platform), state_(state) {}
    ~QuarantineSource() { stop(); }
    QuarantineSource(const QuarantineSource&) = delete;
    QuarantineSource& operator=(const QuarantineSource&) = delete;

    void stop();
    /// Asks for the list, if this person reviews any and nothing is under way.
    void fetch();
    void decide(std::int64_t number, bool releases, const std::string& reason);

    /// A decision was taken: what was applied can be fetched.
    std::function<void()> on_decided;

private:
    HttpRequest request_to(std::string url) const;
    void take_list(const HttpResponse& response);
    void take_decision(const HttpResponse& response, bool releases);

    Platform& platform_;
    AppState& state_;
    RequestId request_ = 0;
};

}  // namespace minga::client
