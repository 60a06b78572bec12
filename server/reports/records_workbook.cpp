#include "server/reports/records_workbook.hpp"

#include "shared/base/text.hpp"
#include "shared/codec/value_json.hpp"

#include <xlsxwriter.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace minga::server {
namespace {

using schema::FieldInfo;
using schema::Kind;

namespace fs = std::filesystem;

constexpr std::size_t rows_max = 1'048'576 - 2;  // a sheet's, without heading and totals
constexpr std::size_t cell_length_max = 32'767;  // code points
constexpr std::size_t sheet_name_length_max = 31;
constexpr std::string_view cut_mark = "… [texto cortado: está completo en el CSV]";
constexpr int first_year = 1900;  // spreadsheets count days from there

/// A folder that only this process reads, gone with everything in it when the file is made.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::error_code failure;
        std::string name = (fs::temp_directory_path(failure) / "minga-XXXXXX").string();
        if (!failure && mkdtemp(name.data()) != nullptr) path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code failure;
        if (!path_.empty()) fs::remove_all(path_, failure);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    bool exists() const { return !path_.empty(); }
    std::string file(std::string_view name) const { return path_ + "/" + std::string{name}; }
    std::string path() const { return path_; }

private:
    std::string path_;
};

/// `text` cut to `length` code points.
std::string first_code_points(std::string_view text, std::size_t length) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (begins && count++ == length) break;
    }
    return std::string{text.substr(0, at)};
}

std::string fitting(const std::string& text) {
    if (code_point_count(text) <= cell_length_max) return text;
    return first_code_points(text, cell_length_max - code_point_count(cut_mark)) +
           std::string{cut_mark};
}

Error no_room() {
    return make_error(ErrorCode::storage_failed,
                      "El servidor no pudo preparar la planilla. Vuelva a intentarlo, o use el "
                      "archivo CSV.");
}

/// One sheet on its way: the library's objects belong to the workbook.
class Sheet {
public:
    Sheet(const schema::RecordInfo& info, const Lookup& lookup) : info_(info), lookup_(lookup) {}

    Result<std::string> make(const std::vector<Record>& records) {
        const TemporaryFolder folder;
        if (!folder.exists()) return no_room();
        const std::string file = folder.file("registros.xlsx");
        std::string parts = folder.path();
        // Rows leave for the disk as they are written, so that memory does not grow with them.
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        options.tmpdir = parts.data();
        lxw_workbook* book = workbook_new_opt(file.c_str(), &options);
        if (book == nullptr) return no_room();
        write(book, records);
        if (workbook_close(book) != LXW_NO_ERROR) return no_room();
        std::ifstream stream{file, std::ios::binary};
        std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
        if (!stream || bytes.empty()) return no_room();
        return bytes;
    }

private:
    void write(lxw_workbook* book, const std::vector<Record>& records);
    void write_heading(std::size_t record_count);
    void write_record(const Record& record);
    void write_totals();
    void write_value(lxw_col_t column, const Record& record, const FieldInfo& field);
    void write_text(lxw_col_t column, const std::string& text, lxw_format* format = nullptr) {
        if (!text.empty()) {
            worksheet_write_string(sheet_, row_, column, fitting(text).c_str(), format);
        }
    }
    void write_day(lxw_col_t column, const std::string& text, Date::Parts day, lxw_format* format);
    std::string name_of(const Id& id, const Id& home);

    lxw_format* make_format(lxw_workbook* book, const char* number) {
        lxw_format* format = workbook_add_format(book);
        format_set_num_format(format, number);
        return format;
    }
    lxw_col_t last_column() const { return static_cast<lxw_col_t>(info_.fields.size() + 1); }

    const schema::RecordInfo& info_;
    const Lookup& lookup_;
    std::map<Id, std::string> names_;
    lxw_worksheet* sheet_ = nullptr;
    lxw_row_t row_ = 0;
    lxw_format* heading_ = nullptr;
    lxw_format* day_ = nullptr;
    lxw_format* month_ = nullptr;
    lxw_format* moment_ = nullptr;
    lxw_format* money_ = nullptr;
    lxw_format* total_ = nullptr;
    std::map<std::string_view, double> sums_;
};

/// What people call a record: an organization's or a line's name, a document's title; its id where
/// it has none, or where it is not of the same home.
std::string Sheet::name_of(const Id& id, const Id& home) {
    const auto known = names_.find(id);
    if (known != names_.end()) return known->second;
    std::string name = id.to_text();
    const auto record = lookup_.find(id);
    if (record && (record->organization == home || id == home)) {
        for (const std::string_view key : {"title", "name"}) {
            const std::string& text = text_of(record->fields, key);
            if (!text.empty()) name = text;
        }
    }
    names_.emplace(id, name);
    return name;
}

double width_of(const FieldInfo& field) {
    switch (field.kind) {
        case Kind::text:
            return field.options.length_max > 300 ? 60 : 30;
        case Kind::id:
        case Kind::text_set:
            return 30;
        case Kind::instant:
        case Kind::choice:
        case Kind::money:
            return 18;
        case Kind::none:
        case Kind::integer:
        case Kind::boolean:
        case Kind::month:
        case Kind::date:
        case Kind::decimal:
            break;
    }
    return 14;
}

