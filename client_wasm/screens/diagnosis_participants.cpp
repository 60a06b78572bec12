#include "client_wasm/screens/diagnosis_positions.hpp"
#include "client_wasm/screens/diagnosis_view.hpp"
#include "client_wasm/screens/record_form.hpp"

#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

std::string form_of(const Record& assessment) {
    return "participant " + assessment.id.to_text();
}

/// One position, on its way to the page.
struct Seat {
    DiagnosisView& view;
    const PositionCover& cover;
    bool may_write = false;

    const Position& position() const { return *cover.position; }
};

/// The record of the seat, also when it was made in this very frame; nil where there is none.
Id record_of(const Seat& seat) {
    if (seat.cover.participant != nullptr) return seat.cover.participant->id;
    const auto made = seat.view.memory.seated.find(seat.position().key);
    return made == seat.view.memory.seated.end() ? Id{} : made->second;
}

void seat_somebody(Seat& seat, FieldMap fields) {
    const std::string& key = seat.position().key;
    assign(fields, "assessment", Value{seat.view.assessment.id.to_text()});
    for (auto field = fields.begin(); field != fields.end();) {
        field = is_empty(field->second) ? fields.erase(field) : std::next(field);
    }
    const auto made = seat.view.app.create("participant", std::move(fields), key);
    if (made) seat.view.memory.seated.insert_or_assign(key, *made);
}

void write_cover(Seat& seat, Cover wanted) {
    AppState& app = seat.view.app;
    const Id record = record_of(seat);
    if (wanted == Cover::missing || wanted == Cover::not_applicable) {
        if (!record.is_nil()) static_cast<void>(app.remove(record, "Participante quitado"));
        seat.view.memory.seated.erase(seat.position().key);
    } else if (record.is_nil()) {
        seat_somebody(seat, cover_fields(wanted, seat.position()));
    } else {
        static_cast<void>(app.edit(record, cover_fields(wanted, seat.position())));
    }
}

void write_name(Seat& seat, const std::string& name) {
    const Id record = record_of(seat);
    if (!record.is_nil()) {
        static_cast<void>(seat.view.app.edit(record, "name", Value{name}));
        return;
    }
    if (name.empty()) return;
    FieldMap fields = cover_fields(Cover::holder, seat.position());
    assign(fields, "name", Value{name});
    seat_somebody(seat, std::move(fields));
}

Tone tone_of(Cover cover) {
    switch (cover) {
        case Cover::holder:
        case Cover::substitute:
            return Tone::ok;
        case Cover::not_applicable:
            return Tone::muted;
        case Cover::missing:
        case Cover::absent:
            return Tone::warn;
    }
    return Tone::neutral;
}

Icon icon_of(const PositionCover& cover) {
    return cover.is_settled() ? Icon::circle_check : Icon::circle_alert;
}

void draw_title(Seat& seat) {
    Ui& ui = seat.view.ui;
    ui.columns_always(
        {fixed(20), fr(1)}, [&] { ui.icon(icon_of(seat.cover), tone_of(seat.cover.cover)); },
        [&] { ui.text(seat.position().name, {.is_semibold = true}); });
}

void draw_choice(Seat& seat) {
    const Cover none =
        seat.cover.cover == Cover::not_applicable ? Cover::not_applicable : Cover::missing;
    std::vector<Cover> covers{none, Cover::holder, Cover::substitute};
    if (seat.cover.cover == Cover::absent) covers.push_back(Cover::absent);
    std::vector<std::string> names;
    int selected = -1;
    for (const Cover cover : covers) {
        if (cover == seat.cover.cover) selected = static_cast<int>(names.size());
        names.emplace_back(cover_name(cover));
    }
    const std::string label = "Participación de: " + seat.position().name;
    const auto chosen = seat.view.ui.select({.key = "cover",
                                             .label = label,
                                             .options = names,
                                             .selected = selected,
                                             .hides_label = true});
    if (chosen) write_cover(seat, covers[static_cast<std::size_t>(*chosen)]);
}

void draw_name(Seat& seat) {
    AppState& app = seat.view.app;
    const Record* participant = seat.cover.participant;
    FieldView name;
    if (participant != nullptr) name = app.field(*participant, "name");
    const Error* refusal = participant == nullptr ? app.refusal(seat.position().key) : nullptr;
    const std::string label = "Nombre de: " + seat.position().name;
    const auto typed =
        seat.view.ui.text_field({.key = "name",
                                 .label = label,
                                 .value = name.text,
                                 .error = refusal == nullptr ? std::string_view{name.error}
                                                             : std::string_view{refusal->message},
                                 .placeholder = "Nombre y apellido",
                                 .length_max = 200,
                                 .hides_label = true});
    if (typed) write_name(seat, *typed);
}

