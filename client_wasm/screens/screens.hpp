/// The screens by the first part of their route. A screen that has places of its own below it
/// ("plan/linea/<id>") reads `app.route()` and draws the one that is asked for.
#pragma once

#include "client_wasm/app/screen.hpp"

namespace minga::client {

void draw_home(Ui& ui, AppState& app);          ///< "inicio"
void draw_diagnosis(Ui& ui, AppState& app);     ///< "diagnostico", "diagnostico/14", …
void draw_plan(Ui& ui, AppState& app);          ///< "plan", "plan/linea/<id>", …
void draw_inbox(Ui& ui, AppState& app);         ///< "bandeja"
void draw_quarantine(Ui& ui, AppState& app);    ///< "cuarentena"
void draw_consolidated(Ui& ui, AppState& app);  ///< "consolidado"
void draw_documents(Ui& ui, AppState& app);     ///< "documentos", "documentos/<id>"
void draw_search(Ui& ui, AppState& app);        ///< "buscar"
void draw_more(Ui& ui, AppState& app);          ///< "mas"
void draw_bundles(Ui& ui, AppState& app);
void draw_settings(Ui& ui, AppState& app);  ///< "ajustes"

void draw_sign_in(Ui& ui, AppState& app);      ///< "entrar", and whenever nobody is in
void draw_handed_over(Ui& ui, AppState& app);  ///< Another tab works with the records.

}  // namespace minga::client
