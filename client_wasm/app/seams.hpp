/// The page's clock and randomness as the shared code asks for them.
#pragma once

#include "client_wasm/platform/platform.hpp"
#include "shared/base/instant.hpp"
#include "shared/base/rng.hpp"

#include <cstddef>
#include <cstring>
#include <span>

namespace minga::client {

class PlatformClock final : public Clock {
public:
    explicit PlatformClock(Platform& platform) : platform_(platform) {}
    Instant now() override { return {platform_.now_ms()}; }

private:
    Platform& platform_;
};

class PlatformRandom final : public Random {
public:
    explicit PlatformRandom(Platform& platform) : platform_(platform) {}
    std::uint64_t next() override {
        std::uint64_t number = 0;
        platform_.fill_random(std::as_writable_bytes(std::span{&number, 1}));
        return number;
    }

private:
    Platform& platform_;
};

}  // namespace minga::client
