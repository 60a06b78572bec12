/// A field that holds several subcriteria of the model: what is chosen in words, and the boxes to
/// choose with, by criterion.
#pragma once

#include "client_wasm/screens/record_form.hpp"

#include <string>
#include <string_view>

namespace minga::client {

/// "9. Satisfacción de usuarios y usuarias, 10. Comunicación…", in the model's order; "" for none.
std::string subcriteria_text(const TextSet& keys, const Model& model);
/// The criteria that those belong to: "Personas, Usuarios y Usuarias".
std::string criteria_text(const TextSet& keys, const Model& model);

/// `is_open`: whether the boxes are shown; kept by the caller.
void draw_subcriteria_field(Ui& ui, AppState& app, RecordForm& form, std::string_view key,
                            bool& is_open);

}  // namespace minga::client
