/// When a rule of a programme applies: every key must hold one of its values.
///
/// A key without a dot is a field of the record; `kind.field` is a field of the record itself or of
/// its nearest ancestor of that kind; `subject.kind` is the kind of the record that it hangs from.
/// rules/ancestry.hpp evaluates them.
#pragma once

#include "shared/programs/object_reader.hpp"

#include <string>
#include <vector>

namespace minga {

struct Condition {
    std::string key;
    std::vector<std::string> values;
};

namespace programs {

/// The conditions under `key` of `row`; none where it is absent.
std::vector<Condition> read_conditions(const ObjectReader& row, std::string_view key);

}  // namespace programs
}  // namespace minga
