/// "Copiar del ciclo anterior": what can go on, chosen part by part and line by line, and what
/// stays behind. Nothing is written before the person confirms it.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/cycle_view.hpp"
#include "shared/rules/words.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

struct PartLook {
    std::string_view title;
    std::string_view one;   ///< "1 área de mejora"
    std::string_view many;  ///< "3 áreas de mejora"
    std::string_view help;
    bool is_one_by_one = false;  ///< Each has a box of its own.
};

PartLook look_of(CopyPart part) {
    switch (part) {
        case CopyPart::committee:
            return {"Comité", "integrante", "integrantes",
                    "Con su cargo, su función y quiénes son contrapartes técnicas."};
        case CopyPart::focus:
            return {"Foco estratégico", "foco", "foco",
                    "Qué, por qué y a qué objetivos contribuye. Las oportunidades de mejora se "
                    "escriben con la autoevaluación nueva."};
        case CopyPart::areas:
            return {"Áreas de mejora", "área de mejora", "áreas de mejora",
                    "Las elegidas, con su responsable y sus motivos."};
        case CopyPart::matrix:
            return {"Matriz de priorización", "criterio de priorización",
                    "criterios de priorización",
                    "Los criterios, con los puntajes de las herramientas que siguen."};
        case CopyPart::tools:
            return {"Herramientas de gestión", "herramienta", "herramientas",
                    "Las elegidas que no han terminado, con su justificación."};
        case CopyPart::lines:
            return {"Líneas de acción", "línea de acción", "líneas de acción",
                    "Con actores, indicadores y las actividades que faltan, sin seguimientos.",
                    true};
        case CopyPart::indicators:
            return {"Indicadores del plan", "indicador del plan", "indicadores del plan",
                    "Con su fórmula y su meta, sin mediciones."};
        case CopyPart::immediate_actions:
            return {"Acciones inmediatas", "acción inmediata", "acciones inmediatas",
                    "Las que no están implementadas.", true};
    }
    return {};
}

/// One part with what of it can be copied and what stays.
struct Part {
    CopyPart part = CopyPart::committee;
    PartLook look{};
    std::vector<const CopyItem*> copied{};
    std::vector<const CopyItem*> staying{};
    bool is_allowed = true;
};

struct CopyView {
    Ui& ui;
    AppState& app;
    const CopySource& source;
    CopyMemory& memory;
    std::vector<Part> parts;

    bool is_chosen(const CopyItem& item) const { return !memory.left_out.contains(item.source); }
    void choose(const CopyItem& item, bool is_chosen) {
        if (is_chosen) {
            memory.left_out.erase(item.source);
        } else {
            memory.left_out.insert(item.source);
        }
    }
};

std::vector<Part> parts_of(AppState& app, const CopySource& source, const CopyMemory& memory) {
    std::vector<Part> parts;
    for (const CopyPart kind : copy_parts) {
        if (memory.is_committee_only && kind != CopyPart::committee) continue;
        Part part{.part = kind, .look = look_of(kind)};
        for (const CopyItem& item : copy_items_of(app, source)) {
            if (item.part != kind) continue;
            (item.is_copied() ? part.copied : part.staying).push_back(&item);
        }
        part.is_allowed = may_copy(app, source, kind);
        if (!part.copied.empty() || (part.is_allowed && !part.staying.empty()))
            parts.push_back(std::move(part));
    }
    return parts;
}

std::string title_of(AppState& app, const CopyItem& item) {
    if (item.part == CopyPart::tools) {
        const Tool* tool = app.catalog().find_tool(item.title);
        return tool != nullptr ? tool->name : item.title;
    }
    if (item.part != CopyPart::areas) return item.title;
    const Subcriterion* subcriterion = app.catalog().model().find_subcriterion(item.title);
    return subcriterion != nullptr ? subcriterion->name : item.title;
}

std::string count_words(const Part& part, std::size_t count) {
    return counted(static_cast<std::int64_t>(count), part.look.one, part.look.many);
}

/// "4 actividades por hacer. Sin los meses que ya pasaron."
std::string item_help(const CopyItem& item) {
    std::string help;
    if (item.part == CopyPart::lines) {
        const auto left = static_cast<std::int64_t>(item.activities);
        const auto done = static_cast<std::int64_t>(item.executed);
        help = left == 0 ? "Sin actividades por hacer"
                         : counted(left, "actividad por hacer", "actividades por hacer");
        if (done > 0) help += "; " + counted(done, "ejecutada queda", "ejecutadas quedan");
        help += ".";
    }
    if (item.loses_dates) {
        if (!help.empty()) help += " ";
        help += "Sin las fechas que ya pasaron.";
    }
    if (item.loses_money) help += " Sin el dinero de lo que ya comenzó.";
    return help;
}

void draw_whole(CopyView& view, const Part& part) {
    const bool is_chosen =
        part.is_allowed && std::all_of(part.copied.begin(), part.copied.end(),
                                       [&](const CopyItem* item) { return view.is_chosen(*item); });
    std::string label{part.look.title};
    if (part.part != CopyPart::focus) {
        label += ": " + std::to_string(part.copied.size());
    }
    const auto checked = view.ui.checkbox(
        {.key = "all",
         .label = label,
         .is_checked = is_chosen,
         .help = part.is_allowed ? part.look.help
                                 : std::string_view{"Lo copia otra persona: su rol no lo permite."},
         .is_disabled = !part.is_allowed});
    if (!checked) return;
    for (const CopyItem* item : part.copied) view.choose(*item, *checked);
}

