/// "Documentos y fotos": the acts, decrees and letters of a cycle, each with its file.
#include "client_wasm/app/file_words.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/documents_view.hpp"
#include "client_wasm/screens/screens.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>

namespace minga::client {
namespace {

/// The newest first; those without a date as they were made, before the others.
const std::vector<const Record*>& documents_of(AppState& app, const Record& cycle) {
    return app.memo<std::vector<const Record*>>("documents by date " + cycle.id.to_text(), [&] {
        std::vector<const Record*> sorted;
        for (const Record& document : app.children(cycle.id, "document")) {
            sorted.push_back(&document);
        }
        std::reverse(sorted.begin(), sorted.end());
        std::stable_sort(sorted.begin(), sorted.end(), [](const Record* a, const Record* b) {
            const std::string& x = text_of(a->fields, "date");
            const std::string& y = text_of(b->fields, "date");
            return x.empty() != y.empty() ? x.empty() : x > y;
        });
        return sorted;
    });
}

/// "N° 12 · 3-11-2026", after the type where the title says something else.
std::string details_of(const AppState& app, const Record& document) {
    std::string details;
    const auto add = [&](const std::string& part) {
        if (!part.empty()) details += (details.empty() ? "" : " · ") + part;
    };
    const std::string& number = text_of(document.fields, "number");
    const std::string& date = text_of(document.fields, "date");
    if (!text_of(document.fields, "title").empty()) {
        add(document_type_name(app, text_of(document.fields, "type")));
    }
    if (!number.empty()) add("N° " + number);
    if (!date.empty()) add(format_date(date));
    return details;
}

void draw_row(Ui& ui, AppState& app, const Record& document, DocumentsMemory& memory) {
    const FileWords words =
        file_words(sync::blob_of(document), app.file_of(document), app.files().is_running);
    std::string title = text_of(document.fields, "title");
    if (title.empty()) title = document_type_name(app, text_of(document.fields, "type"));
    std::string subtitle = details_of(app, document);
    // On a phone the state stands below, where there is room for its words.
    if (ui.is_phone()) subtitle += (subtitle.empty() ? "" : " · ") + words.text;
    const std::string name = title + ", " + words.text;
    if (ui.list_row({.key = document.id.to_text(),
                     .title = title,
                     .subtitle = subtitle,
                     .trailing = ui.is_phone() ? std::string_view{} : std::string_view{words.text},
                     .name = name,
                     .icon = words.icon == Icon::none ? Icon::file_text : words.icon,
                     .tone = words.tone,
                     .is_selected = memory.record == document.id,
                     .progress = words.progress})) {
        memory.open(document.id);
    }
}

/// What waits to be sent, and what the person can do about it.
void draw_waiting(Ui& ui, AppState& app) {
    const FilesView& files = app.files();
    if (files.pending == 0) return;
    const std::string left = sync::size_words(files.bytes_left);
    const std::string text =
        files.is_running ? "Enviando; faltan " + left + ". Puede seguir trabajando."
        : !files.is_held ? "Faltan " + left +
                               ". Se envían solos cuando hay conexión, después de "
                               "los datos."
        : app.file_policy() == FilePolicy::wifi
            ? "Faltan " + left + ". Esperan una red Wi-Fi, como usted pidió en Ajustes."
            : "Faltan " + left + ". Esperan a que usted los envíe, como pidió en Ajustes.";
    if (ui.banner({.tone = Tone::warn,
                   .title = counted(files.pending, "archivo pendiente", "archivos pendientes"),
                   .text = text,
                   .action = files.is_running ? "" : "Enviar ahora",
                   .key = "pending"}) &&
        app.hooks.carry_files) {
        app.hooks.carry_files(true);
    }
}

void draw_list(Ui& ui, AppState& app, const Record& cycle, DocumentsMemory& memory, bool may_add) {
    const auto& documents = documents_of(app, cycle);
    draw_waiting(ui, app);
    if (documents.empty()) {
        if (ui.empty_state({.icon = Icon::file_text,
                            .title = "Todavía no hay documentos en este ciclo",
                            .text = "Aquí van el acta, los decretos, los oficios y las fotos que "
                                    "respaldan el trabajo. Se pueden agregar sin conexión.",
                            .action = may_add ? "Agregar el primero" : ""})) {
            memory.open_new();
        }
        return;
    }
    ui.card({.key = "documents", .padding = 8}, [&] {
        ui.list("Documentos del ciclo", [&] {
            for (const Record* document : documents) draw_row(ui, app, *document, memory);
        });
    });
}

void draw_no_cycle(Ui& ui) {
    ui.empty_state({.icon = Icon::file_text,
                    .title = "Todavía no hay un ciclo",
                    .text = "Los documentos pertenecen a un ciclo del programa. Cuando exista, "
                            "aparecerá aquí."});
}

/// Opens what the address names, once.
void follow_route(const AppState& app, DocumentsMemory& memory) {
    const std::string place = app.route().to_text();
    if (memory.seen_route == place) return;
    memory.seen_route = place;
    const Id id = app.route().id_at(1);
    if (id.is_nil()) return;
    memory.open(id);
}

}  // namespace

void draw_documents(Ui& ui, AppState& app) {
    auto& memory = app.view<DocumentsMemory>("documents");
    follow_route(app, memory);
    const Record* cycle = app.cycle();
    const Record* open = memory.record.is_nil() ? nullptr : app.find(memory.record);
    if (open != nullptr && (open->deleted || open->kind != "document")) open = nullptr;
    const bool may_add = cycle != nullptr && !document_types_of(app, *cycle).empty();
    const Button add{.label = "Agregar documento",
                     .style = ButtonStyle::primary,
                     .icon = Icon::plus,
                     .key = "add"};
    const bool is_new = memory.is_new && may_add;
    const auto body = [&] {
        if (open != nullptr) {
            draw_document(ui, app, *open, memory);
        } else {
            draw_new_document(ui, app, *cycle, memory);
        }
    };
    const Panel panel{.key = open != nullptr ? "document" : "new document",
                      .title = open != nullptr ? "Documento" : "Agregar documento",
                      .body = body};
    const bool has_panel = open != nullptr || is_new;
    const auto events = draw_frame(ui, app,
                                   {.title = "Documentos y fotos",
                                    .back = ui.is_phone() ? "mas" : "plan",
                                    .main_action = may_add && !has_panel ? &add : nullptr,
                                    .panel = has_panel ? &panel : nullptr,
                                    .width_max = 900},
                                   [&] {
                                       if (cycle == nullptr) return draw_no_cycle(ui);
                                       draw_list(ui, app, *cycle, memory, may_add);
                                   });
    if (events.is_main_action_pressed) memory.open_new();
    if (events.is_panel_closed) memory.close();
}

}  // namespace minga::client
