#include "server/http/request_head.hpp"

#include <catch_amalgamated.hpp>

using namespace minga::server;

namespace {

bool is_here(const std::string& came, std::size_t body_bytes_max = 100) {
    const RequestHead head{came};
    return head.is_whole() && head.has_body(came, body_bytes_max);
}

const std::string start = "POST /api/v1/sync HTTP/1.1\r\nHost: x\r\n";

}  // namespace

TEST_CASE("a request without a body is here with its head") {
    CHECK(is_here("GET / HTTP/1.1\r\n\r\n"));
    CHECK(is_here(start + "\r\n"));
    CHECK_FALSE(is_here(start));
    CHECK_FALSE(is_here(""));
}

TEST_CASE("a request is here with its body, or with as much of it as is waited for") {
    CHECK_FALSE(is_here(start + "content-LENGTH:  5 \r\n\r\n1234"));
    CHECK(is_here(start + "content-LENGTH:  5 \r\n\r\n12345"));
    CHECK(is_here(start + "Content-Length: 5000\r\n\r\n" + std::string(100, 'x')));
    CHECK(is_here(start + "Content-Length: none\r\n\r\n"));
    CHECK(is_here(start + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n"));
}

TEST_CASE("a body in chunks is here with its last one") {
    const std::string chunked = start + "Transfer-Encoding: chunked\r\n\r\n";
    CHECK_FALSE(is_here(chunked));
    CHECK_FALSE(is_here(chunked + "5\r\n12345\r\n"));
    CHECK(is_here(chunked + "5\r\n12345\r\n0\r\n\r\n"));
}

TEST_CASE("a client is who our own proxy says, where there is one") {
    const std::string came =
        start + "X-Forwarded-For: 1.1.1.1\r\nx-forwarded-for: 6.6.6.6, 2.2.2.2\r\n\r\n";
    const RequestHead head{came};
    CHECK(client_of(head, "10.0.0.1", true) == "2.2.2.2");
    CHECK(client_of(head, "10.0.0.1", false) == "10.0.0.1");
    CHECK(client_of(RequestHead{start + "\r\n"}, "10.0.0.1", true) == "10.0.0.1");
}
