/// The merge law (MERGE.md): one op meets one record. A pure function, the same on device and
/// server.
///
/// For each field of the op, in order:
///  1. last changed at or before the op's base, or last written by the op's own device → taken;
///  2. already says the same → nothing to do;
///  3. a set → what the op added is added, what it removed is removed;
///  4. anything else → the accepted value stays and a conflict is opened.
/// No clock takes part.
#pragma once

#include "sync/merge/op.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace minga::sync {

/// Who last wrote a field, and when in the record's and the server's counting.
struct FieldStamp {
    std::int64_t rev = 0;  ///< The record's revision at which it last changed.
    std::int64_t seq = 0;  ///< The server's commit order of that change.
    Id device;             ///< Nil where the server worked the value out (merged sets).
    /// That device's op; negative where what it left there are not its own words (a decision on a
    /// conflict, a field emptied as the record was made again after its grave): its author's own
    /// work like any op, but it comes back to their device like anybody's.
    std::int64_t n = 0;

    friend bool operator==(const FieldStamp&, const FieldStamp&) = default;
};

/// Whether the author of `op` had seen the change that left `stamp`.
bool has_seen(const Op& op, const FieldStamp& stamp);

/// The ops that are one person's own on one device: a device, and what it was called before a copy
/// of it forced it to take a new name. One's own earlier ops never conflict with one's later ones.
struct OwnChain {
    struct Former {
        Id device;
        std::int64_t n_max = 0;  ///< Its ops up to this one are ours; later ones are the copy's.
    };

    Id device;
    std::vector<Former> formerly{};

    bool holds(const FieldStamp& stamp) const;
};

/// The key under which the stamp of a deletion (or of its undoing) is kept.
inline constexpr std::string_view deletion_key = "deleted";

/// The key under which the last decision on a conflict that wrote in the record is kept: its author
/// hears of the revision that it made even where they have written the field again since.
inline constexpr std::string_view decision_key = "#decision";

using Stamps = std::map<std::string, FieldStamp, std::less<>>;

/// A record with the stamps that merging needs.
struct StampedRecord {
    Record record;
    Stamps stamps;
    std::int64_t created_seq = 0;
    std::int64_t seq = 0;  ///< The commit order of its last change.
    Instant deleted_at{};  ///< By the server's clock; 0 while it lives.

    friend bool operator==(const StampedRecord&, const StampedRecord&) = default;
};

struct FieldConflict {
    std::string field;  ///< A field's key, or `deletion_key`.
    Value base;
    Value theirs;
    Value mine;

    friend bool operator==(const FieldConflict&, const FieldConflict&) = default;
};

struct MergeResult {
    FieldMap changed;                 ///< Fields to write; `monostate` clears.
    std::vector<std::string> merged;  ///< Sets that came of both sides' work, changed or not.
    std::vector<FieldConflict> conflicts;
    std::optional<bool> deleted;  ///< What the record's `deleted` becomes, where it changes.

    bool changes_something() const { return !changed.empty() || deleted.has_value(); }
    friend bool operator==(const MergeResult&, const MergeResult&) = default;
};

/// `current` is nullptr for a record that does not exist yet. Fields that `info` does not know, or
/// all of them where `info` is nullptr, merge as plain values.
MergeResult merge(const StampedRecord* current, const Op& op, const OwnChain& chain,
                  const schema::RecordInfo* info);

/// Whether the op's author knew of no such record.
bool makes_record(const Op& op);

/// The members of `current` after the change from `base` to `mine`: additions and removals.
TextSet merge_sets(const TextSet& base, const TextSet& current, const TextSet& mine);

}  // namespace minga::sync
