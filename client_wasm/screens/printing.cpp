/// "Imprimir formularios": every paper of the programme, filled in or empty, and how a paper comes
/// to its page.
#include "client_wasm/screens/printing.hpp"

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/screens/evaluation_model.hpp"
#include "client_wasm/screens/screens.hpp"

#include <string>
#include <vector>

namespace minga::client {
namespace {

PaperSource source_of(AppState& app) {
    return {app.lookup(), app.catalog(), app.today()};
}

/// The record that a paper of the kind is about here; nullptr where there is none.
const Record* subject_here(AppState& app, PaperKind kind) {
    switch (subject_of(kind)) {
        case PaperSubject::plan:
            return app.plan();
        case PaperSubject::line: {
            const Record* line = app.find(app.route().id_at(2));
            const bool is_here = line != nullptr && !line->deleted && line->kind == "action_line";
            return is_here ? line : nullptr;
        }
        case PaperSubject::diagnosis:
            return app.diagnosis();
        case PaperSubject::self_assessment: {
            const Record* cycle = app.cycle();
            return cycle == nullptr ? nullptr
                                    : self_assessment_of(app.children(cycle->id, "assessment"));
        }
        case PaperSubject::cycle:
            return app.cycle();
        case PaperSubject::action:
        case PaperSubject::meeting:
            return nullptr;
    }
    return nullptr;
}

void show(AppState& app, const Paper& paper) {
    app.platform().show_paper(to_json(paper));
}

void draw_papers(Ui& ui, AppState& app) {
    ui.section("Con lo que está en este equipo", [&] {
        ui.card({.key = "filled", .padding = 4}, [&] {
            ui.list("Formularios e informes", [&] {
                for (const ListedPaper& paper : listed_papers) {
                    const Record* subject = subject_here(app, paper.kind);
                    const std::string name =
                        subject != nullptr
                            ? std::string{}
                            : std::string{paper.name} + ": todavía no hay nada que imprimir";
                    if (ui.list_row({.key = paper.name,
                                     .title = paper.name,
                                     .subtitle = subject != nullptr
                                                     ? paper.about
                                                     : "Todavía no hay nada que imprimir",
                                     .name = name,
                                     .icon = subject != nullptr ? Icon::printer : Icon::circle,
                                     .is_static = subject == nullptr})) {
                        print_record(app, paper.kind, *subject);
                    }
                }
            });
        });
    });
}

void draw_blank_papers(Ui& ui, AppState& app, const Record& cycle) {
    ui.section("En blanco, para llenar a mano", [&] {
        ui.caption("Llevan el nombre de la municipalidad y el ciclo.");
        ui.card({.key = "blank", .padding = 4}, [&] {
            ui.list("Formularios en blanco", [&] {
                for (const ListedPaper& paper : listed_papers) {
                    if (!paper.has_blank) continue;
                    const std::string title = std::string{paper.name} + " en blanco";
                    if (ui.list_row({.key = title,
                                     .title = title,
                                     .subtitle = paper.about,
                                     .icon = Icon::file_text})) {
                        show(app, make_blank_paper(source_of(app), paper.kind, cycle));
                    }
                }
            });
        });
    });
}

}  // namespace

void print_record(AppState& app, PaperKind kind, const Record& subject) {
    std::vector<Record> cycles;
    if (kind == PaperKind::comparison) {
        for (const Entry<Cycle>& cycle : app.cycles()) cycles.push_back(*cycle.record);
    }
    show(app, make_paper(source_of(app), kind, subject, cycles));
}

void print_place(AppState& app) {
    const auto kind = paper_of_place(app.route());
    const Record* subject = kind ? subject_here(app, *kind) : nullptr;
    if (subject == nullptr) return app.navigate("imprimir");
    print_record(app, *kind, *subject);
}

void draw_printing(Ui& ui, AppState& app) {
    static_cast<void>(draw_frame(ui, app, {.title = "Imprimir formularios", .back = "mas"}, [&] {
        const Record* cycle = app.cycle();
        if (cycle == nullptr) {
            ui.empty_state({.icon = Icon::printer,
                            .title = "Todavía no hay un ciclo",
                            .text = "Los formularios se imprimen por ciclo. Aparecen aquí cuando "
                                    "este equipo se sincroniza por primera vez."});
            return;
        }
        ui.text(
            "Cada uno se abre en una hoja aparte, con el tamaño que elija, y funciona sin "
            "conexión. Lo que falta queda en blanco para llenarlo a mano.",
            {.tone = Tone::muted});
        draw_papers(ui, app);
        draw_blank_papers(ui, app, *cycle);
    }));
}

}  // namespace minga::client
