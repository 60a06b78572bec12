#include "server/storage/epochs.hpp"

#include "server/storage/migrations.hpp"
#include "server/storage/verify.hpp"

namespace minga::server {

using storage::Row;

Result<void> begin_epoch(SqliteStore& store, std::string_view epoch, Instant now) {
    storage::Database& database = store.database();
    const std::string ended = store.epoch();
    const std::int64_t end_seq = store.last_seq();
    auto done = database.run("INSERT OR REPLACE INTO epoch (epoch, end_seq) VALUES (?1, ?2)", ended,
                             end_seq);
    if (done) done = write_meta(database, "epoch", epoch);
    if (!done) return done;
    return append_event(
        store,
        {"restored",
         {{"epoch", std::string{epoch}}, {"ended", ended}, {"seq", std::to_string(end_seq)}}},
        now);
}

Result<void> mark_backup(SqliteStore& store, const std::string& path, Instant now) {
    auto backup = storage::Database::open({.path = path, .read_only = true});
    if (!backup) return backup.error();
    auto done = store.begin();
    if (!done) return done;
    done =
        (*backup)->each("SELECT id, next_n - 1 FROM device WHERE next_n > 1", [&](const Row& row) {
            auto marked = store.database().run(
                "INSERT INTO backup_mark (device, n, made_at) "
                "VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                row.id(0), row.integer(1), now.ms);
            return marked.has_value();
        });
    if (done) return store.commit();
    store.roll_back();
    return done;
}

}  // namespace minga::server
