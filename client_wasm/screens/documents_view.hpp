/// What the parts of "Documentos y fotos" share.
#pragma once

#include "client_wasm/app/app_state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

struct DocumentsMemory {
    bool is_new = false;
    Id record;  ///< Open in the panel, or nil.
    bool is_just_added = false;
    std::string seen_route;

    void open(const Id& id) { *this = {false, id, false, seen_route}; }
    void open_new() { *this = {true, {}, false, seen_route}; }
    void close() { *this = {false, {}, false, seen_route}; }
};

/// The name of a document's type by the programme, or its key.
std::string document_type_name(const AppState& app, std::string_view key);

/// The types of which the person may make a document in the cycle.
std::vector<const DocumentType*> document_types_of(AppState& app, const Record& cycle);

/// Goes to the documents with the form for a new one of that type open.
void start_document(AppState& app, const Record& cycle, std::string_view type);

/// The panel's body: a document that is to be made, and one that is there.
void draw_new_document(Ui& ui, AppState& app, const Record& cycle, DocumentsMemory& memory);
void draw_document(Ui& ui, AppState& app, const Record& document, DocumentsMemory& memory);

}  // namespace minga::client
