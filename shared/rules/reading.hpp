/// Who may read which record. People read all of the organizations to which they belong, and those
/// who oversee the programme read everything. Beyond that stand the *shares*: what an organization
/// has submitted, for those who validate it, and what it has published, for all. A share is a read
/// scope of the permission matrix that has rules in the workflow (`sharing`).
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"
#include "shared/rules/ancestry.hpp"
#include "shared/rules/lookup.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

/// Whether the actor sees every organization (`subdere`, `admin`, `auditor`).
bool sees_everything(const Actor& actor, const Catalog& catalog);

/// Whether the actor may read all records whose home is `organization`. Whoever works for all
/// organizations, as validators do, belongs to none by it.
bool may_read(const Actor& actor, const Id& organization, const Catalog& catalog);

/// Whether the actor may read that record: as above, or by a share that is theirs.
bool may_read(const Actor& actor, const Record& record, const Lookup& lookup,
              const Catalog& catalog);

/// The shares of a programme, in the order of its rules: "after_submit", "published".
std::vector<std::string> all_shares(const Catalog& catalog);

/// A share as somebody reads it.
struct ReadShare {
    std::string share;
    std::optional<Id> organization{};  ///< Of this one alone; empty: of all.

    friend bool operator==(const ReadShare&, const ReadShare&) = default;
};

/// What the actor reads of shares.
std::vector<ReadShare> shares_of(const Actor& actor, const Lookup& lookup, const Catalog& catalog);

/// Whether some record of that kind can be in the share at all.
bool may_be_shared(std::string_view kind, std::string_view share, const Catalog& catalog);

/// Whether the record is in the share now. A deleted one is what it was while it lived.
bool is_shared(const Record& record, std::string_view share, const Lookup& lookup,
               const Catalog& catalog);

/// Whether what lies under a record may enter or leave a share when that field of it changes.
bool decides_shares(std::string_view kind, std::string_view field, const Catalog& catalog);

}  // namespace minga
