/// Takes in bundles, whoever brings them, and writes the answers that go back: the same session as
/// for requests over the network, under the person whose device signed.
#pragma once

#include "server/bundles/device_keys.hpp"
#include "server/storage/store_pool.hpp"
#include "shared/programs/catalog.hpp"
#include "sync/blob/blob_desk.hpp"
#include "sync/bundle/bundle.hpp"
#include "sync/server/carried_exchange.hpp"

namespace minga::server {

struct BundleDesk {
    StorePool& stores;
    const Catalog& catalog;
    Clock& clock;
    Random& random;
    sync::KeyPair keys;  ///< The server's.
    sync::BlobShelf& blobs;
    sync::BlobLimits blob_limits{};
};

struct ImportedBundle {
    sync::BundleHeader header;
    std::string hash;   ///< SHA-256 of the file, hexadecimal.
    std::string login;  ///< Of the person whose work it is.
    bool is_whole = false;
    bool was_here = false;  ///< The very same file had come before.
    std::string damage;     ///< What was wrong with it, in Spanish, where it is not whole.
    sync::CarriedCounts counts;
    std::string answer;  ///< The bundle to take back to the device.
};

/// Takes in one file. `courier` is who brought it; nil for whoever works at the server. Nothing is
/// taken of a file that is no bundle, is another server's, whose device nobody enrolled, whose
/// person's account is disabled, or whose header was changed; of one that was cut or changed
/// further on, what comes before. The error says which, in Spanish.
Result<ImportedBundle> import_bundle(BundleDesk& desk, std::string_view file, const Id& courier);

}  // namespace minga::server
