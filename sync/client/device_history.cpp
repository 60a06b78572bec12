/// What happened to a field, as far as this device can tell: its own ops, and what the conflicts
/// over the field say of the others.
#include "shared/records/all_records.hpp"
#include "sync/client/device_store.hpp"
#include "sync/client/op_state.hpp"
#include "sync/client/stored_text.hpp"

#include <algorithm>

namespace minga::sync {

using storage::Row;

namespace {

bool names(const std::vector<std::string>& fields, std::string_view field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

bool refuses(const Verdict& verdict, std::string_view field) {
    return std::any_of(verdict.refusals.begin(), verdict.refusals.end(), [&](const Error& reason) {
        return reason.field.empty() || reason.field == field;
    });
}

FieldEvent::Type type_of(std::int64_t state, const Verdict& verdict, std::string_view field) {
    const bool was_refused = state == op_refused || state == op_withdrawn;
    if (was_refused && refuses(verdict, field)) return FieldEvent::Type::refused;
    if (names(verdict.conflicts, field)) return FieldEvent::Type::proposed;
    return FieldEvent::Type::written;
}

/// The value that a settled conflict ended with.
std::string decided_text(const Conflict& conflict) {
    if (conflict.resolution == "mine") return conflict.mine;
    if (conflict.resolution == "other") return conflict.resolved_value;
    return conflict.theirs;
}

}  // namespace

std::vector<FieldEvent> DeviceStore::own_events(const Id& id, std::string_view field) const {
    std::vector<FieldEvent> events;
    database_
        ->each(
            "SELECT state, text, verdict, made_at, n FROM op WHERE record = ?1 ORDER BY number",
            [&](const Row& row) {
                if (row.integer(0) == op_reissued) return;  // it is told under its later number
                auto op = op_from_text(row.text(1));
                if (!op) return;
                const bool is_removal = (op->remove || op->restore) && field == deletion_key;
                if (!is_removal && !op->set.contains(field)) return;
                Verdict verdict;
                if (auto json = parse_json(row.text(2))) {
                    if (auto read = verdict_from_json(*json)) verdict = std::move(*read);
                }
                FieldEvent event;
                event.type = type_of(row.integer(0), verdict, field);
                if (actor_) event.by = actor_->name;
                event.device = device_;
                event.at = {row.integer(3)};
                event.to = is_removal ? Value{op->remove} : value_of(op->set, field);
                const auto was = op->was.find(field);
                event.has_from = was != op->was.end();
                if (event.has_from) event.from = was->second;
                event.is_waiting = row.integer(0) == op_waiting;
                event.n = row.integer(4);
                events.push_back(std::move(event));
            },
            id)
        .ignore();
    return events;
}

std::vector<FieldEvent> DeviceStore::history(const Id& id, std::string_view field) const {
    std::vector<FieldEvent> events = own_events(id, field);
    const auto is_ours = [&](const std::string& device) {
        const auto parsed = Id::parse(device);
        if (!parsed) return false;
        if (*parsed == device_) return true;
        const auto names_before = former_names();
        return std::any_of(names_before.begin(), names_before.end(),
                           [&](const auto& former) { return former.device == *parsed; });
    };
    const auto tell = [&](FieldEvent event) {
        // Two conflicts over one value tell of it twice.
        const bool is_told =
            std::any_of(events.begin(), events.end(), [&](const FieldEvent& known) {
                return known.type == event.type && known.at == event.at && known.to == event.to;
            });
        if (!is_told) events.push_back(std::move(event));
    };
    for (const Record& record : children(id, "conflict")) {
        const auto conflict = schema::decode<Conflict>(record.fields);
        if (conflict.field != field) continue;
        const auto side = [&](FieldEvent::Type type, const std::string& value,
                              const std::string& by, std::optional<Instant> at,
                              const std::string& device) {
            if (is_ours(device) || by.empty()) return;
            FieldEvent event{.type = type,
                             .by = by,
                             .at = at.value_or(Instant{}),
                             .from = stored_value(conflict.base),
                             .to = stored_value(value),
                             .has_from = true};
            if (auto parsed = Id::parse(device)) event.device = *parsed;
            tell(std::move(event));
        };
        side(FieldEvent::Type::written, conflict.theirs, conflict.theirs_by, conflict.theirs_at,
             conflict.theirs_device);
        side(FieldEvent::Type::proposed, conflict.mine, conflict.mine_by, conflict.mine_at,
             conflict.mine_device);
        const bool is_decided = conflict.status == ConflictStatus::resolved &&
                                conflict.resolution != superseded_resolution;
        if (!is_decided) continue;
        const std::int64_t waiting = waiting_decision(record.id);
        const bool is_waiting = waiting != 0;
        tell({.type = FieldEvent::Type::decided,
              .by = is_waiting && actor_ ? actor_->name : conflict.resolved_by,
              .at = conflict.resolved_at.value_or(Instant{}),
              .to = stored_value(decided_text(conflict)),
              .is_waiting = is_waiting});
    }
    // What waits here is the latest, whatever the clocks say.
    std::stable_sort(events.begin(), events.end(), [](const FieldEvent& a, const FieldEvent& b) {
        if (a.is_waiting != b.is_waiting) return a.is_waiting;
        return a.at.ms > b.at.ms;
    });
    return events;
}

}  // namespace minga::sync
