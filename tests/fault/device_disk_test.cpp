#include "tests/fault/every_call.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::fault;

TEST_CASE("every call of the device's disk fails once and the person goes on") {
    CHECK(fail_every_call({Side::device, test::DiskFault::broken, false}) == "");
}

TEST_CASE("every call of the device's disk fails once and the program is started again") {
    CHECK(fail_every_call({Side::device, test::DiskFault::broken, true}) == "");
}

TEST_CASE("the device's disk is full once at every write and the person goes on") {
    CHECK(fail_every_call({Side::device, test::DiskFault::full, false}) == "");
}

TEST_CASE("the device's disk is full once at every write and the program is started again") {
    CHECK(fail_every_call({Side::device, test::DiskFault::full, true}) == "");
}
