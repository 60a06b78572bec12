#include "sync/merge/merge.hpp"

#include "shared/records/all_records.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sync;
using minga::test::number;
using minga::test::text;

namespace {

const Id ana = *Id::parse("0198c0de-0000-7000-8000-0000000000a1");
const Id luis = *Id::parse("0198c0de-0000-7000-8000-0000000000b2");
const schema::RecordInfo* const activity = schema::find_record_info("activity");
const schema::RecordInfo* const line = schema::find_record_info("action_line");
const schema::RecordInfo* const measurement = schema::find_record_info("measurement");

/// At rev 4: `name` written at rev 2 by Ana, `end_month` at rev 4 by Luis, the set at rev 4.
StampedRecord stored() {
    StampedRecord current;
    current.record.kind = "activity";
    current.record.rev = 4;
    current.record.fields = {{"name", text("Levantar")},
                             {"end_month", text("2026-05")},
                             {"areas", Value{TextSet{"1.1", "1.2"}}}};
    current.stamps = {
        {"name", {2, 20, ana, 1}}, {"end_month", {4, 40, luis, 9}}, {"areas", {4, 40, luis, 9}}};
    return current;
}

Op op_at(std::int64_t base_rev, FieldMap set, FieldMap was = {}) {
    Op op;
    op.n = 5;
    op.base_rev = base_rev;
    op.set = std::move(set);
    op.was = std::move(was);
    return op;
}

Op removal_at(std::int64_t base_rev) {
    Op op = op_at(base_rev, {});
    op.remove = true;
    return op;
}

}  // namespace

TEST_CASE("clause 1: what the record already says needs nothing") {
    const StampedRecord current = stored();
    const auto result =
        merge(&current, op_at(1, {{"end_month", text("2026-05")}}), {ana}, activity);
    CHECK(result == MergeResult{});
}

