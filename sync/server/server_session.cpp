#include "sync/server/server_session.hpp"

#include "shared/base/hash.hpp"
#include "shared/codec/json.hpp"
#include "shared/rules/permit.hpp"
#include "sync/server/apply_op.hpp"
#include "sync/wire/op_codec.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

constexpr std::int64_t protocol_version = 1;

Error bad_header(std::string detail) {
    return make_error(ErrorCode::malformed,
                      "La solicitud no se puede leer. Actualice Minga y vuelva a sincronizar.", {},
                      std::move(detail));
}

Result<RequestHeader> read_header(std::string_view text) {
    auto json = parse_json(text);
    if (!json) return json.error();
    if (json->integer_at("minga") != protocol_version) {
        return make_error(ErrorCode::unsupported_version,
                          "Esta versión de Minga no se entiende con el servidor. Actualícela; lo "
                          "que escribió sigue guardado.");
    }
    RequestHeader header;
    auto device = Id::parse(json->text_at("device"));
    if (!device) return bad_header("device");
    header.chain.device = *device;
    for (const Json& former : (*json)["formerly"].items()) {
        if (former.items().size() != 2 || !former.items()[0].is_text())
            return bad_header("formerly");
        auto name = Id::parse(*former.items()[0].text());
        const std::int64_t* n_max = former.items()[1].integer();
        if (!name || n_max == nullptr) return bad_header("formerly");
        header.chain.formerly.push_back({*name, *n_max});
    }
    header.epoch = json->text_at("epoch");
    header.schema = json->integer_at("schema");
    header.last_n = json->integer_at("last_n");
    header.acked_n = json->integer_at("acked_n");
    header.budget_bytes = std::clamp<std::int64_t>(
        json->integer_at("budget", answer_budget_bytes_default), 1024, answer_budget_bytes_max);
    auto cursors = cursors_from_json((*json)["cursors"]);
    if (!cursors) return bad_header("cursors");
    header.cursors = *std::move(cursors);
    for (const Json& scope : (*json)["only"].items()) {
        if (scope.is_text()) header.only.push_back(*scope.text());
    }
    return header;
}

/// The verdicts as the answer holds them: runs of plain acceptance as [first, last, rev].
Json packed_verdicts(const std::vector<std::string>& texts) {
    struct Run {
        std::int64_t first = 0;
        std::int64_t last = 0;
        std::int64_t rev = 0;
    };
    Json packed = Json::array();
    std::optional<Run> run;
    const auto close_run = [&] {
        if (!run) return;
        Json item = Json::array();
        item.push(run->first).push(run->last).push(run->rev);
        packed.push(std::move(item));
        run.reset();
    };
    for (const std::string& text : texts) {
        auto json = parse_json(text);
        if (!json) continue;
        auto verdict = verdict_from_json(*json);
        if (!verdict) continue;
        const bool is_plain = verdict->outcome == Outcome::applied && verdict->merged.empty();
        if (!is_plain) {
            close_run();
            packed.push(std::move(*json));
        } else if (run && run->last + 1 == verdict->n && run->rev == verdict->rev) {
            run->last = verdict->n;
        } else {
            close_run();
            run = Run{verdict->n, verdict->n, verdict->rev};
        }
    }
    close_run();
    return packed;
}

/// What the device does not know of a record; nullopt where it knows all.
std::optional<RecordDelta> delta_for(const StampedRecord& stored, const RequestHeader& header,
                                     std::int64_t complete, bool has_own_work) {
    const bool is_new = stored.created_seq > complete;
    if (is_new && stored.record.deleted && header.epoch.empty()) return std::nullopt;
    RecordDelta delta;
    bool has_news = false;
    for (const auto& [key, stamp] : stored.stamps) {
        const bool is_known = stamp.seq <= complete;
        const bool is_own = has_own_work && stamp.device == header.chain.device && stamp.n > 0 &&
                            stamp.n <= header.last_n;
        if (is_known || is_own) continue;
        has_news = true;
        if (key == deletion_key || key == decision_key) continue;
        delta.fields.emplace(key, value_of(stored.record.fields, key));
    }
    if (!has_news) return std::nullopt;
    delta.id = stored.record.id;
    delta.rev = stored.record.rev;
    delta.deleted = stored.record.deleted;
    delta.is_whole = is_new;
    delta.kind = stored.record.kind;
    delta.organization = stored.record.organization;
    return delta;
}

