#include "shared/sheets/cell_names.hpp"

#include "shared/base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace minga::sheets {
namespace {

struct Numbered {
    std::int64_t number = 0;  ///< 0: none.
    std::string words;
};

/// "10. Comunicación con usuarios" → 10 and "comunicacion con usuarios".
Numbered numbered(std::string_view text) {
    Numbered found;
    found.words = plain_words(text);
    std::size_t digits = 0;
    while (digits < found.words.size() && digits < 3 && found.words[digits] >= '0' &&
           found.words[digits] <= '9') {
        found.number = found.number * 10 + (found.words[digits] - '0');
        ++digits;
    }
    const bool is_alone = digits == found.words.size() || found.words[digits] == ' ';
    if (digits == 0 || !is_alone) return {0, found.words};
    found.words = std::string{trim(std::string_view{found.words}.substr(digits))};
    return found;
}

/// The one of `all` that the text names: by number, by its whole name, or by how that begins.
template <class Named>
const Named* named_in(const std::vector<Named>& all, std::string_view text) {
    const Numbered wanted = numbered(text);
    const Named* begins = nullptr;
    int beginnings = 0;
    for (const Named& one : all) {
        if (wanted.words.empty() && wanted.number == one.number) return &one;
        const std::string name = plain_words(one.name);
        if (name == wanted.words || one.key == text) return &one;
        if (wanted.words.size() >= 4 &&
            (name.starts_with(wanted.words + " ") || wanted.words.starts_with(name + " "))) {
            begins = &one;
            ++beginnings;
        }
    }
    return beginnings == 1 ? begins : nullptr;
}

std::vector<std::string> parts_of(std::string_view text, std::string_view dividers) {
    std::vector<std::string> parts{""};
    for (const char c : text) {
        if (dividers.find(c) != std::string_view::npos) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    std::erase_if(parts, [](const std::string& part) { return trim(part).empty(); });
    return parts;
}

bool is_criterion(std::string_view text, const Catalog& catalog) {
    const std::string words = numbered(text).words;
    const auto& all = catalog.model().criteria();
    return std::any_of(all.begin(), all.end(),
                       [&](const Criterion& one) { return plain_words(one.name) == words; });
}

}  // namespace

std::string plain_words(std::string_view text) {
    std::string words;
    for (const char c : fold_for_search(text)) {
        const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '$' ||
                             c == '%' || static_cast<unsigned char>(c) >= 0x80;
        if (is_kept) {
            words += c;
        } else if (!words.empty() && words.back() != ' ') {
            words += ' ';
        }
    }
    if (words.ends_with(' ')) words.pop_back();
    return words;
}

std::optional<std::string> tool_named(std::string_view text, const Catalog& catalog) {
    const Tool* tool = named_in(catalog.tools(), text);
    return tool == nullptr ? std::nullopt : std::optional{tool->key};
}

NamedSubcriteria subcriteria_named(std::string_view text, const Catalog& catalog) {
    NamedSubcriteria named;
    const auto& all = catalog.model().subcriteria();
    const auto take = [&](std::string_view part) {
        const Subcriterion* found = named_in(all, part);
        if (found != nullptr) named.keys.push_back(found->key);
        return found != nullptr || is_criterion(part, catalog);
    };
    for (const std::string& part : parts_of(text, ";\n/|")) {
        if (take(part)) continue;
        for (const std::string& smaller : parts_of(part, ",")) {
            if (!take(smaller) && named.unknown.empty()) named.unknown = trim(smaller);
        }
    }
    return named;
}

}  // namespace minga::sheets
