/// The server's side of an exchange that came in a file: the same session as over the network, and
/// then, because the device cannot ask again, the answers to what it would have asked next.
///
///     CarriedExchange exchange{store, catalog, actor, clock, device};
///     for (pieces) {
///         exchange.feed(frames);
///         exchange.apply();                                        // under the writer's lock
///         if (exchange.is_batch_full()) { exchange.answer(reader, contents); exchange.apply(); }
///     }
///     while (exchange.answer(reader, contents) is true) exchange.apply();
#pragma once

#include "sync/server/server_session.hpp"
#include "sync/wire/contents.hpp"

#include <memory>

namespace minga::sync {

/// What a return bundle may hold, before it is packed; the device asks for the rest with its next.
inline constexpr std::size_t carried_answer_bytes_max = 12 << 20;

inline constexpr std::size_t carried_batch_bytes_max = 256 * 1024;

struct CarriedCounts {
    std::int64_t ops = 0;    ///< Ops in the file that have a verdict now, new or not.
    std::int64_t taken = 0;  ///< Of those, new to the server.
    std::int64_t conflicts = 0;
    std::int64_t refused = 0;
    std::int64_t records = 0;  ///< In the answer.
};

class CarriedExchange {
public:
    /// `actor` is the person whose keys signed the file, as they are now; `device` what its header
    /// names.
    CarriedExchange(ServerStore& store, const Catalog& catalog, Actor actor, Clock& clock,
                    const Id& device);

    /// As of a session. Call before `feed`.
    void know(const KeyPair& keys) {
        keys_ = &keys;
        session_->know(keys);
    }

    /// Whole frames. Fails with `bundle_damaged` where they are another device's than the header
    /// says.
    Result<void> feed(std::string_view frames);
    Result<void> apply();

    /// As much was fed as a device sends at a time: it gets its answer before the next.
    bool is_batch_full() const { return batch_bytes_ >= carried_batch_bytes_max; }

    /// Writes the next answer into `contents`. True: there is more; call `apply`, then again.
    Result<bool> answer(ServerStore& reader, std::string& contents);

    /// Whether the request's header has come.
    bool has_begun() const { return !question_.empty(); }
    /// The op number that the device must offer next, by the last answer.
    std::int64_t next_n() const { return next_n_; }
    const CarriedCounts& counts() const { return counts_; }

private:
    void begin_session();

    ServerStore& store_;
    const Catalog& catalog_;
    Actor actor_;
    Clock& clock_;
    Id device_;
    const KeyPair* keys_ = nullptr;
    std::unique_ptr<ServerSession> session_;
    std::size_t batch_bytes_ = 0;
    bool is_forked_ = false;
    bool is_of_other_epoch_ = false;  ///< The file: of its ops none is judged.
    std::string question_;  ///< The header that the next answer is for; empty before the first.
    std::int64_t next_n_ = 1;
    std::int64_t next_n_before_ = 0;  ///< 0: not yet looked up.
    CarriedCounts counts_;
};

}  // namespace minga::sync
