// Attaching files to records, and letting go of those that no record came to name.

#include "sync/client/device_store.hpp"
#include "sync/client/op_state.hpp"

#include "shared/records/all_records.hpp"

namespace minga::sync {

using storage::Row;

Result<std::string> DeviceStore::attach(const Id& id, std::string_view bytes,
                                        std::string_view name) {
    const auto record = find(id);
    if (!record || record->deleted) {
        return make_error(ErrorCode::not_found, "El registro no está en este equipo.");
    }
    const std::string_view field = blob_field_of(record->kind);
    if (field.empty()) {
        const schema::RecordInfo* info = schema::find_record_info(record->kind);
        return make_error(ErrorCode::unknown_field,
                          "A «" + std::string{info != nullptr ? info->label : record->kind} +
                              "» no se adjuntan archivos. Adjúntelo a un documento.",
                          "blob");
    }
    auto hash = blobs_.add(bytes, name, clock_.now());
    if (!hash) return hash;
    auto named = set(id, {{std::string{field}, Value{*hash}}});
    if (!named) {
        drop_orphan_blobs().ignore();  // what stays behind goes at the next start
        return named.error();
    }
    return hash;
}

/// A file that was sent by nobody's record is one whose attaching failed half-way, or whose record
/// took another file since. What an op or a conflict still speaks of may come back.
Result<void> DeviceStore::drop_orphan_blobs() {
    std::string kinds = "'conflict'";
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        if (!blob_field_of(info.key).empty()) kinds += ", '" + std::string{info.key} + "'";
    }
    std::vector<std::string> orphans;
    auto done = database_->each(
        "SELECT hash FROM blob WHERE place IN (0, 3) AND NOT EXISTS (SELECT 1 FROM record "
        "WHERE kind IN (" +
            kinds +
            ") AND (deleted = 0 OR kind = 'conflict') AND "
            "(instr(body, blob.hash) > 0 OR instr(coalesce(accepted, ''), blob.hash) > 0)) "
            "AND NOT EXISTS (SELECT 1 FROM op WHERE state NOT IN (?1, ?2) AND instr(text, "
            "blob.hash) > 0)",
        [&](const Row& row) { orphans.emplace_back(row.text(0)); }, std::int64_t{op_settled},
        std::int64_t{op_withdrawn});
    for (const std::string& hash : orphans) {
        if (done) done = database_->run("DELETE FROM blob_piece WHERE hash = ?1", hash);
        if (done) done = database_->run("DELETE FROM blob WHERE hash = ?1", hash);
    }
    return done;
}

}  // namespace minga::sync
