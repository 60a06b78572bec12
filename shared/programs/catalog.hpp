/// A programme as data: its model, instruments, tools, positions, roles, workflow and terms, and
/// the territory it is carried out in. Read once, checked whole, immutable from then on.
#pragma once

#include "shared/base/result.hpp"
#include "shared/programs/glossary.hpp"
#include "shared/programs/instrument.hpp"
#include "shared/programs/model.hpp"
#include "shared/programs/positions.hpp"
#include "shared/programs/roles.hpp"
#include "shared/programs/territory.hpp"
#include "shared/programs/tools.hpp"
#include "shared/programs/workflow.hpp"

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

/// One JSON file by its path ("assets/programs/municipal/model.json").
struct ProgramFile {
    std::string_view path;
    std::string_view content;
};

class Catalog {
public:
    /// Reads the files of one programme and the territory, told apart by the last part of their
    /// paths. Fails with `malformed` and the place of the first fault: a missing file or member, a
    /// reference that names nothing, sums that do not agree, a precondition nobody can evaluate.
    static Result<Catalog> from_json(std::span<const ProgramFile> files);

    /// Adds an instrument that was published later; from now on it is the current one of its kind.
    /// Those that are there stay where they are. Fails with `malformed` as above, and with
    /// `already_exists` where one with its key is there.
    Result<void> add_instrument(const ProgramFile& file);

    const std::string& program() const { return program_; }  ///< "municipal"
    const std::string& name() const { return name_; }
    const std::string& version() const { return version_; }

    const Model& model() const { return model_; }
    /// From the oldest to the newest of each kind.
    const std::deque<Instrument>& instruments() const { return instruments_; }
    /// The instrument that an assessment names, or nullptr.
    const Instrument* instrument(std::string_view key) const;
    /// The instrument that a new assessment of that kind is answered with.
    const Instrument& current_instrument(InstrumentKind kind) const;

    const std::vector<Tool>& tools() const { return tools_; }
    const Tool* find_tool(std::string_view key) const;
    const Positions& positions() const { return positions_; }
    const Roles& roles() const { return roles_; }
    const Workflow& workflow() const { return workflow_; }
    const std::vector<Term>& glossary() const { return glossary_; }
    const Territory& territory() const { return territory_; }

private:
    std::string program_;
    std::string name_;
    std::string version_;
    Model model_;
    std::deque<Instrument> instruments_;
    std::vector<Tool> tools_;
    Positions positions_;
    Roles roles_;
    Workflow workflow_;
    std::vector<Term> glossary_;
    Territory territory_;
};

}  // namespace minga
