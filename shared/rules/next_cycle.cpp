#include "shared/rules/next_cycle.hpp"

#include "shared/rules/ancestry.hpp"
#include "shared/rules/closed.hpp"

#include <algorithm>

namespace minga {
namespace {

std::int64_t number_of(const Record& cycle) {
    return integer_of(cycle.fields, "number");
}

/// All cycles of the enrollment that this one is of.
std::vector<Record> cycles_beside(const Record& cycle, const Lookup& lookup) {
    return lookup.children(parent_id(cycle), "cycle");
}

}  // namespace

std::optional<NextCycle> next_cycle(const Record& cycle, const Lookup& lookup,
                                    const Catalog& catalog) {
    Ancestry ancestry = Ancestry::of(cycle, lookup);
    const Machine* machine = machine_of(ancestry, "state", catalog);
    if (machine == nullptr) return std::nullopt;
    const auto& from = machine->next_from;
    if (std::find(from.begin(), from.end(), state_of(*machine, cycle)) == from.end()) {
        return std::nullopt;
    }
    for (const Record& other : cycles_beside(cycle, lookup)) {
        if (number_of(other) > number_of(cycle)) return std::nullopt;
    }
    return NextCycle{machine, number_of(cycle) + 1};
}

Result<void> permit_next(const Record& made, const Lookup& lookup, const Catalog& catalog) {
    if (made.kind != "cycle") return {};
    const auto previous = previous_cycle(made, lookup);
    if (!previous) return {};
    const auto next = next_cycle(*previous, lookup, catalog);
    if (next && next->number == number_of(made)) return {};
    return make_error(
        ErrorCode::forbidden,
        "El ciclo anterior todavía no llega a la etapa desde la que se comienza otro. "
        "El camino del programa dice qué falta.",
        "number");
}

FieldMap next_cycle_fields(const Record& cycle, const NextCycle& next, std::int64_t year) {
    return {{"enrollment", Value{parent_id(cycle).to_text()}},
            {"number", Value{next.number}},
            {"year", Value{year}},
            {"state", Value{next.machine->next_initial}}};
}

std::optional<Record> previous_cycle(const Record& cycle, const Lookup& lookup) {
    std::optional<Record> previous;
    for (Record& other : cycles_beside(cycle, lookup)) {
        if (number_of(other) >= number_of(cycle)) continue;
        if (!previous || number_of(other) > number_of(*previous)) previous = std::move(other);
    }
    return previous;
}

}  // namespace minga
