#include "client_wasm/screens/path_model.hpp"

#include "shared/rules/closed.hpp"
#include "shared/rules/precondition.hpp"

#include <algorithm>

namespace minga::client {
namespace {

int count_documents(const PathPhase& phase, bool (*counts)(const PathDocument&)) {
    return static_cast<int>(std::count_if(phase.documents.begin(), phase.documents.end(), counts));
}

bool is_newer(const Record& document, const Record* held) {
    if (held == nullptr) return true;
    return text_of(document.fields, "date") >= text_of(held->fields, "date");
}

bool is_brought(const Machine& machine, std::string_view type) {
    return std::any_of(
        machine.transitions.begin(), machine.transitions.end(), [&](const Transition& transition) {
            const auto& documents = transition.documents;
            return std::find(documents.begin(), documents.end(), type) != documents.end();
        });
}

PathPhase make_phase(const Phase& phase, const Machine& machine, std::span<const Record> documents,
                     const Workflow& workflow) {
    PathPhase made;
    made.phase = &phase;
    for (const DocumentType& type : workflow.document_types()) {
        if (type.phase != phase.number) continue;
        PathDocument one{&type, nullptr, is_brought(machine, type.key)};
        for (const Record& document : documents) {
            if (text_of(document.fields, "type") != type.key) continue;
            if (is_newer(document, one.record)) one.record = &document;
            made.last_date = std::max(made.last_date, text_of(document.fields, "date"));
        }
        made.documents.push_back(one);
    }
    return made;
}

/// Where the path ends for good before its last phase, it was left.
bool is_left(const State& state, const Workflow& workflow) {
    if (state.phase < 0) return true;
    const std::int64_t last = workflow.phases().empty() ? 0 : workflow.phases().back().number;
    return state.is_final && state.phase < last;
}

PathTurn turn_of(const Machine& machine, const State& from, const State& to,
                 const Transition& transition, const Workflow& workflow) {
    if (is_left(to, workflow)) return PathTurn::away;
    // States stand in the order of the programme. Coming back onto the path is going on, and so is
    // handing in again what was returned: that asks for something.
    const State* first = machine.states.data();
    const bool is_earlier = &to - first < &from - first;
    const bool is_return = is_earlier && from.phase >= 0 && transition.preconditions.empty();
    return is_return ? PathTurn::back : PathTurn::onward;
}

std::vector<Requirement> requirements_of(const Transition& transition, const Move& move) {
    std::vector<Requirement> requirements;
    for (const std::string& key : transition.preconditions) {
        Finding finding = find_precondition(key, move);
        requirements.push_back({move.catalog.workflow().find_precondition(key), finding.holds,
                                std::move(finding.detail)});
    }
    return requirements;
}

}  // namespace

int PathPhase::documents_there() const {
    return count_documents(*this, [](const PathDocument& one) { return one.record != nullptr; });
}

int PathPhase::documents_called_for() const {
    return count_documents(*this, [](const PathDocument& one) { return one.is_called_for; });
}

int PathPhase::documents_missing() const {
    return count_documents(
        *this, [](const PathDocument& one) { return one.is_called_for && one.record == nullptr; });
}

bool PathMove::is_ready() const {
    return std::all_of(requirements.begin(), requirements.end(), [](const Requirement& one) {
        return one.is_met || !one.precondition->required;
    });
}

int PathMove::met() const {
    return static_cast<int>(std::count_if(requirements.begin(), requirements.end(),
                                          [](const Requirement& one) { return one.is_met; }));
}

ProgramPath make_program_path(const Record& cycle, std::span<const Record> documents,
                              const Lookup& lookup, const Catalog& catalog) {
    ProgramPath path;
    const Workflow& workflow = catalog.workflow();
    Ancestry ancestry{cycle, lookup};
    path.machine = machine_of(ancestry, "state", catalog);
    if (path.machine == nullptr) return path;
    path.state = path.machine->find_state(state_of(*path.machine, cycle));
    if (path.state == nullptr) return path;
    for (const Phase& phase : workflow.phases()) {
        path.phases.push_back(make_phase(phase, *path.machine, documents, workflow));
        PathPhase& made = path.phases.back();
        if (phase.number < path.state->phase) made.place = PhasePlace::done;
        if (phase.number != path.state->phase) continue;
        path.here = path.last();
        made.place = PhasePlace::here;
    }
    // Who has come to the end of the last phase has it behind them.
    if (path.here >= 0 && path.state->is_final && !is_left(*path.state, workflow)) {
        path.phases[static_cast<std::size_t>(path.here)].place = PhasePlace::done;
    }
    for (const PathTurn turn : {PathTurn::onward, PathTurn::back, PathTurn::away}) {
        for (const Transition* transition : path.machine->transitions_from(path.state->key)) {
            const State* to = path.machine->find_state(transition->to);
            if (turn_of(*path.machine, *path.state, *to, *transition, workflow) != turn) continue;
            const Move move{cycle, transition->to, lookup, catalog};
            path.moves.push_back(
                {transition, to, turn,
                 path.machine->find_transition(to->key, path.state->key) != nullptr,
                 requirements_of(*transition, move)});
        }
    }
    return path;
}

std::optional<int> index_of_phase(const ProgramPath& path, std::string_view number) {
    for (int index = 0; index <= path.last(); ++index) {
        if (std::to_string(path.phase(index).phase->number) == number) return index;
    }
    return std::nullopt;
}

}  // namespace minga::client
