#include "sync/server/carried_exchange.hpp"

#include "shared/codec/json.hpp"
#include "sync/wire/frame.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

Result<std::string> first_frame(std::string_view frames) {
    FrameReader reader;
    reader.feed(frames);
    auto frame = reader.next();
    if (!frame) return frame.error();
    if (!*frame) return make_error(ErrorCode::bundle_damaged, "Al archivo le falta el comienzo.");
    return std::string{**frame};
}

std::int64_t op_count(const Json& verdict) {
    if (verdict.is_object()) return 1;
    const Json::Array& run = verdict.items();
    if (run.size() != 3 || !run[0].is_integer() || !run[1].is_integer()) return 0;
    return *run[1].integer() - *run[0].integer() + 1;
}

/// What the device would ask next, once it has taken this answer.
Result<std::string> next_question(std::string_view question, const Json& answer) {
    auto json = parse_json(question);
    if (!json) return json.error();
    auto cursors = cursors_from_json((*json)["cursors"]);
    auto reached = cursors_from_json(answer["cursors"]);
    if (!cursors) return cursors.error();
    if (!reached) return reached.error();
    for (const auto& [scope, cursor] : *reached) cursors->insert_or_assign(scope, cursor);
    json->set("epoch", answer.text_at("epoch"))
        .set("acked_n", answer.integer_at("next_n") - 1)
        .set("cursors", cursors_to_json(*cursors));
    return json->dump();
}

}  // namespace

CarriedExchange::CarriedExchange(ServerStore& store, const Catalog& catalog, Actor actor,
                                 Clock& clock, const Id& device)
    : store_(store), catalog_(catalog), actor_(std::move(actor)), clock_(clock), device_(device) {
    begin_session();
}

void CarriedExchange::begin_session() {
    session_ = std::make_unique<ServerSession>(store_, catalog_, actor_, clock_);
    if (keys_ != nullptr) session_->know(*keys_);
}

Result<void> CarriedExchange::feed(std::string_view frames) {
    if (question_.empty()) {
        auto header = first_frame(frames);
        if (!header) return header.error();
        auto json = parse_json(*header);
        if (!json) return json.error();
        if (json->text_at("device") != device_.to_text()) {
            return make_error(ErrorCode::bundle_damaged,
                              "El archivo dice ser de un equipo y trae cambios de otro: no se "
                              "tomó nada.");
        }
        question_ = *std::move(header);
    }
    if (is_forked_ || is_of_other_epoch_) return {};
    session_->feed(frames);
    batch_bytes_ += frames.size();
    return {};
}

Result<void> CarriedExchange::apply() {
    if (next_n_before_ == 0) {
        const auto state = store_.find_device(device_);
        next_n_before_ = state ? state->next_n : 1;
    }
    return session_->apply();
}

Result<bool> CarriedExchange::answer(ServerStore& reader, std::string& contents) {
    if (question_.empty()) {
        return make_error(ErrorCode::bundle_damaged, "Al archivo le falta el comienzo.");
    }
    auto body = session_->answer(reader);
    if (!body) return body.error();
    auto text = first_frame(*body);
    if (!text) return text.error();
    auto head = parse_json(*text);
    if (!head) return head.error();

    // Past the limit the device hears of the rest when it asks again: a part that is missing only
    // ends what it can take.
    const bool has_room = contents.size() < carried_answer_bytes_max;
    if (has_room) {
        std::string part;
        append_frame(part, question_);
        part += *body;
        append_body(contents, part);
    }

    for (const Json& verdict : (*head)["verdicts"].items()) {
        counts_.ops += op_count(verdict);
        if (verdict.text_at("v") == "conflict") ++counts_.conflicts;
        if (verdict.text_at("v") == "refused") ++counts_.refused;
    }
    next_n_ = head->integer_at("next_n");
    counts_.taken = std::max<std::int64_t>(next_n_ - next_n_before_, 0);
    counts_.records += head->integer_at("records");
    is_forked_ = head->boolean_at("fork");
    // What the file brings behind this was made for that epoch too, while the questions go on in
    // the new one.
    is_of_other_epoch_ = is_of_other_epoch_ || !session_->takes_ops();
    auto question = next_question(question_, *head);
    if (!question) return question.error();
    begin_session();
    batch_bytes_ = 0;
    question_ = *std::move(question);
    std::string frame;
    append_frame(frame, question_);
    session_->feed(frame);
    return head->boolean_at("more") && !is_forked_ && has_room;
}

}  // namespace minga::sync
