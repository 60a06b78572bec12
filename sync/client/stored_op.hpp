/// One row of the device's `op` table, read.
#pragma once

#include "sync/client/device_store.hpp"
#include "sync/client/op_state.hpp"

#include <string>

namespace minga::sync {

struct DeviceStore::StoredOp {
    std::int64_t number = 0;
    Op op{};
    Id target{};
    std::int64_t target_rev = 0;
    std::string effect{};
    bool is_taken_back = false;  ///< Its number alone still has to reach the server.
    std::string text{};
    std::int64_t state = op_waiting;
    bool is_sent = false;
    std::string verdict{};
};

}  // namespace minga::sync
