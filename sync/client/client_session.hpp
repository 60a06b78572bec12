/// The device's side of a synchronization, without sockets, threads or clocks of its own: it makes
/// request bodies and takes answers; somebody else carries them.
///
///     ClientSession session{store};
///     while (true) {
///         auto body = session.next_request();            // to POST /api/v1/sync
///         … carried: session.take_answer(status, bytes); not carried: session.take_failure();
///         if (session.is_done()) break;
///     }
///
/// Who can also fetch a range of a file says `take_snapshots()`, and before each request:
///
///         while (auto piece = session.next_range()) {    // GET piece->path, with its headers
///             … carried: session.take_range(…); not carried: session.take_failure();
///         }
///
/// Who can work while a request is carried has the one behind it made meanwhile, and lets it leave
/// before the answer is taken in, so that both sides work at once:
///
///         auto ahead = session.request_ahead();          // while `body` is on its way
///         if (ahead has one && session.may_follow(status, bytes)) … it leaves;
///         session.take_answer(…);
///             session.follow();                          // from here on it is the last request
///         else session.drop_ahead(); session.take_answer(…);
#pragma once

#include "sync/client/device_store.hpp"
#include "sync/client/pace.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace minga::sync {

/// Batches are measured in bytes before compression and follow the link: a link that dies every
/// 8 KB gets batches that fit, a good one few requests. The first ones take a phone on EDGE about a
/// second.
inline constexpr std::int64_t batch_bytes_first = 64 * 1024;
/// What came of a batch before a cut stays, so that smaller ones would only pack worse.
inline constexpr std::int64_t batch_bytes_min = 16 * 1024;
inline constexpr std::int64_t batch_bytes_max = 1024 * 1024;
inline constexpr std::int64_t answer_bytes_min = 2 * 1024;
/// How many bytes of records a cut may cost, before compression.
inline constexpr std::int64_t mark_bytes = 4 * 1024;

inline constexpr Pace::Limits batch_limits{batch_bytes_first, batch_bytes_min, batch_bytes_max};

struct SyncTotals {
    std::int64_t pushed = 0;  ///< Ops that got their verdict.
    std::int64_t pulled = 0;  ///< Records that came.
    std::int64_t listed = 0;  ///< Records that were only named (PROTOCOL.md, tombstones).
    std::int64_t conflicts = 0;
    std::int64_t rejected = 0;
    std::int64_t requests = 0;
};

/// What a request asks for, and how much of the outbox it brings.
struct RequestOptions {
    std::vector<std::string> only;  ///< The scopes to read, where not all.
    std::int64_t ops_bytes = batch_bytes_first;
    std::int64_t answer_bytes = batch_bytes_max;
    /// The server said that it has the ops up to here: their verdicts are asked for. 0: none.
    std::int64_t held_n = 0;
    /// Goes behind a request that is still on its way: brings the ops after this one, all up to
    /// which will have their verdict on the device when it leaves. It reads where it brings the
    /// last op there is. 0: behind none.
    std::int64_t behind_n = 0;
    bool takes_snapshots = false;  ///< Whoever carries this can fetch ranges of files.
    bool is_asking = false;        ///< Brings no ops, only asks how far the last ones came.
    bool names_ops = false;        ///< Says by a digest which ops it brings: for files.
    bool wants_marks = false;      ///< Whoever carries this gives what came of a cut answer.
};

struct RequestBody {
    std::string text;          ///< Frames: the header, then the ops.
    std::int64_t first_n = 0;  ///< The ops in it; 0 and 0 where there are none.
    std::int64_t last_n = 0;
    std::int64_t first_new_n = 0;  ///< The first that was in no request before; 0: none.
    bool is_reading = true;        ///< Asks for what others did, too.
};

/// The body of a request; its ops are marked as sent.
Result<RequestBody> make_request(DeviceStore& store, const RequestOptions& options);

/// A piece of a snapshot, to be fetched with `GET path` and these headers.
struct RangeRequest {
    std::string path;
    std::string range;     ///< Of the header `Range`.
    std::string if_match;  ///< Of the header `If-Match`: these bytes, or none.
};

struct RangeAnswer {
    int status = 0;
    std::string_view etag;  ///< Of the header `ETag`, as it came.
    std::string_view body;
};

/// Reads the body of an answer (PROTOCOL.md), which must be whole.
Result<SyncAnswer> read_answer(std::string_view body);

