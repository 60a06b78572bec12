/// The seam for randomness: passed in wherever identifiers are minted, so that a test owns it.
#pragma once

#include <cstdint>

namespace minga {

class Random {
public:
    virtual ~Random() = default;
    virtual std::uint64_t next() = 0;
};

/// SplitMix64: small, seeded, repeatable. For tests, demonstration data and simulation.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() override {
        state_ += 0x9E3779B97F4A7C15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }

    /// A number in [0, limit). `limit` is at least 1.
    std::uint64_t below(std::uint64_t limit) { return next() % limit; }

private:
    std::uint64_t state_;
};

}  // namespace minga
