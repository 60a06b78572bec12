// Whether what the instrument, the model and the matrix ask for is complete.
#include "shared/rules/checks.hpp"
#include "shared/rules/selection.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace minga::checks {
namespace {

bool counts(const std::string& key, const Check& check, const Catalog& catalog) {
    if (check.element_type.empty()) return true;
    const Element* element = catalog.model().find_element(key);
    const ElementType type =
        check.element_type == "result" ? ElementType::result : ElementType::process;
    return element != nullptr && element->type == type;
}

/// The field of the answer, or of one record below it for each year that the instrument asks for.
bool has_value(const Record& answer, const Check& check, const Instrument& instrument,
               const Move& move) {
    if (check.series.empty()) return !is_empty(value_of(answer.fields, check.field));
    const auto series = move.lookup.children(answer.id, check.series);
    const auto written = std::count_if(series.begin(), series.end(), [&](const Record& one) {
        return !is_empty(value_of(one.fields, check.field));
    });
    return written >= instrument.results_years();
}

}  // namespace

Finding every_element(const Check& check, const Move& move) {
    const auto assessments = sources_of(check.of, move);
    if (assessments.empty()) return {false};
    const Instrument* instrument =
        move.catalog.instrument(text_of(assessments.front().fields, "instrument"));
    if (instrument == nullptr) return {false};
    std::set<std::string> written;
    for (const Record& answer : children_of(assessments, "answer", move)) {
        if (has_value(answer, check, *instrument, move)) {
            written.insert(text_of(answer.fields, "element"));
        }
    }
    std::vector<std::string> missing;
    for (const std::string& element : instrument->elements()) {
        if (counts(element, check, move.catalog) && written.count(element) == 0) {
            missing.push_back(element);
        }
    }
    return finding_of_missing(missing);
}

Finding every_subcriterion(const Check& check, const Move& move) {
    std::set<std::string> covered;
    for (const Record& one : selected_records(check, move)) {
        if (is_as_asked(one, check, move)) covered.insert(text_of(one.fields, "subcriterion"));
    }
    std::vector<std::string> missing;
    for (const Subcriterion& subcriterion : move.catalog.model().subcriteria()) {
        if (covered.count(subcriterion.key) == 0) missing.push_back(subcriterion.name);
    }
    return finding_of_missing(missing);
}

/// Every tool that has some score has one under each criterion. A plan may do without the matrix.
Finding matrix(const Check& check, const Move& move) {
    const auto plans = sources_of(check.of, move);
    const auto criteria = children_of(plans, "priority_criterion", move);
    std::map<std::string, std::set<std::string>> scored;  // criteria by tool
    for (const Record& score : children_of(plans, "priority_score", move)) {
        auto& of_tool = scored[text_of(score.fields, "tool")];
        if (!is_empty(value_of(score.fields, "score"))) {
            of_tool.insert(text_of(score.fields, "criterion"));
        }
    }
    std::vector<std::string> missing;
    for (const auto& [tool, of_tool] : scored) {
        for (const Record& criterion : criteria) {
            if (of_tool.count(criterion.id.to_text()) > 0) continue;
            const Tool* info = move.catalog.find_tool(tool);
            missing.push_back(info == nullptr ? tool : info->name);
            break;
        }
    }
    if (!criteria.empty() && scored.empty()) return {false};
    return finding_of_missing(missing);
}

}  // namespace minga::checks
