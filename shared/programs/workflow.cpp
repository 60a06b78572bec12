#include "shared/programs/workflow.hpp"

#include "shared/programs/keyed.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>

namespace minga {

using programs::find_keyed;
using programs::ObjectReader;

const State* Machine::find_state(std::string_view state) const {
    return find_keyed(states, state);
}

const Transition* Machine::find_transition(std::string_view from, std::string_view to) const {
    for (const Transition* transition : transitions_from(from)) {
        if (transition->to == to) return transition;
    }
    return nullptr;
}

std::vector<const Transition*> Machine::transitions_from(std::string_view from) const {
    std::vector<const Transition*> found;
    for (const Transition& transition : transitions) {
        const auto& sources = transition.from;
        if (std::find(sources.begin(), sources.end(), from) != sources.end()) {
            found.push_back(&transition);
        }
    }
    return found;
}

const DocumentType* Workflow::find_document_type(std::string_view key) const {
    return find_keyed(document_types_, key);
}

const Precondition* Workflow::find_precondition(std::string_view key) const {
    return find_keyed(preconditions_, key);
}

std::vector<const Machine*> Workflow::machines_of(std::string_view kind) const {
    std::vector<const Machine*> found;
    for (const Machine& machine : machines_) {
        if (machine.kind == kind) found.push_back(&machine);
    }
    return found;
}

void Workflow::read_precondition(const ObjectReader& row, const Roles& roles,
                                 const Positions& positions) {
    const std::string level = row.text("level");
    if (level != "required" && level != "recommended") {
        row.report_at("level", "debe ser required o recommended");
    }
    Precondition precondition{row.text("key"), row.text("text"), level == "required",
                              row.optional_text("name"),
                              programs::read_check(row, positions, roles)};
    const std::string& document = precondition.check.document;
    if (!document.empty() && find_document_type(document) == nullptr) {
        row.report_at("with", "no existe el documento " + document);
    }
    preconditions_.push_back(std::move(precondition));
}

/// What is asked of the record that moves must be something that it has.
void Workflow::check_asked_of(const ObjectReader& row, const Machine& machine,
                              const std::string& precondition) {
    const Check& check = find_precondition(precondition)->check;
    if (check.of.kind != "self" || !check.records.empty()) return;
    for (const auto* entries : {&check.all, &check.any, &check.positive}) {
        for (const std::string& entry : *entries) {
            if (programs::can_be_asked(machine.kind, entry)) continue;
            row.report_at("preconditions", precondition + ": no existe " + entry);
        }
    }
}

/// A state that is asked for must be one that a machine of that kind of record has.
void Workflow::check_states(const ObjectReader& row, const Precondition& precondition) {
    const Check& check = precondition.check;
    const auto machines = machines_of(check.records.empty() ? check.of.kind : check.records);
    for (const Condition& condition : check.is) {
        for (const std::string& state : condition.values) {
            const auto moves = [&](const Machine* m) { return m->field == condition.key; };
            const auto has = [&](const Machine* m) {
                return moves(m) && m->find_state(state) != nullptr;
            };
            if (std::any_of(machines.begin(), machines.end(), moves) &&
                std::none_of(machines.begin(), machines.end(), has)) {
                row.report_at("with", "no existe el estado " + state);
            }
        }
    }
}

void Workflow::read_transition(const ObjectReader& row, const Roles& roles, Machine& machine) {
    Transition transition{row.text("key"),       row.text("name"),   row.texts("from"),
                          row.text("to"),        row.texts("roles"), row.texts("preconditions"),
                          row.texts("documents")};
    for (const std::string& state : transition.from) {
        if (machine.find_state(state) == nullptr) row.report_at("from", "no existe " + state);
    }
    if (machine.find_state(transition.to) == nullptr) {
        row.report_at("to", "no existe " + transition.to);
    }
    if (transition.from.empty()) row.report_at("from", "falta al menos un estado");
    if (transition.roles.empty()) row.report_at("roles", "falta al menos un rol");
    for (const std::string& role : transition.roles) {
        if (roles.find(role) == nullptr) row.report_at("roles", "no existe " + role);
    }
    for (const std::string& key : transition.preconditions) {
        if (find_precondition(key) == nullptr) {
            row.report_at("preconditions", "no existe " + key);
        } else {
            check_asked_of(row, machine, key);
        }
    }
    for (const std::string& key : transition.documents) {
        if (find_document_type(key) == nullptr) row.report_at("documents", "no existe " + key);
    }
    machine.transitions.push_back(std::move(transition));
}

void Workflow::read_next_cycle(const ObjectReader& row, const Roles& roles, Machine& machine) {
    machine.next_initial = row.text("initial");
    machine.next_from = row.texts("from");
    machine.next_roles = row.texts("roles");
    if (machine.find_state(machine.next_initial) == nullptr) {
        row.report_at("initial", "no existe el estado " + machine.next_initial);
    }
    for (const std::string& state : machine.next_from) {
        if (machine.find_state(state) == nullptr) row.report_at("from", "no existe " + state);
    }
    for (const std::string& role : machine.next_roles) {
        if (roles.find(role) == nullptr) row.report_at("roles", "no existe " + role);
    }
}

void Workflow::read_machine(const ObjectReader& row, const Roles& roles) {
    Machine machine;
    machine.kind = row.text("kind");
    machine.field = row.text("field");
    machine.when = programs::read_conditions(row, "when");
    machine.initial = row.text("initial");
    const schema::RecordInfo* info = schema::find_record_info(machine.kind);
    const schema::FieldInfo* field = info == nullptr ? nullptr : info->find(machine.field);
    if (field == nullptr ||
        (field->kind != schema::Kind::text && field->kind != schema::Kind::choice)) {
        row.report_at("field", "no es un campo de estado de ese registro");
    }
    for (const ObjectReader& state : row.objects("states")) {
        machine.states.push_back({state.text("key"), state.text("name"),
                                  state.optional_integer("phase", -1),
                                  state.optional_boolean("final", false), RecordSource{""}});
        if (state.has("about")) {
            machine.states.back().about = programs::read_source(state, "about");
        }
    }
    if (machine.find_state(machine.initial) == nullptr) {
        row.report_at("initial", "no existe ese estado");
    }
    if (row.has("next_cycle")) {
        read_next_cycle(row.object("next_cycle"), roles, machine);
    }
    for (const ObjectReader& transition : row.optional_objects("transitions")) {
        read_transition(transition, roles, machine);
    }
    machines_.push_back(std::move(machine));
}

void Workflow::read_read_only_rule(const ObjectReader& row, const Roles& roles) {
    ReadOnlyRule rule{row.text("machine"),  row.texts("states"),
                      row.texts("kinds"),   programs::read_conditions(row, "when"),
                      row.texts("actions"), row.texts("except_roles"),
                      row.text("text"),     row.optional_boolean("keeps_written", false)};
    for (const std::string& state : rule.states) {
        const auto machines = machines_of(rule.machine);
        const bool known = std::any_of(machines.begin(), machines.end(), [&](const Machine* m) {
            return m->find_state(state) != nullptr;
        });
        if (!known) row.report_at("states", "no existe el estado " + state);
    }
    if (rule.states.empty()) row.report_at("states", "falta al menos un estado");
    if (rule.kinds.empty()) row.report_at("kinds", "falta al menos un tipo de registro");
    for (const std::string& kind : rule.kinds) {
        if (schema::find_record_info(kind) == nullptr) row.report_at("kinds", "no existe " + kind);
    }
    for (const std::string& role : rule.except_roles) {
        if (roles.find(role) == nullptr) row.report_at("except_roles", "no existe " + role);
    }
    for (const std::string& action : rule.actions) {
        if (action != "create" && action != "edit" && action != "delete") {
            row.report_at("actions", "no existe la acción " + action);
        }
    }
    read_only_rules_.push_back(std::move(rule));
}

void Workflow::read_sharing_rule(const ObjectReader& row) {
    SharingRule rule{row.text("scope"), row.text("of"), programs::read_conditions(row, "when"),
                     programs::read_conditions(row, "holds")};
    if (schema::find_record_info(rule.of) == nullptr) {
        row.report_at("of", "no existe el registro " + rule.of);
    }
    if (rule.holds.empty()) row.report_at("holds", "falta al menos una condición");
    for (const Condition& condition : rule.holds) {
        const std::size_t dot = condition.key.find('.');
        const std::string kind = condition.key.substr(0, dot);
        const schema::RecordInfo* info = schema::find_record_info(kind);
        const std::string field = dot == std::string::npos ? "" : condition.key.substr(dot + 1);
        if (info == nullptr || info->find(field) == nullptr) {
            row.report_at("holds", "no existe el campo " + condition.key);
        }
        for (const Machine* machine : machines_of(kind)) {
            if (machine->field != field) continue;
            for (const std::string& state : condition.values) {
                if (machine->find_state(state) == nullptr) {
                    row.report_at("holds", "no existe el estado " + state);
                }
            }
        }
    }
    sharing_rules_.push_back(std::move(rule));
}

Workflow Workflow::read(const ObjectReader& file, const Roles& roles, const Positions& positions) {
    Workflow workflow;
    for (const ObjectReader& row : file.objects("phases")) {
        workflow.phases_.push_back({row.integer("number"), row.text("name")});
    }
    for (const ObjectReader& row : file.objects("documents")) {
        workflow.document_types_.push_back(
            {row.text("key"), row.text("name"), row.optional_integer("phase", -1)});
    }
    const auto preconditions = file.objects("preconditions");
    for (const ObjectReader& row : preconditions) {
        workflow.read_precondition(row, roles, positions);
    }
    for (const ObjectReader& row : file.objects("machines")) workflow.read_machine(row, roles);
    for (std::size_t i = 0; i < preconditions.size(); ++i) {
        workflow.check_states(preconditions[i], workflow.preconditions_[i]);
    }
    for (const ObjectReader& row : file.optional_objects("read_only")) {
        workflow.read_read_only_rule(row, roles);
    }
    for (const ObjectReader& row : file.optional_objects("sharing")) {
        workflow.read_sharing_rule(row);
    }
    return workflow;
}

}  // namespace minga
