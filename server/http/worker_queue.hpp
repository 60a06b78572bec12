/// The threads that serve connections, and a place for those that must be turned away: when all
/// threads are busy and the queue is full, a connection is answered with 503 instead of being cut.
#pragma once

#include <httplib.h>

namespace minga::server {

class WorkerQueue final : public httplib::TaskQueue {
public:
    struct Sizes {
        std::size_t threads;
        std::size_t waiting_max;
    };
    explicit WorkerQueue(Sizes sizes);

    bool enqueue(std::function<void()> task) override;
    void shutdown() override;

    /// Whether this thread is answering a connection only to turn it away.
    static bool is_turning_away();

private:
    httplib::ThreadPool workers_;
    httplib::ThreadPool doormen_;
};

}  // namespace minga::server
