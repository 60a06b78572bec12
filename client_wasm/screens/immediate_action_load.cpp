/// Who carries how many immediate actions: the guide asks for a fair balance.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/immediate_actions_view.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/rules/workload.hpp"

#include <array>

namespace minga::client {
namespace {

void draw_warning(Ui& ui, const Workload& load) {
    if (const PersonLoad* person = load.heaviest()) {
        const std::string text = "Tiene " + counted(person->to_implement, "acción", "acciones") +
                                 " por implementar, más de la mitad. Vea si otra persona puede "
                                 "tomar alguna.";
        const std::string title = "Mucha carga para " + person->name;
        ui.banner({.tone = Tone::warn, .title = title, .text = text, .key = "heavy"});
    }
    if (load.without_owner > 0) {
        const bool is_one = load.without_owner == 1;
        const std::string title =
            is_one ? std::string{"Una acción no tiene responsable"}
                   : std::to_string(load.without_owner) + " acciones no tienen responsable";
        ui.banner({.tone = Tone::warn,
                   .title = title,
                   .text = "Indique quién la implementará.",
                   .key = "nobody"});
    }
}

void draw_table(Ui& ui, const Workload& load) {
    static const std::array<TableColumn, 5> columns{
        TableColumn{
            .header = "Persona", .width = fr(1.6F), .width_min = 200, .is_row_header = true},
        TableColumn{.header = "Por implementar", .width = fixed(150), .align = Align::end},
        TableColumn{.header = "Vencidas", .width = fixed(110), .align = Align::end},
        TableColumn{.header = "Implementadas", .width = fixed(140), .align = Align::end},
        TableColumn{.header = "Por mantener", .width = fixed(130), .align = Align::end}};
    static_cast<void>(ui.data_table(
        {.key = "load",
         .label = "Carga por persona",
         .columns = columns,
         .row_count = static_cast<int>(load.people.size())},
        [&](int row, int column) -> TableCell {
            const PersonLoad& person = load.people[static_cast<std::size_t>(row)];
            switch (column) {
                case 0:
                    return {.text = person_text(person.name, person.position)};
                case 1:
                    return {.text = format_integer(person.to_implement), .is_semibold = true};
                case 2:
                    return {.text = format_integer(person.overdue),
                            .tone = person.overdue > 0 ? Tone::bad : Tone::neutral,
                            .is_semibold = person.overdue > 0};
                case 3:
                    return {.text = format_integer(person.implemented)};
                default:
                    return {.text = format_integer(person.to_maintain)};
            }
        }));
}

void draw_rows(Ui& ui, const Workload& load) {
    ui.card({.key = "load", .padding = 8}, [&] {
        ui.list("Carga por persona", [&] {
            for (const PersonLoad& person : load.people) {
                std::string subtitle =
                    std::to_string(person.to_implement) + " por implementar · " +
                    counted(person.implemented, "implementada", "implementadas") + " · " +
                    std::to_string(person.to_maintain) + " por mantener";
                if (person.overdue > 0) {
                    subtitle += " · " + counted(person.overdue, "vencida", "vencidas");
                }
                static_cast<void>(
                    ui.list_row({.title = person_text(person.name, person.position),
                                 .subtitle = subtitle,
                                 .icon = Icon::user,
                                 .tone = person.overdue > 0 ? Tone::bad : Tone::neutral,
                                 .is_static = true}));
            }
        });
    });
}

}  // namespace

void draw_workload(Ui& ui, AppState& app, const Record& plan) {
    const auto& load = app.memo<Workload>("action load " + plan.id.to_text(), [&] {
        return action_workload(app.children(plan.id, "immediate_action"), app.today());
    });
    if (load.people.empty() && load.without_owner == 0) return;
    ui.section("Carga por persona", [&] {
        draw_warning(ui, load);
        if (load.people.empty()) return;
        if (ui.width() >= 700) {
            draw_table(ui, load);
        } else {
            draw_rows(ui, load);
        }
    });
}

}  // namespace minga::client