void draw_substitute(Seat& seat) {
    const Record* participant = seat.cover.participant;
    if (seat.cover.cover != Cover::substitute || participant == nullptr) return;
    RecordForm form{seat.view.ui, seat.view.app, *participant};
    const std::string label = "Cargo de quien cumple la función";
    form.text("position", {.label = label, .placeholder = "Profesional de SECPLA"});
}

void draw_read_only(Seat& seat) {
    const Record* participant = seat.cover.participant;
    const std::string name =
        participant == nullptr ? std::string{} : text_of(participant->fields, "name");
    seat.view.ui.columns(
        {fr(1.2F), fr(1)}, [&] { draw_title(seat); },
        [&] {
            seat.view.ui.text(name.empty() ? "—" : name);
            seat.view.ui.caption(cover_name(seat.cover.cover));
        });
}

void draw_seat(Seat& seat) {
    Ui& ui = seat.view.ui;
    if (!seat.may_write) return draw_read_only(seat);
    const auto choice = [&] { draw_choice(seat); };
    const auto name = [&] { draw_name(seat); };
    if (ui.width() >= 560) {
        ui.columns_always(
            {fr(1.1F), fixed(200), fr(1)}, [&] { draw_title(seat); }, choice,
            [&] {
                name();
                draw_substitute(seat);
            });
        return;
    }
    ui.stack(8, [&] {
        draw_title(seat);
        choice();
        if (seat.cover.cover != Cover::not_applicable) name();
        draw_substitute(seat);
    });
}

void draw_others(DiagnosisView& view, const Attendance& attendance, bool may_write) {
    Ui& ui = view.ui;
    ui.heading(3, "Otras personas");
    if (attendance.others.empty() && !may_write) {
        ui.text("Nadie más participó.", {.tone = Tone::muted});
    }
    for (const Record* other : attendance.others) {
        ui.scope(other->id.to_text(), [&] {
            RecordForm form{ui, view.app, *other};
            ui.columns(
                {fr(1), fr(1), fixed(110)}, [&] { form.text("name", {.label = "Nombre"}); },
                [&] { form.text("position", {.label = "Cargo"}); },
                [&] {
                    ui.space(ui.is_phone() ? 0 : 22);
                    const std::string label = "Quitar a " + text_of(other->fields, "name");
                    if (may_write && ui.button({.label = "Quitar",
                                                .style = ButtonStyle::quiet,
                                                .icon = Icon::trash,
                                                .key = "remove",
                                                .description = label})) {
                        static_cast<void>(view.app.remove(other->id, "Participante quitado"));
                    }
                });
        });
    }
    if (!may_write) return;
    const std::string form_key = form_of(view.assessment);
    ui.scope("new participant", [&] {
        RecordForm form{ui, view.app, "participant", form_key};
        ui.columns(
            {fr(1), fr(1)}, [&] { form.text("name", {.label = "Nombre de otra persona"}); },
            [&] { form.text("position", {.label = "Cargo de esa persona"}); });
        const bool is_empty_form = form.value("name").empty();
        ui.flow({}, [&] {
            if (ui.button({.label = "Agregar participante",
                           .icon = Icon::plus,
                           .key = "add",
                           .is_disabled = is_empty_form})) {
                static_cast<void>(view.app.create_from_draft(
                    form_key, "participant",
                    {{"assessment", view.assessment.id.to_text()}, {"attended", true}}));
                ui.focus("name");
            }
        });
    });
}

/// Gives the focus to the first position that nobody covers, when something asked for it.
void focus_missing(DiagnosisView& view, const Attendance& attendance) {
    if (!view.memory.wants_participants) return;
    view.memory.wants_participants = false;
    for (const PositionCover& cover : attendance.positions) {
        if (cover.is_settled()) continue;
        view.ui.scope(cover.position->key, [&] { view.ui.focus("cover"); });
        return;
    }
}

}  // namespace

void draw_diagnosis_participants(DiagnosisView& view) {
    Ui& ui = view.ui;
    AppState& app = view.app;
    const Id& id = view.assessment.id;
    const auto attendance = make_attendance(app.catalog().positions(),
                                            app.children(id, "participant"), app.organization());
    const bool may_write = app.may_create("participant", id).is_allowed;
    ui.section("Participantes", [&] {
        ui.caption(app.catalog().positions().diagnosis_rule());
        ui.card({.key = "positions", .label = "Participantes por cargo"}, [&] {
            focus_missing(view, attendance);
            bool is_first = true;
            for (const PositionCover& cover : attendance.positions) {
                if (!is_first) ui.divider();
                is_first = false;
                ui.scope(cover.position->key, [&] {
                    // The records were read again since: they know better.
                    view.memory.seated.erase(cover.position->key);
                    Seat seat{view, cover, may_write};
                    draw_seat(seat);
                });
            }
        });
        ui.card({.key = "others", .label = "Otras personas"},
                [&] { draw_others(view, attendance, may_write); });
    });
}

}  // namespace minga::client
