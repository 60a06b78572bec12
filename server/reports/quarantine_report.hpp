/// The quarantine as reports and the command line show it.
#pragma once

#include "server/storage/quarantine.hpp"
#include "shared/codec/json.hpp"

namespace minga::server {

/// {"number", "state", "organization", "organization_name", "kind", "kind_name", "record",
/// "author", "device", "received_at", "readable", "made_at", "removal", "restoration", "exists",
/// "deleted", "set", "was", "present", "decided_by", "decided_at", "reason"}; `present` is what the
/// fields of `set` say now.
Json quarantined_to_json(const SqliteStore& store, const QuarantineEntry& entry);

/// Whether the person answers for what is written in that organization (roles.json, `reports`).
bool may_review(const Actor& actor, const Id& organization, const Catalog& catalog);
/// Whether they answer for every organization.
bool may_review_all(const Actor& actor, const Catalog& catalog);

}  // namespace minga::server
