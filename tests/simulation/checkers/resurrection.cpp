#include "sync/wire/op_codec.hpp"
#include "tests/simulation/checkers/checkers.hpp"

namespace minga::simulation {
namespace {

/// What the ledger says of each record that was removed, in the server's order: whether it has been
/// written in, or decided about, since.
std::map<Id, bool> removed_records(Cluster& cluster) {
    std::map<Id, bool> is_gone;
    server::SqliteStore& store = cluster.server().store();
    auto read = store.database().each(
        "SELECT entry FROM audit ORDER BY number", [&](const storage::Row& row) {
            const auto entry = parse_json(row.text(0));
            const auto device = entry ? Id::parse(entry->text_at("device")) : Id::parse("");
            if (!device) return;
            const auto kept = store.find_op(*device, entry->integer_at("n"));
            const auto op = kept ? sync::op_from_text(kept->payload) : Result<sync::Op>{Error{}};
            const auto json = kept ? parse_json(kept->verdict) : Result<Json>{Error{}};
            if (!op || !json) return;
            const auto verdict = sync::verdict_from_json(*json);
            if (!verdict || verdict->rev == 0) return;
            if (op->remove && verdict->outcome == sync::Outcome::applied)
                is_gone[op->record] = true;
            if (!op->set.empty() || op->restore) is_gone[op->record] = false;
            // A decision on "remove or keep" writes in the record that its conflict is about.
            const auto conflict = store.find(op->record);
            if (!conflict || conflict->kind != "conflict") return;
            const auto subject = Id::parse(text_of(conflict->fields, "record"));
            if (subject) is_gone[*subject] = false;
        });
    if (!read) cluster.break_promise("resurrection", "the chain cannot be read");
    return is_gone;
}

}  // namespace

void check_resurrection(Cluster& cluster) {
    for (const auto& [id, is_gone] : removed_records(cluster)) {
        if (!is_gone) continue;
        const auto stored = cluster.server().store().find(id);
        if (stored && !stored->deleted) {
            return cluster.break_promise("resurrection",
                                         "the server has " + id.to_text() + " again");
        }
        for (Seat& seat : cluster.seats()) {
            const auto shown = seat.store().find(id);
            if (!shown || shown->deleted) continue;
            return cluster.break_promise("resurrection",
                                         seat.actor.login + " sees " + id.to_text() + " again");
        }
    }
}

}  // namespace minga::simulation
