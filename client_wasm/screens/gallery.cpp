#include "client_wasm/screens/gallery.hpp"

#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace minga::client {
namespace {

struct CommuneRow {
    std::string_view name;
    std::string_view region;
    float diagnosis;
    float progress;
    float expected;
    std::int64_t money_kclp;
    int late;
};

constexpr std::array communes{
    CommuneRow{"Puerto Varas", "Los Lagos", 0.50F, 0.62F, 0.70F, 15200, 2},
    CommuneRow{"Iquique", "Tarapacá", 0.61F, 0.48F, 0.45F, 22400, 0},
    CommuneRow{"Alto Hospicio", "Tarapacá", 0.44F, 0.35F, 0.52F, 9800, 5},
    CommuneRow{"Calama", "Antofagasta", 0.57F, 0.80F, 0.76F, 18650, 0},
    CommuneRow{"San Pedro de Atacama", "Antofagasta", 0.39F, 0.22F, 0.40F, 4300, 3},
    CommuneRow{"Lo Prado", "Metropolitana", 0.66F, 0.91F, 0.88F, 12750, 0},
};

constexpr std::array<RadioCard, 4> levels{
    RadioCard{0, "0", "", "No se planifica la compra: cada unidad pide cuando le falta."},
    RadioCard{1, "1", "",
              "Existe un plan anual de compras, pero se hace para cumplir y no se usa durante el "
              "año."},
    RadioCard{
        2, "2", "",
        "El plan anual se elabora con todas las unidades, se publica y se revisa al menos dos "
        "veces al año."},
    RadioCard{3, "3", "",
              "Además, sus resultados se miden y se comparan con el año anterior, y las mejoras "
              "quedan por escrito."}};

void draw_fields(Ui& ui, GalleryState& state) {
    ui.section("Campos", [&] {
        ui.card({.key = "fields"}, [&] {
            ui.columns(
                {fr(1), fr(1)},
                [&] {
                    if (auto value = ui.text_field({.key = "name",
                                                    .label = "Nombre de la actividad",
                                                    .value = state.name,
                                                    .saved = "Guardado 10:42",
                                                    .is_required = true})) {
                        state.name = *value;
                        ui.announce("Guardado");
                    }
                    if (auto value =
                            ui.text_field({.key = "notes",
                                           .label = "Observaciones",
                                           .value = state.notes,
                                           .help = "Qué se vio, con quién se habló y qué falta.",
                                           .rows = 3,
                                           .is_multiline = true})) {
                        state.notes = *value;
                    }
                    if (auto value = ui.text_field({.key = "mail",
                                                    .label = "Correo del responsable",
                                                    .value = "maria.soto@puertovaras",
                                                    .error = "Al correo le falta el final, por "
                                                             "ejemplo “.cl”. Complételo.",
                                                    .hint = InputHint::email})) {
                        ui.announce("Correo recibido");
                    }
                },
                [&] {
                    const std::array<std::string, 3> units{"Administración y Finanzas", "Secplan",
                                                           "Desarrollo Comunitario"};
                    if (auto index = ui.select({.key = "unit",
                                                .label = "Unidad",
                                                .options = units,
                                                .selected = state.unit})) {
                        state.unit = *index;
                    }
                    ui.columns_always(
                        {fr(1), fr(1)},
                        [&] {
                            if (auto month = ui.month_field(
                                    {.key = "month", .label = "Inicio", .value = state.month})) {
                                state.month = *month;
                            }
                        },
                        [&] {
                            if (auto date = ui.date_field(
                                    {.key = "date", .label = "Fecha", .value = state.date})) {
                                state.date = *date;
                            }
                        });
                    if (auto money = ui.money_field({.key = "money",
                                                     .label = "Aporte propio",
                                                     .value = state.money,
                                                     .help = "En miles de pesos."})) {
                        state.money = money->value;
                    }
                    if (auto is_on = ui.checkbox({.key = "counterpart",
                                                  .label = "Es contraparte técnica",
                                                  .is_checked = state.is_checked,
                                                  .help = "Recibe los avisos del programa."})) {
                        state.is_checked = *is_on;
                    }
                    ui.text_field({.key = "locked",
                                   .label = "Puntaje validado",
                                   .value = "Solo lo escribe SUBDERE",
                                   .is_disabled = true});
                });
        });
    });
}

void draw_buttons(Ui& ui, GalleryState& state) {
    ui.section("Acciones", [&] {
        ui.flow({}, [&] {
            if (ui.button("Guardar acta", ButtonStyle::primary, Icon::check)) ++state.presses;
            if (ui.button("Ver historia", ButtonStyle::secondary, Icon::history)) ++state.presses;
            if (ui.button("Cancelar", ButtonStyle::quiet)) ++state.presses;
            if (ui.button("Eliminar línea", ButtonStyle::danger, Icon::trash)) ++state.presses;
            ui.button({.label = "Cerrar ciclo", .is_disabled = true});
            if (ui.button("Abrir hoja")) state.is_sheet_open = true;
        });
        ui.text("Pulsaciones: " + std::to_string(state.presses));
        ui.flow({}, [&] {
            ui.chip("Ejecutada", Tone::ok, Icon::circle_check);
            ui.chip("Atrasada", Tone::bad, Icon::triangle_alert);
            ui.chip("Programada", Tone::neutral, Icon::clock);
            ui.chip("En curso", Tone::primary, Icon::circle_dot);
            ui.chip("Espera su decisión", Tone::accent, Icon::inbox);
        });
    });
}

void draw_state(Ui& ui) {
    ui.section("Estado", [&] {
        ui.progress_bar({.label = "Avance del plan", .value = 0.62F, .expected = 0.70F});
        if (ui.banner({.tone = Tone::warn,
                       .title = "2 actividades atrasadas",
                       .text = "La más antigua debió terminar en marzo.",
                       .action = "Ver atrasadas"})) {
            ui.announce("Atrasadas");
        }
        ui.banner(
            {.tone = Tone::ok, .title = "Diagnóstico completo", .text = "78 de 78 preguntas."});
        ui.banner({.tone = Tone::bad,
                   .text =
                       "El término (marzo) es anterior al inicio (abril). Cambie uno de los dos. "
                       "Lo que escribió sigue guardado."});
        ui.grid(180, 3, [&](int index) {
            ui.card({}, [&] {
                if (index == 0)
                    ui.stat({.label = "Diagnóstico", .value = "50 %", .caption = "117 de 234"});
                if (index == 1) {
                    ui.stat({.label = "Avance",
                             .value = "62 %",
                             .caption = "previsto 70 %",
                             .tone = Tone::warn});
                }
                if (index == 2) {
                    ui.stat({.label = "Recursos",
                             .value = "M$ 15.200",
                             .caption = "SUBDERE M$ 12.000"});
                }
            });
        });
    });
}

void draw_choices(Ui& ui, GalleryState& state) {
    ui.section("Elecciones", [&] {
        const std::array<std::string, 4> tabs{"Acciones", "Indicadores", "Seguimiento", "Historia"};
        if (auto tab =
                ui.tabs({.label = "Partes de la línea", .options = tabs, .selected = state.tab})) {
            state.tab = *tab;
        }
        const std::array<std::string, 3> segments{"Lista", "Gantt", "Tabla"};
        if (auto segment =
                ui.segmented({.label = "Vista", .options = segments, .selected = state.segment})) {
            state.segment = *segment;
        }
        if (auto level = ui.radio_cards({.key = "levels",
                                         .label = "¿Cómo planifica sus compras el municipio?",
                                         .cards = levels,
                                         .selected = state.level})) {
            state.level = *level;
        }
        for (int key = 0; key < 4; ++key) {
            if (ui.shortcut(std::to_string(key + 1))) state.level = key;
        }
        ui.card({.label = "Preguntas"}, [&] {
            std::vector<std::string> names;
            std::vector<Dot> dots;
            for (int index = 0; index < 78; ++index) {
                names.push_back("Pregunta " + std::to_string(index + 1));
            }
            for (int index = 0; index < 78; ++index) {
                const DotState dot_state = index % 17 == 5 ? DotState::doubtful
                                           : index < 46    ? DotState::answered
                                                           : DotState::missing;
                dots.push_back({dot_state, names[static_cast<std::size_t>(index)]});
            }
            if (auto dot = ui.dot_map(
                    {.label = "Mapa de las 78 preguntas", .dots = dots, .current = state.dot})) {
                state.dot = *dot;
            }
        });
    });
}

void draw_tables(Ui& ui, GalleryState& state) {
    ui.section("Tablas y listas", [&] {
        if (auto search = ui.text_field({.key = "search",
                                         .label = "Buscar comuna",
                                         .value = state.search,
                                         .placeholder = "Buscar comuna",
                                         .hint = InputHint::search,
                                         .is_live = true,
                                         .hides_label = true})) {
            state.search = *search;
        }
        std::vector<const CommuneRow*> rows;
        for (const CommuneRow& row : communes) {
            if (row.name.find(state.search) != std::string_view::npos) rows.push_back(&row);
        }
        std::sort(rows.begin(), rows.end(), [&](const CommuneRow* one, const CommuneRow* other) {
            if (state.is_descending) std::swap(one, other);
            if (state.sorted_column == 0) return one->name < other->name;
            if (state.sorted_column == 3) return one->money_kclp < other->money_kclp;
            return one->diagnosis < other->diagnosis;
        });
        const std::array<TableColumn, 5> columns{
            TableColumn{.header = "Comuna",
                        .width = fr(2),
                        .width_min = 170,
                        .is_sortable = true,
                        .is_row_header = true},
            TableColumn{
                .header = "Diagnóstico", .width = fr(1), .width_min = 150, .is_sortable = true},
            TableColumn{.header = "Avance del plan", .width = fr(1.3F), .width_min = 170},
            TableColumn{.header = "Recursos",
                        .width = fr(1),
                        .width_min = 130,
                        .align = Align::end,
                        .is_sortable = true},
            TableColumn{.header = "Atrasos", .width = fr(1), .width_min = 130}};
        const auto events = ui.data_table(
            {.key = "communes",
             .label = "Comunas del programa",
             .columns = columns,
             .row_count = static_cast<int>(rows.size()) + 1,
             .has_total_row = true,
             .is_clickable = true,
             .selected_row = state.selected_row,
             .sorted_column = state.sorted_column,
             .sort = state.is_descending ? Sort::descending : Sort::ascending},
            [&](int row, int column) -> TableCell {
                if (row == static_cast<int>(rows.size())) {
                    std::int64_t total = 0;
                    for (const CommuneRow* one : rows) total += one->money_kclp;
                    if (column == 0) return {.text = "Total"};
                    if (column == 3) return {.text = format_money(total)};
                    return {};
                }
                const CommuneRow& one = *rows[static_cast<std::size_t>(row)];
                switch (column) {
                    case 0:
                        return {.text = std::string(one.name)};
                    case 1:
                        return {.text = format_percent(static_cast<double>(one.diagnosis)),
                                .bar = one.diagnosis};
                    case 2:
                        return {.text = format_percent(static_cast<double>(one.progress)),
                                .bar = one.progress,
                                .bar_expected = one.expected};
                    case 3:
                        return {.text = format_money(one.money_kclp)};
                    default:
                        if (one.late == 0)
                            return {.text = "Al día", .tone = Tone::ok, .icon = Icon::circle_check};
                        return {.text = std::to_string(one.late) + " atrasadas",
                                .tone = Tone::bad,
                                .icon = Icon::triangle_alert};
                }
            });
        if (events.clicked_row) state.selected_row = *events.clicked_row;
        if (events.sorted_column) {
            state.is_descending =
                *events.sorted_column == state.sorted_column && !state.is_descending;
            state.sorted_column = *events.sorted_column;
        }
        ui.card({.key = "tasks", .padding = 8}, [&] {
            ui.list("Mis tareas", [&] {
                ui.list_row({.key = "late",
                             .title = "2 actividades atrasadas",
                             .subtitle = "Gestión de compras · debían terminar en marzo",
                             .icon = Icon::triangle_alert,
                             .tone = Tone::bad});
                ui.list_row({.key = "april",
                             .title = "Falta el seguimiento de abril",
                             .subtitle = "Línea 2 · Medición de satisfacción",
                             .icon = Icon::calendar,
                             .tone = Tone::warn});
                ui.list_row({.key = "line",
                             .title = "Gestión de compras",
                             .subtitle = "mar–jun · María Soto",
                             .trailing = "75 %",
                             .icon = Icon::flag,
                             .progress = 0.75F});
            });
        });
        ui.card({.key = "empty"}, [&] {
            if (ui.empty_state({.icon = Icon::inbox,
                                .title = "Nada espera su decisión",
                                .text =
                                    "Cuando dos personas cambien el mismo campo, los dos valores "
                                    "aparecerán aquí para que usted elija.",
                                .action = "Ver el plan"})) {
                state.place = 2;
            }
        });
    });
}

void draw_charts(Ui& ui, GalleryState& state) {
    static constexpr std::array curve{
        CurvePoint{"2026-02", 0, 0.0F}, CurvePoint{"2026-03", 50, 25.0F},
        CurvePoint{"2026-04", 75, 60.0F}, CurvePoint{"2026-05", 75}, CurvePoint{"2026-06", 100}};
    static constexpr std::array places{
        Tile{"actions", "Acciones inmediatas", "2 de 3 · 1 vencida", Icon::list_checks, Tone::bad},
        Tile{"areas", "Áreas de mejora", "7 elegidas", Icon::layout_grid},
        Tile{"rounds", "Seguimiento", "Al día", Icon::chart_column}};
    ui.section("Partes", [&] {
        static_cast<void>(ui.tiles({.key = "tiles", .label = "Partes", .tiles = places}));
    });
    ui.section("Gráficos", [&] {
        ui.card({.key = "curve"}, [&] {
            ui.s_curve({.key = "s curve",
                        .title = "Avance acumulado",
                        .points = curve,
                        .current_month = "2026-04"});
        });
        ui.columns(
            {fr(1), fr(1)},
            [&] {
                ui.card({.key = "bars"}, [&] {
                    ui.heading(3, "Puntaje por ámbito");
                    const std::array<ChartBar, 5> bars{
                        ChartBar{"Estrategia y liderazgo", 24, 30, "24 de 45"},
                        ChartBar{"Servicios a la comunidad", 31, 30, "31 de 60"},
                        ChartBar{"Recursos financieros y humanos", 28, 32, "28 de 57"},
                        ChartBar{"Satisfacción de usuarios", 16, 20, "16 de 36"},
                        ChartBar{"Relación con la comunidad", 18, 15, "18 de 36"}};
                    ui.bar_chart({.key = "bars",
                                  .title = "Puntaje por ámbito",
                                  .bars = bars,
                                  .maximum = 60,
                                  .expected_label = "Promedio de las comunas piloto"});
                });
            },
            [&] {
                ui.card({.key = "radar"}, [&] {
                    ui.heading(3, "Puerto Varas y el promedio");
                    const std::array<std::string, 5> axes{"Estrategia", "Servicios", "Recursos",
                                                          "Usuarios", "Comunidad"};
                    const std::array<float, 5> own{0.53F, 0.52F, 0.49F, 0.44F, 0.50F};
                    const std::array<float, 5> mean{0.67F, 0.50F, 0.56F, 0.56F, 0.42F};
                    const std::array<RadarSeries, 2> series{RadarSeries{"Puerto Varas", own},
                                                            RadarSeries{"Promedio", mean}};
                    ui.radar_chart({.key = "radar",
                                    .title = "Puerto Varas y el promedio",
                                    .axes = axes,
                                    .series = series});
                });
            });
        ui.card({.key = "map"}, [&] {
            static constexpr std::array first{HeatCell{"1. Estrategia", 17, "6 de 36"},
                                              HeatCell{"2. Liderazgo", 38, "14 de 36"}};
            static constexpr std::array second{
                HeatCell{"3. Competencias de las personas", 52, "12 de 23"},
                HeatCell{"4. Capacitación", 74, "20 de 27"},
                HeatCell{"5. Bienestar y seguridad en el trabajo", 96, "25 de 26"},
                HeatCell{"6. Ingresos municipales", std::nullopt, "0 de 24"}};
            static constexpr std::array map{HeatRow{"1. Estrategia y Liderazgo", "28 %", first},
                                            HeatRow{"2. Personas", "64 %", second}};
            ui.heat_map({.key = "heat map",
                         .title = "Logro por criterio y ámbito",
                         .row_header = "Criterio",
                         .cell_header = "Ámbito",
                         .rows = map});
        });
        const std::array<GanttRow, 6> rows{GanttRow{.key = "l1",
                                                    .label = "1 Gestión de compras",
                                                    .note = "María Soto",
                                                    .start = "2026-02",
                                                    .end = "2026-06",
                                                    .status = "En curso",
                                                    .tone = Tone::primary,
                                                    .level = 0,
                                                    .progress = 0.75F},
                                           GanttRow{.key = "a1",
                                                    .label = "1.1 Levantar el proceso",
                                                    .note = "María Soto",
                                                    .start = "2026-02",
                                                    .end = "2026-03",
                                                    .status = "Ejecutada",
                                                    .tone = Tone::ok,
                                                    .level = 1,
                                                    .progress = 1.0F},
                                           GanttRow{.key = "a2",
                                                    .label = "1.2 Manual de procedimientos",
                                                    .note = "Pedro Rojas",
                                                    .start = "2026-03",
                                                    .end = "2026-04",
                                                    .status = "Atrasada",
                                                    .tone = Tone::bad,
                                                    .level = 1,
                                                    .progress = 0.4F},
                                           GanttRow{.key = "a3",
                                                    .label = "1.3 Capacitación",
                                                    .note = "Ana Muñoz",
                                                    .start = "2026-05",
                                                    .end = "2026-06",
                                                    .status = "Programada",
                                                    .tone = Tone::muted,
                                                    .level = 1},
                                           GanttRow{.key = "l2",
                                                    .label = "2 Medición de satisfacción",
                                                    .note = "Luis Barría",
                                                    .start = "2026-04",
                                                    .end = "2026-09",
                                                    .status = "Programada",
                                                    .tone = Tone::muted,
                                                    .level = 0},
                                           GanttRow{.key = "b1",
                                                    .label = "2.1 Diseñar la encuesta",
                                                    .note = "Luis Barría",
                                                    .start = "2026-04",
                                                    .end = "2026-05",
                                                    .status = "En curso",
                                                    .tone = Tone::primary,
                                                    .level = 1,
                                                    .progress = 0.2F}};
        if (auto row = ui.gantt({.key = "gantt",
                                 .title = "Plan por meses",
                                 .first_month = "2026-01",
                                 .month_count = 12,
                                 .current_month = "2026-05",
                                 .rows = rows,
                                 .selected_row = state.gantt_row})) {
            state.gantt_row = *row;
        }
    });
}

void draw_storage(Ui& ui, GalleryState& state) {
    ui.section("Almacenamiento", [&] {
        ui.text("Filas guardadas: " + std::to_string(state.stored));
        ui.text("Última escritura: " + state.storage_words);
        ui.flow({}, [&] {
            if (ui.button("Guardar una fila")) state.rows_to_store = 1;
            if (ui.button("Guardar mil filas")) state.rows_to_store = 1000;
        });
    });
}

void draw_appearance(Ui& ui, GalleryState& state) {
    ui.section("Apariencia", [&] {
        const std::array<std::string, 4> themes{"Sistema", "Claro", "Oscuro", "Contraste"};
        if (auto theme = ui.segmented({.label = "Tema",
                                       .options = themes,
                                       .selected = state.theme,
                                       .shows_label = true})) {
            state.theme = *theme;
        }
        const std::array<float, 4> scales{1, 1.25F, 1.5F, 2.5F};
        const std::array<std::string, 4> names{"100 %", "125 %", "150 %", "250 %"};
        int selected = 0;
        for (int index = 0; index < 4; ++index) {
            if (scales[static_cast<std::size_t>(index)] == state.text_scale) selected = index;
        }
        if (auto scale = ui.segmented({.label = "Tamaño del texto",
                                       .options = names,
                                       .selected = selected,
                                       .shows_label = true})) {
            state.text_scale = scales[static_cast<std::size_t>(*scale)];
        }
    });
}

}  // namespace

