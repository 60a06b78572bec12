/// A self-assessment as its screens need it, built from the records once per change: the elements
/// of management with evidence and score, and what they add up to.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"
#include "shared/rules/scoring.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

struct EvaluationItem {
    const Element* element = nullptr;
    const Subcriterion* subcriterion = nullptr;
    const Scale* scale = nullptr;  ///< How elements of its type are scored, or nullptr.
    Id answer;                     ///< Nil before anything was written about it.
    bool has_evidence = false;
    std::optional<std::int64_t> score;
    std::optional<std::int64_t> validated;
    bool is_doubtful = false;
    std::string owner;       ///< Who is to write it, as others read it, or "".
    std::string owner_user;  ///< Their login, or "".
    bool is_mine = false;    ///< Of whoever looks.

    bool is_done() const { return has_evidence && score.has_value(); }
    bool is_begun() const { return has_evidence || score.has_value(); }
    bool has_owner() const { return !owner.empty() || !owner_user.empty(); }
};

/// Someone who is responsible for elements, and how far they are.
struct PersonProgress {
    std::string name;
    std::string user;  ///< Their login, where it is known.
    int done = 0;
    int total = 0;
};

/// How far a subcriterion or criterion is.
struct GroupProgress {
    std::string key;
    int done = 0;
    int total = 0;
};

struct EvaluationModel {
    const Instrument* instrument = nullptr;
    std::vector<EvaluationItem> items;  ///< By subcriterion, then by number.
    AssessmentScore own;
    AssessmentScore validated;
    std::vector<GroupProgress> subcriteria;  ///< In the order of the model.
    std::vector<GroupProgress> criteria;     ///< In the order of the model.
    std::vector<PersonProgress> people;      ///< By name.
    int unassigned = 0;                      ///< Elements that nobody is responsible for.
    int mine = 0;
    int done = 0;
    int with_evidence = 0;
    int doubtful = 0;

    int count() const { return static_cast<int>(items.size()); }
    int missing() const { return count() - done; }
    bool has_validated() const { return validated.total.answered > 0; }
    const EvaluationItem& item(int index) const { return items[static_cast<std::size_t>(index)]; }
};

/// `answers` are the records of kind `answer` under the assessment. An instrument that is not known
/// here gives a model without elements. `reader`: whose elements are "mine".
EvaluationModel make_evaluation_model(const Record& assessment, std::span<const Record> answers,
                                      const Catalog& catalog, const Actor* reader = nullptr);

enum class EvaluationFilter : std::uint8_t { all, mine, missing, doubtful };
bool passes(const EvaluationItem& item, EvaluationFilter filter);

/// The index of the next element that is not done after `from`, going round; -1 starts at the
/// first.
std::optional<int> next_unfinished(const EvaluationModel& model, int from);

/// The index of the element with that key; none where there is no such element.
std::optional<int> index_of_element(const EvaluationModel& model, std::string_view element);

/// The self-assessment among the assessments of a cycle: the first one made, if there are several.
const Record* self_assessment_of(std::span<const Record> assessments);

/// The phase that the self-assessment belongs to: that of the documents its report is made of; -1
/// where the programme does not say.
std::int64_t self_assessment_phase(const Instrument& instrument, const Workflow& workflow);

}  // namespace minga::client
