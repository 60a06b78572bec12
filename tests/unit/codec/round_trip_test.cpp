// decode(encode(x)) == x, for every record type through its table.
#include "shared/base/text.hpp"
#include "shared/codec/csv.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/validate.hpp"
#include "tests/support/generators.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;

namespace {

constexpr int draws = 60;

std::vector<Record> arbitrary_records(const schema::RecordInfo& info, SeededRandom& random) {
    std::vector<Record> records;
    for (int i = 0; i < draws; ++i) {
        records.push_back({new_id(Instant{i}, random), std::string{info.key},
                           new_id(Instant{i}, random), i, i % 2 == 1,
                           test::arbitrary_fields(info, random)});
    }
    return records;
}

}  // namespace

TEST_CASE("every record type round-trips through JSON") {
    SeededRandom random{1};
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        CAPTURE(info.key);
        for (int i = 0; i < draws; ++i) {
            const FieldMap fields = test::arbitrary_fields(info, random);
            const auto json = parse_json(fields_to_json(fields).dump());
            REQUIRE(json);
            const auto read = fields_from_json(*json);
            REQUIRE(read);
            for (const auto& [key, value] : *read) {
                const auto canonical = checked_value(*info.find(key), value);
                REQUIRE(canonical);
                CHECK(*canonical == value_of(fields, key));
            }
            CHECK(read->size() == fields.size());
        }
    }
}

TEST_CASE("every record type round-trips through CSV") {
    SeededRandom random{2};
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        CAPTURE(info.key);
        const auto records = arbitrary_records(info, random);
        const auto read = records_from_csv(info, records_to_csv(info, records));
        REQUIRE(read);
        CHECK(*read == records);
    }
}

TEST_CASE("generated values are canonical: checking leaves them as they are") {
    SeededRandom random{3};
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        for (const schema::FieldInfo& field : info.fields) {
            CAPTURE(info.key, field.key);
            for (int i = 0; i < 20; ++i) {
                const Value value = test::arbitrary_value(field, random);
                const auto checked = checked_value(field, value);
                REQUIRE(checked);
                CHECK(*checked == value);
            }
        }
    }
}

TEST_CASE("random bytes never make a reader crash") {
    constexpr std::string_view telling = "{}[]\":,;\n\r'= 0e-.\\u";
    SeededRandom random{4};
    for (int i = 0; i < 3000; ++i) {
        std::string bytes;
        for (std::uint64_t n = random.below(60); n > 0; --n) {
            const bool is_any = random.below(4) == 0;
            bytes += is_any ? static_cast<char>(random.below(256))
                            : telling[test::arbitrary_index(random, telling.size())];
        }
        const auto json = parse_json(bytes);
        if (json) CHECK(parse_json(json->dump()));
        const auto rows = rows_from_csv(bytes);
        if (rows) CHECK(is_valid_utf8(bytes));
    }
}
