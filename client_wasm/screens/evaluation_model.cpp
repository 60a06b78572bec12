#include "client_wasm/screens/evaluation_model.hpp"

#include "shared/base/text.hpp"

#include <algorithm>

namespace minga::client {
namespace {

std::optional<std::int64_t> number_of(const Record& answer, std::string_view field) {
    const auto* number = std::get_if<std::int64_t>(&value_of(answer.fields, field));
    return number == nullptr ? std::nullopt : std::optional{*number};
}

const Scale* scale_of(const Instrument& instrument, ElementType type) {
    for (const Scale& scale : instrument.scales()) {
        if (scale.element_type == type) return &scale;
    }
    return nullptr;
}

/// As the rules tell it (rules/holding.hpp): by login, or by name where there is none.
bool is_owned_by(const EvaluationItem& item, const Actor& reader) {
    if (!item.owner_user.empty()) return item.owner_user == reader.login;
    const std::string name = fold_for_search(trim(item.owner));
    return !name.empty() && name == fold_for_search(trim(reader.name));
}

void read_answer(EvaluationItem& item, const Record& answer, const Actor* reader) {
    item.owner = text_of(answer.fields, "owner");
    item.owner_user = text_of(answer.fields, "owner_user");
    if (item.owner.empty()) item.owner = item.owner_user;
    item.is_mine = reader != nullptr && is_owned_by(item, *reader);
    item.answer = answer.id;
    item.has_evidence = !text_of(answer.fields, "evidence").empty();
    item.score = number_of(answer, "score");
    item.validated = number_of(answer, "validated_score");
    item.is_doubtful = boolean_of(answer.fields, "doubtful");
}

void count_in(std::vector<GroupProgress>& groups, std::string_view key, bool is_done) {
    for (GroupProgress& group : groups) {
        if (group.key != key) continue;
        ++group.total;
        if (is_done) ++group.done;
    }
}

bool is_same_person(const PersonProgress& person, const EvaluationItem& item) {
    if (!person.user.empty() && !item.owner_user.empty()) return person.user == item.owner_user;
    return fold_for_search(person.name) == fold_for_search(item.owner);
}

void count_person(EvaluationModel& model, const EvaluationItem& item) {
    if (!item.has_owner()) {
        ++model.unassigned;
        return;
    }
    auto& people = model.people;
    auto found = std::find_if(people.begin(), people.end(), [&](const PersonProgress& person) {
        return is_same_person(person, item);
    });
    if (found == people.end()) found = people.insert(found, {item.owner, item.owner_user});
    if (found->user.empty()) found->user = item.owner_user;
    ++found->total;
    if (item.is_done()) ++found->done;
}

void count_progress(EvaluationModel& model, const Model& quality) {
    for (const Subcriterion& one : quality.subcriteria()) model.subcriteria.push_back({one.key});
    for (const Criterion& one : quality.criteria()) model.criteria.push_back({one.key});
    for (const EvaluationItem& item : model.items) {
        count_in(model.subcriteria, item.subcriterion->key, item.is_done());
        count_in(model.criteria, item.subcriterion->criterion, item.is_done());
        if (item.is_done()) ++model.done;
        if (item.has_evidence) ++model.with_evidence;
        if (item.is_doubtful) ++model.doubtful;
        if (item.is_mine) ++model.mine;
        count_person(model, item);
    }
    const auto by_name = [](const PersonProgress& a, const PersonProgress& b) {
        return fold_for_search(a.name) < fold_for_search(b.name);
    };
    std::stable_sort(model.people.begin(), model.people.end(), by_name);
}

}  // namespace

EvaluationModel make_evaluation_model(const Record& assessment, std::span<const Record> answers,
                                      const Catalog& catalog, const Actor* reader) {
    EvaluationModel model;
    const Model& quality = catalog.model();
    model.instrument = catalog.instrument(text_of(assessment.fields, "instrument"));
    if (model.instrument == nullptr) return model;
    const AnswersByElement by_element{answers};
    for (const Subcriterion& subcriterion : quality.subcriteria()) {
        for (const std::string& key : model.instrument->elements()) {
            const Element* element = quality.find_element(key);
            if (element == nullptr || element->subcriterion != subcriterion.key) continue;
            EvaluationItem item;
            item.element = element;
            item.subcriterion = &subcriterion;
            item.scale = scale_of(*model.instrument, element->type);
            const Record* answer = by_element.find(key);
            if (answer != nullptr) read_answer(item, *answer, reader);
            model.items.push_back(item);
        }
    }
    count_progress(model, quality);
    model.own = score_answers(answers, *model.instrument, quality, ScoreSource::own);
    model.validated = score_answers(answers, *model.instrument, quality, ScoreSource::validated);
    return model;
}

bool passes(const EvaluationItem& item, EvaluationFilter filter) {
    switch (filter) {
        case EvaluationFilter::all:
            return true;
        case EvaluationFilter::mine:
            return item.is_mine;
        case EvaluationFilter::missing:
            return !item.is_done();
        case EvaluationFilter::doubtful:
            return item.is_doubtful;
    }
    return true;
}

std::optional<int> next_unfinished(const EvaluationModel& model, int from) {
    const int count = model.count();
    for (int step = 1; step <= count; ++step) {
        const int index = (from + step) % count;
        if (!model.item(index).is_done()) return index;
    }
    return std::nullopt;
}

std::optional<int> index_of_element(const EvaluationModel& model, std::string_view element) {
    for (int index = 0; index < model.count(); ++index) {
        if (model.item(index).element->key == element) return index;
    }
    return std::nullopt;
}

const Record* self_assessment_of(std::span<const Record> assessments) {
    const std::string_view type = assessment_type_key(InstrumentKind::self_assessment);
    for (const Record& one : assessments) {
        if (!one.deleted && text_of(one.fields, "type") == type) return &one;
    }
    return nullptr;
}

std::int64_t self_assessment_phase(const Instrument& instrument, const Workflow& workflow) {
    std::int64_t phase = -1;
    for (const ReportPart& part : instrument.report_parts()) {
        const DocumentType* type = workflow.find_document_type(part.document);
        if (type != nullptr) phase = std::max(phase, type->phase);
    }
    return phase;
}

}  // namespace minga::client
