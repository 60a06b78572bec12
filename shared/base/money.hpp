/// Whole thousands of Chilean pesos: "M$" in the guides, `*_kclp` in the record keys.
#pragma once

#include <cstdint>

namespace minga {

struct Money {
    std::int64_t kclp = 0;

    friend bool operator==(const Money&, const Money&) = default;
    friend Money operator+(Money a, Money b) { return {a.kclp + b.kclp}; }
};

}  // namespace minga
