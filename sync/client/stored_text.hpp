/// JSON as the device itself stored it. What cannot be read is nothing: the store never writes
/// such.
#pragma once

#include "shared/codec/value_json.hpp"
#include "shared/storage/database.hpp"

#include <string_view>
#include <utility>

namespace minga::sync {

inline FieldMap stored_fields(std::string_view text) {
    auto json = parse_json(text);
    if (!json) return {};
    auto fields = fields_from_json(*json);
    return fields ? std::move(*fields) : FieldMap{};
}

inline Value stored_value(std::string_view text) {
    auto json = parse_json(text);
    if (!json) return {};
    auto value = value_from_json(*json);
    return value ? std::move(*value) : Value{};
}

/// A row of id, kind, organization, rev, deleted and fields.
inline Record record_of(const storage::Row& row) {
    Record record;
    record.id = row.id(0);
    record.kind = row.text(1);
    record.organization = row.id(2);
    record.rev = row.integer(3);
    record.deleted = row.integer(4) != 0;
    record.fields = stored_fields(row.text(5));
    return record;
}

}  // namespace minga::sync
