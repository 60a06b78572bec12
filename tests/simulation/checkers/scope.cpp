#include "tests/simulation/checkers/checkers.hpp"

#include <algorithm>

namespace minga::simulation {
namespace {

bool may_see(const Seat& seat, const Id& organization) {
    return std::any_of(seat.actor.roles.begin(), seat.actor.roles.end(),
                       [&](const auto& role) { return role.organization == organization; });
}

}  // namespace

void check_words(Cluster& cluster, const Seat& seat, const std::string& bytes) {
    for (const Id& organization : {cluster.world().municipality, cluster.world().neighbour}) {
        if (may_see(seat, organization)) continue;
        if (bytes.find(std::string{word_of(organization)} + "-") == std::string::npos) continue;
        return cluster.break_promise(
            "scope", "another municipality's words went to " + seat.actor.login + ": " + bytes);
    }
}

void check_scope(Cluster& cluster, const Seat& seat, const sync::SyncAnswer& answer) {
    for (const sync::RecordDelta& delta : answer.records) {
        const auto record = cluster.server().store().find(delta.id);
        if (record && may_see(seat, record->organization)) continue;
        return cluster.break_promise(
            "scope", "record " + delta.id.to_text() + " went to " + seat.actor.login);
    }
}

}  // namespace minga::simulation
