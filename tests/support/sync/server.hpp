/// A server for tests: the production session and store in memory, without sockets.
#pragma once

#include "server/snapshots/snapshot_shelf.hpp"
#include "server/storage/sqlite_store.hpp"
#include "sync/server/server_session.hpp"
#include "tests/support/sync/device.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace minga::test {

struct Reply {
    int status = 200;
    std::string body;
};

class TestServer {
public:
    /// Holds the records of `world`, each with its link in the audit chain.
    explicit TestServer(const World& world);

    server::SqliteStore& store() { return *store_; }
    TestClock& clock() { return clock_; }
    const Catalog& catalog() const { return catalog_; }
    const sync::KeyPair& keys() const { return keys_; }

    /// The whole exchange: the body comes in pieces of `piece_bytes`, and is answered.
    Reply handle(const Actor& actor, std::string_view body, std::size_t piece_bytes = 4096);
    /// The connection died after these bytes: what is whole of them is kept, nobody hears of it.
    void handle_cut(const Actor& actor, std::string_view prefix);

    /// What was published to this server, as JSON texts.
    std::vector<std::string> published{};

    /// From now on devices that begin are offered the snapshots of `shelf`, which outlives this.
    void offer(server::SnapshotShelf& shelf) { shelf_ = &shelf; }

    std::string image() { return disk_image(store_->database()); }
    void reopen(const std::string& image);
    /// The process dies: what was committed is there again afterwards.
    void kill() { reopen(image()); }

private:
    void seed(const World& world);

    const Catalog& catalog_;
    TestClock clock_;
    sync::KeyPair keys_ = sync::keys_of({7});
    std::unique_ptr<server::SqliteStore> store_;
    server::SnapshotShelf* shelf_ = nullptr;
};

/// The answer to a request that failed, as the HTTP route writes it.
Reply reply_of(const Error& error);

/// Exchanges until the session is done, over a link that carries everything. Returns the number of
/// requests, or -1 where it does not come to an end.
int synchronize(TestDevice& device, TestServer& server);

}  // namespace minga::test
