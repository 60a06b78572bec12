#include "client_wasm/screens/cycle_view.hpp"

#include <string>
#include <vector>

namespace minga::client {

std::string cycle_words(const Record& cycle) {
    return "ciclo " + std::to_string(integer_of(cycle.fields, "number"));
}

const Record* cycle_of(AppState& app, const Record& record) {
    const auto id = Id::parse(text_of(record.fields, "cycle"));
    return id ? app.find(*id) : nullptr;
}

void draw_cycle_choice(Ui& ui, AppState& app, const Id& shown) {
    const auto& cycles = app.cycles();
    if (cycles.size() < 2) return;
    std::vector<std::string> names;
    int selected = -1;
    for (const Entry<Cycle>& cycle : cycles) {
        if (cycle.id == shown) selected = static_cast<int>(names.size());
        names.push_back("Ciclo " + std::to_string(cycle.fields.number.value_or(0)) + " · " +
                        app.state_name(*cycle.record));
    }
    const auto chosen = ui.select({.key = "cycle",
                                   .label = "Ciclo",
                                   .options = names,
                                   .selected = selected,
                                   .width = ui.is_phone() ? 0.0F : 380.0F});
    if (chosen) app.select_cycle(cycles[static_cast<std::size_t>(*chosen)].id);
}

}  // namespace minga::client
