#include "server/storage/quarantine.hpp"

#include "server/storage/verify.hpp"
#include "sync/server/apply_op.hpp"
#include "sync/wire/op_codec.hpp"

#include <algorithm>

namespace minga::server {
namespace {

using storage::Row;

constexpr std::string_view entry_sql =
    "SELECT quarantine.number, quarantine.organization, quarantine.record, quarantine.kind, "
    "op.author, quarantine.received_at, quarantine.state, quarantine.decided_by, op.payload, "
    "quarantine.device, quarantine.n, quarantine.decided_at, quarantine.reason FROM quarantine "
    "JOIN op ON op.device = quarantine.device AND op.n = quarantine.n ";

QuarantineEntry entry_of(const Row& row) {
    QuarantineEntry entry;
    entry.number = row.integer(0);
    entry.organization = row.id(1);
    entry.record = row.id(2);
    entry.kind = row.text(3);
    entry.author = row.text(4);
    entry.received_at = Instant{row.integer(5)};
    entry.state = row.text(6);
    entry.decided_by = row.text(7);
    if (auto op = sync::op_from_text(row.text(8))) entry.op = *std::move(op);
    entry.device = row.id(9);
    entry.n = row.integer(10);
    entry.decided_at = Instant{row.integer(11)};
    entry.reason = row.text(12);
    return entry;
}

Result<void> close_entry(const ReviewContext& context, const QuarantineEntry& entry,
                         std::string_view state) {
    auto done = context.store.database().run(
        "UPDATE quarantine SET state = ?2, decided_by = ?3, decided_at = ?4, reason = ?5, "
        "decided_number = 1 + (SELECT ifnull(max(decided_number), 0) FROM quarantine "
        "WHERE decided_number IS NOT NULL) WHERE number = ?1",
        entry.number, state, context.reviewer.name, context.now.ms, context.reason);
    if (!done) return done;
    return append_event(context.store,
                        {"quarantine_" + std::string{state},
                         {{"number", std::to_string(entry.number)},
                          {"device", entry.device.to_text()},
                          {"n", std::to_string(entry.n)},
                          {"user", context.reviewer.user.to_text()}}},
                        context.now);
}

Result<void> check_held(const QuarantineEntry& entry) {
    if (entry.state == "held") return {};
    return make_error(ErrorCode::conflict_settled,
                      "Este cambio ya lo revisó " + entry.decided_by + ".");
}

}  // namespace

Result<void> each_quarantined(const SqliteStore& store, const QuarantineQuery& query,
                              const std::function<void(const QuarantineEntry&)>& visit) {
    return store.database().each(
        std::string{entry_sql} +
            "WHERE (?1 IS NULL OR quarantine.organization = ?1) "
            "AND (?2 OR quarantine.state = 'held') ORDER BY quarantine.number",
        [&](const Row& row) { visit(entry_of(row)); }, query.organization, query.with_decided);
}

Result<QuarantineEntry> find_quarantined(const SqliteStore& store, std::int64_t number) {
    std::optional<QuarantineEntry> found;
    auto done = store.database().each(
        std::string{entry_sql} + "WHERE quarantine.number = ?1",
        [&](const Row& row) { found = entry_of(row); }, number);
    if (!done) return done.error();
    if (found) return *std::move(found);
    return make_error(ErrorCode::not_found, "No hay ningún cambio en cuarentena con el número " +
                                                std::to_string(number) + ".");
}

Result<sync::Verdict> release_quarantined(const ReviewContext& context,
                                          const QuarantineEntry& entry) {
    auto held = check_held(entry);
    if (!held) return held.error();
    if (!entry.op) {
        return make_error(ErrorCode::malformed,
                          "El contenido de este cambio no se puede leer, así que no se puede "
                          "aplicar; solo descartar. Revise los datos con «minga-server verify».");
    }
    // A count of its own for each author's device, so that what two people wrote meets like the
    // work of two people, although one releases it.
    const sync::OwnChain chain{
        name_based_id(context.reviewer.user, "quarantine/" + entry.device.to_text())};
    const auto device = context.store.find_device(chain.device);
    sync::Op op = *entry.op;
    op.n = device ? device->next_n : 1;
    const sync::ApplyContext apply{.store = context.store,
                                   .catalog = context.catalog,
                                   .actor = context.reviewer,
                                   .chain = chain,
                                   .now = context.now};
    auto verdict = sync::apply_op(apply, op, sync::op_to_text(op));
    if (!verdict) return verdict.error();
    auto done =
        context.store.put_device(chain.device, {context.reviewer.user, op.n + 1}, context.now);
    const bool is_refused = std::any_of(verdict->refusals.begin(), verdict->refusals.end(),
                                        [](const Error& refusal) { return refusal.field.empty(); });
    if (done && !is_refused) done = close_entry(context, entry, "released");
    if (!done) return done.error();
    return verdict;
}

Result<void> discard_quarantined(const ReviewContext& context, const QuarantineEntry& entry) {
    auto held = check_held(entry);
    if (!held) return held;
    return close_entry(context, entry, "discarded");
}

}  // namespace minga::server
