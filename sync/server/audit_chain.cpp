#include "sync/server/audit_chain.hpp"

#include "shared/base/hash.hpp"
#include "shared/codec/value_json.hpp"

namespace minga::sync {

std::string record_digest(const Record& record) {
    std::string text = record.id.to_text() + ' ' + record.kind + ' ' +
                       record.organization.to_text() + ' ' + std::to_string(record.rev) +
                       (record.deleted ? " deleted " : " ");
    fields_to_json(record.fields).dump_to(text);
    return sha256_hex(text);
}

std::string next_audit_hash(std::string_view previous, std::string_view entry) {
    std::string text{previous};
    text.append(entry);
    return sha256_hex(text);
}

std::string audit_entry(const LedgerEntry& op, const Actor& actor, Instant made_at,
                        const std::vector<const Record*>& changed) {
    Json roles = Json::array();
    for (const RoleAssignment& role : actor.roles) {
        roles.push(role.role + "@" + role.organization.to_text());
    }
    Json records = Json::array();
    for (const Record* record : changed) {
        Json one = Json::array();
        one.push(record->id.to_text()).push(record->rev).push(record_digest(*record));
        records.push(std::move(one));
    }
    Json entry = Json::object();
    entry.set("device", op.device.to_text())
        .set("n", op.n)
        .set("op", op.hash)
        .set("verdict", sha256_hex(op.verdict))
        .set("user", op.user.to_text())
        .set("roles", std::move(roles))
        .set("made_at", made_at.ms)
        .set("received_at", op.received_at.ms)
        .set("records", std::move(records));
    return entry.dump();
}

Result<void> append_audit(ServerStore& store, std::string_view entry) {
    const AuditHead head = store.audit_head();
    return store.put_audit({head.number + 1, next_audit_hash(head.hash, entry)}, entry);
}

}  // namespace minga::sync
