/// How results were told to people, and the practices that others could take up.
#include "client_wasm/screens/committee_view.hpp"
#include "client_wasm/widgets/format.hpp"

#include <vector>

namespace minga::client {

void draw_disseminations(CommitteeView& view) {
    Ui& ui = view.ui;
    const auto all = latest_first(view.app.children(view.cycle.id, "dissemination"));
    if (all.empty()) {
        ui.empty_state({.icon = Icon::message,
                        .title = "Todavía no se registra difusión",
                        .text = "El programa pide contar al personal los resultados de la "
                                "autoevaluación y de la validación del plan."});
        return;
    }
    ui.card({.key = "disseminations", .padding = 4}, [&] {
        ui.list("Actividades de difusión", [&] {
            for (const Record* one : all) {
                const std::string& date = text_of(one->fields, "date");
                std::string subtitle = date.empty() ? "Sin fecha" : format_date(date);
                for (const std::string_view key : {"audience", "channel"}) {
                    const std::string& part = text_of(one->fields, key);
                    if (!part.empty()) subtitle += " · " + part;
                }
                const std::string& subject = text_of(one->fields, "subject");
                draw_committee_row(
                    view, *one,
                    {subject.empty() ? "Sin materia" : subject, subtitle, Icon::message});
            }
        });
    });
}

void draw_dissemination_fields(CommitteeView& view, RecordForm& form) {
    static_cast<void>(view);
    form.text("subject", {.label = "Qué se difundió", .length_max = 300});
    form.date("date", {.label = "Fecha"});
    form.text("audience", {.label = "A quiénes", .length_max = 200});
    form.text("channel", {.label = "Por qué medio", .length_max = 200});
    form.text("responsible", {.label = "Responsable", .length_max = 200});
}

void draw_practices(CommitteeView& view) {
    Ui& ui = view.ui;
    const Model& model = view.app.catalog().model();
    std::vector<const Record*> own;
    for (const Record& one : view.app.list("good_practice")) {
        if (one.organization == view.cycle.organization) own.push_back(&one);
    }
    if (own.empty()) {
        ui.empty_state({.icon = Icon::target,
                        .title = "Todavía no hay buenas prácticas",
                        .text = "Lo que funciona bien, tiene alto impacto y otros podrían "
                                "replicar."});
        return;
    }
    ui.card({.key = "practices", .padding = 4}, [&] {
        ui.list("Buenas prácticas", [&] {
            for (const Record* one : own) {
                const Subcriterion* area =
                    model.find_subcriterion(text_of(one->fields, "subcriterion"));
                std::string subtitle = area != nullptr ? area->name : std::string{};
                if (boolean_of(one->fields, "published")) {
                    subtitle += subtitle.empty() ? "Publicada" : " · publicada";
                }
                draw_committee_row(view, *one,
                                   {text_of(one->fields, "title"), subtitle, Icon::target});
            }
        });
    });
}

void draw_practice_fields(CommitteeView& view, RecordForm& form) {
    std::vector<std::string> keys;
    std::vector<std::string> names;
    for (const Subcriterion& one : view.app.catalog().model().subcriteria()) {
        keys.push_back(one.key);
        names.push_back(std::to_string(one.number) + ". " + one.name);
    }
    form.text("title", {.label = "Título", .length_max = 300, .is_required = true});
    form.choice("subcriterion", keys, {.label = "Subcriterio", .options = names});
    form.text("description",
              {.label = "En qué consiste", .length_max = 4000, .rows = 4, .is_multiline = true});
    form.text("results",
              {.label = "Resultados", .length_max = 4000, .rows = 3, .is_multiline = true});
    form.yes_no("published",
                {.label = "Publicada", .help = "La podrán leer las demás instituciones."});
}

}  // namespace minga::client
