/// A small country for tests: two municipalities with a cycle under way, and people with roles.
#pragma once

#include "shared/base/rng.hpp"
#include "shared/programs/embedded.hpp"
#include "shared/rules/actor.hpp"
#include "shared/rules/record_set.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace minga::test {

using Fields = std::initializer_list<std::pair<const std::string, Value>>;

/// Text from a literal; a bare literal would become a truth value.
inline Value text(std::string_view value) {
    return Value{std::string{value}};
}
inline Value number(std::int64_t value) {
    return Value{value};
}

class World {
public:
    World();
    /// One of another programme, with nothing in it.
    explicit World(const Catalog& programme) : catalog(programme) {}

    /// A new record of the municipality under test, not stored. Where its kind has a natural key,
    /// its id is the derived one.
    Record draft(std::string_view kind, Fields fields);
    /// The same, stored.
    Record add(std::string_view kind, Fields fields);
    /// A stored record as it is now.
    Record get(const Id& id) const;
    /// Writes one field of a stored record, past all rules.
    void set(const Id& id, std::string_view field, Value value);

    Actor person(std::string_view login, std::string_view name, std::string_view role,
                 const Id& home) const;

    const Catalog& catalog;
    RecordSet records;
    Id municipality;  ///< Has no Dirección de Control, and no other optional position.
    Id neighbour;     ///< Another municipality.
    Id enrollment;
    Id cycle;
    Id diagnosis;
    Id plan;        ///< January to December 2026.
    Id line;        ///< March to June 2026, owned by `owner`.
    Id other_line;  ///< Owned by somebody else.
    Id activity;    ///< Of `line`, April to May 2026.
    Id neighbour_plan;
    Actor mayor;
    Actor secretary;
    Actor committee;
    Actor owner;
    Actor subdere;
    Actor admin;
    Actor neighbour_secretary;

protected:
    Id next_id();

private:
    SeededRandom random_{20261120};
    std::int64_t made_ = 0;
};

}  // namespace minga::test
