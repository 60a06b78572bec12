/// "Institución": who the municipality is for the programme. Which positions it has decides who
/// takes part in the diagnosis and who signs.
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/screens/screens.hpp"

#include <string>

namespace minga::client {
namespace {

std::string label_of(const schema::RecordInfo& info, std::string_view key) {
    const schema::FieldInfo* field = info.find(key);
    return field != nullptr ? std::string{field->options.label} : std::string{};
}

std::string type_name(const schema::RecordInfo& info, const Record& organization) {
    const schema::FieldInfo* field = info.find("type");
    if (field == nullptr) return {};
    const std::string key = text_of(organization.fields, "type");
    for (const auto& choice : field->choices) {
        if (choice.key == key) return std::string{choice.label};
    }
    return {};
}

/// "Puerto Varas, Región de Los Lagos".
std::string place_name(const AppState& app, const Record& organization) {
    const Territory& territory = app.catalog().territory();
    const Commune* commune = territory.find_commune(text_of(organization.fields, "commune"));
    const Region* region = territory.find_region(text_of(organization.fields, "region"));
    std::string name = commune != nullptr ? commune->name : std::string{};
    if (region != nullptr) name += (name.empty() ? "" : ", ") + region->name;
    return name;
}

void draw_identity(Ui& ui, AppState& app, const Record& organization,
                   const schema::RecordInfo& info) {
    RecordForm form{ui, app, organization};
    ui.card({.key = "identity"}, [&] {
        ui.key_value(label_of(info, "name"), text_of(organization.fields, "name"));
        ui.key_value(label_of(info, "type"), type_name(info, organization));
        const std::string place = place_name(app, organization);
        if (!place.empty()) ui.key_value("Territorio", place);
        form.text("rut", {.label = label_of(info, "rut"),
                          .help = info.find("rut")->options.help,
                          .placeholder = "12.345.678-5",
                          .length_max = 20});
    });
}

void draw_positions(Ui& ui, AppState& app, const Record& organization,
                    const schema::RecordInfo& info) {
    RecordForm form{ui, app, organization};
    ui.section("Cargos que no todas tienen", [&] {
        ui.card({.key = "positions"}, [&] {
            for (const Position& position : app.catalog().positions().all()) {
                if (position.optional_flag.empty()) continue;
                form.yes_no(position.optional_flag,
                            {.label = label_of(info, position.optional_flag)});
            }
            ui.caption(
                "De ellos depende quiénes participan en el diagnóstico y quiénes firman su acta. "
                "Si "
                "algo no es así, avise a SUBDERE, que los registra.");
        });
    });
}

}  // namespace

void draw_institution(Ui& ui, AppState& app) {
    draw_frame(ui, app, {.title = "Institución", .back = "mas", .width_max = 720}, [&] {
        const Record* organization = app.organization();
        const schema::RecordInfo* info = schema::find_record_info("organization");
        if (organization == nullptr || info == nullptr) {
            ui.text("En este equipo no está la institución. Sincronice y vuelva a entrar aquí.",
                    {.tone = Tone::muted});
            return;
        }
        draw_identity(ui, app, *organization, *info);
        draw_positions(ui, app, *organization, *info);
    });
}

}  // namespace minga::client
