#include "shared/rules/permit.hpp"

#include "shared/records/all_records.hpp"
#include "shared/rules/closed.hpp"
#include "shared/rules/holding.hpp"
#include "shared/rules/naming.hpp"
#include "shared/rules/next_cycle.hpp"
#include "shared/rules/words.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace minga {
namespace {

using schema::FieldInfo;
using schema::Merge;
using schema::RecordInfo;

/// One question to permit(), with what it is asked about.
struct Request {
    const Actor& actor;
    Action action;
    const Record& after;
    const Record* before;  ///< nullptr while the record is being made.
    const RecordInfo& info;
    const Lookup& lookup;
    const Catalog& catalog;
    std::vector<std::string_view> edited;  ///< Fields written that are no workflow states.
    std::vector<std::string_view> moved;   ///< Workflow states written.
};

/// What the record is before the action; for one that is being made, what it becomes.
const Record& version_of(const Request& request) {
    return request.before != nullptr ? *request.before : request.after;
}

Request make_request(const Actor& actor, Action action, const Record& after, const Record* before,
                     const RecordInfo& info, const Lookup& lookup, const Catalog& catalog) {
    Request request{actor, action, after, before, info, lookup, catalog, {}, {}};
    if (action == Action::remove) return request;
    for (const FieldInfo& field : info.fields) {
        const Value& now = value_of(after.fields, field.key);
        const bool changed =
            before != nullptr ? now != value_of(before->fields, field.key) : !is_empty(now);
        if (!changed) continue;
        if (field.options.merge == Merge::transition) {
            request.moved.push_back(field.key);
        } else if (before || field.options.merge != Merge::immutable) {
            request.edited.push_back(field.key);  // what names a new record comes with its making
        }
    }
    return request;
}

bool action_granted(const Request& request, const Grant& grant, Ancestry& record) {
    switch (request.action) {
        case Action::create:
            return grant.create ||
                   (grant.own && owns_parent(request.actor, record, request.catalog));
        case Action::edit:
            return grant.edit || (grant.own && owns(request.actor, record, request.catalog));
        case Action::remove:
            return grant.remove;
    }
    return false;
}

/// The first edited field that the grant keeps from the role, or "".
std::string_view field_beyond(const Request& request, const Grant& grant) {
    if (grant.fields.empty()) return {};
    for (const std::string_view field : request.edited) {
        if (std::find(grant.fields.begin(), grant.fields.end(), field) == grant.fields.end()) {
            return field;
        }
    }
    return {};
}

struct Verdict {
    bool granted = false;
    std::string_view beyond_field;   ///< Where only this field stands in the way.
    bool not_own = false;            ///< Where only being responsible is missing.
    std::optional<Error> unnamed{};  ///< Where only being named to it is, or one's own capacity.
};

/// Nobody signs for somebody else: the capacity in which a signature is made is a role that the
/// person holds there, or a position for which the role may sign.
bool signs_for_themselves(const Request& request, std::string_view role, const Grant& grant) {
    if (request.info.key != "signature" || request.action != Action::create) return true;
    const std::string& capacity = text_of(request.after.fields, "function");
    if (capacity.empty()) return true;  // it is required, which others say
    const auto is_capacity = [&](const std::string& key) {
        const Position* position = request.catalog.positions().match(capacity);
        return capacity == key || (position != nullptr && position->key == key);
    };
    if (grant.positions.empty()) return is_capacity(std::string{role});
    return std::any_of(grant.positions.begin(), grant.positions.end(), is_capacity);
}

/// What the programme grants on `record`, a version of what is written.
Verdict verdict_on(const Request& request, const Record& version) {
    Ancestry record = Ancestry::of(version, request.lookup);
    Verdict verdict;
    for (const Permission* permission : request.catalog.roles().permissions_of(request.info.key)) {
        if (!record.satisfies(permission->when)) continue;
        for (const auto& [role, grant] : permission->grants) {
            if (!holds_role(request.actor, role, record.self().organization, request.catalog)) {
                continue;
            }
            if (!grant.positions.empty() && !holds_position(request.actor, grant.positions, record,
                                                            request.lookup, request.catalog)) {
                continue;
            }
            if (!action_granted(request, grant, record)) {
                verdict.not_own = verdict.not_own || grant.own;
                continue;
            }
            if (!signs_for_themselves(request, role, grant)) {
                verdict.unnamed = make_error(ErrorCode::forbidden,
                                             "Cada persona firma en su propio cargo.", "function");
                continue;
            }
            auto named = check_named(request.actor, role, record, request.lookup, request.catalog);
            const std::string_view beyond = field_beyond(request, grant);
            if (!named) {
                verdict.unnamed = named.error();
            } else if (beyond.empty()) {
                return {true, {}, false, {}};
            } else {
                verdict.beyond_field = beyond;
            }
        }
    }
    return verdict;
}

/// What a record was decides who may edit it; what it becomes must be theirs to write too, so that
/// nobody turns a note into an agreement by editing its type.
bool stays_theirs(const Request& request) {
    if (!request.before || request.action != Action::edit) return true;
    Ancestry record = Ancestry::of(request.after, request.lookup);
    const auto grants_edit = [&](const auto& entry) {
        const Grant& grant = entry.second;
        return (grant.edit || grant.own) &&
               holds_role(request.actor, entry.first, request.after.organization, request.catalog);
    };
    const auto permissions = request.catalog.roles().permissions_of(request.info.key);
    return std::any_of(permissions.begin(), permissions.end(), [&](const Permission* permission) {
        return record.satisfies(permission->when) &&
               std::any_of(permission->grants.begin(), permission->grants.end(), grants_edit);
    });
}

std::string_view verb(Action action) {
    switch (action) {
        case Action::create:
            return "crear";
        case Action::edit:
            return "modificar";
        case Action::remove:
            return "eliminar";
    }
    return {};
}

std::string who_may(const Request& request) {
    std::vector<std::string> roles;
    Ancestry record = Ancestry::of(version_of(request), request.lookup);
    for (const Permission* permission : request.catalog.roles().permissions_of(request.info.key)) {
        if (!record.satisfies(permission->when)) continue;
        for (const auto& [role, grant] : permission->grants) {
            const bool may = request.action == Action::create ? grant.create
                             : request.action == Action::edit ? grant.edit
                                                              : grant.remove;
            if (may) roles.push_back(role);
        }
    }
    return role_names(roles, request.catalog);
}

bool is_insider(const Actor& actor, const Id& organization, const Catalog& catalog) {
    const auto& roles = actor.roles;
    return std::any_of(roles.begin(), roles.end(), [&](const auto& held) {
        return holds_role(actor, held.role, organization, catalog);
    });
}

Error forbidden(const Request& request, const Verdict& verdict) {
    if (!is_insider(request.actor, request.after.organization, request.catalog)) {
        return make_error(ErrorCode::forbidden,
                          "Este registro es de otra institución: usted no puede cambiarlo.",
                          "organization");
    }
    if (verdict.unnamed) return *verdict.unnamed;
    if (!verdict.beyond_field.empty()) {
        const FieldInfo* field = request.info.find(verdict.beyond_field);
        return make_error(ErrorCode::forbidden,
                          "Su rol no puede escribir " + quoted(field->options.label) +
                              ". Pídaselo a quien corresponde.",
                          std::string{verdict.beyond_field});
    }
    if (verdict.not_own && request.actor.shares_name) {
        return make_error(ErrorCode::forbidden,
                          "Otra persona de su institución tiene su mismo nombre: pida el cambio al "
                          "Comité.");
    }
    if (verdict.not_own) {
        return make_error(ErrorCode::forbidden, "Solo puede " + std::string{verb(request.action)} +
                                                    " " + quoted(request.info.label) +
                                                    " donde usted figura como responsable.");
    }
    std::string message = "Su rol no permite " + std::string{verb(request.action)} + " " +
                          quoted(request.info.label) + ".";
    const std::string may = who_may(request);
    if (!may.empty()) message += " Puede hacerlo: " + may + ".";
    return make_error(ErrorCode::forbidden, std::move(message));
}

/// Nobody writes what they may not read: a role that holds in all organizations begins where they
/// have submitted something.
Result<void> check_readable(const Actor& actor, const Record& record, const Lookup& lookup,
                            const Catalog& catalog) {
    const bool is_outsider = !is_insider(actor, record.organization, catalog);
    if (is_outsider || may_read(actor, record, lookup, catalog)) return {};  // others say the first
    return make_error(ErrorCode::forbidden,
                      "Esta municipalidad todavía no lo presenta, o no se le ha asignado a usted: "
                      "mientras tanto no puede leerlo ni cambiarlo.");
}

/// The read-only rules that let some roles through; validate_record() asks the others.
Result<void> check_closed_for(const Request& request) {
    Ancestry record = Ancestry::of(version_of(request), request.lookup);
    for (const ReadOnlyRule* rule : closing_rules(record, request.action, request.catalog)) {
        if (rule->except_roles.empty()) continue;
        const bool excepted = std::any_of(
            rule->except_roles.begin(), rule->except_roles.end(), [&](const std::string& role) {
                return holds_role(request.actor, role, request.after.organization, request.catalog);
            });
        if (!excepted) {
            return make_error(
                ErrorCode::record_closed, rule->text,
                request.edited.empty() ? std::string{} : std::string{request.edited.front()});
        }
    }
    return {};
}

Result<void> permit_moves(const Request& request) {
    if (!request.before) return {};  // validate_record() holds a new record to its initial state
    for (const std::string_view field : request.moved) {
        auto moved = permit_transition(
            request.actor, request.after, field, text_of(request.before->fields, field),
            text_of(request.after.fields, field), request.lookup, request.catalog);
        if (!moved) return moved;
    }
    const bool steps =
        std::find(request.edited.begin(), request.edited.end(), "status") != request.edited.end();
    if (!steps) return {};
    return permit_step(request.actor, request.after, *request.before, "status", request.lookup,
                       request.catalog);
}

/// Fields of a conflict that whoever settles it writes; the server writes the rest.
constexpr std::array<std::string_view, 3> settling_fields{"status", "resolution", "resolved_value"};

/// Whether some transition of that state is the actor's to make.
bool may_move(const Actor& actor, const Record& record, std::string_view field,
              const Lookup& lookup, const Catalog& catalog) {
    Ancestry ancestry = Ancestry::of(record, lookup);
    const Machine* machine = machine_of(ancestry, field, catalog);
    if (machine == nullptr) return false;
    const auto is_theirs = [&](const Transition& transition) {
        return std::any_of(transition.roles.begin(), transition.roles.end(),
                           [&](const std::string& role) {
                               return holds_role(actor, role, record.organization, catalog);
                           });
    };
    return std::any_of(machine->transitions.begin(), machine->transitions.end(), is_theirs);
}

/// Whoever may edit the record in conflict, in the field in conflict, may settle it.
Result<void> permit_settling(const Actor& actor, const Record& after, const Record* before,
                             const Lookup& lookup, const Catalog& catalog) {
    const Record& conflict = before != nullptr ? *before : after;
    for (const auto& [key, value] : after.fields) {
        const bool settles =
            std::find(settling_fields.begin(), settling_fields.end(), key) != settling_fields.end();
        if (!settles && value != value_of(conflict.fields, key)) {
            return make_error(ErrorCode::server_made_kind,
                              "De un conflicto solo se escribe la decisión.", key);
        }
    }
    const auto id = Id::parse(text_of(conflict.fields, "record"));
    const auto target = id ? lookup.view(*id) : nullptr;
    const RecordInfo* info = target != nullptr ? schema::find_record_info(target->kind) : nullptr;
    if (info == nullptr) {
        return make_error(ErrorCode::unknown_reference,
                          "El registro de este conflicto no existe o aún no llega.", "record");
    }
    if (target->organization != conflict.organization) {
        return make_error(ErrorCode::forbidden,
                          "Este conflicto es de otra institución: usted no puede decidirlo.",
                          "organization");
    }
    auto readable = check_readable(actor, *target, lookup, catalog);
    if (!readable) return readable;
    Request request{actor, Action::edit, *target, target.get(), *info, lookup, catalog, {}, {}};
    const FieldInfo* field = info->find(text_of(conflict.fields, "field"));
    if (field != nullptr && field->options.merge == Merge::transition) {
        if (may_move(actor, *target, field->key, lookup, catalog)) return {};
        return forbidden(request, {});
    }
    if (field != nullptr) request.edited.push_back(field->key);
    const Verdict verdict = verdict_on(request, *target);
    if (!verdict.granted) return forbidden(request, verdict);
    return {};
}

}  // namespace

