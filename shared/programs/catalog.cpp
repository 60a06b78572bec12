#include "shared/programs/catalog.hpp"

#include "shared/programs/keyed.hpp"

namespace minga {

using programs::FileFault;
using programs::ObjectReader;

namespace {

/// Parses one file and hands its reader to `read`, which fills the catalogue.
template <class Read>
Result<void> read_file(std::span<const ProgramFile> files, std::string_view name, Read&& read) {
    for (const ProgramFile& file : files) {
        if (!file.path.ends_with("/" + std::string{name}) && file.path != name) continue;
        const auto json = parse_json(file.content);
        if (!json) {
            Error error = json.error();
            error.message = std::string{file.path} + ": " + error.message;
            return error;
        }
        FileFault fault{std::string{file.path}};
        read(ObjectReader{*json, "", fault});
        if (fault.found()) return fault.to_error();
        return {};
    }
    return make_error(ErrorCode::malformed, "Falta el archivo " + std::string{name} + ".");
}

}  // namespace

Result<Catalog> Catalog::from_json(std::span<const ProgramFile> files) {
    Catalog catalog;
    // In the order of their references: each file may name what those before it define.
    const Result<void> steps[] = {
        read_file(files, "program.json",
                  [&](const ObjectReader& file) {
                      catalog.program_ = file.text("key");
                      catalog.name_ = file.text("name");
                      catalog.version_ = file.text("version");
                  }),
        read_file(files, "model.json",
                  [&](const ObjectReader& file) { catalog.model_ = Model::read(file); }),
        read_file(files, "diagnostic.json",
                  [&](const ObjectReader& file) {
                      catalog.instruments_.push_back(Instrument::read(file, catalog.model_));
                  }),
        read_file(files, "self_assessment.json",
                  [&](const ObjectReader& file) {
                      catalog.instruments_.push_back(Instrument::read(file, catalog.model_));
                  }),
        read_file(files, "tools.json",
                  [&](const ObjectReader& file) {
                      catalog.tools_ = programs::read_tools(file, catalog.model_);
                  }),
        read_file(files, "positions.json",
                  [&](const ObjectReader& file) { catalog.positions_ = Positions::read(file); }),
        read_file(files, "roles.json",
                  [&](const ObjectReader& file) {
                      catalog.roles_ = Roles::read(file, catalog.positions_);
                  }),
        read_file(files, "workflow.json",
                  [&](const ObjectReader& file) {
                      catalog.workflow_ = Workflow::read(file, catalog.roles_, catalog.positions_);
                  }),
        read_file(
            files, "glossary.json",
            [&](const ObjectReader& file) { catalog.glossary_ = programs::read_glossary(file); }),
        read_file(files, "territory.json",
                  [&](const ObjectReader& file) { catalog.territory_ = Territory::read(file); }),
    };
    for (const Result<void>& step : steps) {
        if (!step) return step.error();
    }
    return catalog;
}

Result<void> Catalog::add_instrument(const ProgramFile& file) {
    const auto json = parse_json(file.content);
    if (!json) return json.error();
    FileFault fault{std::string{file.path}};
    Instrument added = Instrument::read(ObjectReader{*json, "", fault}, model_);
    if (fault.found()) return fault.to_error();
    if (instrument(added.key()) != nullptr) {
        return make_error(ErrorCode::already_exists,
                          "Ya hay otro instrumento con la clave «" + added.key() +
                              "», y una versión publicada no cambia. Use otra clave.",
                          "key");
    }
    instruments_.push_back(std::move(added));
    return {};
}

const Instrument* Catalog::instrument(std::string_view key) const {
    for (const Instrument& instrument : instruments_) {
        if (instrument.key() == key) return &instrument;
    }
    return nullptr;
}

const Instrument& Catalog::current_instrument(InstrumentKind kind) const {
    const Instrument* current = nullptr;
    for (const Instrument& instrument : instruments_) {
        if (instrument.kind() == kind) current = &instrument;
    }
    MINGA_ASSERT(current != nullptr);
    return *current;
}

const Tool* Catalog::find_tool(std::string_view key) const {
    return programs::find_keyed(tools_, key);
}

}  // namespace minga
