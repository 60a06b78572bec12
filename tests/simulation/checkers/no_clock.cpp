#include "shared/codec/value_json.hpp"
#include "tests/simulation/checkers/checkers.hpp"
#include "tests/simulation/history.hpp"

#include <algorithm>

namespace minga::simulation {
namespace {

constexpr std::size_t id_length = 36;

/// Ids in the order in which they first appear, instead of their bytes, which hold the time.
std::string with_plain_ids(const std::string& text) {
    std::map<std::string, std::size_t, std::less<>> names;
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view piece = std::string_view{text}.substr(at, id_length);
        if (piece.size() == id_length && piece[8] == '-' && Id::parse(piece)) {
            const auto name = names.emplace(std::string{piece}, names.size()).first->second;
            plain += "id" + std::to_string(name);
            at += id_length;
        } else {
            plain += text[at++];
        }
    }
    return plain;
}

bool tells_time(std::string_view key) {
    return key.ends_with("_at");
}

}  // namespace

std::string timeless_dump(const server::SqliteStore& store) {
    std::vector<sync::StampedRecord> records;
    auto read = store.changed_since({}, -1, [&](const sync::StampedRecord& one) {
        records.push_back(one);
        return true;
    });
    if (!read) return "the store cannot be read";
    std::sort(records.begin(), records.end(),
              [](const auto& a, const auto& b) { return a.created_seq < b.created_seq; });
    std::string dump;
    for (sync::StampedRecord& one : records) {
        std::erase_if(one.record.fields, [](const auto& entry) { return tells_time(entry.first); });
        dump += one.record.id.to_text() + " " + one.record.kind + " " +
                std::to_string(one.record.rev) + (one.record.deleted ? " deleted " : " ") +
                fields_to_json(one.record.fields).dump() + "\n";
    }
    return with_plain_ids(dump);
}

void check_no_clock(const Options& options, const std::string& dump, Cluster& cluster) {
    Options still = options;
    still.has_skewed_clocks = false;
    still.is_verbose = false;
    History history{still};
    history.run_steps();
    history.make_peace();
    const auto& violation = history.cluster().violation();
    if (violation) {
        return cluster.break_promise(violation->invariant,
                                     "with right clocks: " + violation->detail);
    }
    const std::string other = timeless_dump(history.cluster().server().store());
    if (other == dump) return;
    cluster.break_promise("no_clock",
                          "other clocks give other records:\n" + dump + "---\n" + other);
}

}  // namespace minga::simulation