Result<void> permit(const Actor& actor, Action action, const Record& record, const Lookup& lookup,
                    const Catalog& catalog) {
    const RecordInfo* info = schema::find_record_info(record.kind);
    if (info == nullptr) {
        return make_error(ErrorCode::unknown_kind,
                          "No se conoce el tipo de registro " + quoted(record.kind) +
                              ". Actualice Minga y vuelva a intentarlo.",
                          "kind");
    }
    const std::shared_ptr<const Record> held = lookup.view(record.id);
    const Record* before = held.get();
    if (info->options.server_made) {
        if (action == Action::edit) return permit_settling(actor, record, before, lookup, catalog);
        return make_error(ErrorCode::server_made_kind,
                          quoted(info->label) + " lo crea y lo retira el servidor.", "kind");
    }
    // Two people may make the same record, when its id is derived: the second one edits it.
    const Action effective =
        action == Action::create && before && !before->deleted ? Action::edit : action;
    const Request request = make_request(actor, effective, record, before, *info, lookup, catalog);

    auto readable = check_readable(actor, version_of(request), lookup, catalog);
    if (!readable) return readable;
    auto moves = permit_moves(request);
    if (!moves) return moves;
    const bool only_moves =
        effective == Action::edit && request.edited.empty() && !request.moved.empty();
    if (only_moves) return {};

    const Verdict verdict = verdict_on(request, version_of(request));
    if (!verdict.granted) return forbidden(request, verdict);
    if (!stays_theirs(request)) return forbidden(request, {});
    if (effective == Action::create) {
        auto follows = permit_next(record, lookup, catalog);
        if (!follows) return follows;
    }
    return check_closed_for(request);
}

}  // namespace minga
