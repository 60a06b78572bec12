#include "shared/schema/value.hpp"

#include <algorithm>

namespace minga {

TextSet normalized_set(TextSet values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

const Value& value_of(const FieldMap& fields, std::string_view key) {
    static const Value none;
    const auto found = fields.find(key);
    return found == fields.end() ? none : found->second;
}

bool is_empty(const Value& value) {
    return std::holds_alternative<std::monostate>(value);
}

const std::string& text_of(const FieldMap& fields, std::string_view key) {
    static const std::string none;
    const auto* text = std::get_if<std::string>(&value_of(fields, key));
    return text != nullptr ? *text : none;
}

std::int64_t integer_of(const FieldMap& fields, std::string_view key, std::int64_t fallback) {
    const auto* number = std::get_if<std::int64_t>(&value_of(fields, key));
    return number != nullptr ? *number : fallback;
}

bool boolean_of(const FieldMap& fields, std::string_view key) {
    const auto* flag = std::get_if<bool>(&value_of(fields, key));
    return flag != nullptr && *flag;
}

const TextSet& set_of(const FieldMap& fields, std::string_view key) {
    static const TextSet none;
    const auto* set = std::get_if<TextSet>(&value_of(fields, key));
    return set != nullptr ? *set : none;
}

void assign(FieldMap& fields, std::string_view key, Value value) {
    const auto found = fields.find(key);
    if (is_empty(value)) {
        if (found != fields.end()) fields.erase(found);
        return;
    }
    if (found != fields.end()) {
        found->second = std::move(value);
    } else {
        fields.emplace(std::string{key}, std::move(value));
    }
}

}  // namespace minga
