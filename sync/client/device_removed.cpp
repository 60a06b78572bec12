/// The part of the device's store that brings back what was removed, sent or not.
#include "shared/rules/permit.hpp"
#include "shared/rules/validate.hpp"
#include "sync/client/device_store.hpp"

namespace minga::sync {

using storage::Row;

Result<DeviceStore::Planned> DeviceStore::plan_restore(const Id& id) {
    const auto before = find(id);
    if (!before) {
        return make_error(ErrorCode::not_found, "El registro ya no está en este equipo.");
    }
    Record after = *before;
    after.deleted = false;
    if (!before->deleted) return Planned{{}, std::move(after), false};
    if (!actor_) {
        return make_error(ErrorCode::unauthenticated, "Primero entre con su usuario.");
    }
    // Who may remove it may bring it back.
    auto permitted = permit(*actor_, Action::remove, after, *this, catalog_);
    if (!permitted) return permitted.error();
    const auto errors = validate_record(after, &*before, *this, catalog_);
    if (!errors.empty()) return errors.front();
    Op op;
    op.record = id;
    op.kind = before->kind;
    op.organization = before->organization;
    op.restore = true;
    return Planned{std::move(op), std::move(after), true};
}

Result<void> DeviceStore::restore(const Id& id) {
    auto planned = plan_restore(id);
    if (!planned) return planned.error();
    return commit(std::move(*planned));
}

std::vector<Record> DeviceStore::removed() const {
    std::vector<Record> found;
    if (!actor_) return found;
    std::vector<Id> ids;
    database_
        ->each(
            "SELECT id FROM record WHERE deleted = 1 AND kind <> 'conflict' "
            "ORDER BY (SELECT max(number) FROM op WHERE op.record = record.id) DESC, id",
            [&](const Row& row) { ids.push_back(row.id(0)); })
        .ignore();
    for (const Id& id : ids) {
        auto record = find(id);
        const bool is_shown = record && !record->fields.empty() &&
                              permit(*actor_, Action::remove, *record, *this, catalog_);
        if (is_shown) found.push_back(*std::move(record));
    }
    return found;
}

}  // namespace minga::sync
