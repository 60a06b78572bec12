#include "client_wasm/screens/diagnosis_model.hpp"

namespace minga::client {
namespace {

template <class Wanted>
std::optional<int> next_where(const DiagnosisModel& model, int from, Wanted wanted) {
    const int count = model.count();
    for (int step = 1; step <= count; ++step) {
        const int index = (from + step) % count;
        if (wanted(model.item(index))) return index;
    }
    return std::nullopt;
}

}  // namespace

DiagnosisModel make_diagnosis_model(const Record& assessment, std::span<const Record> answers,
                                    const Catalog& catalog) {
    DiagnosisModel model;
    model.instrument = catalog.instrument(text_of(assessment.fields, "instrument"));
    if (model.instrument == nullptr) return model;
    const AnswersByElement by_element{answers};
    for (const Question& question : model.instrument->questions()) {
        DiagnosisItem item;
        item.question = &question;
        item.element = model.instrument->model_in(catalog.model()).find_element(question.element);
        if (const Record* answer = by_element.find(question.element)) {
            item.answer = answer->id;
            item.is_doubtful = boolean_of(answer->fields, "doubtful");
            const Value& level = value_of(answer->fields, "level");
            if (const auto* number = std::get_if<std::int64_t>(&level)) item.level = *number;
        }
        if (item.is_doubtful) ++model.doubtful;
        model.items.push_back(item);
    }
    model.score = score_answers(answers, *model.instrument, catalog.model());
    return model;
}

std::optional<int> next_missing(const DiagnosisModel& model, int from) {
    return next_where(model, from, [](const DiagnosisItem& item) { return !item.level; });
}

std::optional<int> next_doubtful(const DiagnosisModel& model, int from) {
    return next_where(model, from, [](const DiagnosisItem& item) { return item.is_doubtful; });
}

std::optional<int> index_of_question(const DiagnosisModel& model, std::int64_t number) {
    for (int index = 0; index < model.count(); ++index) {
        if (model.item(index).question->number == number) return index;
    }
    return std::nullopt;
}

float share_of(const Score& score) {
    if (score.maximum <= 0) return 0;
    return static_cast<float>(score.obtained) / static_cast<float>(score.maximum);
}

std::string points_text(std::int64_t points) {
    return std::to_string(points) + (points == 1 ? " punto" : " puntos");
}

}  // namespace minga::client
