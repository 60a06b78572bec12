#include "shared/records/all_records.hpp"
#include "shared/rules/closed.hpp"
#include "shared/rules/holding.hpp"
#include "shared/rules/naming.hpp"
#include "shared/rules/precondition.hpp"
#include "shared/rules/words.hpp"

#include <algorithm>
#include <optional>

namespace minga {
namespace {

std::string state_name(const Machine& machine, std::string_view key) {
    const State* state = machine.find_state(key);
    return quoted(state == nullptr ? key : std::string_view{state->name});
}

Error unknown_transition(const Machine& machine, std::string_view field, std::string_view from,
                         std::string_view to) {
    std::vector<std::string> next;
    for (const Transition* transition : machine.transitions_from(from)) {
        next.push_back(state_name(machine, transition->to));
    }
    std::string message =
        "No se puede pasar de " + state_name(machine, from) + " a " + state_name(machine, to) + ".";
    if (!next.empty()) message += " Desde ahí se puede pasar a " + enumerated(next) + ".";
    return make_error(ErrorCode::bad_transition, std::move(message), std::string{field});
}

/// Of several steps, whether any is for a role of the actor; also where there are none.
bool is_any_theirs(const Actor& actor, const std::vector<const Transition*>& steps,
                   const Id& organization, const Catalog& catalog) {
    const auto is_theirs = [&](const Transition* step) {
        return std::any_of(step->roles.begin(), step->roles.end(), [&](const std::string& role) {
            return holds_role(actor, role, organization, catalog);
        });
    };
    return steps.empty() || std::any_of(steps.begin(), steps.end(), is_theirs);
}

}  // namespace

Result<void> permit_step(const Actor& actor, const Record& after, const Record& before,
                         std::string_view field, const Lookup& lookup, const Catalog& catalog) {
    Ancestry ancestry = Ancestry::of(after, lookup);
    const Machine* machine = machine_of(ancestry, field, catalog);
    if (machine == nullptr) return {};
    const std::string from = state_of(*machine, before);
    const std::string to = state_of(*machine, after);
    std::vector<const Transition*> into;
    for (const Transition& step : machine->transitions) {
        if (step.to == to) into.push_back(&step);
    }
    for (const auto& steps : {machine->transitions_from(from), into}) {
        if (is_any_theirs(actor, steps, after.organization, catalog)) continue;
        return make_error(ErrorCode::forbidden,
                          "Su rol no permite " + quoted(steps.front()->name) +
                              ". Puede hacerlo: " + role_names(steps.front()->roles, catalog) + ".",
                          std::string{field});
    }
    return {};
}

Result<void> permit_transition(const Actor& actor, const Record& after, std::string_view field,
                               std::string_view from, std::string_view to, const Lookup& lookup,
                               const Catalog& catalog) {
    Ancestry ancestry = Ancestry::of(after, lookup);
    const Machine* machine = machine_of(ancestry, field, catalog);
    if (machine == nullptr) {
        return make_error(ErrorCode::bad_transition, "Este dato no cambia de estado.",
                          std::string{field});
    }
    if (from.empty()) from = machine->initial;
    if (to.empty()) to = machine->initial;
    if (from == to) return {};
    const Transition* transition = machine->find_transition(from, to);
    if (transition == nullptr) return unknown_transition(*machine, field, from, to);

    std::optional<Error> unnamed;
    const bool may = std::any_of(
        transition->roles.begin(), transition->roles.end(), [&](const std::string& role) {
            if (!holds_role(actor, role, after.organization, catalog)) return false;
            auto named = check_named(actor, role, ancestry, lookup, catalog);
            if (!named) unnamed = named.error();
            return named.has_value();
        });
    if (!may && unnamed) {
        return make_error(unnamed->code, unnamed->message, std::string{field});
    }
    if (!may) {
        return make_error(ErrorCode::forbidden,
                          "Su rol no permite " + quoted(transition->name) +
                              ". Puede hacerlo: " + role_names(transition->roles, catalog) + ".",
                          std::string{field});
    }
    const std::vector<Unmet> unmet = unmet_preconditions(*transition, {after, to, lookup, catalog});
    for (const Unmet& one : unmet) {
        if (!one.precondition->required) continue;
        return make_error(ErrorCode::precondition_missing, one.in_words(), std::string{field},
                          one.precondition->key);
    }
    return {};
}

}  // namespace minga
