/// Writes the HTML of a printed form. What people wrote is escaped here and nowhere else; the page
/// (`web/print.html`) brings the looks, so there are no styles in it.
///
/// What nobody filled in becomes room to write by hand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

/// One row of a form: what is asked, and what was written.
struct PaperField {
    std::string_view label;
    std::string value = {};       ///< Line breaks are kept. Empty: room for `lines` lines by hand.
    std::string_view group = {};  ///< Rows of one group that follow each other share this heading.
    int lines = 1;
};

struct PaperColumn {
    std::string_view header;
    int width = 0;                ///< In percent; 0: what remains, in equal parts.
    std::string_view group = {};  ///< Columns of one group that follow each other share this.
    bool is_number = false;       ///< Stands at the right.
    bool is_row_header = false;
};

struct PaperTable {
    std::string_view caption;
    std::span<const PaperColumn> columns;
    std::vector<std::vector<std::string>> rows = {};
    /// In so many columns from the left, rows that follow each other and say the same share a cell.
    std::size_t merged = 0;
    std::vector<std::string> totals = {};  ///< A last row; empty: none.
    int rows_min = 0;                      ///< So many there are, empty ones at the end.
    bool is_tall = false;                  ///< Rows are high enough to sign in.
};

/// Somebody who signs: the line, and who they are under it.
struct PaperSigner {
    std::string name = {};  ///< Empty: a line for it.
    std::string position = {};
    std::string note = {};  ///< "Firmado en Minga el 20-11-2026"
};

class HtmlWriter {
public:
    void heading(std::string_view text);
    void subheading(std::string_view text);
    /// Line breaks are kept; nothing where the text is empty.
    void paragraph(std::string_view text);
    void note(std::string_view text);
    /// A heading with its text, or with room to write it by hand.
    void passage(std::string_view title, std::string_view text, int lines);
    void fields(std::string_view caption, std::span<const PaperField> rows);
    void table(const PaperTable& table);
    void signers(std::span<const PaperSigner> signers);

    const std::string& text() const { return html_; }

private:
    void open(std::string_view tag, std::string_view attributes = {});
    void close(std::string_view tag);
    void element(std::string_view tag, std::string_view text, std::string_view attributes = {});
    void lines(int count);
    void header_rows(std::span<const PaperColumn> columns);
    void body_row(const PaperTable& table, std::size_t row);

    std::string html_;
};

/// `text` with the five signs that mean something in HTML written out.
std::string escaped_html(std::string_view text);

}  // namespace minga::client
