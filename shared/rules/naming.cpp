#include "shared/rules/naming.hpp"

#include "shared/rules/holding.hpp"

#include <algorithm>

namespace minga {
namespace {

Error refused(std::string_view words) {
    return make_error(ErrorCode::forbidden, std::string{words});
}

}  // namespace

Result<void> check_named(const Actor& actor, std::string_view role, Ancestry& record,
                         const Lookup& lookup, const Catalog& catalog) {
    const Role* info = catalog.roles().find(role);
    if (info == nullptr || info->named_by.empty()) return {};
    if (record.self().kind == info->named_by) return {};
    if (belongs_to(actor, record.self().organization, catalog)) {
        return refused("Usted pertenece a esta municipalidad: no puede validarla.");
    }
    const Record* cycle = record.find("cycle");
    if (cycle == nullptr) return {};
    const auto named = lookup.children(cycle->id, info->named_by);
    if (named.empty()) return {};
    const auto mine = std::find_if(named.begin(), named.end(), [&](const Record& one) {
        Ancestry above = Ancestry::of(one, lookup);
        return owns(actor, above, catalog);
    });
    if (mine == named.end()) {
        return refused("SUBDERE no le asignó la validación de esta municipalidad.");
    }
    const std::string& declaration = text_of(mine->fields, "declaration");
    if (declaration.empty()) {
        return refused(
            "Antes de validar, declare si tiene un conflicto de interés con esta municipalidad.");
    }
    if (declaration != "none") {
        return refused(
            "Usted declaró un conflicto de interés: no puede validar esta "
            "municipalidad.");
    }
    return {};
}

}  // namespace minga
