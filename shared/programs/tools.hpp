/// The management tools that a plan can put to work, each for one subcriterion.
#pragma once

#include "shared/programs/model.hpp"

#include <string>
#include <vector>

namespace minga {

struct Tool {
    std::string key;
    std::int64_t number = 0;
    std::string subcriterion;  ///< key
    std::string name;
    std::string description;
};

namespace programs {

std::vector<Tool> read_tools(const ObjectReader& file, const Model& model);

}  // namespace programs
}  // namespace minga
