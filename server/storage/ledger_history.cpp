#include "server/storage/ledger_history.hpp"

#include "sync/wire/op_codec.hpp"

#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace minga::server {
namespace {

using storage::Row;

constexpr char separator = '.';
constexpr std::int64_t latest_ms = INT64_MAX;

/// Takes a number that is not negative off the front of `text`, up to the separator or the end.
std::optional<std::int64_t> take_number(std::string_view& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return number;
    if (text.front() != separator) return std::nullopt;
    text.remove_prefix(1);
    return number;
}

}  // namespace

std::string LedgerPlace::to_text() const {
    return std::to_string(received_at.ms) + separator + std::to_string(n) + separator +
           device.to_text();
}

std::optional<LedgerPlace> LedgerPlace::parse(std::string_view text) {
    const auto received_ms = take_number(text);
    const auto n = received_ms ? take_number(text) : std::nullopt;
    const auto device = Id::parse(text);
    if (!n || !device) return std::nullopt;
    return LedgerPlace{{*received_ms}, *device, *n};
}

Result<void> each_op_about(storage::Database& database, const Id& record,
                           const std::optional<LedgerPlace>& before, std::int64_t count_max,
                           const std::function<void(const sync::LedgerEntry&)>& visit) {
    const LedgerPlace place = before.value_or(LedgerPlace{{latest_ms}, Id{}, 0});
    return database.each(
        "SELECT device, n, user, author, received_at, payload, verdict FROM op "
        "WHERE record = ?1 AND (received_at, device, n) < (?2, ?3, ?4) "
        "ORDER BY received_at DESC, device DESC, n DESC LIMIT ?5",
        [&](const Row& row) {
            sync::LedgerEntry entry;
            entry.device = row.id(0);
            entry.n = row.integer(1);
            entry.user = row.id(2);
            entry.author = row.text(3);
            entry.received_at = Instant{row.integer(4)};
            entry.payload = row.text(5);
            entry.verdict = row.text(6);
            entry.record = record;
            visit(entry);
        },
        record, place.received_at.ms, place.device, place.n, count_max);
}

Result<void> fill_ledger_records(storage::Database& database) {
    struct Found {
        Id device;
        std::int64_t n;
        Id record;
    };
    std::vector<Found> all;
    auto done = database.each("SELECT device, n, payload FROM op WHERE record IS NULL",
                              [&](const Row& row) {
                                  const auto op = sync::op_from_text(row.text(2));
                                  if (op && !op->record.is_nil())
                                      all.push_back({row.id(0), row.integer(1), op->record});
                              });
    for (const Found& found : all) {
        if (!done) return done;
        done = database.run("UPDATE op SET record = ?3 WHERE device = ?1 AND n = ?2", found.device,
                            found.n, found.record);
    }
    return done;
}

}  // namespace minga::server
