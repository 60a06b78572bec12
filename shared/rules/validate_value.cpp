#include "shared/base/rut.hpp"
#include "shared/base/text.hpp"
#include "shared/rules/validate.hpp"
#include "shared/rules/words.hpp"

#include <algorithm>

namespace minga {
namespace {

using schema::FieldInfo;
using schema::Kind;

/// Keeps thousandths within 64 bits.
constexpr std::int64_t decimal_whole_max = 1'000'000'000'000;

Error fault(const FieldInfo& info, ErrorCode code, std::string_view rest) {
    return make_error(code, quoted(info.options.label) + " " + std::string{rest},
                      std::string{info.key});
}

/// The error of a parser from shared/base, with the field it speaks of.
Error named(const FieldInfo& info, const Error& error) {
    return make_error(error.code, quoted(info.options.label) + ": " + error.message,
                      std::string{info.key}, error.detail);
}

std::string_view without_trailing_blanks(std::string_view text) {
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

Result<std::string> checked_text(const FieldInfo& info, std::string_view text) {
    if (!is_valid_utf8(text)) {
        return fault(info, ErrorCode::bad_utf8,
                     "contiene caracteres que no se pueden leer (no está en UTF-8). Escríbalo de "
                     "nuevo.");
    }
    text = without_trailing_blanks(text);
    // Nothing has more characters than bytes: most need not be counted.
    const bool may_be_long = text.size() > info.options.length_max;
    const std::size_t length = may_be_long ? code_point_count(text) : text.size();
    if (length > info.options.length_max) {
        return fault(info, ErrorCode::too_long,
                     "tiene " + with_thousands(static_cast<std::int64_t>(length)) +
                         " caracteres y admite " + with_thousands(info.options.length_max) +
                         ". Acórtelo.");
    }
    return std::string{text};
}

Result<Value> checked_integer(const FieldInfo& info, std::int64_t number) {
    const auto& options = info.options;
    if (number >= options.value_min && number <= options.value_max) return Value{number};
    if (info.key == "level") {
        return fault(info, ErrorCode::level_out_of_range,
                     "debe ser " + std::to_string(options.value_min) + ", 1, 2 o " +
                         std::to_string(options.value_max) + ". Elija una de las alternativas.");
    }
    if (info.kind == Kind::money && number < 0) {
        return fault(info, ErrorCode::out_of_range,
                     "no puede ser negativo. Escriba el monto en miles de pesos (M$).");
    }
    return fault(info, ErrorCode::out_of_range,
                 "debe estar entre " + with_thousands(options.value_min) + " y " +
                     with_thousands(options.value_max) + ".");
}

Result<Value> checked_decimal(const FieldInfo& info, const Value& value) {
    if (const auto* decimal = std::get_if<Decimal>(&value)) return Value{*decimal};
    const auto* whole = std::get_if<std::int64_t>(&value);
    if (whole == nullptr) return fault(info, ErrorCode::wrong_type, "debe ser un número.");
    if (*whole > decimal_whole_max || *whole < -decimal_whole_max) {
        return fault(info, ErrorCode::out_of_range, "es un número demasiado grande.");
    }
    return Value{Decimal{*whole * 1000}};
}

Result<Value> checked_choice(const FieldInfo& info, const std::string& text) {
    std::string options;
    for (const schema::ChoiceInfo& choice : info.choices) {
        if (choice.key == text) return Value{text};
        if (!options.empty()) options += ", ";
        options.append(choice.key).append(" (").append(choice.label).append(")");
    }
    return fault(info, ErrorCode::not_a_choice, "debe ser una de estas opciones: " + options + ".");
}

template <class Parsed>
Result<Value> checked_parsed(const FieldInfo& info, const std::string& text) {
    const auto parsed = Parsed::parse(text);
    if (!parsed) return named(info, parsed.error());
    return Value{parsed->to_text()};
}

Result<Value> checked_set(const FieldInfo& info, const TextSet& members) {
    TextSet checked;
    for (const std::string& member : members) {
        auto text = checked_text(info, member);
        if (!text) return text.error();
        if (!trim(*text).empty()) checked.emplace_back(trim(*text));
    }
    checked = normalized_set(std::move(checked));
    if (checked.size() > info.options.count_max) {
        return fault(info, ErrorCode::too_long,
                     "tiene " + std::to_string(checked.size()) + " elementos y admite " +
                         std::to_string(info.options.count_max) + ". Quite algunos.");
    }
    return checked.empty() ? Value{} : Value{std::move(checked)};
}

/// A file is named by what it says: nothing else finds it again.
Result<Value> checked_blob_name(const FieldInfo& info, const std::string& text) {
    const bool is_hash = text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
                             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                         });
    if (is_hash) return Value{text};
    return fault(info, ErrorCode::bad_blob,
                 "no se escribe a mano: adjunte el archivo y Minga anota cuál es.");
}

Result<Value> checked_written(const FieldInfo& info, const std::string& written) {
    const auto text = checked_text(info, written);
    if (!text) return text.error();
    if (text->empty()) return Value{};
    switch (info.kind) {
        case Kind::none:
        case Kind::text:
            if (info.options.names_blob) return checked_blob_name(info, *text);
            if (info.options.format == schema::TextFormat::rut) {
                return checked_parsed<Rut>(info, *text);
            }
            return Value{*text};
        case Kind::choice:
            return checked_choice(info, *text);
        case Kind::id:
            return checked_parsed<Id>(info, *text);
        case Kind::month:
            return checked_parsed<Month>(info, *text);
        case Kind::date:
            return checked_parsed<Date>(info, *text);
        case Kind::instant:
            return checked_parsed<Instant>(info, *text);
        case Kind::integer:
        case Kind::money:
            return fault(info, ErrorCode::wrong_type, "debe ser un número entero.");
        case Kind::decimal:
            return fault(info, ErrorCode::wrong_type, "debe ser un número.");
        case Kind::boolean:
            return fault(info, ErrorCode::wrong_type, "debe ser sí o no.");
        case Kind::text_set:
            return fault(info, ErrorCode::wrong_type, "debe ser una lista.");
    }
    return Value{*text};
}

}  // namespace

