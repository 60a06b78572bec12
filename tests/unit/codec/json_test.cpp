#include "shared/codec/json.hpp"

#include <catch_amalgamated.hpp>

#include <string>

using namespace minga;

TEST_CASE("JSON is read into a tree and written back as it was") {
    const std::string text =
        R"({"a":[1,-2,3.50,true,false,null],"b":{"c":"ñ \"x\" \\ \n"},"d":[],"e":{}})";
    const auto json = parse_json(text);
    REQUIRE(json);
    CHECK(json->dump() == text);
    CHECK((*json)["a"].items().size() == 6);
    CHECK((*json)["b"].text_at("c") == "ñ \"x\" \\ \n");
    CHECK((*json)["absent"].is_null());
}

TEST_CASE("numbers keep their exact text") {
    const auto json = parse_json("[0.1,1e10,123456789012345678901234567890,9007199254740993]");
    REQUIRE(json);
    CHECK(json->items()[0].number()->text == "0.1");
    CHECK(json->items()[1].number() != nullptr);
    CHECK(json->items()[2].number()->text == "123456789012345678901234567890");
    CHECK(*json->items()[3].integer() == 9007199254740993);
}

TEST_CASE("members are read by type, with a fallback") {
    const auto json = parse_json(R"({"n":5,"t":"x","b":true})");
    REQUIRE(json);
    CHECK(json->integer_at("n") == 5);
    CHECK(json->integer_at("t", 9) == 9);
    CHECK(json->text_at("n").empty());
    CHECK(json->boolean_at("b"));
    CHECK(json->boolean_at("n", true));
    CHECK(json->contains("n"));
    CHECK_FALSE(json->contains("z"));
}

TEST_CASE("what is not JSON is refused and never crashes") {
    for (const std::string_view text :
         {"",        " ",       "{",        "}",      "[1,]",  "{\"a\":}", "{\"a\" 1}",
          "nul",     "01",      "1.",       "+1",     "\"a",   "\"\\x\"",  "\"\\ud800\"",
          "[1] 2",   "{'a':1}", "\"\x01\"", "//x\n1", "[NaN]", "[1e400]",  "\"\xC3\x28\"",
          "\"\xFF\""}) {
        CAPTURE(text);
        const auto json = parse_json(text);
        REQUIRE_FALSE(json);
        CHECK(json.error().code == ErrorCode::malformed);
    }
}

TEST_CASE("half of a surrogate pair is no text, and what looks like one is") {
    CHECK_FALSE(parse_json(R"("\ude0f")"));
    CHECK_FALSE(parse_json(R"("a\udc00\ud83d\ude00")"));
    CHECK_FALSE(parse_json(R"({"\udfff":1})"));
    const auto json = parse_json(R"(["\ud83d\ude00", "\ud7ff", "\ue000"])");
    REQUIRE(json);
    CHECK(*json->items()[0].text() == "\xF0\x9F\x98\x80");
    CHECK(parse_json(json->dump()).has_value());
}

TEST_CASE("a repeated key keeps its last value") {
    const auto json = parse_json(R"({"a":1,"a":2})");
    REQUIRE(json);
    CHECK(json->members().size() == 1);
    CHECK(json->integer_at("a") == 2);
}

TEST_CASE("an object's members have a limit, on both sides of it") {
    const auto with_members = [](std::size_t count) {
        std::string text = "{";
        for (std::size_t i = 0; i < count; ++i) text += "\"k" + std::to_string(i) + "\":1,";
        text.back() = '}';
        return text;
    };
    CHECK(parse_json(with_members(json_members_max)));
    CHECK_FALSE(parse_json(with_members(json_members_max + 1)));
}

TEST_CASE("depth has a limit, on both sides of it") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(parse_json(nested(json_depth_max)));
    CHECK_FALSE(parse_json(nested(json_depth_max + 1)));
    CHECK_FALSE(parse_json(std::string(1'000'000, '[')));
}

TEST_CASE("control characters are written escaped") {
    CHECK(Json{std::string{"\x01\t\x1F"}}.dump() == "\"\\u0001\\t\\u001f\"");
}
