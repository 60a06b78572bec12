/// The server's side of one exchange (PROTOCOL.md), without sockets, threads or clocks of its own.
///
///     ServerSession session{store, catalog, actor, clock};
///     while (bytes arrive) { session.feed(bytes); session.apply(); }   // under the writer's lock
///     session.answer(reader)                                           // the body to send
///
/// `feed` only collects; `apply` merges and commits every whole frame that has arrived, so that a
/// connection that dies keeps what it brought.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"
#include "sync/server/store.hpp"
#include "sync/wire/cursor.hpp"
#include "sync/wire/frame.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace minga::sync {

inline constexpr std::int64_t answer_budget_bytes_max = 1 << 20;
inline constexpr std::int64_t answer_budget_bytes_default = 256 * 1024;

struct RequestHeader {
    OwnChain chain;     ///< The device, and its former names.
    std::string epoch;  ///< The one the device last saw; empty at first.
    std::int64_t schema = 0;
    std::int64_t last_n = 0;   ///< The highest op number the device has ever used.
    std::int64_t acked_n = 0;  ///< Every op up to here has its verdict on the device.
    std::int64_t budget_bytes = answer_budget_bytes_default;
    Cursors cursors;
    std::vector<std::string> only;  ///< Where given, only these scopes are read.
};

class ServerSession {
public:
    ServerSession(ServerStore& store, const Catalog& catalog, Actor actor, Clock& clock)
        : store_(store), catalog_(catalog), actor_(std::move(actor)), clock_(clock) {}

    void feed(std::string_view bytes) { reader_.feed(bytes); }

    /// Merges and commits all whole frames fed so far. After an error (a damaged frame, a store
    /// that fails) the frames before it are committed and nothing more is taken.
    Result<void> apply();

    /// Call when no more bytes come: a frame left half is `bad_frame`.
    Result<void> finish();

    /// The answer's body: verdicts, then what changed in the actor's scopes. `reader` may be the
    /// same store or another connection to it.
    Result<std::string> answer(ServerStore& reader);

    /// The op number that the device must offer next, for error answers. 0 before the header.
    std::int64_t next_n() const { return next_n_; }
    std::int64_t applied_count() const { return static_cast<std::int64_t>(verdicts_.size()); }

private:
    Result<void> take_header(std::string_view text);
    void drop_foreign_names();
    void catch_up(const ServerStore& store);
    Result<void> take_op(std::string_view text);
    /// The record frames of an answer.
    struct Changes {
        std::string body;
        std::int64_t count = 0;
        bool has_more = false;
    };
    Result<void> append_changes(ServerStore& reader, std::int64_t budget, Changes& changes);

    ServerStore& store_;
    const Catalog& catalog_;
    Actor actor_;
    Clock& clock_;
    FrameReader reader_;
    RequestHeader header_;
    bool has_header_ = false;
    bool is_forked_ = false;
    std::int64_t next_n_ = 0;   ///< The device's next number by the server's count.
    std::int64_t frame_n_ = 0;  ///< The number of the last frame taken, for unreadable ones.
    std::vector<std::string> verdicts_;  ///< JSON texts, in order.
    std::int64_t verdict_n_max_ = 0;
    Cursors cursors_;
};

/// The scopes an actor may read: their organizations, or everything.
std::vector<Scope> readable_scopes(const Actor& actor, const Catalog& catalog);

}  // namespace minga::sync
