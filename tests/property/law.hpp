/// Laws checked over generated cases: each case is drawn from one number, which a failure prints.
#pragma once

#include "shared/base/id.hpp"
#include "shared/base/rng.hpp"
#include "shared/schema/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minga::property {

/// Draws the parts of a case.
class Draw {
public:
    explicit Draw(std::uint64_t seed) : random_(seed) {}

    std::int64_t below(std::int64_t limit) {
        return static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(limit)));
    }
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + below(high - low + 1);
    }
    bool one_in(std::int64_t count) { return below(count) == 0; }
    Id id() { return new_id(Instant{between(0, 4'000'000'000'000)}, random_); }

    /// One of few, so that two draws often meet.
    std::string word();
    /// Valid UTF-8 that tries to break whoever quotes, counts or splits it.
    std::string hostile_text();
    TextSet small_set();
    /// Any value, "no value" among them, that JSON gives back as it is.
    Value value();

private:
    SeededRandom random_;
};

/// What a law found wrong with a case; empty where it holds.
using Finding = std::string;

struct Law {
    std::string_view name;
    Finding (*check)(Draw& draw);
};

std::vector<Law> merge_laws();
std::vector<Law> codec_laws();
std::vector<Law> frame_laws();

}  // namespace minga::property
