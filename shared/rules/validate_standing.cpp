// Where a line, an activity or an immediate action stands is a field that people write like others,
// also several steps at once. What it says must be so all the same.
#include "shared/rules/closed.hpp"
#include "shared/rules/precondition.hpp"
#include "shared/rules/record_check.hpp"

#include <algorithm>

namespace minga {
namespace {

/// From where the record stood or, where steps were left out, from anywhere; nullptr where nothing
/// is asked.
const Transition* way_into(const Machine& machine, std::string_view from, std::string_view to) {
    if (const Transition* direct = machine.find_transition(from, to)) return direct;
    const auto found =
        std::find_if(machine.transitions.begin(), machine.transitions.end(),
                     [&](const Transition& transition) { return transition.to == to; });
    return found == machine.transitions.end() ? nullptr : &*found;
}

void check_field(RecordCheck& check, std::string_view key) {
    Ancestry ancestry = Ancestry::of(check.after, check.lookup);
    const Machine* machine = machine_of(ancestry, key, check.catalog);
    if (machine == nullptr) return;
    const std::string to = state_of(*machine, check.after);
    const std::string from = check.is_new() ? machine->initial : state_of(*machine, *check.before);
    const Transition* way = from == to ? nullptr : way_into(*machine, from, to);
    if (way == nullptr) return;
    const Move move{check.after, to, check.lookup, check.catalog};
    for (const Unmet& unmet : unmet_preconditions(*way, move)) {
        if (!unmet.precondition->required) continue;
        check.fail(ErrorCode::precondition_missing, key, unmet.in_words());
        return;
    }
}

}  // namespace

void check_standing(RecordCheck& check) {
    for (const schema::FieldInfo& field : check.info.fields) {
        const bool is_plain = field.options.merge != schema::Merge::transition;
        if (is_plain && field.key == "status" && check.changed_to_value(field.key)) {
            check_field(check, field.key);
        }
    }
}

}  // namespace minga
