/// Who asks: a person and the roles they hold, each in one organization.
#pragma once

#include "shared/base/id.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga {

/// A role held in an organization. Role keys come from the programme's `roles.json`. The roles that
/// look over all organizations (`subdere`, `admin`, `auditor`) hold everywhere.
struct RoleAssignment {
    std::string role;
    Id organization;

    friend bool operator==(const RoleAssignment&, const RoleAssignment&) = default;
};

struct Actor {
    Id user;
    std::string login;
    std::string name;  ///< As it is shown to others: "María Soto".
    std::vector<RoleAssignment> roles;
    /// Somebody else of their organization has the same name, which then tells nobody apart.
    bool shares_name = false;

    friend bool operator==(const Actor&, const Actor&) = default;
};

}  // namespace minga
