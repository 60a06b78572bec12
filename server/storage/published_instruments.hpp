/// The instruments that were published to this server, beside those that are built in.
#pragma once

#include "shared/base/instant.hpp"
#include "shared/programs/catalog.hpp"
#include "shared/storage/database.hpp"

#include <span>
#include <string>
#include <vector>

namespace minga::server {

struct PublishedInstrument {
    std::string key;
    std::string version;
    std::string hash;  ///< SHA-256 of the body, in hex.
    std::string body;  ///< Its JSON.
};

/// From the first that was published to the last.
Result<std::vector<PublishedInstrument>> published_instruments(storage::Database& database);

/// The programme as this server knows it: the built-in files and what was published.
Result<Catalog> published_catalog(storage::Database& database);
/// The same, by whoever has read what was published.
Result<Catalog> published_catalog(std::span<const PublishedInstrument> published);

/// Keeps an instrument for good, in the caller's transaction. The same again is fine and says
/// false. Fails with `malformed` where it is none, and with `already_exists` where another has its
/// key: an assessment names its instrument by the key alone.
Result<bool> publish(storage::Database& database, std::string_view body, Instant now);

}  // namespace minga::server
