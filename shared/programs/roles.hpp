/// Who may write and read which records: the permission matrix of a programme.
#pragma once

#include "shared/programs/condition.hpp"
#include "shared/programs/positions.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

struct Role {
    std::string key;
    std::string name;
    std::string organization_type;
    /// Whether what is granted holds in every organization, and not only in the person's own.
    bool all_organizations = false;
    /// The kind of record that names, cycle by cycle, those who act by it; or "".
    std::string named_by{};
};

/// What one role may do with one kind of record. `own` is to create and edit under what one is
/// responsible for.
struct Grant {
    bool create = false;
    bool edit = false;
    bool remove = false;
    bool own = false;
    std::vector<std::string> fields;     ///< Only these may be written; empty: all of them.
    std::vector<std::string> positions;  ///< Only by who holds one of these; empty: by all.
};

struct Permission {
    std::string kind;
    std::vector<Condition> when;
    std::map<std::string, Grant, std::less<>> grants;                      ///< by role
    std::map<std::string, std::vector<std::string>, std::less<>> readers;  ///< roles by scope
    bool same_as_subject = false;  ///< Whoever may edit the record that it names.
};

/// Where a kind of record says who is responsible for it.
struct Ownership {
    std::string kind;
    std::vector<std::string> fields;  ///< A name; `<field>_user` beside it is a login.
    std::string parent;               ///< Whose owner is the owner of this too, or "".
};

class Roles {
public:
    const std::vector<Role>& all() const { return roles_; }
    const Role* find(std::string_view key) const;
    const std::vector<Permission>& permissions() const { return permissions_; }
    std::vector<const Permission*> permissions_of(std::string_view kind) const;
    const Ownership* ownership_of(std::string_view kind) const;
    /// Whether what a read scope grants is granted for the organizations that one is assigned to.
    bool is_by_assignment(std::string_view scope) const;
    /// What a role reads of a report: "all", "own_organization", "aggregated", or "" for nothing.
    std::string_view report_scope(std::string_view report, std::string_view role) const;

    static Roles read(const programs::ObjectReader& file, const Positions& positions);

private:
    void read_permission(const programs::ObjectReader& row, const Positions& positions);
    void read_ownership(const programs::ObjectReader& row);

    std::vector<Role> roles_;
    std::vector<Permission> permissions_;
    std::vector<Ownership> ownerships_;
    std::vector<std::string> by_assignment_;  ///< Read scopes.
    /// Scopes by role, by report.
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> reports_;
};

}  // namespace minga
