/// A signed-in device that has read the world once, for the tests of this folder.
#pragma once

#include "sync/merge/op.hpp"
#include "tests/support/sync/device.hpp"

#include <catch_amalgamated.hpp>

namespace minga::test {

struct DeviceFixture {
    World world;
    TestDevice device{world.catalog};

    DeviceFixture() {
        REQUIRE(store().sign_in(world.committee, "token"));
        REQUIRE(store().apply(first_answer(world, world.municipality)));
    }

    sync::DeviceStore& store() { return device.store(); }

    Record get(const Id& id) {
        auto record = store().find(id);
        REQUIRE(record);
        return *record;
    }
    std::vector<sync::Op> waiting() {
        auto outbox = store().outbox(1 << 30);
        REQUIRE(outbox);
        std::vector<sync::Op> ops;
        for (const sync::OutboxOp& one : *outbox) {
            auto op = sync::op_from_text(one.text);
            REQUIRE(op);
            ops.push_back(*std::move(op));
        }
        return ops;
    }

    /// An answer that says nothing but these verdicts and records.
    sync::SyncAnswer answer(std::vector<sync::Verdict> verdicts,
                            std::vector<sync::RecordDelta> records = {}) {
        sync::SyncAnswer one;
        one.epoch = "first";
        one.server_time = noon;
        one.next_n = store().last_n() + 1;
        one.verdicts = std::move(verdicts);
        one.records = std::move(records);
        return one;
    }
    sync::RecordDelta delta(const Id& id, std::int64_t rev, FieldMap fields) {
        sync::RecordDelta one;
        one.id = id;
        one.rev = rev;
        one.fields = std::move(fields);
        return one;
    }
    void take(const sync::SyncAnswer& one) { REQUIRE(store().apply(one)); }

    /// An open conflict of `name` of the activity, as the server would send it.
    sync::RecordDelta conflict(std::string_view theirs, std::string_view mine) {
        sync::RecordDelta one;
        one.id = name_based_id(world.activity, "name");
        one.rev = 1;
        one.is_whole = true;
        one.kind = "conflict";
        one.organization = world.municipality;
        one.fields = {{"record", text(world.activity.to_text())},
                      {"record_kind", text("activity")},
                      {"type", text("edit")},
                      {"field", text("name")},
                      {"base", text("\"Levantar el proceso\"")},
                      {"theirs", text(theirs)},
                      {"mine", text(mine)},
                      {"theirs_by", text("María Soto")},
                      {"mine_by", text("Luis Mella")},
                      {"status", text("open")}};
        return one;
    }
};

}  // namespace minga::test
