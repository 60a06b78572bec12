/// Goes through an XML text tag by tag, as far as reading a workbook needs it: names without their
/// prefixes, attributes, text with the five entities and numbered characters. Whatever else there
/// is (comments, instructions, a document type) is passed over, and nothing is ever looked up.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace minga::server {

class XmlScanner {
public:
    /// `text` outlives this.
    explicit XmlScanner(std::string_view text) : rest_(text) {}

    /// Goes on to the next tag; false at the end, or where the text is no XML.
    bool next();

    std::string_view name() const { return name_; }
    bool is_open() const { return kind_ != Kind::close; }  ///< `<a>` or `<a/>`
    bool is_close() const { return kind_ != Kind::open; }  ///< `</a>` or `<a/>`
    /// What stood between the tag before and this one, decoded.
    const std::string& text() const { return text_; }
    /// The value of the attribute with that local name, decoded.
    std::optional<std::string> attribute(std::string_view wanted) const;

private:
    enum class Kind { open, close, empty };

    std::string_view rest_;
    std::string_view name_;
    std::string_view attributes_;
    std::string text_;
    Kind kind_ = Kind::open;
};

}  // namespace minga::server
