/// The link between a device and the server, at its worst.
#pragma once

#include "tests/simulation/cluster.hpp"

namespace minga::simulation {

/// Carries requests, or loses, cuts, repeats and delays them.
class Network {
public:
    explicit Network(Cluster& cluster) : cluster_(cluster) {}

    /// One exchange of a device, with whatever happens to it.
    void exchange(std::size_t seat);
    /// A request that was thought lost, or has arrived once already, arrives.
    void deliver_late();
    void deliver_all_late();

    /// From now on everything arrives, once and at once.
    void heal() { is_healed_ = true; }

private:
    enum class Fate : std::uint8_t {
        delivered,
        request_lost,
        request_cut,
        request_damaged,
        request_late,
        answer_lost,
        answer_cut,
        repeated,
    };
    Fate draw_fate();
    bool has_full_disk();
    void carry(std::size_t seat, const std::string& request, Fate fate);
    /// Feeds the server in pieces, between which late requests may arrive.
    test::Reply serve(std::size_t seat, const std::string& body);
    void take(std::size_t seat, const test::Reply& reply);

    Cluster& cluster_;
    std::vector<SentRequest> late_;
    bool is_healed_ = false;
    bool is_serving_ = false;
};

}  // namespace minga::simulation
