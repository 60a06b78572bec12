#include "client_wasm/paper/html.hpp"

#include <algorithm>

namespace minga::client {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string{name} + "=\"" + escaped_html(value) + "\"";
}

/// How many rows or columns from `first` on belong to its group; 1 where it has none.
template <class Items>
std::size_t group_length(const Items& items, std::size_t first) {
    if (items[first].group.empty()) return 1;
    std::size_t end = first + 1;
    while (end < items.size() && items[end].group == items[first].group) ++end;
    return end - first;
}

using Rows = std::vector<std::vector<std::string>>;

/// Whether two rows say the same from the first column to `last`.
bool is_same(const Rows& rows, std::size_t a, std::size_t b, std::size_t last) {
    return std::equal(rows[a].begin(), rows[a].begin() + static_cast<std::ptrdiff_t>(last) + 1,
                      rows[b].begin());
}

/// In how many rows from `first` on.
std::size_t same_length(const Rows& rows, std::size_t first, std::size_t last) {
    std::size_t end = first + 1;
    while (end < rows.size() && is_same(rows, first, end, last)) ++end;
    return end - first;
}

std::string span_attribute(std::string_view name, std::size_t count) {
    return count > 1 ? attribute(name, std::to_string(count)) : std::string{};
}

std::string number_class(const PaperColumn& column) {
    return column.is_number ? attribute("class", "number") : std::string{};
}

}  // namespace

std::string escaped_html(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    for (const char sign : text) {
        switch (sign) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\'':
                safe += "&#39;";
                break;
            default:
                safe += sign;
        }
    }
    return safe;
}

void HtmlWriter::open(std::string_view tag, std::string_view attributes) {
    html_ += '<';
    html_ += tag;
    html_ += attributes;
    html_ += '>';
}

void HtmlWriter::close(std::string_view tag) {
    html_ += "</";
    html_ += tag;
    html_ += '>';
}

void HtmlWriter::element(std::string_view tag, std::string_view text, std::string_view attributes) {
    open(tag, attributes);
    html_ += escaped_html(text);
    close(tag);
}

void HtmlWriter::heading(std::string_view text) {
    element("h2", text);
}

void HtmlWriter::subheading(std::string_view text) {
    element("h3", text);
}

void HtmlWriter::paragraph(std::string_view text) {
    if (!text.empty()) element("p", text);
}

void HtmlWriter::note(std::string_view text) {
    element("p", text, attribute("class", "note"));
}

void HtmlWriter::passage(std::string_view title, std::string_view text, int lines_empty) {
    subheading(title);
    if (text.empty()) {
        lines(lines_empty);
    } else {
        paragraph(text);
    }
}

void HtmlWriter::lines(int count) {
    for (int line = 0; line < count; ++line) element("div", {}, attribute("class", "line"));
}

void HtmlWriter::fields(std::string_view caption, std::span<const PaperField> rows) {
    open("table", attribute("class", "fields"));
    element("caption", caption);
    const bool has_groups = std::any_of(rows.begin(), rows.end(),
                                        [](const PaperField& row) { return !row.group.empty(); });
    if (has_groups) {
        // The first row, which spans both, would halve them: too little for "Implementación".
        open("colgroup");
        open("col", attribute("width", "14%"));
        open("col", attribute("width", "18%"));
        open("col");
        close("colgroup");
    }
    open("tbody");
    std::size_t group_end = 0;
    for (std::size_t index = 0; index < rows.size(); ++index) {
        const PaperField& row = rows[index];
        open("tr");
        if (row.group.empty()) {
            element("th", row.label, " scope=\"row\" colspan=\"2\"");
        } else {
            if (index >= group_end) {
                const std::size_t length = group_length(rows, index);
                group_end = index + length;
                element("th", row.group, " scope=\"rowgroup\"" + span_attribute("rowspan", length));
            }
            element("th", row.label, " scope=\"row\"");
        }
        if (row.value.empty()) {
            open("td", attribute("class", "blank"));
            // The rule of the cell below is the last line.
            lines(row.lines - 1);
            close("td");
        } else {
            element("td", row.value);
        }
        close("tr");
    }
    close("tbody");
    close("table");
}

void HtmlWriter::header_rows(std::span<const PaperColumn> columns) {
    const bool has_groups = std::any_of(columns.begin(), columns.end(),
                                        [](const PaperColumn& one) { return !one.group.empty(); });
    open("thead");
    open("tr");
    for (std::size_t index = 0; index < columns.size();) {
        const std::size_t length = group_length(columns, index);
        if (columns[index].group.empty()) {
            element("th", columns[index].header,
                    number_class(columns[index]) + " scope=\"col\"" +
                        span_attribute("rowspan", has_groups ? 2 : 1));
        } else {
            element("th", columns[index].group,
                    " scope=\"colgroup\"" + span_attribute("colspan", length));
        }
        index += length;
    }
    close("tr");
    if (has_groups) {
        open("tr");
        for (const PaperColumn& column : columns) {
            if (column.group.empty()) continue;
            element("th", column.header, number_class(column) + " scope=\"col\"");
        }
        close("tr");
    }
    close("thead");
}

void HtmlWriter::body_row(const PaperTable& table, std::size_t row) {
    open("tr");
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const PaperColumn& look = table.columns[column];
        std::string attributes;
        if (column < table.merged) {
            // A cell that began further up reaches down to here.
            if (row > 0 && is_same(table.rows, row - 1, row, column)) continue;
            attributes += span_attribute("rowspan", same_length(table.rows, row, column));
        }
        attributes += number_class(look);
        const bool is_header = look.is_row_header && !table.rows[row][column].empty();
        if (is_header) attributes += " scope=\"row\"";
        element(is_header ? "th" : "td", table.rows[row][column], attributes);
    }
    close("tr");
}

void HtmlWriter::table(const PaperTable& table) {
    open("table", table.is_tall ? attribute("class", "tall") : std::string{});
    element("caption", table.caption);
    open("colgroup");
    for (const PaperColumn& column : table.columns) {
        open("col", column.width > 0 ? attribute("width", std::to_string(column.width) + "%")
                                     : std::string{});
    }
    close("colgroup");
    header_rows(table.columns);
    open("tbody");
    for (std::size_t row = 0; row < table.rows.size(); ++row) body_row(table, row);
    for (std::size_t row = table.rows.size(); row < static_cast<std::size_t>(table.rows_min);
         ++row) {
        open("tr", attribute("class", "blank"));
        for (std::size_t column = 0; column < table.columns.size(); ++column) element("td", {});
        close("tr");
    }
    if (!table.totals.empty()) {
        open("tr", attribute("class", "total"));
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            const bool is_first = column == 0;
            element(is_first ? "th" : "td", table.totals[column],
                    is_first ? std::string{" scope=\"row\""} : number_class(table.columns[column]));
        }
        close("tr");
    }
    close("tbody");
    close("table");
}

void HtmlWriter::signers(std::span<const PaperSigner> signers) {
    open("ul", attribute("class", "signers"));
    for (const PaperSigner& signer : signers) {
        open("li");
        element("div", {}, attribute("class", "signature"));
        element("div", signer.name.empty() ? std::string_view{"Nombre:"} : signer.name);
        element("div", signer.position);
        if (!signer.note.empty()) element("div", signer.note, attribute("class", "note"));
        close("li");
    }
    close("ul");
}

}  // namespace minga::client
