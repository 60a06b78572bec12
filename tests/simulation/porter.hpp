/// Attached files on their way up and down: chunks that are lost, cut after any byte, damaged or
/// arrive twice, and uploads that the server has given up.
#pragma once

#include "sync/client/blob_session.hpp"
#include "tests/simulation/checkers/checkers.hpp"
#include "tests/simulation/cluster.hpp"

namespace minga::simulation {

class Porter {
public:
    explicit Porter(Cluster& cluster) : cluster_(cluster) {}

    /// A session of a device, as it follows an exchange; it may be given up at any request.
    void carry(std::size_t seat);
    /// Somebody wants to look at a file that a record in front of them names.
    void want_one(std::size_t seat);
    void want_all(std::size_t seat);

    /// From now on everything arrives whole, and no disk fails.
    void heal() { is_healed_ = true; }

private:
    /// Whether the session goes on.
    bool carry_one(std::size_t seat, sync::BlobSession& session);
    bool take(std::size_t seat, sync::BlobSession& session, const sync::BlobRequest& request,
              const sync::BlobAnswer& answer);
    void fail(std::size_t seat, sync::BlobSession& session);

    Cluster& cluster_;
    FileWatch watch_;
    bool is_healed_ = false;
    bool was_damaged_ = false;  ///< In this session: a second time the file would be refused.
};

}  // namespace minga::simulation
