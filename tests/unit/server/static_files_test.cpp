#include "server/http/static_files.hpp"

#include <catch_amalgamated.hpp>

namespace minga::server {
namespace {

TEST_CASE("A plain path has only plain segments") {
    for (const char* path : {"/index.html", "/fonts/text-600.woff2", "/app.0123abcd.js"}) {
        CHECK(is_plain_path(path));
    }
    for (const char* path : {"", "index.html", "/../x", "/a/../b", "/.git/config", "//etc", "/a//b",
                             "/a\\b", "/a b", "/a%2e", "/ñ", "/a/"}) {
        CHECK_FALSE(is_plain_path(path));
    }
    CHECK_FALSE(is_plain_path(std::string{"/a\0b", 4}));
    CHECK_FALSE(is_plain_path("/" + std::string(400, 'a')));
}

TEST_CASE("A content hash stands between a separator and a point") {
    for (const char* name : {"app.0123abcd.js", "minga-89abcdef01.wasm", "a.b.deadbeef.css"}) {
        CHECK(has_content_hash(name));
    }
    for (const char* name : {"index.html", "sw.js", "decade.js", "facadecafe.js", "app.0123.js",
                             "app.0123abcg.js", "app.0123abcd", "font-600.ttf"}) {
        CHECK_FALSE(has_content_hash(name));
    }
}

TEST_CASE("A root that does not exist has no files") {
    const StaticFiles files{"/nowhere/at/all"};
    HttpRequest request;
    request.path = "/";

    CHECK_FALSE(files.has_client());
    CHECK_FALSE(files.find(request));
}

}  // namespace
}  // namespace minga::server
