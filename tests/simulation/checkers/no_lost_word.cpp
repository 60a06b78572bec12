#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "sync/client/op_state.hpp"
#include "sync/wire/op_codec.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <algorithm>
#include <set>

namespace minga::simulation {
namespace {

using sync::Op;
using sync::Verdict;

/// An op as its author's device keeps it.
struct Kept {
    std::size_t seat = 0;
    std::set<std::size_t> owners;  ///< More than one where a device was copied afterwards.
    std::int64_t number = 0;
    Id device;
    std::int64_t n = 0;
    std::int64_t state = 0;
    Op op;
    std::string payload;
    std::string verdict;
};

/// The last accepted write of a field.
struct Write {
    Value value;
    std::set<std::size_t> owners;
    bool by_decision = false;
};

std::string name_of(Cluster& cluster, const Kept& kept) {
    return cluster.seats()[kept.seat].actor.login + "'s op #" + std::to_string(kept.n) + " on " +
           kept.op.record.to_text();
}

class WordCount {
public:
    explicit WordCount(Cluster& cluster) : cluster_(cluster) {}

    void check() {
        for (std::size_t i = 0; i < cluster_.seats().size(); ++i) collect(i);
        for (const auto& [key, kept] : ops_) check_state(kept);
        if (!cluster_.violation()) walk_chain();
    }

private:
    void fail(std::string detail) { cluster_.break_promise("no_lost_word", std::move(detail)); }

    void collect(std::size_t index) {
        Seat& seat = cluster_.seats()[index];
        std::int64_t count = 0;
        auto read = seat.device->database().each(
            "SELECT number, device, n, state, text, verdict FROM op ORDER BY number",
            [&](const storage::Row& row) {
                Kept kept;
                kept.seat = index;
                kept.number = row.integer(0);
                kept.device = row.id(1);
                kept.n = row.integer(2);
                kept.state = row.integer(3);
                kept.payload = row.text(4);
                kept.verdict = row.text(5);
                auto op = sync::op_from_text(kept.payload);
                if (!op) return fail("an op on the device cannot be read: " + kept.payload);
                kept.op = *std::move(op);
                ++count;
                if (!seat.typed.contains(kept.number)) fail("an op that nobody made");
                const auto key = std::pair{kept.device, kept.n};
                kept.owners = ops_[key].owners;
                kept.owners.insert(index);
                ops_[key] = std::move(kept);
            });
        if (!read) fail("the device cannot be read");
        if (count != static_cast<std::int64_t>(seat.typed.size())) {
            fail(seat.actor.login + " made " + std::to_string(seat.typed.size()) + " ops and has " +
                 std::to_string(count));
        }
    }

    /// Exactly one state, the same on both sides, with the content as it was made.
    void check_state(const Kept& kept) {
        const auto entry = cluster_.server().store().find_op(kept.device, kept.n);
        if (!entry) return fail(name_of(cluster_, kept) + " never arrived");
        if (entry->payload != kept.payload)
            return fail(name_of(cluster_, kept) + " arrived changed");
        if (kept.state == sync::op_waiting || kept.verdict.empty()) {
            return fail(name_of(cluster_, kept) + " still waits");
        }
        const auto there = verdict_of(entry->verdict);
        const auto here = verdict_of(kept.verdict);
        if (!there || !here || !(*there == *here)) {
            return fail(name_of(cluster_, kept) + " has two verdicts: " + entry->verdict + " and " +
                        kept.verdict);
        }
        const bool is_refused = there->outcome == sync::Outcome::refused;
        const bool is_kept = kept.state == sync::op_refused || kept.state == sync::op_withdrawn;
        if (is_refused != is_kept) fail(name_of(cluster_, kept) + " is not where it belongs");
        for (const std::string& field : there->conflicts) check_waits(kept, field);
    }

    static std::optional<Verdict> verdict_of(std::string_view text) {
        const auto json = parse_json(text);
        if (!json) return std::nullopt;
        auto verdict = sync::verdict_from_json(*json);
        if (!verdict) return std::nullopt;
        return *std::move(verdict);
    }

    /// A word in conflict is the proposal of a conflict, or a later one of its author is.
    void check_waits(const Kept& kept, const std::string& field) {
        const bool is_removal = field == sync::deletion_key;
        const Value mine = is_removal ? Value{kept.op.remove} : value_of(kept.op.set, field);
        for (const Record& record :
             cluster_.server().store().children(kept.op.record, "conflict")) {
            const auto conflict = schema::decode<Conflict>(record.fields);
            if (conflict.field != field || conflict.mine_device != kept.device.to_text()) continue;
            if (conflict.mine_op.value_or(0) > kept.n) return;
            if (conflict.mine == value_to_json(mine).dump()) return;
        }
        fail(name_of(cluster_, kept) + ": what it says of " + field + " is in no conflict");
    }

