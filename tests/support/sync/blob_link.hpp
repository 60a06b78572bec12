/// A server's files in memory, and a link to them that dies where a test says.
#pragma once

#include "sync/blob/blob_desk.hpp"
#include "sync/blob/blob_message.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace minga::test {

class MemoryShelf final : public sync::BlobShelf {
public:
    Result<std::optional<sync::BlobInfo>> find(const sync::BlobKey& key) override;
    Result<std::optional<Upload>> find_upload(const sync::BlobKey& key) override;
    Result<std::int64_t> append(const sync::BlobKey& key, const sync::BlobPart& part,
                                Instant now) override;
    Result<sync::BlobInfo> finish(const sync::BlobKey& key, Instant now) override;
    Result<void> hold(const sync::BlobKey& key) override;
    Result<void> drop(const sync::BlobKey& key) override;
    Result<std::int64_t> bytes_of(const Id& organization) override;
    Result<std::string> read(std::string_view hash, std::int64_t offset,
                             std::int64_t length) override;

    /// The disk is full from now on.
    void fill_up() { is_full_ = true; }
    std::size_t upload_count() const { return uploads_.size(); }

private:
    using Key = std::pair<std::string, Id>;
    struct Begun {
        std::int64_t total = 0;
        std::string bytes;
    };

    std::map<std::string, std::string, std::less<>> whole_;
    std::set<Key> holders_;
    std::map<Key, Begun> uploads_;
    bool is_full_ = false;
};

/// What the server's route does with a request, without sockets.
class BlobLink {
public:
    explicit BlobLink(sync::BlobShelf& shelf, const sync::BlobLimits& limits = {})
        : desk_(shelf, limits), shelf_(shelf) {}

    /// What the server answers.
    sync::BlobAnswer carry(const sync::BlobRequest& request, const sync::BlobRights& rights);

    /// The link dies after `bytes` of the body went up: they arrive, the answer does not.
    void carry_cut(const sync::BlobRequest& request, const sync::BlobRights& rights,
                   std::size_t bytes);

    /// Of PUT bodies, as far as they arrived.
    std::int64_t bytes_arrived() const { return bytes_arrived_; }

private:
    Result<sync::BlobState> put(const sync::BlobRequest& request, const sync::BlobRights& rights,
                                std::string_view body);

    sync::BlobDesk desk_;
    sync::BlobShelf& shelf_;
    std::int64_t bytes_arrived_ = 0;
};

}  // namespace minga::test