/// The number of an op that cannot be read otherwise; 0 where that cannot be read either.
std::int64_t number_of(std::string_view text) {
    const auto json = parse_json(text);
    return json ? std::max<std::int64_t>(json->integer_at("n"), 0) : 0;
}

}  // namespace

std::vector<Scope> readable_scopes(const Actor& actor, const Catalog& catalog) {
    if (sees_everything(actor, catalog)) return {Scope{}};
    std::vector<Scope> scopes;
    for (const RoleAssignment& role : actor.roles) {
        const Scope scope{role.organization};
        if (std::find(scopes.begin(), scopes.end(), scope) == scopes.end() &&
            may_read(actor, role.organization, catalog)) {
            scopes.push_back(scope);
        }
    }
    return scopes;
}

Result<void> ServerSession::take_header(std::string_view text) {
    auto header = read_header(text);
    if (!header) return header.error();
    header_ = std::move(*header);
    has_header_ = true;
    drop_foreign_names();
    const auto state = store_.find_device(header_.chain.device);
    is_forked_ = state && state->user != actor_.user;
    next_n_ = state ? state->next_n : 1;
    frame_n_ = 0;
    return {};
}

/// The same device may have been heard on another connection since: a request that was given up
/// and sent again.
void ServerSession::catch_up(const ServerStore& store) {
    const auto state = store.find_device(header_.chain.device);
    if (state && state->user == actor_.user) next_n_ = std::max(next_n_, state->next_n);
}

/// A device may only have been called what its own user's devices were called.
void ServerSession::drop_foreign_names() {
    std::erase_if(header_.chain.formerly, [&](const OwnChain::Former& former) {
        const auto state = store_.find_device(former.device);
        return !state || state->user != actor_.user;
    });
}

Result<void> ServerSession::take_op(std::string_view text) {
    auto op = op_from_text(text);
    std::int64_t n = op ? op->n : number_of(text);
    if (n == 0) n = frame_n_ == 0 ? next_n_ : frame_n_ + 1;
    frame_n_ = n;
    if (is_forked_ || n > next_n_) return {};
    if (n < next_n_) {
        const auto known = store_.find_op(header_.chain.device, n);
        if (known && known->hash == sha256_hex(text)) {
            verdicts_.push_back(known->verdict);
            verdict_n_max_ = std::max(verdict_n_max_, n);
        } else {
            is_forked_ = true;
            verdicts_.push_back(verdict_to_json({.n = n, .outcome = Outcome::fork}).dump());
        }
        return {};
    }
    const ApplyContext context{store_, catalog_, actor_, header_.chain, clock_.now()};
    Verdict verdict{.n = n, .outcome = Outcome::refused};
    if (op) {
        auto judged = apply_op(context, *op, text);
        if (!judged) return judged.error();
        verdict = std::move(*judged);
    } else {
        verdict.refusals.push_back(make_error(ErrorCode::malformed, op.error().message));
        auto kept = record_unapplied(context, n, text, verdict);
        if (!kept) return kept;
    }
    verdicts_.push_back(verdict_to_json(verdict).dump());
    verdict_n_max_ = std::max(verdict_n_max_, n);
    next_n_ = n + 1;
    return store_.put_device(header_.chain.device, {actor_.user, next_n_}, context.now);
}

Result<void> ServerSession::apply() {
    auto begun = store_.begin();
    if (!begun) return begun;
    if (has_header_) catch_up(store_);
    const std::int64_t next_n_before = next_n_;
    const std::size_t verdicts_before = verdicts_.size();
    const auto abandon = [&](Error error) -> Result<void> {
        store_.roll_back();
        next_n_ = next_n_before;
        verdicts_.resize(verdicts_before);
        return error;
    };
    std::optional<Error> damage;
    while (true) {
        auto frame = reader_.next();
        if (!frame) {
            damage = frame.error();
            break;
        }
        if (!*frame) break;
        if (!has_header_) {
            auto taken = take_header(**frame);
            if (!taken) return abandon(taken.error());
            continue;
        }
        auto taken = take_op(**frame);
        if (!taken) return abandon(taken.error());
    }
    auto committed = store_.commit();
    if (!committed) return abandon(committed.error());
    if (damage) return *damage;
    return {};
}

