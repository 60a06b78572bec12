/// "Comité": who is in it, when it met, how results were told, and good practices.
#include "client_wasm/screens/committee_view.hpp"
#include "client_wasm/screens/cycle_view.hpp"
#include "client_wasm/screens/screens.hpp"

#include <array>
#include <utility>

namespace minga::client {
namespace {

struct Part {
    std::string_view route;
    std::string_view kind;
    std::string_view name;     ///< Of its tab.
    std::string_view one;      ///< "Reunión"
    std::string_view add;      ///< "Agregar reunión"
    std::string_view remove;   ///< "Eliminar reunión"
    std::string_view removed;  ///< "Reunión eliminada"
    bool is_of_cycle = true;
    void (*draw_list)(CommitteeView&) = nullptr;
    void (*draw_fields)(CommitteeView&, RecordForm&) = nullptr;
};
constexpr std::array parts{
    Part{"comite", "committee_member", "Integrantes", "Integrante", "Agregar integrante",
         "Quitar del Comité", "Integrante quitado", true, draw_members, draw_member_fields},
    Part{"comite/reuniones", "meeting", "Reuniones", "Reunión", "Agregar reunión",
         "Eliminar reunión", "Reunión eliminada", true, draw_meetings, draw_meeting_fields},
    Part{"comite/difusion", "dissemination", "Difusión", "Actividad de difusión",
         "Agregar difusión", "Eliminar difusión", "Difusión eliminada", true, draw_disseminations,
         draw_dissemination_fields},
    Part{"comite/practicas", "good_practice", "Buenas prácticas", "Buena práctica",
         "Agregar buena práctica", "Eliminar buena práctica", "Buena práctica eliminada", false,
         draw_practices, draw_practice_fields},
};

std::size_t part_of(const Route& route) {
    const std::string place = route.to_text();
    for (std::size_t index = 1; index < parts.size(); ++index) {
        if (place.starts_with(parts[index].route)) return index;
    }
    return 0;
}

/// Opens the record that the address names, once.
void follow_route(const Route& route, CommitteeMemory& memory) {
    const std::string place = route.to_text();
    if (std::exchange(memory.place, place) == place) return;
    memory.close();
    const Id id = route.id_at(2);
    if (!id.is_nil()) memory.open(id);
}

void draw_record(CommitteeView& view, const Part& part, const Record& record) {
    Ui& ui = view.ui;
    draw_read_only_reason(ui, view.app.may(Action::edit, record));
    ui.scope(record.id.to_text(), [&] {
        RecordForm form{ui, view.app, record};
        part.draw_fields(view, form);
        ui.divider();
        ui.flow({}, [&] {
            if (ui.button({.label = "Listo", .icon = Icon::check, .key = "done"})) {
                view.memory.close();
            }
            if (view.app.may(Action::remove, record) && ui.button({.label = part.remove,
                                                                   .style = ButtonStyle::danger,
                                                                   .icon = Icon::trash,
                                                                   .key = "remove"})) {
                if (view.app.remove(record.id, part.removed)) view.memory.close();
            }
        });
    });
}

void draw_new(CommitteeView& view, const Part& part) {
    Ui& ui = view.ui;
    const std::string key = committee_form(view, part.kind);
    ui.scope("new " + std::to_string(view.memory.made), [&] {
        RecordForm form{ui, view.app, part.kind, key};
        part.draw_fields(view, form);
        const Error* refusal = view.app.refusal(key);
        if (refusal != nullptr) {
            ui.banner({.tone = Tone::bad,
                       .title = "Todavía no se guardó",
                       .text = refusal->message,
                       .key = "refused"});
        }
        if (!ui.button({.label = "Guardar",
                        .style = ButtonStyle::primary,
                        .icon = Icon::check,
                        .key = "save",
                        .is_disabled = view.app.draft(key).empty(),
                        .is_full_width = true})) {
            return;
        }
        FieldMap fields;
        if (part.is_of_cycle) fields.emplace("cycle", view.cycle.id.to_text());
        const auto made = view.app.create_from_draft(key, part.kind, std::move(fields));
        if (!made) return;
        ++view.memory.made;
        view.memory.close();
        view.app.show_toast(std::string{part.one} + ": guardado");
    });
}

void draw_tabs(CommitteeView& view, std::size_t present) {
    std::array<std::string, parts.size()> names;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        names[index] = parts[index].name;
    }
    const auto chosen = view.ui.tabs({.key = "parts",
                                      .label = "Partes del Comité",
                                      .options = names,
                                      .selected = static_cast<int>(present)});
    if (chosen) view.app.navigate(parts[static_cast<std::size_t>(*chosen)].route);
}

void draw_none(Ui& ui, AppState& app) {
    static_cast<void>(draw_frame(ui, app, {.title = "Comité", .back = "mas"}, [&] {
        ui.empty_state({.icon = Icon::users,
                        .title = "Todavía no hay un ciclo",
                        .text = "El Comité pertenece a un ciclo del programa. Cuando exista, "
                                "aparecerá aquí."});
    }));
}

}  // namespace

