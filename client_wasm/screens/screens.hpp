/// The screens by the first part of their route. A screen that has places of its own below it
/// ("plan/linea/<id>") reads `app.route()` and draws the one that is asked for.
#pragma once

#include "client_wasm/app/screen.hpp"

#include <span>
#include <string_view>

namespace minga::client {

struct ScreenRow {
    std::string_view route;
    DrawScreen draw;
};
/// All of them; what leads to none of them leads home.
std::span<const ScreenRow> all_screens();

void draw_home(Ui& ui, AppState& app);          ///< "inicio"
void draw_diagnosis(Ui& ui, AppState& app);     ///< "diagnostico", "diagnostico/14", …
void draw_plan(Ui& ui, AppState& app);          ///< "plan", "plan/linea/<id>", …
void draw_inbox(Ui& ui, AppState& app);         ///< "bandeja"
void draw_quarantine(Ui& ui, AppState& app);    ///< "cuarentena"
void draw_consolidated(Ui& ui, AppState& app);  ///< "consolidado"
void draw_documents(Ui& ui, AppState& app);     ///< "documentos", "documentos/<id>"
void draw_committee(Ui& ui, AppState& app);     ///< "comite", "comite/reuniones", …
void draw_comparison(Ui& ui, AppState& app);    ///< "comparacion"
void draw_evaluation(Ui& ui, AppState& app);    ///< "evaluacion", "evaluacion/14", …
void draw_validation(Ui& ui, AppState& app);    ///< "validacion", "validacion/puntajes", …
void draw_institution(Ui& ui, AppState& app);   ///< "institucion"
void draw_signatures(Ui& ui, AppState& app);    ///< "firmas"
void draw_path(Ui& ui, AppState& app);          ///< "camino", "camino/3"
void draw_search(Ui& ui, AppState& app);        ///< "buscar"
void draw_more(Ui& ui, AppState& app);          ///< "mas"
void draw_bundles(Ui& ui, AppState& app);
void draw_printing(Ui& ui, AppState& app);  ///< "imprimir"
void draw_settings(Ui& ui, AppState& app);  ///< "ajustes"

void draw_sign_in(Ui& ui, AppState& app);      ///< "entrar", and whenever nobody is in
void draw_handed_over(Ui& ui, AppState& app);  ///< Another tab works with the records.

}  // namespace minga::client
