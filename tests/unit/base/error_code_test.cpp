#include "shared/base/error_code.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;

TEST_CASE("a code is found by its permanent key") {
    CHECK(error_code_from_key("months_reversed") == ErrorCode::months_reversed);
    CHECK(error_code_from_key("level_out_of_range") == ErrorCode::level_out_of_range);
    CHECK_FALSE(error_code_from_key("no_such_error").has_value());
    CHECK_FALSE(error_code_from_key("").has_value());
}

TEST_CASE("a code's row has its key, its number and a status of HTTP") {
    const ErrorInfo& info = error_info(ErrorCode::forbidden);
    CHECK(info.key == "forbidden");
    CHECK(static_cast<int>(info.code) == 3);
    CHECK(info.http_status == 403);
    CHECK(error_info(ErrorCode::record_closed).http_status == 409);
}
