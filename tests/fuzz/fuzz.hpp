/// What every fuzzing target shares: libFuzzer's entry, and a promise that ends the program where
/// it does not hold, so that the fuzzer keeps the input.
#pragma once

#include "shared/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace minga::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// The input's lines, which a target wraps in frames: damaged checksums would end every other try.
std::vector<std::string_view> lines_of(std::string_view text);
std::string framed(std::string_view lines);

}  // namespace minga::fuzz
