#include "server/http/openapi/description.hpp"

#include "server/auth/secure_random.hpp"
#include "server/blobs/disk_shelf.hpp"
#include "server/http/openapi/record_schemas.hpp"
#include "server/http/service.hpp"
#include "server/platform/wall_clock.hpp"
#include "shared/base/text.hpp"
#include "shared/programs/embedded.hpp"
#include "shared/records/all_records.hpp"

#include <catch_amalgamated.hpp>
#include <filesystem>

namespace minga::server {
namespace {

namespace fs = std::filesystem;

Json schemas() {
    return describe_api()["components"]["schemas"];
}

/// The schema of one field of one kind.
Json property(std::string_view kind, std::string_view field) {
    return schemas()[kind]["properties"][field];
}

/// Every `$ref` in `json` names a place that exists in `whole`.
void check_references(const Json& json, const Json& whole) {
    for (const auto& [key, member] : json.members()) {
        if (key != "$ref") {
            check_references(member, whole);
            continue;
        }
        const std::string* text = member.text();
        REQUIRE(text != nullptr);
        INFO(*text);
        REQUIRE(text->starts_with("#/"));
        const Json* at = &whole;
        for (const std::string& part : split(text->substr(2), '/')) at = &(*at)[part];
        CHECK(at->is_object());
    }
    for (const Json& item : json.items()) check_references(item, whole);
}

}  // namespace

TEST_CASE("every route of the server is described, and no other") {
    const fs::path folder = fs::temp_directory_path() / ("minga-routes-" + random_hex(8));
    fs::create_directories(folder);
    auto pool = StorePool::open(
        {.path = (folder / "minga.db").string(), .new_epoch = "e", .reader_count = 1});
    REQUIRE(pool);
    WallClock clock;
    Log log{clock};
    DiskShelf blobs{**pool, BlobFiles{folder / "blobs"}};
    Service service{**pool, embedded_catalog(), clock, log, blobs};
    Router router;
    add_all_routes(router, service);

    const auto faults = description_faults(describe_api(), router);

    for (const std::string& fault : faults) UNSCOPED_INFO(fault);
    CHECK(faults.empty());
    std::error_code failure;
    fs::remove_all(folder, failure);
}

TEST_CASE("a route that is not described, gone or open to all is told") {
    Router router;
    const auto nothing = [](Exchange&) { return HttpResponse{}; };
    add_description_routes(router);
    router.add({"GET", "/api/v1/secrets", true, nothing});
    router.add({"GET", "/api/v1/me", false, nothing});

    const std::string all = join(description_faults(describe_api(), router), "\n");

    CHECK(all.find("GET /api/v1/secrets is not in") != std::string::npos);
    CHECK(all.find("GET /api/v1/me: `security`") != std::string::npos);
    CHECK(all.find("POST /api/v1/sync is described, and no route has it") != std::string::npos);
    CHECK(all.find("openapi.json") == std::string::npos);
}

TEST_CASE("every reference of the description leads somewhere") {
    const Json description = describe_api();
    check_references(description, description);
}

TEST_CASE("every kind and every field of the record tables is described") {
    const Json all = schemas();
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        INFO(info.key);
        const Json& whole = all[info.key];
        const Json& changes = all[std::string{info.key} + "_changes"];
        CHECK(whole.text_at("title") == info.label);
        CHECK(whole["properties"].members().size() == info.fields.size());
        CHECK(changes["properties"].members().size() == info.fields.size());
        for (const schema::FieldInfo& field : info.fields) {
            INFO(field.key);
            CHECK(whole["properties"][field.key] == field_schema(field));
            CHECK(whole["properties"][field.key].contains("type"));
        }
    }
}

TEST_CASE("a field's limits, choices, formats and merging stand in its schema") {
    CHECK(property("activity", "name").integer_at("maxLength") == 300);
    CHECK(property("activity", "own_kclp").integer_at("minimum", -1) == 0);
    CHECK(property("activity", "own_kclp").text_at("x-minga-unit") == "M$");
    CHECK(property("activity", "start_month").text_at("pattern") == "^[0-9]{4}-(0[1-9]|1[0-2])$");
    CHECK(property("activity", "executed_on").text_at("format") == "date");
    CHECK(property("conflict", "mine_at").text_at("format") == "date-time");
    const Json status = property("activity", "status");
    CHECK(status["enum"].items().size() == 3);
    CHECK(status["x-minga-labels"].text_at("executed") == "Ejecutada");
    const Json line = property("activity", "action_line");
    CHECK(line.text_at("format") == "uuid");
    CHECK(line.text_at("x-minga-refers-to") == "action_line");
    CHECK(line.text_at("x-minga-merge") == "immutable");
    CHECK(line.boolean_at("x-minga-parent"));
    CHECK(property("answer", "level").integer_at("maximum") == 3);
    CHECK(property("action_line", "areas").boolean_at("uniqueItems"));
    CHECK(property("action_line", "areas")["items"].integer_at("maxLength") == 40);
    CHECK(property("measurement", "value").text_at("type") == "number");
}

TEST_CASE("what a kind requires and what its id is made of are told") {
    const Json all = schemas();
    CHECK(all["activity"]["required"] == Json::array().push("action_line").push("name"));
    CHECK(all["answer"]["x-minga-natural-key"] == Json::array().push("assessment").push("element"));
    CHECK_FALSE(all["activity_changes"].contains("required"));
    CHECK(all["conflict"].contains("description"));
}

}  // namespace minga::server
