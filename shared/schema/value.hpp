/// What a field of any record can hold, without its record: the common tongue of storage, wire,
/// merge and forms. Which of these a field allows is said by its `FieldInfo` (record_type.hpp).
#pragma once

#include "shared/base/decimal.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace minga {

/// Sorted, without repeats. See `normalized_set`.
using TextSet = std::vector<std::string>;

/// Text stands for choices, ids, months, dates and moments too, in their canonical forms.
/// `monostate` is "no value", the same as an absent field.
using Value = std::variant<std::monostate, bool, std::int64_t, Decimal, std::string, TextSet>;

/// Fields by key. Absent and `monostate` mean the same; writers leave such fields out.
using FieldMap = std::map<std::string, Value, std::less<>>;

TextSet normalized_set(TextSet values);

/// The value of `key`, or "no value".
const Value& value_of(const FieldMap& fields, std::string_view key);

bool is_empty(const Value& value);

/// The text, or "" where the value is not text.
const std::string& text_of(const FieldMap& fields, std::string_view key);

/// The whole number, or `fallback` where the value is not one.
std::int64_t integer_of(const FieldMap& fields, std::string_view key, std::int64_t fallback = 0);

bool boolean_of(const FieldMap& fields, std::string_view key);

/// The set, or an empty one.
const TextSet& set_of(const FieldMap& fields, std::string_view key);

/// Writes `value` under `key`, or removes the key when there is no value.
void assign(FieldMap& fields, std::string_view key, Value value);

}  // namespace minga
