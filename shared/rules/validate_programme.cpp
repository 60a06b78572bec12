#include "shared/rules/record_check.hpp"
#include "shared/rules/words.hpp"

#include <array>

namespace minga {
namespace {

/// Fields that hold the key of a subcriterion, whatever their record.
constexpr std::array<std::string_view, 4> subcriterion_fields{"subcriterion", "main_area",
                                                              "subcriteria", "areas"};

void check_subcriteria(RecordCheck& check) {
    for (const std::string_view key : subcriterion_fields) {
        if (check.info.find(key) == nullptr || !check.changed_to_value(key)) continue;
        TextSet named = set_of(check.after.fields, key);
        if (!text_of(check.after.fields, key).empty()) {
            named.push_back(text_of(check.after.fields, key));
        }
        for (const std::string& subcriterion : named) {
            if (check.catalog.model().find_subcriterion(subcriterion) != nullptr) continue;
            check.fail(ErrorCode::unknown_reference, key,
                       "No existe el subcriterio " + quoted(subcriterion) +
                           ". Elija uno de los del modelo.");
        }
    }
}

void check_tool(RecordCheck& check) {
    if (check.info.find("tool") == nullptr || !check.changed_to_value("tool")) return;
    const std::string& tool = text_of(check.after.fields, "tool");
    if (check.catalog.find_tool(tool) != nullptr) return;
    check.fail(
        ErrorCode::unknown_tool, "tool",
        "No existe la herramienta de gestión " + quoted(tool) + ". Elija una de las de la lista.");
}

/// The instrument that the record's assessment names, if it is known here.
const Instrument* instrument_of(const RecordCheck& check) {
    const auto id = Id::parse(text_of(check.after.fields, "assessment"));
    if (!id) return nullptr;
    const auto assessment = check.lookup.view(*id);
    if (assessment == nullptr) return nullptr;
    return check.catalog.instrument(text_of(assessment->fields, "instrument"));
}

void check_score(RecordCheck& check, const Instrument& instrument, std::string_view key) {
    if (!check.changed_to_value(key)) return;
    const std::int64_t score = integer_of(check.after.fields, key);
    if (score >= 0 && score <= instrument.element_maximum()) return;
    check.fail(ErrorCode::out_of_range, key,
               quoted(check.label(key)) + " debe estar entre 0 y " +
                   std::to_string(instrument.element_maximum()) + ".");
}

void check_answer(RecordCheck& check) {
    if (!check.is_new() && !check.changed("score") && !check.changed("validated_score")) return;
    const Instrument* instrument = instrument_of(check);
    const std::string& element = text_of(check.after.fields, "element");
    const bool is_known = instrument != nullptr
                              ? instrument->asks(element)
                              : check.catalog.model().find_element(element) != nullptr;
    if (check.is_new() && !element.empty() && !is_known) {
        const std::size_t count = instrument != nullptr ? instrument->elements().size()
                                                        : check.catalog.model().elements().size();
        check.fail(ErrorCode::unknown_element, "element",
                   "No existe el elemento de gestión " + quoted(element) +
                       ". Los elementos van del 1 al " + std::to_string(count) + ".");
    }
    if (instrument != nullptr && instrument->kind() == InstrumentKind::self_assessment) {
        check_score(check, *instrument, "score");
        check_score(check, *instrument, "validated_score");
    }
}

/// Figures belong to the elements of result.
void check_figure(RecordCheck& check) {
    if (!check.is_new()) return;
    const auto id = Id::parse(text_of(check.after.fields, "answer"));
    const auto answer = id ? check.lookup.view(*id) : nullptr;
    if (answer == nullptr) return;  // an unknown reference, which is told elsewhere
    const Element* element = check.catalog.model().find_element(text_of(answer->fields, "element"));
    if (element == nullptr || element->type == ElementType::result) return;
    check.fail(ErrorCode::unknown_element, "answer",
               "El elemento " + quoted(element->name) +
                   " es de proceso: las series de cifras van en los elementos de resultado.");
}

void check_assessment(RecordCheck& check) {
    if (!check.changed_to_value("instrument")) return;
    const std::string& key = text_of(check.after.fields, "instrument");
    const Instrument* instrument = check.catalog.instrument(key);
    if (instrument == nullptr) {
        check.fail(ErrorCode::unknown_reference, "instrument",
                   "No se conoce el instrumento " + quoted(key) + ". Elija uno de la lista.");
    } else if (assessment_type_key(instrument->kind()) != text_of(check.after.fields, "type")) {
        check.fail(ErrorCode::unknown_reference, "instrument",
                   "El instrumento " + quoted(instrument->name()) +
                       " no es para este tipo de evaluación. Elija otro.");
    }
}

void check_enrollment(RecordCheck& check) {
    if (!check.changed_to_value("program")) return;
    if (text_of(check.after.fields, "program") == check.catalog.program()) return;
    check.fail(ErrorCode::unknown_reference, "program",
               "No se conoce el programa " + quoted(text_of(check.after.fields, "program")) + ".");
}

void check_document(RecordCheck& check) {
    if (!check.changed_to_value("type")) return;
    const std::string& type = text_of(check.after.fields, "type");
    if (check.catalog.workflow().find_document_type(type) != nullptr) return;
    check.fail(ErrorCode::not_a_choice, "type",
               "No existe el tipo de documento " + quoted(type) + ". Elija uno de la lista.");
}

void check_place(RecordCheck& check) {
    const Territory& territory = check.catalog.territory();
    if (check.changed_to_value("region") &&
        territory.find_region(text_of(check.after.fields, "region")) == nullptr) {
        check.fail(ErrorCode::unknown_reference, "region",
                   "No existe una región con ese código. Elija una de la lista.");
    }
    if (check.changed_to_value("commune") &&
        territory.find_commune(text_of(check.after.fields, "commune")) == nullptr) {
        check.fail(ErrorCode::unknown_reference, "commune",
                   "No existe una comuna con ese código. Elija una de la lista.");
    }
}

}  // namespace

void check_programme(RecordCheck& check) {
    check_subcriteria(check);
    check_tool(check);
    if (check.info.key == "answer") check_answer(check);
    if (check.info.key == "figure") check_figure(check);
    if (check.info.key == "assessment") check_assessment(check);
    if (check.info.key == "enrollment") check_enrollment(check);
    if (check.info.key == "document") check_document(check);
    if (check.info.key == "organization") check_place(check);
}

}  // namespace minga
