#include "server/reports/record_history.hpp"

#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "shared/schema/lift.hpp"
#include "sync/wire/op_codec.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace minga::server {
namespace {

using sync::Outcome;
using sync::Verdict;

/// Whether the op left something that others can see.
bool has_effect(const Verdict& verdict) {
    switch (verdict.outcome) {
        case Outcome::applied:
        case Outcome::conflict:
        case Outcome::refused:
            return verdict.rev != 0 || !verdict.conflicts.empty();
        case Outcome::unchanged:
        case Outcome::fork:
        case Outcome::schema_ahead:
        case Outcome::awaits:
            return false;
    }
    return false;
}

/// The fields that the server took or let wait, under their present names.
FieldMap taken_fields(std::string_view kind, const sync::Op& op, const Verdict& verdict,
                      const FieldMap& given) {
    FieldMap fields = schema::lifted(kind, given, op.schema);
    for (const Error& refusal : verdict.refusals) fields.erase(refusal.field);
    return fields;
}

std::optional<Json> change_to_json(const Record& record, const sync::LedgerEntry& entry) {
    const auto op = sync::op_from_text(entry.payload);
    const auto json = parse_json(entry.verdict);
    if (!op || !json) return std::nullopt;
    const auto verdict = sync::verdict_from_json(*json);
    if (!verdict || !has_effect(*verdict)) return std::nullopt;
    Json proposed = Json::array();
    for (const std::string& field : verdict->conflicts) proposed.push(field);
    // Whoever made the record saw none before.
    const bool is_new = verdict->rev == 1 && !op->remove && !op->restore;
    return Json::object()
        .set("by", entry.author)
        .set("device", entry.device.to_text())
        .set("n", entry.n)
        // It was there when it came: a device that says otherwise has a wrong clock.
        .set("made_at", std::min(op->made_at.ms, entry.received_at.ms))
        .set("received_at", entry.received_at.ms)
        .set("rev", verdict->rev)
        .set("new", is_new)
        .set("removal", op->remove)
        .set("restoration", op->restore)
        .set("set", fields_to_json(taken_fields(record.kind, *op, *verdict, op->set)))
        .set("was", fields_to_json(taken_fields(record.kind, *op, *verdict, op->was)))
        .set("proposed", std::move(proposed));
}

/// A value that a conflict keeps as text, as JSON.
Json kept_value(const std::string& text) {
    auto json = parse_json(text);
    return json ? *std::move(json) : Json{};
}

const std::string& decided_value(const Conflict& conflict) {
    if (conflict.resolution == "mine") return conflict.mine;
    if (conflict.resolution == "other") return conflict.resolved_value;
    return conflict.theirs;
}

/// What people decided over the record's conflicts, the latest first.
Json decisions_of(const SqliteStore& store, const Record& record, std::int64_t count_max) {
    std::vector<Conflict> settled;
    for (const Record& child : store.children(record.id, "conflict")) {
        auto conflict = schema::decode<Conflict>(child.fields);
        const bool is_decided = conflict.status == ConflictStatus::resolved &&
                                conflict.resolution != superseded_resolution &&
                                conflict.resolved_at;
        if (is_decided) settled.push_back(std::move(conflict));
    }
    std::stable_sort(settled.begin(), settled.end(), [](const Conflict& a, const Conflict& b) {
        return *a.resolved_at > *b.resolved_at;
    });
    Json decisions = Json::array();
    for (const Conflict& conflict : settled) {
        if (static_cast<std::int64_t>(decisions.items().size()) == count_max) break;
        decisions.push(Json::object()
                           .set("field", conflict.field)
                           .set("by", conflict.resolved_by)
                           .set("at", conflict.resolved_at->ms)
                           .set("value", kept_value(decided_value(conflict))));
    }
    return decisions;
}

}  // namespace

Result<Json> record_history(const SqliteStore& store, const Record& record,
                            const HistoryPage& page) {
    Json changes = Json::array();
    std::int64_t seen = 0;
    LedgerPlace last;
    std::string before;
    // One more than the page holds tells whether there is another.
    auto done = each_op_about(store.database(), record.id, page.before, page.count_max + 1,
                              [&](const sync::LedgerEntry& entry) {
                                  if (++seen > page.count_max) {
                                      before = last.to_text();
                                      return;
                                  }
                                  last = {entry.received_at, entry.device, entry.n};
                                  if (auto change = change_to_json(record, entry)) {
                                      changes.push(*std::move(change));
                                  }
                              });
    if (!done) return done.error();
    const bool is_first = !page.before.has_value();
    return Json::object()
        .set("record", record.id.to_text())
        .set("kind", record.kind)
        .set("changes", std::move(changes))
        .set("decisions", is_first ? decisions_of(store, record, page.count_max) : Json::array())
        .set("before", before);
}

}  // namespace minga::server
