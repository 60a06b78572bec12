// What an earlier program kept, with any fields: lifting it twice is lifting it once, at the server
// and on the device, and nobody fails over it. The input is a line that says kind and version, the
// fields of a record, an op, and the record's stamps.
#include "server/storage/lift_records.hpp"
#include "shared/codec/value_json.hpp"
#include "sync/wire/op_codec.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/simulation/machines.hpp"

#include <array>
#include <limits>

namespace {

using namespace minga;
using simulation::the_world;

constexpr std::int64_t newest_version = 3;

Value in_pesos(Value value) {
    const auto* thousands = std::get_if<std::int64_t>(&value);
    if (thousands == nullptr) return value;
    constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max() / 1000;
    const bool fits = *thousands <= limit && *thousands >= -limit;
    return fits ? Value{*thousands * 1000} : value;
}

/// Tables of no program: two versions after the first.
constexpr std::array<schema::FieldLift, 4> lifts{{
    {2, "activity", "own_kclp", "own_clp", in_pesos},
    {2, "activity", "owner", "responsible", nullptr},
    {3, "activity", "responsible", "in_charge", nullptr},
    {3, "action_line", "description", "summary", nullptr},
}};

struct Input {
    std::string kind;
    std::int64_t version = 1;
    std::string fields_text;
    std::optional<FieldMap> fields;
    std::optional<sync::Op> op;
    std::string stamps;
};

Input read_input(std::string_view text) {
    const std::vector<std::string_view> lines = fuzz::lines_of(text);
    Input input;
    if (lines.size() > 0) {
        const auto head = parse_json(lines[0]);
        if (head) input.kind = head->text_at("kind");
        if (head) input.version = head->integer_at("version", 1);
    }
    if (lines.size() > 1) {
        input.fields_text = lines[1];
        const auto json = parse_json(lines[1]);
        const auto fields = json ? fields_from_json(*json) : json.error();
        if (fields) input.fields = *fields;
    }
    if (lines.size() > 2) {
        if (const auto op = sync::op_from_text(lines[2])) input.op = *op;
    }
    for (std::size_t i = 3; i < lines.size(); ++i) input.stamps.append(lines[i]) += '\n';
    return input;
}

void check_fields(const Input& input, const FieldMap& fields) {
    const FieldMap now = schema::lifted(input.kind, fields, input.version, lifts);
    MINGA_ASSERT(schema::lifted(input.kind, now, input.version, lifts) == now);
    MINGA_ASSERT(schema::lifted(input.kind, now, newest_version, lifts) == now);
    MINGA_ASSERT(now.size() <= fields.size());
    for (const auto& [key, value] : fields) {
        const auto found = now.find(schema::lifted_key(input.kind, key, input.version, lifts));
        MINGA_ASSERT(found != now.end());
    }
}

/// Whatever the table holds, lifting it fails clearly or is done once for all.
void check_server(const Input& input) {
    simulation::ServerMachine server;
    storage::Database& database = server.store().database();
    const Id id = the_world().activity;
    MINGA_ASSERT(server.store().begin().has_value());
    const auto written =
        database.run("UPDATE record SET kind = ?2, body = ?3, stamps = ?4 WHERE id = ?1", id,
                     std::string_view{input.kind}, std::string_view{input.fields_text},
                     std::string_view{input.stamps});
    if (!written) return server.store().roll_back();
    const auto lifted = server::lift_records(database, input.version, lifts);
    if (!lifted) return server.store().roll_back();
    const auto again = server::lift_records(database, input.version, lifts);
    MINGA_ASSERT(again.has_value() && *again == "[]");
    bool is_kept = true;
    database
        .each(
            "SELECT body FROM record WHERE id = ?1",
            [&](const storage::Row& row) {
                // What could not be read is not written over.
                is_kept = input.fields.has_value() || row.text(0) == input.fields_text;
            },
            id)
        .ignore();
    MINGA_ASSERT(is_kept);
    MINGA_ASSERT(server.store().commit().has_value());
    server.store().find_stamped(id);
}

std::string dump_of(storage::Database& database) {
    std::string dump;
    const auto add = [&](const storage::Row& row) {
        (dump += row.text(0)) += '\n';
        (dump += row.text(1)) += '\n';
    };
    database.each("SELECT accepted, body FROM record ORDER BY id", add).ignore();
    return dump;
}

/// A device whose program is newer than what it kept opens, once and again, and goes on.
void check_device(const Input& input, const FieldMap& fields) {
    simulation::DeviceMachine device{the_world().committee, {.seed = 1}};
    const Id id = the_world().activity;
    MINGA_ASSERT(device.store().set(id, {{"name", test::text("lo escrito")}}).has_value());
    storage::Database& database = device.database();
    auto done = database.run("UPDATE record SET kind = ?2, accepted = ?3 WHERE id = ?1", id,
                             std::string_view{input.kind}, fields_to_json(fields).dump());
    if (done) {
        done = database.run("INSERT OR REPLACE INTO setting VALUES ('schema', ?1)",
                            std::to_string(input.version));
    }
    if (done && input.op) {
        sync::Op op = *input.op;
        op.n = 1;
        op.record = id;
        done = database.run("UPDATE op SET text = ?1", sync::op_to_text(op));
    }
    MINGA_ASSERT(done.has_value());
    SeededRandom random{1};
    device.restart(simulation::Death::process, random);
    const std::string first = dump_of(device.database());
    device.restart(simulation::Death::process, random);
    MINGA_ASSERT(dump_of(device.database()) == first);
    sync::ClientSession session{device.store()};
    MINGA_ASSERT(session.next_request().has_value());
}

/// An op of any version, over the network.
void check_op(const sync::Op& op) {
    simulation::ServerMachine server;
    const std::string header =
        R"({"minga":1,"device":"018c0000-0000-7000-8000-00000000abcd","schema":1,"last_n":1})";
    sync::Op first = op;
    first.n = 1;
    const auto reply =
        server.handle(the_world().committee, fuzz::framed(header + '\n' + sync::op_to_text(first)));
    MINGA_ASSERT(reply.status == 200 || (reply.status >= 400 && reply.status < 500));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input = read_input(fuzz::text_of(data, size));
    check_server(input);
    if (input.fields) check_fields(input, *input.fields);
    if (input.fields) check_device(input, *input.fields);
    if (input.op) check_op(*input.op);
    return 0;
}
