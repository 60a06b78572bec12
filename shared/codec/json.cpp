#include "shared/codec/json.hpp"

#include "shared/base/text.hpp"

#include <cstdlib>
#include <limits>

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace minga {
namespace {

/// RapidJSON takes the second half of a surrogate pair by itself ("\ude00") and makes three bytes
/// of it that are no UTF-8: what was written of that, nobody could read.
bool has_half_pair(std::string_view text) {
    constexpr char lead = '\xED';
    for (std::size_t at = text.find(lead); at != std::string_view::npos;
         at = text.find(lead, at + 1)) {
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
    }
    return false;
}

/// The last value of a key is the one that counts.
void set_member(Json::Object& object, std::string&& key, Json&& value) {
    for (Json::Member& member : object) {
        if (member.first != key) continue;
        member.second = std::move(value);
        return;
    }
    object.emplace_back(std::move(key), std::move(value));
}

/// Builds the tree from the reader's events.
class TreeBuilder {
public:
    bool Null() { return add(Json{}); }
    bool Bool(bool value) { return add(Json{value}); }
    bool Int(int value) { return add(Json{std::int64_t{value}}); }
    bool Uint(unsigned value) { return add(Json{std::int64_t{value}}); }
    bool Int64(std::int64_t value) { return add(Json{value}); }
    bool Uint64(std::uint64_t value) { return add(Json{Json::Number{std::to_string(value)}}); }
    bool Double(double) { return false; }
    bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
        return add(number_from({text, length}));
    }
    bool String(const char* text, rapidjson::SizeType length, bool) {
        return !has_half_pair({text, length}) && add(Json{std::string{text, length}});
    }
    bool StartObject() { return open(true); }
    bool Key(const char* text, rapidjson::SizeType length, bool) {
        stack_.back().key.assign(text, length);
        return !has_half_pair(stack_.back().key);
    }
    bool EndObject(rapidjson::SizeType) {
        Json::Object object = std::move(stack_.back().object);
        stack_.pop_back();
        return add(Json{std::move(object)});
    }
    bool StartArray() { return open(false); }
    bool EndArray(rapidjson::SizeType) {
        Json::Array array = std::move(stack_.back().array);
        stack_.pop_back();
        return add(Json{std::move(array)});
    }

    Json take() { return std::move(root_); }

private:
    /// What is open: an object and the key of its next member, or an array.
    struct Level {
        bool is_object = false;
        Json::Object object{};
        Json::Array array{};
        std::string key{};
    };

    /// Enough for most objects, whose members then never move.
    static constexpr std::size_t usual_members = 8;

    static Json number_from(std::string_view text) {
        std::int64_t value = 0;
        const bool negative = text.front() == '-';
        for (const char c : text.substr(negative ? 1 : 0)) {
            if (c < '0' || c > '9' || value > (std::numeric_limits<std::int64_t>::max() - 9) / 10) {
                return Json{Json::Number{std::string{text}}};
            }
            value = value * 10 + (c - '0');
        }
        return Json{negative ? -value : value};
    }

    bool open(bool is_object) {
        if (stack_.size() >= static_cast<std::size_t>(json_depth_max)) return false;
        stack_.push_back({.is_object = is_object});
        if (is_object) stack_.back().object.reserve(usual_members);
        return true;
    }
    bool add(Json&& json) {
        if (stack_.empty()) {
            root_ = std::move(json);
            return true;
        }
        Level& level = stack_.back();
        if (!level.is_object) {
            level.array.push_back(std::move(json));
            return true;
        }
        if (level.object.size() >= json_members_max) return false;
        set_member(level.object, std::move(level.key), std::move(json));
        return true;
    }

    std::vector<Level> stack_;
    Json root_;
};

const Json null_json;

}  // namespace

const Json::Array& Json::items() const {
    static const Array none;
    const auto* array = std::get_if<Array>(&value_);
    return array != nullptr ? *array : none;
}

const Json::Object& Json::members() const {
    static const Object none;
    const auto* object = std::get_if<Object>(&value_);
    return object != nullptr ? *object : none;
}

const Json& Json::operator[](std::string_view key) const {
    for (const Member& member : members()) {
        if (member.first == key) return member.second;
    }
    return null_json;
}

bool Json::contains(std::string_view key) const {
    for (const Member& member : members()) {
        if (member.first == key) return true;
    }
    return false;
}

const std::string& Json::text_at(std::string_view key) const {
    static const std::string none;
    const std::string* text = (*this)[key].text();
    return text != nullptr ? *text : none;
}

std::int64_t Json::integer_at(std::string_view key, std::int64_t fallback) const {
    const std::int64_t* number = (*this)[key].integer();
    return number != nullptr ? *number : fallback;
}

bool Json::boolean_at(std::string_view key, bool fallback) const {
    const bool* flag = (*this)[key].boolean();
    return flag != nullptr ? *flag : fallback;
}

Json& Json::set(std::string_view key, Json value) {
    if (is_null()) value_ = Object{};
    auto* object = std::get_if<Object>(&value_);
    MINGA_ASSERT(object != nullptr);
    set_member(*object, std::string{key}, std::move(value));
    return *this;
}

Json& Json::push(Json value) {
    if (is_null()) value_ = Array{};
    auto* array = std::get_if<Array>(&value_);
    MINGA_ASSERT(array != nullptr);
    array->push_back(std::move(value));
    return *this;
}

std::string Json::dump() const {
    std::string out;
    dump_to(out);
    return out;
}

void Json::dump_to(std::string& out) const {
    if (is_null()) {
        out += "null";
    } else if (const bool* flag = boolean()) {
        out += *flag ? "true" : "false";
    } else if (const std::int64_t* whole = integer()) {
        out += std::to_string(*whole);
    } else if (const Number* exact = number()) {
        out += exact->text;
    } else if (const std::string* held = text()) {
        append_json_text(out, *held);
    } else if (is_array()) {
        out += '[';
        bool first = true;
        for (const Json& item : items()) {
            if (!first) out += ',';
            first = false;
            item.dump_to(out);
        }
        out += ']';
    } else {
        out += '{';
        bool first = true;
        for (const Member& member : members()) {
            if (!first) out += ',';
            first = false;
            append_json_text(out, member.first);
            out += ':';
            member.second.dump_to(out);
        }
        out += '}';
    }
}

void append_json_text(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    std::size_t plain_from = 0;  // What needs no escape is taken over in one piece.
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
        out.append(text, plain_from, i - plain_from);
        plain_from = i + 1;
        switch (text[i]) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out += "\\u00";
                out += digits[byte >> 4];
                out += digits[byte & 15];
        }
    }
    out.append(text, plain_from);
    out += '"';
}

Result<Json> parse_json(std::string_view text) {
    if (!is_valid_utf8(text)) {
        return make_error(ErrorCode::malformed, "El contenido no es JSON válido.", {}, "UTF-8");
    }
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    TreeBuilder builder;
    constexpr unsigned flags =
        rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag;
    const rapidjson::ParseResult result = reader.Parse<flags>(stream, builder);
    if (!result) {
        return make_error(ErrorCode::malformed, "El contenido no es JSON válido.", {},
                          std::string{rapidjson::GetParseError_En(result.Code())} + " at " +
                              std::to_string(result.Offset()));
    }
    return builder.take();
}

}  // namespace minga
