/// A small JSON tree, and the only door to the JSON library.
///
/// Numbers keep their exact decimal text, so that no value passes through a floating-point number.
/// Objects keep the order in which their members were added, so that output is repeatable.
#pragma once

#include "shared/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace minga {

class Json {
public:
    struct Number {
        std::string text;
        friend bool operator==(const Number&, const Number&) = default;
    };
    using Array = std::vector<Json>;
    using Member = std::pair<std::string, Json>;
    using Object = std::vector<Member>;

    Json() = default;
    Json(std::nullptr_t) {}
    Json(bool value) : value_(value) {}
    Json(int value) : value_(std::int64_t{value}) {}
    Json(std::int64_t value) : value_(value) {}
    Json(std::uint64_t value) : value_(static_cast<std::int64_t>(value)) {}
    Json(std::uint32_t value) : value_(static_cast<std::int64_t>(value)) {}
    Json(Number value) : value_(std::move(value)) {}
    Json(const char* value) : value_(std::string{value}) {}
    Json(std::string_view value) : value_(std::string{value}) {}
    Json(std::string value) : value_(std::move(value)) {}
    Json(Array value) : value_(std::move(value)) {}
    Json(Object value) : value_(std::move(value)) {}

    static Json object() { return Json{Object{}}; }
    static Json array() { return Json{Array{}}; }

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    bool is_object() const { return std::holds_alternative<Object>(value_); }
    bool is_array() const { return std::holds_alternative<Array>(value_); }
    bool is_text() const { return std::holds_alternative<std::string>(value_); }
    bool is_integer() const { return std::holds_alternative<std::int64_t>(value_); }
    bool is_boolean() const { return std::holds_alternative<bool>(value_); }

    /// The value where it has that type, nullptr elsewhere.
    const bool* boolean() const { return std::get_if<bool>(&value_); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
    const std::string* text() const { return std::get_if<std::string>(&value_); }
    const Number* number() const { return std::get_if<Number>(&value_); }

    /// The elements, or none where this is not an array.
    const Array& items() const;
    /// The members, or none where this is not an object.
    const Object& members() const;

    /// The member with that key, or null.
    const Json& operator[](std::string_view key) const;
    bool contains(std::string_view key) const;

    /// The member's text (whole number, truth), or the fallback where it is absent or of another
    /// type.
    const std::string& text_at(std::string_view key) const;
    std::int64_t integer_at(std::string_view key, std::int64_t fallback = 0) const;
    bool boolean_at(std::string_view key, bool fallback = false) const;

    /// Sets or adds a member; this becomes an object if it was null.
    Json& set(std::string_view key, Json value);
    /// Appends an element; this becomes an array if it was null.
    Json& push(Json value);

    std::string dump() const;
    void dump_to(std::string& out) const;

    friend bool operator==(const Json&, const Json&) = default;

private:
    std::variant<std::monostate, bool, std::int64_t, Number, std::string, Array, Object> value_;
};

inline constexpr int json_depth_max = 64;
/// Members of one object: far more than any of ours has, and few enough to look for a repeated one
/// among all of them without an object as large as a frame taking the server's time.
inline constexpr std::size_t json_members_max = 4'096;

/// Reads one JSON text: valid UTF-8, no repeated keys kept (the last wins), at most
/// `json_depth_max` levels deep, with at most `json_members_max` members in an object. Anything
/// else is `malformed`.
Result<Json> parse_json(std::string_view text);

/// Appends `text` as a JSON string with its quotes.
void append_json_text(std::string& out, std::string_view text);

}  // namespace minga
