#include "server/admin/upkeep.hpp"

#include "sync/server/collection.hpp"

#include <chrono>

namespace minga::server {
namespace {

constexpr std::chrono::minutes first_wait{5};
constexpr std::chrono::hours day{24};

}  // namespace

Upkeep::Upkeep(Service& service)
    : service_(service),
      thread_([this] { run(); }),
      snapshot_maker_([this] { make_snapshots(); }) {}

Upkeep::~Upkeep() {
    {
        const std::lock_guard lock{mutex_};
        is_stopping_ = true;
    }
    stopped_.notify_all();
    if (service_.snapshots != nullptr) service_.snapshots->close();
    thread_.join();
    snapshot_maker_.join();
}

void Upkeep::run() {
    std::chrono::minutes wait = first_wait;
    std::unique_lock lock{mutex_};
    while (!stopped_.wait_for(lock, wait, [this] { return is_stopping_; })) {
        lock.unlock();
        collect();
        lock.lock();
        wait = day;
    }
}

/// A batch at a time, so that devices that push wait for no more than one.
void Upkeep::collect() {
    const Instant now = service_.clock.now();
    std::int64_t total = 0;
    while (true) {
        Result<std::int64_t> count = std::int64_t{0};
        {
            const StorePool::Lease writer = service_.stores.writer();
            count = sync::collect_tombstones(*writer, now, {.batches_max = 1});
        }
        if (!count) {
            service_.log.bug("collect_failed", count.error().detail);
            return;
        }
        if (*count == 0) break;
        total += *count;
    }
    service_.log.write(LogLevel::info, "collected", Json::object().set("records", total));
}

void Upkeep::make_snapshots() {
    if (service_.snapshots == nullptr) return;
    while (const auto scope = service_.snapshots->next_wish()) {
        const StorePool::Lease reader = service_.stores.reader();
        auto made = service_.snapshots->renew(*reader, *scope);
        if (!made) {
            service_.log.bug("snapshot_failed", made.error().detail);
        } else if (*made) {
            service_.log.write(LogLevel::info, "snapshot");
        }
    }
}

}  // namespace minga::server
