#include "sync/server/audit_chain.hpp"

#include "shared/base/hash.hpp"
#include "shared/codec/value_json.hpp"

#include <catch_amalgamated.hpp>

namespace minga::sync {
namespace {

/// A chain is only worth what its text is: it must not change, or old chains do not verify.
TEST_CASE("a link of the audit chain keeps its text") {
    const Id device = *Id::parse("01900000-0000-7000-8000-000000000001");
    const Id user = *Id::parse("01900000-0000-7000-8000-000000000002");
    const Id home = *Id::parse("01900000-0000-7000-8000-000000000003");
    LedgerEntry op;
    op.device = device;
    op.n = 12;
    op.hash = "abcd";
    op.user = user;
    op.received_at = Instant{2000};
    op.verdict = "{}";
    Actor actor;
    actor.roles = {{.role = "committee", .organization = home},
                   {.role = "a\"b", .organization = Id{}}};
    Record record;
    record.id = *Id::parse("01900000-0000-7000-8000-000000000004");
    record.kind = "activity";
    record.organization = home;
    record.rev = 3;
    assign(record.fields, "name", Value{std::string{"Año"}});

    CHECK(record_digest(record) ==
          sha256_hex("01900000-0000-7000-8000-000000000004 activity "
                     "01900000-0000-7000-8000-000000000003 3 {\"name\":\"Año\"}"));
    const ChangedRecord changed{record.id, record.rev, record_digest(record)};
    CHECK(audit_entry(op, actor, Instant{1000}, {changed}) ==
          R"({"device":"01900000-0000-7000-8000-000000000001","n":12,"op":"abcd","verdict":")" +
              sha256_hex("{}") +
              R"(","user":"01900000-0000-7000-8000-000000000002","roles":[)"
              R"("committee@01900000-0000-7000-8000-000000000003",)"
              R"("a\"b@00000000-0000-0000-0000-000000000000"],"made_at":1000,)"
              R"("received_at":2000,"records":[["01900000-0000-7000-8000-000000000004",3,")" +
              record_digest(record) + R"("]]})");
    CHECK(parse_json(audit_entry(op, actor, Instant{1000}, {changed})));
    CHECK(audit_entry(op, Actor{}, Instant{}, {})
              .ends_with(R"("roles":[],"made_at":0,"received_at":2000,"records":[]})"));
}

}  // namespace
}  // namespace minga::sync
