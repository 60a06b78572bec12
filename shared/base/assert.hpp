/// `MINGA_ASSERT`: a broken promise of our own code. Compiled into every build; prints and aborts.
///
/// Never used on input: bad input is a `Result` with an error (see result.hpp).
#pragma once

namespace minga {

/// Prints `expression`, `file` and `line` to standard error and aborts.
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);

}  // namespace minga

#define MINGA_ASSERT(expression) \
    ((expression) ? void(0) : ::minga::assertion_failed(#expression, __FILE__, __LINE__))
