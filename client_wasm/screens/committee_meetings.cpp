/// The meetings of the committee: when and where, who came, and the minutes.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/committee_view.hpp"
#include "client_wasm/screens/plan_words.hpp"
#include "client_wasm/screens/printing.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <utility>

namespace minga::client {
namespace {

constexpr std::size_t agenda_shown = 90;

/// Members of the committee by name, and whoever else was written down.
std::vector<std::string> people_of(CommitteeView& view, const TextSet& attendees) {
    std::vector<std::string> people;
    for (const Record& member : view.app.children(view.cycle.id, "committee_member")) {
        const std::string& name = text_of(member.fields, "name");
        if (!name.empty() && !boolean_of(member.fields, "not_applicable")) people.push_back(name);
    }
    for (const std::string& name : attendees) {
        if (std::find(people.begin(), people.end(), name) == people.end()) people.push_back(name);
    }
    return people;
}

void store_attendees(RecordForm& form, TextSet attendees) {
    form.store("attendees",
               attendees.empty() ? Value{} : Value{normalized_set(std::move(attendees))});
}

void draw_attendees(CommitteeView& view, RecordForm& form) {
    Ui& ui = view.ui;
    const FieldView field = form.view("attendees");
    TextSet attendees;
    if (const auto* held = std::get_if<TextSet>(&field.value)) attendees = *held;
    if (!form.may_edit() || !field.is_editable) {
        std::string text;
        for (const std::string& name : attendees) text += (text.empty() ? "" : ", ") + name;
        return ui.key_value("Asistentes", text.empty() ? "—" : text);
    }
    ui.heading(3, "Asistentes");
    for (const std::string& name : people_of(view, attendees)) {
        const auto found = std::find(attendees.begin(), attendees.end(), name);
        const auto checked =
            ui.checkbox({.key = name, .label = name, .is_checked = found != attendees.end()});
        if (!checked) continue;
        TextSet changed = attendees;
        if (*checked) {
            changed.push_back(name);
        } else {
            changed.erase(std::remove(changed.begin(), changed.end(), name), changed.end());
        }
        store_attendees(form, std::move(changed));
    }
    // A field of its own after each person, so that it is empty again.
    const std::string key = "other " + std::to_string(attendees.size());
    const auto other = ui.text_field(
        {.key = key, .label = "Agregar a otra persona", .error = field.error, .length_max = 200});
    if (other && !other->empty()) {
        TextSet changed = attendees;
        changed.push_back(*other);
        store_attendees(form, std::move(changed));
    }
}

}  // namespace

void draw_meetings(CommitteeView& view) {
    Ui& ui = view.ui;
    const auto meetings = latest_first(view.app.children(view.cycle.id, "meeting"));
    if (meetings.empty()) {
        ui.empty_state({.icon = Icon::users,
                        .title = "Todavía no hay reuniones",
                        .text = "De cada reunión se guarda la fecha, quiénes asistieron y el "
                                "acta."});
        return;
    }
    ui.card({.key = "meetings", .padding = 4}, [&] {
        ui.list("Reuniones", [&] {
            for (const Record* meeting : meetings) {
                const std::string& date = text_of(meeting->fields, "date");
                const auto people =
                    static_cast<std::int64_t>(set_of(meeting->fields, "attendees").size());
                std::string subtitle = text_of(meeting->fields, "place");
                if (people > 0) {
                    subtitle += (subtitle.empty() ? "" : " · ") +
                                counted(people, "asistente", "asistentes");
                }
                const std::string agenda =
                    shortened(text_of(meeting->fields, "agenda"), agenda_shown);
                if (!agenda.empty()) subtitle += (subtitle.empty() ? "" : "\n") + agenda;
                draw_committee_row(view, *meeting,
                                   {"Reunión " + (date.empty() ? std::string{"sin fecha"}
                                                               : "del " + format_date(date)),
                                    subtitle, Icon::calendar});
            }
        });
    });
}

void draw_meeting_fields(CommitteeView& view, RecordForm& form) {
    form.date("date", {.label = "Fecha de la reunión"});
    form.text("place", {.label = "Lugar", .length_max = 200});
    form.text("agenda", {.label = "Tabla", .length_max = 4000, .rows = 3, .is_multiline = true});
    draw_attendees(view, form);
    form.text("minutes", {.label = "Acta", .length_max = 20000, .rows = 8, .is_multiline = true});
    if (form.record() != nullptr && view.ui.button({.label = "Imprimir esta acta",
                                                    .style = ButtonStyle::quiet,
                                                    .icon = Icon::printer,
                                                    .key = "print"})) {
        print_record(view.app, PaperKind::meeting, *form.record());
    }
}

}  // namespace minga::client
