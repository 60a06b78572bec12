/// The only source of chance in a simulated history. Every step has a number of its own to draw
/// from, so that a step decides the same when others are taken out before it.
#pragma once

#include "shared/base/rng.hpp"

#include <cstdint>
#include <vector>

namespace minga::simulation {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : seed_(seed), random_(seed) {}

    /// From here on draws depend on the seed and `step` alone.
    void begin_step(std::int64_t step) {
        constexpr std::uint64_t spread = 0xD1B54A32D192ED03u;
        random_ = SeededRandom{(seed_ + 1) * spread ^ static_cast<std::uint64_t>(step + 2)};
        random_.next();
    }

    std::int64_t below(std::int64_t limit) {
        return static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(limit)));
    }
    bool one_in(std::int64_t count) { return below(count) == 0; }
    bool percent(std::int64_t share) { return below(100) < share; }
    template <class Item>
    const Item& pick(const std::vector<Item>& items) {
        return items[static_cast<std::size_t>(below(static_cast<std::int64_t>(items.size())))];
    }
    template <class Item>
    void shuffle(std::vector<Item>& items) {
        for (std::size_t i = items.size(); i > 1; --i) {
            const auto other = static_cast<std::size_t>(below(static_cast<std::int64_t>(i)));
            std::swap(items[i - 1], items[other]);
        }
    }
    Random& random() { return random_; }

private:
    std::uint64_t seed_;
    SeededRandom random_;
};

}  // namespace minga::simulation
