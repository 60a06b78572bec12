/// What the answers of an assessment add up to: by subcriterion (ámbito), by criterion and in all.
#pragma once

#include "shared/programs/instrument.hpp"
#include "shared/rules/percent.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

struct Score {
    std::int64_t obtained = 0;
    std::int64_t maximum = 0;  ///< Of all elements, answered or not.
    std::int64_t answered = 0;
    std::int64_t missing = 0;

    /// % de logro = obtained / maximum × 100.
    std::int64_t percent() const { return rounded_percent(obtained, maximum); }

    friend bool operator==(const Score&, const Score&) = default;
};

Score operator+(const Score& a, const Score& b);

/// The score of one subcriterion or criterion.
struct GroupScore {
    std::string key;
    std::int64_t number = 0;
    std::string name;
    Score score;
    std::string criterion{};  ///< Of a subcriterion: the key of what it is under.
};

struct AssessmentScore {
    std::vector<GroupScore> subcriteria;  ///< In the order of the model.
    std::vector<GroupScore> criteria;     ///< In the order of the model.
    Score total;
    std::vector<std::string> missing;   ///< Elements without an answer, in order.
    std::vector<std::string> doubtful;  ///< Elements to look at again, in order.

    bool is_complete() const { return missing.empty(); }
    const GroupScore* find_subcriterion(std::string_view key) const;
    const GroupScore* find_criterion(std::string_view key) const;
};

/// Which score of a self-assessment counts: the committee's own, or the one validated from outside.
enum class ScoreSource : std::uint8_t { own, validated };

/// The points that an answer gives; none while it has no level or score.
std::optional<std::int64_t> points_of(const Record& answer, const Instrument& instrument,
                                      ScoreSource source = ScoreSource::own);

/// Adds up the living records of kind `answer` among `answers`, all of one assessment. Answers to
/// elements that the instrument does not ask about count for nothing. `programme` is the model of
/// the programme; an instrument that has its own is added up by that.
AssessmentScore score_answers(std::span<const Record> answers, const Instrument& instrument,
                              const Model& programme, ScoreSource source = ScoreSource::own);

/// The answers by what they are about, which live as long as what was given; of two about the same
/// element the last one counts.
class AnswersByElement {
public:
    explicit AnswersByElement(std::span<const Record> answers);

    /// nullptr where there is none.
    const Record* find(std::string_view element) const;

private:
    std::map<std::string_view, const Record*> answers_;
};

}  // namespace minga
