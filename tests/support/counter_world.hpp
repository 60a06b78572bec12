/// A second programme, made up (tests/data/programs/counter), and a public service that is in it:
/// whatever the engine does here it does by that programme's data alone.
#pragma once

#include "tests/support/world.hpp"

#include <fstream>
#include <iterator>
#include <map>

namespace minga::test {

/// Its files by path, with the territory.
inline std::map<std::string, std::string> counter_files() {
    std::map<std::string, std::string> files;
    for (const std::string_view name : {"program", "model", "diagnostic", "self_assessment",
                                        "tools", "positions", "roles", "workflow", "glossary"}) {
        files["tests/data/programs/counter/" + std::string{name} + ".json"];
    }
    files["assets/territory/territory.json"];
    for (auto& [path, content] : files) {
        std::ifstream in{std::string{MINGA_SOURCE_ROOT} + "/" + path, std::ios::binary};
        content = {std::istreambuf_iterator<char>{in}, {}};
    }
    return files;
}

inline Result<Catalog> load_catalog(const std::map<std::string, std::string>& files) {
    std::vector<ProgramFile> list;
    for (const auto& [path, content] : files) list.push_back({path, content});
    return Catalog::from_json(list);
}

inline const Catalog& counter_catalog() {
    static const Catalog catalog = [] {
        auto read = load_catalog(counter_files());
        MINGA_ASSERT(read.has_value());
        return *std::move(read);
    }();
    return catalog;
}

class CounterWorld : public World {
public:
    CounterWorld() : World(counter_catalog()) {
        municipality = next_id();
        Record service{municipality, "organization", municipality, 0, false, {}};
        service.fields = {{"type", text("public_service")}, {"name", text("Servicio de Faros")}};
        records.put(std::move(service));
        enrollment = add("enrollment", {{"program", text("counter")}}).id;
        cycle =
            add("cycle", {{"enrollment", text(enrollment.to_text())}, {"number", number(1)}}).id;
        diagnosis = add("assessment", {{"cycle", text(cycle.to_text())},
                                       {"type", text("diagnostic")},
                                       {"instrument", text("counter_questions_1")}})
                        .id;
        plan = add("plan", {{"cycle", text(cycle.to_text())},
                            {"version", number(1)},
                            {"start_month", text("2026-01")},
                            {"end_month", text("2026-12")}})
                   .id;
        chief = person("jefa", "Inés Cid", "service_chief", municipality);
        desk = person("meson", "Raúl Paz", "desk_officer", municipality);
        reader = person("lector", "Eva Lira", "outside_reader", next_id());
    }

    Actor chief;
    Actor desk;
    Actor reader;
};

}  // namespace minga::test
