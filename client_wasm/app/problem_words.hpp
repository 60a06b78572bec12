/// What the server says of a request that it did not do.
#pragma once

#include <string>
#include <string_view>

namespace minga::client {

/// The Spanish sentence in a problem answer's body, else `otherwise`.
std::string problem_words(std::string_view body, std::string_view otherwise);

}  // namespace minga::client
