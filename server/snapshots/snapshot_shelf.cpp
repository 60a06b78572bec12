#include "server/snapshots/snapshot_shelf.hpp"

#include "server/snapshots/snapshot_file.hpp"
#include "shared/base/hash.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace minga::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t generations = 2;
constexpr std::string_view name_of_all = "all";
constexpr std::string_view extension = ".gz";

/// An epoch may be any text; in a file's name stands its digest.
std::string epoch_name(std::string_view epoch) {
    return sha256_hex(epoch).substr(0, 12);
}

std::string scope_name(const sync::Scope& scope) {
    return scope.organization ? scope.organization->to_text() : std::string{name_of_all};
}

/// Counts what changed in `scope` after `seq`, up to `limit`.
Result<std::int64_t> changes_after(const SqliteStore& reader, const sync::Scope& scope,
                                   std::int64_t seq, std::int64_t limit) {
    std::int64_t count = 0;
    auto read =
        reader.ids_since(scope, seq, [&](const Id&, std::int64_t) { return ++count < limit; });
    if (!read) return read.error();
    return count;
}

}  // namespace

SnapshotShelf::SnapshotShelf(Options options) : options_(std::move(options)) {
    load();
}

void SnapshotShelf::load() {
    std::error_code failure;
    fs::create_directories(options_.folder, failure);
    for (const auto& entry : fs::directory_iterator{options_.folder, failure}) {
        const std::string name = entry.path().filename().string();
        const std::vector<std::string> parts = split(name, '.');
        Kept kept;
        const bool is_ours =
            parts.size() == 5 && parts[4] == "gz" &&
            std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), kept.info.seq).ec ==
                std::errc{};
        if (!is_ours) {
            std::error_code ignored;
            if (name.ends_with(".partial")) fs::remove(entry.path(), ignored);
            continue;
        }
        kept.epoch = parts[1];
        kept.info.etag = parts[3];
        kept.info.bytes = static_cast<std::int64_t>(entry.file_size(failure));
        kept.path = entry.path();
        kept_[parts[0]].push_back(std::move(kept));
    }
    for (auto& [scope, all] : kept_) {
        std::sort(all.begin(), all.end(),
                  [](const Kept& a, const Kept& b) { return a.info.seq < b.info.seq; });
    }
}

std::optional<sync::SnapshotInfo> SnapshotShelf::latest(const sync::Scope& scope,
                                                        std::string_view epoch) const {
    const std::string wanted = epoch_name(epoch);
    const std::lock_guard lock{mutex_};
    const auto found = kept_.find(scope_name(scope));
    if (found == kept_.end() || found->second.empty()) return std::nullopt;
    const Kept& kept = found->second.back();
    if (kept.epoch != wanted) return std::nullopt;
    return kept.info;
}

std::optional<sync::SnapshotInfo> SnapshotShelf::find(const sync::Scope& scope,
                                                      std::string_view epoch,
                                                      std::string_view etag) const {
    const std::string wanted = epoch_name(epoch);
    const std::lock_guard lock{mutex_};
    const auto found = kept_.find(scope_name(scope));
    if (found == kept_.end()) return std::nullopt;
    for (const Kept& kept : found->second) {
        if (kept.info.etag == etag && kept.epoch == wanted) return kept.info;
    }
    return std::nullopt;
}

std::shared_ptr<std::FILE> SnapshotShelf::open(const sync::Scope& scope,
                                               std::string_view etag) const {
    const std::lock_guard lock{mutex_};
    const auto found = kept_.find(scope_name(scope));
    if (found == kept_.end()) return nullptr;
    for (const Kept& kept : found->second) {
        if (kept.info.etag != etag) continue;
        std::FILE* file = std::fopen(kept.path.c_str(), "rb");
        if (file == nullptr) return nullptr;
        return {file, [](std::FILE* opened) { std::fclose(opened); }};
    }
    return nullptr;
}

void SnapshotShelf::wish(const sync::Scope& scope) {
    {
        const std::lock_guard lock{mutex_};
        if (std::find(wishes_.begin(), wishes_.end(), scope) != wishes_.end()) return;
        wishes_.push_back(scope);
    }
    wished_.notify_one();
}

std::optional<sync::Scope> SnapshotShelf::next_wish() {
    std::unique_lock lock{mutex_};
    wished_.wait(lock, [this] { return is_closed_ || !wishes_.empty(); });
    if (is_closed_) return std::nullopt;
    sync::Scope scope = wishes_.front();
    wishes_.pop_front();
    return scope;
}

void SnapshotShelf::close() {
    {
        const std::lock_guard lock{mutex_};
        is_closed_ = true;
    }
    wished_.notify_all();
}

Result<bool> SnapshotShelf::renew(SqliteStore& reader, const sync::Scope& scope) {
    const std::string epoch = reader.epoch();
    const auto held = latest(scope, epoch);
    const std::int64_t limit = held ? options_.changes_max : options_.records_min;
    auto changes = changes_after(reader, scope, held ? held->seq : 0, limit);
    if (!changes) return changes.error();
    const bool is_behind_collection = held && held->seq < reader.min_seq(scope);
    if (*changes < limit && !is_behind_collection) return false;

    const fs::path partial = options_.folder / (scope_name(scope) + ".partial");
    std::error_code failure;
    auto info = write_snapshot(reader, scope, partial);
    Kept kept{.info = {}, .epoch = epoch_name(epoch), .path = {}};
    if (info) {
        kept.info = *info;
        kept.path = options_.folder /
                    (scope_name(scope) + '.' + kept.epoch + '.' + std::to_string(info->seq) + '.' +
                     info->etag + std::string{extension});
        fs::rename(partial, kept.path, failure);
    }
    if (!info || failure) {
        std::error_code ignored;
        fs::remove(partial, ignored);
        if (!info) return info.error();
        return make_error(ErrorCode::storage_failed, "No se pudo guardar la copia.", {},
                          failure.message());
    }
    put(scope_name(scope), std::move(kept));
    return true;
}

void SnapshotShelf::put(const std::string& scope, Kept kept) {
    const std::lock_guard lock{mutex_};
    std::vector<Kept>& all = kept_[scope];
    all.push_back(std::move(kept));
    while (all.size() > generations) {
        std::error_code failure;
        fs::remove(all.front().path, failure);
        all.erase(all.begin());
    }
    drop_oldest();
}

/// While there is too much: what holds the oldest state, but of each scope only what is not its
/// latest, as long as there is such; the very last one stays.
void SnapshotShelf::drop_oldest() {
    while (true) {
        std::int64_t total = 0;
        std::size_t count = 0;
        std::vector<Kept>* oldest = nullptr;
        bool is_spare = false;
        for (auto& [scope, all] : kept_) {
            for (const Kept& kept : all) total += kept.info.bytes;
            count += all.size();
            if (all.empty()) continue;
            const bool has_spare = all.size() > 1;
            const bool is_older =
                oldest == nullptr || all.front().info.seq < oldest->front().info.seq;
            if (oldest == nullptr || (has_spare && !is_spare) ||
                (has_spare == is_spare && is_older)) {
                oldest = &all;
                is_spare = has_spare;
            }
        }
        if (total <= options_.bytes_max || count <= 1) return;
        std::error_code failure;
        fs::remove(oldest->front().path, failure);
        oldest->erase(oldest->begin());
    }
}

}  // namespace minga::server
