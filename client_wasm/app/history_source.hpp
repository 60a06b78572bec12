/// Asks the server who wrote what into a record. What it tells is shown and not kept.
#pragma once

#include "client_wasm/app/app_state.hpp"

namespace minga::client {

class HistorySource {
public:
    HistorySource(Platform& platform, AppState& state) : platform_(platform), state_(state) {}
    ~HistorySource() { cancel(); }
    HistorySource(const HistorySource&) = delete;
    HistorySource& operator=(const HistorySource&) = delete;

    void stop();
    /// The next page of the record that is looked at.
    void fetch();

private:
    void cancel();
    void take(const HttpResponse& response);

    Platform& platform_;
    AppState& state_;
    RequestId request_ = 0;
    Id asked_;  ///< The record that the request is about.
};

}  // namespace minga::client
