#include "server/reports/quarantine_report.hpp"

#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>

namespace minga::server {
namespace {

constexpr std::string_view report_key = "quarantine";
constexpr std::string_view everywhere = "all";
constexpr std::string_view at_home = "own_organization";

}  // namespace

Json quarantined_to_json(const SqliteStore& store, const QuarantineEntry& entry) {
    const auto home = store.find(entry.organization);
    const schema::RecordInfo* info = schema::find_record_info(entry.kind);
    const sync::Op op = entry.op.value_or(sync::Op{});
    const auto record = store.find(entry.record);
    FieldMap present;
    for (const auto& [key, value] : op.set) {
        if (record) present.emplace(key, value_of(record->fields, key));
    }
    return Json::object()
        .set("number", entry.number)
        .set("state", entry.state)
        .set("organization", entry.organization.to_text())
        .set("organization_name", home ? text_of(home->fields, "name") : std::string{})
        .set("kind", entry.kind)
        .set("kind_name", info != nullptr ? info->label : std::string_view{entry.kind})
        .set("record", entry.record.to_text())
        .set("author", entry.author)
        .set("device", entry.device.to_text())
        .set("received_at", entry.received_at.ms)
        .set("readable", entry.op.has_value())
        .set("made_at", op.made_at.ms)
        .set("removal", op.remove)
        .set("restoration", op.restore)
        .set("exists", record.has_value())
        .set("deleted", record && record->deleted)
        .set("set", fields_to_json(op.set))
        .set("was", fields_to_json(op.was))
        .set("present", fields_to_json(present))
        .set("decided_by", entry.decided_by)
        .set("decided_at", entry.decided_at.ms)
        .set("reason", entry.reason);
}

bool may_review(const Actor& actor, const Id& organization, const Catalog& catalog) {
    return std::any_of(actor.roles.begin(), actor.roles.end(), [&](const RoleAssignment& held) {
        const std::string_view scope = catalog.roles().report_scope(report_key, held.role);
        return scope == everywhere || (scope == at_home && held.organization == organization);
    });
}

bool may_review_all(const Actor& actor, const Catalog& catalog) {
    return std::any_of(actor.roles.begin(), actor.roles.end(), [&](const RoleAssignment& held) {
        return catalog.roles().report_scope(report_key, held.role) == everywhere;
    });
}

}  // namespace minga::server
