#include "shared/codec/value_json.hpp"

#include "shared/base/rut.hpp"
#include "shared/base/text.hpp"
#include "shared/records/all_records.hpp"

namespace minga {
namespace {

using schema::FieldInfo;
using schema::Kind;

Error wrong_type(const FieldInfo& info, std::string_view expected) {
    std::string message = "«";
    message.append(info.options.label).append("» debe ser ").append(expected).append(".");
    return make_error(ErrorCode::wrong_type, std::move(message), std::string{info.key});
}

Result<std::int64_t> whole_number(const FieldInfo& info, std::string_view text) {
    const bool negative = text.starts_with('-');
    const std::string_view digits = text.substr(negative ? 1 : 0);
    if (digits.empty() || digits.size() > 18) return wrong_type(info, "un número entero");
    std::int64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return wrong_type(info, "un número entero");
        value = value * 10 + (c - '0');
    }
    return negative ? -value : value;
}

/// The members of a set in one text: commas between them, a backslash before a comma or a backslash
/// that belongs to a member.
std::string join_members(const TextSet& set) {
    std::string text;
    for (const std::string& member : set) {
        if (!text.empty()) text += ", ";
        for (const char c : member) {
            if (c == ',' || c == '\\') text += '\\';
            text += c;
        }
    }
    return text;
}

TextSet split_members(std::string_view text) {
    TextSet set;
    std::string member;
    const auto end_member = [&] {
        if (!trim(member).empty()) set.emplace_back(trim(member));
        member.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            member += text[++i];
        } else if (text[i] == ',') {
            end_member();
        } else {
            member += text[i];
        }
    }
    end_member();
    return set;
}

Result<Value> boolean_from_text(const FieldInfo& info, std::string_view text) {
    const std::string folded = fold_for_search(text);
    for (const std::string_view yes : {"true", "si", "1", "yes"}) {
        if (folded == yes) return Value{true};
    }
    for (const std::string_view no : {"false", "no", "0"}) {
        if (folded == no) return Value{false};
    }
    return wrong_type(info, "sí o no");
}

}  // namespace

Json value_to_json(const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return Json{*flag};
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return Json{*whole};
    if (const auto* exact = std::get_if<Decimal>(&value)) {
        return exact->thousandths % 1000 == 0 ? Json{exact->thousandths / 1000}
                                              : Json{Json::Number{exact->to_text()}};
    }
    if (const auto* text = std::get_if<std::string>(&value)) return Json{*text};
    if (const auto* set = std::get_if<TextSet>(&value)) {
        Json list = Json::array();
        for (const std::string& member : *set) list.push(member);
        return list;
    }
    return Json{};
}

Result<Value> value_from_json(const Json& json) {
    if (json.is_null()) return Value{};
    if (const bool* flag = json.boolean()) return Value{*flag};
    if (const std::int64_t* whole = json.integer()) return Value{*whole};
    if (const std::string* text = json.text()) return Value{*text};
    if (const Json::Number* number = json.number()) {
        auto decimal = Decimal::parse(number->text);
        if (!decimal) return decimal.error();
        // "8.0" is the number that is written "8", and one value must not count as two.
        if (decimal->thousandths % 1000 == 0) return Value{decimal->thousandths / 1000};
        return Value{*decimal};
    }
    if (json.is_array()) {
        TextSet set;
        for (const Json& item : json.items()) {
            if (!item.is_text()) {
                return make_error(ErrorCode::wrong_type, "La lista debe contener solo textos.");
            }
            set.push_back(*item.text());
        }
        return Value{normalized_set(std::move(set))};
    }
    return make_error(ErrorCode::wrong_type, "Este dato tiene una forma que no se reconoce.");
}

Json fields_to_json(const FieldMap& fields) {
    Json object = Json::object();
    for (const auto& [key, value] : fields) object.set(key, value_to_json(value));
    return object;
}

