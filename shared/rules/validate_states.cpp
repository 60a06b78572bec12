#include "shared/rules/closed.hpp"
#include "shared/rules/record_check.hpp"
#include "shared/rules/words.hpp"

namespace minga {
namespace {

void check_state(RecordCheck& check, const schema::FieldInfo& field) {
    Ancestry ancestry = Ancestry::of(check.after, check.lookup);
    const Machine* machine = machine_of(ancestry, field.key, check.catalog);
    if (machine == nullptr) return;
    const std::string to = state_of(*machine, check.after);
    const State* state = machine->find_state(to);
    if (state == nullptr) {
        check.fail(ErrorCode::bad_transition, field.key,
                   "No existe el estado " + quoted(to) + " para " + quoted(check.info.label) + ".");
        return;
    }
    if (check.is_new()) {
        const bool starts_later = !machine->next_initial.empty() && to == machine->next_initial &&
                                  integer_of(check.after.fields, "number") > 1;
        if (to == machine->initial || starts_later) return;
        check.fail(ErrorCode::bad_transition, field.key,
                   quoted(check.info.label) + " comienza en el estado " +
                       quoted(machine->find_state(machine->initial)->name) + ".");
        return;
    }
    const std::string from = state_of(*machine, *check.before);
    if (from == to || machine->find_transition(from, to) != nullptr) return;
    const State* old_state = machine->find_state(from);
    check.fail(ErrorCode::bad_transition, field.key,
               quoted(check.info.label) + " no puede pasar de " +
                   quoted(old_state == nullptr ? std::string_view{from} : old_state->name) + " a " +
                   quoted(state->name) + ".");
}

/// The first field that this change writes and that is no workflow state; "" where there is none.
std::string_view first_edited_field(const RecordCheck& check) {
    for (const schema::FieldInfo& field : check.info.fields) {
        if (field.options.merge != schema::Merge::transition && check.changed(field.key)) {
            return field.key;
        }
    }
    return {};
}

/// The first field that is written over, where what was written stays.
void check_kept(RecordCheck& check, Ancestry& before) {
    const ReadOnlyRule* rule = keeping_rule(before, check.catalog);
    if (rule == nullptr) return;
    for (const schema::FieldInfo& field : check.info.fields) {
        const bool was_written = !is_empty(value_of(check.before->fields, field.key));
        if (!was_written || !check.changed(field.key)) continue;
        check.fail(ErrorCode::record_closed, field.key, rule->text);
        return;
    }
}

}  // namespace

void check_states(RecordCheck& check) {
    for (const schema::FieldInfo& field : check.info.fields) {
        if (field.options.merge == schema::Merge::transition && check.changed(field.key)) {
            check_state(check, field);
        }
    }
}

void check_closed(RecordCheck& check) {
    const bool removed = check.after.deleted && (check.is_new() || !check.before->deleted);
    const std::string_view edited = first_edited_field(check);
    if (!check.is_new() && !removed && edited.empty()) return;
    const Action action = check.is_new() ? Action::create : removed ? Action::remove : Action::edit;
    Ancestry ancestry = Ancestry::of(check.is_new() ? check.after : *check.before, check.lookup);
    for (const ReadOnlyRule* rule : closing_rules(ancestry, action, check.catalog)) {
        if (!rule->except_roles.empty()) continue;  // permit() knows who asks
        check.fail(ErrorCode::record_closed, action == Action::edit ? edited : "", rule->text);
        return;
    }
    if (action == Action::edit) check_kept(check, ancestry);
}

}  // namespace minga
