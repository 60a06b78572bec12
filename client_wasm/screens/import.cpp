/// "Traer desde Excel": a range that was pasted, or a file, becomes rows of the plan. Nothing is
/// written before the person has seen what each row becomes.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/import_view.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr std::int32_t pasted_length_max = 8'000'000;
constexpr std::string_view table_files =
    ".xlsx,.csv,.tsv,.txt,text/csv,"
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Where the address begins: a line, or a kind of the whole plan.
std::size_t place_by_route(const Route& route, const std::vector<ImportPlace>& places) {
    const std::string_view what = route.at(2);
    const auto is_asked = [&](const ImportPlace& place) {
        const sheets::ImportTarget& into = place.into;
        if (what == "linea") return into.kind == "activity" && !into.names_line;
        if (what == "ami") return into.kind == "immediate_action";
        if (what == "lineas") return into.kind == "action_line";
        return into.kind == "activity" && into.names_line;
    };
    const auto found = std::find_if(places.begin(), places.end(), is_asked);
    return found == places.end() ? 0 : static_cast<std::size_t>(found - places.begin());
}

/// What is being brought in; the first place where that is not possible any more.
std::size_t place_index(ImportMemory& memory, const std::vector<ImportPlace>& places) {
    for (std::size_t index = 0; index < places.size(); ++index) {
        const sheets::ImportTarget& into = places[index].into;
        const bool is_it = into.kind == memory.into().kind && into.parent == memory.into().parent &&
                           into.names_line == memory.into().names_line;
        if (is_it) return index;
    }
    memory.set_into(places.front().into);
    return 0;
}

void draw_place(ImportView& view, const std::vector<ImportPlace>& places, std::size_t chosen) {
    std::vector<std::string> labels;
    for (const ImportPlace& place : places) labels.push_back(place.label);
    const auto picked = view.ui.select({.key = "place",
                                        .label = "Qué trae",
                                        .options = labels,
                                        .selected = static_cast<int>(chosen)});
    if (picked) view.memory.set_into(places[static_cast<std::size_t>(*picked)].into);
}

void draw_problem(ImportView& view) {
    if (view.memory.problem.empty()) return;
    view.ui.banner({.tone = Tone::bad,
                    .title = "No se pudo leer",
                    .text = view.memory.problem,
                    .key = "unreadable"});
}

void draw_source(ImportView& view) {
    Ui& ui = view.ui;
    ui.text(
        "En Excel seleccione las filas con sus títulos y cópielas. Aquí verá qué pasará con cada "
        "una antes de guardar nada.");
    const auto pasted = ui.text_field({.key = "paste",
                                       .label = "Pegue aquí lo copiado",
                                       .help = "Con Ctrl+V, o con un toque largo y «Pegar».",
                                       .length_max = pasted_length_max,
                                       .rows = 6,
                                       .is_multiline = true,
                                       .takes_focus = true});
    if (pasted) take_pasted(view.memory, *pasted);
    auto picked =
        ui.file_button({.label = view.memory.is_reading ? "Leyendo…" : "Elegir un archivo…",
                        .icon = Icon::upload,
                        .key = "file",
                        .is_disabled = view.memory.is_reading,
                        .is_full_width = ui.is_phone()},
                       {.accept = table_files});
    if (picked) take_file(view.app, view.memory, *std::move(picked));
    ui.caption("Sirven los archivos .xlsx y .csv. No hace falta conexión.");
    draw_problem(view);
}

void draw_taken(ImportView& view) {
    Ui& ui = view.ui;
    ImportMemory& memory = view.memory;
    ui.card({.key = "taken", .label = "Lo que se leyó", .padding = 12, .is_flat = true}, [&] {
        const sheets::SheetTable& table = memory.table();
        const auto rows = static_cast<std::int64_t>(table.rows.size());
        const auto columns = static_cast<std::int64_t>(table.column_count());
        const std::string size =
            counted(rows, "fila", "filas") + " · " + counted(columns, "columna", "columnas");
        ui.key_value(memory.source(), size);
        // The preview is far below there.
        if (ui.is_phone()) draw_import_counts(view);
        if (memory.tables().size() > 1) {
            std::vector<std::string> names;
            for (const auto& one : memory.tables()) names.push_back(one.name);
            const auto chosen = ui.select({.key = "sheet",
                                           .label = "Hoja",
                                           .options = names,
                                           .selected = static_cast<int>(memory.sheet())});
            if (chosen) memory.choose_sheet(static_cast<std::size_t>(*chosen));
        }
        if (table.is_turned) {
            ui.caption("Se leyó como ficha: los títulos están en la primera columna.");
        }
        if (ui.button({.label = "Traer otra cosa",
                       .style = ButtonStyle::quiet,
                       .icon = Icon::undo,
                       .key = "again",
                       .is_small = true})) {
            memory.clear();
        }
    });
}

