/// SUBDERE's view of the country: a row a commune, numbers that add up, regions from north to
/// south.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/moment.hpp"
#include "client_wasm/app/report_model.hpp"
#include "client_wasm/app/spreadsheets.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/commune_access.hpp"
#include "client_wasm/screens/report_workbooks.hpp"
#include "client_wasm/screens/screens.hpp"
#include "client_wasm/screens/view_bar.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr float region_column_width = 184;
constexpr float wide_width_min = 900;
/// With less room than this the columns of the table stand closer.
constexpr float roomy_width_min = 1140;

struct ConsolidatedView {
    ReportFilter filter;
    std::string shown;  ///< The commune in the panel, by its organization; "" for none.
};

using Rows = std::vector<ReportRow>;

struct Seen {
    const Rows& rows;
    std::vector<std::size_t> chosen;
    ReportRow total;
};

/// The columns of the table with what each is sorted by.
struct Column {
    std::string_view header;
    ReportOrder order;
    float width_min;
    float width_dense;
    Align align;
};
constexpr std::array columns{
    Column{"Comuna", ReportOrder::name, 144, 120, Align::start},
    Column{"Diagnóstico", ReportOrder::diagnosis, 136, 100, Align::start},
    Column{"Plan ejecutado", ReportOrder::plan, 160, 112, Align::start},
    Column{"Atrasadas", ReportOrder::late, 116, 84, Align::end},
    Column{"Propios M$", ReportOrder::own_funds, 100, 80, Align::end},
    Column{"SUBDERE M$", ReportOrder::subdere_funds, 112, 88, Align::end},
    Column{"Conflictos", ReportOrder::conflicts, 116, 84, Align::end},
    Column{"Rechazos", ReportOrder::refusals, 112, 80, Align::end},
    Column{"Último contacto", ReportOrder::last_change, 124, 104, Align::end},
};

const Rows& rows_of(AppState& app) {
    return app.memo<Rows>("report rows " + std::to_string(app.report.version) + " " +
                              std::to_string(app.report.json.size()),
                          [&] {
                              auto read = read_report(app.report.json, app.catalog().territory());
                              return read ? std::move(*read) : Rows{};
                          });
}

std::string contact_text(AppState& app, Instant at) {
    return days_ago_text(at, app.now(), app.platform().zone_offset_minutes());
}

std::string plan_text(const ReportRow& row) {
    return std::to_string(row.activities.percent()) + " %, previsto " +
           std::to_string(row.activities.expected_percent()) + " %";
}

float share(std::int64_t percent) {
    return static_cast<float>(percent) / 100;
}

/// Something that waits for people: worth a look where there is any.
TableCell count_cell(std::int64_t count) {
    if (count == 0) return {.text = "0"};
    return {.text = format_integer(count), .tone = Tone::warn, .is_semibold = true};
}

TableCell cell_of(AppState& app, const ReportRow& row, int column, bool is_total) {
    const TableCell nothing{.text = "—", .tone = Tone::muted};
    switch (static_cast<std::size_t>(column)) {
        case 0:
            return {.text = row.name, .is_semibold = true};
        case 1:
            if (!row.has_diagnosis) return nothing;
            return {.text = std::to_string(row.diagnosis.percent()) + " %",
                    .bar = share(row.diagnosis.percent())};
        case 2:
            if (!row.has_plan) return nothing;
            return {.text = std::to_string(row.activities.percent()) + " %",
                    .bar = share(row.activities.percent()),
                    .bar_expected = share(row.activities.expected_percent())};
        case 3:
            if (!row.has_plan) return nothing;
            if (row.activities.late == 0) return {.text = "0"};
            return {.text = format_integer(row.activities.late),
                    .tone = Tone::bad,
                    .is_semibold = true};
        case 4:
            return row.has_plan ? TableCell{.text = format_integer(row.funds.own.kclp)} : nothing;
        case 5:
            return row.has_plan ? TableCell{.text = format_integer(row.funds.subdere.kclp)}
                                : nothing;
        case 6:
            return row.has_data() || row.conflicts > 0 ? count_cell(row.conflicts) : nothing;
        case 7:
            return row.has_data() || row.refusals > 0 ? count_cell(row.refusals) : nothing;
        default:
            if (is_total || row.last_change.ms == 0) return nothing;
            return {.text = capitalized(contact_text(app, row.last_change)), .tone = Tone::muted};
    }
}

