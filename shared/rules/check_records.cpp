// What records there are, and what stands in them.
#include "shared/rules/checks.hpp"
#include "shared/rules/selection.hpp"

#include <algorithm>
#include <set>

namespace minga::checks {
namespace {

std::string with_count(const Check& check, std::size_t count) {
    return filled_in(check.detail, "{count}", std::to_string(count));
}

/// Canonical months compare as text. What is not set is not outside.
bool is_inside(const Record& inner, const Record& outer) {
    for (const std::string_view key : {"start_month", "end_month"}) {
        const std::string& value = text_of(inner.fields, key);
        if (value.empty()) continue;
        const std::string& start = text_of(outer.fields, "start_month");
        const std::string& end = text_of(outer.fields, "end_month");
        if (!start.empty() && value < start) return false;
        if (!end.empty() && value > end) return false;
    }
    return true;
}

}  // namespace

Finding document(const Check& check, const Move& move) {
    const auto documents = documents_of(move, check);
    return {std::any_of(documents.begin(), documents.end(),
                        [&](const Record& one) { return is_as_asked(one, check, move); })};
}

Finding record(const Check& check, const Move& move) {
    const auto found = selected_records(check, move);
    return {!found.empty() && is_as_asked(found.front(), check, move)};
}

Finding records(const Check& check, const Move& move) {
    std::set<std::string> values;
    std::size_t counted = 0;
    for (const Record& one : selected_records(check, move)) {
        if (!is_as_asked(one, check, move)) continue;
        ++counted;
        if (!check.distinct.empty()) values.insert(text_of(one.fields, check.distinct));
    }
    if (!check.distinct.empty()) counted = values.size();
    const auto count = static_cast<std::int64_t>(counted);
    if (count >= check.at_least && (check.at_most < 0 || count <= check.at_most)) return {};
    return {false, with_count(check, counted)};
}

Finding every(const Check& check, const Move& move) {
    std::vector<std::string> open;
    for (const Record& one : selected_records(check, move)) {
        bool is_so = is_as_asked(one, check, move);
        if (is_so && !check.below.empty()) {
            const auto below = move.lookup.children(one.id, check.below);
            is_so = std::all_of(below.begin(), below.end(), [&](const Record& lower) {
                return is_as_asked(lower, check, move);
            });
        }
        if (!is_so) open.push_back(text_of(one.fields, "name"));
    }
    if (open.empty() || check.detail.empty()) return finding_of_missing(open);
    return {false, with_count(check, open.size())};
}

Finding within_months(const Check& check, const Move& move) {
    const auto outer = sources_of(check.of, move);
    for (const Record& one : selected_records(check, move)) {
        const std::string& name = text_of(one.fields, "name");
        if (!outer.empty() && !is_inside(one, outer.front())) return {false, name + "."};
        if (check.below.empty()) continue;
        for (const Record& lower : move.lookup.children(one.id, check.below)) {
            if (is_inside(lower, one)) continue;
            return {false, name + ": " + text_of(lower.fields, "name") + "."};
        }
    }
    return {};
}

}  // namespace minga::checks