    /// All accepted writes in the server's order: whoever replaced a word had it before their eyes.
    void walk_chain() {
        auto read = cluster_.server().store().database().each(
            "SELECT entry FROM audit ORDER BY number", [&](const storage::Row& row) {
                const auto entry = parse_json(row.text(0));
                const auto device = entry ? Id::parse(entry->text_at("device")) : Id::parse("");
                if (!device) return;
                const auto found = ops_.find({*device, entry->integer_at("n")});
                if (found != ops_.end()) take(found->second);
            });
        if (!read) fail("the chain cannot be read");
    }

    void take(const Kept& kept) {
        const auto verdict = verdict_of(kept.verdict);
        if (!verdict || verdict->rev == 0) return;
        const TypedOp& typed = cluster_.seats()[kept.seat].typed.at(kept.number);
        if (typed.is_decision) return take_decision(kept, *verdict);
        const auto record = cluster_.server().store().find(kept.op.record);
        const schema::RecordInfo* info = record ? schema::find_record_info(record->kind) : nullptr;
        if (info == nullptr) return fail(name_of(cluster_, kept) + " was accepted for nothing");
        for (const auto& [key, value] : kept.op.set) {
            if (!sync::accepts(*verdict, key)) continue;
            const schema::FieldInfo* field = info->find(key);
            if (field != nullptr && field->options.merge == schema::Merge::set) continue;
            replace(kept, typed, key, value);
        }
        const bool is_removed = kept.op.remove && verdict->outcome == sync::Outcome::applied;
        if (!is_removed) return;
        for (const auto& [key, write] : writes_) {
            if (key.first == kept.op.record) check_seen(kept, typed, key.second, write, Value{});
        }
    }

    void replace(const Kept& kept, const TypedOp& typed, const std::string& key,
                 const Value& value) {
        const auto last = writes_.find({kept.op.record, key});
        if (last != writes_.end()) check_seen(kept, typed, key, last->second, value);
        writes_.insert_or_assign({kept.op.record, key}, Write{value, kept.owners, false});
    }

    void check_seen(const Kept& kept, const TypedOp& typed, const std::string& key,
                    const Write& last, const Value& value) {
        if (last.value == value || (last.owners.contains(kept.seat) && !last.by_decision)) return;
        if (value_of(typed.view, key) == last.value) return;
        if (was_seen_before(kept, typed, key, last.value)) return;
        fail(name_of(cluster_, kept) + " replaced " + key + " " + value_to_json(last.value).dump() +
             ", which its author had not seen: they saw " +
             value_to_json(value_of(typed.view, key)).dump());
    }

    /// Whether its author had had the value before their eyes when they wrote what this op builds
    /// on: an edit of their own that was refused meanwhile, or a decision on a conflict.
    bool was_seen_before(const Kept& kept, const TypedOp& typed, const std::string& key,
                         const Value& value) {
        for (const auto& [op_number, earlier] : cluster_.seats()[kept.seat].typed) {
            if (op_number >= typed.number) break;
            if (earlier.record == kept.op.record && value_of(earlier.view, key) == value) {
                return true;
            }
            if (!earlier.is_decision) continue;
            const auto conflict = schema::decode<Conflict>(earlier.view);
            if (conflict.record != kept.op.record || conflict.field != key) continue;
            if (conflict.theirs == value_to_json(value).dump()) return true;
        }
        return false;
    }

    void take_decision(const Kept& kept, const Verdict& verdict) {
        if (verdict.outcome != sync::Outcome::applied) return;
        const TypedOp& typed = cluster_.seats()[kept.seat].typed.at(kept.number);
        const auto shown = schema::decode<Conflict>(typed.view);
        const std::string resolution = text_of(kept.op.set, "resolution");
        if (shown.field == sync::deletion_key) return;
        const auto last = writes_.find({shown.record, shown.field});
        if (last != writes_.end() && value_to_json(last->second.value).dump() != shown.theirs) {
            return fail(name_of(cluster_, kept) + " decided about " + shown.field + " seeing " +
                        shown.theirs + ", while it said " +
                        value_to_json(last->second.value).dump());
        }
        if (resolution == "theirs") return;
        const auto json =
            parse_json(resolution == "mine" ? shown.mine : text_of(kept.op.set, "resolved_value"));
        auto value = json ? value_from_json(*json) : Result<Value>{Value{}};
        if (!value) return fail(name_of(cluster_, kept) + " decided for what is no value");
        writes_.insert_or_assign({shown.record, shown.field},
                                 Write{*std::move(value), kept.owners, true});
    }

    Cluster& cluster_;
    std::map<std::pair<Id, std::int64_t>, Kept> ops_;
    std::map<std::pair<Id, std::string>, Write> writes_;
};

}  // namespace

void check_no_lost_word(Cluster& cluster) {
    WordCount{cluster}.check();
}

}  // namespace minga::simulation
