#include "shared/programs/tools.hpp"

#include "shared/programs/keyed.hpp"

#include <algorithm>

namespace minga::programs {

std::vector<Tool> read_tools(const ObjectReader& file, const Model& model) {
    std::vector<Tool> tools;
    for (const ObjectReader& row : file.objects("tools")) {
        tools.push_back({row.text("key"), row.integer("number"), row.text("subcriterion"),
                         row.text("name"), row.optional_text("description")});
        if (model.find_subcriterion(tools.back().subcriterion) == nullptr) {
            row.report_at("subcriterion",
                          "no existe el subcriterio «" + tools.back().subcriterion + "»");
        }
    }
    if (!repeated_key(tools).empty()) file.report_at("tools", "una clave se repite");
    for (const Subcriterion& subcriterion : model.subcriteria()) {
        const bool has_tool = std::any_of(tools.begin(), tools.end(), [&](const Tool& tool) {
            return tool.subcriterion == subcriterion.key;
        });
        if (!has_tool) file.report_at("tools", "«" + subcriterion.key + "» no tiene herramienta");
    }
    return tools;
}

}  // namespace minga::programs
