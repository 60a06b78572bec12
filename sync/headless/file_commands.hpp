/// Carrying files over HTTP, and the pause between attempts.
#pragma once

#include "sync/client/blob_session.hpp"
#include "sync/headless/http_link.hpp"

namespace minga::sync {

/// Waits before the next attempt: longer with each failure in a row, up to a second.
void wait_before_retry(int failures);

/// Sends what was attached here and fetches what was asked for, within `budget`, for as long as
/// there is hope. What stands in the way of one file is kept with that file.
Result<BlobTotals> carry_files(DeviceStore& store, HttpLink& link, const BlobBudget& budget);

}  // namespace minga::sync
