/// Files that people keep: whole and on the disk under their name, or not there at all.
#pragma once

#include "shared/base/result.hpp"

#include <string>
#include <string_view>

namespace minga::sync {

/// Writes a new file: under a name of its own first, flushed, and only then under `path`. Fails
/// with `already_exists`, or with `storage_failed` and nothing under that name.
Result<void> write_durably(const std::string& path, std::string_view bytes);

}  // namespace minga::sync
