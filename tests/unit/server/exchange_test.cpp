#include "server/http/exchange.hpp"

#include "server/http/compression.hpp"

#include <catch_amalgamated.hpp>

namespace minga::server {
namespace {

HttpRequest request_with(std::string_view header, std::string_view value) {
    HttpRequest request;
    request.headers.emplace(header, value);
    return request;
}

TEST_CASE("Headers are found whatever their capitals") {
    CHECK(request_with("content-TYPE", "text/plain").header("Content-Type") == "text/plain");
    CHECK(HttpRequest{}.header("Content-Type").empty());
}

TEST_CASE("The media type comes without parameters, in lower case") {
    CHECK(request_with("Content-Type", "Application/JSON; charset=utf-8").content_type() ==
          "application/json");
}

TEST_CASE("A coding with quality zero is not accepted") {
    const HttpRequest request = request_with("Accept-Encoding", "gzip;q=1.0, br; q=0, *");

    CHECK(request.accepts_encoding("gzip"));
    CHECK_FALSE(request.accepts_encoding("br"));
    CHECK_FALSE(request.accepts_encoding("zstd"));
    CHECK_FALSE(HttpRequest{}.accepts_encoding("gzip"));
}

bool two_pieces(const HttpRequest::Take& take) {
    return take("12345") && take("67890");
}

bool cut_short(const HttpRequest::Take& take) {
    take("123");
    return false;
}

TEST_CASE("A body within its limit is read whole") {
    HttpRequest request;
    request.body_source = two_pieces;

    CHECK(read_whole_body(request, 10).value_or("") == "1234567890");
    CHECK(request.body == HttpRequest::Body::whole);
}

TEST_CASE("A body over its limit is too large") {
    HttpRequest request;
    request.body_source = two_pieces;

    CHECK(read_whole_body(request, 8).error().code == ErrorCode::too_large);
}

TEST_CASE("A body cut short is malformed") {
    HttpRequest request;
    request.body_source = cut_short;

    CHECK(read_whole_body(request, 10).error().code == ErrorCode::malformed);
    CHECK(request.body == HttpRequest::Body::partial);
}

TEST_CASE("gzip gives nothing where it would not be smaller") {
    const std::string repeated(5000, 'a');

    CHECK_FALSE(gzip("breve"));
    REQUIRE(gzip(repeated));
    CHECK(gzip(repeated)->size() < 200);
}

}  // namespace
}  // namespace minga::server
