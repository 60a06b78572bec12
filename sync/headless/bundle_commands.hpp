/// What `minga-device` does with files that travel without a network.
#pragma once

#include "sync/client/device_store.hpp"
#include "sync/headless/http_link.hpp"

#include <iosfwd>

namespace minga::sync {

/// Shows the server this device's keys, so that it takes bundles that they sign; learns the
/// server's. Nothing happens where that was done. Needs the network and a token. A server that has
/// no such route is left in peace.
Result<void> enroll(DeviceStore& store, HttpLink& link, Random& random);

/// Hands over what is carried for others and takes their answers along. Returns how many were
/// handed over; what the server does not take stays, with its reason.
Result<std::int64_t> hand_over(DeviceStore& store, HttpLink& link, Clock& clock);

struct BundleExportOptions {
    std::string file;     ///< Where it is written; must not be there.
    std::string carried;  ///< The beginning of the hash of a carried one; empty: this device's own.
};
/// Writes this device's bundle and prints its receipt, or writes one that it carries.
Result<void> export_bundle_file(DeviceStore& store, const BundleExportOptions& options,
                                Random& random, Clock& clock, std::ostream& out);

/// An answer for this device is taken in; another's bundle is carried.
Result<void> import_bundle_file(DeviceStore& store, const std::string& file, Clock& clock,
                                std::ostream& out);

/// What is carried, one JSON object a line.
Result<void> list_bundles(DeviceStore& store, std::ostream& out);
Result<void> drop_bundle(DeviceStore& store, const std::string& hash);

}  // namespace minga::sync
