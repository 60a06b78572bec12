/// What waits for the person: fields that two people wrote differently, and changes of theirs that
/// the server did not take.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/inbox_view.hpp"
#include "client_wasm/screens/screens.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>

namespace minga::client {
namespace {

/// What a screen of cards shows at once: enough to work on, not so many that the page gets slow.
constexpr int page_size = 20;

using Chosen = std::vector<const InboxEntry*>;
using ChosenShelf = std::vector<const ShelfEntry*>;

struct Waiting {
    std::vector<InboxEntry> entries;
    std::vector<ShelfEntry> shelf;
};

/// The way to what waits in quarantine, for whoever reviews it.
void draw_quarantine_row(Ui& ui, AppState& app) {
    if (!app.reviews_quarantine()) return;
    const auto count = static_cast<std::int64_t>(app.quarantine.items.size());
    const bool is_known = app.quarantine.fetched_at.ms > 0;
    ui.card({.key = "quarantine", .padding = 4}, [&] {
        ui.list("Cuarentena", [&] {
            if (ui.list_row({.key = "open quarantine",
                             .title = "Cuarentena",
                             .subtitle = !is_known    ? "Se revisa con conexión"
                                         : count == 0 ? "Nada espera su revisión"
                                                      : "Cambios de quienes ya no tenían acceso",
                             .trailing = count > 0 ? std::to_string(count) : "",
                             .icon = Icon::lock,
                             .tone = count > 0 ? Tone::accent : Tone::neutral})) {
                app.navigate("cuarentena");
            }
        });
    });
}

void draw_nothing(Ui& ui) {
    ui.empty_state({.icon = Icon::inbox,
                    .title = "Nada espera su decisión",
                    .text = "Cuando dos personas cambien el mismo campo de manera distinta, o un "
                            "cambio suyo no se pueda aceptar, aparecerá aquí con todo lo que se "
                            "escribió."});
}

std::string count_text(const Chosen& chosen, const ChosenShelf& shelf, std::size_t all) {
    const auto conflicts = std::count_if(chosen.begin(), chosen.end(),
                                         [](const InboxEntry* e) { return e->is_conflict; });
    const auto refusals = static_cast<std::int64_t>(chosen.size()) - conflicts;
    std::string text = counted(conflicts, "conflicto", "conflictos") + " y " +
                       counted(refusals, "cambio rechazado", "cambios rechazados");
    const auto lost = static_cast<std::int64_t>(shelf.size());
    if (lost > 0) {
        text += "; el servidor perdió datos de " + counted(lost, "registro", "registros");
    }
    if (chosen.size() + shelf.size() < all)
        text += ", de " + format_integer(static_cast<std::int64_t>(all));
    return text + ".";
}

void draw_head(InboxView& view, const Waiting& waiting, const Chosen& chosen,
               const ChosenShelf& shelf) {
    Ui& ui = view.ui;
    ui.flow({.gap = 12}, [&] {
        if (ui.is_phone() &&
            ui.button({.label = view.memory.filter.is_plain() ? "Filtrar" : "Filtrar (activo)",
                       .icon = Icon::filter,
                       .key = "filter",
                       .is_pressed = view.memory.shows_filter,
                       .is_toggle = true})) {
            view.memory.shows_filter = !view.memory.shows_filter;
        }
        if (ui.button({.label = "Descargar CSV",
                       .icon = Icon::download,
                       .key = "csv",
                       .is_disabled = chosen.empty() && shelf.empty()})) {
            view.app.platform().download(
                "minga-bandeja-" + view.app.today().to_text() + ".csv", "text/csv",
                inbox_csv(chosen, view.app.common_now(), view.app.platform().zone_offset_minutes(),
                          shelf));
        }
    });
    if (!ui.is_phone() || view.memory.shows_filter) draw_inbox_filter(view, waiting.entries);
    ui.caption(count_text(chosen, shelf, waiting.entries.size() + waiting.shelf.size()));
}

void draw_entries(InboxView& view, const Chosen& chosen) {
    Ui& ui = view.ui;
    const auto shown = static_cast<std::size_t>(std::max(view.memory.shown, page_size));
    const std::size_t count = std::min(chosen.size(), shown);
    const auto first_refusal = std::find_if(chosen.begin(), chosen.end(),
                                            [](const InboxEntry* e) { return !e->is_conflict; });
    const auto conflicts = static_cast<std::size_t>(first_refusal - chosen.begin());
    if (conflicts > 0) {
        ui.section("Dos personas escribieron cosas distintas", [&] {
            ui.text("Nada se perdió: usted decide qué valor queda.", {.tone = Tone::muted});
            for (std::size_t index = 0; index < std::min(count, conflicts); ++index) {
                draw_conflict(view, *chosen[index]);
            }
        });
    }
    if (count > conflicts) {
        ui.section("Cambios que no fueron aceptados", [&] {
            ui.text("Lo que escribió sigue guardado en este equipo.", {.tone = Tone::muted});
            for (std::size_t index = conflicts; index < count; ++index) {
                draw_refusal(view, *chosen[index]);
            }
        });
    }
    if (count == chosen.size()) return;
    const auto left = static_cast<std::int64_t>(chosen.size() - count);
    if (ui.button({.label = "Mostrar más (quedan " + format_integer(left) + ")",
                   .icon = Icon::chevron_down,
                   .key = "more",
                   .is_full_width = ui.is_phone()})) {
        view.memory.shown = static_cast<int>(count) + page_size;
    }
}

}  // namespace

std::string form_of(const sync::InboxItem& item) {
    return "inbox " + (item.type == sync::InboxItem::Type::conflict
                           ? item.conflict.to_text()
                           : std::to_string(item.op) + " " + item.field);
}

void draw_inbox(Ui& ui, AppState& app) {
    InboxView view{ui, app, app.view<InboxMemory>("inbox")};
    const auto& waiting = app.memo<Waiting>("inbox entries", [&] {
        return Waiting{inbox_entries(app.inbox(), view.reader()),
                       shelf_entries(app.shelf(), view.reader())};
    });
    Chosen chosen;
    ChosenShelf shelf;
    for (const ShelfEntry& entry : waiting.shelf) {
        if (passes(entry, view.memory.filter)) shelf.push_back(&entry);
    }
    for (const InboxEntry& entry : waiting.entries) {
        if (passes(entry, view.memory.filter, app.common_now())) chosen.push_back(&entry);
    }
    draw_frame(ui, app, {.title = "Bandeja", .back = ui.is_phone() ? "mas" : "", .width_max = 860},
               [&] {
                   if (waiting.entries.empty() && waiting.shelf.empty()) {
                       draw_nothing(ui);
                   } else {
                       draw_head(view, waiting, chosen, shelf);
                       draw_entries(view, chosen);
                       draw_shelf(view, shelf);
                       if (chosen.empty() && shelf.empty() &&
                           ui.empty_state({.icon = Icon::filter,
                                           .title = "Nada coincide con el filtro",
                                           .text = "Lo que espera su decisión sigue aquí.",
                                           .action = "Quitar el filtro",
                                           .key = "no_match"})) {
                           view.memory.filter = {};
                       }
                   }
                   draw_quarantine_row(ui, app);
                   draw_reviews(view);
                   draw_decided(view);
               });
    draw_history_sheet(view);
    draw_decided_sheet(view);
}

}  // namespace minga::client
