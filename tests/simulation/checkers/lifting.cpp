#include "shared/schema/lift.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <algorithm>
#include <array>

namespace minga::simulation {
namespace {

Value in_pesos(Value value) {
    const auto* thousands = std::get_if<std::int64_t>(&value);
    return thousands != nullptr ? Value{*thousands * 1000} : value;
}

/// A later version of the tables, as it might come: a field with another key, one with another
/// unit.
constexpr std::int64_t version_before = 1;
constexpr std::array<schema::FieldLift, 3> lifts{{
    {2, "activity", "owner", "responsible", nullptr},
    {2, "activity", "own_kclp", "own_clp", in_pesos},
    {2, "action_line", "description", "summary", nullptr},
}};

FieldMap lifted(const std::string& kind, const FieldMap& fields) {
    return schema::lifted(kind, fields, version_before, lifts);
}

std::string lifted_key(const std::string& kind, const std::string& key) {
    return std::string{schema::lifted_key(kind, key, version_before, lifts)};
}

sync::StampedRecord lifted(sync::StampedRecord stamped) {
    const std::string kind = stamped.record.kind;
    stamped.record.fields = lifted(kind, stamped.record.fields);
    sync::Stamps stamps;
    for (const auto& [key, stamp] : stamped.stamps) stamps.emplace(lifted_key(kind, key), stamp);
    stamped.stamps = std::move(stamps);
    return stamped;
}

sync::Op lifted(const std::string& kind, sync::Op op) {
    op.set = lifted(kind, op.set);
    op.was = lifted(kind, op.was);
    return op;
}

sync::MergeResult lifted(const std::string& kind, sync::MergeResult result) {
    result.changed = lifted(kind, result.changed);
    for (sync::FieldConflict& conflict : result.conflicts) {
        const FieldMap base = lifted(kind, {{conflict.field, conflict.base}});
        const FieldMap theirs = lifted(kind, {{conflict.field, conflict.theirs}});
        const FieldMap mine = lifted(kind, {{conflict.field, conflict.mine}});
        conflict = {lifted_key(kind, conflict.field), base.begin()->second, theirs.begin()->second,
                    mine.begin()->second};
    }
    return result;
}

std::vector<sync::FieldConflict> in_order(std::vector<sync::FieldConflict> conflicts) {
    std::sort(conflicts.begin(), conflicts.end(),
              [](const auto& a, const auto& b) { return a.field < b.field; });
    return conflicts;
}

bool say_the_same(const sync::MergeResult& a, const sync::MergeResult& b) {
    return a.changed == b.changed && a.deleted == b.deleted &&
           in_order(a.conflicts) == in_order(b.conflicts);
}

}  // namespace

void check_lifting(Cluster& cluster) {
    Dice& dice = cluster.dice();
    for (const Id& id : cluster.made()) {
        const auto stored = cluster.server().store().find_stamped(id);
        if (!stored) continue;
        const std::string& kind = stored->record.kind;
        sync::Op op;
        op.n = 1;
        op.record = id;
        op.base_rev = 1 + dice.below(stored->record.rev);
        op.set = {{"owner", Value{std::string{"otra persona"}}},
                  {"own_kclp", Value{dice.below(4)}},
                  {"description", Value{std::string{"otra"}}}};
        if (dice.one_in(4)) op.set["owner"] = Value{};
        for (const auto& [key, value] : op.set) {
            op.was.emplace(key, value_of(stored->record.fields, key));
        }
        const sync::OwnChain chain{name_based_id(Id{}, "lifting hand")};
        const sync::StampedRecord later = lifted(*stored);
        const auto before = lifted(kind, sync::merge(&*stored, op, chain, nullptr));
        const auto after = sync::merge(&later, lifted(kind, op), chain, nullptr);
        if (say_the_same(before, after)) continue;
        return cluster.break_promise(
            "lifting", kind + " " + id.to_text() + " merges otherwise once it is lifted");
    }
}

}  // namespace minga::simulation
