#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "sync/client/op_state.hpp"
#include "sync/server/audit_chain.hpp"
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
    bool is_sealed = false;  ///< Its author lost its scope: the server alone can open it.
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
        cluster_.note_reissued(seat);
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
                kept.is_sealed = sync::is_sealed(kept.payload);
                if (kept.is_sealed) kept.payload = opened(seat, kept.payload);
                auto op = sync::op_from_text(kept.payload);
                if (!op) return fail("an op on the device cannot be read: " + kept.payload);
                kept.op = *std::move(op);
                ++count;
                if (!seat.typed.contains(kept.number)) fail("an op that nobody made");
                const auto key = std::pair{kept.device, kept.n};
                // An op from before its device was copied is both copies'. The one that still has
                // the name offers it to a restored server again and hears what becomes of it.
                const auto known = ops_.find(key);
                if (known != ops_.end() && is_named(known->second.seat, kept.device) &&
                    !is_named(index, kept.device)) {
                    known->second.owners.insert(index);
                    return;
                }
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

    /// What the server makes of a sealed op.
    std::string opened(const Seat& seat, const std::string& text) {
        const auto sealed = sync::sealed_from_text(text);
        if (!sealed) return {};
        const sync::KeyPair& keys = cluster_.server().keys();
        return sync::open_sealed(*sealed, seat.actor.user, keys).value_or("");
    }

    bool is_named(std::size_t seat, const Id& device) {
        return cluster_.seats()[seat].store().device() == device;
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
        auto there = verdict_of(entry->verdict);
        const auto here = verdict_of(kept.verdict);
        if (there && kept.is_sealed) {
            // Reasons are not kept where nobody may read what they are about.
            for (Error& reason : there->refusals) reason.message.clear();
        }
        if (!there || !here || !(*there == *here)) {
            return fail(name_of(cluster_, kept) + " has two verdicts: " + entry->verdict + " and " +
                        kept.verdict);
        }
        const bool is_refused = there->outcome == sync::Outcome::refused;
        // What awaits its record may be let go of by its author, like what was refused.
        const bool was_let_go =
            there->outcome == sync::Outcome::awaits && kept.state == sync::op_withdrawn;
        const bool is_kept = kept.state == sync::op_refused || kept.state == sync::op_withdrawn ||
                             kept.state == sync::op_quarantined;
        if (is_refused != is_kept && !was_let_go)
            fail(name_of(cluster_, kept) + " is not where it belongs");
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
                if (entry && entry->text_at("event") == sync::collection_event) forget(*entry);
                const auto device = entry ? Id::parse(entry->text_at("device")) : Id::parse("");
                if (!device) return;
                const std::int64_t n = entry->integer_at("n");
                const auto found = ops_.find({*device, n});
                if (found != ops_.end()) return take(found->second);
                adopt(*device, n);
            });
        if (!read) fail("the chain cannot be read");
    }

    /// What was removed by people who saw it, and collected: whoever makes it again replaces
    /// nothing.
    void forget(const Json& collected) {
        for (const Json& one : collected["records"].items()) {
            const auto id = Id::parse(one.items().empty() ? "" : *one.items()[0].text());
            if (id)
                std::erase_if(writes_, [&](const auto& held) { return held.first.first == *id; });
        }
    }

    void take(const Kept& kept) {
        const auto verdict = verdict_of(kept.verdict);
        if (!verdict || verdict->rev == 0) return;
        const TypedOp& typed = cluster_.seats()[kept.seat].typed.at(kept.number);
        if (typed.is_decision) return take_decision(kept, *verdict);
        const auto record = cluster_.server().store().find(kept.op.record);
        // What was removed by somebody who saw it, and collected: the ledger has all its words.
        if (!record && cluster_.server().store().find_grave(kept.op.record)) return;
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

    /// An op that no device has any more, because an older copy of its disk came back.
    void adopt(const Id& device, std::int64_t n) {
        const auto entry = cluster_.server().store().find_op(device, n);
        const auto op = entry ? sync::op_from_text(entry->payload) : Result<Op>{Error{}};
        const auto verdict = entry ? verdict_of(entry->verdict) : std::nullopt;
        if (!op || !verdict || verdict->rev == 0) return;
        for (const auto& [key, value] : op->set) {
            if (!sync::accepts(*verdict, key)) continue;
            writes_.insert_or_assign({op->record, key}, Write{value, {}, false});
        }
        const auto record = cluster_.server().store().find(op->record);
        if (!record || record->kind != "conflict") return;
        const auto conflict = schema::decode<Conflict>(record->fields);
        writes_.erase({conflict.record, conflict.field});
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
        // The words between the two were lost with the server, and its author had read them.
        if (!kept.op.epoch.empty() &&
            came_of(kept.op.record, key, value_of(typed.view, key), last.value)) {
            return;
        }
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

    /// Whether a value was written by somebody who had the other one before their eyes, or had one
    /// that came of it.
    bool came_of(const Id& record, const std::string& key, const Value& value,
                 const Value& earlier) {
        std::vector<Value> all{value};
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto add = [&](const Value& before) {
                if (std::find(all.begin(), all.end(), before) == all.end()) all.push_back(before);
            };
            for (const auto& [name, kept] : ops_) {
                const TypedOp& typed = cluster_.seats()[kept.seat].typed.at(kept.number);
                if (typed.is_decision) {
                    const auto conflict = schema::decode<Conflict>(typed.view);
                    if (conflict.record != record || conflict.field != key) continue;
                    if (value_to_json(all[i]).dump() != decided(kept, conflict)) continue;
                    const auto json = parse_json(conflict.theirs);
                    const auto theirs = json ? value_from_json(*json) : Result<Value>{Value{}};
                    if (theirs) add(*theirs);
                } else if (kept.op.record == record && kept.op.set.contains(key) &&
                           value_of(kept.op.set, key) == all[i]) {
                    add(value_of(typed.view, key));
                }
            }
        }
        return std::find(all.begin(), all.end(), earlier) != all.end();
    }

    /// The value, as a JSON text, that a decision was for.
    static std::string decided(const Kept& kept, const Conflict& shown) {
        const std::string resolution = text_of(kept.op.set, "resolution");
        if (resolution == "theirs") return shown.theirs;
        return resolution == "mine" ? shown.mine : text_of(kept.op.set, "resolved_value");
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
        const auto json = parse_json(decided(kept, shown));
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
