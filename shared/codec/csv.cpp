#include "shared/codec/csv.hpp"

#include "shared/base/text.hpp"
#include "shared/codec/value_json.hpp"

#include <algorithm>

namespace minga {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool looks_like_formula(std::string_view cell) {
    return !cell.empty() &&
           std::string_view{"=+-@\t\r"}.find(cell.front()) != std::string_view::npos;
}

/// Whether the cell is an apostrophe or more before what looks like a formula: how a guard reads.
bool looks_guarded(std::string_view cell) {
    const std::size_t first = cell.find_first_not_of('\'');
    return first != 0 && first != std::string_view::npos && looks_like_formula(cell.substr(first));
}

bool is_number(std::string_view cell) {
    return Decimal::parse(cell).has_value();
}

void append_cell(std::string& out, std::string_view cell) {
    std::string safe;
    if ((looks_like_formula(cell) && !is_number(cell)) || looks_guarded(cell)) safe = "'";
    safe += cell;
    if (safe.find_first_of(";,\"\r\n") == std::string::npos) {
        out += safe;
        return;
    }
    out += '"';
    for (const char c : safe) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

/// By what the first row has more of, outside of quotes: within them stands what somebody wrote.
char guess_separator(std::string_view text) {
    std::size_t commas = 0;
    std::size_t semicolons = 0;
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n') break;
        if (c == ',') ++commas;
        if (c == ';') ++semicolons;
    }
    return commas > semicolons ? ',' : ';';
}

std::string without_guard(std::string cell) {
    if (looks_guarded(cell)) cell.erase(0, 1);
    return cell;
}

Error malformed(std::string message) {
    return make_error(ErrorCode::malformed, std::move(message));
}

}  // namespace

std::string csv_from_rows(const std::vector<CsvRow>& rows) {
    std::string out{byte_order_mark};
    for (const CsvRow& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) out += ';';
            append_cell(out, row[i]);
        }
        // An empty line would be no row.
        if (row.size() == 1 && row[0].empty()) out += "\"\"";
        out += "\r\n";
    }
    return out;
}

Result<std::vector<CsvRow>> rows_from_csv(std::string_view text, const CsvStyle& style) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (!is_valid_utf8(text)) {
        return make_error(ErrorCode::bad_utf8,
                          "El archivo no está en UTF-8. Guárdelo como «CSV UTF-8» y vuelva a "
                          "elegirlo.");
    }
    const char separator = style.separator == 0 ? guess_separator(text) : style.separator;
    std::vector<CsvRow> rows;
    CsvRow row;
    std::string cell;
    bool quoted = false;
    bool any = false;
    const auto end_cell = [&] {
        row.push_back(without_guard(std::move(cell)));
        cell.clear();
    };
    const auto end_row = [&] {
        end_cell();
        rows.push_back(std::move(row));
        row.clear();
        any = false;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c != '"') {
                cell += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                cell += '"';
                ++i;
            } else {
                quoted = false;
            }
            continue;
        }
        if (c == '"' && cell.empty() && style.is_quoted) {
            quoted = true;
            any = true;
        } else if (c == separator) {
            end_cell();
            any = true;
            if (row.size() > csv_columns_max)
                return malformed("La tabla tiene demasiadas columnas.");
        } else if (c == '\n' || c == '\r') {
            if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
            if (any || !cell.empty() || style.keeps_empty_lines) end_row();
            if (rows.size() > csv_rows_max) return malformed("La tabla tiene demasiadas filas.");
        } else {
            cell += c;
            any = true;
        }
    }
    if (quoted) return malformed("Hay una comilla que se abre y no se cierra.");
    if (any || !cell.empty()) end_row();
    return rows;
}

std::string records_to_csv(const schema::RecordInfo& info, const std::vector<Record>& records) {
    std::vector<CsvRow> rows;
    CsvRow header{"id", "organization", "rev", "deleted"};
    for (const auto& field : info.fields) header.emplace_back(field.key);
    rows.push_back(std::move(header));
    for (const Record& record : records) {
        CsvRow row{record.id.to_text(), record.organization.to_text(), std::to_string(record.rev),
                   record.deleted ? "true" : "false"};
        for (const auto& field : info.fields) {
            row.push_back(
                value_to_text(field, value_of(record.fields, field.key), {.plain = true}));
        }
        rows.push_back(std::move(row));
    }
    return csv_from_rows(rows);
}

Result<std::vector<Record>> records_from_csv(const schema::RecordInfo& info,
                                             std::string_view text) {
    auto rows = rows_from_csv(text);
    if (!rows) return rows.error();
    if (rows->empty()) return malformed("El archivo está vacío.");
    const CsvRow header = rows->front();
    for (std::size_t i = 0; i < header.size(); ++i) {
        const std::string& key = header[i];
        const bool system =
            key == "id" || key == "organization" || key == "rev" || key == "deleted";
        if (!system && info.find(key) == nullptr) {
            return make_error(ErrorCode::unknown_field, "La columna «" + key + "» no se reconoce.",
                              key);
        }
        if (std::find(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(i), key) !=
            header.begin() + static_cast<std::ptrdiff_t>(i)) {
            return malformed("La columna «" + key + "» está repetida.");
        }
    }
    std::vector<Record> records;
    for (std::size_t r = 1; r < rows->size(); ++r) {
        const CsvRow& row = (*rows)[r];
        const std::string place = "Fila " + std::to_string(r + 1);
        if (row.size() > header.size()) return malformed(place + ": sobran celdas.");
        Record record;
        record.kind = info.key;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string& key = header[c];
            const auto fail = [&](Error error) {
                error.message = place + ", columna «" + key + "»: " + error.message;
                error.field = key;
                return error;
            };
            if (key == "id" || key == "organization") {
                if (row[c].empty()) continue;
                auto id = Id::parse(row[c]);
                if (!id) return fail(id.error());
                (key == "id" ? record.id : record.organization) = *id;
            } else if (key == "rev") {
                auto rev = Decimal::parse(row[c].empty() ? "0" : row[c]);
                if (!rev) return fail(rev.error());
                record.rev = rev->thousandths / 1000;
            } else if (key == "deleted") {
                record.deleted = row[c] == "true";
            } else {
                auto value = value_from_text(*info.find(key), row[c]);
                if (!value) return fail(value.error());
                assign(record.fields, key, std::move(*value));
            }
        }
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace minga
