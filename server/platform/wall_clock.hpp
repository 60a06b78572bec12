/// The machine's clock.
#pragma once

#include "shared/base/instant.hpp"

namespace minga::server {

class WallClock final : public Clock {
public:
    Instant now() override;
};

}  // namespace minga::server
