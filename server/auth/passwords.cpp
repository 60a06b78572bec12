#include "server/auth/passwords.hpp"

#include "shared/base/text.hpp"

#include <sodium.h>
#include <array>

namespace minga::server {
namespace {

constexpr int checks_running_max = 2;
constexpr std::chrono::seconds turn_wait_max{10};

constexpr unsigned long long operations = 2;
constexpr std::size_t memory_standard_bytes = 64U << 20;
constexpr std::size_t memory_demonstration_bytes = 8U << 20;

Result<std::string> hash_text(std::string_view password, std::size_t memory_bytes) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str(text.data(), password.data(), password.size(), operations,
                          memory_bytes) != 0) {
        return make_error(ErrorCode::internal, "No hay memoria para cifrar la contraseña.", {},
                          "crypto_pwhash_str");
    }
    return std::string{text.data()};
}

/// What an unknown login is checked against, so that it answers no sooner than a known one.
const std::string& hash_of_nobody() {
    static const std::string hash =
        hash_text("nobody has this password", memory_standard_bytes).value_or("");
    return hash;
}

}  // namespace

Result<std::string> hash_password(std::string_view password, HashCost cost) {
    if (!is_valid_utf8(password) || password.size() > password_length_max ||
        code_point_count(password) < password_length_min) {
        return make_error(ErrorCode::out_of_range,
                          "La contraseña debe tener entre 8 y 200 caracteres.", "password");
    }
    return hash_text(
        password, cost == HashCost::standard ? memory_standard_bytes : memory_demonstration_bytes);
}

bool PasswordChecker::wait_for_turn() {
    std::unique_lock lock{mutex_};
    const bool has_turn =
        freed_.wait_for(lock, turn_wait_max, [&] { return running_ < checks_running_max; });
    if (has_turn) ++running_;
    return has_turn;
}

void PasswordChecker::end_turn() {
    {
        const std::lock_guard lock{mutex_};
        --running_;
    }
    freed_.notify_one();
}

Result<bool> PasswordChecker::check(std::string_view password, std::string_view hash) {
    if (password.size() > password_length_max) return false;
    if (!wait_for_turn()) {
        return make_error(ErrorCode::busy,
                          "Hay muchas personas ingresando a la vez. Espere unos segundos y vuelva "
                          "a intentarlo.");
    }
    const std::string text{hash.empty() ? std::string_view{hash_of_nobody()} : hash};
    const bool matches =
        crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
    end_turn();
    return matches && !hash.empty();
}

}  // namespace minga::server
