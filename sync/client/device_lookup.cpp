/// The part of the device's store that rules and screens look through: records as their person sees
/// them.
#include "sync/client/device_store.hpp"
#include "sync/client/stored_text.hpp"

namespace minga::sync {

using storage::Row;

std::optional<Record> DeviceStore::find(const Id& id) const {
    std::optional<Record> found;
    database_
        ->each(
            "SELECT id, kind, organization, rev, deleted, body FROM record WHERE id = ?1",
            [&](const Row& row) { found = record_of(row); }, id)
        .ignore();
    return found;
}

std::optional<Record> DeviceStore::find_accepted(const Id& id) const {
    std::optional<Record> found;
    database_
        ->each(
            "SELECT id, kind, organization, rev, accepted_deleted, accepted FROM record "
            "WHERE id = ?1 AND accepted IS NOT NULL",
            [&](const Row& row) { found = record_of(row); }, id)
        .ignore();
    return found;
}

std::vector<Record> DeviceStore::children(const Id& parent, std::string_view kind) const {
    std::vector<Record> found;
    database_
        ->each(
            "SELECT id, kind, organization, rev, deleted, body FROM record "
            "WHERE parent = ?1 AND kind = ?2 AND deleted = 0 ORDER BY id",
            [&](const Row& row) { found.push_back(record_of(row)); }, parent, kind)
        .ignore();
    return found;
}

std::size_t DeviceStore::count_children(const Id& parent, std::string_view kind) const {
    std::int64_t count = 0;
    database_
        ->each(
            "SELECT count(*) FROM record WHERE parent = ?1 AND kind = ?2 AND deleted = 0",
            [&](const Row& row) { count = row.integer(0); }, parent, kind)
        .ignore();
    return static_cast<std::size_t>(count);
}

std::vector<Record> DeviceStore::list(std::string_view kind) const {
    std::vector<Record> found;
    database_
        ->each(
            "SELECT id, kind, organization, rev, deleted, body FROM record "
            "WHERE kind = ?1 AND deleted = 0 ORDER BY id",
            [&](const Row& row) { found.push_back(record_of(row)); }, kind)
        .ignore();
    return found;
}

}  // namespace minga::sync
