/// The device's side of carrying files, without sockets, threads or clocks of its own: after the
/// records are exchanged, what was attached here goes up and what was asked for comes down, a chunk
/// at a time, from the byte where the last attempt ended.
///
///     BlobSession session{store};
///     while (true) {
///         auto request = session.next_request();
///         if (!request || !*request) break;              // failed, or nothing left to do
///         … carried: session.take_answer(answer); not carried: session.take_failure();
///     }
#pragma once

#include "sync/blob/blob_message.hpp"
#include "sync/blob/chunk_size.hpp"
#include "sync/client/device_store.hpp"

#include <limits>
#include <set>

namespace minga::sync {

/// How much may be carried: what a person allows on an expensive link.
struct BlobBudget {
    static constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

    std::int64_t bytes_up_max = no_limit;
    std::int64_t bytes_down_max = no_limit;
};

struct BlobTotals {
    std::int64_t sent = 0;     ///< Files that the server has now.
    std::int64_t fetched = 0;  ///< Files that are here now.
    std::int64_t refused = 0;
    std::int64_t requests = 0;
    std::int64_t bytes_up = 0;  ///< Of bodies.
    std::int64_t bytes_down = 0;
};

class BlobSession {
public:
    explicit BlobSession(DeviceStore& store, const BlobBudget& budget = {})
        : store_(store), budget_(budget) {}

    /// nullopt: nothing is left that can be carried now within the budget.
    Result<std::optional<BlobRequest>> next_request();

    /// Fails where nothing can go on: `unauthenticated`, `busy`, `too_many_requests`, or the
    /// device's own storage. What concerns one file only is kept with that file, and the session
    /// goes on with the next.
    Result<void> take_answer(const BlobAnswer& answer);

    /// The request or its answer did not get through: chunks get smaller, and the server is asked
    /// how far it got.
    void take_failure();

    const BlobTotals& totals() const { return totals_; }
    std::int64_t chunk_bytes() const { return chunk_.bytes(); }

private:
    enum class Doing : std::uint8_t { nothing, asking, sending, fetching };

    Result<std::optional<BlobRequest>> next_upload();
    Result<std::optional<BlobRequest>> next_fetch();
    Result<void> take_upload(const BlobAnswer& answer);
    Result<void> take_fetch(const BlobAnswer& answer);
    Result<void> take_refusal(const BlobAnswer& answer);
    Result<void> take_mismatch();
    void skip();
    void choose_upload();

    DeviceStore& store_;
    BlobBudget budget_;
    ChunkSize chunk_;
    BlobTotals totals_;
    Doing doing_ = Doing::nothing;
    std::string hash_;                              ///< The file under way, "" between files.
    std::int64_t offset_ = -1;                      ///< Of the server; -1: to be asked.
    std::set<std::string, std::less<>> skipped_;    ///< For this session.
    std::set<std::string, std::less<>> restarted_;  ///< Sent from the start once more already.
};

/// The files that were attached here and are not at the server: how many, and how many bytes of
/// them are still to go. Files of refused records count, for they are nowhere else.
struct BlobBacklog {
    std::int64_t files = 0;
    std::int64_t bytes = 0;
    std::int64_t refused = 0;
};
BlobBacklog blob_backlog(const DeviceBlobs& blobs);

}  // namespace minga::sync
