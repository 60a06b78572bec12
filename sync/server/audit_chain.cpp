#include "sync/server/audit_chain.hpp"

#include "shared/base/hash.hpp"
#include "shared/codec/value_json.hpp"

#include <string>

namespace minga::sync {
namespace {

template <typename List, typename Append>
void append_list(std::string& out, const List& list, const Append& append) {
    out += '[';
    bool is_first = true;
    for (const auto& one : list) {
        if (!is_first) out += ',';
        is_first = false;
        append(one);
    }
    out += ']';
}

}  // namespace

std::string record_digest(const Record& record) {
    return record_digest(record, fields_to_text(record.fields));
}

std::string record_digest(const Record& record, std::string_view body) {
    std::string text = record.id.to_text() + ' ' + record.kind + ' ' +
                       record.organization.to_text() + ' ' + std::to_string(record.rev) +
                       (record.deleted ? " deleted " : " ");
    text.append(body);
    return sha256_hex(text);
}

std::string next_audit_hash(std::string_view previous, std::string_view entry) {
    std::string text{previous};
    text.append(entry);
    return sha256_hex(text);
}

std::string audit_entry(const LedgerEntry& op, const Actor& actor, Instant made_at,
                        const std::vector<ChangedRecord>& changed) {
    std::string entry = "{\"device\":\"" + op.device.to_text() +
                        "\",\"n\":" + std::to_string(op.n) + ",\"op\":\"" + op.hash +
                        "\",\"verdict\":\"" + sha256_hex(op.verdict) + "\",\"user\":\"" +
                        op.user.to_text() + "\",\"roles\":";
    append_list(entry, actor.roles, [&](const RoleAssignment& role) {
        append_json_text(entry, role.role + "@" + role.organization.to_text());
    });
    entry += ",\"made_at\":" + std::to_string(made_at.ms) +
             ",\"received_at\":" + std::to_string(op.received_at.ms) + ",\"records\":";
    append_list(entry, changed, [&](const ChangedRecord& record) {
        entry += "[\"" + record.id.to_text() + "\"," + std::to_string(record.rev) + ",\"" +
                 record.digest + "\"]";
    });
    entry += '}';
    return entry;
}

Result<void> append_audit(ServerStore& store, std::string_view entry) {
    const AuditHead head = store.audit_head();
    return store.put_audit({head.number + 1, next_audit_hash(head.hash, entry)}, entry);
}

}  // namespace minga::sync
