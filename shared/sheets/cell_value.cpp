#include "shared/sheets/cell_value.hpp"

#include "shared/base/date.hpp"
#include "shared/base/text.hpp"
#include "shared/sheets/cell_names.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace minga::sheets {
namespace {

using schema::FieldInfo;
using schema::Kind;

Error bad_cell(ErrorCode code, const FieldInfo& field, std::string message) {
    return make_error(code, std::move(message), std::string{field.key});
}

std::string shown(std::string_view text) {
    constexpr std::size_t bytes_max = 40;
    std::string short_text{trim(text)};
    if (short_text.size() > bytes_max) {
        std::size_t end = bytes_max;
        // Not in the middle of a letter.
        while (end > 0 && (static_cast<unsigned char>(short_text[end]) & 0xC0U) == 0x80U) --end;
        short_text = short_text.substr(0, end) + "…";
    }
    std::replace(short_text.begin(), short_text.end(), '\n', ' ');
    return "«" + short_text + "»";
}

std::optional<int> digits_of(std::string_view text) {
    if (text.empty() || text.size() > 6) return std::nullopt;
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// 1 to 12; 0 where it names no month. `word` is folded.
int month_named(std::string_view word) {
    if (word.size() < 3) return 0;
    if (word == "set" || word == "setiembre") return 9;
    if (word == "jan") return 1;
    if (word == "apr") return 4;
    if (word == "aug") return 8;
    if (word == "dec") return 12;
    for (std::size_t index = 0; index < month_names.size(); ++index) {
        if (month_names[index].starts_with(word)) return static_cast<int>(index) + 1;
    }
    return 0;
}

bool says_nothing(std::string_view word) {
    static constexpr std::array<std::string_view, 10> words{
        "de",        "del",    "lunes",   "martes", "miercoles",
        "miércoles", "jueves", "viernes", "sabado", "domingo"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string> date_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty() && !says_nothing(word)) words.push_back(word);
        word.clear();
    };
    for (const char c : fold_for_search(text)) {
        if (std::string_view{"-/., \t\n"}.find(c) != std::string_view::npos) {
            end_word();
        } else {
            word += c;
        }
    }
    end_word();
    return words;
}

int full_year(int year) {
    return year < 100 ? 2000 + year : year;
}

bool is_month(int month) {
    return month >= 1 && month <= 12;
}

std::optional<NamedDay> day_from_serial(int serial) {
    // Day 25,569 of a spreadsheet is 1970-01-01.
    constexpr int serial_min = 20'000;
    constexpr int serial_max = 110'000;
    if (serial < serial_min || serial > serial_max) return std::nullopt;
    const Date::Parts parts = Date{serial - 25'569}.parts();
    return NamedDay{parts.year, parts.month, parts.day};
}

/// "2026 03 15", "15 03 2026", "03 2026".
std::optional<NamedDay> day_from_numbers(const std::vector<std::string>& words) {
    std::array<int, 3> numbers{};
    const std::size_t count = std::min<std::size_t>(words.size(), numbers.size());
    for (std::size_t index = 0; index < count; ++index) {
        // A time of the day may follow: "2026-03-15T00:00:00".
        const std::string_view word = words[index];
        const auto number = digits_of(index == 2 ? word.substr(0, word.find('t')) : word);
        if (!number) return std::nullopt;
        numbers[index] = *number;
    }
    const bool begins_with_year = words[0].size() == 4;
    if (count == 1) return day_from_serial(numbers[0]);
    if (count == 2) {
        const int year = begins_with_year ? numbers[0] : numbers[1];
        const int month = begins_with_year ? numbers[1] : numbers[0];
        if (!is_month(month)) return std::nullopt;
        return NamedDay{full_year(year), month, 0};
    }
    const int year = begins_with_year ? numbers[0] : full_year(numbers[2]);
    const int day = begins_with_year ? numbers[2] : numbers[0];
    if (!is_month(numbers[1]) || day == 0) return std::nullopt;
    return NamedDay{year, numbers[1], day};
}

std::optional<NamedDay> day_from_words(const std::vector<std::string>& words) {
    if (words.empty() || words.size() > 5) return std::nullopt;
    for (std::size_t index = 0; index < 2 && index + 1 < words.size(); ++index) {
        const int month = month_named(words[index]);
        if (month == 0) continue;
        const auto year = digits_of(words[index + 1]);
        const auto day = index == 1 ? digits_of(words[0]) : std::optional{0};
        if (!year || !day) return std::nullopt;
        // "15 marzo 26" has its day before it; "2026 marzo" has its year there.
        if (index == 1 && words[0].size() == 4) return NamedDay{*day, month, *year};
        return NamedDay{full_year(*year), month, *day};
    }
    if (words.size() == 2 && words[0].size() == 4 && month_named(words[1]) != 0) {
        const auto year = digits_of(words[0]);
        if (year) return NamedDay{*year, month_named(words[1]), 0};
    }
    return day_from_numbers(words);
}

/// "1234.5" or "1.5E+3" as a spreadsheet stores it, to three places.
std::optional<Decimal> stored_number(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    std::string places{point == std::string_view::npos ? "" : text.substr(point + 1)};
    if (whole.empty() || whole.size() > 12) return std::nullopt;
    places.resize(std::max<std::size_t>(places.size(), 4), '0');
    std::int64_t value = 0;
    for (const char c : std::string{whole} + places.substr(0, 4)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    value = (value + 5) / 10;
    return Decimal{is_negative ? -value : value};
}

std::optional<NamedDay> day_of(const Cell& cell) {
    if (cell.kind == CellKind::number) {
        const auto number = stored_number(cell.text);
        if (!number || number->thousandths < 0) return std::nullopt;
        const std::int64_t whole = number->thousandths / 1000;
        return whole > 200'000 ? std::nullopt : day_from_serial(static_cast<int>(whole));
    }
    return day_from_text(cell.text);
}

Result<Value> month_from_cell(const FieldInfo& field, const Cell& cell) {
    const auto day = day_of(cell);
    if (day) {
        const auto month = Month::parse(Month::of(day->year, day->month).to_text());
        if (month) return Value{month->to_text()};
    }
    if (month_named(fold_for_search(trim(cell.text))) != 0) {
        return bad_cell(ErrorCode::bad_month, field,
                        "A " + shown(cell.text) + " le falta el año. Escriba «mar 2026».");
    }
    return bad_cell(ErrorCode::bad_month, field,
                    shown(cell.text) + " no es un mes. Escriba mes y año, como «mar 2026».");
}

Result<Value> date_from_cell(const FieldInfo& field, const Cell& cell) {
    const auto day = day_of(cell);
    if (day && day->day == 0) {
        return bad_cell(ErrorCode::bad_date, field,
                        "A " + shown(cell.text) + " le falta el día. Escriba «15-03-2026».");
    }
    if (day && day->year > 999 && day->year < 10'000 && day->day < 100) {
        const auto padded = [](int number) {
            return (number < 10 ? "-0" : "-") + std::to_string(number);
        };
        const auto date =
            Date::parse(std::to_string(day->year) + padded(day->month) + padded(day->day));
        if (date) return Value{date->to_text()};
    }
    return bad_cell(
        ErrorCode::bad_date, field,
        shown(cell.text) + " no es una fecha. Escriba día, mes y año, como «15-03-2026».");
}

std::optional<Decimal> number_of(const Cell& cell) {
    return cell.kind == CellKind::number ? stored_number(cell.text) : number_from_text(cell.text);
}

Result<Value> number_from_cell(const FieldInfo& field, const Cell& cell) {
    const auto number = number_of(cell);
    if (!number) {
        return bad_cell(ErrorCode::wrong_type, field,
                        shown(cell.text) + " no es un número. Escriba solo cifras.");
    }
    if (field.kind == Kind::decimal) return Value{*number};
    if (number->thousandths % 1000 != 0) {
        return bad_cell(ErrorCode::wrong_type, field,
                        field.kind == Kind::money
                            ? shown(cell.text) +
                                  " no es un monto entero en miles de pesos (M$). "
                                  "Redondéelo."
                            : shown(cell.text) + " no es un número entero. Redondéelo.");
    }
    return Value{number->thousandths / 1000};
}

Result<Value> choice_from_cell(const FieldInfo& field, const Cell& cell) {
    const std::string word = fold_for_search(trim(cell.text));
    std::string labels;
    for (const auto& choice : field.choices) {
        if (fold_for_search(choice.label) == word || choice.key == word) {
            return Value{std::string{choice.key}};
        }
        labels += labels.empty() ? "" : ", ";
        labels += choice.label;
    }
    return bad_cell(ErrorCode::not_a_choice, field,
                    shown(cell.text) + " no se reconoce. Escriba una de estas: " + labels + ".");
}

Result<Value> boolean_from_cell(const FieldInfo& field, const Cell& cell) {
    const std::string word = fold_for_search(trim(cell.text));
    for (const std::string_view yes : {"si", "s", "x", "1", "verdadero", "true"}) {
        if (word == yes) return Value{true};
    }
    for (const std::string_view no : {"no", "n", "0", "falso", "false"}) {
        if (word == no) return Value{false};
    }
    return bad_cell(ErrorCode::wrong_type, field,
                    shown(cell.text) + " no se entiende. Escriba «sí» o «no».");
}

/// What the programme gives a name is stored by its key.
Result<Value> named_from_cell(const FieldInfo& field, const Cell& cell, const Catalog& catalog) {
    if (field.key == "tool") {
        if (auto tool = tool_named(cell.text, catalog)) return Value{*std::move(tool)};
        return bad_cell(ErrorCode::unknown_tool, field,
                        shown(cell.text) +
                            " no es una de las herramientas de gestión. Escriba su nombre como "
                            "está en la guía, o no traiga esta columna.");
    }
    auto found = subcriteria_named(cell.text, catalog);
    if (found.keys.empty() || !found.unknown.empty()) {
        return bad_cell(ErrorCode::unknown_reference, field,
                        shown(found.unknown.empty() ? cell.text : found.unknown) +
                            " no es un subcriterio. Escriba su número o su nombre; entre varios, "
                            "punto y coma.");
    }
    if (field.kind == Kind::text_set) return Value{normalized_set(std::move(found.keys))};
    if (found.keys.size() == 1) return Value{std::move(found.keys.front())};
    return bad_cell(ErrorCode::unknown_reference, field,
                    shown(cell.text) + " nombra varios subcriterios. Deje uno solo.");
}

bool is_named_by_programme(std::string_view key) {
    return key == "tool" || key == "areas" || key == "main_area" || key == "subcriteria" ||
           key == "subcriterion";
}

Value text_from_cell(const Cell& cell) {
    std::string text{trim(cell.text)};
    // A number in a text field is what stands there: "2026", and not "2026.0".
    if (cell.kind == CellKind::number) std::replace(text.begin(), text.end(), '.', ',');
    std::erase(text, '\r');
    return text.empty() ? Value{} : Value{std::move(text)};
}

}  // namespace

std::optional<Decimal> number_from_text(std::string_view text) {
    std::string kept;
    for (const char c : fold_for_search(text)) {
        const bool is_digit = c >= '0' && c <= '9';
        if (is_digit || c == '.' || c == ',' || c == '-' || c == '(') kept += c;
        // "M$", "$", spaces of all kinds and a closing bracket say nothing more.
        else if (c >= 'a' && c <= 'z' && c != 'm')
            return std::nullopt;
    }
    // How a spreadsheet's accounts write nothing: "$ -".
    if (kept == "-") return Decimal{};
    const bool is_negative = !kept.empty() && (kept.front() == '-' || kept.front() == '(');
    if (is_negative) kept.erase(0, 1);
    if (kept.empty() || kept.find_first_of("-(") != std::string::npos) return std::nullopt;
    const auto points = std::count(kept.begin(), kept.end(), '.');
    const auto commas = std::count(kept.begin(), kept.end(), ',');
    char decimal = 0;
    if (points > 0 && commas > 0) {
        decimal = kept.rfind(',') > kept.rfind('.') ? ',' : '.';
    } else if (commas == 1) {
        decimal = ',';
    } else if (points == 1 && (kept.size() - kept.find('.') != 4 || kept.find('.') > 3 ||
                               kept.find('.') == 0 || kept.front() == '0')) {
        decimal = '.';
    }
    const std::size_t end = decimal == 0 ? std::string::npos : kept.rfind(decimal);
    const std::string_view whole = std::string_view{kept}.substr(0, end);
    std::string plain;
    std::size_t group = 0;
    bool has_groups = false;
    for (const char c : whole) {
        const bool is_digit = c >= '0' && c <= '9';
        if (!is_digit) {
            if (c == decimal || group == 0 || group > 3 || (has_groups && group != 3)) {
                return std::nullopt;
            }
            has_groups = true;
            group = 0;
            continue;
        }
        plain += c;
        ++group;
    }
    if (has_groups && group != 3) return std::nullopt;
    if (end != std::string::npos) plain += "." + kept.substr(end + 1);
    auto number = stored_number(plain.starts_with('.') ? "0" + plain : plain);
    if (number && is_negative) number->thousandths = -number->thousandths;
    return number;
}

std::optional<NamedDay> day_from_text(std::string_view text) {
    return day_from_words(date_words(text));
}

std::pair<std::string, std::string> name_and_position(std::string_view text) {
    text = trim(text);
    for (const std::string_view divider : {"(", "\n", " - ", " – ", ";", ",", "/"}) {
        const std::size_t at = text.find(divider);
        if (at == std::string_view::npos || at == 0) continue;
        std::string_view rest = trim(text.substr(at + divider.size()));
        if (divider == "(" && rest.ends_with(')')) rest.remove_suffix(1);
        return {std::string{trim(text.substr(0, at))}, std::string{trim(rest)}};
    }
    return {std::string{text}, {}};
}

Result<Value> value_from_cell(const FieldInfo& field, const Cell& cell, const Catalog& catalog) {
    if (cell.kind == CellKind::empty || cell.kind == CellKind::covered) return Value{};
    if (trim(cell.text).empty()) return Value{};
    if (cell.kind == CellKind::fault) {
        return bad_cell(ErrorCode::wrong_type, field,
                        "La planilla tiene aquí un error (" + cell.text + "). Corríjalo en ella.");
    }
    const bool wants_value = field.kind != Kind::text && field.kind != Kind::none;
    const bool is_formula = cell.kind == CellKind::formula ||
                            (cell.kind == CellKind::text && trim(cell.text).starts_with('='));
    if (cell.kind == CellKind::formula || (is_formula && wants_value)) {
        return bad_cell(ErrorCode::wrong_type, field,
                        "Es una fórmula sin su resultado. Guarde la planilla desde Excel, o "
                        "escriba el resultado.");
    }
    if (is_named_by_programme(field.key)) return named_from_cell(field, cell, catalog);
    switch (field.kind) {
        case Kind::month:
            return month_from_cell(field, cell);
        case Kind::date:
            return date_from_cell(field, cell);
        case Kind::integer:
        case Kind::money:
        case Kind::decimal:
            return number_from_cell(field, cell);
        case Kind::choice:
            return choice_from_cell(field, cell);
        case Kind::boolean:
            return boolean_from_cell(field, cell);
        case Kind::none:
        case Kind::text:
        case Kind::id:
        case Kind::instant:
        case Kind::text_set:
            break;
    }
    return text_from_cell(cell);
}

}  // namespace minga::sheets
