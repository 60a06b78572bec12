#include "tests/simulation/checkers/checkers.hpp"

namespace minga::simulation {
namespace {

std::string whole_dump(Cluster& cluster) {
    std::string dump;
    for (const std::string_view sql :
         {"SELECT hex(id) || rev || seq || deleted || body || stamps FROM record ORDER BY id",
          "SELECT hex(device) || n || hash || verdict FROM op ORDER BY device, n",
          "SELECT number || hash FROM audit ORDER BY number",
          "SELECT hex(id) || next_n FROM device ORDER BY id"}) {
        auto read = cluster.server().store().database().each(
            sql, [&](const storage::Row& row) { dump.append(row.text(0)).append("\n"); });
        if (!read) cluster.break_promise("idempotence", "the server cannot be read");
    }
    return dump;
}

}  // namespace

void check_idempotence(Cluster& cluster) {
    const std::string before = whole_dump(cluster);
    std::vector<SentRequest> all = cluster.sent();
    cluster.dice().shuffle(all);
    for (const SentRequest& sent : all) {
        cluster.server().handle(cluster.seats()[sent.seat].actor, sent.body);
    }
    if (whole_dump(cluster) != before) {
        cluster.break_promise("idempotence", "requests that were sent again changed the server");
    }
}

}  // namespace minga::simulation
