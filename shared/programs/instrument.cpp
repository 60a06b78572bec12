#include "shared/programs/instrument.hpp"

#include <set>

namespace minga {

using programs::ObjectReader;

namespace {

Question read_question(const ObjectReader& row, std::string subcriterion, std::int64_t points) {
    Question question;
    question.number = row.integer("number");
    question.element = row.text("element");
    question.subcriterion = std::move(subcriterion);
    question.text = row.text("text");
    question.help = row.optional_text("help");
    for (const ObjectReader& alternative : row.objects("alternatives")) {
        question.alternatives.push_back({alternative.integer("level"),
                                         alternative.integer("points"), alternative.text("text")});
        if (question.alternatives.back().level + 1 !=
            static_cast<std::int64_t>(question.alternatives.size())) {
            alternative.report_at("level", "los niveles deben ir de 0 en adelante, sin saltos");
        }
    }
    if (!question.alternatives.empty() && question.alternatives.back().points != points) {
        row.report_at("alternatives", "la última alternativa debe dar el puntaje máximo");
    }
    return question;
}

Scale read_scale(const ObjectReader& row, std::int64_t maximum) {
    Scale scale;
    const std::string type = row.text("element_type");
    scale.element_type = type == "result" ? ElementType::result : ElementType::process;
    if (type != "result" && type != "process") {
        row.report_at("element_type", "debe ser process o result");
    }
    scale.name = row.text("name");
    scale.question = row.optional_text("question");
    for (const ObjectReader& level : row.objects("levels")) {
        scale.levels.push_back({level.integer("level"), level.text("name"), level.text("text")});
    }
    if (!scale.levels.empty() && scale.levels.back().level != maximum) {
        row.report_at("levels", "el último nivel debe ser el puntaje máximo");
    }
    return scale;
}

}  // namespace

std::string_view assessment_type_key(InstrumentKind kind) {
    return kind == InstrumentKind::diagnostic ? "diagnostic" : "self_assessment";
}

bool Instrument::asks(std::string_view element) const {
    return element_index_.find(element) != element_index_.end();
}

const Question* Instrument::find_question(std::string_view element) const {
    const auto found = element_index_.find(element);
    if (found == element_index_.end() || found->second >= questions_.size()) return nullptr;
    return &questions_[found->second];
}

std::string_view Instrument::common_element(std::string_view element) const {
    const auto found = element_index_.find(element);
    if (found == element_index_.end()) return {};
    return own_model_ != nullptr ? own_model_->find_element(element)->same_as : found->first;
}

/// Each element that is said to be the same as one of the programme must name one, and only once.
void Instrument::read_own_model(const ObjectReader& file, const Model& programme) {
    if (!file.has("own_model")) return;
    const ObjectReader row = file.object("own_model");
    auto model = std::make_shared<Model>(Model::read(row));
    std::set<std::string_view> same;
    for (const Element& element : model->elements()) {
        if (element.same_as.empty()) continue;
        if (programme.find_element(element.same_as) == nullptr) {
            row.report_at("elements", "no existe el elemento " + element.same_as);
        }
        if (!same.insert(element.same_as).second) {
            row.report_at("elements", "dos son iguales al elemento " + element.same_as);
        }
    }
    own_model_ = std::move(model);
}

void Instrument::read_diagnostic(const ObjectReader& file, const Model& model) {
    label_ = file.optional_text("label");
    element_maximum_ = file.integer("points_per_question");
    duration_minutes_ = file.optional_integer("duration_minutes", 0);
    instructions_ = file.texts("instructions");
    for (const ObjectReader& row : file.optional_objects("definitions")) {
        definitions_.push_back({row.text("term"), row.text("text")});
    }
    for (const ObjectReader& section : file.objects("sections")) {
        const std::string subcriterion = section.text("subcriterion");
        if (model.find_subcriterion(subcriterion) == nullptr) {
            section.report_at("subcriterion", "no existe el subcriterio «" + subcriterion + "»");
        }
        for (const ObjectReader& row : section.objects("questions")) {
            questions_.push_back(read_question(row, subcriterion, element_maximum_));
            const Question& added = questions_.back();
            const Element* element = model.find_element(added.element);
            if (element == nullptr || element->subcriterion != subcriterion) {
                row.report_at("element", "no es un elemento de ese subcriterio");
            }
            if (added.number != static_cast<std::int64_t>(questions_.size())) {
                row.report_at("number", "los números deben ir de 1 en adelante, sin saltos");
            }
            if (!element_index_.emplace(added.element, elements_.size()).second) {
                row.report_at("element", "ya tiene una pregunta");
            }
            elements_.push_back(added.element);
        }
    }
    if (elements_.size() != model.elements().size()) {
        file.report_at("sections", "cada elemento del modelo debe tener una pregunta");
    }
}

void Instrument::read_self_assessment(const ObjectReader& file, const Model& model) {
    element_maximum_ = file.integer("element_maximum");
    for (const ObjectReader& row : file.objects("scales")) {
        scales_.push_back(read_scale(row, element_maximum_));
    }
    for (const ObjectReader& row : file.optional_objects("report_parts")) {
        report_parts_.push_back({row.text("key"), row.text("name"), row.optional_text("document")});
    }
    if (file.has("evidence")) {
        const ObjectReader evidence = file.object("evidence");
        evidence_text_ = evidence.optional_text("text");
        results_years_ = evidence.optional_integer("results_years", 0);
    }
    for (const Element& element : model.elements()) {
        element_index_.emplace(element.key, elements_.size());
        elements_.push_back(element.key);
    }
}

Instrument Instrument::read(const ObjectReader& file, const Model& model) {
    Instrument instrument;
    instrument.key_ = file.text("key");
    instrument.version_ = file.text("version");
    instrument.name_ = file.text("name");
    instrument.notice_ = file.optional_text("notice");
    const std::string kind = file.text("kind");
    if (kind == "diagnostic") {
        instrument.read_own_model(file, model);
        instrument.read_diagnostic(file, instrument.model_in(model));
    } else if (kind == "self_assessment") {
        instrument.kind_ = InstrumentKind::self_assessment;
        instrument.read_self_assessment(file, model);
    } else {
        file.report_at("kind", "debe ser diagnostic o self_assessment");
    }
    return instrument;
}

}  // namespace minga
