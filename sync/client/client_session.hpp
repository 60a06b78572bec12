/// The device's side of a synchronization, without sockets, threads or clocks of its own: it makes
/// request bodies and takes answers; somebody else carries them.
///
///     ClientSession session{store};
///     while (true) {
///         auto body = session.next_request();            // to POST /api/v1/sync
///         … carried: session.take_answer(status, bytes); not carried: session.take_failure();
///         if (session.is_done()) break;
///     }
#pragma once

#include "sync/client/device_store.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace minga::sync {

/// Batches are measured in bytes and follow the link: a link that dies every 8 KB gets batches
/// that fit, a good one few requests.
inline constexpr std::int64_t batch_bytes_first = 16 * 1024;
inline constexpr std::int64_t batch_bytes_min = 2 * 1024;
inline constexpr std::int64_t batch_bytes_max = 256 * 1024;

struct SyncTotals {
    std::int64_t pushed = 0;  ///< Ops that got their verdict.
    std::int64_t pulled = 0;  ///< Records that came.
    std::int64_t conflicts = 0;
    std::int64_t rejected = 0;
    std::int64_t requests = 0;
};

class ClientSession {
public:
    /// `only`: the scopes to read, where not all.
    explicit ClientSession(DeviceStore& store, std::vector<std::string> only = {})
        : store_(store), only_(std::move(only)) {}

    /// The body of the next request, not yet compressed.
    Result<std::string> next_request();

    /// Takes the answer's body, already unpacked. Answers other than 200 are `unauthenticated`
    /// (sign in again; the work stays), `unsupported_version`, `busy` and the like; the batch
    /// shrinks where the server found it damaged or too large.
    Result<void> take_answer(int http_status, std::string_view body);

    /// The request or its answer did not get through: the next batch is smaller.
    void take_failure();

    /// Whether everything that was in the outbox has its verdict and every scope is read.
    bool is_done() const { return is_done_; }

    const SyncTotals& totals() const { return totals_; }
    std::int64_t batch_bytes() const { return batch_bytes_; }

private:
    DeviceStore& store_;
    std::vector<std::string> only_;
    std::int64_t batch_bytes_ = batch_bytes_first;
    std::int64_t answer_bytes_ = batch_bytes_max;
    SyncTotals totals_;
    bool is_done_ = false;
};

/// Reads the body of an answer (PROTOCOL.md).
Result<SyncAnswer> read_answer(std::string_view body);

}  // namespace minga::sync