void draw_each(CopyView& view, const Part& part) {
    view.ui.stack(2, [&] {
        view.ui.text(part.look.title, {.is_semibold = true});
        view.ui.caption(part.look.help);
    });
    for (const CopyItem* item : part.copied) {
        const std::string help = item_help(*item);
        const auto checked = view.ui.checkbox({.key = item->source.to_text(),
                                               .label = item->title,
                                               .is_checked = view.is_chosen(*item),
                                               .help = help});
        if (checked) view.choose(*item, *checked);
    }
}

/// "No se copia: «Buzón», por haber terminado; «Tótem», por quedar sin efecto."
void draw_staying(CopyView& view, const Part& part) {
    if (part.staying.empty()) return;
    constexpr std::size_t named_max = 4;
    std::string words;
    const auto& staying = part.staying;
    const bool is_same = std::all_of(staying.begin(), staying.end(), [&](const CopyItem* item) {
        return item->left == staying.front()->left;
    });
    const std::string_view reason = left_behind_words(staying.front()->left);
    if (is_same && staying.size() > 1) {
        words = count_words(part, staying.size()) + ", " + std::string{reason};
    } else {
        for (std::size_t index = 0; index < staying.size() && index < named_max; ++index) {
            if (index > 0) words += "; ";
            words += "«" + title_of(view.app, *staying[index]) + "», " +
                     std::string{left_behind_words(staying[index]->left)};
        }
        if (staying.size() > named_max) {
            words += " y " + std::to_string(staying.size() - named_max) + " más";
        }
    }
    view.ui.caption("No se copia: " + words + ".");
}

void draw_part(CopyView& view, const Part& part) {
    view.ui.scope(part.look.title, [&] {
        view.ui.card({.key = "part", .label = part.look.title, .padding = 12, .is_flat = true},
                     [&] {
                         if (part.copied.empty()) {
                             view.ui.text(part.look.title, {.is_semibold = true});
                         } else if (part.look.is_one_by_one && part.is_allowed) {
                             draw_each(view, part);
                         } else {
                             draw_whole(view, part);
                         }
                         draw_staying(view, part);
                     });
    });
}

/// "3 líneas de acción, 4 áreas de mejora": what would be copied; "" where nothing would.
std::string chosen_words(const CopyView& view) {
    std::vector<std::string> words;
    for (const Part& part : view.parts) {
        if (!part.is_allowed) continue;
        const auto count =
            std::count_if(part.copied.begin(), part.copied.end(),
                          [&](const CopyItem* item) { return view.is_chosen(*item); });
        if (count == 0) continue;
        words.push_back(part.part == CopyPart::focus
                            ? std::string{"el foco"}
                            : count_words(part, static_cast<std::size_t>(count)));
    }
    return enumerated(words);
}

void copy(CopyView& view, const std::string& words) {
    std::vector<Incoming> rows;
    if (view.source.begins_plan && !view.memory.is_committee_only) {
        rows.push_back({.kind = "plan",
                        .fields = first_plan_fields(view.source.to.cycle),
                        .made_as = view.source.to.plan,
                        .stays = true});
    }
    for (const Part& part : view.parts) {
        if (!part.is_allowed) continue;
        for (const CopyItem* item : part.copied) {
            if (view.is_chosen(*item)) add_rows(*item, rows);
        }
    }
    view.memory.is_open = false;
    view.app.bring_in(rows,
                      "Copiado del ciclo " + std::to_string(view.source.number) + ": " + words);
    view.ui.scroll_to_top();
}

void draw_content(CopyView& view) {
    Ui& ui = view.ui;
    const std::string old = "ciclo " + std::to_string(view.source.number);
    const std::string next = "ciclo " + std::to_string(view.source.number_to);
    ui.text("Elija qué sigue en el " + next + ". El " + old +
            " queda como está, y nada se guarda hasta que lo confirme.");
    for (const Part& part : view.parts) draw_part(view, part);
    const std::string words = chosen_words(view);
    ui.text(words.empty() ? "No hay nada elegido." : "Se copiará: " + words + ".",
            {.is_semibold = true});
    ui.flow({.align = Align::end}, [&] {
        if (ui.button({.label = "Cancelar", .key = "no"})) view.memory.is_open = false;
        if (ui.button({.label = "Copiar al " + next,
                       .style = ButtonStyle::primary,
                       .icon = Icon::check,
                       .key = "yes",
                       .is_disabled = words.empty()})) {
            copy(view, words);
        }
    });
}

}  // namespace

void draw_plan_copy(Ui& ui, AppState& app, const CopySource& source, CopyMemory& memory) {
    if (!memory.is_open) return;
    CopyView view{ui, app, source, memory, parts_of(app, source, memory)};
    const std::string title = "Copiar del ciclo " + std::to_string(source.number);
    const bool is_closed =
        ui.sheet({.key = "copy", .title = title, .width = 560}, [&] { draw_content(view); });
    if (is_closed) memory.is_open = false;
}

}  // namespace minga::client
