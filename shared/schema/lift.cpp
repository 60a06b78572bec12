#include "shared/schema/lift.hpp"

namespace minga::schema {

FieldMap lifted(std::string_view kind, FieldMap fields, std::int64_t version, const Lifts& lifts) {
    for (const FieldLift& lift : lifts) {
        if (lift.since <= version || lift.kind != kind) continue;
        const auto found = fields.find(lift.from);
        if (found == fields.end()) continue;
        Value value = std::move(found->second);
        fields.erase(found);
        // A clearing stays one, whatever the field is called.
        if (lift.convert != nullptr && !is_empty(value)) value = lift.convert(std::move(value));
        fields.insert_or_assign(std::string{lift.to}, std::move(value));
    }
    return fields;
}

std::string_view lifted_key(std::string_view kind, std::string_view key, std::int64_t version,
                            const Lifts& lifts) {
    for (const FieldLift& lift : lifts) {
        if (lift.since > version && lift.kind == kind && lift.from == key) key = lift.to;
    }
    return key;
}

}  // namespace minga::schema
