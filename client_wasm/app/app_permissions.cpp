/// What the person may do, asked of the same rules that the server applies.
#include "client_wasm/app/app_state.hpp"
#include "shared/rules/closed.hpp"
#include "shared/rules/holding.hpp"

#include <algorithm>
#include <utility>

namespace minga::client {
namespace {

std::string memo_key(std::string_view what, const Record& record, std::string_view more) {
    return std::string{what} + record.id.to_text() + " " + std::string{more};
}

/// Rules that keep everybody out; those that let some roles through are part of permit().
MayDo while_open(const Record& record, Action action, const Lookup& lookup,
                 const Catalog& catalog) {
    Ancestry ancestry{record, lookup};
    for (const ReadOnlyRule* rule : closing_rules(ancestry, action, catalog)) {
        if (rule->except_roles.empty()) return {false, rule->text};
    }
    return {};
}

MayDo ask(const Actor& actor, Action action, const Record& record, const Lookup& lookup,
          const Catalog& catalog) {
    auto permitted = permit(actor, action, record, lookup, catalog);
    if (!permitted) return {false, permitted.error().message};
    return while_open(record, action, lookup, catalog);
}

bool is_held_by_workflow(const Record& record, std::string_view key) {
    const schema::RecordInfo* info = schema::find_record_info(record.kind);
    const schema::FieldInfo* field = info != nullptr ? info->find(key) : nullptr;
    return field != nullptr && field->options.merge == schema::Merge::transition;
}

bool may_ever(const Actor& actor, const Transition& transition, const Record& record,
              const Catalog& catalog) {
    return std::any_of(transition.roles.begin(), transition.roles.end(),
                       [&](const std::string& role) {
                           return holds_role(actor, role, record.organization, catalog);
                       });
}

}  // namespace

const MayDo& AppState::may(Action action, const Record& record) {
    const std::string_view word = action == Action::create ? "create"
                                  : action == Action::edit ? "edit"
                                                           : "remove";
    return memo<MayDo>(memo_key("may ", record, word),
                       [&] { return ask(actor(), action, record, cache_, catalog_); });
}

const MayDo& AppState::may_edit_field(const Record& record, std::string_view key) {
    const schema::RecordInfo* info = schema::find_record_info(record.kind);
    if (info == nullptr || info->find(key) == nullptr || is_held_by_workflow(record, key)) {
        return may(Action::edit, record);
    }
    return memo<MayDo>(memo_key("may edit ", record, key), [&]() -> MayDo {
        // Some roles may write some fields only: ask with this one changed.
        Record changed = record;
        const Value probe =
            is_empty(value_of(record.fields, key)) ? Value{std::string{"?"}} : Value{};
        assign(changed.fields, key, probe);
        if (!is_empty(value_of(record.fields, key))) {
            Ancestry ancestry{record, cache_};
            if (const auto* rule = keeping_rule(ancestry, catalog_)) return {false, rule->text};
        }
        return ask(actor(), Action::edit, changed, cache_, catalog_);
    });
}

const MayDo& AppState::may_create(std::string_view kind, const Id& parent) {
    return memo<MayDo>("may make " + std::string{kind} + parent.to_text(), [&]() -> MayDo {
        const schema::RecordInfo* info = schema::find_record_info(kind);
        const Record* above = find(parent);
        if (info == nullptr) return {false, "Este tipo de registro no existe."};
        Record record;
        record.kind = std::string{kind};
        record.organization = above != nullptr ? above->organization : organization_;
        for (const schema::FieldInfo& field : info->fields) {
            if (field.options.parent && above != nullptr &&
                (field.options.refers_to == above->kind || field.options.refers_to == "*")) {
                record.fields.emplace(std::string{field.key}, parent.to_text());
                break;
            }
        }
        return ask(actor(), Action::create, record, cache_, catalog_);
    });
}

MayDo AppState::may_make(std::string_view kind, const Record& beside, FieldMap fields) {
    Record made;
    made.kind = std::string{kind};
    made.organization = beside.organization;
    made.fields = std::move(fields);
    return ask(actor(), Action::create, made, cache_, catalog_);
}

const std::vector<StateMove>& AppState::moves(const Record& record, std::string_view field) {
    return memo<std::vector<StateMove>>(memo_key("moves ", record, field), [&] {
        std::vector<StateMove> moves;
        Ancestry ancestry{record, cache_};
        const Machine* machine = machine_of(ancestry, field, catalog_);
        if (machine == nullptr) return moves;
        const std::string from = state_of(*machine, record);
        for (const Transition* transition : machine->transitions_from(from)) {
            if (!may_ever(actor(), *transition, record, catalog_)) continue;
            const auto permitted =
                permit_transition(actor(), record, field, from, transition->to, cache_, catalog_);
            MayDo may;
            if (!permitted) may = {false, permitted.error().message};
            // What the workflow does not hold alone asks for the right to edit as well.
            if (may && !is_held_by_workflow(record, field)) may = may_edit_field(record, field);
            moves.push_back({transition, transition->to, std::move(may)});
        }
        return moves;
    });
}

std::string AppState::state_name(const Record& record, std::string_view field) {
    Ancestry ancestry{record, cache_};
    const Machine* machine = machine_of(ancestry, field, catalog_);
    if (machine == nullptr) return {};
    const State* state = machine->find_state(state_of(*machine, record));
    return state != nullptr ? state->name : std::string{};
}

}  // namespace minga::client