std::string committee_form(const CommitteeView& view, std::string_view kind) {
    return std::string{kind} + " " + view.cycle.id.to_text();
}

std::vector<const Record*> latest_first(const std::vector<Record>& records) {
    std::vector<const Record*> sorted;
    for (const Record& record : records) {
        const std::string& date = text_of(record.fields, "date");
        auto place = sorted.begin();
        while (place != sorted.end() && !date.empty()) {
            const std::string& other = text_of((*place)->fields, "date");
            if (!other.empty() && other <= date) break;
            ++place;
        }
        sorted.insert(place, &record);
    }
    return sorted;
}

void draw_committee_row(CommitteeView& view, const Record& record, const CommitteeRow& row) {
    if (view.ui.list_row({.key = record.id.to_text(),
                          .title = row.title,
                          .subtitle = row.subtitle,
                          .icon = row.icon,
                          .is_selected = view.memory.record == record.id})) {
        view.memory.open(record.id);
    }
}

void draw_committee(Ui& ui, AppState& app) {
    const Record* cycle = app.cycle();
    if (cycle == nullptr) return draw_none(ui, app);
    auto& memory = app.view<CommitteeMemory>("committee");
    const std::size_t index = part_of(app.route());
    const Part& part = parts[index];
    follow_route(app.route(), memory);
    CommitteeView view{ui, app, *cycle, memory};
    const Record* open = memory.record.is_nil() ? nullptr : app.find(memory.record);
    if (open != nullptr && (open->deleted || open->kind != part.kind)) open = nullptr;
    const bool may_add = app.may_create(part.kind, cycle->id).is_allowed;
    const bool has_panel = open != nullptr || (memory.is_new && may_add);
    const Button add{
        .label = part.add, .style = ButtonStyle::primary, .icon = Icon::plus, .key = "add"};
    const auto body = [&] {
        open != nullptr ? draw_record(view, part, *open) : draw_new(view, part);
    };
    const Panel panel{.key = open != nullptr ? part.kind : part.add,
                      .title = open != nullptr ? part.one : part.add,
                      .body = body};
    const auto events = draw_frame(ui, app,
                                   {.title = "Comité",
                                    .back = "mas",
                                    .main_action = may_add && !has_panel ? &add : nullptr,
                                    .panel = has_panel ? &panel : nullptr,
                                    .width_max = 900},
                                   [&] {
                                       draw_tabs(view, index);
                                       part.draw_list(view);
                                   });
    const auto source = copy_source_of(app, *cycle);
    if (source) draw_plan_copy(ui, app, *source, app.view<CopyMemory>("copy"));
    if (events.is_main_action_pressed) memory.open_new();
    if (events.is_panel_closed) memory.close();
}

}  // namespace minga::client
