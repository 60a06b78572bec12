/// One document in the panel: what it is, and its photo or file.
#include "client_wasm/app/file_words.hpp"
#include "client_wasm/app/history_sheet.hpp"
#include "client_wasm/screens/documents_view.hpp"
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <optional>

namespace minga::client {
namespace {

constexpr std::string_view photo_types = "image/*";
constexpr std::string_view file_types =
    "image/*,application/pdf,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp";

std::string form_key(const Record& cycle) {
    return "document " + cycle.id.to_text();
}

/// Buttons that take a photo or a file; what was chosen.
std::optional<PickedFile> draw_pickers(Ui& ui, AppState& app, bool is_main) {
    std::optional<PickedFile> picked;
    const std::int32_t edge_max = app.photo_edge_max();
    const ButtonStyle style = is_main ? ButtonStyle::primary : ButtonStyle::secondary;
    ui.flow({}, [&] {
        if (ui.is_touch()) {
            auto photo = ui.file_button(
                {.label = "Tomar una foto", .style = style, .icon = Icon::plus, .key = "photo"},
                {.accept = photo_types, .captures = true, .edge_max = edge_max});
            if (photo) picked = std::move(photo);
        }
        auto file = ui.file_button({.label = "Elegir un archivo",
                                    .style = ui.is_touch() ? ButtonStyle::secondary : style,
                                    .icon = Icon::upload,
                                    .key = "file"},
                                   {.accept = file_types, .edge_max = edge_max});
        if (file) picked = std::move(file);
    });
    ui.caption("Foto, PDF o documento de Word, Excel, PowerPoint o LibreOffice, hasta " +
               sync::size_words(sync::blob_bytes_max) + ".");
    return picked;
}

void draw_fields(Ui& ui, AppState& app, RecordForm& form,
                 const std::vector<const DocumentType*>& types) {
    std::vector<std::string> keys;
    std::vector<std::string> names;
    for (const DocumentType* type : types) {
        keys.push_back(type->key);
        names.push_back(type->name);
    }
    const std::string held = form.value("type");
    if (!held.empty() && std::find(keys.begin(), keys.end(), held) == keys.end()) {
        keys.push_back(held);
        names.push_back(document_type_name(app, held));
    }
    form.choice("type", keys,
                {.label = "Tipo de documento", .options = names, .is_required = true});
    form.text("title", {.label = "Título", .length_max = 300});
    ui.columns(
        {fr(1), fr(1)}, [&] { form.text("number", {.label = "Número", .length_max = 40}); },
        [&] { form.date("date", {.label = "Fecha"}); });
}

void draw_refusal(Ui& ui, const AppState& app, std::string_view subject) {
    const Error* refusal = app.refusal(subject);
    if (refusal == nullptr) return;
    ui.banner({.tone = Tone::bad,
               .title = "No se pudo adjuntar",
               .text = refusal->message,
               .key = "refused"});
}

/// "acta firmada" of "acta firmada.pdf"; for what a camera calls IMG_20261120, the day.
std::string title_for(const AppState& app, const PickedFile& file) {
    constexpr int camera_digits_min = 4;
    std::string stem = file.name.substr(0, file.name.rfind('.'));
    const auto digits =
        std::count_if(stem.begin(), stem.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool is_photo = file.name.ends_with(".jpg");
    if (stem.empty() || (is_photo && (digits >= camera_digits_min || stem == "image"))) {
        return "Foto del " + format_date(app.today().to_text());
    }
    return stem;
}

/// Makes the document of the draft, with the file where one was chosen.
void make_document(Ui& ui, AppState& app, const Record& cycle, DocumentsMemory& memory,
                   const std::optional<PickedFile>& file) {
    const std::string key = form_key(cycle);
    if (file && !file->problem.empty()) {
        app.alert_about(key, picking_problem(file->problem));
        return;
    }
    if (file && text_of(app.draft(key), "title").empty()) {
        app.set_draft(key, "title", Value{title_for(app, *file)});
    }
    const auto made =
        app.create_from_draft(key, "document", {{"cycle", Value{cycle.id.to_text()}}});
    if (!made) return;
    memory.open(*made);
    memory.is_just_added = true;
    if (file) static_cast<void>(app.attach(*made, *file));
    app.announce(file ? "Documento guardado con su archivo." : "Documento guardado.");
    ui.request_frame();
}

void draw_file(Ui& ui, AppState& app, const Record& document) {
    const std::string hash = sync::blob_of(document);
    const auto& file = app.file_of(document);
    const FileWords words = file_words(hash, file, app.files().is_running);
    const bool may_edit = app.may_edit_field(document, "blob").is_allowed;
    const bool is_whole = file && file->is_whole();
    ui.section("Archivo", [&] {
        if (!hash.empty()) {
            ui.card({.key = "file", .label = "Archivo", .padding = 12, .is_flat = true}, [&] {
                if (file && !file->name.empty()) ui.text(file->name, {.is_semibold = true});
                ui.flow({}, [&] { ui.chip(words.text, words.tone, words.icon); });
                if (words.progress) {
                    ui.progress_bar(
                        {.label = words.text, .value = *words.progress, .hides_label = true});
                }
                ui.caption(words.sentence);
                ui.flow({}, [&] {
                    if (is_whole &&
                        ui.button(
                            {.label = "Abrir el archivo", .icon = Icon::download, .key = "open"})) {
                        app.open_file(document);
                    }
                    const bool is_coming =
                        file && file->place == sync::BlobPlace::fetching && file->reason.empty();
                    if (!is_whole && !is_coming &&
                        ui.button({.label = "Traer el archivo",
                                   .icon = Icon::download,
                                   .key = "fetch"})) {
                        app.fetch_file(document);
                    }
                });
            });
        }
        draw_refusal(ui, app, document.id.to_text());
        if (!may_edit) {
            if (hash.empty()) ui.text(words.sentence, {.tone = Tone::muted});
            return;
        }
        if (!hash.empty()) ui.caption("Para cambiarlo, elija otro: queda el último.");
        if (const auto picked = draw_pickers(ui, app, hash.empty())) {
            static_cast<void>(app.attach(document.id, *picked));
        }
    });
}

}  // namespace

std::string document_type_name(const AppState& app, std::string_view key) {
    const DocumentType* type = app.catalog().workflow().find_document_type(key);
    return type != nullptr ? type->name : std::string{key};
}

std::vector<const DocumentType*> document_types_of(AppState& app, const Record& cycle) {
    std::vector<const DocumentType*> types;
    for (const DocumentType& type : app.catalog().workflow().document_types()) {
        const auto may = app.may_make(
            "document", cycle, {{"cycle", Value{cycle.id.to_text()}}, {"type", Value{type.key}}});
        if (may) types.push_back(&type);
    }
    return types;
}

void start_document(AppState& app, const Record& cycle, std::string_view type) {
    app.set_draft(form_key(cycle), "type", Value{std::string{type}});
    app.view<DocumentsMemory>("documents").open_new();
    app.navigate("documentos");
}

void draw_new_document(Ui& ui, AppState& app, const Record& cycle, DocumentsMemory& memory) {
    const std::string key = form_key(cycle);
    const auto types = document_types_of(app, cycle);
    // The last is the one for anything else: nothing has to be chosen before a photo is taken.
    if (text_of(app.draft(key), "type").empty() && !types.empty()) {
        app.set_draft(key, "type", Value{types.back()->key});
    }
    ui.scope("new", [&] {
        RecordForm form{ui, app, "document", key};
        draw_fields(ui, app, form, types);
        draw_refusal(ui, app, key);
        ui.section("Archivo", [&] {
            if (const auto picked = draw_pickers(ui, app, true)) {
                make_document(ui, app, cycle, memory, picked);
            }
        });
        ui.divider();
        if (ui.button({.label = "Guardar sin archivo", .icon = Icon::check, .key = "save"})) {
            make_document(ui, app, cycle, memory, std::nullopt);
        }
    });
}

void draw_document(Ui& ui, AppState& app, const Record& document, DocumentsMemory& memory) {
    if (memory.is_just_added) {
        ui.flow({}, [&] { ui.chip("Documento guardado", Tone::ok, Icon::check); });
    }
    draw_read_only_reason(ui, app.may(Action::edit, document));
    ui.scope(document.id.to_text(), [&] {
        RecordForm form{ui, app, document};
        const auto cycle = Id::parse(text_of(document.fields, "cycle"));
        const Record* above = cycle ? app.find(*cycle) : nullptr;
        draw_fields(
            ui, app, form,
            above != nullptr ? document_types_of(app, *above) : std::vector<const DocumentType*>{});
        draw_file(ui, app, document);
        ui.divider();
        ui.flow({}, [&] {
            if (ui.button({.label = "Listo", .icon = Icon::check, .key = "done"})) memory.close();
            draw_record_history_button(ui, app, document);
            if (app.may(Action::remove, document) && ui.button({.label = "Eliminar documento",
                                                                .style = ButtonStyle::danger,
                                                                .icon = Icon::trash,
                                                                .key = "remove"})) {
                if (app.remove(document.id, "Documento eliminado")) memory.close();
            }
        });
    });
}

}  // namespace minga::client
