#include "server/admin/xml_scanner.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace minga::server {
namespace {

constexpr std::string_view blanks = " \t\r\n";

void append_code_point(std::string& out, std::uint32_t code) {
    const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | (code >> 6U));
        byte(0x80 | (code & 0x3FU));
    } else if (code < 0x10000) {
        byte(0xE0 | (code >> 12U));
        byte(0x80 | ((code >> 6U) & 0x3FU));
        byte(0x80 | (code & 0x3FU));
    } else {
        byte(0xF0 | (code >> 18U));
        byte(0x80 | ((code >> 12U) & 0x3FU));
        byte(0x80 | ((code >> 6U) & 0x3FU));
        byte(0x80 | (code & 0x3FU));
    }
}

bool is_character(std::uint32_t code) {
    return code > 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

/// What `&name;` stands for; what is not known stays as it is.
void append_entity(std::string& out, std::string_view name) {
    constexpr std::array<std::pair<std::string_view, char>, 5> known{
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    for (const auto& [entity, character] : known) {
        if (entity == name) {
            out += character;
            return;
        }
    }
    if (name.starts_with('#')) {
        const bool is_hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
        const std::string_view digits = name.substr(is_hex ? 2 : 1);
        std::uint32_t code = 0;
        const auto [end, failure] =
            std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
        if (failure == std::errc{} && end == digits.data() + digits.size() && is_character(code)) {
            append_code_point(out, code);
            return;
        }
    }
    out.append("&").append(name).append(";");
}

void append_decoded(std::string& out, std::string_view text) {
    constexpr std::size_t entity_length_max = 10;
    while (!text.empty()) {
        const std::size_t mark = text.find('&');
        out.append(text.substr(0, mark));
        if (mark == std::string_view::npos) return;
        text.remove_prefix(mark + 1);
        const std::size_t end = text.find(';');
        if (end == std::string_view::npos || end > entity_length_max) {
            out += '&';
            continue;
        }
        append_entity(out, text.substr(0, end));
        text.remove_prefix(end + 1);
    }
}

std::string_view local(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Where a tag that begins at the front ends: `>` outside of quotes.
std::size_t end_of_tag(std::string_view text) {
    char quote = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return i;
        }
    }
    return std::string_view::npos;
}

}  // namespace

bool XmlScanner::next() {
    constexpr std::string_view cdata = "<![CDATA[";
    text_.clear();
    while (true) {
        const std::size_t mark = rest_.find('<');
        if (mark == std::string_view::npos) return false;
        append_decoded(text_, rest_.substr(0, mark));
        rest_.remove_prefix(mark);
        if (rest_.starts_with(cdata)) {
            const std::size_t end = rest_.find("]]>");
            if (end == std::string_view::npos) return false;
            text_.append(rest_.substr(cdata.size(), end - cdata.size()));
            rest_.remove_prefix(end + 3);
            continue;
        }
        const bool is_comment = rest_.starts_with("<!--");
        const std::size_t end = is_comment ? rest_.find("-->") : end_of_tag(rest_);
        if (end == std::string_view::npos) return false;
        std::string_view tag = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + (is_comment ? 3 : 1));
        if (is_comment || tag.starts_with('?') || tag.starts_with('!')) continue;
        kind_ = Kind::open;
        if (tag.starts_with('/')) {
            kind_ = Kind::close;
            tag.remove_prefix(1);
        } else if (tag.ends_with('/')) {
            kind_ = Kind::empty;
            tag.remove_suffix(1);
        }
        const std::size_t name_end = tag.find_first_of(blanks);
        name_ = local(tag.substr(0, name_end));
        attributes_ = name_end == std::string_view::npos ? "" : tag.substr(name_end);
        return true;
    }
}

std::optional<std::string> XmlScanner::attribute(std::string_view wanted) const {
    std::string_view rest = attributes_;
    while (true) {
        const std::size_t start = rest.find_first_not_of(blanks);
        if (start == std::string_view::npos) return std::nullopt;
        rest.remove_prefix(start);
        const std::size_t equals = rest.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        std::string_view name = rest.substr(0, equals);
        name = name.substr(0, name.find_last_not_of(blanks) + 1);
        const std::size_t open = rest.find_first_of("\"'", equals);
        if (open == std::string_view::npos) return std::nullopt;
        const std::size_t close = rest.find(rest[open], open + 1);
        if (close == std::string_view::npos) return std::nullopt;
        if (local(name) == wanted) {
            std::string value;
            append_decoded(value, rest.substr(open + 1, close - open - 1));
            return value;
        }
        rest.remove_prefix(close + 1);
    }
}

}  // namespace minga::server
