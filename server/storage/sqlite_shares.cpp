// The part of the store that knows which records are shared beyond their organization.

#include "server/storage/sqlite_store.hpp"

namespace minga::server {

using storage::Row;

std::optional<sync::SharedRecord> SqliteStore::find_shared(std::string_view share,
                                                           const Id& id) const {
    std::optional<sync::SharedRecord> found;
    note(database_->each(
        "SELECT organization, seq, gained, lost FROM shared WHERE share = ?1 AND record = ?2",
        [&](const Row& row) {
            found = sync::SharedRecord{.share = std::string{share},
                                       .record = id,
                                       .organization = row.id(0),
                                       .seq = row.integer(1),
                                       .gained = row.integer(2),
                                       .is_lost = row.integer(3) != 0};
        },
        share, id));
    return found;
}

Result<void> SqliteStore::put_shared(const sync::SharedRecord& shared) {
    return database_->run(
        "INSERT INTO shared (share, record, organization, seq, gained, lost) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (share, record) DO UPDATE SET "
        "seq = excluded.seq, gained = excluded.gained, lost = excluded.lost",
        shared.share, shared.record, shared.organization, shared.seq, shared.gained,
        shared.is_lost);
}

bool SqliteStore::has_shared(std::string_view share) const {
    bool has = false;
    note(database_->each(
        "SELECT 1 FROM shared WHERE share = ?1 LIMIT 1", [&](const Row&) { has = true; }, share));
    return has;
}

std::vector<Id> SqliteStore::all_children(const Id& parent) const {
    std::vector<Id> ids;
    note(database_->each(
        "SELECT id FROM record WHERE parent = ?1 ORDER BY id",
        [&](const Row& row) { ids.push_back(row.id(0)); }, parent));
    return ids;
}

}  // namespace minga::server
