#include "shared/base/result.hpp"

#include <catch_amalgamated.hpp>

#include <memory>

using namespace minga;

TEST_CASE("a result is a value or an error") {
    const Result<int> value = 5;
    const Result<int> failed = make_error(ErrorCode::not_found, "No está.", "name");

    CHECK(value);
    CHECK(*value == 5);
    CHECK(value.value_or(7) == 5);
    CHECK_FALSE(failed);
    CHECK(failed.value_or(7) == 7);
    CHECK(failed.error().code == ErrorCode::not_found);
    CHECK(failed.error().field == "name");
}

TEST_CASE("a result without a value succeeds or fails") {
    const Result<void> done;
    const Result<void> failed = make_error(ErrorCode::busy, "Ocupado.");
    CHECK(done);
    CHECK_FALSE(failed);
    CHECK(failed.error().message == "Ocupado.");
}

TEST_CASE("a value that only moves can be taken out") {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
    const std::unique_ptr<int> taken = std::move(*result);
    CHECK(*taken == 3);
}
