/// The link between a device and the server, at its worst.
#pragma once

#include "tests/simulation/checkers/checkers.hpp"
#include "tests/simulation/cluster.hpp"
#include "tests/simulation/fetcher.hpp"

namespace minga::simulation {

/// What becomes of one exchange.
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

/// Carries requests, or loses, cuts, repeats and delays them.
class Network {
public:
    explicit Network(Cluster& cluster) : cluster_(cluster) {}

    /// One exchange of a device, with whatever happens to it.
    void exchange(std::size_t seat);
    /// The same with a fate that is given; disks fail only as they were told to.
    void exchange_as(std::size_t seat, Fate fate);
    /// A request that was thought lost, or has arrived once already, arrives.
    void deliver_late();
    void deliver_all_late();

    /// From now on everything arrives, once and at once, and no disk fails.
    void heal();

    /// An older copy of the device's disk, or of the server's, came back.
    void forget(std::size_t seat);
    /// What the device holds now is as it must be.
    void look_at(std::size_t seat);

private:
    Fate draw_fate();
    void note_header(std::string_view verb, std::string_view body);
    void endanger(SimulatedDisk& disk);
    void exchange(std::size_t seat, Fate fate);
    void carry(std::size_t seat, const std::string& request, Fate fate);
    /// The request behind the one on its way, which a device may make meanwhile. False: it died of
    /// it.
    bool make_ahead(std::size_t seat);
    /// It leaves, now that the answer to the one before was taken in, or could not be.
    void carry_ahead(std::size_t seat, const std::string& request, bool is_taken);
    void drop_ahead(std::size_t seat);
    /// The request on its way, or its answer, did not get through.
    void lose(std::size_t seat);
    /// Feeds the server in pieces, between which late requests may arrive. Nothing comes back where
    /// the server dies of it.
    std::optional<test::Reply> serve(std::size_t seat, const std::string& body);
    test::Reply serve_interrupted(const Actor& actor, const std::string& body);
    void take(std::size_t seat, const std::optional<test::Reply>& reply);

    Cluster& cluster_;
    Fetcher fetcher_{cluster_};
    BytesWatch bytes_;
    MonotonicWatch monotonic_;
    std::vector<SentRequest> late_;
    std::optional<std::string> ahead_;  ///< Made, and waits for the answer to the one before.
    bool is_healed_ = false;
    bool spares_disks_ = false;
    bool is_serving_ = false;
};

}  // namespace minga::simulation