void append_fields_text(std::string& out, const FieldMap& fields) {
    out += '{';
    bool is_first = true;
    for (const auto& [key, value] : fields) {
        if (!is_first) out += ',';
        is_first = false;
        append_json_text(out, key);
        out += ':';
        if (const auto* text = std::get_if<std::string>(&value)) {
            append_json_text(out, *text);
        } else {
            value_to_json(value).dump_to(out);
        }
    }
    out += '}';
}

std::string fields_to_text(const FieldMap& fields) {
    std::string text;
    append_fields_text(text, fields);
    return text;
}

Result<FieldMap> fields_from_json(const Json& json) {
    if (!json.is_object()) {
        return make_error(ErrorCode::malformed, "Se esperaba un conjunto de campos.");
    }
    FieldMap fields;
    for (const auto& [key, member] : json.members()) {
        auto value = value_from_json(member);
        if (!value) {
            Error error = value.error();
            error.field = key;
            return error;
        }
        fields.insert_or_assign(key, std::move(*value));
    }
    return fields;
}

Json record_to_flat_json(const Record& record) {
    Json flat = Json::object();
    flat.set("id", record.id.to_text());
    flat.set("kind", record.kind);
    flat.set("organization", record.organization.to_text());
    flat.set("rev", record.rev);
    flat.set("deleted", record.deleted);
    if (const auto* info = schema::find_record_info(record.kind)) {
        for (const FieldInfo& field : info->fields) {
            flat.set(field.key, value_to_json(value_of(record.fields, field.key)));
        }
    }
    for (const auto& [key, value] : record.fields) flat.set(key, value_to_json(value));
    return flat;
}

Result<Value> value_from_text(const FieldInfo& info, std::string_view text) {
    if (text.empty()) return Value{};
    switch (info.kind) {
        case Kind::none:
        case Kind::text:
            if (info.options.format == schema::TextFormat::rut) {
                // What is none is kept as it was typed, for the rules to refuse it in words.
                if (const auto rut = Rut::parse(text)) return Value{rut->to_text()};
            }
            return Value{std::string{text}};
        case Kind::choice:
        case Kind::month:
        case Kind::date:
        case Kind::instant:
        case Kind::id:
            return Value{std::string{text}};
        case Kind::boolean:
            return boolean_from_text(info, text);
        case Kind::integer:
        case Kind::money: {
            auto whole = whole_number(info, text);
            if (!whole) return whole.error();
            return Value{*whole};
        }
        case Kind::decimal: {
            auto decimal = Decimal::parse(text);
            if (!decimal) return wrong_type(info, "un número con hasta tres decimales");
            return Value{*decimal};
        }
        case Kind::text_set: {
            TextSet set = split_members(text);
            return set.empty() ? Value{} : Value{normalized_set(std::move(set))};
        }
    }
    return Value{std::string{text}};
}

std::string value_to_text(const FieldInfo& info, const Value& value, TextStyle style) {
    if (const auto* flag = std::get_if<bool>(&value)) {
        if (style.plain) return *flag ? "true" : "false";
        return *flag ? "Sí" : "No";
    }
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        const bool grouped = !style.plain && info.kind == Kind::money;
        return grouped ? with_thousands(*whole) : std::to_string(*whole);
    }
    if (const auto* exact = std::get_if<Decimal>(&value)) {
        std::string text = exact->to_text();
        if (!style.plain && text.find('.') != std::string::npos) text[text.find('.')] = ',';
        return text;
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (!style.plain) {
            if (info.options.format == schema::TextFormat::rut) return shown_rut(*text);
            for (const auto& c : info.choices) {
                if (c.key == *text) return std::string{c.label};
            }
        }
        return *text;
    }
    if (const auto* set = std::get_if<TextSet>(&value)) {
        return style.plain ? join_members(*set) : join(*set, ", ");
    }
    return {};
}

}  // namespace minga
