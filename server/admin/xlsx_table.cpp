#include "server/admin/xlsx_table.hpp"

#include "server/admin/xml_scanner.hpp"
#include "server/admin/zip_package.hpp"
#include "shared/base/text.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <vector>

namespace minga::server {
namespace {

using sheets::Cell;
using sheets::CellKind;

struct Place {
    std::size_t row = 0;
    std::size_t column = 0;
};

/// "B4" as row 3, column 1.
std::optional<Place> place_of(std::string_view name) {
    std::size_t column = 0;
    std::size_t at = 0;
    while (at < name.size() && name[at] >= 'A' && name[at] <= 'Z' && at < 4) {
        column = column * 26 + static_cast<std::size_t>(name[at] - 'A') + 1;
        ++at;
    }
    std::size_t row = 0;
    const auto [end, failure] = std::from_chars(name.data() + at, name.data() + name.size(), row);
    if (failure != std::errc{} || end != name.data() + name.size()) return std::nullopt;
    if (column == 0 || row == 0) return std::nullopt;
    return Place{row - 1, column - 1};
}

/// The texts that the cells share. What is told beside a text for its reading is left out.
std::vector<std::string> shared_texts(std::string_view xml) {
    std::vector<std::string> texts;
    XmlScanner scanner{xml};
    bool is_beside = false;
    while (scanner.next()) {
        const std::string_view name = scanner.name();
        if (name == "si" && scanner.is_open()) texts.emplace_back();
        if (name == "rPh") is_beside = !scanner.is_close();
        if (name == "t" && scanner.is_close() && !is_beside && !texts.empty()) {
            texts.back() += scanner.text();
        }
    }
    return texts;
}

/// Where the workbook keeps its first sheet.
Result<std::string> first_sheet(const ZipPackage& package) {
    auto workbook = package.read("xl/workbook.xml");
    if (!workbook) return workbook.error();
    auto links = package.read("xl/_rels/workbook.xml.rels");
    if (!links) return links.error();
    std::string wanted;
    XmlScanner sheet{*workbook};
    while (wanted.empty() && sheet.next()) {
        if (sheet.name() == "sheet" && sheet.is_open()) wanted = sheet.attribute("id").value_or("");
    }
    XmlScanner link{*links};
    while (link.next()) {
        if (link.name() != "Relationship" || link.attribute("Id") != wanted) continue;
        const std::string target = link.attribute("Target").value_or("");
        return target.starts_with('/') ? target.substr(1) : "xl/" + target;
    }
    return make_error(ErrorCode::malformed, "La planilla no tiene ninguna hoja.");
}

/// A cell while its parts go by.
struct OpenCell {
    std::optional<Place> place;
    std::string type;
    std::string value;
    std::string inline_text;
    bool has_value = false;
    bool has_formula = false;
};

Cell closed(const OpenCell& open, const std::vector<std::string>& shared) {
    if (open.type == "inlineStr") return {CellKind::text, open.inline_text};
    if (!open.has_value || open.value.empty()) {
        return open.has_formula ? Cell{CellKind::formula} : Cell{};
    }
    if (open.type == "s") {
        std::size_t index = 0;
        const auto [end, failure] =
            std::from_chars(open.value.data(), open.value.data() + open.value.size(), index);
        if (failure != std::errc{} || index >= shared.size()) return {CellKind::fault, open.value};
        return {CellKind::text, shared[index]};
    }
    if (open.type == "str") return {CellKind::text, open.value};
    if (open.type == "b") return {CellKind::boolean, open.value};
    if (open.type == "e") return {CellKind::fault, open.value};
    return {CellKind::number, open.value};
}

bool put(sheets::SheetTable& table, const Place& place, Cell cell) {
    if (place.row >= sheets::table_rows_max || place.column >= sheets::table_columns_max) {
        return false;
    }
    if (cell.kind == CellKind::empty) return true;
    if (table.rows.size() <= place.row) table.rows.resize(place.row + 1);
    sheets::CellRow& row = table.rows[place.row];
    if (row.size() <= place.column) row.resize(place.column + 1);
    row[place.column] = std::move(cell);
    return true;
}

}  // namespace

Result<sheets::SheetTable> table_from_xlsx(std::string_view bytes) {
    auto package = ZipPackage::open(bytes);
    if (!package) return package.error();
    auto place = first_sheet(*package);
    if (!place) return place.error();
    auto sheet = package->read(*place);
    if (!sheet) return sheet.error();
    std::vector<std::string> shared;
    if (package->has("xl/sharedStrings.xml")) {
        auto texts = package->read("xl/sharedStrings.xml");
        if (!texts) return texts.error();
        shared = shared_texts(*texts);
    }
    sheets::SheetTable table;
    OpenCell open;
    XmlScanner scanner{*sheet};
    while (scanner.next()) {
        const std::string_view name = scanner.name();
        if (name == "c" && scanner.is_open()) {
            open = {};
            open.place = place_of(scanner.attribute("r").value_or(""));
            open.type = scanner.attribute("t").value_or("n");
        }
        if (name == "f") open.has_formula = true;
        if (name == "v" && scanner.is_close()) {
            open.has_value = true;
            open.value = scanner.text();
        }
        if (name == "t" && scanner.is_close()) open.inline_text += scanner.text();
        if (name == "c" && scanner.is_close() && open.place &&
            !put(table, *open.place, closed(open, shared))) {
            return make_error(ErrorCode::too_large, "La planilla es demasiado grande.");
        }
    }
    for (const sheets::CellRow& row : table.rows) {
        for (const Cell& cell : row) {
            if (!is_valid_utf8(cell.text)) {
                return make_error(ErrorCode::malformed, "La planilla llegó dañada.");
            }
        }
    }
    return table;
}

}  // namespace minga::server
