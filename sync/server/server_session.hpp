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
#include "sync/bundle/keys.hpp"
#include "sync/server/snapshots.hpp"
#include "sync/server/store.hpp"
#include "sync/wire/cursor.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/instruments.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace minga::sync {

inline constexpr std::int64_t protocol_version = 1;
inline constexpr std::int64_t answer_budget_bytes_max = 1 << 20;
inline constexpr std::int64_t answer_budget_bytes_default = answer_budget_bytes_max;

struct RequestHeader {
    OwnChain chain;     ///< The device, and its former names.
    std::string epoch;  ///< The one the device last saw; empty at first.
    /// The earlier epoch that the bases of these ops count in, where they do not say so themselves.
    std::string made_in;
    std::int64_t schema = 0;
    std::int64_t last_n = 0;   ///< The highest op number the device has ever used.
    std::int64_t acked_n = 0;  ///< Every op up to here has its verdict on the device.
    std::int64_t budget_bytes = answer_budget_bytes_default;
    /// After so many bytes of records a mark is wanted (PROTOCOL.md); 0: none.
    std::int64_t mark_bytes = 0;
    /// The device has seen in an answer that the server has its ops up to here, and asks for their
    /// verdicts; `held_digest` says which ops they are. 0: it does not ask.
    std::int64_t held_n = 0;
    std::string held_digest;
    /// The device may not have the words of its own ops up to here any more.
    std::int64_t forgotten_n = 0;
    /// The head of the audit chain that the device saw last: number, and the first digits of its
    /// hash. 0: it saw none.
    AuditHead seen_head{};
    std::int64_t backed_n = 0;    ///< What the device knows to be in a backup.
    std::int64_t reviewed_n = 0;  ///< The last decision on quarantined work that it was told of.
    std::string actor_digest;     ///< Of the person as the device knows them; empty: not asked.
    HeldInstruments instruments;
    Cursors cursors;
    std::vector<std::string> only;  ///< Where given, only these scopes are read.
    /// The device takes snapshots; of these scopes it is taking the one with this etag.
    bool takes_snapshots = false;
    std::map<std::string, std::string> snapshots{};
};

/// Says anew who asks, from the store as the transaction under way sees it. What fails with it ends
/// the request.
using Authority = std::function<Result<Actor>()>;

class ServerSession {
public:
    ServerSession(ServerStore& store, const Catalog& catalog, Actor actor, Clock& clock)
        : store_(store), catalog_(catalog), actor_(std::move(actor)), clock_(clock) {}

    /// Whoever begins with a large scope is offered a snapshot of it. `snapshots` outlives this.
    void offer(Snapshots& snapshots) { snapshots_ = &snapshots; }

    /// Devices that lose a scope are given these keys to seal their words to. `keys` outlives this.
    void know(const KeyPair& keys) { keys_ = &keys; }

    /// What was published to this server, for devices that do not have it. `texts` outlive this.
    void publish(const InstrumentTexts& texts) { published_ = &texts; }

    void feed(std::string_view bytes) { reader_.feed(bytes); }

    /// Merges and commits all whole frames fed so far. After an error (a damaged frame, a store
    /// that fails) the frames before it are committed and nothing more is taken.
    ///
    /// A request may last for minutes: where `authority` is given, it says within the transaction
    /// whose ops these are and what they may do by now.
    Result<void> apply(const Authority& authority = {});

    /// Call when no more bytes come: a frame left half is `bad_frame`.
    Result<void> finish();

    /// The answer's body: verdicts, then what changed in the actor's scopes. `reader` may be the
    /// same store or another connection to it. `authority` as with `apply`.
    Result<std::string> answer(ServerStore& reader, const Authority& authority = {});

