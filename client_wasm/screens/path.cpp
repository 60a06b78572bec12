/// "Camino del programa": the phases of the programme as one way, where the cycle stands on it,
/// what leads on from there, and the documents of each phase.
#include "client_wasm/screens/cycle_view.hpp"
#include "client_wasm/screens/documents_view.hpp"
#include "client_wasm/screens/path_view.hpp"
#include "client_wasm/screens/screens.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <vector>

namespace minga::client {
namespace {

/// Below this the way and its phase stand one after the other.
constexpr float side_width_min = 860;

std::string phase_title(const PathPhase& phase) {
    return std::to_string(phase.phase->number) + ". " + phase.phase->name;
}

std::string_view place_word(PhasePlace place) {
    switch (place) {
        case PhasePlace::done:
            return "hecha";
        case PhasePlace::here:
            return "en curso";
        case PhasePlace::ahead:
            return "por venir";
    }
    return {};
}

StepPlace step_place(PhasePlace place) {
    switch (place) {
        case PhasePlace::done:
            return StepPlace::done;
        case PhasePlace::here:
            return StepPlace::here;
        case PhasePlace::ahead:
            return StepPlace::ahead;
    }
    return StepPlace::ahead;
}

/// "2 de 3 documentos · el último, 19-11-2026".
std::string documents_words(const PathPhase& phase) {
    const int count = static_cast<int>(phase.documents.size());
    if (count == 0) return {};
    std::string words = std::to_string(phase.documents_there()) + " de " + std::to_string(count) +
                        (count == 1 ? " documento" : " documentos");
    if (!phase.last_date.empty()) {
        words += count == 1 ? ", del " : "; el último, del ";
        words += format_date(phase.last_date);
    }
    return words;
}

/// A later cycle begins beyond it: its documents are those of a cycle before.
bool is_before_start(const PathView& view, const PathPhase& phase) {
    const Machine& machine = *view.path.machine;
    const State* start = machine.find_state(machine.next_initial);
    return start != nullptr && integer_of(view.cycle.fields, "number") > 1 &&
           phase.phase->number < start->phase;
}

std::string step_subtitle(const PathView& view, const PathPhase& phase) {
    switch (phase.place) {
        case PhasePlace::here:
            return view.path.state->name;
        case PhasePlace::done:
            if (is_before_start(view, phase) && phase.documents_there() == 0) {
                return "En un ciclo anterior";
            }
            return documents_words(phase);
        case PhasePlace::ahead:
            break;
    }
    return {};
}

void draw_way(PathView& view, int shown) {
    const ProgramPath& path = view.path;
    const std::size_t count = path.phases.size();
    std::vector<std::string> texts;
    texts.reserve(3 * count);
    std::vector<Step> steps;
    for (const PathPhase& phase : path.phases) {
        texts.push_back(std::to_string(phase.phase->number));
        texts.push_back(step_subtitle(view, phase));
        texts.push_back("Fase " + phase_title(phase) + ", " + std::string{place_word(phase.place)});
        const std::size_t last = texts.size();
        steps.push_back({.place = step_place(phase.place),
                         .badge = texts[last - 3],
                         .title = phase.phase->name,
                         .subtitle = texts[last - 2],
                         .name = texts[last - 1]});
    }
    view.ui.card({.key = "way", .padding = 8}, [&] {
        const auto pressed =
            view.ui.steps({.label = "Fases del programa", .steps = steps, .selected = shown});
        if (pressed) {
            view.app.navigate("camino/" + std::to_string(path.phase(*pressed).phase->number));
        }
    });
}

void draw_document_row(PathView& view, const PathDocument& one, bool may_add) {
    const bool is_there = one.record != nullptr;
    std::string subtitle;
    if (is_there) {
        const std::string& number = text_of(one.record->fields, "number");
        const std::string& date = text_of(one.record->fields, "date");
        if (!number.empty()) subtitle = "N° " + number;
        if (!date.empty()) subtitle += (subtitle.empty() ? "" : " · ") + format_date(date);
        if (text_of(one.record->fields, "blob").empty()) {
            subtitle += subtitle.empty() ? "Sin archivo" : " · sin archivo";
        }
    } else {
        subtitle = one.is_called_for ? "Falta" : "Sugerido por el programa";
        if (may_add) subtitle += ": puede agregarlo aquí";
    }
    const bool is_missing = !is_there && one.is_called_for;
    if (!view.ui.list_row({.key = one.type->key,
                           .title = one.type->name,
                           .subtitle = subtitle,
                           .icon = is_there     ? Icon::circle_check
                                   : is_missing ? Icon::circle_alert
                                                : Icon::circle,
                           .tone = is_there     ? Tone::ok
                                   : is_missing ? Tone::warn
                                                : Tone::neutral,
                           .is_static = !is_there && !may_add})) {
        return;
    }
    if (is_there) {
        view.app.navigate("documentos/" + one.record->id.to_text());
    } else {
        start_document(view.app, view.cycle, one.type->key);
    }
}

void draw_documents_of(PathView& view, const PathPhase& phase) {
    if (phase.documents.empty()) return;
    Ui& ui = view.ui;
    // Of a phase that is still to come, nothing is missing yet.
    const bool is_ahead = phase.place == PhasePlace::ahead || is_before_start(view, phase);
    const auto types = document_types_of(view.app, view.cycle);
    ui.section("Documentos de la fase", [&] {
        ui.card({.key = "documents", .padding = 4}, [&] {
            ui.list("Documentos de la fase", [&] {
                for (PathDocument one : phase.documents) {
                    one.is_called_for = one.is_called_for && !is_ahead;
                    const bool may_add =
                        std::find(types.begin(), types.end(), one.type) != types.end();
                    draw_document_row(view, one, may_add);
                }
            });
        });
    });
}

void draw_phase_head(PathView& view, const PathPhase& phase) {
    Ui& ui = view.ui;
    const bool is_here = phase.place == PhasePlace::here;
    const Tone tone = phase.place == PhasePlace::done ? Tone::ok
                      : is_here                       ? Tone::primary
                                                      : Tone::neutral;
    const std::string word = capitalized(std::string{place_word(phase.place)});
    ui.stack(8, [&] {
        ui.heading(2, phase_title(phase));
        ui.flow({.gap = 8}, [&] {
            ui.chip(word, tone, phase.place == PhasePlace::done ? Icon::check : Icon::none);
            if (is_here) ui.chip(view.path.state->name, Tone::primary, Icon::flag);
        });
    });
}

void draw_phase(PathView& view, int index) {
    const PathPhase& phase = view.path.phase(index);
    draw_phase_head(view, phase);
    if (index == view.path.here) {
        draw_path_moves(view);
        draw_cycle_start(view.ui, view.app, view.cycle);
    }
    draw_documents_of(view, phase);
    if (index == view.path.here) draw_path_exits(view);
}

/// Suspended or withdrawn: no phase is under way.
void draw_beside(PathView& view) {
    view.ui.banner({.tone = Tone::warn,
                    .title = view.path.state->name,
                    .text = "Ninguna fase está en curso.",
                    .key = "beside"});
    draw_path_moves(view);
    draw_path_exits(view);
}

/// Which cycle, where there are several.
void draw_cycles(PathView& view) {
    const auto& cycles = view.app.cycles();
    if (cycles.size() < 2) return;
    std::vector<std::string> names;
    int selected = -1;
    for (const Entry<Cycle>& cycle : cycles) {
        if (cycle.id == view.cycle.id) selected = static_cast<int>(names.size());
        names.push_back("Ciclo " + std::to_string(cycle.fields.number.value_or(0)) + " · " +
                        view.app.state_name(*cycle.record));
    }
    const auto chosen =
        view.ui.select({.key = "cycle", .label = "Ciclo", .options = names, .selected = selected});
    if (chosen) view.app.select_cycle(cycles[static_cast<std::size_t>(*chosen)].id);
}

void draw_content(PathView& view, std::optional<int> asked) {
    Ui& ui = view.ui;
    const ProgramPath& path = view.path;
    const int shown = asked.value_or(path.here);
    const auto detail = [&] { shown >= 0 ? draw_phase(view, shown) : draw_beside(view); };
    if (ui.width() >= side_width_min) {
        ui.columns_always(
            {fr(1), fr(1.35F)},
            [&] {
                draw_cycles(view);
                draw_way(view, shown);
            },
            detail);
        return;
    }
    // On a phone the other phases have pages of their own.
    if (asked) return detail();
    draw_cycles(view);
    if (shown < 0) detail();
    draw_way(view, shown);
    if (shown >= 0) detail();
}

void draw_none(Ui& ui, AppState& app) {
    static_cast<void>(draw_frame(ui, app, {.title = "Camino del programa", .back = "inicio"}, [&] {
        ui.empty_state({.icon = Icon::map_pin,
                        .title = "Todavía no hay un ciclo",
                        .text = "El camino comienza cuando se abre un ciclo del programa. Si "
                                "ya se abrió, sincronice este equipo."});
    }));
}

}  // namespace

const ProgramPath& path_of(AppState& app, const Record& cycle) {
    return app.memo<ProgramPath>("path " + cycle.id.to_text(), [&] {
        return make_program_path(cycle, app.children(cycle.id, "document"), app.lookup(),
                                 app.catalog());
    });
}

void draw_path(Ui& ui, AppState& app) {
    const Record* cycle = app.cycle();
    const ProgramPath* path = cycle != nullptr ? &path_of(app, *cycle) : nullptr;
    if (path == nullptr || path->state == nullptr) return draw_none(ui, app);
    PathView view{ui, app, *cycle, *path, app.view<PathMemory>("path")};
    const auto asked = index_of_phase(*path, app.route().at(1));
    const bool is_page = asked && ui.width() < side_width_min;
    static_cast<void>(
        draw_frame(ui, app, {.title = "Camino del programa", .back = is_page ? "camino" : "inicio"},
                   [&] { draw_content(view, asked); }));
    draw_path_question(view);
    draw_cycle_question(ui, app, *cycle);
}

}  // namespace minga::client
