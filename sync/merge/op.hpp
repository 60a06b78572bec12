/// One change by one person on one device, and what the server said of it.
#pragma once

#include "shared/base/instant.hpp"
#include "shared/schema/lift.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace minga::sync {

/// Whoever wrote an op in the server's present epoch may have seen whatever its base says.
inline constexpr std::int64_t seen_everything = INT64_MAX;

/// An op is frozen when it is made: its text travels byte for byte the same each time it is sent.
struct Op {
    std::int64_t n = 0;  ///< The device's own count, dense from 1.
    Id record;
    std::string kind;           ///< Needed when the record is made; repeated for readers otherwise.
    Id organization;            ///< The record's home.
    std::int64_t base_rev = 0;  ///< The revision the person saw; 0 for a new record.
    FieldMap set;               ///< New values; `monostate` clears a field.
    FieldMap was;               ///< What those fields said before, on this device.
    bool remove = false;        ///< Deletes the record; `set` is empty.
    bool restore = false;       ///< Brings a deleted record back as it was; `set` is empty.
    Instant made_at;            ///< The device's clock: for people to read, never to decide.
    std::int64_t schema = 0;    ///< The version of the record tables it was made with.
    /// The server's epoch that `base_rev` counts in, where it is an earlier one: a backup was
    /// restored since.
    std::string epoch{};
    /// Not on the wire: what its author can have seen, in the server's commit order. Less than
    /// everything only for an op of an earlier epoch.
    std::int64_t seen_seq_max = seen_everything;

    friend bool operator==(const Op&, const Op&) = default;
};

/// Whether it says anything, or is what is left of an op that was taken back.
bool has_words(const Op& op);

/// What is left of an op that its author took back: its number, so that later ones can arrive.
Op emptied(Op op);

/// The version of the record tables of this program.
inline constexpr std::int64_t schema_version = schema::schema_version;

enum class Outcome : std::uint8_t {
    applied = 1,
    unchanged = 2,
    conflict = 3,  ///< Something waits for a person; the other fields were merged.
    refused = 4,   ///< Something broke a rule; the other fields were merged.
    fork = 5,      ///< Another op has this number: the device is a copy and must take a new name.
    schema_ahead = 6,  ///< Made with newer tables than the server's: kept, not merged.
    /// Of an earlier epoch, about a record that the restored server does not have yet: kept, and
    /// offered again when it is there.
    awaits = 7,
};

std::string_view to_key(Outcome outcome);
std::optional<Outcome> outcome_from_key(std::string_view key);

/// Every op ends in exactly one. Fields in neither list were accepted.
struct Verdict {
    std::int64_t n = 0;
    Outcome outcome = Outcome::applied;
    std::int64_t rev = 0;  ///< The record's revision after the op; 0 where it made none.
    std::vector<std::string>
        conflicts{};                    ///< Fields that wait for a person; "deleted" for removal.
    std::vector<Error> refusals{};      ///< With their field; an empty field is the whole op.
    std::vector<std::string> merged{};  ///< Set fields whose value the server worked out.
    /// The op's text, where it came sealed and its author may read it again. Only on the way.
    std::string opened{};

    friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// Whether the op's value for `field` is what the server now holds.
bool accepts(const Verdict& verdict, std::string_view field);

}  // namespace minga::sync
