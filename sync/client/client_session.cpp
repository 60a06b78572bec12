#include "sync/client/client_session.hpp"

#include "shared/codec/json.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/op_codec.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

Error bad_answer(std::string detail) {
    return make_error(ErrorCode::malformed,
                      "La respuesta del servidor llegó incompleta. Se intentará otra vez; nada se "
                      "perdió.",
                      {}, std::move(detail));
}

Result<void> read_verdicts(const Json& json, SyncAnswer& answer) {
    for (const Json& item : json.items()) {
        if (!item.is_array()) {
            auto verdict = verdict_from_json(item);
            if (!verdict) return verdict.error();
            answer.verdicts.push_back(std::move(*verdict));
            continue;
        }
        if (item.items().size() != 3) return bad_answer("run");
        std::array<std::int64_t, 3> run{};
        for (std::size_t i = 0; i < run.size(); ++i) {
            const std::int64_t* number = item.items()[i].integer();
            if (number == nullptr) return bad_answer("run");
            run[i] = *number;
        }
        if (run[0] < 1 || run[1] < run[0] || run[1] - run[0] > 1'000'000) return bad_answer("run");
        for (std::int64_t n = run[0]; n <= run[1]; ++n) {
            answer.verdicts.push_back({.n = n, .outcome = Outcome::applied, .rev = run[2]});
        }
    }
    return {};
}

Result<void> read_head(const Json& json, SyncAnswer& answer) {
    if (json.integer_at("minga") != 1) return bad_answer("version");
    answer.epoch = json.text_at("epoch");
    answer.server_time.ms = json.integer_at("time");
    answer.next_n = json.integer_at("next_n");
    answer.is_forked = json.boolean_at("fork");
    answer.has_more = json.boolean_at("more");
    auto cursors = cursors_from_json(json["cursors"]);
    if (!cursors) return cursors.error();
    answer.cursors = *std::move(cursors);
    for (const Json& scope : json["gone"].items()) {
        if (scope.is_text()) answer.gone.push_back(*scope.text());
    }
    const Json::Array& head = json["head"].items();
    if (head.size() == 2 && head[0].is_integer() && head[1].is_text()) {
        answer.head_number = *head[0].integer();
        answer.head_hash = *head[1].text();
    }
    return read_verdicts(json["verdicts"], answer);
}

Error error_of_status(int http_status, std::string_view body) {
    auto json = parse_json(body);
    const std::string key = json ? json->text_at("code") : std::string{};
    const std::string detail = json ? json->text_at("detail") : std::string{};
    ErrorCode code = error_code_from_key(key).value_or(ErrorCode::internal);
    if (http_status == 401) code = ErrorCode::unauthenticated;
    return make_error(code,
                      detail.empty() ? "El servidor no pudo atender la solicitud. Lo que escribió "
                                       "sigue guardado en este equipo."
                                     : detail,
                      {}, "HTTP " + std::to_string(http_status));
}

}  // namespace

Result<SyncAnswer> read_answer(std::string_view body) {
    FrameReader reader;
    reader.feed(body);
    SyncAnswer answer;
    bool has_head = false;
    std::int64_t announced = 0;
    while (true) {
        auto frame = reader.next();
        if (!frame) return frame.error();
        if (!*frame) break;
        auto json = parse_json(**frame);
        if (!json) return json.error();
        if (!has_head) {
            auto read = read_head(*json, answer);
            if (!read) return read.error();
            has_head = true;
            announced = json->integer_at("records");
            continue;
        }
        auto delta = delta_from_json(*json);
        if (!delta) return delta.error();
        answer.records.push_back(std::move(*delta));
    }
    const bool is_whole = has_head && !reader.has_partial() &&
                          static_cast<std::int64_t>(answer.records.size()) == announced;
    if (!is_whole) return bad_answer("cut");
    return answer;
}

Result<std::string> ClientSession::next_request() {
    is_done_ = false;
    auto ops = store_.outbox(batch_bytes_);
    if (!ops) return ops.error();
    Json header = Json::object();
    header.set("minga", 1).set("device", store_.device().to_text());
    if (!store_.epoch().empty()) header.set("epoch", store_.epoch());
    header.set("schema", schema_version);
    if (store_.last_n() > 0) header.set("last_n", store_.last_n());
    if (store_.acked_n() > 0) header.set("acked_n", store_.acked_n());
    if (answer_bytes_ != batch_bytes_max) header.set("budget", answer_bytes_);
    header.set("cursors", cursors_to_json(store_.cursors()));
    const auto former_names = store_.former_names();
    if (!former_names.empty()) {
        Json formerly = Json::array();
        for (const OwnChain::Former& former : former_names) {
            formerly.push(Json::array().push(former.device.to_text()).push(former.n_max));
        }
        header.set("formerly", std::move(formerly));
    }
    if (!only_.empty()) {
        Json only = Json::array();
        for (const std::string& scope : only_) only.push(scope);
        header.set("only", std::move(only));
    }
    std::string body;
    append_frame(body, header.dump());
    for (const OutboxOp& op : *ops) append_frame(body, op.text);
    ++totals_.requests;
    return body;
}

Result<void> ClientSession::take_answer(int http_status, std::string_view body) {
    if (http_status != 200) {
        if (http_status == 400 || http_status == 413) take_failure();
        return error_of_status(http_status, body);
    }
    auto answer = read_answer(body);
    if (!answer) {
        take_failure();
        return answer.error();
    }
    auto counts = store_.apply(*answer);
    if (!counts) return counts.error();
    totals_.pushed += counts->acknowledged;
    totals_.pulled += counts->pulled;
    totals_.conflicts += counts->conflicts;
    totals_.rejected += counts->rejected;
    batch_bytes_ = std::min(batch_bytes_ * 2, batch_bytes_max);
    answer_bytes_ = std::min(answer_bytes_ * 2, batch_bytes_max);
    const bool has_waiting = store_.acked_n() < store_.last_n();
    is_done_ = !answer->has_more && !answer->is_forked && !has_waiting && !counts->must_reread;
    return {};
}

void ClientSession::take_failure() {
    batch_bytes_ = std::max(batch_bytes_ / 2, batch_bytes_min);
    answer_bytes_ = std::max(answer_bytes_ / 2, batch_bytes_min);
}

}  // namespace minga::sync
