/// One change by one person on one device, and what the server said of it.
#pragma once

#include "shared/base/instant.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace minga::sync {

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
    Instant made_at;            ///< The device's clock: for people to read, never to decide.
    std::int64_t schema = 0;    ///< The version of the record tables it was made with.

    friend bool operator==(const Op&, const Op&) = default;
};

/// What is left of an op that its author took back: its number, so that later ones can arrive.
Op emptied(Op op);

/// The version of the record tables. Raise it when a record or field is added, changed or dropped.
inline constexpr std::int64_t schema_version = 1;

enum class Outcome : std::uint8_t {
    applied = 1,
    unchanged = 2,
    conflict = 3,  ///< Something waits for a person; the other fields were merged.
    refused = 4,   ///< Something broke a rule; the other fields were merged.
    fork = 5,      ///< Another op has this number: the device is a copy and must take a new name.
    schema_ahead = 6,  ///< Made with newer tables than the server's: kept, not merged.
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

    friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// Whether the op's value for `field` is what the server now holds.
bool accepts(const Verdict& verdict, std::string_view field);

}  // namespace minga::sync