    /// The op number that the device must offer next, for error answers. 0 before the header.
    std::int64_t next_n() const { return next_n_; }
    /// What became of the ops of this request.
    const std::vector<Verdict>& verdicts() const { return verdicts_; }
    /// False where the request was made for another epoch: none of its ops is judged.
    bool takes_ops() const { return takes_ops_; }

private:
    Result<void> ask(const Authority& authority);
    Result<void> take_header(std::string_view text);
    bool is_of_this_epoch() const;
    void drop_foreign_names();
    void take_held();
    void catch_up(const ServerStore& store);
    Result<void> take_op(std::string_view text);
    std::string opened_text(std::string_view frame, Id& home) const;
    void give_back(const Op& op, Verdict& verdict, std::string_view text) const;
    void limit_sight(Op& op) const;
    void note_revision(const Op& op, const Verdict& verdict);
    Result<void> note_readings();
    bool is_wanted(const std::string& scope) const;
    bool knows_its_verdicts() const;
    bool has_lost_seen_head(const ServerStore& reader) const;
    std::optional<InstrumentNews> news_of_instruments() const;

    /// The frames of an answer behind its header.
    struct Changes {
        std::int64_t budget = 0;
        std::string body{};
        std::int64_t records = 0;
        std::int64_t lists = 0;
        std::vector<std::string> listed{};  ///< Scopes of which all that exists has been named.
        Json snapshots = Json::object();    ///< By scope: what is offered in place of records.
        bool has_more = false;
        Cursors passed{};  ///< Of scopes that were read to where they are, since the last mark.
        std::size_t marked_at = 0;  ///< Where the body stood at the last mark.
        bool is_listing = false;    ///< What is named is told as a whole: no marks behind it.

        bool is_full() const { return static_cast<std::int64_t>(body.size()) >= budget; }
    };
    struct ScopeReading {
        Scope scope;
        bool has_begun = false;     ///< The device sent a cursor: it holds something of the scope.
        bool has_own_work = false;  ///< It has what it wrote itself.
    };
    std::vector<Scope> scopes_of(const ServerStore& store) const;
    bool is_readable(const std::string& key) const;
    bool holds_part_of(const Scope& scope) const;
    bool must_begin_again(const Scope& scope) const;
    Result<void> append_changes(ServerStore& reader, Changes& changes);
    Result<void> append_scope(ServerStore& reader, const ScopeReading& reading, Cursor cursor,
                              Changes& changes);
    bool offers_snapshot(const ServerStore& reader, const ScopeReading& reading,
                         Changes& changes) const;
    Result<bool> append_records(ServerStore& reader, const ScopeReading& reading, Cursor& cursor,
                                Changes& changes);
    void append_mark(const std::string& scope, const Cursor& cursor, Changes& changes) const;
    Result<bool> append_list(ServerStore& reader, const ScopeReading& reading, Cursor& cursor,
                             Changes& changes);

    ServerStore& store_;
    const Catalog& catalog_;
    Actor actor_;
    Clock& clock_;
    Snapshots* snapshots_ = nullptr;
    const KeyPair* keys_ = nullptr;
    const InstrumentTexts* published_ = nullptr;
    FrameReader reader_;
    RequestHeader header_;
    bool has_header_ = false;
    bool is_forked_ = false;
    bool takes_ops_ = true;
    std::int64_t next_n_ = 0;        ///< The device's next number by the server's count.
    std::int64_t frame_n_ = 0;       ///< The number of the last frame taken, for unreadable ones.
    std::vector<Verdict> verdicts_;  ///< Of the ops taken so far, in order.
    std::map<Id, std::int64_t> revisions_;  ///< Of the ops' records, as far as their device knows.
    std::set<Id> unread_;        ///< Records that have a revision which it does not know.
    std::vector<Scope> scopes_;  ///< That may be read, as the answer finds it.
    std::int64_t verdict_n_max_ = 0;
    bool has_new_ops_ = false;  ///< In the transaction under way.
    Cursors cursors_;
};

/// The organizations that an actor reads as their own, or everything.
std::vector<Scope> readable_scopes(const Actor& actor, const Catalog& catalog);

/// All scopes that an actor may read: those, and the shares that are theirs and hold anything.
std::vector<Scope> readable_scopes(const Actor& actor, const Catalog& catalog,
                                   const ServerStore& store);

/// The scope of that name, `*` or an organization's id, where the actor may read all of it. Whoever
/// sees everything may read single organizations too, of which `readable_scopes` says nothing.
std::optional<Scope> whole_scope(std::string_view key, const Actor& actor, const Catalog& catalog);

}  // namespace minga::sync
