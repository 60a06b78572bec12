/// The snapshots that a server keeps, as files of its data folder, and who wants new ones.
///
/// A file is named `<scope>.<epoch>.<seq>.<etag>.gz` and never changes: a device that fetches one
/// over days goes on with the very bytes it began with. Of each scope the latest two are kept, and
/// of all together no more than a number of bytes. Any thread may call anything.
#pragma once

#include "server/storage/sqlite_store.hpp"
#include "sync/server/snapshots.hpp"

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace minga::server {

class SnapshotShelf final : public sync::Snapshots {
public:
    struct Options {
        std::filesystem::path folder;
        /// A scope with fewer records is read in a few answers: no snapshot is made of it.
        std::int64_t records_min = 2000;
        /// With so many changes since, a snapshot is made anew for the next device.
        std::int64_t changes_max = 2000;
        std::int64_t bytes_max = std::int64_t{1} << 30;
    };
    /// Takes up what the folder holds, and removes what was left half-written.
    explicit SnapshotShelf(Options options);

    std::optional<sync::SnapshotInfo> latest(const sync::Scope& scope,
                                             std::string_view epoch) const override;
    std::optional<sync::SnapshotInfo> find(const sync::Scope& scope, std::string_view epoch,
                                           std::string_view etag) const override;
    void wish(const sync::Scope& scope) override;

    /// The file, open; nullptr where it is kept no more. It can be read to its end even if it goes
    /// from the shelf meanwhile.
    std::shared_ptr<std::FILE> open(const sync::Scope& scope, std::string_view etag) const;

    /// Waits for a wish; nullopt after `close`.
    std::optional<sync::Scope> next_wish();
    void close();

    /// Makes the snapshot of `scope` where it is worth one and the latest is missing or far behind.
    /// Returns whether one was made.
    Result<bool> renew(SqliteStore& reader, const sync::Scope& scope);

private:
    struct Kept {
        sync::SnapshotInfo info;
        std::string epoch;
        std::filesystem::path path;
    };

    void load();
    void put(const std::string& scope, Kept kept);
    void drop_oldest();

    Options options_;
    mutable std::mutex mutex_;
    std::condition_variable wished_;
    std::deque<sync::Scope> wishes_;
    bool is_closed_ = false;
    std::map<std::string, std::vector<Kept>> kept_;  ///< By scope; the latest last.
};

}  // namespace minga::server
