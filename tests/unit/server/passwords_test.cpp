#include "server/auth/passwords.hpp"

#include "server/auth/secure_random.hpp"

#include <catch_amalgamated.hpp>

namespace minga::server {
namespace {

TEST_CASE("A password opens its own hash and no other") {
    REQUIRE(start_cryptography());
    const auto hash = hash_password("contraseña larga", HashCost::demonstration);
    REQUIRE(hash);
    PasswordChecker checker;

    CHECK(checker.check("contraseña larga", *hash).value_or(false));
    CHECK_FALSE(checker.check("contraseña Larga", *hash).value_or(true));
    CHECK_FALSE(checker.check("", *hash).value_or(true));
}

TEST_CASE("The same password never hashes to the same text") {
    REQUIRE(start_cryptography());

    CHECK(hash_password("minga-demo", HashCost::demonstration).value_or("a") !=
          hash_password("minga-demo", HashCost::demonstration).value_or("a"));
}

TEST_CASE("Nobody's password is right, not even the one it is measured against") {
    REQUIRE(start_cryptography());
    PasswordChecker checker;

    CHECK_FALSE(checker.check("nobody has this password", "").value_or(true));
}

TEST_CASE("A password has a length and is text") {
    CHECK_FALSE(hash_password("corta", HashCost::demonstration));
    CHECK_FALSE(hash_password(std::string(201, 'a'), HashCost::demonstration));
    CHECK_FALSE(hash_password("roto\xff\xfe roto", HashCost::demonstration));
}

TEST_CASE("Random text is as long as asked and does not repeat") {
    CHECK(random_hex(32).size() == 64);
    CHECK(random_hex(32) != random_hex(32));
}

}  // namespace
}  // namespace minga::server
