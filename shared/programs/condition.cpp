#include "shared/programs/condition.hpp"

namespace minga::programs {

std::vector<Condition> read_conditions(const ObjectReader& row, std::string_view key) {
    std::vector<Condition> conditions;
    if (!row.has(key)) return conditions;
    const ObjectReader object = row.object(key);
    for (const std::string& name : object.keys()) {
        conditions.push_back({name, object.texts(name)});
        if (conditions.back().values.empty()) object.report_at(name, "falta al menos un valor");
    }
    return conditions;
}

}  // namespace minga::programs
