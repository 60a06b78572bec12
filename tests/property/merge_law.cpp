#include "shared/records/all_records.hpp"
#include "sync/merge/merge.hpp"
#include "tests/property/law.hpp"

#include <algorithm>
#include <array>

namespace minga::property {
namespace {

using namespace minga::sync;

constexpr std::array<std::string_view, 4> value_fields{"name", "description", "owner", "diagnosis"};
constexpr std::string_view set_field = "areas";
const schema::RecordInfo& table = *schema::find_record_info("action_line");

/// A record and what its revisions said: what a device that saw revision r would have seen.
struct History {
    StampedRecord now;
    std::vector<Record> seen;
    std::int64_t seq = 0;

    const Record& at(std::int64_t rev) const { return seen[static_cast<std::size_t>(rev)]; }
    std::int64_t rev() const { return now.record.rev; }
};

History some_history(Draw& draw) {
    History history;
    history.now.record.kind = table.key;
    history.now.record.rev = 1;
    for (const std::string_view field : value_fields) {
        assign(history.now.record.fields, field, Value{draw.word()});
        history.now.stamps[std::string{field}] = {1, 1, Id{}, 0};
    }
    history.seen = {Record{}, history.now.record};
    history.seq = 1;
    return history;
}

struct Person {
    Id device;
    std::int64_t n = 0;
    std::int64_t base = 1;  ///< The revision seen; never goes back.
    FieldMap own;           ///< What this device wrote itself since, accepted or not.
};

Value drawn_for(Draw& draw, std::string_view field) {
    if (field != set_field) return draw.one_in(6) ? Value{} : Value{draw.word()};
    TextSet set = draw.small_set();
    return set.empty() ? Value{} : Value{std::move(set)};
}

Op op_of(Draw& draw, const History& history, Person& person, std::vector<std::string> fields) {
    person.base = draw.between(person.base, history.rev());
    Op op;
    op.n = ++person.n;
    op.base_rev = person.base;
    for (const std::string& field : fields) {
        op.set.emplace(field, drawn_for(draw, field));
        op.was.emplace(field, value_of(history.at(person.base).fields, field));
    }
    return op;
}

/// Writes what the merge decided, as the server does.
void take(History& history, const Op& op, const Id& device, const MergeResult& result) {
    if (!result.changes_something()) return;
    Record& record = history.now.record;
    record.rev += 1;
    ++history.seq;
    for (const auto& [key, value] : result.changed) {
        assign(record.fields, key, value);
        const bool by_server =
            std::find(result.merged.begin(), result.merged.end(), key) != result.merged.end();
        history.now.stamps[key] = by_server ? FieldStamp{record.rev, history.seq, Id{}, 0}
                                            : FieldStamp{record.rev, history.seq, device, op.n};
    }
    if (result.deleted) {
        record.deleted = *result.deleted;
        history.now.stamps[std::string{deletion_key}] = {record.rev, history.seq, device, op.n};
    }
    history.seen.push_back(record);
}

MergeResult merged(const History& history, const Op& op, const Id& device) {
    return merge(&history.now, op, OwnChain{device}, &table);
}

std::vector<std::string> some_fields(Draw& draw) {
    std::vector<std::string> fields;
    for (const std::string_view field : value_fields) {
        if (draw.one_in(2)) fields.emplace_back(field);
    }
    if (draw.one_in(2)) fields.emplace_back(set_field);
    return fields;
}

History lived_in(Draw& draw, std::vector<Person>& people) {
    History history = some_history(draw);
    for (std::int64_t i = draw.between(0, 6); i > 0; --i) {
        Person& person = people[static_cast<std::size_t>(draw.below(3))];
        const Op op = op_of(draw, history, person, some_fields(draw));
        take(history, op, person.device, merged(history, op, person.device));
    }
    return history;
}

std::vector<Person> three_people(Draw& draw) {
    return {{draw.id(), 0, 1, {}}, {draw.id(), 0, 1, {}}, {draw.id(), 0, 1, {}}};
}

std::vector<std::string> conflict_fields(const MergeResult& result) {
    std::vector<std::string> fields;
    for (const FieldConflict& conflict : result.conflicts) fields.push_back(conflict.field);
    return fields;
}

Finding disjoint_fields_commute(Draw& draw) {
    auto people = three_people(draw);
    const History start = lived_in(draw, people);
    std::vector<std::string> left;
    std::vector<std::string> right;
    for (const std::string& field : some_fields(draw))
        (draw.one_in(2) ? left : right).push_back(field);
    const Op a = op_of(draw, start, people[0], left);
    const Op b = op_of(draw, start, people[1], right);

    const auto both = [&](const Op& first, const Id& first_device, const Op& second,
                          const Id& second_device) {
        History history = start;
        const MergeResult one = merged(history, first, first_device);
        take(history, first, first_device, one);
        const MergeResult two = merged(history, second, second_device);
        take(history, second, second_device, two);
        auto conflicts = conflict_fields(one);
        for (const std::string& field : conflict_fields(two)) conflicts.push_back(field);
        return std::pair{history.now.record.fields, normalized_set(conflicts)};
    };
    const auto ab = both(a, people[0].device, b, people[1].device);
    const auto ba = both(b, people[1].device, a, people[0].device);
    if (ab.first != ba.first) return "the order of two ops on other fields shows in the record";
    return ab.second == ba.second ? "" : "the order of two ops on other fields shows in conflicts";
}

Finding equal_values_never_conflict(Draw& draw) {
    auto people = three_people(draw);
    History history = lived_in(draw, people);
    const Op a = op_of(draw, history, people[0], some_fields(draw));
    const MergeResult first = merged(history, a, people[0].device);
    take(history, a, people[0].device, first);
    Op b = op_of(draw, history, people[1], {});
    b.base_rev = draw.between(1, history.rev());
    for (const auto& [key, value] : a.set) {
        if (value_of(history.now.record.fields, key) == value) b.set.emplace(key, value);
    }
    const MergeResult second = merged(history, b, people[1].device);
    if (!second.conflicts.empty()) return "equal values of " + second.conflicts[0].field;
    return second.changes_something() ? "equal values changed something" : "";
}

Finding no_word_is_lost(Draw& draw) {
    auto people = three_people(draw);
    History history = some_history(draw);
    for (std::int64_t i = draw.between(2, 14); i > 0; --i) {
        Person& person = people[static_cast<std::size_t>(draw.below(3))];
        const Op op = op_of(draw, history, person, some_fields(draw));
        const History before = history;
        const MergeResult result = merged(history, op, person.device);
        take(history, op, person.device, result);
        const auto waiting = conflict_fields(result);
        for (const auto& [key, mine] : op.set) {
            const Value& was = value_of(before.now.record.fields, key);
            const Value& is = value_of(history.now.record.fields, key);
            const bool waits = std::find(waiting.begin(), waiting.end(), key) != waiting.end();
            if (key == set_field) {
                if (waits) return "a set waits for a person";
                for (const std::string& member : set_of(op.set, key)) {
                    const bool is_new = !std::binary_search(set_of(op.was, key).begin(),
                                                            set_of(op.was, key).end(), member);
                    const TextSet& now = set_of(history.now.record.fields, key);
                    if (is_new && !std::binary_search(now.begin(), now.end(), member)) {
                        return "an added member is gone";
                    }
                }
                continue;
            }
            if (!waits && is != mine) return key + ": neither accepted nor waiting";
            if (waits && is != was) return key + ": waits, and changed all the same";
            if (is == was) continue;
            const auto stamp = before.now.stamps.find(key);
            const bool was_seen = stamp == before.now.stamps.end() ||
                                  stamp->second.rev <= op.base_rev ||
                                  stamp->second.device == person.device;
            if (!was_seen) return key + ": a value was replaced by somebody who had not seen it";
        }
        for (const auto& [key, value] : before.now.record.fields) {
            if (!op.set.contains(key) && value_of(history.now.record.fields, key) != value) {
                return key + ": changed by an op that does not name it";
            }
        }
    }
    return "";
}

Finding the_same_op_twice(Draw& draw) {
    auto people = three_people(draw);
    History history = lived_in(draw, people);
    const Op op = op_of(draw, history, people[0], some_fields(draw));
    const MergeResult first = merged(history, op, people[0].device);
    take(history, op, people[0].device, first);
    const MergeResult second = merged(history, op, people[0].device);
    if (second.changes_something()) return "the second time changed something";
    return conflict_fields(first) == conflict_fields(second) ? ""
                                                             : "other conflicts the second time";
}

Finding sets_keep_both_sides(Draw& draw) {
    const TextSet base = draw.small_set();
    const TextSet a = draw.small_set();
    const TextSet b = draw.small_set();
    if (merge_sets(base, a, b) != merge_sets(base, b, a)) return "the order of two changes shows";
    if (merge_sets(base, base, a) != a) return "a change alone is not taken as it is";
    if (merge_sets(base, a, a) != a) return "equal changes are not one";
    const TextSet merged_set = merge_sets(base, a, b);
    return merge_sets(base, merged_set, b) == merged_set ? "" : "a change twice is not once";
}

Finding removals_never_hide_unseen_work(Draw& draw) {
    auto people = three_people(draw);
    History history = lived_in(draw, people);
    Person& person = people[0];
    Op removal = op_of(draw, history, person, {});
    removal.remove = true;
    const bool has_unseen =
        std::any_of(history.now.stamps.begin(), history.now.stamps.end(), [&](const auto& entry) {
            return entry.second.rev > removal.base_rev && entry.second.device != person.device;
        });
    const MergeResult result = merged(history, removal, person.device);
    if (has_unseen) {
        if (result.deleted) return "unseen work was removed";
        return result.conflicts.size() == 1 ? "" : "nobody was asked";
    }
    if (result.deleted != true) return "a removal that saw everything was not taken";

    take(history, removal, person.device, result);
    const std::int64_t base_before = history.rev() - 1;
    Op edit = op_of(draw, history, people[1], {"name"});
    edit.base_rev = base_before;
    edit.set["name"] = Value{std::string{"otra"}};
    const MergeResult back = merged(history, edit, people[1].device);
    if (back.deleted != false) return "an edit behind a removal did not bring the record back";
    const auto asked = conflict_fields(back);
    const bool is_asked = std::find(asked.begin(), asked.end(), deletion_key) != asked.end();
    return is_asked ? "" : "the record came back and nobody was asked";
}

}  // namespace

std::vector<Law> merge_laws() {
    return {{"ops on other fields commute", disjoint_fields_commute},
            {"equal values never conflict", equal_values_never_conflict},
            {"no word is lost", no_word_is_lost},
            {"the same op twice is the same op once", the_same_op_twice},
            {"sets keep both sides' work", sets_keep_both_sides},
            {"removals never hide unseen work", removals_never_hide_unseen_work}};
}

}  // namespace minga::property
