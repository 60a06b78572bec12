/// One record as the layers below the forms see it: its system fields and its values by key.
#pragma once

#include "shared/base/id.hpp"
#include "shared/schema/record_type.hpp"
#include "shared/schema/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace minga {

struct Record {
    Id id;
    std::string kind;      ///< The key of its record type; one that is not known here is kept.
    Id organization;       ///< Its home: what permissions and scopes look at.
    std::int64_t rev = 0;  ///< The revision that the server has accepted; 0 before the first.
    bool deleted = false;
    FieldMap fields;

    friend bool operator==(const Record&, const Record&) = default;
};

namespace schema {

/// Reads a typed member out of a value. A value of another type leaves the member as it is: values
/// are checked when they come in (rules/validate.hpp), not each time they are read.
template <class Member>
void read_value(const Value& value, Member& member) {
    using Inner = typename unwrapped<Member>::type;
    if constexpr (std::is_same_v<Inner, std::string> || std::is_same_v<Inner, bool> ||
                  std::is_same_v<Inner, std::int64_t> || std::is_same_v<Inner, Decimal> ||
                  std::is_same_v<Inner, TextSet>) {
        if (const auto* held = std::get_if<Inner>(&value)) member = *held;
        if constexpr (std::is_same_v<Inner, Decimal>) {
            // A whole one is stored and sent like any whole number.
            const auto* whole = std::get_if<std::int64_t>(&value);
            if (whole != nullptr) member = Decimal{*whole * 1000};
        }
    } else if constexpr (std::is_same_v<Inner, Money>) {
        if (const auto* held = std::get_if<std::int64_t>(&value)) member = Money{*held};
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        if constexpr (std::is_enum_v<Inner>) {
            for (const auto& c : choices<Inner>) {
                if (c.key == *text) member = c.value;
            }
        } else {
            if (auto parsed = Inner::parse(*text)) member = *parsed;
        }
    }
}

/// The value that a typed member stands for; an empty text and an empty set are "no value".
template <class Member>
Value make_value(const Member& member) {
    if constexpr (is_optional<Member>) {
        return member ? make_value(*member) : Value{};
    } else if constexpr (std::is_same_v<Member, std::string>) {
        return member.empty() ? Value{} : Value{member};
    } else if constexpr (std::is_same_v<Member, TextSet>) {
        return member.empty() ? Value{} : Value{normalized_set(member)};
    } else if constexpr (std::is_same_v<Member, bool> || std::is_same_v<Member, std::int64_t> ||
                         std::is_same_v<Member, Decimal>) {
        return Value{member};
    } else if constexpr (std::is_same_v<Member, Money>) {
        return Value{member.kclp};
    } else if constexpr (std::is_enum_v<Member>) {
        for (const auto& c : choices<Member>) {
            if (c.value == member) return Value{std::string{c.key}};
        }
        return Value{};
    } else if constexpr (std::is_same_v<Member, Id>) {
        return member.is_nil() ? Value{} : Value{member.to_text()};
    } else {
        return Value{member.to_text()};
    }
}

template <RecordStruct R>
R decode(const FieldMap& fields) {
    R decoded{};
    for_each_field<R>([&](auto field) {
        const auto found = fields.find(field.key);
        if (found != fields.end()) read_value(found->second, decoded.*field.member);
    });
    return decoded;
}

template <RecordStruct R>
FieldMap encode(const R& typed) {
    FieldMap fields;
    for_each_field<R>([&](auto field) {
        Value value = make_value(typed.*field.member);
        if (!is_empty(value)) fields.emplace(std::string{field.key}, std::move(value));
    });
    return fields;
}

}  // namespace schema
}  // namespace minga
