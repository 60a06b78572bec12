/// Values drawn at random, for laws that must hold for all of them. A seed repeats a draw.
#pragma once

#include "shared/base/rng.hpp"
#include "shared/schema/record.hpp"

#include <string>

namespace minga::test {

/// An index in [0, size). `size` is at least 1.
std::size_t arbitrary_index(SeededRandom& random, std::size_t size);

/// Well-formed UTF-8 that is hard on codecs: quotes, separators, formulas, line ends, accents,
/// emoji. Never empty, never with trailing blanks, at most `length_max` code points.
std::string arbitrary_text(SeededRandom& random, std::size_t length_max);

/// A value in canonical form that the field allows.
Value arbitrary_value(const schema::FieldInfo& info, SeededRandom& random);

struct FieldsOptions {
    bool all = false;  ///< Every field has a value; otherwise each one as it falls.
};
FieldMap arbitrary_fields(const schema::RecordInfo& info, SeededRandom& random,
                          FieldsOptions options = {});

}  // namespace minga::test
