/// The part of the device's store that follows what its person may see and do: scopes and roles
/// that were taken away or given while the device was elsewhere.
#include "shared/base/bytes.hpp"
#include "shared/base/text.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/rules/words.hpp"
#include "sync/client/device_store.hpp"
#include "sync/client/op_state.hpp"
#include "sync/wire/actor_codec.hpp"

#include <algorithm>

namespace minga::sync {

using storage::Row;
using storage::Transaction;

namespace {

constexpr std::string_view every_scope = "*";
constexpr std::string_view submitted_scope = "after_submit";
constexpr std::string_view forgotten_setting = "forgotten_n";

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + " " + std::string{count == 1 ? one : many};
}

std::string fate_of(std::int64_t unsent) {
    if (unsent == 0) return "No quedaba nada suyo por enviar.";
    return counted(unsent, "cambio suyo sin enviar se entrega",
                   "cambios suyos sin enviar se entregan") +
           " al servidor, que no los aplica: quedan guardados para que los revise quien supervisa "
           "esa institución. En este equipo quedan sellados: aquí ya nadie puede leerlos.";
}

std::string role_name(const RoleAssignment& held, const Catalog& catalog) {
    const Role* role = catalog.roles().find(held.role);
    return role != nullptr ? role->name : held.role;
}

/// The names of the roles that `after` holds and `before` does not.
std::string gained(const Actor& before, const Actor& after, const Catalog& catalog) {
    std::vector<std::string> names;
    for (const RoleAssignment& held : after.roles) {
        const bool is_old =
            std::find(before.roles.begin(), before.roles.end(), held) != before.roles.end();
        if (!is_old) names.push_back(role_name(held, catalog));
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return enumerated(names);
}

/// What is kept as JSON, under `key`; what does not read as such is written out as it is.
void set_kept(Json& line, std::string_view key, std::string_view kept) {
    if (auto json = parse_json(kept)) {
        line.set(key, *std::move(json));
    } else if (is_valid_utf8(kept)) {
        line.set(key, Json::object().set("raw", kept));
    } else {
        line.set(key, Json::object().set("raw_hex", to_hex(as_byte_span(kept))));
    }
}

}  // namespace

std::int64_t DeviceStore::forgotten_n() const {
    // Of what is read again, all has to come: what is not in it is taken for lost.
    if (is_rereading()) return last_n();
    const auto number = Decimal::parse(setting(forgotten_setting));
    return number ? number->thousandths / 1000 : 0;
}

/// From now on the server must not leave out what this device wrote: it may not be here.
Result<void> DeviceStore::forget_words() {
    return put_setting(forgotten_setting, std::to_string(last_n()));
}

Result<void> DeviceStore::lose_scopes(const SyncAnswer& answer) {
    const Cursors held = cursors();
    const bool sees_all_now = answer.cursors.contains(std::string{every_scope});
    for (const std::string& scope : answer.gone) {
        if (!held.contains(scope)) continue;
        auto done = database_->run("DELETE FROM cursor WHERE scope = ?1", scope);
        if (done) done = database_->run("DELETE FROM listing WHERE scope = ?1", scope);
        if (done) done = database_->run("DELETE FROM listed WHERE scope = ?1", scope);
        if (done) done = drop_snapshot(scope);
        // Whoever now sees everything keeps what they had.
        if (done && !sees_all_now) done = lose_scope(scope, answer.seal_keys);
        // What was sealed under new numbers is not here either.
        if (done) done = forget_words();
        if (!done) return done;
    }
    return {};
}

/// What the person may not see any more leaves the device at once. Their own ops stay, sealed and
/// with no record to show them on, until the server has them.
Result<void> DeviceStore::lose_scope(std::string_view scope, std::string_view seal_keys) {
    const auto home = Id::parse(scope);
    const std::size_t slash = scope.find('/');
    const auto of_share = Id::parse(slash == std::string_view::npos ? "" : scope.substr(slash + 1));
    const bool is_everything = scope == every_scope;
    std::string name;
    LostScope lost{.which = "scope = ?1", .home = home ? *home : Id{}, .scope = std::string{scope}};
    if (is_everything) lost.which = "?1 IS NOT NULL";
    if (home) lost.which = "scope IS NULL AND record.organization = ?1";
    if (home || of_share) {
        if (const auto record = find(home ? *home : *of_share)) {
            name = text_of(record->fields, "name");
        }
    }
    // Gone from the disk too, not only from the tables.
    auto done = database_->execute("PRAGMA secure_delete = ON");
    if (!done) return done;
    auto unsent = seal_ops(lost, seal_keys);
    if (!unsent) return unsent.error();
    // Ids are stored as blobs, names of other scopes as text.
    const std::string sql = "DELETE FROM record WHERE " + lost.which;
    done = home ? database_->run(sql, *home) : database_->run(sql, scope);
    const std::int64_t removed = database_->changes();
    if (done) done = database_->execute("PRAGMA secure_delete = OFF");
    if (!done || (removed == 0 && *unsent == 0)) return done;
    std::string title = "Ya no tiene acceso a " + (name.empty() ? "una parte de los datos" : name);
    if (is_everything) title = "Ya no tiene acceso a todas las instituciones";
    if (scope == "published") title = "Ya no tiene acceso a lo que otras instituciones publican";
    if (scope.starts_with(submitted_scope)) {
        title = "Ya no tiene acceso a lo que presenta " +
                (name.empty() ? std::string{"cada municipalidad"} : name);
    }
    return add_notice("scope_lost", title,
                      "Sus datos se quitaron de este equipo. " + fate_of(*unsent));
}

/// One record that they may not see any more, for what it hangs from is not shared any longer.
Result<void> DeviceStore::withdraw_record(const Id& id) {
    auto done = database_->execute("PRAGMA secure_delete = ON");
    if (done) done = database_->run("DELETE FROM record WHERE id = ?1", id);
    if (done) done = database_->execute("PRAGMA secure_delete = OFF");
    return done;
}

/// What the person may do is as the server says; the device's own rules follow at once.
Result<void> DeviceStore::take_actor(const Actor& actor) {
    if (!actor_ || actor_->user != actor.user || *actor_ == actor) return {};
    auto done = put_setting("actor", actor_to_text(actor));
    if (!done) return done;
    const std::string now = gained(*actor_, actor, catalog_);
    const std::string no_more = gained(actor, *actor_, catalog_);
    actor_ = actor;
    if (now.empty() && no_more.empty()) return {};
    std::string text;
    if (!now.empty()) text = "Ahora tiene: " + now + ".";
    if (!no_more.empty()) {
        text +=
            std::string{text.empty() ? "" : " "} + "Ya no tiene: " + no_more +
            ". Lo que haya hecho con ese rol y no se alcanzó a enviar puede volver con rechazo: "
            "queda en su bandeja, completo.";
    }
    return add_notice("roles_changed", "Sus roles cambiaron", text);
}

/// The fields of an op that was ahead, without those that later ops of this device have written.
Result<FieldMap> DeviceStore::not_said_since(const Op& op, std::int64_t number,
                                             std::int64_t number_max) const {
    FieldMap left = op.set;
    auto done = database_->each(
        "SELECT text FROM op WHERE record = ?1 AND number > ?2 AND number <= ?3 "
        "AND state IN (0, 1)",
        [&](const Row& row) {
            const auto later = op_from_text(row.text(0));
            if (!later) return;
            if (later->remove) left.clear();
            for (const auto& [key, value] : later->set) left.erase(key);
        },
        op.record, number, number_max);
    if (!done) return done.error();
    return left;
}

/// The server's tables have caught up with ops that were ahead of them: they go again, under new
/// numbers, since each number has had its one verdict.
Result<void> DeviceStore::offer_ahead(const SyncAnswer& answer) {
    struct Ahead {
        std::int64_t number;
        Op op;
    };
    std::vector<Ahead> all_ahead;
    auto done = database_->each(
        "SELECT number, text, verdict FROM op WHERE state = ?1 ORDER BY number",
        [&](const Row& row) {
            auto op = op_from_text(row.text(1));
            auto verdict = parse_json(row.text(2));
            const bool awaits = verdict && verdict->text_at("v") == to_key(Outcome::awaits);
            if (op && (awaits ? has_ground(*op) : op->schema <= answer.schema)) {
                all_ahead.push_back({row.integer(0), *std::move(op)});
            }
        },
        std::int64_t{op_ahead});
    if (!done || all_ahead.empty()) return done;
    const std::int64_t number_max = last_op();
    for (Ahead& ahead : all_ahead) {
        auto left = not_said_since(ahead.op, ahead.number, number_max);
        if (!left) return left.error();
        ahead.op.set = *std::move(left);
        ahead.op.n = next_n_;
        if (has_words(ahead.op)) {
            done = database_->run(
                "INSERT INTO op(device, n, record, target, target_rev, effect, text, made_at, "
                "state, generation) SELECT ?2, ?3, record, target, target_rev, effect, ?4, "
                "made_at, 0, generation FROM op WHERE number = ?1",
                ahead.number, device_, ahead.op.n, op_to_text(ahead.op));
            ++next_n_;
        }
        if (done) {
            done = database_->run("UPDATE op SET state = ?2 WHERE number = ?1", ahead.number,
                                  std::int64_t{op_reissued});
        }
        if (done) done = rebuild_view(ahead.op.record);
        if (!done) return done;
    }
    return put_setting("next_n", std::to_string(next_n_));
}

Result<std::string> DeviceStore::unaccepted_work() const {
    std::string lines;
    auto done = database_->each(
        "SELECT number, text, verdict FROM op WHERE state IN (0, 2, 4) ORDER BY number",
        [&](const Row& row) {
            Json line = Json::object().set("op", row.integer(0));
            set_kept(line, "change", row.text(1));
            if (!row.is_null(2)) set_kept(line, "verdict", row.text(2));
            lines += line.dump() + '\n';
        });
    if (done) {
        done = database_->each(
            "SELECT record, kind, organization, field, value FROM shelf ORDER BY record, field",
            [&](const Row& row) {
                Json item = Json::object();
                item.set("record", row.id(0).to_text()).set("kind", row.text(1));
                item.set("organization", row.id(2).to_text()).set("field", row.text(3));
                set_kept(item, "value", row.text(4));
                lines += Json::object().set("shelf", std::move(item)).dump() + '\n';
            });
    }
    if (!done) return done.error();
    return lines;
}

Result<void> DeviceStore::empty() {
    const Id device_before = device_;
    const std::int64_t next_n_before = next_n_;
    const std::string epoch_before = epoch_;
    const std::int64_t generation_before = generation_;
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (done) done = forget_everything();
    if (done) done = transaction.commit();
    if (!done) {
        device_ = device_before;
        next_n_ = next_n_before;
        epoch_ = epoch_before;
        generation_ = generation_before;
        return done;
    }
    actor_.reset();
    token_.clear();
    ++change_count_;
    return {};
}

}  // namespace minga::sync