void draw_content(ImportView& view, const std::vector<ImportPlace>& places, std::size_t chosen) {
    draw_place(view, places, chosen);
    if (!view.memory.has_table()) return draw_source(view);
    draw_taken(view);
    if (!view.memory.has_table()) return;
    draw_import_columns(view);
    draw_import_preview(view);
}

/// A new address begins anew.
void follow_route(AppState& app, ImportMemory& memory, const std::vector<ImportPlace>& places) {
    const std::string place = app.route().to_text();
    if (memory.seen_route == place || places.empty()) return;
    memory.seen_route = place;
    memory.clear();
    memory.set_into(places[place_by_route(app.route(), places)].into);
}

std::string taking_label(std::size_t count) {
    if (count == 0) return "No hay filas que traer";
    return "Traer " + counted(static_cast<std::int64_t>(count), "fila", "filas");
}

void draw_import_frame(ImportView& view, const std::vector<ImportPlace>& places,
                       std::size_t chosen) {
    const std::size_t count =
        view.memory.has_table() ? view.memory.plan(view.app).count_taken() : 0;
    const std::string label = taking_label(count);
    const Button take{.label = label,
                      .style = ButtonStyle::primary,
                      .icon = Icon::download,
                      .key = "take",
                      .is_disabled = count == 0};
    const sheets::PlannedRow* open = open_import_row(view);
    const auto body = [&] { draw_import_row(view, *open); };
    const std::string title = open == nullptr ? "" : "Fila " + std::to_string(open->row + 1);
    const std::string key = "row " + title;
    const Panel panel{.key = key, .title = title, .body = body};
    const bool has_action = view.memory.has_table() && (open == nullptr || !view.ui.is_phone());
    const std::string context = context_of_plan(view.app, view.plan);
    const auto events = draw_frame(view.ui, view.app,
                                   {.title = "Traer desde Excel",
                                    .back = view.place.back,
                                    .main_action = has_action ? &take : nullptr,
                                    .panel = open == nullptr ? nullptr : &panel,
                                    .context = context},
                                   [&] { draw_content(view, places, chosen); });
    if (events.is_panel_closed) view.memory.open_row.reset();
    if (events.is_main_action_pressed && count > 0 && view.memory.bring_in(view.app, view.place)) {
        view.memory.clear();
        view.memory.seen_route.clear();
        view.app.navigate(view.place.back);
    }
}

}  // namespace

const sheets::PlannedRow* open_import_row(ImportView& view) {
    if (!view.memory.open_row || !view.memory.has_table()) return nullptr;
    for (const sheets::PlannedRow& row : view.memory.plan(view.app).rows) {
        if (row.row == *view.memory.open_row) return &row;
    }
    return nullptr;
}

void draw_import(Ui& ui, AppState& app, const Record& plan) {
    auto& memory = app.view<ImportMemory>("import");
    const Id line_id = app.route().id_at(3);
    const Record* line = line_id.is_nil() ? nullptr : app.find(line_id);
    const bool is_line = line != nullptr && !line->deleted && line->kind == "action_line";
    // The line need not lie in the plan of the latest cycle.
    const auto plan_id = is_line ? Id::parse(text_of(line->fields, "plan")) : Id::parse("");
    const Record* of_line = plan_id ? app.find(*plan_id) : nullptr;
    const Record& shown = of_line == nullptr ? plan : *of_line;
    const auto places = import_places(app, shown, is_line ? line : nullptr);
    follow_route(app, memory, places);
    if (places.empty()) {
        static_cast<void>(draw_frame(ui, app, {.title = "Traer desde Excel", .back = "plan"}, [&] {
            ui.empty_state({.icon = Icon::lock,
                            .title = "Aquí no puede agregar filas",
                            .text = "Con su rol puede leer este plan, no escribir en él."});
        }));
        return;
    }
    const std::size_t chosen = place_index(memory, places);
    ImportView view{ui, app, memory, places[chosen], shown};
    draw_import_frame(view, places, chosen);
}

}  // namespace minga::client