TEST_CASE("clause 1: a whole number is the same with and without its decimals") {
    StampedRecord current = stored();
    current.record.fields = {{"value", number(12)}};
    current.stamps = {{"value", {4, 40, luis, 9}}};
    const Op op = op_at(1, {{"value", Value{Decimal{12'000}}}});
    CHECK(merge(&current, op, {ana}, measurement) == MergeResult{});
}

TEST_CASE("clause 2: a field that nobody wrote since is taken") {
    const StampedRecord current = stored();
    const auto at_stamp = merge(&current, op_at(2, {{"name", text("Dibujar")}}), {luis}, activity);
    const auto unwritten = merge(&current, op_at(0, {{"owner", text("Eva")}}), {luis}, activity);

    CHECK(at_stamp.changed == FieldMap{{"name", text("Dibujar")}});
    CHECK(at_stamp.conflicts.empty());
    CHECK(unwritten.changed == FieldMap{{"owner", text("Eva")}});
}

TEST_CASE("clause 2: one's own work never conflicts with itself") {
    const StampedRecord current = stored();
    const auto result = merge(&current, op_at(0, {{"name", text("Dibujar")}}), {ana}, activity);
    CHECK(result.changed == FieldMap{{"name", text("Dibujar")}});
    CHECK(result.conflicts.empty());
}

TEST_CASE("clause 2: a former name is one's own up to the op where the copy went on") {
    StampedRecord current = stored();
    const Id renamed = *Id::parse("0198c0de-0000-7000-8000-0000000000a3");
    const Op op = op_at(1, {{"name", text("Dibujar")}});
    const OwnChain chain{renamed, {{ana, 1}}};

    CHECK(merge(&current, op, chain, activity).conflicts.empty());

    current.stamps["name"].n = 2;  // the copy's
    CHECK(merge(&current, op, chain, activity).conflicts.size() == 1);
}

TEST_CASE("what the server worked out is nobody's own") {
    StampedRecord current = stored();
    current.stamps["name"] = {4, 40, Id{}, 0};
    const Op op = op_at(3, {{"name", text("Dibujar")}});
    CHECK(merge(&current, op, {Id{}}, activity).conflicts.size() == 1);
}

TEST_CASE("clause 3: of a set what either side added stays, what either removed goes") {
    const StampedRecord current = stored();
    const Op op = op_at(3, {{"areas", Value{TextSet{"1.1", "3.3"}}}},
                        {{"areas", Value{TextSet{"1.1", "1.2", "2.2"}}}});

    const auto result = merge(&current, op, {ana}, line);

    CHECK(result.changed == FieldMap{{"areas", Value{TextSet{"1.1", "3.3"}}}});
    CHECK(result.conflicts.empty());
    CHECK(merge_sets({"a"}, {"a", "b"}, {"a", "c"}) == TextSet{"a", "b", "c"});
    CHECK(merge_sets({"a", "b"}, {"a", "b", "c"}, {"b"}) == TextSet{"b", "c"});
    CHECK(merge_sets({}, {}, {}).empty());
}

TEST_CASE("clause 3: a merged set is the server's work, even where it is one side's value") {
    const StampedRecord current = stored();
    const Op op = op_at(3, {{"areas", Value{TextSet{"1.1", "1.2", "3.3"}}}},
                        {{"areas", Value{TextSet{"1.1"}}}});
    const auto result = merge(&current, op, {ana}, line);
    CHECK(result.merged == std::vector<std::string>{"areas"});
}

TEST_CASE("clause 4: the same field with different values waits for a person") {
    const StampedRecord current = stored();
    const Op op = op_at(3, {{"end_month", text("2026-07")}, {"owner", text("Eva")}},
                        {{"end_month", text("2026-04")}});

    const auto result = merge(&current, op, {ana}, activity);

    CHECK(result.changed == FieldMap{{"owner", text("Eva")}});
    REQUIRE(result.conflicts.size() == 1);
    CHECK(result.conflicts[0] ==
          FieldConflict{"end_month", text("2026-04"), text("2026-05"), text("2026-07")});
}

TEST_CASE("clearing a field that somebody else wrote is a conflict too") {
    const StampedRecord current = stored();
    const auto result = merge(&current, op_at(3, {{"end_month", Value{}}}), {ana}, activity);
    REQUIRE(result.conflicts.size() == 1);
    CHECK(is_empty(result.conflicts[0].mine));
}

TEST_CASE("a new record takes what the op says and nothing empty") {
    const Op op = op_at(0, {{"name", text("Nueva")}, {"owner", Value{}}});
    CHECK(merge(nullptr, op, {ana}, activity).changed == FieldMap{{"name", text("Nueva")}});
    CHECK(merge(nullptr, removal_at(0), {ana}, activity) == MergeResult{});
}

TEST_CASE("a removal that has seen everything is taken") {
    const StampedRecord current = stored();
    const auto result = merge(&current, removal_at(4), {ana}, activity);
    CHECK(result.deleted == true);
    CHECK(result.conflicts.empty());
}

TEST_CASE("edit first, then a removal that did not know of it: the record stays and waits") {
    const StampedRecord current = stored();
    const auto result = merge(&current, removal_at(3), {ana}, activity);
    CHECK_FALSE(result.deleted.has_value());
    REQUIRE(result.conflicts.size() == 1);
    CHECK(result.conflicts[0] == FieldConflict{"deleted", Value{false}, Value{false}, Value{true}});
}

TEST_CASE("removal first, then an edit that did not know of it: it comes back and waits") {
    StampedRecord current = stored();
    current.record.deleted = true;
    current.record.rev = 5;
    current.stamps["deleted"] = {5, 50, luis, 10};

    const auto result = merge(&current, op_at(4, {{"name", text("Dibujar")}}), {ana}, activity);

    CHECK(result.deleted == false);
    CHECK(result.changed == FieldMap{{"name", text("Dibujar")}});
    REQUIRE(result.conflicts.size() == 1);
    CHECK(result.conflicts[0] == FieldConflict{"deleted", Value{false}, Value{true}, Value{false}});
}

TEST_CASE("nothing resurrects a record that was deleted with no edit behind it") {
    StampedRecord current = stored();
    current.record.deleted = true;
    current.stamps["deleted"] = {5, 50, luis, 10};
    CHECK(merge(&current, removal_at(4), {ana}, activity) == MergeResult{});
    CHECK(merge(&current, op_at(4, {{"name", text("Levantar")}}), {ana}, activity) ==
          MergeResult{});
}

TEST_CASE("fields that no table knows merge as plain values") {
    const StampedRecord current = stored();
    const auto result = merge(&current, op_at(3, {{"areas", text("x")}}), {ana}, nullptr);
    CHECK(result.conflicts.size() == 1);
}

TEST_CASE("the example of MERGE.md") {
    const Id eva = *Id::parse("0198c0de-0000-7000-8000-0000000000e5");
    StampedRecord record = stored();
    const auto take = [&](const Op& op, const Id& who) {
        const auto result = merge(&record, op, {who}, activity);
        if (!result.changes_something()) return result;
        record.record.rev += 1;
        for (const auto& [key, value] : result.changed) {
            assign(record.record.fields, key, value);
            record.stamps[key] = {record.record.rev, 0, who, op.n};
        }
        return result;
    };

    take(op_at(4, {{"name", text("Levantar y dibujar procesos")}}), ana);
    take(op_at(4, {{"end_month", text("2026-07")}}), luis);
    const auto evas =
        take(op_at(4, {{"name", text("Levantar los procesos")}, {"owner", text("Eva")}}), eva);
    const auto anas_next = take(op_at(4, {{"name", text("Dibujar procesos")}}), ana);

    REQUIRE(evas.conflicts.size() == 1);
    CHECK(evas.conflicts[0].theirs == text("Levantar y dibujar procesos"));
    CHECK(evas.conflicts[0].mine == text("Levantar los procesos"));
    CHECK(anas_next.conflicts.empty());
    CHECK(record.record.rev == 8);
    CHECK(text_of(record.record.fields, "owner") == "Eva");
}