void draw_gallery(Ui& ui, GalleryState& state) {
    const std::array<Place, 4> places{Place{Icon::home, "Inicio", "/"},
                                      Place{Icon::clipboard_check, "Diagnóstico", "/diagnostico"},
                                      Place{Icon::chart_gantt, "Plan", "/plan"},
                                      Place{Icon::menu, "Más", "/mas", 2}};
    const Button action{
        .label = "Línea de acción", .style = ButtonStyle::primary, .icon = Icon::plus};
    const auto body = [&] {
        ui.heading(3, "Comuna elegida");
        ui.key_value("Nombre", "Puerto Varas");
        ui.key_value("Último contacto", "hace 3 días");
        ui.button("Ver su plan", ButtonStyle::secondary, Icon::arrow_right);
    };
    const Panel panel{.key = "panel", .title = "Comuna", .body = body};
    const Banner notice{.tone = Tone::bad,
                        .title = "No se puede guardar en este navegador",
                        .text = "Lo que escriba se pierde al cerrar la pestaña."};
    const auto events = ui.shell({.context = "Puerto Varas · Ciclo 1",
                                  .title = "Plan de mejoras",
                                  .places = places,
                                  .current = state.place,
                                  .sync = {SyncState::on_device, "3 en cola",
                                           "Guardado en este equipo. 3 cambios esperan la red."},
                                  .user = "Secretaria municipal de Puerto Varas",
                                  .main_action = &action,
                                  .panel = state.selected_row >= 0 ? &panel : nullptr,
                                  .notice = state.is_storage_durable ? nullptr : &notice},
                                 [&] {
                                     draw_gallery_form(ui, state.form);
                                     if (state.form.is_open) return;
                                     draw_state(ui);
                                     draw_buttons(ui, state);
                                     draw_fields(ui, state);
                                     draw_choices(ui, state);
                                     draw_tables(ui, state);
                                     draw_charts(ui, state);
                                     draw_storage(ui, state);
                                     draw_appearance(ui, state);
                                 });
    if (events.place) state.place = *events.place;
    if (events.is_panel_closed) state.selected_row = -1;
    if (events.is_main_action_pressed) ++state.presses;
    if (state.is_sheet_open) {
        const bool is_closed = ui.sheet({.title = "Nueva reunión"}, [&] {
            ui.text("El acta queda guardada en este equipo apenas la escriba.",
                    {.tone = Tone::muted});
            ui.text_field({.key = "place", .label = "Lugar", .value = "Salón de concejo"});
            ui.flow({.align = Align::end}, [&] {
                if (ui.button("Descartar", ButtonStyle::quiet)) state.is_sheet_open = false;
                if (ui.button("Crear reunión", ButtonStyle::primary)) state.is_sheet_open = false;
            });
        });
        if (is_closed) state.is_sheet_open = false;
    }
}

}  // namespace minga::client
