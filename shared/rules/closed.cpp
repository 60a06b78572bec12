#include "shared/rules/closed.hpp"

#include <algorithm>

namespace minga {
namespace {

std::string_view action_key(Action action) {
    switch (action) {
        case Action::create:
            return "create";
        case Action::edit:
            return "edit";
        case Action::remove:
            return "delete";
    }
    return {};
}

bool holds(const std::vector<std::string>& list, std::string_view key) {
    return std::find(list.begin(), list.end(), key) != list.end();
}

/// A key without a dot speaks of the machine's record, which is not always the one written.
std::vector<Condition> with_machine(std::vector<Condition> conditions, const std::string& machine) {
    for (Condition& condition : conditions) {
        if (condition.key.find('.') == std::string::npos) {
            condition.key = machine + "." + condition.key;
        }
    }
    return conditions;
}

/// Whether the rule is of this record, and of the state that stands above it.
bool applies(const ReadOnlyRule& rule, Ancestry& record, Action action, const Catalog& catalog) {
    if (!holds(rule.kinds, record.self().kind)) return false;
    if (!rule.actions.empty() && !holds(rule.actions, action_key(action))) return false;
    const Record* owner = record.find(rule.machine);
    if (owner == nullptr) return false;
    if (action == Action::create && owner == &record.self()) return false;  // not closed by itself
    const auto& machines = catalog.workflow().machines();
    const bool in_state =
        std::any_of(machines.begin(), machines.end(), [&](const Machine& machine) {
            return machine.kind == rule.machine && holds(rule.states, state_of(machine, *owner));
        });
    return in_state && record.satisfies(with_machine(rule.when, rule.machine));
}

}  // namespace

const Machine* machine_of(Ancestry& record, std::string_view field, const Catalog& catalog) {
    for (const Machine& machine : catalog.workflow().machines()) {
        if (machine.kind != record.self().kind || machine.field != field) continue;
        if (record.satisfies(machine.when)) return &machine;
    }
    return nullptr;
}

std::string state_of(const Machine& machine, const Record& record) {
    const std::string& state = text_of(record.fields, machine.field);
    return state.empty() ? machine.initial : state;
}

std::vector<const ReadOnlyRule*> closing_rules(Ancestry& record, Action action,
                                               const Catalog& catalog) {
    std::vector<const ReadOnlyRule*> closing;
    for (const ReadOnlyRule& rule : catalog.workflow().read_only_rules()) {
        if (!rule.keeps_written && applies(rule, record, action, catalog)) closing.push_back(&rule);
    }
    return closing;
}

const ReadOnlyRule* keeping_rule(Ancestry& record, const Catalog& catalog) {
    for (const ReadOnlyRule& rule : catalog.workflow().read_only_rules()) {
        if (rule.keeps_written && applies(rule, record, Action::edit, catalog)) return &rule;
    }
    return nullptr;
}

}  // namespace minga
