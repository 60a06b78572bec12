/// "Buscar": everything on this device, by any word, without minding accents.
#include "client_wasm/app/search.hpp"
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/screens.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/rules/ancestry.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr std::size_t shown_first = 30;

struct SearchMemory {
    std::string typed;
    std::optional<SearchGroup> group;  ///< None: all.
    std::size_t shown = shown_first;
    std::string said;  ///< How many were found, as it was last said aloud.
};

struct GroupLook {
    SearchGroup group;
    std::string_view name;
    Icon icon;
};
constexpr std::array groups{
    GroupLook{SearchGroup::plan, "Plan", Icon::chart_gantt},
    GroupLook{SearchGroup::diagnosis, "Diagnóstico", Icon::clipboard_check},
    GroupLook{SearchGroup::documents, "Documentos", Icon::file_text},
    GroupLook{SearchGroup::other, "Lo demás", Icon::list},
};

Icon icon_of(SearchGroup group) {
    for (const GroupLook& look : groups) {
        if (look.group == group) return look.icon;
    }
    return Icon::list;
}

/// Everything that can be found, read once until a record changes.
const std::vector<SearchEntry>& entries_of(AppState& app) {
    return app.memo<std::vector<SearchEntry>>("search entries", [&] {
        std::vector<SearchEntry> entries;
        for (const schema::RecordInfo& info : schema::all_record_infos) {
            // What waits for a decision has a place of its own, the inbox.
            if (info.key == "conflict") continue;
            auto found = search_entries(app.list(info.key), app.lookup(), app.catalog());
            std::move(found.begin(), found.end(), std::back_inserter(entries));
        }
        if (app.works_on_one()) {
            auto questions = search_questions(app.catalog());
            std::move(questions.begin(), questions.end(), std::back_inserter(entries));
        }
        return entries;
    });
}

/// The words of a hit with those that were asked for on a ground of their own.
std::vector<TextRun> runs_of(const SearchHit& hit) {
    std::vector<TextRun> runs;
    if (hit.label.empty()) return runs;
    const std::string_view words = hit.words;
    std::size_t at = 0;
    const auto add = [&](std::size_t end, bool is_found) {
        if (end <= at) return;
        runs.push_back({.text = words.substr(at, end - at),
                        .tone = is_found ? Tone::primary : Tone::neutral,
                        .is_semibold = is_found,
                        .has_ground = is_found});
        at = end;
    };
    for (const SearchMark& mark : hit.marks) {
        add(mark.begin, false);
        add(mark.end, true);
    }
    add(words.size(), false);
    return runs;
}

/// Goes to what was found, in its own organization and cycle.
void open(AppState& app, const SearchEntry& entry) {
    const Record* record = entry.record.is_nil() ? nullptr : app.find(entry.record);
    if (record != nullptr) {
        if (!record->organization.is_nil() && record->organization != app.organization_id()) {
            app.select_organization(record->organization);
        }
        Ancestry ancestry{*record, app.lookup()};
        const Record* cycle = ancestry.find("cycle");
        const bool is_elsewhere =
            cycle != nullptr && (app.cycle() == nullptr || app.cycle()->id != cycle->id);
        if (is_elsewhere) app.select_cycle(cycle->id);
        if (const Record* diagnosis = ancestry.find("assessment")) {
            app.select_diagnosis(diagnosis->id);
        }
    }
    app.navigate(entry.route);
}

void draw_groups(Ui& ui, SearchMemory& memory, const std::vector<SearchHit>& hits) {
    ui.flow({}, [&] {
        for (const GroupLook& look : groups) {
            const auto count = std::count_if(hits.begin(), hits.end(), [&](const SearchHit& hit) {
                return hit.entry->group == look.group;
            });
            if (count == 0) continue;
            const bool is_chosen = memory.group == look.group;
            const std::string label = std::string{look.name} + " (" + format_integer(count) + ")";
            if (ui.button({.label = label,
                           .key = look.name,
                           .is_pressed = is_chosen,
                           .is_toggle = true,
                           .is_small = true})) {
                memory.group = is_chosen ? std::nullopt : std::optional{look.group};
                memory.shown = shown_first;
                ui.request_frame();
            }
        }
    });
}

void draw_hits(Ui& ui, AppState& app, SearchMemory& memory, const std::vector<SearchHit>& hits) {
    std::vector<const SearchHit*> chosen;
    for (const SearchHit& hit : hits) {
        if (!memory.group || hit.entry->group == *memory.group) chosen.push_back(&hit);
    }
    const std::size_t shown = std::min(memory.shown, chosen.size());
    ui.card({.key = "hits", .padding = 4}, [&] {
        ui.list("Lo que se encontró", [&] {
            for (std::size_t index = 0; index < shown; ++index) {
                const SearchHit& hit = *chosen[index];
                const SearchEntry& entry = *hit.entry;
                std::string where = entry.path;
                if (!hit.label.empty()) where += (where.empty() ? "" : " · ") + hit.label;
                const std::vector<TextRun> runs = runs_of(hit);
                if (ui.list_row({.key = std::to_string(index),
                                 .title = entry.title,
                                 .subtitle = where,
                                 .detail = runs,
                                 .icon = icon_of(entry.group),
                                 .is_static = entry.route.empty()})) {
                    open(app, entry);
                }
            }
        });
    });
    if (shown < chosen.size() &&
        ui.button({.label = "Mostrar más", .icon = Icon::chevron_down, .key = "more"})) {
        memory.shown += shown_first;
        ui.request_frame();
    }
}

void draw_nothing(Ui& ui, AppState& app, const SearchMemory& memory) {
    if (memory.typed.empty()) {
        ui.empty_state(
            {.icon = Icon::search,
             .title = "Busque por cualquier palabra",
             .text = app.sees_everything()
                         ? "Nombres, responsables, meses o documentos de lo que está en este "
                           "equipo. Da lo mismo escribir con o sin tildes."
                         : "Una actividad, un responsable, un mes, un documento o una pregunta del "
                           "diagnóstico. Da lo mismo escribir con o sin tildes, y no hace falta "
                           "conexión."});
        return;
    }
    ui.empty_state({.icon = Icon::search,
                    .title = "Nada con «" + memory.typed + "»",
                    .text = "Se buscó en todo lo que está en este equipo. Pruebe con menos "
                            "palabras, o con una parte de la palabra."});
}

}  // namespace

void draw_search(Ui& ui, AppState& app) {
    auto& memory = app.view<SearchMemory>("search");
    static_cast<void>(
        draw_frame(ui, app, {.title = "Buscar", .back = "mas", .width_max = 900}, [&] {
            if (auto typed = ui.text_field({.key = "words",
                                            .label = "Palabras que busca",
                                            .value = memory.typed,
                                            .hint = InputHint::search,
                                            .length_max = 100,
                                            .is_live = true,
                                            .takes_focus = true})) {
                memory.typed = *typed;
                memory.shown = shown_first;
                memory.group.reset();
            }
            const auto& hits = app.memo<std::vector<SearchHit>>("search hits " + memory.typed, [&] {
                return find_words(entries_of(app), memory.typed);
            });
            if (hits.empty()) {
                memory.said.clear();
                draw_nothing(ui, app, memory);
                return;
            }
            const auto count = static_cast<std::int64_t>(hits.size());
            const std::string said = counted(count, "resultado", "resultados");
            ui.caption(said);
            if (said != memory.said) ui.announce(said);
            memory.said = said;
            draw_groups(ui, memory, hits);
            draw_hits(ui, app, memory, hits);
        }));
}

}  // namespace minga::client
