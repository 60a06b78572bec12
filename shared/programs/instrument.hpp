/// What an assessment is answered with: the questions of the diagnosis, or the scale of the
/// self-assessment. A published version never changes; each assessment names the one it was
/// answered with.
#pragma once

#include "shared/programs/model.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

struct Alternative {
    std::int64_t level = 0;
    std::int64_t points = 0;
    std::string text;
};

struct Question {
    std::int64_t number = 0;
    std::string element;       ///< key in the model
    std::string subcriterion;  ///< key in the model
    std::string text;
    std::string help;
    std::vector<Alternative> alternatives;  ///< From level 0 upwards, each including those before.
};

struct Definition {
    std::string term;
    std::string text;
};

struct ScaleLevel {
    std::int64_t level = 0;
    std::string name;
    std::string text;
};

/// How one type of element is scored in a self-assessment.
struct Scale {
    ElementType element_type = ElementType::process;
    std::string name;
    std::string question;
    std::vector<ScaleLevel> levels;
};

/// A part that the self-assessment report must hold.
struct ReportPart {
    std::string key;
    std::string name;
    std::string document;  ///< `document.type` of the one that is this part, or "".
};

enum class InstrumentKind : std::uint8_t { diagnostic, self_assessment };

/// The value of `assessment.type` that goes with the kind.
std::string_view assessment_type_key(InstrumentKind kind);

class Instrument {
public:
    const std::string& key() const { return key_; }
    const std::string& version() const { return version_; }
    const std::string& name() const { return name_; }
    /// What kind of wording this is ("instrumento de referencia, redacción propia").
    const std::string& label() const { return label_; }
    const std::string& notice() const { return notice_; }
    InstrumentKind kind() const { return kind_; }
    std::int64_t duration_minutes() const { return duration_minutes_; }
    const std::vector<std::string>& instructions() const { return instructions_; }
    const std::vector<Definition>& definitions() const { return definitions_; }

    /// What its elements are of: the programme's model or, of an instrument with other ámbitos and
    /// questions, its own.
    const Model& model_in(const Model& programme) const {
        return own_model_ != nullptr ? *own_model_ : programme;
    }
    bool has_own_model() const { return own_model_ != nullptr; }
    /// The element of the programme's model that it calls `element`; "" where only it has that.
    std::string_view common_element(std::string_view element) const;

    /// The keys of the elements it asks about, in order.
    const std::vector<std::string>& elements() const { return elements_; }
    bool asks(std::string_view element) const;
    /// The most that one element can give.
    std::int64_t element_maximum() const { return element_maximum_; }

    /// Diagnosis only: in order of number.
    const std::vector<Question>& questions() const { return questions_; }
    const Question* find_question(std::string_view element) const;

    /// Self-assessment only.
    const std::vector<Scale>& scales() const { return scales_; }
    const std::vector<ReportPart>& report_parts() const { return report_parts_; }
    /// How evidence is written, as people read it; "" where nothing is said about it.
    const std::string& evidence_text() const { return evidence_text_; }
    /// How many years the figures of an element of result go back.
    std::int64_t results_years() const { return results_years_; }

    static Instrument read(const programs::ObjectReader& file, const Model& model);

private:
    void read_own_model(const programs::ObjectReader& file, const Model& programme);
    void read_diagnostic(const programs::ObjectReader& file, const Model& model);
    void read_self_assessment(const programs::ObjectReader& file, const Model& model);

    std::string key_;
    std::string version_;
    std::string name_;
    std::string label_;
    std::string notice_;
    InstrumentKind kind_ = InstrumentKind::diagnostic;
    std::int64_t duration_minutes_ = 0;
    std::int64_t element_maximum_ = 0;
    std::vector<std::string> instructions_;
    std::vector<Definition> definitions_;
    std::vector<std::string> elements_;
    std::vector<Question> questions_;
    std::vector<Scale> scales_;
    std::vector<ReportPart> report_parts_;
    std::string evidence_text_;
    std::int64_t results_years_ = 0;
    std::map<std::string, std::size_t, std::less<>> element_index_;
    std::shared_ptr<const Model> own_model_;
};

}  // namespace minga
