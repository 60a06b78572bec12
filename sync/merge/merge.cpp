#include "sync/merge/merge.hpp"

#include <algorithm>
#include <cstdlib>

namespace minga::sync {
namespace {

bool contains(const TextSet& set, const std::string& member) {
    return std::binary_search(set.begin(), set.end(), member);
}

const FieldStamp* stamp_of(const StampedRecord& current, std::string_view key) {
    const auto found = current.stamps.find(key);
    return found == current.stamps.end() ? nullptr : &found->second;
}

/// Rule 1: nobody else wrote since the person looked.
bool is_still_as_seen(const FieldStamp* stamp, const Op& op, const OwnChain& chain) {
    return stamp == nullptr || has_seen(op, *stamp) || chain.holds(*stamp);
}

/// A whole decimal number is stored and sent like any whole number.
bool say_the_same(const Value& a, const Value& b) {
    const auto thousandths = [](const Value& value) -> std::optional<std::int64_t> {
        if (const auto* exact = std::get_if<Decimal>(&value)) return exact->thousandths;
        const auto* whole = std::get_if<std::int64_t>(&value);
        constexpr std::int64_t whole_max = 9'000'000'000'000'000;
        if (whole == nullptr || *whole > whole_max || *whole < -whole_max) return std::nullopt;
        return *whole * 1000;
    };
    const auto number = thousandths(a);
    return a == b || (number && number == thousandths(b));
}

TextSet set_or_empty(const Value& value) {
    const auto* set = std::get_if<TextSet>(&value);
    return set != nullptr ? *set : TextSet{};
}

bool is_set_field(const schema::RecordInfo* info, std::string_view key) {
    const schema::FieldInfo* field = info != nullptr ? info->find(key) : nullptr;
    return field != nullptr && field->options.merge == schema::Merge::set;
}

void merge_removal(const StampedRecord& current, const Op& op, const OwnChain& chain,
                   MergeResult& result) {
    if (current.record.deleted) return;
    const bool edited_since =
        std::any_of(current.stamps.begin(), current.stamps.end(),
                    [&](const auto& entry) { return !is_still_as_seen(&entry.second, op, chain); });
    if (edited_since) {
        result.conflicts.push_back(
            {std::string{deletion_key}, Value{false}, Value{false}, Value{true}});
    } else {
        result.deleted = true;
    }
}

/// Whoever brings a record back had the removal before their eyes that they undo; about a later one
/// a person decides, and the record stays as it is.
void merge_restoration(const StampedRecord& current, const Op& op, const OwnChain& chain,
                       MergeResult& result) {
    if (!current.record.deleted) return;
    if (is_still_as_seen(stamp_of(current, deletion_key), op, chain)) {
        result.deleted = false;
    } else {
        result.conflicts.push_back(
            {std::string{deletion_key}, Value{true}, Value{true}, Value{false}});
    }
}

void merge_field(const StampedRecord& current, const Op& op, const OwnChain& chain,
                 const schema::RecordInfo* info, const std::string& key, const Value& mine,
                 MergeResult& result) {
    const Value& theirs = value_of(current.record.fields, key);
    if (say_the_same(theirs, mine)) return;
    if (is_still_as_seen(stamp_of(current, key), op, chain)) {
        result.changed.emplace(key, mine);
        return;
    }
    const Value& base = value_of(op.was, key);
    // Of an earlier epoch: the revisions were lost, but this is the value that its author saw.
    const bool is_restored = op.seen_seq_max != seen_everything;
    if (is_restored && op.was.contains(key) && say_the_same(theirs, base)) {
        result.changed.emplace(key, mine);
        return;
    }
    if (is_set_field(info, key)) {
        TextSet set = merge_sets(set_or_empty(base), set_or_empty(theirs), set_or_empty(mine));
        Value merged = set.empty() ? Value{} : Value{std::move(set)};
        result.merged.push_back(key);
        if (merged != theirs) result.changed.emplace(key, std::move(merged));
        return;
    }
    result.conflicts.push_back({key, base, theirs, mine});
}

}  // namespace

bool makes_record(const Op& op) {
    return op.base_rev == 0 && !op.kind.empty() && !op.remove && !op.restore;
}

bool has_seen(const Op& op, const FieldStamp& stamp) {
    return stamp.rev <= op.base_rev && stamp.seq <= op.seen_seq_max;
}

bool OwnChain::holds(const FieldStamp& stamp) const {
    if (stamp.device.is_nil()) return false;
    if (stamp.device == device) return true;
    return std::any_of(formerly.begin(), formerly.end(), [&](const Former& former) {
        return former.device == stamp.device && std::abs(stamp.n) <= former.n_max;
    });
}

TextSet merge_sets(const TextSet& base, const TextSet& current, const TextSet& mine) {
    TextSet merged;
    for (const std::string& member : current) {
        const bool removed = contains(base, member) && !contains(mine, member);
        if (!removed) merged.push_back(member);
    }
    for (const std::string& member : mine) {
        if (!contains(base, member)) merged.push_back(member);
    }
    return normalized_set(std::move(merged));
}

MergeResult merge(const StampedRecord* current, const Op& op, const OwnChain& chain,
                  const schema::RecordInfo* info) {
    MergeResult result;
    if (current == nullptr) {
        if (op.remove || op.restore) return result;
        for (const auto& [key, value] : op.set) {
            if (!is_empty(value)) result.changed.emplace(key, value);
        }
        return result;
    }
    if (op.remove) {
        merge_removal(*current, op, chain, result);
        return result;
    }
    if (op.restore) {
        merge_restoration(*current, op, chain, result);
        return result;
    }
    for (const auto& [key, value] : op.set) {
        merge_field(*current, op, chain, info, key, value, result);
    }
    // Whoever makes a record that they do not know to be there wants it to be there.
    const bool wants_it =
        makes_record(op) || result.changes_something() || !result.conflicts.empty();
    if (current->record.deleted && wants_it) {
        // Somebody deleted what this person was writing in: the writing stays, a person decides.
        result.deleted = false;
        result.conflicts.push_back(
            {std::string{deletion_key}, Value{false}, Value{true}, Value{false}});
    }
    return result;
}

}  // namespace minga::sync
