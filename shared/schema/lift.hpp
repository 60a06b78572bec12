/// Lifting what was written with earlier record tables to the present ones.
///
/// Tables grow: records and fields are added, and keys are permanent. Where a field must say
/// something else, it is retired and a new one takes over; a row of `all_lifts` then says how the
/// old value becomes the new one. A lift is pure, looks at one field alone, and never makes one
/// value of two: so it does not matter whether ops are merged before or after it
/// (tests/unit/schema/lift_test.cpp).
#pragma once

#include "shared/schema/record.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace minga::schema {

/// The version of the record tables. Raise it when a record, field or choice is added, changed or
/// retired, and follow shared/schema/README.md; `schema.lock` and its test hold to it.
inline constexpr std::int64_t schema_version = 2;

/// How one field of an earlier version reads since version `since`.
struct FieldLift {
    std::int64_t since = 0;
    std::string_view kind;
    std::string_view from;
    std::string_view to;                ///< May be the same key.
    Value (*convert)(Value) = nullptr;  ///< nullptr: the value stays as it is.
};
using Lifts = std::span<const FieldLift>;

/// Of the tables of this program. Version 1 is the first.
inline constexpr Lifts all_lifts{};

/// `fields` of a record of `kind`, as they were in `version`, as they read now. Fields that no lift
/// speaks of stay, known or not.
FieldMap lifted(std::string_view kind, FieldMap fields, std::int64_t version,
                const Lifts& lifts = all_lifts);

/// What a field that was called `key` in `version` is called now.
std::string_view lifted_key(std::string_view kind, std::string_view key, std::int64_t version,
                            const Lifts& lifts = all_lifts);

}  // namespace minga::schema
