#include "shared/programs/roles.hpp"

#include "shared/programs/keyed.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>

namespace minga {

using programs::ObjectReader;

namespace {

const schema::RecordInfo* checked_kind(const ObjectReader& row, const std::string& kind) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (info == nullptr) row.report_at("kind", "no existe el registro «" + kind + "»");
    return info;
}

void read_actions(const ObjectReader& row, const std::string& role, Grant& grant) {
    for (const std::string& action : row.texts(role)) {
        if (action == "create") {
            grant.create = true;
        } else if (action == "edit") {
            grant.edit = true;
        } else if (action == "delete") {
            grant.remove = true;
        } else if (action == "own") {
            grant.own = true;
        } else {
            row.report_at(role, "no existe la acción «" + action + "»");
        }
    }
}

void check_condition_keys(const ObjectReader& row, const schema::RecordInfo& info,
                          const std::vector<Condition>& when) {
    for (const Condition& condition : when) {
        if (condition.key == "subject.kind") continue;
        const std::size_t dot = condition.key.find('.');
        const schema::RecordInfo* owner =
            dot == std::string::npos ? &info
                                     : schema::find_record_info(condition.key.substr(0, dot));
        const std::string field = condition.key.substr(dot == std::string::npos ? 0 : dot + 1);
        if (owner == nullptr || owner->find(field) == nullptr) {
            row.report_at("when", "no existe el campo «" + condition.key + "»");
        }
    }
}

}  // namespace

const Role* Roles::find(std::string_view key) const {
    return programs::find_keyed(roles_, key);
}

std::vector<const Permission*> Roles::permissions_of(std::string_view kind) const {
    std::vector<const Permission*> found;
    for (const Permission& permission : permissions_) {
        if (permission.kind == kind) found.push_back(&permission);
    }
    return found;
}

const Ownership* Roles::ownership_of(std::string_view kind) const {
    for (const Ownership& ownership : ownerships_) {
        if (ownership.kind == kind) return &ownership;
    }
    return nullptr;
}

bool Roles::is_by_assignment(std::string_view scope) const {
    return std::find(by_assignment_.begin(), by_assignment_.end(), scope) != by_assignment_.end();
}

std::string_view Roles::report_scope(std::string_view report, std::string_view role) const {
    const auto readers = reports_.find(report);
    if (readers == reports_.end()) return {};
    const auto scope = readers->second.find(role);
    return scope == readers->second.end() ? std::string_view{} : std::string_view{scope->second};
}

void Roles::read_permission(const ObjectReader& row, const Positions& positions) {
    Permission permission;
    permission.kind = row.text("kind");
    permission.when = programs::read_conditions(row, "when");
    permission.same_as_subject = row.has("same_as");
    const schema::RecordInfo* info = checked_kind(row, permission.kind);
    if (info == nullptr) return;
    check_condition_keys(row, *info, permission.when);

    if (row.has("roles")) {
        const ObjectReader grants = row.object("roles");
        for (const std::string& role : grants.keys()) {
            if (find(role) == nullptr) grants.report_at(role, "no existe el rol");
            read_actions(grants, role, permission.grants[role]);
        }
    }
    if (row.has("fields")) {
        const ObjectReader fields = row.object("fields");
        for (const std::string& role : fields.keys()) {
            permission.grants[role].fields = fields.texts(role);
            for (const std::string& field : permission.grants[role].fields) {
                if (info->find(field) == nullptr) fields.report_at(role, "no existe " + field);
            }
        }
    }
    if (row.has("positions")) {
        const ObjectReader limited = row.object("positions");
        for (const std::string& role : limited.keys()) {
            permission.grants[role].positions = limited.texts(role);
            for (const std::string& position : permission.grants[role].positions) {
                if (positions.find(position) == nullptr) {
                    limited.report_at(role, "no existe el cargo " + position);
                }
            }
        }
    }
    if (row.has("read")) {
        const ObjectReader read = row.object("read");
        for (const std::string& scope : read.keys()) permission.readers[scope] = read.texts(scope);
    }
    permissions_.push_back(std::move(permission));
}

void Roles::read_ownership(const ObjectReader& row) {
    Ownership ownership{row.text("kind"), row.texts("fields"), row.optional_text("parent")};
    if (const schema::RecordInfo* info = checked_kind(row, ownership.kind)) {
        for (const std::string& field : ownership.fields) {
            if (info->find(field) == nullptr) row.report_at("fields", "no existe " + field);
        }
    }
    ownerships_.push_back(std::move(ownership));
}

Roles Roles::read(const ObjectReader& file, const Positions& positions) {
    Roles roles;
    for (const ObjectReader& row : file.objects("roles")) {
        roles.roles_.push_back({row.text("key"), row.text("name"), row.text("organization_type"),
                                row.boolean("all_organizations"), row.optional_text("named_by")});
        const std::string& named_by = roles.roles_.back().named_by;
        if (!named_by.empty()) checked_kind(row, named_by);
    }
    if (!programs::repeated_key(roles.roles_).empty()) {
        file.report_at("roles", "una clave se repite");
    }
    for (const ObjectReader& row : file.optional_objects("read_scopes")) {
        if (row.optional_boolean("by_assignment", false)) {
            roles.by_assignment_.push_back(row.text("key"));
        }
    }
    for (const ObjectReader& row : file.optional_objects("ownership")) roles.read_ownership(row);
    for (const ObjectReader& row : file.objects("permissions")) {
        roles.read_permission(row, positions);
    }
    for (const ObjectReader& row : file.optional_objects("reports")) {
        auto& readers = roles.reports_[row.text("key")];
        const ObjectReader read = row.object("read");
        for (const std::string& role : read.keys()) {
            if (roles.find(role) == nullptr) read.report_at(role, "no existe el rol");
            readers[role] = read.text(role);
        }
    }
    return roles;
}

}  // namespace minga
