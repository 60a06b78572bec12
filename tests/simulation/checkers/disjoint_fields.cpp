#include "shared/codec/value_json.hpp"
#include "sync/server/apply_op.hpp"
#include "sync/wire/op_codec.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <algorithm>
#include <array>

namespace minga::simulation {
namespace {

/// Fields that no rule reads together.
constexpr std::array<std::string_view, 3> activity_fields{"name", "owner", "own_kclp"};
constexpr std::array<std::string_view, 3> line_fields{"description", "owner_position", "name"};
constexpr std::array<std::string_view, 2> plan_fields{"focus_what", "focus_why"};

std::vector<std::string_view> independent_fields(std::string_view kind) {
    if (kind == "activity") return {activity_fields.begin(), activity_fields.end()};
    if (kind == "action_line") return {line_fields.begin(), line_fields.end()};
    if (kind == "plan") return {plan_fields.begin(), plan_fields.end()};
    return {};
}

struct Hand {
    sync::OwnChain chain;
    sync::Op op;
};

sync::Op op_on(Dice& dice, const Record& record, const std::vector<std::string_view>& fields,
               std::string_view word) {
    sync::Op op;
    op.n = 1;
    op.record = record.id;
    op.base_rev = 1 + dice.below(record.rev);
    for (const std::string_view field : fields) {
        op.set.emplace(field, field == "own_kclp" ? Value{dice.below(5)}
                                                  : Value{std::string{word} + std::string{field}});
    }
    return op;
}

/// What two ops make of the store in this order, and then nothing of it is kept.
std::string outcome_of(Cluster& cluster, const Id& record, const Hand& first, const Hand& second) {
    server::SqliteStore& store = cluster.server().store();
    const Actor& actor = cluster.world().committee;
    std::string outcome;
    std::vector<std::string> waiting;
    if (!store.begin()) return "the store cannot be read";
    for (const Hand* hand : {&first, &second}) {
        const sync::ApplyContext context{store, cluster.server().catalog(), actor, hand->chain,
                                         test::noon};
        const auto verdict = sync::apply_op(context, hand->op, sync::op_to_text(hand->op));
        if (!verdict) {
            store.roll_back();
            return verdict.error().message;
        }
        for (const std::string& field : verdict->conflicts) waiting.push_back(field);
        for (const Error& refusal : verdict->refusals) waiting.push_back("no " + refusal.field);
    }
    const auto stored = store.find(record);
    if (stored) outcome = fields_to_json(stored->fields).dump() + (stored->deleted ? "-" : "+");
    store.roll_back();
    std::sort(waiting.begin(), waiting.end());
    for (const std::string& field : waiting) outcome += " " + field;
    return outcome;
}

void check_record(Cluster& cluster, const Record& record) {
    Dice& dice = cluster.dice();
    auto fields = independent_fields(record.kind);
    dice.shuffle(fields);
    const auto share =
        static_cast<std::ptrdiff_t>(1 + dice.below(static_cast<std::int64_t>(fields.size()) - 1));
    const std::vector<std::string_view> of_one{fields.begin(), fields.begin() + share};
    const std::vector<std::string_view> of_other{fields.begin() + share, fields.end()};
    const Hand one{{name_based_id(Id{}, "one hand")}, op_on(dice, record, of_one, "una ")};
    const Hand other{{name_based_id(Id{}, "other hand")}, op_on(dice, record, of_other, "otra ")};
    const std::string forth = outcome_of(cluster, record.id, one, other);
    const std::string back = outcome_of(cluster, record.id, other, one);
    if (forth == back) return;
    cluster.break_promise("disjoint_fields", record.kind + " " + record.id.to_text() +
                                                 ": the order shows:\n" + forth + "\n" + back);
}

}  // namespace

void check_disjoint_fields(Cluster& cluster) {
    for (const Id& id : cluster.made()) {
        const auto record = cluster.server().store().find(id);
        const bool has_fields = record && !independent_fields(record->kind).empty();
        // Whether the hands knew of a removal decides more than fields.
        if (has_fields && !record->deleted &&
            record->organization == cluster.world().municipality) {
            check_record(cluster, *record);
        }
        if (cluster.violation()) return;
    }
}

}  // namespace minga::simulation
