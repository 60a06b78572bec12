#include "shared/rules/holding.hpp"

#include "shared/base/text.hpp"
#include "shared/rules/words.hpp"

#include <algorithm>

namespace minga {
namespace {

constexpr std::string_view user_suffix = "_user";

bool is_name_of(const Actor& actor, std::string_view name) {
    return !actor.name.empty() && !trim(name).empty() &&
           fold_for_search(trim(name)) == fold_for_search(trim(actor.name));
}

bool names_actor(const Record& record, std::string_view field, const Actor& actor) {
    const std::string_view base =
        field.ends_with(user_suffix) ? field.substr(0, field.size() - user_suffix.size()) : field;
    const std::string& login = text_of(record.fields, std::string{base} + std::string{user_suffix});
    if (!login.empty()) return login == actor.login;
    return !actor.shares_name && is_name_of(actor, text_of(record.fields, base));
}

bool owned_from(const Actor& actor, Ancestry& record, const Catalog& catalog, bool with_self) {
    const Ownership* ownership = catalog.roles().ownership_of(record.self().kind);
    while (ownership != nullptr) {
        const Record* named = record.find(ownership->kind);
        if (named == nullptr) return false;
        if (with_self || named != &record.self()) {
            const bool is_owner =
                std::any_of(ownership->fields.begin(), ownership->fields.end(),
                            [&](const std::string& f) { return names_actor(*named, f, actor); });
            if (is_owner) return true;
        }
        if (ownership->parent.empty()) return false;
        ownership = catalog.roles().ownership_of(ownership->parent);
    }
    return false;
}

bool is_listed(const std::vector<Record>& people, const Actor& actor,
               const std::vector<std::string>& positions, const Catalog& catalog) {
    return std::any_of(people.begin(), people.end(), [&](const Record& person) {
        if (!is_name_of(actor, text_of(person.fields, "name"))) return false;
        for (const std::string_view field : {"position", "function"}) {
            const Position* position = catalog.positions().match(text_of(person.fields, field));
            if (position != nullptr &&
                std::find(positions.begin(), positions.end(), position->key) != positions.end()) {
                return true;
            }
        }
        return false;
    });
}

}  // namespace

bool holds_role(const Actor& actor, std::string_view role, const Id& organization,
                const Catalog& catalog) {
    const Role* info = catalog.roles().find(role);
    if (info == nullptr) return false;
    return std::any_of(actor.roles.begin(), actor.roles.end(), [&](const RoleAssignment& held) {
        return held.role == role && (info->all_organizations || held.organization == organization);
    });
}

bool belongs_to(const Actor& actor, const Id& organization, const Catalog& catalog) {
    return std::any_of(actor.roles.begin(), actor.roles.end(), [&](const RoleAssignment& held) {
        const Role* role = catalog.roles().find(held.role);
        return role != nullptr && !role->all_organizations && held.organization == organization;
    });
}

bool owns(const Actor& actor, Ancestry& record, const Catalog& catalog) {
    return owned_from(actor, record, catalog, true);
}

bool owns_parent(const Actor& actor, Ancestry& record, const Catalog& catalog) {
    return owned_from(actor, record, catalog, false);
}

bool holds_position(const Actor& actor, const std::vector<std::string>& positions, Ancestry& record,
                    const Lookup& lookup, const Catalog& catalog) {
    if (const Record* assessment = record.find("assessment")) {
        const auto people = lookup.children(assessment->id, "participant");
        if (is_listed(people, actor, positions, catalog)) return true;
    }
    const Record* cycle = record.find("cycle");
    if (cycle == nullptr) return false;
    if (is_listed(lookup.children(cycle->id, "committee_member"), actor, positions, catalog)) {
        return true;
    }
    for (const Record& assessment : lookup.children(cycle->id, "assessment")) {
        const auto people = lookup.children(assessment.id, "participant");
        if (is_listed(people, actor, positions, catalog)) return true;
    }
    return false;
}

std::string role_names(const std::vector<std::string>& roles, const Catalog& catalog) {
    std::vector<std::string> names;
    for (const std::string& key : roles) {
        if (const Role* role = catalog.roles().find(key)) names.push_back(role->name);
    }
    return enumerated(names);
}

}  // namespace minga
