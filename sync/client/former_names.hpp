/// The names that a device had before, as its store keeps them and as `formerly` says them.
#pragma once

#include "shared/codec/json.hpp"
#include "sync/merge/merge.hpp"

#include <vector>

namespace minga::sync {

inline Json former_names_to_json(const std::vector<OwnChain::Former>& names) {
    Json json = Json::array();
    for (const OwnChain::Former& former : names) {
        json.push(Json::array().push(former.device.to_text()).push(former.n_max));
    }
    return json;
}

}  // namespace minga::sync
