#include "client_wasm/screens/evaluation_view.hpp"

#include <utility>

namespace minga::client {
namespace {

/// The answer that is there, or was made since the records were read.
Id known_answer(const EvaluationView& view) {
    const EvaluationItem& item = view.current();
    const auto made = view.memory.made.find(item.element->key);
    return item.answer.is_nil() && made != view.memory.made.end() ? made->second : item.answer;
}

std::optional<Id> make_answer(EvaluationView& view, FieldMap said) {
    const std::string& element = view.current().element->key;
    said.insert_or_assign("assessment", Value{view.assessment.id.to_text()});
    said.insert_or_assign("element", Value{element});
    const auto id = view.app.create("answer", std::move(said), answer_form(view));
    if (id) view.memory.made.insert_or_assign(element, *id);
    return id;
}

}  // namespace

std::string answer_form(const EvaluationView& view) {
    return "evaluation " + view.current().element->key;
}

const Record* answer_of(EvaluationView& view) {
    const EvaluationItem& item = view.current();
    return item.answer.is_nil() ? nullptr : view.app.find(item.answer);
}

FieldView answer_field(EvaluationView& view, std::string_view key) {
    const Record* answer = answer_of(view);
    return answer != nullptr ? view.app.field(*answer, key)
                             : view.app.draft_field(answer_form(view), key);
}

const MayDo& may_write_answer(EvaluationView& view, std::string_view key) {
    const Record* answer = answer_of(view);
    return answer != nullptr ? view.app.may_edit_field(*answer, key)
                             : view.app.may_create("answer", view.assessment.id);
}

void write_answer(EvaluationView& view, std::string_view key, Value value) {
    const Id answer = known_answer(view);
    if (!answer.is_nil()) {
        static_cast<void>(view.app.edit(answer, key, std::move(value)));
    } else if (!is_empty(value)) {
        static_cast<void>(make_answer(view, {{std::string{key}, std::move(value)}}));
    }
}

void write_answer(EvaluationView& view, FieldMap values) {
    const Id answer = known_answer(view);
    if (!answer.is_nil()) {
        static_cast<void>(view.app.edit(answer, std::move(values)));
    } else {
        static_cast<void>(make_answer(view, std::move(values)));
    }
}

std::optional<Id> answer_id(EvaluationView& view) {
    const Id answer = known_answer(view);
    return answer.is_nil() ? make_answer(view, {}) : std::optional{answer};
}

}  // namespace minga::client
