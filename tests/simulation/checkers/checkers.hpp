/// The promises of synchronization (sync/README.md), one a file. Each looks at the whole cluster
/// from outside and reports what is broken through `Cluster::break_promise`, by its file's name.
#pragma once

#include "sync/blob/blob_message.hpp"
#include "tests/simulation/cluster.hpp"

#include <set>
#include <string>
#include <utility>

namespace minga::simulation {

/// I1. All devices of a scope hold what the server holds, views and revisions. At quiescence.
void check_convergence(Cluster& cluster);

/// I2. Every op is in exactly one state, and every word typed was accepted, waits in a conflict, or
/// is kept in a refused op; an accepted word was only replaced by somebody who had it before their
/// eyes, by its own author, or by a decision on a conflict that showed it. At quiescence.
void check_no_lost_word(Cluster& cluster);

/// I3. All that was ever sent, sent again in any order, changes nothing. At quiescence.
void check_idempotence(Cluster& cluster);

/// I4. Two people who write in different fields of a record without knowing of each other make the
/// same record, whoever comes first. At quiescence, on every record, and taken back.
void check_disjoint_fields(Cluster& cluster);

/// I5. No record of another organization is in an answer. After each answer.
void check_scope(Cluster& cluster, const Seat& seat, const sync::SyncAnswer& answer);

/// The same of words, in the bytes of an answer or of what a bundle holds.
void check_words(Cluster& cluster, const Seat& seat, const std::string& bytes);

/// I6. What a device was told is accepted stays in its view until somebody else changes it, and
/// revisions never go back. After each exchange.
class MonotonicWatch {
public:
    void check(Cluster& cluster, std::size_t seat);
    /// An older copy of its disk, or of the server's, came back: it begins anew.
    void forget(std::size_t seat) {
        std::erase_if(revs_, [&](const auto& entry) { return entry.first.first == seat; });
    }

private:
    /// A revision, and in which of the server's epochs, as the device counts them, it was read.
    struct Seen {
        std::int64_t rev = 0;
        std::int64_t generation = 0;
    };
    std::map<std::pair<std::size_t, Id>, Seen> revs_;
};

/// I7. The chain verifies and holds each head that was handed out. At quiescence.
void check_audit(Cluster& cluster);

/// I8. Bytes go again only where nobody can know better: at most one op for each exchange that
/// failed, and nothing that the device wrote comes back to it. With each request and answer.
class BytesWatch {
public:
    void note_request(Cluster& cluster, std::size_t seat, const std::string& body);
    void note_answer(Cluster& cluster, std::size_t seat,
                     const Result<sync::ReceivedAnswer>& received);
    /// The device does not know what became of its last request.
    void note_failure(std::size_t seat) { links_[seat].is_unsure = true; }
    void forget(std::size_t seat) { links_.erase(seat); }

    std::int64_t bytes_again() const { return bytes_again_; }

private:
    struct Link {
        Id device;
        std::string epoch{};
        std::int64_t sent_n_max = 0;
        std::int64_t next_n = 1;  ///< As the server last said.
        std::int64_t session_count = 0;
        bool is_unsure = false;
        bool is_former = false;  ///< The last request went under a name the device had before.
    };
    std::map<std::size_t, Link> links_;
    std::int64_t bytes_again_ = 0;
};

/// A range of a snapshot as the route serves it (server/http/snapshot_routes.cpp).
struct ServedRange {
    int status = 0;
    std::string etag{};  ///< As the header has it.
    std::string body{};
};
ServedRange serve_range(Cluster& cluster, const Actor& actor, const sync::RangeRequest& request);

/// I8 of snapshots. A download goes on at the byte where it is, across cuts, deaths and sessions,
/// and begins anew only where its file is kept no more, or was damaged. With each range.
class SnapshotWatch {
public:
    void note_request(Cluster& cluster, std::size_t seat, const sync::RangeRequest& request);
    /// The device took so many bytes of what it asked for last.
    void note_taken(std::size_t seat, const sync::DeviceStore& store, std::int64_t bytes);
    /// It may have taken them: its disk failed meanwhile.
    void note_unsure(std::size_t seat, std::int64_t bytes);
    void forget(std::size_t seat) {
        std::erase_if(downloads_, [&](const auto& entry) { return entry.first.first == seat; });
    }

private:
    struct Download {
        std::string etag;
        std::int64_t received = 0;
        std::int64_t perhaps = 0;
    };
    std::map<std::pair<std::size_t, std::string>, Download> downloads_;
    std::pair<std::size_t, std::string> asked_;
};

/// I1 of snapshots. A device that begins with one holds what a device holds that reads all in the
/// plain way. At quiescence.
void check_snapshots(Cluster& cluster);

/// I8 of files. What goes up again of a file is at most the chunk that was under way at a cut. With
/// each request.
class FileWatch {
public:
    void note_upload(Cluster& cluster, std::size_t seat, const sync::BlobRequest& request);
    /// The device does not know what became of its last request.
    void note_failure(std::size_t seat);

private:
    struct Sent {
        std::int64_t chunk_bytes = 0;    ///< Of the last request.
        std::int64_t allowed_bytes = 0;  ///< That may go again.
    };
    std::map<std::pair<std::size_t, std::string>, Sent> sent_;
    std::pair<std::size_t, std::string> last_;
};

/// Files. Nobody is served, or keeps, bytes that are not what the hash says; the server has every
/// file that a living record names and some device can bring; whoever asked for one has it. At
/// quiescence.
void check_files(Cluster& cluster);

/// The records of the server without what clocks and names of ids say.
std::string timeless_dump(const server::SqliteStore& store);

/// I9. The same schedule under other clocks gives the same records.
void check_no_clock(const Options& options, const std::string& dump, Cluster& cluster);

/// I10. What an op makes of a record does not depend on whether both are lifted to later tables
/// before it or after. At quiescence, on every record.
void check_lifting(Cluster& cluster);

/// I11. What a device let its author write, knowing all, the server accepts where nothing of others
/// came between. At quiescence.
void check_prediction(Cluster& cluster);

/// I12. A record that was removed, and in which nobody wrote since, is nowhere to be seen again,
/// not even after its last trace was collected. At quiescence.
void check_resurrection(Cluster& cluster);

}  // namespace minga::simulation
