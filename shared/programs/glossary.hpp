/// The terms of the guides, in their words.
#pragma once

#include "shared/programs/object_reader.hpp"

#include <string>
#include <vector>

namespace minga {

struct Term {
    std::string key;
    std::string term;
    std::string definition;
};

namespace programs {

std::vector<Term> read_glossary(const ObjectReader& file);

}  // namespace programs
}  // namespace minga