/// What came of an answer.
struct ReceivedAnswer {
    /// Up to its last mark where it was cut: then a whole answer that has more.
    SyncAnswer answer;
    bool is_cut = false;
    std::int64_t marked_bytes = 0;  ///< Of records that count though it was cut.
};

/// Reads as much as there is of an answer's body. An error where not even its header is.
Result<ReceivedAnswer> read_received(std::string_view body);

class ClientSession {
public:
    /// `only`: the scopes to read, where not all. `batch`: how much of the outbox goes at a time.
    explicit ClientSession(DeviceStore& store, std::vector<std::string> only = {},
                           const Pace::Limits& batch = batch_limits)
        : store_(store), only_(std::move(only)), batch_(batch) {}

    /// A scope of which nothing is held may come as a snapshot, where the server has one.
    void take_snapshots() { takes_snapshots_ = true; }

    /// What to fetch before the next request; nullopt: nothing.
    std::optional<RangeRequest> next_range();

    /// Takes the answer to the last `next_range`. A snapshot that is no more, or is damaged, is
    /// given up, and is no error: the next request asks anew. Errors are as of `take_answer`.
    Result<void> take_range(const RangeAnswer& answer);

    /// The body of the next request, not yet compressed.
    Result<std::string> next_request();

    /// Takes the answer's body, already unpacked; of an answer that was cut, what came of it: what
    /// is whole in it counts, and where that is nothing it is `network_failed`. Answers other than
    /// 200 are `unauthenticated` (sign in again; the work stays), `unsupported_version`, `busy` and
    /// the like; the batch shrinks where the server found it damaged or too large.
    Result<void> take_answer(int http_status, std::string_view body);

    /// The body of the request that goes behind the one on its way, if that one is answered as it
    /// should be; nullopt where nothing can go ahead. It brings ops, and reads where they are the
    /// last. Between this and `follow` or `drop_ahead` comes nothing but `may_follow` and
    /// `take_answer`.
    Result<std::optional<std::string>> request_ahead();
    /// Whether the request made ahead may leave now that the one before it was answered like that:
    /// every op of that one was plainly accepted, and nothing else is told. Takes nothing in.
    bool may_follow(int http_status, std::string_view body) const;
    /// It has left, and the answer to the one before was taken in, well or not.
    void follow();
    /// It does not leave: what it would have brought for the first time can still be changed.
    Result<void> drop_ahead();

    /// The request or its answer did not get through. The next batch is smaller, unless the server
    /// says that it got a part of this one.
    void take_failure();
    /// The request never left, because there was nobody to connect to: what was to be sent for the
    /// first time can still be changed or taken back.
    Result<void> take_no_connection();

    /// Whether everything that was in the outbox has its verdict and every scope is read.
    bool is_done() const { return is_done_; }

    const SyncTotals& totals() const { return totals_; }
    std::int64_t batch_bytes() const { return batch_.bytes(); }

private:
    Result<std::string> former_request(const OwnChain::Former& former);
    Result<void> give_up(const SnapshotDownload& download);
    void shrink();
    void settle_pace(const ReceivedAnswer& received);

    /// The ops of a request.
    struct Batch {
        std::int64_t first_n = 0;
        std::int64_t last_n = 0;
        std::int64_t first_new_n = 0;
        bool is_reading = true;
    };

    DeviceStore& store_;
    std::vector<std::string> only_;
    bool takes_snapshots_ = false;
    std::vector<std::string> offered_;          ///< Scopes, by the last answer.
    std::optional<SnapshotDownload> fetching_;  ///< What the last `next_range` was about.
    int given_up_ = 0;
    static constexpr Pace::Limits answer_limits{batch_bytes_max, answer_bytes_min, batch_bytes_max};
    Pace batch_;
    Pace answer_{answer_limits};
    SyncTotals totals_;
    Batch batch_sent_;            ///< Of the last request.
    std::optional<Batch> ahead_;  ///< Of the request made ahead of its answer.
    /// The first op of the last request that brought any, while it has no answer; 0: none.
    std::int64_t on_its_way_n_ = 0;
    /// The first op of a request that was cut: of how many of them came nobody knows. 0: none.
    std::int64_t doubtful_n_ = 0;
    bool is_done_ = false;
    std::optional<OwnChain::Former> asking_as_;  ///< The former name of the last request, if any.
    /// The number that the server wants next, as its last answer said; 0: something was sent since
    /// of which nobody knows whether it arrived.
    std::int64_t server_next_n_ = 0;
};

}  // namespace minga::sync
