/// What the inbox says of one thing that waits, apart from how it is drawn.
#pragma once

#include "client_wasm/app/word_diff.hpp"
#include "shared/programs/catalog.hpp"
#include "shared/rules/lookup.hpp"
#include "sync/client/device_store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

struct InboxSide {
    std::string who;              ///< "María Soto", or "Usted".
    std::string value;            ///< As people read it.
    std::vector<DiffPart> parts;  ///< From what it said before, where that says more.
    std::string spoken;           ///< The parts for who cannot see them.
    std::string button;           ///< "Conservar el de María Soto".
};

struct InboxWords {
    std::string path;   ///< "Plan · Línea «…» · Actividad «…»"
    std::string field;  ///< "Término"
    std::string base;   ///< "mar 2026"
    InboxSide theirs;
    InboxSide mine;
    bool is_long = false;  ///< Texts that want the full width each.
};

InboxWords inbox_words(const sync::InboxItem& item, std::string_view own_name, const Lookup& lookup,
                       const Catalog& catalog);

}  // namespace minga::client
