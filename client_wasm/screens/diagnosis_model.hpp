/// A diagnosis as its screens need it, built from the records once per change: the questions with
/// their answers, and what they add up to.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/scoring.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace minga::client {

struct DiagnosisItem {
    const Question* question = nullptr;
    const Element* element = nullptr;
    std::optional<std::int64_t> level;
    bool is_doubtful = false;
    Id answer;  ///< Nil before anything was written about it.
};

struct DiagnosisModel {
    const Instrument* instrument = nullptr;
    std::vector<DiagnosisItem> items;  ///< By number.
    AssessmentScore score;
    int doubtful = 0;

    int count() const { return static_cast<int>(items.size()); }
    int answered() const { return static_cast<int>(score.total.answered); }
    int missing() const { return count() - answered(); }
    bool is_complete() const { return count() > 0 && missing() == 0; }
    const DiagnosisItem& item(int index) const { return items[static_cast<std::size_t>(index)]; }
};

/// `answers` are the records of kind `answer` under the assessment. An instrument that is not known
/// here gives a model without questions.
DiagnosisModel make_diagnosis_model(const Record& assessment, std::span<const Record> answers,
                                    const Catalog& catalog);

/// The index of the next question without an answer after `from`, going round; none when all are
/// answered. -1 starts at the first.
std::optional<int> next_missing(const DiagnosisModel& model, int from);
/// The same for those marked to be looked at again.
std::optional<int> next_doubtful(const DiagnosisModel& model, int from);

/// The index of the question with that number; none where there is no such question.
std::optional<int> index_of_question(const DiagnosisModel& model, std::int64_t number);

/// A score between 0 and 1, for charts.
float share_of(const Score& score);

/// "2 puntos", "1 punto".
std::string points_text(std::int64_t points);

}  // namespace minga::client
