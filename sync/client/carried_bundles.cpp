#include "sync/client/carried_bundles.hpp"

namespace minga::sync {

using storage::Row;

/// Devices that never carry anything do not have it.
Result<void> CarriedBundles::make_table() const {
    return database_.execute(
        "CREATE TABLE IF NOT EXISTS carried("
        "  number INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE,"
        "  answer INTEGER NOT NULL, device BLOB NOT NULL, receiver TEXT NOT NULL,"
        "  sender TEXT NOT NULL, first_n INTEGER NOT NULL, last_n INTEGER NOT NULL,"
        "  made_at INTEGER NOT NULL, taken_at INTEGER NOT NULL, problem TEXT NOT NULL,"
        "  bytes INTEGER NOT NULL, file BLOB NOT NULL)");
}

Result<void> CarriedBundles::add(const BundleFacts& facts, std::string_view file, Instant now) {
    auto done = make_table();
    std::int64_t count = 0;
    std::int64_t bytes = 0;
    bool is_here = false;
    if (done) {
        done = database_.each(
            "SELECT count(*), coalesce(sum(bytes), 0), coalesce(max(hash = ?1), 0) FROM carried",
            [&](const Row& row) {
                count = row.integer(0);
                bytes = row.integer(1);
                is_here = row.integer(2) != 0;
            },
            facts.hash);
    }
    if (!done || is_here) return done;
    const auto size = static_cast<std::int64_t>(file.size());
    if (count >= carried_count_max || bytes + size > carried_bytes_max) {
        return make_error(ErrorCode::storage_full,
                          "Este equipo ya lleva demasiados archivos de otras personas. Entregue "
                          "los que tiene sincronizando, o quite los que ya no hacen falta.");
    }
    return database_.run(
        "INSERT INTO carried(hash, answer, device, receiver, sender, first_n, last_n, made_at, "
        "taken_at, problem, bytes, file) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '', ?10, ?11)",
        facts.hash, facts.is_answer, facts.device, facts.receiver, facts.sender, facts.first_n,
        facts.last_n, facts.made_at.ms, now.ms, size, storage::Blob{file});
}

Result<std::vector<CarriedBundle>> CarriedBundles::list() const {
    std::vector<CarriedBundle> all;
    auto done = make_table();
    if (done) {
        done = database_.each(
            "SELECT hash, answer, device, receiver, sender, first_n, last_n, made_at, taken_at, "
            "problem, bytes FROM carried ORDER BY number",
            [&](const Row& row) {
                CarriedBundle one;
                one.facts.hash = row.text(0);
                one.facts.is_answer = row.integer(1) != 0;
                one.facts.device = row.id(2);
                one.facts.receiver = row.text(3);
                one.facts.sender = row.text(4);
                one.facts.first_n = row.integer(5);
                one.facts.last_n = row.integer(6);
                one.facts.made_at = {row.integer(7)};
                one.taken_at = {row.integer(8)};
                one.problem = row.text(9);
                one.facts.bytes = row.integer(10);
                all.push_back(std::move(one));
            });
    }
    if (!done) return done.error();
    return all;
}

Result<std::string> CarriedBundles::find(std::string_view hash) const {
    auto all = list();
    if (!all) return all.error();
    std::string found;
    int count = 0;
    for (const CarriedBundle& one : *all) {
        if (!one.facts.hash.starts_with(hash)) continue;
        found = one.facts.hash;
        ++count;
    }
    if (count == 1 && !hash.empty()) return found;
    return make_error(ErrorCode::not_found,
                      count == 0 ? "Este equipo no lleva ese archivo."
                                 : "Hay más de un archivo que empieza así: escriba más letras.");
}

Result<std::string> CarriedBundles::file(std::string_view hash) const {
    auto whole = find(hash);
    if (!whole) return whole.error();
    std::string bytes;
    auto done = database_.each(
        "SELECT file FROM carried WHERE hash = ?1", [&](const Row& row) { bytes = row.blob(0); },
        *whole);
    if (!done) return done.error();
    return bytes;
}

Result<void> CarriedBundles::remove(std::string_view hash) {
    auto whole = find(hash);
    if (!whole) return whole.error();
    return database_.run("DELETE FROM carried WHERE hash = ?1", *whole);
}

Result<void> CarriedBundles::note_problem(std::string_view hash, std::string_view problem) {
    return database_.run("UPDATE carried SET problem = ?2 WHERE hash = ?1", hash, problem);
}

}  // namespace minga::sync
