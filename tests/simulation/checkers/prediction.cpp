#include "sync/wire/op_codec.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <algorithm>

namespace minga::simulation {
namespace {

/// One link of the chain: whose op it holds, or nobody's.
struct Link {
    std::int64_t number = 0;
    std::pair<Id, std::int64_t> op;
};

std::vector<Link> links_of(Cluster& cluster) {
    std::vector<Link> links;
    auto read = cluster.server().store().database().each(
        "SELECT number, entry FROM audit ORDER BY number", [&](const storage::Row& row) {
            const auto entry = parse_json(row.text(1));
            const auto device = entry ? Id::parse(entry->text_at("device")) : Id::parse("");
            Link link{row.integer(0), {}};
            if (device) link.op = {*device, entry->integer_at("n")};
            links.push_back(std::move(link));
        });
    if (!read) cluster.break_promise("prediction", "the chain cannot be read");
    return links;
}

void check_seat(Cluster& cluster, Seat& seat, const std::vector<Link>& links) {
    std::map<std::pair<Id, std::int64_t>, std::pair<std::int64_t, std::string>> own;
    auto read = seat.device->database().each(
        "SELECT device, n, number, verdict FROM op", [&](const storage::Row& row) {
            own.emplace(std::pair{row.id(0), row.integer(1)},
                        std::pair{row.integer(2), std::string{row.text(3)}});
        });
    if (!read) return cluster.break_promise("prediction", "the device cannot be read");
    std::int64_t last_foreign = 0;
    for (const Link& link : links) {
        const auto found = own.find(link.op);
        if (found == own.end()) {
            last_foreign = link.number;
            continue;
        }
        const auto& [number, text] = found->second;
        const auto typed = seat.typed.find(number);
        if (typed == seat.typed.end() || typed->second.known_head < last_foreign) continue;
        const auto json = parse_json(text);
        const auto verdict = json ? sync::verdict_from_json(*json) : Result<sync::Verdict>{Error{}};
        const bool is_accepted = verdict && (verdict->outcome == sync::Outcome::applied ||
                                             verdict->outcome == sync::Outcome::unchanged);
        // A decision behind one's own unsent change of that very field is asked for again, or is
        // not needed any more.
        const bool is_overtaken = verdict && !verdict->refusals.empty() &&
                                  (verdict->refusals[0].code == ErrorCode::conflict_changed ||
                                   verdict->refusals[0].code == ErrorCode::conflict_settled);
        // What was removed before its first reading, a device cannot know to be making again.
        const auto& waiting = verdict ? verdict->conflicts : std::vector<std::string>{};
        const bool is_made_again =
            typed->second.view.empty() &&
            std::find(waiting.begin(), waiting.end(), sync::deletion_key) != waiting.end();
        if (is_accepted || is_overtaken || is_made_again) continue;
        return cluster.break_promise("prediction",
                                     seat.actor.login + "'s device, knowing all, let pass op #" +
                                         std::to_string(link.op.second) + ": " + text);
    }
}

}  // namespace

void check_prediction(Cluster& cluster) {
    // A restored server forgets what devices knew.
    if (cluster.was_restored()) return;
    const auto links = links_of(cluster);
    for (Seat& seat : cluster.seats()) {
        const bool is_as_it_was = !seat.has_twin && !seat.has_new_roles;
        if (is_as_it_was && !cluster.violation()) check_seat(cluster, seat, links);
    }
}

}  // namespace minga::simulation
