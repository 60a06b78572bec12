#include "shared/records/all_records.hpp"
#include "shared/rules/record_check.hpp"
#include "shared/rules/words.hpp"

#include <algorithm>

namespace minga {
namespace {

using schema::FieldInfo;
using schema::Merge;

void check_fields(RecordCheck& check) {
    for (const auto& [key, value] : check.after.fields) {
        if (!check.changed(key)) continue;
        const auto field = checked_field(check.info, key);
        if (!field) {
            check.errors.push_back(field.error());
            continue;
        }
        const auto checked = checked_value(**field, value);
        if (!checked) check.errors.push_back(checked.error());
    }
    for (const FieldInfo& field : check.info.fields) {
        const bool empty = is_empty(value_of(check.after.fields, field.key));
        if (field.options.required && empty && (check.is_new() || check.changed(field.key))) {
            check.fail(ErrorCode::required, field.key,
                       "Falta " + quoted(field.options.label) + ". Escríbalo para continuar.");
        }
        const bool is_fixed = field.options.merge == Merge::immutable;
        if (is_fixed && !check.is_new() && check.changed(field.key)) {
            check.fail(ErrorCode::immutable_field, field.key,
                       quoted(field.options.label) +
                           " se escribe al crear el registro y después no cambia. Si es otro, "
                           "cree un registro nuevo.");
        }
    }
}

void check_reference(RecordCheck& check, const FieldInfo& field) {
    const auto id = Id::parse(text_of(check.after.fields, field.key));
    if (!id) return;  // checked_value has said so
    const std::string label = quoted(field.options.label);
    const auto target = check.lookup.view(*id);
    if (!target) {
        check.fail(ErrorCode::unknown_reference, field.key,
                   label +
                       " nombra un registro que no existe o que aún no llega. Elija uno de la "
                       "lista.");
        return;
    }
    const std::string_view kind = field.options.refers_to;
    if (kind != "*" && target->kind != kind) {
        const schema::RecordInfo* expected = schema::find_record_info(kind);
        check.fail(ErrorCode::unknown_reference, field.key,
                   label + " debe nombrar un registro de tipo " +
                       quoted(expected == nullptr ? kind : expected->label) + ".");
        return;
    }
    if (target->organization != check.after.organization) {
        check.fail(ErrorCode::wrong_organization, "organization",
                   "El registro y su " + label +
                       " son de instituciones distintas. Créelo en la "
                       "institución a la que pertenece.");
        return;
    }
    if (target->deleted) {
        check.fail(ErrorCode::record_deleted, field.key,
                   label + " nombra un registro que fue eliminado. Elija otro.");
    }
}

/// What comes back needs what it lay under.
void check_ground(RecordCheck& check, const FieldInfo& field) {
    const auto id = Id::parse(text_of(check.after.fields, field.key));
    const auto parent = id ? check.lookup.view(*id) : nullptr;
    if (parent && !parent->deleted) return;
    check.fail(ErrorCode::record_deleted, field.key,
               "Este registro fue eliminado, y también " + quoted(field.options.label) +
                   " al que pertenece. Recupere primero lo que lo contiene; lo que escribió "
                   "sigue guardado.");
}

void check_references(RecordCheck& check) {
    bool has_parent_field = false;
    bool has_parent = false;
    std::string_view first_parent;
    for (const FieldInfo& field : check.info.fields) {
        if (field.options.parent) {
            if (!has_parent_field) first_parent = field.key;
            has_parent_field = true;
            has_parent = has_parent || !is_empty(value_of(check.after.fields, field.key));
        }
        if (!field.options.refers_to.empty() && check.changed_to_value(field.key)) {
            check_reference(check, field);
        } else if (check.comes_back() && field.options.parent &&
                   !is_empty(value_of(check.after.fields, field.key))) {
            check_ground(check, field);
        }
    }
    const FieldInfo* parent = has_parent_field ? check.info.find(first_parent) : nullptr;
    if (check.is_new() && parent != nullptr && !has_parent && !parent->options.required) {
        check.fail(ErrorCode::required, first_parent,
                   "Indique a qué pertenece: falta " + quoted(parent->options.label) + ".");
    }
}

void check_organization(RecordCheck& check) {
    if (!check.is_new()) {
        if (check.before->organization != check.after.organization) {
            check.fail(ErrorCode::wrong_organization, "organization",
                       "Un registro no cambia de institución.");
        }
        return;
    }
    if (check.info.key == "organization") {
        if (check.after.organization != check.after.id) {
            check.fail(ErrorCode::wrong_organization, "organization",
                       "Una organización se pertenece a sí misma.");
        }
        return;
    }
    const bool has_parent = std::any_of(check.info.fields.begin(), check.info.fields.end(),
                                        [](const FieldInfo& f) { return f.options.parent; });
    if (has_parent || check.info.options.server_made) return;  // its parent's home decides
    const auto home = check.lookup.view(check.after.organization);
    if (!home || home->kind != "organization" || home->deleted) {
        check.fail(ErrorCode::unknown_reference, "organization",
                   "La institución de este registro no existe. Elija una de la lista.");
    }
}

void check_natural_key(RecordCheck& check) {
    if (!check.is_new() || !check.info.has_natural_key()) return;
    const Id expected = natural_id(check.info, check.after.fields);
    if (expected.is_nil() || expected == check.after.id) return;  // a missing part is `required`
    check.fail(ErrorCode::wrong_natural_key, "id",
               "El identificador de " + quoted(check.info.label) +
                   " se deriva de lo que nombra; este no corresponde. Créelo de nuevo.");
}

}  // namespace

std::vector<Error> validate_record(const Record& after, const Record* before, const Lookup& lookup,
                                   const Catalog& catalog) {
    const schema::RecordInfo* info = schema::find_record_info(after.kind);
    if (info == nullptr) {
        return {make_error(ErrorCode::unknown_kind,
                           "No se conoce el tipo de registro " + quoted(after.kind) +
                               ". Actualice Minga y vuelva a intentarlo.",
                           "kind")};
    }
    RecordCheck check{after, before, *info, lookup, catalog, {}};
    if (before != nullptr && before->kind != after.kind) {
        check.fail(ErrorCode::immutable_field, "kind", "Un registro no cambia de tipo.");
        return check.errors;
    }
    check_organization(check);
    check_closed(check);
    if (after.deleted) {
        if (before != nullptr && !before->deleted) check_children(check);
        if (before != nullptr && before->deleted && before->fields != after.fields) {
            check.fail(ErrorCode::record_deleted, "",
                       "El registro fue eliminado; recupérelo antes de cambiarlo.");
        }
        return check.errors;
    }
    check_fields(check);
    check_references(check);
    check_natural_key(check);
    check_programme(check);
    check_months(check);
    check_states(check);
    check_standing(check);
    if (after.kind == "conflict" && before != nullptr &&
        text_of(before->fields, "status") == "resolved" && before->fields != after.fields) {
        check.fail(ErrorCode::conflict_settled, "status",
                   "Otra persona ya decidió este conflicto. Revise el valor que quedó.");
    }
    return std::move(check.errors);
}

}  // namespace minga
