#include "sync/server/server_session.hpp"

#include "shared/base/hash.hpp"
#include "shared/codec/json.hpp"
#include "shared/rules/permit.hpp"
#include "sync/bundle/sealed_op.hpp"
#include "sync/server/apply_op.hpp"
#include "sync/wire/op_codec.hpp"

#include <algorithm>
#include <utility>

namespace minga::sync {
namespace {

constexpr std::int64_t held_count_max = 16'384;

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
    header.made_in = json->text_at("made_in");
    header.schema = json->integer_at("schema");
    header.last_n = json->integer_at("last_n");
    header.acked_n = json->integer_at("acked_n");
    const Json::Array& held = (*json)["held"].items();
    if (held.size() == 2 && held[0].is_integer() && held[1].is_text()) {
        header.held_n = *held[0].integer();
        header.held_digest = *held[1].text();
    }
    const Json::Array& seen = (*json)["saw"].items();
    if (seen.size() == 2 && seen[0].is_integer() && seen[1].is_text()) {
        header.seen_head = {*seen[0].integer(), *seen[1].text()};
    }
    header.forgotten_n = json->integer_at("own_n");
    header.backed_n = json->integer_at("backed_n");
    header.reviewed_n = json->integer_at("reviewed");
    header.actor_digest = json->text_at("who");
    header.instruments = held_instruments_from_json((*json)["instruments"]);
    header.takes_snapshots = json->contains("snapshots");
    for (const auto& [scope, etag] : (*json)["snapshots"].members()) {
        if (etag.is_text()) header.snapshots.emplace(scope, *etag.text());
    }
    header.budget_bytes = std::clamp<std::int64_t>(
        json->integer_at("budget", answer_budget_bytes_default), 1024, answer_budget_bytes_max);
    header.mark_bytes =
        std::clamp<std::int64_t>(json->integer_at("marks"), 0, answer_budget_bytes_max);
    auto cursors = cursors_from_json((*json)["cursors"]);
    if (!cursors) return bad_header("cursors");
    header.cursors = *std::move(cursors);
    for (const Json& scope : (*json)["only"].items()) {
        if (scope.is_text()) header.only.push_back(*scope.text());
    }
    return header;
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

std::vector<Scope> readable_scopes(const Actor& actor, const Catalog& catalog,
                                   const ServerStore& store) {
    std::vector<Scope> scopes = readable_scopes(actor, catalog);
    if (!scopes.empty() && scopes.front().is_everything()) return scopes;
    std::vector<Id> homes;
    for (const Scope& scope : scopes) homes.push_back(*scope.organization);
    for (const ReadShare& read : shares_of(actor, store, catalog)) {
        const bool is_home = read.organization && std::find(homes.begin(), homes.end(),
                                                            *read.organization) != homes.end();
        if (is_home || !store.has_shared(read.share)) continue;
        scopes.push_back({.organization = read.organization, .share = read.share, .but = homes});
    }
    return scopes;
}

std::optional<Scope> whole_scope(std::string_view key, const Actor& actor, const Catalog& catalog) {
    if (key == scope_of_all) {
        return sees_everything(actor, catalog) ? std::optional{Scope{}} : std::nullopt;
    }
    const auto organization = Id::parse(key);
    if (!organization || organization->to_text() != key) return std::nullopt;
    if (!may_read(actor, *organization, catalog)) return std::nullopt;
    return Scope{*organization};
}

/// What this request may read: whoever sees everything opens single organizations by naming them.
std::vector<Scope> ServerSession::scopes_of(const ServerStore& store) const {
    std::vector<Scope> scopes = readable_scopes(actor_, catalog_, store);
    if (!sees_everything(actor_, catalog_)) return scopes;
    for (const std::string& key : header_.only) {
        const auto scope = whole_scope(key, actor_, catalog_);
        if (!scope || std::find(scopes.begin(), scopes.end(), *scope) != scopes.end()) continue;
        const auto record = store.find(*scope->organization);
        if (record && record->kind == "organization") scopes.push_back(*scope);
    }
    return scopes;
}

Result<void> ServerSession::ask(const Authority& authority) {
    if (!authority) return {};
    auto actor = authority();
    if (!actor) return actor.error();
    MINGA_ASSERT(actor->user == actor_.user);
    actor_ = *std::move(actor);
    return {};
}

Result<void> ServerSession::take_header(std::string_view text) {
    auto header = read_header(text);
    if (!header) return header.error();
    header_ = std::move(*header);
    has_header_ = true;
    takes_ops_ = is_of_this_epoch();
    drop_foreign_names();
    const auto state = store_.find_device(header_.chain.device);
    is_forked_ = state && state->user != actor_.user;
    next_n_ = state ? state->next_n : 1;
    frame_n_ = 0;
    take_held();
    return is_forked_ ? Result<void>{} : note_readings();
}

/// Whether the request was made for this store as it is now. One from before a backup was restored
/// may be a late copy of a request whose verdicts the device has had: judged anew, an op would end
/// in two. The device hears of the new epoch and offers what is lacking itself.
bool ServerSession::is_of_this_epoch() const {
    if (header_.epoch.empty()) return !store_.was_restored();
    return header_.epoch == store_.epoch();
}

/// What the device says it has read, it has kept: tombstones that it has passed may go.
Result<void> ServerSession::note_readings() {
    if (header_.epoch != store_.epoch()) return {};
    const Instant now = clock_.now();
    for (const Scope& scope : scopes_of(store_)) {
        const auto given = header_.cursors.find(scope.to_key());
        if (given == header_.cursors.end()) continue;
        auto noted = store_.note_reading(
            {header_.chain.device, actor_.user, scope, given->second.complete}, now);
        if (!noted) return noted;
    }
    return {};
}

/// Verdicts of ops that arrived in a request whose answer did not: their bytes need not come again.
void ServerSession::take_held() {
    const std::int64_t first = header_.acked_n + 1;
    const bool is_asked = first > 0 && header_.held_n >= first && header_.held_n < next_n_ &&
                          header_.held_n - first < held_count_max && !is_forked_;
    if (!is_asked) return;
    std::string hashes;
    std::vector<Verdict> verdicts;
    for (std::int64_t n = first; n <= header_.held_n; ++n) {
        const auto known = store_.find_op(header_.chain.device, n);
        auto json = known ? parse_json(known->verdict) : Result<Json>{bad_header("held")};
        auto verdict = json ? verdict_from_json(*json) : Result<Verdict>{json.error()};
        if (!verdict) return;
        hashes += known->hash;
        verdicts.push_back(std::move(*verdict));
    }
    if (sha256_hex(hashes) != header_.held_digest) {
        is_forked_ = true;
        return;
    }
    for (Verdict& verdict : verdicts) verdicts_.push_back(std::move(verdict));
    verdict_n_max_ = header_.held_n;
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

/// An op that was made before a backup was restored counts revisions that this store has lost, or
/// has given to other changes since: its author can only have seen what the backup holds.
void ServerSession::limit_sight(Op& op) const {
    const std::string& epoch = op.epoch.empty() ? header_.made_in : op.epoch;
    if (epoch.empty() || epoch == store_.epoch()) return;
    op.seen_seq_max = store_.end_of_epoch(epoch);
}

/// What a sealed op says, as its author made it: under that text the ledger knows it, whether it
/// came open before or not. "" where it cannot be opened.
std::string ServerSession::opened_text(std::string_view frame, Id& home) const {
    const auto sealed = sealed_from_text(frame);
    if (!sealed || keys_ == nullptr) return {};
    home = sealed->organization;
    return open_sealed(*sealed, actor_.user, *keys_).value_or("");
}

/// A sealed op whose author may read it (again) goes back to them open: what they have to mend, or
/// whose history they ask for, they must be able to see.
void ServerSession::give_back(const Op& op, Verdict& verdict, std::string_view text) const {
    const auto record = store_.find(op.record);
    const Id home = record ? record->organization : op.organization;
    if (may_read(actor_, home, catalog_)) verdict.opened = text;
}

/// An op may find its own words there already, at a revision that its device has not read: where
/// the device then writes on, no foreign word is left to tell it of that revision, and the record
/// goes to it as if somebody else had written it.
void ServerSession::note_revision(const Op& op, const Verdict& verdict) {
    std::int64_t& known = revisions_.try_emplace(op.record, op.base_rev).first->second;
    if (verdict.outcome == Outcome::unchanged && verdict.rev > std::max(known, op.base_rev)) {
        unread_.insert(op.record);
    }
    known = std::max(known, verdict.rev);
}

Result<void> ServerSession::take_op(std::string_view frame) {
    const bool came_sealed = is_sealed(frame);
    Id home;
    const std::string opened = came_sealed ? opened_text(frame, home) : std::string{};
    const std::string_view text = opened.empty() ? frame : std::string_view{opened};
    auto op = op_from_text(text);
    if (op && op->organization.is_nil()) op->organization = home;
    std::int64_t n = op ? op->n : number_of(text);
    if (n == 0) n = frame_n_ == 0 ? next_n_ : frame_n_ + 1;
    frame_n_ = n;
    if (is_forked_ || n > next_n_) return {};
    if (n < next_n_) {
        const auto known = store_.find_op(header_.chain.device, n);
        if (known && known->hash == sha256_hex(text)) {
            auto json = parse_json(known->verdict);
            auto verdict = json ? verdict_from_json(*json) : json.error();
            if (!verdict) return verdict.error();
            if (came_sealed && op) give_back(*op, *verdict, text);
            verdicts_.push_back(std::move(*verdict));
            verdict_n_max_ = std::max(verdict_n_max_, n);
        } else {
            is_forked_ = true;
            verdicts_.push_back({.n = n, .outcome = Outcome::fork});
        }
        return {};
    }
    if (!takes_ops_) return {};
    const ApplyContext context{store_, catalog_, actor_, header_.chain, clock_.now()};
    Verdict verdict{.n = n, .outcome = Outcome::refused};
    if (op) {
        limit_sight(*op);
        auto judged = apply_op(context, *op, text);
        if (!judged) return judged.error();
        verdict = std::move(*judged);
        note_revision(*op, verdict);
        if (came_sealed) give_back(*op, verdict, text);
    } else {
        verdict.refusals.push_back(
            make_error(ErrorCode::malformed,
                       came_sealed ? "El cambio llegó sellado y este servidor no lo puede abrir. "
                                     "Queda guardado como llegó."
                                   : op.error().message));
        auto kept = record_unapplied(context, n, text, verdict);
        if (!kept) return kept;
    }
    verdicts_.push_back(std::move(verdict));
    verdict_n_max_ = std::max(verdict_n_max_, n);
    next_n_ = n + 1;
    has_new_ops_ = true;
    return {};
}

Result<void> ServerSession::apply(const Authority& authority) {
    auto begun = store_.begin();
    if (!begun) return begun;
    auto asked = ask(authority);
    if (!asked) {
        store_.roll_back();
        return asked;
    }
    if (has_header_) catch_up(store_);
    has_new_ops_ = false;
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
    if (has_new_ops_) {
        auto kept = store_.put_device(header_.chain.device, {actor_.user, next_n_}, clock_.now());
        if (!kept) return abandon(kept.error());
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

}  // namespace minga::sync
