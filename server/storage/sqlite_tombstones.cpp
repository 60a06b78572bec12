// The part of the store that knows what is gone, and who has heard of it.

#include "server/storage/sqlite_store.hpp"

namespace minga::server {
namespace {

using storage::Row;

constexpr std::int64_t day_ms = std::int64_t{24} * 60 * 60 * 1000;

/// How a scope is written in the tables `collected` and `reading`: the bytes of its organization,
/// or its name where it is a share, or nothing.
std::string scope_bytes(const sync::Scope& scope) {
    if (!scope.share.empty()) return scope.to_key();
    if (!scope.organization) return {};
    const auto& bytes = scope.organization->bytes;
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

Result<void> SqliteStore::ids_since(
    const sync::Scope& scope, std::int64_t after,
    const std::function<bool(const Id&, std::int64_t)>& visit) const {
    const auto take = [&](const Row& row) { return visit(row.id(0), row.integer(1)); };
    if (!scope.share.empty()) {
        return database_->each(
            "SELECT record, seq, organization FROM shared WHERE share = ?1 AND seq > ?2 "
            "AND lost = 0 ORDER BY seq",
            [&](const Row& row) { return !scope.takes(row.id(2)) || take(row); }, scope.share,
            after);
    }
    if (scope.organization) {
        return database_->each(
            "SELECT id, seq FROM record WHERE organization = ?1 AND seq > ?2 ORDER BY seq", take,
            *scope.organization, after);
    }
    return database_->each("SELECT id, seq FROM record WHERE seq > ?1 ORDER BY seq", take, after);
}

std::int64_t SqliteStore::min_seq(const sync::Scope& scope) const {
    std::int64_t seq = 0;
    note(database_->each(
        "SELECT seq FROM collected WHERE organization = ?1",
        [&](const Row& row) { seq = row.integer(0); },
        // Of a share nobody counts apart: who has passed what anybody collected has passed it.
        storage::Blob{scope_bytes(scope.share.empty() ? scope : sync::Scope{})}));
    return seq;
}

std::optional<sync::Grave> SqliteStore::find_grave(const Id& id) const {
    std::optional<sync::Grave> found;
    note(database_->each(
        "SELECT kind, organization, rev FROM grave WHERE id = ?1",
        [&](const Row& row) {
            found = sync::Grave{id, std::string{row.text(0)}, row.id(1), row.integer(2)};
        },
        id));
    return found;
}

Result<void> SqliteStore::note_reading(const sync::Reading& reading, Instant now) {
    const std::string scope = scope_bytes(reading.scope);
    // Nothing is written, and so nothing has to reach the disk, where the day is the same.
    auto done = database_->run(
        "INSERT INTO reading (device, organization, complete, seen_at, user) "
        "VALUES (?1, ?2, ?3, ?4, ?6) "
        "ON CONFLICT DO UPDATE SET complete = excluded.complete, seen_at = excluded.seen_at, "
        "user = excluded.user WHERE excluded.seen_at >= seen_at + ?5",
        reading.device, storage::Blob{scope}, reading.complete, now.ms, day_ms, reading.user);
    if (!done || database_->changes() == 0) return done;
    return database_->run(
        "DELETE FROM reading WHERE organization = ?2 AND device IN "
        "(SELECT device FROM reading WHERE user = ?1 AND organization = ?2 "
        " ORDER BY seen_at DESC LIMIT -1 OFFSET ?3)",
        reading.user, storage::Blob{scope}, sync::readings_per_person_max);
}

Result<std::vector<sync::StampedRecord>> SqliteStore::expired(const sync::Expiry& expiry) const {
    std::vector<Id> ids;
    auto done = database_->each(
        "SELECT id FROM record AS gone WHERE deleted = 1 AND deleted_at < ?1 "
        "AND NOT EXISTS (SELECT 1 FROM reading WHERE seen_at >= ?2 AND complete < gone.seq "
        "  AND (organization IN (gone.organization, x'') OR EXISTS (SELECT 1 FROM shared "
        "    WHERE record = gone.id AND instr(reading.organization, CAST(share AS BLOB)) = 1))) "
        "AND NOT EXISTS (SELECT 1 FROM record AS child WHERE child.parent = gone.id "
        "  AND child.deleted = 0 "
        "  AND (child.kind <> 'conflict' OR child.body ->> '$.status' = 'open')) "
        "ORDER BY deleted_at LIMIT ?3",
        [&](const Row& row) { ids.push_back(row.id(0)); }, expiry.deleted_before.ms,
        expiry.seen_since.ms, expiry.count_max);
    if (!done) return done.error();
    std::vector<sync::StampedRecord> found;
    for (const Id& id : ids) {
        if (auto tombstone = read_stamped(id)) found.push_back(*std::move(tombstone));
    }
    if (!status_) return status_.error();
    return found;
}

Result<void> SqliteStore::bury(const sync::StampedRecord& tombstone) {
    const Record& record = tombstone.record;
    known_.erase(record.id);
    auto done = database_->run("DELETE FROM record WHERE id = ?1", record.id);
    if (done) done = database_->run("DELETE FROM shared WHERE record = ?1", record.id);
    if (done) {
        done = database_->run(
            "INSERT INTO grave (id, kind, organization, rev) VALUES (?1, ?2, ?3, ?4) "
            "ON CONFLICT DO UPDATE SET rev = excluded.rev",
            record.id, record.kind, record.organization, record.rev);
    }
    for (const sync::Scope& scope : {sync::Scope{record.organization}, sync::Scope{}}) {
        if (!done) return done;
        done = database_->run(
            "INSERT INTO collected (organization, seq) VALUES (?1, ?2) "
            "ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)",
            storage::Blob{scope_bytes(scope)}, tombstone.seq);
    }
    return done;
}

Result<void> SqliteStore::forget_readings(Instant seen_since) {
    return database_->run("DELETE FROM reading WHERE seen_at < ?1", seen_since.ms);
}

}  // namespace minga::server
