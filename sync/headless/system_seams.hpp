/// The real clock and the real randomness, for programs that run on an operating system.
#pragma once

#include "shared/base/instant.hpp"
#include "shared/base/rng.hpp"

#include <random>

namespace minga::sync {

class SystemClock final : public Clock {
public:
    Instant now() override;
};

class SystemRandom final : public Random {
public:
    std::uint64_t next() override;

private:
    std::random_device device_;
};

}  // namespace minga::sync
