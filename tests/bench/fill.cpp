/// minga-bench-fill STORE reserve|fill COUNT: a server's store with very many records, for the case
/// that asks whether its size matters.
///
/// `reserve` leaves COUNT numbers free in the commit order. Devices that read now have read past
/// them. `fill` then puts COUNT follow-ups with those numbers into the commune that has most of
/// them: all in the scope that those devices read, and nothing new to them.
#include "server/storage/migrations.hpp"
#include "server/storage/sqlite_store.hpp"

#include <algorithm>
#include <iostream>
#include <map>
#include <string>

namespace {

using namespace minga;
using server::SqliteStore;

constexpr std::string_view reserved_key = "bench_reserved";
constexpr std::string_view words =
    "plan riesgo comuna incendio refugio agua camino sede vecinal cuadrilla seguimiento medida ";

Result<std::int64_t> number_in_meta(SqliteStore& store, std::string_view key) {
    auto text = server::read_meta(store.database(), key);
    if (!text) return text.error();
    return text->empty() ? 0 : std::stoll(*text);
}

Result<void> reserve(SqliteStore& store, std::int64_t count) {
    auto seq = number_in_meta(store, "seq");
    if (!seq) return seq.error();
    auto done = server::write_meta(store.database(), reserved_key, std::to_string(*seq));
    if (done) done = server::write_meta(store.database(), "seq", std::to_string(*seq + count));
    return done;
}

std::string text_of(std::int64_t number, std::size_t bytes) {
    std::string text = std::to_string(number);
    while (text.size() < bytes) text += words.substr(static_cast<std::size_t>(number) % 40);
    text.resize(bytes);
    return text;
}

/// The action line that most follow-ups hang from: the one that the devices of the case read.
Result<Record> busiest_line(SqliteStore& store) {
    std::map<std::string, std::int64_t> counts;
    auto done = store.each_of_kind({}, "follow_up", [&](const Record& record) {
        ++counts[text_of(record.fields, "action_line")];
    });
    if (!done) return done.error();
    const auto most = std::max_element(
        counts.begin(), counts.end(),
        [](const auto& one, const auto& other) { return one.second < other.second; });
    const auto id = most != counts.end() ? Id::parse(most->first) : Result<Id>{Id{}};
    auto line = id ? store.find(*id) : std::nullopt;
    if (!line) return make_error(ErrorCode::not_found, "No hay seguimientos.");
    return *std::move(line);
}

/// Ids as devices make them, one after the other in time.
Id id_of(const Record& line, std::int64_t number) {
    constexpr std::int64_t begin_ms = 1'767'225'600'000;
    Id id = name_based_id(line.id, std::to_string(number));
    for (std::size_t i = 0; i < 6; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>((begin_ms + number) >> (40 - 8 * i));
    }
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0Fu) | 0x70u);
    return id;
}

Result<void> fill(SqliteStore& store, std::int64_t count) {
    auto reserved = number_in_meta(store, reserved_key);
    if (!reserved) return reserved.error();
    auto line = busiest_line(store);
    if (!line) return line.error();
    auto done = store.database().execute("PRAGMA synchronous = OFF");
    if (done) done = store.begin();
    for (std::int64_t i = 1; done && i <= count; ++i) {
        sync::StampedRecord stamped;
        stamped.record.id = id_of(*line, i);
        stamped.record.kind = "follow_up";
        stamped.record.organization = line->organization;
        stamped.record.rev = 1;
        stamped.record.fields = {{"action_line", line->id.to_text()},
                                 {"date", std::string{"2026-03-02"}},
                                 {"programmed", i % 40},
                                 {"observations", text_of(i, 140)},
                                 {"recommendations", text_of(i, 60)}};
        stamped.seq = stamped.created_seq = *reserved + i;
        for (const auto& [key, value] : stamped.record.fields) {
            stamped.stamps[key] = {1, stamped.seq, line->id, i};
        }
        done = store.put(stamped);
    }
    if (done) done = store.commit();
    if (done) done = store.database().run("PRAGMA wal_checkpoint(TRUNCATE)");
    return done;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string verb = argc == 4 ? argv[2] : "";
    if (verb != "reserve" && verb != "fill") {
        std::cerr << "usage: minga-bench-fill STORE reserve|fill COUNT\n";
        return 2;
    }
    auto store = SqliteStore::open({.path = argv[1], .cache_kib = 256 * 1024}, "bench");
    if (!store) {
        std::cerr << store.error().detail << '\n';
        return 1;
    }
    const std::int64_t count = std::stoll(argv[3]);
    const auto done = verb == "fill" ? fill(**store, count) : reserve(**store, count);
    if (!done) std::cerr << done.error().message << ' ' << done.error().detail << '\n';
    return done ? 0 : 1;
}
