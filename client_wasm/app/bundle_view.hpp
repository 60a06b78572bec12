/// How it stands with files that travel without a network, as screens show it.
#pragma once

#include "sync/client/carried_bundles.hpp"

#include <optional>
#include <string>
#include <vector>

namespace minga::client {

struct BundleView {
    /// This device's own file, made and not yet dropped.
    struct Prepared {
        sync::BundleFacts facts;
        std::string name;
        std::string file;
    };

    /// Whether the server knows this device's keys: once, with a network.
    bool is_possible = false;
    bool is_working = false;
    std::optional<Prepared> prepared;
    std::string error;        ///< Of the last thing asked for.
    std::string news;         ///< What was received last, in words.
    bool is_damaged = false;  ///< It was not whole; `news` says what was taken.
    std::vector<sync::CarriedBundle> carried;
};

}  // namespace minga::client
