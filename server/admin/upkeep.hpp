/// What a running server does by itself, beside the requests: once a day, the first time a few
/// minutes after its start, it collects old tombstones; and it makes the snapshots that devices
/// wish for.
#pragma once

#include "server/http/service.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace minga::server {

class Upkeep {
public:
    /// `service` outlives it.
    explicit Upkeep(Service& service);
    /// Ends what is under way at its next pause.
    ~Upkeep();
    Upkeep(const Upkeep&) = delete;
    Upkeep& operator=(const Upkeep&) = delete;

private:
    void run();
    void collect();
    void make_snapshots();

    Service& service_;
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool is_stopping_ = false;
    std::thread thread_;
    std::thread snapshot_maker_;
};

}  // namespace minga::server
