#include "client_wasm/screens/filter_choice.hpp"
#include "client_wasm/screens/inbox_view.hpp"
#include "client_wasm/screens/view_bar.hpp"

#include <algorithm>
#include <array>

namespace minga::client {
namespace {

constexpr std::array age_names{"Toda antigüedad", "Desde ayer", "Última semana",
                               "Más de una semana", "Más de un mes"};

template <class T>
int place_of(const std::vector<T>& all, const T& one) {
    const auto found = std::find(all.begin(), all.end(), one);
    return found == all.end() ? 0 : static_cast<int>(found - all.begin()) + 1;
}

void draw_type(Ui& ui, InboxFilter& filter) {
    static const std::vector<std::string> names{"Todo", "Conflictos", "Rechazos"};
    if (auto type = ui.segmented({.key = "type",
                                  .label = "Qué mostrar",
                                  .options = names,
                                  .selected = static_cast<int>(filter.type),
                                  .is_full_width = ui.is_phone()})) {
        filter.type = static_cast<InboxType>(*type);
    }
}

}  // namespace

void draw_inbox_filter(InboxView& view, const std::vector<InboxEntry>& entries) {
    Ui& ui = view.ui;
    InboxFilter& filter = view.memory.filter;
    const InboxFilter before = filter;
    const auto& choices =
        view.app.memo<InboxChoices>("inbox choices", [&] { return inbox_choices(entries); });
    draw_type(ui, filter);
    ui.flow({.gap = 12}, [&] {
        if (choices.communes.size() > 1) {
            if (auto chosen = choose_filter(ui, "commune", "Comuna", "Todas", choices.communes,
                                            place_of(choices.communes, filter.commune))) {
                filter.commune = *chosen == 0
                                     ? std::string{}
                                     : choices.communes[static_cast<std::size_t>(*chosen - 1)];
            }
        }
        if (choices.plans.size() > 1) {
            if (auto chosen = choose_filter(ui, "plan", "Plan", "Todos", choices.plans,
                                            place_of(choices.plan_ids, filter.plan))) {
                filter.plan =
                    *chosen == 0 ? Id{} : choices.plan_ids[static_cast<std::size_t>(*chosen - 1)];
            }
        }
        if (auto chosen = choose_filter(ui, "person", "Persona", "Todas", choices.people,
                                        place_of(choices.people, filter.person))) {
            filter.person = *chosen == 0 ? std::string{}
                                         : choices.people[static_cast<std::size_t>(*chosen - 1)];
        }
        const std::vector<std::string> ages(age_names.begin() + 1, age_names.end());
        if (auto chosen = choose_filter(ui, "age", "Antigüedad", age_names.front(), ages,
                                        static_cast<int>(filter.age))) {
            filter.age = static_cast<InboxAge>(*chosen);
        }
    });
    const FieldMap present = fields_of(filter);
    const auto chosen = draw_view_bar(
        ui, view.app, {.list = "bandeja", .present = present, .is_plain = filter.is_plain()});
    if (chosen) {
        filter = inbox_filter_from(*chosen);
        ui.request_frame();
    }
    if (filter != before) view.memory.shown = 0;
}

}  // namespace minga::client
