/// The part of the device's store that brings what an earlier program kept to the present tables.
#include "shared/codec/value_json.hpp"
#include "sync/client/device_store.hpp"

namespace minga::sync {

using storage::Row;
using storage::Transaction;

namespace {

constexpr std::string_view schema_setting = "schema";

}  // namespace

/// Records of kinds and with fields that an earlier program did not know were kept as they came:
/// now they are understood. Ops stay as they were made; the server lifts them.
Result<void> DeviceStore::lift_records() {
    const std::string held = setting(schema_setting);
    if (held == std::to_string(schema_version)) return {};
    const auto number = Decimal::parse(held);
    const std::int64_t version = number ? number->thousandths / 1000 : 1;
    struct Kept {
        Id id;
        std::string kind;
        std::string accepted;
    };
    Transaction transaction{*database_};
    auto done = transaction.begin();
    std::vector<Kept> records;
    if (done) {
        done = database_->each(
            "SELECT id, kind, ifnull(accepted, '') FROM record", [&](const Row& row) {
                records.push_back({row.id(0), std::string{row.text(1)}, std::string{row.text(2)}});
            });
    }
    for (const Kept& kept : records) {
        auto json = parse_json(kept.accepted);
        auto fields = json ? fields_from_json(*json) : Result<FieldMap>{FieldMap{}};
        if (done && json && fields) {
            done = database_->run(
                "UPDATE record SET accepted = ?2 WHERE id = ?1", kept.id,
                fields_to_json(schema::lifted(kept.kind, *std::move(fields), version)).dump());
        }
        if (done) done = rebuild_view(kept.id);
        if (!done) return done;
    }
    if (done) done = put_setting(schema_setting, std::to_string(schema_version));
    if (done) done = transaction.commit();
    return done;
}

}  // namespace minga::sync