// --- Above the table ---------------------------------------------------------------------------

void draw_freshness(Ui& ui, AppState& app) {
    const ReportView& report = app.report;
    ui.flow({}, [&] {
        const std::int32_t zone = app.platform().zone_offset_minutes();
        if (report.fetched_at.ms > 0) {
            const Instant local{report.fetched_at.ms + zone * 60'000};
            ui.text("Datos del " + format_date(Date::of(local).to_text()) + " " +
                        clock_text(report.fetched_at, zone),
                    {.size = TextSize::caption, .tone = Tone::muted});
        }
        if (ui.button({.label = report.is_fetching ? "Actualizando…" : "Actualizar",
                       .style = ButtonStyle::quiet,
                       .icon = Icon::refresh,
                       .key = "refresh",
                       .is_disabled = report.is_fetching,
                       .is_small = true})) {
            app.hooks.fetch_report();
        }
    });
    if (!report.error.empty()) {
        ui.banner({.tone = Tone::warn, .title = report.error, .key = "report_error"});
    }
}

void draw_summary(Ui& ui, const Seen& seen) {
    std::int64_t with_plan = 0;
    for (const std::size_t index : seen.chosen) {
        with_plan += seen.rows[index].has_plan ? 1 : 0;
    }
    const ReportRow& total = seen.total;
    const std::string diagnosis =
        total.has_diagnosis ? std::to_string(total.diagnosis.percent()) + " %" : "—";
    const std::string points =
        format_integer(total.diagnosis.obtained) + " de " + format_integer(total.diagnosis.maximum);
    const std::string plan =
        total.has_plan ? std::to_string(total.activities.percent()) + " %" : "—";
    const std::string expected =
        "previsto " + std::to_string(total.activities.expected_percent()) + " %";
    const std::string late = format_integer(total.activities.late);
    const std::string activities =
        "de " + counted(total.activities.total, "actividad", "actividades");
    const std::string own = format_integer(total.funds.own.kclp);
    const std::string subdere = format_integer(total.funds.subdere.kclp);
    const std::string plans = "en " + counted(with_plan, "plan", "planes");
    const std::string conflicts = format_integer(total.conflicts);
    const std::string refusals = "y " + counted(total.refusals, "rechazo", "rechazos");
    const std::array stats{
        Stat{"Diagnóstico", diagnosis, points},
        Stat{"Plan ejecutado", plan, expected},
        Stat{"Atrasadas", late, activities, total.activities.late > 0 ? Tone::bad : Tone::neutral},
        Stat{"Propios (M$)", own, plans},
        Stat{"SUBDERE (M$)", subdere, plans},
        Stat{"Conflictos sin decidir", conflicts, refusals,
             total.conflicts + total.refusals > 0 ? Tone::warn : Tone::neutral},
    };
    ui.grid(ui.is_phone() ? 150 : 170, static_cast<int>(stats.size()), [&](int index) {
        ui.card({.key = stats[static_cast<std::size_t>(index)].label, .padding = 12},
                [&] { ui.stat(stats[static_cast<std::size_t>(index)]); });
    });
}

void draw_search(Ui& ui, AppState& app, ConsolidatedView& view, const Seen& seen) {
    ui.flow({.gap = 12}, [&] {
        // Beside it stand a switch and two buttons, in one line on a laptop.
        const float width = ui.is_phone() ? ui.width() : 240;
        if (auto typed = ui.text_field({.key = "search",
                                        .label = "Buscar comuna",
                                        .value = view.filter.search,
                                        .placeholder = "Buscar comuna",
                                        .hint = InputHint::search,
                                        .length_max = 60,
                                        .is_live = true,
                                        .hides_label = true,
                                        .width = width})) {
            view.filter.search = *typed;
        }
        const std::vector<std::string> scopes{"En el programa", "Todas"};
        if (auto chosen = ui.segmented({.key = "scope",
                                        .label = "Qué comunas",
                                        .options = scopes,
                                        .selected = view.filter.shows_all ? 1 : 0})) {
            view.filter.shows_all = *chosen == 1;
        }
        if (ui.button({.label = "Descargar Excel",
                       .icon = Icon::download,
                       .key = "xlsx",
                       .is_disabled = seen.chosen.empty()})) {
            save_workbook(app,
                          consolidated_workbook(seen.rows, seen.chosen, app.catalog().territory()),
                          "minga-consolidado-" + app.today().to_text() + ".xlsx");
        }
        if (ui.button({.label = "Descargar CSV",
                       .icon = Icon::download,
                       .key = "csv",
                       .is_disabled = seen.chosen.empty()})) {
            app.platform().download("minga-consolidado-" + app.today().to_text() + ".csv",
                                    "text/csv",
                                    report_csv(seen.rows, seen.chosen, app.catalog().territory()));
        }
    });
}

void draw_views(Ui& ui, AppState& app, ConsolidatedView& view) {
    const FieldMap present = fields_of(view.filter);
    const auto chosen = draw_view_bar(
        ui, app, {.list = "consolidado", .present = present, .is_plain = present.empty()});
    if (!chosen) return;
    view.filter = report_filter_from(*chosen);
    ui.request_frame();
}

// --- Regions -----------------------------------------------------------------------------------

/// How many of the rows that the other filters let through lie in a region.
std::int64_t count_in(const Rows& rows, const ReportFilter& filter, const std::string& region) {
    ReportFilter here = filter;
    here.region = region;
    return static_cast<std::int64_t>(filtered(rows, here).size());
}

void draw_region_list(Ui& ui, AppState& app, ConsolidatedView& view, const Rows& rows) {
    ui.list("Regiones de norte a sur", [&] {
        const auto row = [&](const std::string& code, std::string_view name) {
            const std::int64_t count = count_in(rows, view.filter, code);
            const std::string trailing = count > 0 ? std::to_string(count) : std::string{};
            if (ui.list_row({.key = code.empty() ? "all" : std::string_view{code},
                             .title = name,
                             .trailing = trailing,
                             .tone = Tone::muted,
                             .is_selected = view.filter.region == code})) {
                view.filter.region = code;
            }
        };
        row("", "Todo el país");
        for (const Region& region : app.catalog().territory().regions()) {
            row(region.code, region.short_name);
        }
    });
}

void draw_region_select(Ui& ui, AppState& app, ConsolidatedView& view) {
    std::vector<std::string> names{"Todo el país"};
    int selected = 0;
    const auto& regions = app.catalog().territory().regions();
    for (const Region& region : regions) {
        if (region.code == view.filter.region) selected = static_cast<int>(names.size());
        names.push_back(region.short_name);
    }
    if (auto chosen = ui.select(
            {.key = "region", .label = "Región", .options = names, .selected = selected})) {
        view.filter.region =
            *chosen == 0 ? std::string{} : regions[static_cast<std::size_t>(*chosen - 1)].code;
    }
}

// --- The communes ------------------------------------------------------------------------------

void draw_table(Ui& ui, AppState& app, ConsolidatedView& view, const Seen& seen) {
    std::array<TableColumn, columns.size()> heads;
    int sorted = -1;
    const bool is_dense = ui.width() < ui.px(roomy_width_min);
    for (std::size_t index = 0; index < columns.size(); ++index) {
        const Column& column = columns[index];
        heads[index] = {.header = column.header,
                        .width = fr(column.width_min),
                        .width_min = is_dense ? column.width_dense : column.width_min,
                        .align = column.align,
                        .is_sortable = true,
                        .is_row_header = index == 0};
        if (column.order == view.filter.order) sorted = static_cast<int>(index);
    }
    const int count = static_cast<int>(seen.chosen.size());
    std::vector<std::string> keys;
    for (const std::size_t index : seen.chosen) keys.push_back(seen.rows[index].organization);
    const TableEvents events = ui.data_table(
        {.key = "communes",
         .label = "Comunas",
         .columns = heads,
         .row_keys = keys,
         .row_count = count == 0 ? 0 : count + 1,
         .has_total_row = count > 0,
         .is_clickable = true,
         .is_dense = is_dense,
         .sorted_column = sorted,
         .sort = view.filter.is_descending ? Sort::descending : Sort::ascending,
         .empty_text = "Ninguna comuna coincide con lo que busca."},
        [&](int row, int column) {
            const bool is_total = row == count;
            return cell_of(
                app, is_total ? seen.total : seen.rows[seen.chosen[static_cast<std::size_t>(row)]],
                column, is_total);
        });
    if (events.clicked_row && *events.clicked_row < count) {
        view.shown =
            seen.rows[seen.chosen[static_cast<std::size_t>(*events.clicked_row)]].organization;
        ui.request_frame();
    }
    if (!events.sorted_column) return;
    const ReportOrder order = columns[static_cast<std::size_t>(*events.sorted_column)].order;
    const bool is_same = order == view.filter.order;
    // Numbers are first asked for from the largest; names from A.
    view.filter.is_descending = is_same ? !view.filter.is_descending : order != ReportOrder::name;
    view.filter.order = order;
}

void draw_order_select(Ui& ui, ConsolidatedView& view) {
    struct Choice {
        const char* name;
        ReportOrder order;
        bool is_descending;
    };
    constexpr std::array choices{
        Choice{"De norte a sur", ReportOrder::north_to_south, false},
        Choice{"Por nombre", ReportOrder::name, false},
        Choice{"Mayor % de diagnóstico", ReportOrder::diagnosis, true},
        Choice{"Menor % de diagnóstico", ReportOrder::diagnosis, false},
        Choice{"Mayor % de plan", ReportOrder::plan, true},
        Choice{"Más atrasadas", ReportOrder::late, true},
        Choice{"Mayores recursos SUBDERE", ReportOrder::subdere_funds, true},
        Choice{"Más conflictos", ReportOrder::conflicts, true},
        Choice{"Más rechazos", ReportOrder::refusals, true},
        Choice{"Contacto más antiguo", ReportOrder::last_change, false},
    };
    std::vector<std::string> names;
    int selected = -1;
    for (const Choice& choice : choices) {
        if (choice.order == view.filter.order &&
            choice.is_descending == view.filter.is_descending) {
            selected = static_cast<int>(names.size());
        }
        names.emplace_back(choice.name);
    }
    if (auto chosen =
            ui.select({.key = "order", .label = "Orden", .options = names, .selected = selected})) {
        view.filter.order = choices[static_cast<std::size_t>(*chosen)].order;
        view.filter.is_descending = choices[static_cast<std::size_t>(*chosen)].is_descending;
    }
}

void draw_waiting_chips(Ui& ui, const ReportRow& row) {
    if (row.conflicts == 0 && row.refusals == 0) return;
    ui.flow({}, [&] {
        if (row.conflicts > 0) {
            ui.chip(counted(row.conflicts, "conflicto sin decidir", "conflictos sin decidir"),
                    Tone::warn, Icon::git_merge);
        }
        if (row.refusals > 0) {
            ui.chip(counted(row.refusals, "cambio rechazado", "cambios rechazados"), Tone::warn,
                    Icon::circle_alert);
        }
    });
}

/// Returns whether the person wants to see more of it.
bool draw_commune_card(Ui& ui, AppState& app, const ReportRow& row, bool is_total) {
    bool is_pressed = false;
    ui.card({.key = is_total ? "total" : std::string_view{row.organization},
             .label = row.name,
             .padding = 12},
            [&] {
                ui.heading(3, row.name);
                const std::string label = "Ver " + row.name;
                const auto draw_way = [&] {
                    is_pressed = !is_total && ui.button({.label = label,
                                                         .style = ButtonStyle::quiet,
                                                         .icon = Icon::building,
                                                         .key = "see",
                                                         .is_small = true});
                };
                if (!row.has_diagnosis && !row.has_plan) {
                    ui.caption(row.is_enrolled ? "Sin diagnóstico ni plan todavía."
                                               : "Fuera del programa.");
                    draw_way();
                    return;
                }
                if (row.has_diagnosis) {
                    ui.progress_bar({.label = "Diagnóstico",
                                     .value = share(row.diagnosis.percent()),
                                     .text = std::to_string(row.diagnosis.percent()) + " %"});
                }
                if (row.has_plan) {
                    const std::string text = plan_text(row);
                    ui.progress_bar({.label = "Plan ejecutado",
                                     .value = share(row.activities.percent()),
                                     .expected = share(row.activities.expected_percent()),
                                     .text = text,
                                     .tone = row.activities.late > 0 ? Tone::warn : Tone::primary});
                    ui.key_value("Propios", format_money(row.funds.own.kclp));
                    ui.key_value("SUBDERE", format_money(row.funds.subdere.kclp));
                    if (row.activities.late > 0) {
                        ui.chip(counted(row.activities.late, "actividad atrasada",
                                        "actividades atrasadas"),
                                Tone::bad, Icon::triangle_alert);
                    }
                }
                draw_waiting_chips(ui, row);
                if (!is_total && row.last_change.ms > 0) {
                    ui.caption("Último contacto: " + contact_text(app, row.last_change));
                }
                draw_way();
            });
    return is_pressed;
}

void draw_cards(Ui& ui, AppState& app, ConsolidatedView& view, const Seen& seen) {
    if (seen.chosen.empty()) {
        ui.text("Ninguna comuna coincide con lo que busca.", {.tone = Tone::muted});
        return;
    }
    ui.list("Comunas", [&] {
        for (const std::size_t index : seen.chosen) {
            const ReportRow& row = seen.rows[index];
            ui.list_item([&] {
                if (!draw_commune_card(ui, app, row, false)) return;
                view.shown = row.organization;
                ui.request_frame();
            });
        }
        ui.list_item([&] { static_cast<void>(draw_commune_card(ui, app, seen.total, true)); });
    });
}

void draw_empty(Ui& ui, AppState& app) {
    const bool is_waiting = app.report.is_fetching;
    if (ui.empty_state({.icon = Icon::map,
                        .title = is_waiting ? "Recibiendo los datos del país"
                                            : "Todavía no hay datos en este equipo",
                        .text = "El consolidado se calcula en el servidor y queda aquí para leerlo "
                                "sin conexión.",
                        .action = is_waiting ? "" : "Pedir los datos"})) {
        app.hooks.fetch_report();
    }
}

/// What is opened is looked at beside the view: from there it is gone to, and taken off.
void draw_opened(Ui& ui, AppState& app, ConsolidatedView& view, const Rows& rows) {
    const auto pressed = draw_opened_communes(ui, app, rows);
    if (!pressed) return;
    view.shown = pressed->to_text();
    ui.request_frame();
}

void draw_content(Ui& ui, AppState& app, ConsolidatedView& view, const Rows& rows) {
    draw_freshness(ui, app);
    draw_opened(ui, app, view, rows);
    if (rows.empty()) {
        draw_empty(ui, app);
        return;
    }
    Seen seen{rows, filtered(rows, view.filter), {}};
    seen.total = totals_of(rows, seen.chosen);
    seen.total.name = "Total (" + std::to_string(seen.chosen.size()) + ")";
    draw_summary(ui, seen);
    draw_views(ui, app, view);
    if (!ui.is_phone() && ui.width() >= ui.px(wide_width_min)) {
        ui.columns(
            {fixed(region_column_width), fr(1)}, [&] { draw_region_list(ui, app, view, rows); },
            [&] {
                draw_search(ui, app, view, seen);
                draw_table(ui, app, view, seen);
            });
        return;
    }
    draw_region_select(ui, app, view);
    draw_search(ui, app, view, seen);
    if (ui.is_phone()) {
        draw_order_select(ui, view);
        draw_cards(ui, app, view, seen);
    } else {
        draw_table(ui, app, view, seen);
    }
}

}  // namespace

void draw_consolidated(Ui& ui, AppState& app) {
    ConsolidatedView& view = app.view<ConsolidatedView>("consolidated");
    const bool may_see = app.sees_everything();
    const Rows& rows = rows_of(app);
    const auto shown = std::find_if(rows.begin(), rows.end(), [&](const ReportRow& row) {
        return may_see && row.organization == view.shown;
    });
    const auto body = [&] { draw_commune_access(ui, app, *shown); };
    const Panel panel{.key = "commune", .title = "Comuna", .body = body};
    const ScreenEvents events =
        draw_frame(ui, app,
                   {.title = "Consolidado",
                    .panel = shown != rows.end() ? &panel : nullptr,
                    .width_max = 1280,
                    .context = "SUBDERE · País"},
                   [&] {
                       if (may_see) {
                           draw_content(ui, app, view, rows);
                           return;
                       }
                       ui.empty_state({.icon = Icon::lock,
                                       .title = "Esta vista es de SUBDERE",
                                       .text = "Muestra los resultados de todas las "
                                               "comunas."});
                   });
    if (events.is_panel_closed) {
        view.shown.clear();
        ui.request_frame();
    }
}

}  // namespace minga::client
