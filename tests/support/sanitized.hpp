/// Whether this is the sanitizers' build, in which everything takes many times as long: tests that
/// go through very many cases then take a part of them.
#pragma once

namespace minga::test {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif
#elif defined(__SANITIZE_ADDRESS__)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace minga::test
