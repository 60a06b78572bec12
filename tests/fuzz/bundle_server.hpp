/// A server that takes in bundles, for one input: its store is a file of its own, which goes with
/// it, because the desk reads and writes over connections of their own.
#pragma once

#include "server/bundles/bundle_desk.hpp"
#include "tests/simulation/machines.hpp"
#include "tests/support/sync/blob_link.hpp"

#include <filesystem>

namespace minga::fuzz {

class BundleServer {
public:
    BundleServer();
    ~BundleServer();
    BundleServer(const BundleServer&) = delete;
    BundleServer& operator=(const BundleServer&) = delete;

    /// Knows the device's keys as those of a person with a role in the municipality.
    Result<server::ImportedBundle> import(std::string_view file);

    /// Whether the chain of what was done still verifies.
    bool is_sound();

private:
    std::filesystem::path path_;
    std::unique_ptr<server::StorePool> stores_;
    test::TestClock clock_;
    SeededRandom random_{4};
    test::MemoryShelf blobs_;
};

}  // namespace minga::fuzz
