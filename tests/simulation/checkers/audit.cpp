#include "server/storage/verify.hpp"
#include "tests/simulation/checkers/checkers.hpp"

namespace minga::simulation {

void check_audit(Cluster& cluster) {
    server::SqliteStore& store = cluster.server().store();
    const auto verified = server::verify_store(store);
    if (!verified) return cluster.break_promise("audit", "the chain cannot be read");
    if (verified->first_break) {
        return cluster.break_promise("audit", "link " +
                                                  std::to_string(verified->first_break->link) +
                                                  ": " + verified->first_break->what);
    }
    for (const auto& [number, hash] : cluster.heads()) {
        std::string found;
        auto read = store.database().each(
            "SELECT hash FROM audit WHERE number = ?1",
            [&](const storage::Row& row) { found = row.text(0); }, number);
        if (!read || found != hash) {
            return cluster.break_promise("audit", "the chain lacks head " + std::to_string(number) +
                                                      ", which was handed out");
        }
    }
}

}  // namespace minga::simulation
