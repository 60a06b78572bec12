/// The server's own keys: devices seal their bundles to them and know its answers by them.
#pragma once

#include "shared/base/result.hpp"
#include "sync/bundle/keys.hpp"

#include <string>

namespace minga::server {

/// The keys of the data folder. The first time they are drawn and kept in `path`, readable by its
/// owner only. A file that is not ours or cannot be read is an error, never replaced: without its
/// keys, no bundle that is under way could be opened.
Result<sync::KeyPair> load_server_keys(const std::string& path);

}  // namespace minga::server
