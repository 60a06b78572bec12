/// What was removed from the plan, sent or not, and the way back.
#include "client_wasm/app/record_words.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/rules/ancestry.hpp"

#include <algorithm>

namespace minga::client {
namespace {

constexpr std::size_t shown_at_once = 5;

struct Removed {
    Record record;
    std::string title;
    std::string path;   ///< What it lay under.
    std::string first;  ///< What has to come back before it: its title, or "".
};

/// Lines before what lay under them, within that the latest removed first.
std::vector<Removed> removed_from(AppState& app, const Record& plan) {
    std::vector<Removed> found;
    if (app.store() == nullptr) return found;
    for (Record& record : app.store()->removed()) {
        Ancestry ancestry{record, app.lookup()};
        const Record* above = ancestry.find("plan");
        if (record.kind == "plan" || above == nullptr || above->id != plan.id) continue;
        Removed one;
        one.title = record_title(record, app.catalog());
        const Record* parent = ancestry.parent();
        if (parent != nullptr && parent->kind != "plan") {
            one.path = record_title(*parent, app.catalog());
            if (parent->deleted) one.first = one.path;
        }
        one.record = std::move(record);
        found.push_back(std::move(one));
    }
    std::stable_partition(found.begin(), found.end(),
                          [](const Removed& one) { return one.record.kind == "action_line"; });
    return found;
}

void draw_one(Ui& ui, AppState& app, const Removed& one) {
    ui.card({.key = one.record.id.to_text(), .label = one.title, .padding = 12, .is_flat = true},
            [&] {
                ui.stack(2, [&] {
                    ui.text(one.title, {.is_semibold = true});
                    if (!one.path.empty()) ui.caption(one.path);
                });
                if (const Error* refusal = app.refusal(one.record.id)) {
                    ui.text(refusal->message, {.tone = Tone::bad});
                }
                if (!one.first.empty()) {
                    ui.caption("Recupere primero «" + one.first + "», que también fue eliminada.");
                    return;
                }
                ui.flow({}, [&] {
                    if (ui.button({.label = "Recuperar",
                                   .icon = Icon::undo,
                                   .key = "restore",
                                   .description = one.title,
                                   .is_full_width = ui.is_phone(),
                                   .is_small = !ui.is_phone()})) {
                        app.restore(one.record.id, one.title + ": recuperado");
                    }
                });
            });
}

}  // namespace

void draw_removed(Ui& ui, AppState& app, const Record& plan, PlanMemory& memory) {
    const auto& removed = app.memo<std::vector<Removed>>("removed " + plan.id.to_text(),
                                                         [&] { return removed_from(app, plan); });
    if (removed.empty()) return;
    ui.section("Eliminados", [&] {
        ui.text(
            "Lo que se eliminó de este plan y este equipo todavía conoce. Vuelve con todo lo "
            "que decía.",
            {.tone = Tone::muted});
        const std::size_t count =
            memory.shows_removed ? removed.size() : std::min(removed.size(), shown_at_once);
        for (std::size_t index = 0; index < count; ++index) draw_one(ui, app, removed[index]);
        if (count == removed.size()) return;
        const auto left = static_cast<std::int64_t>(removed.size() - count);
        if (ui.button({.label = "Mostrar los demás (" + format_integer(left) + ")",
                       .icon = Icon::chevron_down,
                       .key = "more removed",
                       .is_full_width = ui.is_phone()})) {
            memory.shows_removed = true;
        }
    });
}

}  // namespace minga::client
