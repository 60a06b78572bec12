/// Lives a device's life as many times as its disk (or the server's) is called, and at each time
/// lets another one of the calls fail.
#pragma once

#include "tests/fault/device_life.hpp"

#include <string>

namespace minga::fault {

struct FaultOptions {
    Side side = Side::device;
    test::DiskFault fault = test::DiskFault::broken;
    bool restarts = false;  ///< After the fault the process ends, and the next one goes on.
};

/// Empty where after each fault there was a clear error or none, the store was sound, everything
/// that had been acknowledged was there, and the rest could be done, with the result of a life
/// without faults; otherwise what was not so.
std::string fail_every_call(const FaultOptions& options);

}  // namespace minga::fault
