#include "shared/sheets/workbook.hpp"

#include "shared/base/date.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/value_json.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace minga::sheets {
namespace {

using schema::FieldInfo;
using schema::Kind;

constexpr std::array kind_letters{
    std::pair{'t', CellKind::text},    std::pair{'n', CellKind::number},
    std::pair{'d', CellKind::date},    std::pair{'b', CellKind::boolean},
    std::pair{'f', CellKind::formula}, std::pair{'e', CellKind::fault},
    std::pair{'c', CellKind::covered}};

/// A spreadsheet counts its days from 1900.
constexpr int first_year = 1900;

Json cell_json(const BookCell& cell) {
    if (cell.type == BookCell::Type::none) return {};
    constexpr std::string_view letters = " tnd";
    Json json = Json::array();
    json.push(static_cast<std::int64_t>(cell.style));
    json.push(std::string{letters[static_cast<std::size_t>(cell.type)]});
    json.push(cell.value);
    if (!cell.formula.empty()) json.push(cell.formula);
    return json;
}

Json sheet_json(const BookSheet& sheet) {
    Json widths = Json::array();
    for (const double width : sheet.widths) widths.push(static_cast<std::int64_t>(width));
    Json rows = Json::array();
    for (const auto& row : sheet.rows) {
        Json cells = Json::array();
        for (const BookCell& cell : row) cells.push(cell_json(cell));
        rows.push(std::move(cells));
    }
    return Json::object()
        .set("name", sheet.name)
        .set("widths", std::move(widths))
        .set("frozen", static_cast<std::int64_t>(sheet.frozen_rows))
        .set("filtered", static_cast<std::int64_t>(sheet.filtered_rows))
        .set("rows", std::move(rows));
}

BookCell day_cell(std::string day, int year, CellStyle style) {
    if (year < first_year) return text_cell(day);
    return {.type = BookCell::Type::day, .style = style, .value = std::move(day)};
}

Cell cell_from_text(std::string_view text) {
    if (text.size() < 2) return {};
    for (const auto& [letter, kind] : kind_letters) {
        if (text.front() == letter) return {kind, std::string{text.substr(1)}};
    }
    return {};
}

Error unreadable() {
    return make_error(
        ErrorCode::malformed,
        "La planilla no se pudo leer. Ábrala en Excel, guárdela de nuevo como .xlsx y "
        "vuelva a elegirla.");
}

}  // namespace

BookCell text_cell(std::string_view text, CellStyle style) {
    if (text.empty()) return {};
    return {.type = BookCell::Type::text, .style = style, .value = std::string{text}};
}

BookCell whole_cell(std::int64_t number, CellStyle style) {
    return {.type = BookCell::Type::number, .style = style, .value = std::to_string(number)};
}

BookCell share_cell(std::int64_t part, std::int64_t whole, std::string formula, CellStyle style) {
    const double share = whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.9f", share);
    return {.type = BookCell::Type::number,
            .style = style,
            .value = text.data(),
            .formula = std::move(formula)};
}

BookCell sum_cell(std::int64_t sum, std::string formula, CellStyle style) {
    return {.type = BookCell::Type::number,
            .style = style,
            .value = std::to_string(sum),
            .formula = std::move(formula)};
}

BookCell value_cell(const FieldInfo& field, const Value& value) {
    if (is_empty(value)) return {};
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return whole_cell(*whole);
    if (const auto* exact = std::get_if<Decimal>(&value)) {
        return {
            .type = BookCell::Type::number, .style = CellStyle::decimal, .value = exact->to_text()};
    }
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && field.kind == Kind::date) {
        const auto date = Date::parse(*text);
        if (date) return day_cell(*text, date->parts().year, CellStyle::day);
    }
    if (text != nullptr && field.kind == Kind::month) {
        const auto month = Month::parse(*text);
        if (month) return day_cell(*text + "-01", month->year(), CellStyle::month);
    }
    return text_cell(value_to_text(field, value));
}

std::string sum_formula(std::size_t column, std::size_t first_row, std::size_t last_row) {
    const std::string letters = column_letters(column);
    return "SUM(" + letters + std::to_string(first_row) + ":" + letters + std::to_string(last_row) +
           ")";
}

std::string share_formula(std::size_t part_column, std::size_t whole_column, std::size_t row) {
    const std::string number = std::to_string(row);
    const std::string whole = column_letters(whole_column) + number;
    return "IF(" + whole + "=0,0," + column_letters(part_column) + number + "/" + whole + ")";
}

double column_width(const FieldInfo& field) {
    if (field.kind == Kind::text_set) return 40;
    if (field.kind != Kind::text) return 14;
    if (field.options.length_max > 1000) return 50;
    return field.key == "name" ? 44 : 26;
}

std::string workbook_to_json(const Workbook& workbook) {
    Json sheets = Json::array();
    for (const BookSheet& sheet : workbook.sheets) sheets.push(sheet_json(sheet));
    return Json::object().set("sheets", std::move(sheets)).dump();
}

Result<std::vector<SheetTable>> tables_from_json(std::string_view text) {
    const auto json = parse_json(text);
    if (!json || !json->is_object()) return unreadable();
    const Json& sheets = (*json)["sheets"];
    if (!sheets.is_array()) return unreadable();
    std::vector<SheetTable> tables;
    for (const Json& sheet : sheets.items()) {
        const Json& rows = sheet["rows"];
        if (!rows.is_array() || rows.items().size() > table_rows_max) return unreadable();
        SheetTable table;
        table.name = sheet.text_at("name");
        for (const Json& row : rows.items()) {
            if (!row.is_array() || row.items().size() > table_columns_max) return unreadable();
            CellRow cells;
            for (const Json& cell : row.items()) {
                cells.push_back(cell.is_text() ? cell_from_text(*cell.text()) : Cell{});
            }
            table.rows.push_back(std::move(cells));
        }
        tables.push_back(std::move(table));
    }
    return tables;
}

}  // namespace minga::sheets
