/// Passwords: Argon2id (libsodium), kept only as its self-describing hash text.
#pragma once

#include "shared/base/result.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

namespace minga::server {

/// How hard a hash is to guess. Each hash text says its own cost.
enum class HashCost : std::uint8_t {
    standard,       ///< 64 MiB, about a tenth of a second.
    demonstration,  ///< 8 MiB: for demonstration data, whose password is public anyway.
};

inline constexpr std::size_t password_length_min = 8;
inline constexpr std::size_t password_length_max = 200;

/// Fails on a password that is too short, too long or not UTF-8.
Result<std::string> hash_password(std::string_view password, HashCost cost);

/// Checks passwords for the whole server, few at a time: each check takes 64 MiB.
class PasswordChecker {
public:
    /// Whether `password` is the one of `hash`. An empty `hash` (there is no such user) takes as
    /// long as a real one and is never right. `busy` when too many others wait.
    Result<bool> check(std::string_view password, std::string_view hash);

private:
    bool wait_for_turn();
    void end_turn();

    std::mutex mutex_;
    std::condition_variable freed_;
    int running_ = 0;
};

}  // namespace minga::server
