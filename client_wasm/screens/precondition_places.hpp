/// Where in the application a person settles what a transition still waits for.
#pragma once

#include <string_view>

namespace minga::client {

/// The route of that place; "" where there is none.
std::string_view place_of_precondition(std::string_view precondition);

}  // namespace minga::client
