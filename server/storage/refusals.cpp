#include "server/storage/refusals.hpp"

#include "sync/wire/op_codec.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

namespace minga::server {
namespace {

using storage::Row;

/// Each op passes here: what cannot be a refusal, and cannot close one, must cost next to nothing.
constexpr std::string_view refused_mark = "\"v\":\"refused\"";

Result<bool> has_open(storage::Database& database, const Id& device) {
    bool is_open = false;
    auto done = database.each(
        "SELECT 1 FROM refusal WHERE device = ?1 LIMIT 1", [&](const Row&) { is_open = true; },
        device);
    if (!done) return done.error();
    return is_open;
}

bool names(const sync::Verdict& verdict, std::string_view field) {
    return std::any_of(verdict.refusals.begin(), verdict.refusals.end(),
                       [&](const Error& reason) { return reason.field == field; });
}

/// Where the record lives; nullopt for conflicts, whose refused decisions are asked again anyway.
Result<std::optional<Id>> home_of(storage::Database& database, const sync::Op& op) {
    std::optional<Id> home = op.kind == "conflict" ? std::nullopt : std::optional{op.organization};
    auto done = database.each(
        "SELECT kind, organization FROM record WHERE id = ?1",
        [&](const Row& row) {
            home = row.text(0) == "conflict" ? std::nullopt : std::optional{row.id(1)};
        },
        op.record);
    if (!done) return done.error();
    return home;
}

Result<void> open(storage::Database& database, const sync::LedgerEntry& entry, const sync::Op& op,
                  const sync::Verdict& verdict) {
    auto home = home_of(database, op);
    if (!home) return home.error();
    if (!*home || (*home)->is_nil()) return {};
    bool is_whole = false;
    for (const Error& reason : verdict.refusals) is_whole = is_whole || reason.field.empty();
    std::set<std::string> fields;
    for (const Error& reason : verdict.refusals) fields.insert(is_whole ? "" : reason.field);
    for (const std::string& field : fields) {
        auto done = database.run(
            "INSERT OR IGNORE INTO refusal (device, n, field, record, organization, received_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            entry.device, entry.n, field, op.record, **home, entry.received_at.ms);
        if (!done) return done;
    }
    return {};
}

/// `field` empty: the refusals of whole ops.
Result<void> close(storage::Database& database, const Id& device, const Id& record,
                   std::string_view field) {
    return database.run("DELETE FROM refusal WHERE device = ?1 AND record = ?2 AND field = ?3",
                        device, record, field);
}

}  // namespace

Result<void> note_refusals(storage::Database& database, const sync::LedgerEntry& entry) {
    const bool is_refused = entry.verdict.find(refused_mark) != std::string::npos;
    if (!is_refused) {
        auto has_some = has_open(database, entry.device);
        if (!has_some) return has_some.error();
        if (!*has_some) return {};
    }
    auto op = sync::op_from_text(entry.payload);
    auto json = parse_json(entry.verdict);
    if (!op || !json) return {};
    auto verdict = sync::verdict_from_json(*json);
    if (!verdict) return {};
    const bool has_effect = !is_refused || verdict->rev != 0;
    if (has_effect) {
        auto done = close(database, entry.device, op->record, "");
        for (const auto& [key, value] : op->set) {
            if (done && !names(*verdict, key))
                done = close(database, entry.device, op->record, key);
        }
        if (!done) return done;
    }
    return is_refused ? open(database, entry, *op, *verdict) : Result<void>{};
}

Result<std::map<Id, std::int64_t>> open_refusals(storage::Database& database, Instant since) {
    std::map<Id, std::int64_t> counts;
    auto done = database.each(
        "SELECT organization, count(*) FROM (SELECT DISTINCT organization, device, n FROM refusal "
        "WHERE received_at > ?1) GROUP BY organization",
        [&](const Row& row) { counts[row.id(0)] = row.integer(1); }, since.ms);
    if (!done) return done.error();
    return counts;
}

}  // namespace minga::server
