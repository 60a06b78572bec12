#include "tests/simulation/checkers/checkers.hpp"

namespace minga::simulation {

void check_scope(Cluster& cluster, const Seat& seat, const std::string& body) {
    const Id home = seat.actor.roles.front().organization;
    const std::string foreign_word = seat.word == "Varas" ? "Calama-" : "Varas-";
    if (body.find(foreign_word) != std::string::npos) {
        return cluster.break_promise(
            "scope", "another municipality's words went to " + seat.actor.login + ": " + body);
    }
    const auto answer = sync::read_answer(body);
    if (!answer) return;
    for (const sync::RecordDelta& delta : answer->records) {
        const auto record = cluster.server().store().find(delta.id);
        if (record && record->organization == home) continue;
        return cluster.break_promise(
            "scope", "record " + delta.id.to_text() + " went to " + seat.actor.login);
    }
}

}  // namespace minga::simulation
