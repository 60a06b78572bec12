#include "client_wasm/screens/enrollment_start.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace minga::client {
namespace {

const Record* enrollment_of(AppState& app) {
    const auto& all = app.list("enrollment");
    const auto found = std::find_if(all.begin(), all.end(), [&](const Record& one) {
        return one.organization == app.organization_id();
    });
    return found == all.end() ? nullptr : &*found;
}

/// The first cycle is where the diagnosis is answered, before the municipality is invited.
void begin(AppState& app, const Record* enrollment) {
    std::optional<Id> id;
    if (enrollment != nullptr) {
        id = enrollment->id;
    } else {
        id = app.create("enrollment", {{"program", Value{app.catalog().program()}},
                                       {"status", Value{std::string{"invited"}}}});
    }
    if (!id) return;
    const auto cycle =
        app.create("cycle", {{"enrollment", Value{id->to_text()}},
                             {"number", Value{std::int64_t{1}}},
                             {"year", Value{static_cast<std::int64_t>(app.today().parts().year)}}});
    if (cycle) app.show_toast("Comenzó el ciclo 1");
}

}  // namespace

void draw_enrollment_start(Ui& ui, AppState& app) {
    const Record* enrollment = enrollment_of(app);
    const bool may = enrollment != nullptr
                         ? app.may_create("cycle", enrollment->id).is_allowed
                         : app.may_create("enrollment", app.organization_id()).is_allowed;
    if (ui.empty_state({.icon = Icon::flag,
                        .title = "Esta comuna todavía no tiene un ciclo",
                        .text = "Con el primer ciclo, la municipalidad responde el diagnóstico. "
                                "Después se la invita y se firma el convenio, en «Camino del "
                                "programa».",
                        .action = may ? "Comenzar el ciclo 1" : ""})) {
        begin(app, enrollment);
    }
}

}  // namespace minga::client
