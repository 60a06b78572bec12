/// The part of the device's store for whoever sees everything and opens organizations one by one:
/// what was opened is closed again, and nothing that was written there is lost with it.
#include "sync/client/device_store.hpp"
#include "sync/client/op_state.hpp"
#include "sync/wire/op_codec.hpp"

namespace minga::sync {

using storage::Row;
using storage::Transaction;

/// Ops of that home without an end, and files that its records name and the server lacks: with the
/// records the files would go too.
Result<void> DeviceStore::forbid_unsent(const Id& organization) const {
    bool is_waiting = false;
    auto done = database_->each(
        "SELECT op.text, record.organization FROM op LEFT JOIN record ON record.id = op.record "
        "WHERE op.state IN (?1, ?2, ?3)",
        [&](const Row& row) {
            Id home = row.is_null(1) ? Id{} : row.id(1);
            if (home.is_nil()) {
                const auto op = op_from_text(row.text(0));
                if (op) home = op->organization;
            }
            is_waiting = home == organization;
            return !is_waiting;
        },
        std::int64_t{op_waiting}, std::int64_t{op_refused}, std::int64_t{op_ahead});
    if (done && !is_waiting) {
        done = database_->each(
            "SELECT 1 FROM blob JOIN record ON record.organization = ?1 "
            "AND instr(record.body, blob.hash) > 0 WHERE blob.place IN (?2, ?3) LIMIT 1",
            [&](const Row&) { is_waiting = true; }, organization,
            static_cast<std::int64_t>(BlobPlace::only_here),
            static_cast<std::int64_t>(BlobPlace::refused));
    }
    if (!done || !is_waiting) return done;
    return make_error(ErrorCode::unaccepted_work,
                      "Aquí quedan cambios o archivos suyos que no están en el servidor. "
                      "Sincronice y decida lo que espere en su bandeja; después puede quitar esta "
                      "institución del equipo.");
}

Result<void> DeviceStore::close_organization(const Id& organization) {
    const std::string scope = organization.to_text();
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (done) done = forbid_unsent(organization);
    if (done) done = database_->run("DELETE FROM cursor WHERE scope = ?1", scope);
    if (done) done = database_->run("DELETE FROM listing WHERE scope = ?1", scope);
    if (done) done = database_->run("DELETE FROM listed WHERE scope = ?1", scope);
    if (done) done = drop_snapshot(scope);
    if (done) {
        done = database_->run("DELETE FROM record WHERE scope IS NULL AND organization = ?1",
                              organization);
    }
    // Opened again, what this device wrote there has to come back too.
    if (done) done = forget_words();
    if (done) done = transaction.commit();
    if (done) ++change_count_;
    return done;
}

}  // namespace minga::sync