void Sheet::write(lxw_workbook* book, const std::vector<Record>& records) {
    const std::string name = first_code_points(info_.label, sheet_name_length_max);
    sheet_ = workbook_add_worksheet(book, name.c_str());
    heading_ = workbook_add_format(book);
    format_set_bold(heading_);
    format_set_text_wrap(heading_);
    day_ = make_format(book, "dd-mm-yyyy");
    month_ = make_format(book, "mm-yyyy");
    moment_ = make_format(book, "dd-mm-yyyy hh:mm");
    money_ = make_format(book, "#,##0");
    total_ = make_format(book, "#,##0");
    format_set_bold(total_);
    std::size_t count = 0;
    for (const Record& record : records) count += record.deleted ? 0 : 1;
    write_heading(count);
    for (const Record& record : records) {
        if (!record.deleted) write_record(record);
    }
    write_totals();
}

void Sheet::write_heading(std::size_t record_count) {
    worksheet_set_column(sheet_, 0, 0, 34, nullptr);
    write_text(0, "Organización", heading_);
    lxw_col_t column = 1;
    for (const FieldInfo& field : info_.fields) {
        worksheet_set_column(sheet_, column, column, width_of(field), nullptr);
        const bool is_moment = field.kind == Kind::instant;
        write_text(column, std::string{field.options.label} + (is_moment ? " (UTC)" : ""),
                   heading_);
        ++column;
    }
    worksheet_set_column(sheet_, column, column, 38, nullptr);
    write_text(column, "Identificador", heading_);
    worksheet_freeze_panes(sheet_, 1, 1);
    worksheet_autofilter(sheet_, 0, 0, static_cast<lxw_row_t>(record_count), last_column());
    ++row_;
}

void Sheet::write_record(const Record& record) {
    write_text(0, name_of(record.organization, record.organization));
    lxw_col_t column = 1;
    for (const FieldInfo& field : info_.fields) write_value(column++, record, field);
    write_text(column, record.id.to_text());
    ++row_;
}

void Sheet::write_day(lxw_col_t column, const std::string& text, Date::Parts day,
                      lxw_format* format) {
    if (day.year < first_year) return write_text(column, text);
    lxw_datetime when{};
    when.year = day.year;
    when.month = day.month;
    when.day = day.day;
    worksheet_write_datetime(sheet_, row_, column, &when, format);
}

void Sheet::write_value(lxw_col_t column, const Record& record, const FieldInfo& field) {
    const Value& value = value_of(record.fields, field.key);
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        const bool is_money = field.kind == Kind::money;
        const double number = static_cast<double>(*whole);
        if (is_money) sums_[field.key] += number;
        worksheet_write_number(sheet_, row_, column, number, is_money ? money_ : nullptr);
        return;
    }
    if (const auto* exact = std::get_if<Decimal>(&value)) {
        worksheet_write_number(sheet_, row_, column,
                               static_cast<double>(exact->thousandths) / 1000.0, nullptr);
        return;
    }
    const std::string shown = value_to_text(field, value);
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return write_text(column, shown);
    if (field.kind == Kind::date) {
        if (const auto date = Date::parse(*text)) {
            return write_day(column, shown, date->parts(), day_);
        }
    } else if (field.kind == Kind::month) {
        if (const auto month = Month::parse(*text)) {
            return write_day(column, shown, {month->year(), month->month(), 1}, month_);
        }
    } else if (field.kind == Kind::instant) {
        if (const auto moment = Instant::parse(*text)) {
            const double ms_of_day = static_cast<double>(moment->ms % 86'400'000);
            const double days = static_cast<double>(moment->ms / 86'400'000);
            // Day 25,569 of a spreadsheet is 1970-01-01.
            worksheet_write_number(sheet_, row_, column, 25'569 + days + ms_of_day / 86'400'000.0,
                                   moment_);
            return;
        }
    } else if (field.kind == Kind::id) {
        if (const auto id = Id::parse(*text)) {
            return write_text(column, name_of(*id, record.organization));
        }
    }
    write_text(column, shown);
}

/// Under money, what the rows that the filter lets through add up to.
void Sheet::write_totals() {
    const bool has_money = !sums_.empty();
    if (!has_money) return;
    write_text(0, "Total", heading_);
    lxw_col_t column = 1;
    for (const FieldInfo& field : info_.fields) {
        const auto sum = sums_.find(field.key);
        if (sum != sums_.end()) {
            char range[64] = {};
            lxw_rowcol_to_range(range, 1, column, row_ - 1, column);
            const std::string formula = "=SUBTOTAL(109," + std::string{range} + ")";
            worksheet_write_formula_num(sheet_, row_, column, formula.c_str(), total_, sum->second);
        }
        ++column;
    }
}

}  // namespace

Result<std::string> records_to_workbook(const schema::RecordInfo& info,
                                        const std::vector<Record>& records, const Lookup& lookup) {
    if (records.size() > rows_max) {
        return make_error(ErrorCode::too_large,
                          "Son más registros de los que admite una planilla. Pida los de una "
                          "organización, o use el archivo CSV.");
    }
    return Sheet{info, lookup}.make(records);
}

}  // namespace minga::server
