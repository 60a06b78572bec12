#include "server/http/worker_queue.hpp"

namespace minga::server {
namespace {

constexpr std::size_t turned_away_waiting_max = 64;

thread_local bool turning_away = false;

}  // namespace

WorkerQueue::WorkerQueue(Sizes sizes)
    : workers_(sizes.threads, sizes.waiting_max), doormen_(2, turned_away_waiting_max) {}

bool WorkerQueue::enqueue(std::function<void()> task) {
    if (workers_.enqueue(task)) return true;
    return doormen_.enqueue([task = std::move(task)] {
        turning_away = true;
        task();
        turning_away = false;
    });
}

void WorkerQueue::shutdown() {
    workers_.shutdown();
    doormen_.shutdown();
}

bool WorkerQueue::is_turning_away() {
    return turning_away;
}

}  // namespace minga::server
