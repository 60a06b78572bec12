/// What became of an op on the device. Permanent numbers: they are stored.
#pragma once

#include <cstdint>

namespace minga::sync {

enum OpState : std::int64_t {
    op_waiting = 0,      ///< No verdict yet.
    op_settled = 1,      ///< The server has it: applied, unchanged or a conflict.
    op_refused = 2,      ///< Waits in the inbox for its author.
    op_withdrawn = 3,    ///< Its author let go of it.
    op_ahead = 4,        ///< Newer than the server's tables: offered again when it has caught up.
    op_quarantined = 5,  ///< Its scope was lost: the server keeps it for those who supervise.
    op_reissued = 6,     ///< Was ahead, and goes again under a later number.
};

}  // namespace minga::sync
