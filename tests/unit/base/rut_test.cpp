#include "shared/base/rut.hpp"

#include "shared/base/rng.hpp"

#include <catch_amalgamated.hpp>

#include <cstdint>
#include <string>

using namespace minga;

namespace {

std::string stored(std::string_view text) {
    const auto rut = Rut::parse(text);
    return rut ? rut->to_text() : std::string{error_info(rut.error().code).key};
}

std::string message(std::string_view text) {
    const auto rut = Rut::parse(text);
    return rut ? std::string{} : rut.error().message;
}

}  // namespace

TEST_CASE("RUT: the check digit of numbers that everybody can look up") {
    CHECK(Rut{69'220'200}.check_digit() == '7');  // Puerto Varas
    CHECK(Rut{69'010'300}.check_digit() == '1');  // Iquique
    CHECK(Rut{60'805'000}.check_digit() == '0');  // the Treasury
    CHECK(Rut{60'803'000}.check_digit() == 'K');  // the tax service
    CHECK(Rut{12'345'678}.check_digit() == '5');
    CHECK(Rut{1}.check_digit() == '9');
}

TEST_CASE("RUT: it is read as people write it, and kept in one form") {
    for (const std::string_view written :
         {"60803000-K", "60.803.000-K", "60.803.000-k", "60803000k", "60 803 000 K", "60,803,000-K",
          "60.803.000 – K", "60.803.000‐K", "  60803000-K ", "060.803.000-K", "RUT 60.803.000-K",
          "R.U.T.: 60.803.000-k", "RUN: 60803000-K", "60.803.000−K", "60\u00A0803\u00A0000-K"}) {
        INFO(written);
        CHECK(stored(written) == "60803000-K");
    }
    CHECK(Rut{60'803'000}.shown() == "60.803.000-K");
    CHECK(shown_rut("60803000-K") == "60.803.000-K");
    CHECK(shown_rut("por confirmar") == "por confirmar");
}

TEST_CASE("RUT: what is wrong is said") {
    CHECK(stored("69.220.200-8") == "bad_rut");
    CHECK(message("69.220.200-8") ==
          "El dígito verificador no corresponde: 69.220.200 lleva 7 y no 8. Revise todas las "
          "cifras.");
    CHECK(message("pendiente") == "No es un RUT: no se entiende «p». Escríbalo como 12.345.678-5.");
    CHECK(message("69.220.200-Ñ").find("«Ñ»") != std::string::npos);
    CHECK(message("69K220200") == "No es un RUT: no se entiende «2». Escríbalo como 12.345.678-5.");
    CHECK(message("K") == "El RUT está incompleto. Escríbalo como 12.345.678-5.");
    CHECK(message("") == "El RUT está incompleto. Escríbalo como 12.345.678-5.");
    CHECK(message("RUT") != "");
    CHECK(message("0-0") == "El RUT está incompleto. Escríbalo como 12.345.678-5.");
    CHECK(message("692.202.007-8") ==
          "El RUT tiene más de ocho cifras antes del dígito verificador. Revíselo.");
    CHECK(message("KK") != "");
}

TEST_CASE("RUT: what it writes it reads, and no other check digit passes") {
    const std::uint64_t seed = Catch::rngSeed();
    INFO("--rng-seed " << seed);
    SeededRandom random{seed};
    for (int round = 0; round < 5000; ++round) {
        const auto below = static_cast<std::int32_t>(random.below(99'999'999));
        const Rut rut{1 + below};
        for (const std::string& text : {rut.to_text(), rut.shown()}) {
            const auto again = Rut::parse(text);
            INFO(text);
            REQUIRE(again.has_value());
            REQUIRE(*again == rut);
        }
        for (const char digit : std::string_view{"0123456789K"}) {
            const std::string text = std::to_string(rut.number) + '-' + digit;
            INFO(text);
            REQUIRE(Rut::parse(text).has_value() == (digit == rut.check_digit()));
        }
    }
}

TEST_CASE("RUT: a wrong digit, or two neighbours swapped, is noticed") {
    const std::uint64_t seed = Catch::rngSeed();
    INFO("--rng-seed " << seed);
    SeededRandom random{seed};
    for (int round = 0; round < 5000; ++round) {
        const Rut rut{10'000'000 + static_cast<std::int32_t>(random.below(89'999'999))};
        const std::string right = rut.to_text();
        const std::size_t at = static_cast<std::size_t>(random.below(8));
        std::string wrong = right;
        const auto digit = static_cast<std::uint64_t>(wrong[at] - '0');
        wrong[at] = static_cast<char>('0' + (digit + 1 + random.below(9)) % 10);
        INFO(right << " as " << wrong);
        REQUIRE_FALSE(Rut::parse(wrong).has_value());

        std::string swapped = right;
        const std::size_t left = static_cast<std::size_t>(random.below(7));
        std::swap(swapped[left], swapped[left + 1]);
        INFO(right << " as " << swapped);
        REQUIRE(Rut::parse(swapped).has_value() == (swapped == right));
    }
}
