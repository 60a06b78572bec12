/// Where a cycle stands in its programme, as "Camino del programa" shows it: what the workflow says
/// of its phases, held against the records.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace minga::client {

/// A kind of document that belongs to a phase, and the one that is there.
struct PathDocument {
    const DocumentType* type = nullptr;
    const Record* record = nullptr;  ///< The newest of its kind, or nullptr.
    bool is_called_for = false;      ///< A transition of the programme brings it.
};

enum class PhasePlace : std::uint8_t { done, here, ahead };

struct PathPhase {
    const Phase* phase = nullptr;
    PhasePlace place = PhasePlace::ahead;
    std::vector<PathDocument> documents;
    std::string last_date;  ///< Of its documents, YYYY-MM-DD, or "".

    int documents_there() const;
    int documents_called_for() const;
    int documents_missing() const;  ///< Of those that are called for.
};

/// What must or should hold before a transition, and whether it does.
struct Requirement {
    const Precondition* precondition = nullptr;
    bool is_met = false;
    std::string detail;  ///< What exactly is missing, or "".
};

/// Onward along the path, back on it, or away from it (suspended, withdrawn).
enum class PathTurn : std::uint8_t { onward, back, away };

/// A transition that leaves the present state.
struct PathMove {
    const Transition* transition = nullptr;
    const State* to = nullptr;
    PathTurn turn = PathTurn::onward;
    bool has_return = false;  ///< Another transition leads straight back.
    std::vector<Requirement> requirements;

    bool is_ready() const;  ///< All that is required holds.
    int met() const;
};

struct ProgramPath {
    const Machine* machine = nullptr;
    const State* state = nullptr;
    std::vector<PathPhase> phases;  ///< In the order of the programme.
    std::vector<PathMove> moves;    ///< Onward before back before away.
    int here = -1;                  ///< Index of the phase where it stands; -1: beside the path.

    const PathPhase& phase(int index) const { return phases[static_cast<std::size_t>(index)]; }
    int last() const { return static_cast<int>(phases.size()) - 1; }
};

/// `documents` are those of the cycle; the path points at them.
ProgramPath make_program_path(const Record& cycle, std::span<const Record> documents,
                              const Lookup& lookup, const Catalog& catalog);

/// The index of the phase with that number; none where there is no such phase.
std::optional<int> index_of_phase(const ProgramPath& path, std::string_view number);

}  // namespace minga::client
