#include "shared/rules/reading.hpp"

#include <algorithm>

namespace minga {
namespace {

bool has(const std::vector<std::string>& list, std::string_view key) {
    return std::find(list.begin(), list.end(), key) != list.end();
}

bool oversees(const Role& role) {
    return role.all_organizations && role.organization_type == "subdere";
}

/// The roles that read by that scope what the permission is about.
const std::vector<std::string>& readers_by(const Permission& permission, std::string_view scope) {
    static const std::vector<std::string> nobody;
    const auto found = permission.readers.find(scope);
    return found == permission.readers.end() ? nobody : found->second;
}

bool reads_by(std::string_view role, std::string_view share, const Catalog& catalog) {
    const auto& all = catalog.roles().permissions();
    return std::any_of(all.begin(), all.end(), [&](const Permission& permission) {
        return has(readers_by(permission, share), role);
    });
}

/// Whether the role is held where it belongs, or the share needs no assignment.
bool reads_for_all(const RoleAssignment& held, const Role& role, std::string_view share,
                   const Lookup& lookup, const Catalog& catalog) {
    if (!catalog.roles().is_by_assignment(share)) return true;
    const auto organization = lookup.view(held.organization);
    return organization != nullptr &&
           text_of(organization->fields, "type") == role.organization_type;
}

/// Whether the first rule of the share that picks the record holds.
bool is_time_for(Ancestry& record, std::string_view share, const Catalog& catalog) {
    for (const SharingRule& rule : catalog.workflow().sharing_rules()) {
        if (rule.scope != share || record.find(rule.of) == nullptr) continue;
        if (record.satisfies(rule.when)) return record.satisfies(rule.holds);
    }
    return false;
}

bool writes_beyond_home(const Permission& permission, std::string_view role, std::string_view field,
                        const Catalog& catalog) {
    const Role* held = catalog.roles().find(role);
    const auto grant = permission.grants.find(role);
    if (held == nullptr || !held->all_organizations || grant == permission.grants.end())
        return false;
    const auto& fields = grant->second.fields;
    return grant->second.edit && (fields.empty() || has(fields, field));
}

/// A conflict tells words that nobody accepted. It is shared only with those who write that field
/// of that record themselves and may have to decide.
bool is_conflict_shared(const Record& conflict, std::string_view share, const Lookup& lookup,
                        const Catalog& catalog) {
    Ancestry ancestry = Ancestry::of(conflict, lookup);
    const Record* subject = ancestry.parent();
    const bool is_sound = subject != nullptr && subject->kind != conflict.kind &&
                          subject->organization == conflict.organization;
    if (!is_sound || !is_shared(*subject, share, lookup, catalog)) return false;
    Ancestry above = Ancestry::of(*subject, lookup);
    const std::string& field = text_of(conflict.fields, "field");
    for (const Permission* permission : catalog.roles().permissions_of(subject->kind)) {
        if (!above.satisfies(permission->when)) continue;
        const auto& readers = readers_by(*permission, share);
        const bool is_theirs =
            std::any_of(readers.begin(), readers.end(), [&](const std::string& role) {
                return writes_beyond_home(*permission, role, field, catalog);
            });
        if (is_theirs) return true;
    }
    return false;
}

}  // namespace

bool sees_everything(const Actor& actor, const Catalog& catalog) {
    return std::any_of(actor.roles.begin(), actor.roles.end(), [&](const RoleAssignment& held) {
        const Role* role = catalog.roles().find(held.role);
        return role != nullptr && oversees(*role);
    });
}

bool may_read(const Actor& actor, const Id& organization, const Catalog& catalog) {
    if (sees_everything(actor, catalog)) return true;
    return std::any_of(actor.roles.begin(), actor.roles.end(), [&](const RoleAssignment& held) {
        const Role* role = catalog.roles().find(held.role);
        return role != nullptr && !role->all_organizations && held.organization == organization;
    });
}

bool may_read(const Actor& actor, const Record& record, const Lookup& lookup,
              const Catalog& catalog) {
    if (may_read(actor, record.organization, catalog)) return true;
    const auto shares = shares_of(actor, lookup, catalog);
    return std::any_of(shares.begin(), shares.end(), [&](const ReadShare& read) {
        return read.organization.value_or(record.organization) == record.organization &&
               is_shared(record, read.share, lookup, catalog);
    });
}

std::vector<std::string> all_shares(const Catalog& catalog) {
    std::vector<std::string> shares;
    for (const SharingRule& rule : catalog.workflow().sharing_rules()) {
        if (!has(shares, rule.scope)) shares.push_back(rule.scope);
    }
    return shares;
}

std::vector<ReadShare> shares_of(const Actor& actor, const Lookup& lookup, const Catalog& catalog) {
    std::vector<ReadShare> read;
    for (const std::string& share : all_shares(catalog)) {
        std::vector<ReadShare> of_one;
        bool reads_all = false;
        for (const RoleAssignment& held : actor.roles) {
            const Role* role = catalog.roles().find(held.role);
            if (role == nullptr || !reads_by(held.role, share, catalog)) continue;
            if (reads_for_all(held, *role, share, lookup, catalog)) reads_all = true;
            const ReadShare one{share, held.organization};
            if (std::find(of_one.begin(), of_one.end(), one) == of_one.end()) of_one.push_back(one);
        }
        if (reads_all) of_one = {ReadShare{share}};
        read.insert(read.end(), of_one.begin(), of_one.end());
    }
    return read;
}

bool may_be_shared(std::string_view kind, std::string_view share, const Catalog& catalog) {
    const auto permissions = catalog.roles().permissions_of(kind);
    return std::any_of(permissions.begin(), permissions.end(), [&](const Permission* permission) {
        return permission->same_as_subject || !readers_by(*permission, share).empty();
    });
}

bool is_shared(const Record& record, std::string_view share, const Lookup& lookup,
               const Catalog& catalog) {
    Ancestry ancestry = Ancestry::of(record, lookup);
    for (const Permission* permission : catalog.roles().permissions_of(record.kind)) {
        if (permission->same_as_subject) return is_conflict_shared(record, share, lookup, catalog);
        if (readers_by(*permission, share).empty()) continue;
        if (ancestry.satisfies(permission->when) && is_time_for(ancestry, share, catalog)) {
            return true;
        }
    }
    return false;
}

bool decides_shares(std::string_view kind, std::string_view field, const Catalog& catalog) {
    const std::string key = std::string{kind} + "." + std::string{field};
    const auto names_it = [&](const std::vector<Condition>& conditions) {
        return std::any_of(conditions.begin(), conditions.end(),
                           [&](const Condition& condition) { return condition.key == key; });
    };
    const auto& rules = catalog.workflow().sharing_rules();
    const auto& permissions = catalog.roles().permissions();
    return std::any_of(rules.begin(), rules.end(),
                       [&](const SharingRule& rule) {
                           return names_it(rule.when) || names_it(rule.holds);
                       }) ||
           std::any_of(permissions.begin(), permissions.end(),
                       [&](const Permission& permission) { return names_it(permission.when); });
}

}  // namespace minga
