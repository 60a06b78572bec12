#include "shared/programs/object_reader.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using programs::FileFault;
using programs::ObjectReader;

namespace {

Json json(std::string_view text) {
    auto parsed = parse_json(text);
    REQUIRE(parsed);
    return *parsed;
}

}  // namespace

TEST_CASE("a reader reads members of their types") {
    const Json object = json(R"({"a": "x", "b": 3, "c": true, "d": ["p", "q"], "e": [{"f": 1}]})");
    FileFault fault{"file.json"};
    const ObjectReader reader{object, "", fault};

    CHECK(reader.text("a") == "x");
    CHECK(reader.integer("b") == 3);
    CHECK(reader.boolean("c"));
    CHECK(reader.texts("d") == std::vector<std::string>{"p", "q"});
    CHECK(reader.texts("a") == std::vector<std::string>{"x"});
    CHECK(reader.objects("e")[0].integer("f") == 1);
    CHECK(reader.optional_text("absent").empty());
    CHECK(reader.optional_integer("absent", 7) == 7);
    CHECK(reader.keys().size() == 5);
    CHECK_FALSE(fault.found());
}

TEST_CASE("the first fault is kept, with its place") {
    const Json object = json(R"({"rows": [{"name": "x"}, {"name": 5}]})");
    FileFault fault{"file.json"};
    const ObjectReader reader{object, "", fault};

    for (const ObjectReader& row : reader.objects("rows")) {
        const std::string name = row.text("name");
        static_cast<void>(name);
    }
    const std::int64_t absent = reader.integer("absent");

    CHECK(absent == 0);
    REQUIRE(fault.found());
    CHECK(fault.to_error().code == ErrorCode::malformed);
    CHECK(fault.to_error().message == "file.json: rows[1].name: falta un texto.");
}

TEST_CASE("members of another type are faults") {
    const Json object = json(R"({"a": 1, "b": "x", "c": {"d": 1}, "e": [1]})");
    const auto fails = [&](auto&& read) {
        FileFault fault{"file.json"};
        read(ObjectReader{object, "", fault});
        return fault.found();
    };
    CHECK(fails([](const ObjectReader& r) { static_cast<void>(r.text("a")); }));
    CHECK(fails([](const ObjectReader& r) { static_cast<void>(r.optional_text("a")); }));
    CHECK(fails([](const ObjectReader& r) { static_cast<void>(r.boolean("b")); }));
    CHECK(fails([](const ObjectReader& r) { static_cast<void>(r.objects("c")); }));
    CHECK(fails([](const ObjectReader& r) { static_cast<void>(r.objects("e")); }));
    CHECK(fails([](const ObjectReader& r) { static_cast<void>(r.object("b")); }));
    CHECK(fails([](const ObjectReader& r) { static_cast<void>(r.texts("e")); }));
    CHECK(fails([](const ObjectReader& r) { static_cast<void>(r.objects("absent")); }));
}
