/// Who is in the committee, by the positions that the programme suggests, and the enrollment that
/// all of it rests on.
#include "client_wasm/screens/committee_view.hpp"
#include "client_wasm/screens/cycle_view.hpp"

#include <algorithm>
#include <vector>

namespace minga::client {
namespace {

bool is_named(const Record& member) {
    return !text_of(member.fields, "name").empty() && !boolean_of(member.fields, "not_applicable");
}

bool holds(const Record& member, const Position& position, const Positions& positions) {
    return positions.match(text_of(member.fields, "position")) == &position ||
           positions.match(text_of(member.fields, "function")) == &position;
}

/// Who holds the position; who is named before who only says that it does not exist.
const Record* holder_of(const Position& position, const std::vector<Record>& members,
                        const Positions& positions) {
    const Record* found = nullptr;
    for (const Record& member : members) {
        if (!holds(member, position, positions)) continue;
        if (found == nullptr || (!is_named(*found) && is_named(member))) found = &member;
    }
    return found;
}

void draw_enrollment(CommitteeView& view) {
    const auto id = Id::parse(text_of(view.cycle.fields, "enrollment"));
    const Record* enrollment = id ? view.app.find(*id) : nullptr;
    if (enrollment == nullptr || enrollment->kind != "enrollment") return;
    Ui& ui = view.ui;
    std::vector<std::string> keys;
    std::vector<std::string> names;
    for (const auto& choice : schema::choices<EnrollmentStatus>) {
        keys.emplace_back(choice.key);
        names.emplace_back(choice.label);
    }
    ui.section("Ingreso al programa", [&] {
        ui.card({.key = "enrollment", .label = "Ingreso al programa"}, [&] {
            RecordForm form{ui, view.app, *enrollment};
            ui.columns(
                {fr(1), fr(1), fr(1)},
                [&] {
                    form.choice("status", keys, {.label = "Estado del ingreso", .options = names});
                },
                [&] {
                    form.text("agreement_number",
                              {.label = "Número del convenio", .length_max = 40});
                },
                [&] { form.date("agreement_date", {.label = "Fecha del convenio"}); });
        });
    });
}

bool has_position(CommitteeView& view, const Position& position) {
    const Record* organization = view.app.organization();
    return !position.committee_may_lack || position.optional_flag.empty() ||
           (organization != nullptr && boolean_of(organization->fields, position.optional_flag));
}

void draw_position(CommitteeView& view, const Position& position, const Record* member,
                   bool may_add) {
    const bool is_here = member != nullptr && is_named(*member);
    const bool is_excused =
        !is_here && (member != nullptr ? boolean_of(member->fields, "not_applicable")
                                       : !has_position(view, position));
    std::string subtitle = is_excused ? "No corresponde" : "Falta registrar a quien integra";
    if (is_here) {
        subtitle = text_of(member->fields, "name");
        const Positions& positions = view.app.catalog().positions();
        const std::string& own = text_of(member->fields, "position");
        if (positions.match(own) != &position && !own.empty()) subtitle += ", " + own;
        if (boolean_of(member->fields, "is_counterpart")) subtitle += " · contraparte técnica";
    }
    if (!view.ui.list_row({.key = position.key,
                           .title = position.name,
                           .subtitle = subtitle,
                           .icon = is_here      ? Icon::circle_check
                                   : is_excused ? Icon::circle
                                                : Icon::circle_alert,
                           .tone = is_here      ? Tone::ok
                                   : is_excused ? Tone::neutral
                                                : Tone::warn,
                           .is_selected = member != nullptr && view.memory.record == member->id,
                           .is_static = member == nullptr && !may_add})) {
        return;
    }
    if (member != nullptr) return view.memory.open(member->id);
    const std::string form = committee_form(view, "committee_member");
    view.app.discard_draft(form);
    view.app.set_draft(form, "position", Value{position.name});
    ++view.memory.made;
    view.memory.open_new();
}

/// How many technical counterparts there are, of how many there must be.
void draw_counterparts(CommitteeView& view, const std::vector<Record>& members) {
    const std::int64_t wanted = view.app.catalog().positions().counterparts();
    const auto count = std::count_if(members.begin(), members.end(), [](const Record& member) {
        return is_named(member) && boolean_of(member.fields, "is_counterpart");
    });
    const std::string text =
        "Contrapartes técnicas: " + std::to_string(count) + " de " + std::to_string(wanted);
    view.ui.flow({}, [&] {
        view.ui.chip(text, count == wanted ? Tone::ok : Tone::warn,
                     count == wanted ? Icon::check : Icon::users);
    });
}

void draw_others(CommitteeView& view, const std::vector<const Record*>& others) {
    if (others.empty()) return;
    view.ui.section("Otras personas", [&] {
        view.ui.card({.key = "others", .padding = 4}, [&] {
            view.ui.list("Otras personas", [&] {
                for (const Record* one : others) {
                    std::string subtitle = text_of(one->fields, "position");
                    if (boolean_of(one->fields, "is_counterpart")) {
                        subtitle +=
                            subtitle.empty() ? "Contraparte técnica" : " · contraparte técnica";
                    }
                    const std::string& name = text_of(one->fields, "name");
                    draw_committee_row(view, *one,
                                       {name.empty() ? "Sin nombre" : name, subtitle, Icon::user});
                }
            });
        });
    });
}

}  // namespace

void draw_members(CommitteeView& view) {
    Ui& ui = view.ui;
    const Positions& positions = view.app.catalog().positions();
    const auto& members = view.app.children(view.cycle.id, "committee_member");
    const bool may_add = view.app.may_create("committee_member", view.cycle.id).is_allowed;
    std::vector<const Record*> others;
    for (const Record& member : members) others.push_back(&member);
    ui.section("Cargos", [&] {
        ui.caption(positions.committee_rule());
        draw_counterparts(view, members);
        if (may_add && members.empty()) {
            ui.flow({}, [&] { draw_copy_button(ui, view.app, view.cycle, true); });
        }
        ui.card({.key = "positions", .padding = 4}, [&] {
            ui.list("Cargos del Comité", [&] {
                for (const Position& position : positions.all()) {
                    if (!position.in_committee) continue;
                    const Record* member = holder_of(position, members, positions);
                    others.erase(std::remove(others.begin(), others.end(), member), others.end());
                    draw_position(view, position, member, may_add);
                }
            });
        });
    });
    draw_others(view, others);
    draw_enrollment(view);
}

void draw_member_fields(CommitteeView& view, RecordForm& form) {
    const Positions& positions = view.app.catalog().positions();
    std::vector<std::string> keys{""};
    std::vector<std::string> names{"La de su propio cargo"};
    bool may_lack = false;
    const Position* own = positions.match(form.value("position"));
    for (const Position& position : positions.all()) {
        if (!position.in_committee) continue;
        keys.push_back(position.name);
        names.push_back(position.name);
        if (&position == own) may_lack = position.committee_may_lack;
    }
    form.text("name", {.label = "Nombre y apellido", .length_max = 200});
    form.text("position", {.label = "Cargo", .length_max = 200});
    form.choice(
        "function", keys,
        {.label = "Función que cumple", .options = names, .help = positions.substitution_rule()});
    const std::string help = "Coordina el programa dentro y fuera de la institución. Son " +
                             std::to_string(positions.counterparts()) + ".";
    form.yes_no("is_counterpart", {.label = "Es contraparte técnica", .help = help});
    const FieldView field = form.view("not_applicable");
    const auto* lacks = std::get_if<bool>(&field.value);
    if (may_lack || (lacks != nullptr && *lacks)) {
        form.yes_no("not_applicable",
                    {.label = "No corresponde", .help = "La institución no tiene este cargo."});
    }
}

}  // namespace minga::client
