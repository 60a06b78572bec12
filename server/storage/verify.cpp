#include "server/storage/verify.hpp"

#include "shared/base/hash.hpp"
#include "sync/server/audit_chain.hpp"

#include <unordered_map>
#include <unordered_set>

namespace minga::server {
namespace {

using storage::Row;
using Break = Verification::Break;

class ChainWalk {
public:
    explicit ChainWalk(SqliteStore& store) : store_(store) {}

    Result<Verification> walk() {
        auto done = walk_links();
        if (done && !result_.first_break) done = check_records();
        if (done && !result_.first_break) done = check_graves();
        if (done && !result_.first_break) done = check_ops_have_links();
        if (done) done = store_.status();
        if (!done) return done.error();
        return result_;
    }

private:
    struct LastChange {
        std::int64_t link;
        std::string digest;
    };

    void report(std::int64_t link, std::string what) {
        if (!result_.first_break || link < result_.first_break->link) {
            result_.first_break = Break{link, std::move(what)};
        }
    }

    Result<void> walk_links() {
        return store_.database().each("SELECT number, hash, entry FROM audit ORDER BY number",
                                      [&](const Row& row) {
                                          check_link(row.integer(0), row.text(1), row.text(2));
                                          return !result_.first_break.has_value();
                                      });
    }

    void check_link(std::int64_t number, std::string_view hash, std::string_view entry) {
        const std::int64_t expected = result_.links + 1;
        if (number != expected) return report(expected, "Falta el eslabón en la cadena.");
        const std::string computed = sync::next_audit_hash(previous_, entry);
        if (computed != hash) {
            return report(number, "El eslabón no calza con el anterior: fue alterado.");
        }
        previous_ = computed;
        ++result_.links;
        const auto json = parse_json(entry);
        if (!json) return report(number, "El eslabón no se puede leer.");
        if (json->text_at("event") == sync::collection_event) {
            for (const Json& one : (*json)["records"].items()) note_collection(number, one);
            return;
        }
        if (!json->contains("event")) check_op(number, *json);
        for (const Json& change : (*json)["records"].items()) note_change(number, change);
    }

    void check_op(std::int64_t number, const Json& entry) {
        const auto device = Id::parse(entry.text_at("device"));
        if (!device) return report(number, "El eslabón no nombra un equipo.");
        const auto op = store_.find_op(*device, entry.integer_at("n"));
        if (!op) return report(number, "Falta en el registro de cambios el que nombra el eslabón.");
        ++result_.ops;
        if (sha256_hex(op->payload) != entry.text_at("op") || op->hash != entry.text_at("op")) {
            return report(number, "El contenido del cambio fue alterado.");
        }
        if (sha256_hex(op->verdict) != entry.text_at("verdict")) {
            return report(number, "El resultado del cambio fue alterado.");
        }
        if (op->user.to_text() != entry.text_at("user")) {
            return report(number, "La persona que hizo el cambio fue alterada.");
        }
    }

    void note_change(std::int64_t number, const Json& change) {
        const Json::Array& parts = change.items();
        const std::string* id = parts.size() == 3 ? parts[0].text() : nullptr;
        const std::string* digest = parts.size() == 3 ? parts[2].text() : nullptr;
        if (id == nullptr || digest == nullptr) {
            return report(number, "El eslabón no dice qué registro cambió.");
        }
        last_changes_[*id] = {number, *digest};
    }

    /// A collected record must be one that the chain knows, and as it knew it last.
    void note_collection(std::int64_t number, const Json& collected) {
        const Json::Array& parts = collected.items();
        const std::string* id = parts.size() == 3 ? parts[0].text() : nullptr;
        const std::string* digest = parts.size() == 3 ? parts[2].text() : nullptr;
        const auto last = id != nullptr ? last_changes_.find(*id) : last_changes_.end();
        if (digest == nullptr || last == last_changes_.end() || last->second.digest != *digest) {
            return report(number, "El eslabón retira un registro que no era como dice.");
        }
        last_changes_.erase(last);
        graves_.insert(*id);
    }

    /// What was collected is remembered, and nothing else is.
    Result<void> check_graves() {
        auto done = store_.database().each("SELECT id FROM grave", [&](const Row& row) {
            const std::string id = row.id(0).to_text();
            if (graves_.erase(id) == 0) {
                report(0, "El registro " + id + " figura como retirado y ningún eslabón lo dice.");
            }
        });
        if (!done) return done;
        for (const std::string& id : graves_) {
            report(0, "Falta el rastro del registro retirado " + id + ".");
        }
        return {};
    }

    Result<void> check_records() {
        auto done = store_.changed_since({}, -1, [&](const sync::StampedRecord& stamped) {
            ++result_.records;
            const std::string id = stamped.record.id.to_text();
            const auto last = last_changes_.find(id);
            if (last == last_changes_.end()) {
                report(0, "El registro " + id + " no tiene ningún eslabón.");
                return true;
            }
            if (last->second.digest != sync::record_digest(stamped.record)) {
                report(last->second.link,
                       "El registro " + id + " no dice lo que decía al escribirse.");
            }
            last_changes_.erase(last);
            return true;
        });
        if (!done) return done;
        for (const auto& [id, change] : last_changes_) {
            report(change.link, "Falta el registro " + id + ".");
        }
        return {};
    }

    Result<void> check_ops_have_links() {
        std::int64_t count = 0;
        auto done = store_.database().each("SELECT count(*) FROM op",
                                           [&](const Row& row) { count = row.integer(0); });
        if (done && count != result_.ops) {
            report(0, "Hay " + std::to_string(count - result_.ops) + " cambios sin eslabón.");
        }
        return done;
    }

    SqliteStore& store_;
    Verification result_;
    std::string previous_{sync::audit_hash_zero};
    std::unordered_map<std::string, LastChange> last_changes_;
    std::unordered_set<std::string> graves_;
};

}  // namespace

Result<Verification> verify_store(SqliteStore& store) {
    auto done = store.begin_reading();
    if (!done) return done.error();
    auto result = ChainWalk{store}.walk();
    store.end_reading();
    return result;
}

Result<void> append_event(SqliteStore& store, const AuditEvent& event, Instant now) {
    Json entry = Json::object();
    entry.set("event", event.event).set("at", now.ms);
    for (const auto& [key, value] : event.details) entry.set(key, value);
    return sync::append_audit(store, entry.dump());
}

}  // namespace minga::server