Result<void> ServerSession::finish() {
    if (!has_header_) return bad_header("no header");
    if (reader_.has_partial()) {
        return make_error(ErrorCode::bad_frame,
                          "El último cambio llegó incompleto. Se volverá a enviar.");
    }
    return {};
}

Result<void> ServerSession::append_changes(ServerStore& reader, std::int64_t budget,
                                           Changes& changes) {
    catch_up(reader);
    // Until the device has heard of all its own ops, it could not tell its older values from newer
    // ones of others: first the verdicts, then the records.
    const std::int64_t known_to_device = std::min(next_n_ - 1, header_.last_n);
    if (std::max(header_.acked_n, verdict_n_max_) < known_to_device) {
        changes.has_more = true;
        return {};
    }
    // After a backup was restored nothing counts of what the device has read or written before.
    const bool is_known_epoch = header_.epoch.empty() || header_.epoch == reader.epoch();
    const std::int64_t head_seq = reader.last_seq();
    for (const Scope& scope : readable_scopes(actor_, catalog_)) {
        const std::string key = scope.to_key();
        const bool is_wanted =
            header_.only.empty() ||
            std::find(header_.only.begin(), header_.only.end(), key) != header_.only.end();
        if (!is_wanted) continue;
        const auto given = header_.cursors.find(key);
        Cursor cursor;
        if (is_known_epoch && given != header_.cursors.end()) cursor = given->second;
        bool is_full = static_cast<std::int64_t>(changes.body.size()) >= budget;
        if (!is_full && cursor.reached < head_seq) {
            auto read =
                reader.changed_since(scope, cursor.reached, [&](const StampedRecord& stored) {
                    if (static_cast<std::int64_t>(changes.body.size()) >= budget) {
                        is_full = true;
                        return false;
                    }
                    const auto delta = delta_for(stored, header_, cursor.complete, is_known_epoch);
                    if (delta) {
                        append_frame(changes.body, delta_to_text(*delta));
                        ++changes.count;
                    }
                    cursor.reached = stored.seq;
                    return true;
                });
            if (!read) return read;
        }
        cursors_[key] = is_full ? cursor : Cursor{head_seq, head_seq};
        if (is_full) changes.has_more = true;
    }
    return {};
}

Result<std::string> ServerSession::answer(ServerStore& reader) {
    if (!has_header_) return bad_header("no header");
    Changes changes;
    Json header = Json::object();
    header.set("minga", protocol_version);
    auto reading = reader.begin_reading();
    if (!reading) return reading.error();
    Result<void> done;
    if (!is_forked_) done = append_changes(reader, header_.budget_bytes, changes);
    const AuditHead head = reader.audit_head();
    const std::string epoch = reader.epoch();
    auto readable = reader.status();
    reader.end_reading();
    if (!done) return done.error();
    if (!readable) return readable.error();
    header.set("epoch", epoch).set("time", clock_.now().ms).set("next_n", next_n_);
    if (is_forked_) header.set("fork", true);
    if (!verdicts_.empty()) header.set("verdicts", packed_verdicts(verdicts_));
    Json head_json = Json::array();
    head_json.push(head.number).push(head.hash);
    header.set("head", std::move(head_json));
    if (changes.count > 0) header.set("records", changes.count);
    if (changes.has_more) header.set("more", true);
    header.set("cursors", cursors_to_json(cursors_));
    Json gone = Json::array();
    const auto scopes = readable_scopes(actor_, catalog_);
    for (const auto& [scope, cursor] : header_.cursors) {
        const bool is_held =
            std::any_of(scopes.begin(), scopes.end(),
                        [&name = scope](const Scope& s) { return s.to_key() == name; });
        if (!is_held) gone.push(scope);
    }
    if (!gone.items().empty()) header.set("gone", std::move(gone));
    std::string body;
    append_frame(body, header.dump());
    body += changes.body;
    return body;
}

}  // namespace minga::sync
