/// Files instead of a network: devices write bundles, and a courier brings them and the answers
/// about, late, twice, cut, in any order, or never.
#pragma once

#include "sync/bundle/bundle.hpp"
#include "tests/simulation/cluster.hpp"

namespace minga::simulation {

class Courier {
public:
    explicit Courier(Cluster& cluster);

    /// The device writes a file with all that waits.
    void collect(std::size_t seat);
    /// One of the files arrives where it belongs. The seat that took an answer, if it did.
    std::optional<std::size_t> deliver();
    void deliver_all();

    /// From now on files arrive whole.
    void heal() { is_healed_ = true; }

private:
    struct File {
        std::size_t seat = 0;
        bool is_answer = false;
        std::string bytes;
    };

    // Made when they are first needed: a pair costs as much as an exchange.
    const sync::KeyPair& keys_of_seat(std::size_t seat);
    const sync::KeyPair& server_keys();
    void bring_to_server(const File& file);
    void bring_to_device(const File& file);

    Cluster& cluster_;
    SeededRandom random_;
    sync::Secret server_secret_;
    std::optional<sync::KeyPair> server_keys_;
    std::map<std::size_t, sync::KeyPair> seat_keys_;
    std::vector<File> bag_;
    bool is_healed_ = false;
};

}  // namespace minga::simulation
