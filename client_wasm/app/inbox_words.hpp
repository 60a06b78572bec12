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

/// For whom it is said, and where names and paths come from.
struct InboxReader {
    std::string_view own_name;
    Id own_device;
    const Lookup& lookup;
    const Catalog& catalog;
};

struct InboxSide {
    std::string who;              ///< "María Soto", or "Usted".
    std::string device;           ///< "este equipo", "equipo 4F2A", or "" where nobody knows.
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
    /// What the proposal's author had proposed before it, the latest first.
    std::vector<InboxSide> earlier;
    bool is_long = false;  ///< Texts that want the full width each.
    std::string merged;    ///< Both texts put together, where that can be offered.
    int clashes = 0;       ///< Stretches of `merged` that both changed.
};

InboxWords inbox_words(const sync::InboxItem& item, const InboxReader& reader);

/// Four characters by which people tell devices apart: "4F2A".
std::string device_code(const Id& device);

/// "este equipo", "equipo 4F2A", or "" for nil.
std::string device_words(const Id& device, const Id& own_device);

}  // namespace minga::client
