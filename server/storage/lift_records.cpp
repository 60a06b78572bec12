#include "server/storage/lift_records.hpp"

#include "shared/codec/value_json.hpp"
#include "sync/server/audit_chain.hpp"
#include "sync/server/record_text.hpp"
#include "sync/wire/op_codec.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace minga::server {
namespace {

using storage::Row;

bool is_lifted_since(const schema::Lifts& lifts, std::int64_t version) {
    return std::any_of(lifts.begin(), lifts.end(),
                       [&](const schema::FieldLift& lift) { return lift.since > version; });
}

}  // namespace

Result<std::string> lift_records(storage::Database& database, std::int64_t version,
                                 const schema::Lifts& lifts) {
    Json changed = Json::array();
    if (!is_lifted_since(lifts, version)) return changed.dump();
    std::vector<Id> ids;
    auto done = database.each("SELECT id FROM record ORDER BY id",
                              [&](const Row& row) { ids.push_back(row.id(0)); });
    for (const Id& id : ids) {
        if (!done) return done.error();
        // What cannot be read must not be written over.
        std::optional<Result<sync::StampedRecord>> held;
        done = database.each(
            "SELECT kind, organization, rev, deleted, body, stamps FROM record WHERE id = ?1",
            [&](const Row& row) {
                held = sync::read_record({.id = id,
                                          .kind = row.text(0),
                                          .organization = row.id(1),
                                          .rev = row.integer(2),
                                          .deleted = row.integer(3) != 0,
                                          .body = row.text(4),
                                          .stamps = row.text(5)});
            },
            id);
        if (!done) return done.error();
        if (!held) continue;
        if (!*held) return held->error();
        Record& record = (*held)->record;
        FieldMap fields = schema::lifted(record.kind, record.fields, version, lifts);
        sync::Stamps stamps;
        for (const auto& [key, stamp] : (*held)->stamps) {
            stamps.emplace(schema::lifted_key(record.kind, key, version, lifts), stamp);
        }
        if (fields == record.fields && stamps == (*held)->stamps) continue;
        record.fields = std::move(fields);
        done = database.run("UPDATE record SET body = ?2, stamps = ?3 WHERE id = ?1", id,
                            fields_to_json(record.fields).dump(), sync::stamps_to_text(stamps));
        Json one = Json::array();
        one.push(id.to_text()).push(record.rev).push(sync::record_digest(record));
        changed.push(std::move(one));
    }
    if (!done) return done.error();
    return changed.dump();
}

}  // namespace minga::server