Result<Value> checked_value(const FieldInfo& info, Value value) {
    if (is_empty(value)) return Value{};
    if (const auto* text = std::get_if<std::string>(&value)) return checked_written(info, *text);
    switch (info.kind) {
        case Kind::integer:
        case Kind::money:
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                return checked_integer(info, *number);
            }
            return fault(info, ErrorCode::wrong_type, "debe ser un número entero.");
        case Kind::boolean:
            if (std::holds_alternative<bool>(value)) return value;
            return fault(info, ErrorCode::wrong_type, "debe ser sí o no.");
        case Kind::decimal:
            return checked_decimal(info, value);
        case Kind::text_set:
            if (const auto* set = std::get_if<TextSet>(&value)) return checked_set(info, *set);
            return fault(info, ErrorCode::wrong_type, "debe ser una lista.");
        case Kind::month:
            return fault(info, ErrorCode::wrong_type, "debe ser un mes (2026-03).");
        case Kind::date:
            return fault(info, ErrorCode::wrong_type, "debe ser una fecha.");
        case Kind::none:
        case Kind::text:
        case Kind::choice:
        case Kind::id:
        case Kind::instant:
            return fault(info, ErrorCode::wrong_type, "debe ser un texto.");
    }
    return fault(info, ErrorCode::wrong_type, "tiene una forma que no se reconoce.");
}

Result<const FieldInfo*> checked_field(const schema::RecordInfo& info, std::string_view key) {
    if (const FieldInfo* found = info.find(key)) return found;
    if (!info.options.derived.empty() && key == info.options.derived) {
        return make_error(ErrorCode::derived_field,
                          key == "percent"
                              ? "El porcentaje se calcula a partir de las actividades; no se "
                                "escribe."
                              : "Este dato se calcula; no se escribe.",
                          std::string{key});
    }
    return make_error(ErrorCode::unknown_field,
                      quoted(info.label) + " no tiene el campo " + quoted(key) + ".",
                      std::string{key});
}

}  // namespace minga
