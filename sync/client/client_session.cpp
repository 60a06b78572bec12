#include "sync/client/client_session.hpp"

#include "shared/codec/json.hpp"
#include "sync/client/former_names.hpp"
#include "sync/wire/actor_codec.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/op_codec.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace minga::sync {
namespace {

/// A server whose snapshots are no good is read in the plain way.
constexpr int given_up_max = 3;

/// More ops than the largest request holds. A run is short to write, however long it is.
constexpr std::size_t verdict_count_max = 250'000;

/// What an answer may hold that changes nothing for the request behind it.
constexpr std::array<std::string_view, 9> plain_keys{
    "minga", "epoch", "time", "next_n", "verdicts", "head", "cursors", "safe_n", "more"};

/// Names no scope: who asks for this one alone reads nothing.
constexpr std::string_view no_scope = "-";

/// The end of the year 9999. What counts with a server's clock does not overflow.
constexpr std::int64_t time_ms_max = 253'402'300'799'999;

Error bad_answer(std::string detail) {
    return make_error(ErrorCode::malformed,
                      "La respuesta del servidor llegó incompleta. Se intentará otra vez; nada se "
                      "perdió.",
                      {}, std::move(detail));
}

/// As where no answer came at all: the link may be better the next time.
Error cut_answer() {
    Error error = bad_answer("cut");
    error.code = ErrorCode::network_failed;
    return error;
}

Result<void> read_verdicts(const Json& json, SyncAnswer& answer) {
    for (const Json& item : json.items()) {
        if (!item.is_array()) {
            auto verdict = verdict_from_json(item);
            if (!verdict) return verdict.error();
            answer.verdicts.push_back(std::move(*verdict));
            if (answer.verdicts.size() > verdict_count_max) return bad_answer("verdicts");
            continue;
        }
        if (item.items().size() != 3) return bad_answer("run");
        std::array<std::int64_t, 3> run{};
        for (std::size_t i = 0; i < run.size(); ++i) {
            const std::int64_t* number = item.items()[i].integer();
            if (number == nullptr) return bad_answer("run");
            run[i] = *number;
        }
        const auto room = static_cast<std::int64_t>(verdict_count_max - answer.verdicts.size());
        if (run[0] < 1 || run[1] < run[0] || run[1] - run[0] >= room) return bad_answer("run");
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
    const bool is_moment = answer.server_time.ms >= 0 && answer.server_time.ms <= time_ms_max;
    if (!is_moment) return bad_answer("time");
    answer.next_n = json.integer_at("next_n");
    answer.safe_n = json.integer_at("safe_n");
    answer.backed_n = json.integer_at("backed_n");
    answer.is_forked = json.boolean_at("fork");
    answer.has_more = json.boolean_at("more");
    answer.is_chain_altered = json.boolean_at("altered");
    auto cursors = cursors_from_json(json["cursors"]);
    if (!cursors) return cursors.error();
    answer.cursors = *std::move(cursors);
    answer.schema = json.integer_at("schema", schema_version);
    if (json.contains("me")) {
        auto actor = actor_from_json(json["me"]);
        if (!actor) return actor.error();
        answer.actor = *std::move(actor);
    }
    if (json.contains("instruments")) {
        answer.instruments = instrument_news_from_json(json["instruments"]);
        if (!answer.instruments) return bad_answer("instruments");
    }
    for (const auto& [scope, offer] : json["snapshots"].members()) {
        answer.snapshots.push_back({.scope = scope,
                                    .etag = offer.text_at("etag"),
                                    .seq = offer.integer_at("seq"),
                                    .bytes = offer.integer_at("bytes")});
    }
    for (const Json& scope : json["gone"].items()) {
        if (scope.is_text()) answer.gone.push_back(*scope.text());
    }
    answer.seal_keys = json.text_at("seal");
    for (const Json& item : json["reviews"].items()) {
        auto review = review_from_json(item);
        if (!review) return review.error();
        answer.reviews.push_back(*std::move(review));
    }
    for (const Json& scope : json["listed"].items()) {
        if (scope.is_text()) answer.listed.push_back(*scope.text());
    }
    const Json::Array& head = json["head"].items();
    if (head.size() == 2 && head[0].is_integer() && head[1].is_text()) {
        answer.head_number = *head[0].integer();
        answer.head_hash = *head[1].text();
    }
    return read_verdicts(json["verdicts"], answer);
}

Result<SyncAnswer::Listing> read_list(const Json& json) {
    SyncAnswer::Listing list{.scope = json.text_at("scope"), .ids = {}};
    for (const Json& item : json["ids"].items()) {
        if (!item.is_text()) return bad_answer("ids");
        auto id = Id::parse(*item.text());
        if (!id) return id.error();
        list.ids.push_back(*id);
    }
    return list;
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

/// How far an answer counts by its last mark.
struct Marked {
    Cursors cursors{};
    std::size_t records = 0;
    std::size_t bytes = 0;
};

/// An answer that was cut is one that had room for less: up to its last mark.
void cut_back(SyncAnswer& answer, Marked marked) {
    answer.records.erase(answer.records.begin() + static_cast<std::ptrdiff_t>(marked.records),
                         answer.records.end());
    const bool may_have_gained_all =
        !answer.gone.empty() && answer.cursors.contains(std::string{scope_of_all});
    answer.cursors = std::move(marked.cursors);
    // Who sees everything from now on keeps what they hold, and reads it all from the beginning.
    if (may_have_gained_all) answer.cursors.try_emplace(std::string{scope_of_all});
    // What exists is told as a whole, behind the last mark.
    answer.lists.clear();
    answer.listed.clear();
    answer.has_more = true;
}

Result<void> read_frame(const Json& json, SyncAnswer& answer, Marked& marked) {
    if (json.contains("ids")) {
        auto list = read_list(json);
        if (!list) return list.error();
        answer.lists.push_back(*std::move(list));
        return {};
    }
    if (json.contains("at")) {
        auto cursors = cursors_from_json(json["at"]);
        if (!cursors) return cursors.error();
        for (const auto& [scope, cursor] : *cursors) marked.cursors.insert_or_assign(scope, cursor);
        marked.records = answer.records.size();
        return {};
    }
    auto delta = delta_from_json(json);
    if (!delta) return delta.error();
    answer.records.push_back(std::move(*delta));
    return {};
}

}  // namespace

Result<ReceivedAnswer> read_received(std::string_view body) {
    FrameReader reader;
    reader.feed(body);
    ReceivedAnswer received;
    SyncAnswer& answer = received.answer;
    Marked marked;
    bool has_head = false;
    bool is_damaged = false;
    std::int64_t announced = 0;
    std::size_t announced_lists = 0;
    std::size_t bytes = 0;
    while (true) {
        auto frame = reader.next();
        if (!frame && !has_head) return frame.error();
        is_damaged = !frame;
        if (is_damaged || !*frame) break;
        auto json = parse_json(**frame);
        if (!json) return json.error();
        if (!has_head) {
            auto read = read_head(*json, answer);
            if (!read) return read.error();
            has_head = true;
            announced = json->integer_at("records");
            announced_lists = static_cast<std::size_t>(json->integer_at("lists"));
            continue;
        }
        bytes += (*frame)->size();
        const std::size_t marked_before = marked.records;
        auto read = read_frame(*json, answer, marked);
        if (!read) return read.error();
        if (marked.records != marked_before) marked.bytes = bytes;
    }
    if (!has_head) return bad_answer("cut");
    received.is_cut = is_damaged || reader.has_partial() ||
                      static_cast<std::int64_t>(answer.records.size()) != announced ||
                      answer.lists.size() != announced_lists;
    if (received.is_cut) {
        received.marked_bytes = static_cast<std::int64_t>(marked.bytes);
        cut_back(answer, std::move(marked));
    }
    return received;
}

Result<SyncAnswer> read_answer(std::string_view body) {
    auto received = read_received(body);
    if (!received) return received.error();
    if (received->is_cut) return bad_answer("cut");
    return std::move(received->answer);
}

Result<RequestBody> make_request(DeviceStore& store, const RequestOptions& options) {
    const std::int64_t acked_n = std::max(store.acked_n(), options.behind_n);
    const std::int64_t after_n = std::max(options.held_n, options.behind_n);
    Result<std::vector<OutboxOp>> ops = std::vector<OutboxOp>{};
    if (!options.is_asking) ops = store.outbox(options.ops_bytes, after_n);
    if (!ops) return ops.error();
    Json header = Json::object();
    header.set("minga", 1).set("device", store.device().to_text());
    if (!store.epoch().empty()) header.set("epoch", store.epoch());
    header.set("schema", schema_version);
    if (store.last_n() > 0) header.set("last_n", store.last_n());
    if (acked_n > 0) header.set("acked_n", acked_n);
    if (store.backed_n() > 0) header.set("backed_n", store.backed_n());
    if (store.reviewed_n() > 0) header.set("reviewed", store.reviewed_n());
    if (store.forgotten_n() > 0) header.set("own_n", store.forgotten_n());
    if (store.actor() != nullptr) header.set("who", actor_digest(*store.actor()));
    if (!store.instruments().texts().empty()) {
        header.set("instruments", held_instruments_to_json(store.instruments()));
    }
    if (const auto seen = store.seen_head()) {
        header.set("saw",
                   Json::array().push(seen->number).push(seen->hash.substr(0, asked_hash_digits)));
    }
    if (options.held_n > 0) {
        auto digest = store.held_digest(options.held_n);
        if (!digest) return digest.error();
        Json held = Json::array();
        held.push(options.held_n).push(*std::move(digest));
        header.set("held", std::move(held));
    }
    if (options.names_ops && !ops->empty()) {
        const std::int64_t last_n = ops->back().n;
        auto digest = store.ops_digest(acked_n, last_n);
        if (!digest) return digest.error();
        Json named = Json::array();
        named.push(acked_n).push(last_n).push(*std::move(digest));
        header.set("ops", std::move(named));
    }
    if (options.answer_bytes != batch_bytes_max) header.set("budget", options.answer_bytes);
    if (options.wants_marks) header.set("marks", mark_bytes);
    const Cursors cursors = store.cursors();
    header.set("cursors", cursors_to_json(cursors));
    const std::vector<SnapshotDownload> downloads = store.downloads();
    if (options.takes_snapshots && (cursors.empty() || !downloads.empty())) {
        Json begun = Json::object();
        for (const SnapshotDownload& one : downloads) begun.set(one.scope, one.etag);
        header.set("snapshots", std::move(begun));
    }
    const auto former_names = store.former_names();
    if (!former_names.empty()) header.set("formerly", former_names_to_json(former_names));
    RequestBody body;
    // Behind another: from where that one read, which brought nothing. One more comes where these
    // ops are not the last, and it would read the same again.
    const bool is_last = !ops->empty() && ops->back().n == store.last_n();
    body.is_reading = options.behind_n == 0 || (is_last && !cursors.empty());
    if (!body.is_reading) {
        header.set("only", Json::array().push(no_scope));
    } else if (!options.only.empty()) {
        Json only = Json::array();
        for (const std::string& scope : options.only) only.push(scope);
        header.set("only", std::move(only));
    }
    append_frame(body.text, header.dump());
    for (const OutboxOp& op : *ops) append_frame(body.text, op.text);
    if (!ops->empty()) {
        body.first_n = ops->front().n;
        body.last_n = ops->back().n;
    }
    for (const OutboxOp& op : *ops) {
        if (op.is_first_time && body.first_new_n == 0) body.first_new_n = op.n;
    }
    return body;
}

/// A request as the device would have made it under that name. It reads nothing.
Result<std::string> ClientSession::former_request(const OwnChain::Former& former) {
    auto batch = store_.former_outbox(former.device, batch_.bytes());
    if (!batch) return batch.error();
    Json header = Json::object();
    header.set("minga", 1).set("device", former.device.to_text()).set("epoch", store_.epoch());
    header.set("schema", schema_version);
    if (!batch->epoch.empty()) header.set("made_in", batch->epoch);
    std::vector<OwnChain::Former> before = store_.former_names();
    const auto is_this = [&](const OwnChain::Former& one) { return one.device == former.device; };
    before.erase(std::find_if(before.begin(), before.end(), is_this), before.end());
    if (!before.empty()) header.set("formerly", former_names_to_json(before));
    header.set("cursors", Json::object()).set("only", Json::array().push(no_scope));
    std::string body;
    append_frame(body, header.dump());
    for (const OutboxOp& op : batch->ops) append_frame(body, op.text);
    ++totals_.requests;
    return body;
}

Result<std::string> ClientSession::next_request() {
    is_done_ = false;
    asking_as_ = store_.former_turn();
    if (asking_as_) return former_request(*asking_as_);
    RequestOptions options{.only = only_,
                           .ops_bytes = batch_.bytes(),
                           .answer_bytes = answer_.bytes(),
                           .takes_snapshots = takes_snapshots_,
                           .wants_marks = true};
    const std::int64_t acked_n = store_.acked_n();
    if (server_next_n_ == 0) {
        // Where a batch is on its way and nobody knows how far it came, the server is asked first.
        options.is_asking = store_.sent_n() > acked_n + 1;
    } else if (server_next_n_ - 1 > acked_n) {
        const std::int64_t known_n = std::min(server_next_n_ - 1, store_.sent_n());
        // Behind a sealed op may lie others that the server has: it goes alone, and they need not.
        const std::int64_t held_n = std::min(known_n, store_.named_n());
        if (held_n < known_n) options.ops_bytes = 1;
        if (held_n > acked_n) options.held_n = held_n;
    }
    auto body = make_request(store_, options);
    if (!body) return body.error();
    batch_sent_ = {body->first_n, body->last_n, body->first_new_n, body->is_reading};
    on_its_way_n_ = body->first_n;
    server_next_n_ = 0;
    ++totals_.requests;
    return std::move(body->text);
}

Result<std::optional<std::string>> ClientSession::request_ahead() {
    ahead_.reset();
    // Of a server not yet heard of, and of one that may have a part already, nothing is known.
    const bool is_plain = !asking_as_ && on_its_way_n_ != 0 && doubtful_n_ == 0 &&
                          !store_.epoch().empty() && batch_sent_.last_n < store_.last_n();
    if (!is_plain) return std::optional<std::string>{};
    Pace pace = batch_;
    pace.succeed();
    auto body = make_request(store_, {.only = only_,
                                      .ops_bytes = pace.bytes(),
                                      .answer_bytes = answer_.bytes(),
                                      .behind_n = batch_sent_.last_n,
                                      .wants_marks = true});
    if (!body) return body.error();
    if (body->first_n != batch_sent_.last_n + 1) return std::optional<std::string>{};
    ahead_ = {body->first_n, body->last_n, body->first_new_n, body->is_reading};
    return std::optional{std::move(body->text)};
}

bool ClientSession::may_follow(int http_status, std::string_view body) const {
    if (!ahead_ || http_status != 200) return false;
    FrameReader reader;
    reader.feed(body);
    const auto frame = reader.next();
    if (!frame || !*frame || reader.has_partial()) return false;
    const auto head = parse_json(**frame);
    if (!head) return false;
    for (const auto& [key, value] : head->members()) {
        if (std::find(plain_keys.begin(), plain_keys.end(), key) == plain_keys.end()) return false;
    }
    std::int64_t accepted_n = batch_sent_.first_n - 1;
    for (const Json& run : (*head)["verdicts"].items()) {
        const Json::Array& ends = run.items();
        const bool is_next = ends.size() == 3 && ends[0].is_integer() && ends[1].is_integer() &&
                             *ends[0].integer() == accepted_n + 1;
        if (!is_next) return false;
        accepted_n = *ends[1].integer();
    }
    return head->text_at("epoch") == store_.epoch() && accepted_n == batch_sent_.last_n &&
           head->integer_at("next_n") == ahead_->first_n;
}

void ClientSession::follow() {
    MINGA_ASSERT(ahead_);
    batch_sent_ = *std::exchange(ahead_, std::nullopt);
    on_its_way_n_ = batch_sent_.first_n;
    server_next_n_ = 0;
    is_done_ = false;
    ++totals_.requests;
}

Result<void> ClientSession::drop_ahead() {
    const auto dropped = std::exchange(ahead_, std::nullopt);
    if (!dropped || dropped->first_new_n == 0) return {};
    return store_.mark_unsent(dropped->first_new_n);
}

Result<void> ClientSession::take_answer(int http_status, std::string_view body) {
    if (http_status != 200) {
        if (http_status == 400 || http_status == 413) shrink();
        return error_of_status(http_status, body);
    }
    auto received = read_received(body);
    if (!received) {
        shrink();
        return received.error();
    }
    SyncAnswer* answer = &received->answer;
    if (asking_as_) {
        auto counts = store_.apply_former(*asking_as_, *answer);
        if (!counts) return counts.error();
        totals_.pushed += counts->acknowledged;
        totals_.conflicts += counts->conflicts;
        totals_.rejected += counts->rejected;
        return {};
    }
    // Nothing was read with it: what others did is yet to come.
    if (!batch_sent_.is_reading) answer->has_more = true;
    auto counts = store_.apply(*answer);
    if (!counts) return counts.error();
    server_next_n_ = answer->is_forked ? 0 : answer->next_n;
    totals_.pushed += counts->acknowledged;
    totals_.pulled += counts->pulled;
    for (const SyncAnswer::Listing& list : answer->lists) {
        totals_.listed += static_cast<std::int64_t>(list.ids.size());
    }
    totals_.conflicts += counts->conflicts;
    totals_.rejected += counts->rejected;
    settle_pace(*received);
    offered_.clear();
    for (const SnapshotOffer& offer : answer->snapshots) offered_.push_back(offer.scope);
    const bool has_waiting = store_.acked_n() < store_.last_n();
    is_done_ = !answer->has_more && !answer->is_forked && !has_waiting && !counts->must_reread &&
               offered_.empty() && !store_.former_turn();
    const bool is_lost =
        received->is_cut && received->marked_bytes == 0 && counts->acknowledged == 0;
    return is_lost ? Result<void>{cut_answer()} : Result<void>{};
}

/// What the link bore of this exchange, and of one before that had no answer.
void ClientSession::settle_pace(const ReceivedAnswer& received) {
    on_its_way_n_ = 0;
    const std::int64_t doubtful_n = std::exchange(doubtful_n_, 0);
    if (doubtful_n == 0) {
        batch_.succeed();
    } else if (received.answer.next_n <= doubtful_n) {
        batch_.fail();
    }
    if (!received.is_cut) {
        answer_.succeed();
    } else if (received.marked_bytes > 0) {
        // Twice as much as came: what the server packs for nothing stays small.
        answer_.hold_to(received.marked_bytes * 2);
    } else {
        answer_.fail();
    }
}

std::optional<RangeRequest> ClientSession::next_range() {
    fetching_.reset();
    if (!takes_snapshots_ || offered_.empty()) return std::nullopt;
    for (SnapshotDownload& one : store_.downloads()) {
        if (std::find(offered_.begin(), offered_.end(), one.scope) == offered_.end()) continue;
        const std::int64_t end = std::min(one.received + one.step_bytes, one.bytes);
        RangeRequest request{
            .path = "/api/v1/snapshots/" + one.scope,
            .range = "bytes=" + std::to_string(one.received) + "-" + std::to_string(end - 1),
            .if_match = '"' + one.etag + '"'};
        fetching_ = std::move(one);
        ++totals_.requests;
        return request;
    }
    return std::nullopt;
}

Result<void> ClientSession::give_up(const SnapshotDownload& download) {
    std::erase(offered_, download.scope);
    if (++given_up_ >= given_up_max) takes_snapshots_ = false;
    auto dropped = store_.drop_snapshot(download.scope);
    return dropped;
}

Result<void> ClientSession::take_range(const RangeAnswer& answer) {
    if (!fetching_) return {};
    const SnapshotDownload fetching = *std::exchange(fetching_, std::nullopt);
    const bool is_gone = answer.status == 403 || answer.status == 404 || answer.status == 412 ||
                         answer.status == 416;
    const bool is_whole = answer.status == 200;
    const bool is_other = answer.etag != '"' + fetching.etag + '"';
    if (is_gone || ((is_whole || answer.status == 206) && is_other)) return give_up(fetching);
    if (!is_whole && answer.status != 206) return error_of_status(answer.status, answer.body);
    std::string_view bytes = answer.body;
    if (is_whole) {
        bytes.remove_prefix(std::min(bytes.size(), static_cast<std::size_t>(fetching.received)));
    }
    auto taken = store_.take_snapshot(fetching.scope, bytes);
    if (!taken) {
        const ErrorCode code = taken.error().code;
        if (code == ErrorCode::malformed || code == ErrorCode::bad_frame ||
            code == ErrorCode::too_large) {
            return give_up(fetching);
        }
        return taken.error();
    }
    totals_.pulled += *taken;
    if (fetching.received + static_cast<std::int64_t>(bytes.size()) >= fetching.bytes) {
        std::erase(offered_, fetching.scope);
        return {};
    }
    // A piece that was cut is worth what came of it, and tells what the link bears.
    const std::int64_t asked = std::min(fetching.step_bytes, fetching.bytes - fetching.received);
    const bool is_cut = static_cast<std::int64_t>(bytes.size()) < asked;
    return store_.set_snapshot_step(fetching.scope,
                                    is_cut ? fetching.step_bytes / 2 : fetching.step_bytes * 2);
}

void ClientSession::take_failure() {
    if (fetching_) {
        store_.set_snapshot_step(fetching_->scope, fetching_->step_bytes / 2).ignore();
        fetching_.reset();
        return;
    }
    // What the server got of a batch that was cut counts: a smaller one would only pack worse.
    const bool may_have_come = on_its_way_n_ != 0 && doubtful_n_ == 0;
    if (may_have_come) {
        doubtful_n_ = std::exchange(on_its_way_n_, 0);
    } else {
        shrink();
    }
}

void ClientSession::shrink() {
    on_its_way_n_ = 0;
    batch_.fail();
    answer_.fail();
}

Result<void> ClientSession::take_no_connection() {
    if (batch_sent_.first_new_n == 0) return {};
    return store_.mark_unsent(batch_sent_.first_new_n);
}

}  // namespace minga::sync
