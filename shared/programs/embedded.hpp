/// The programme definitions that the build put into the program (assets/programs,
/// assets/territory).
#pragma once

#include "shared/programs/catalog.hpp"

namespace minga {

/// The catalogue of the embedded files, read on the first call. It is the one value of shared/ that
/// outlives its callers: constant data of ours, so that a fault in it is a broken build.
const Catalog& embedded_catalog();

/// The same catalogue, for a program that adds to it what was published later
/// (`Catalog::add_instrument`): from then on `embedded_catalog` has it too. By one thread only.
Catalog& growing_catalog();

/// A catalogue of its own of the same files, to add to.
Result<Catalog> catalog_from_embedded();

/// Another text where any of those files changed.
std::string embedded_digest();

}  // namespace minga
