/// A made-up instrument as a spreadsheet: 5 criteria, 14 ámbitos and 100 questions of 4 levels, as
/// many as the instrument of 2019 had. Every text says that it stands for another: no wording here
/// is anybody's official one.
#pragma once

#include <string>

namespace minga::test {

inline constexpr int placeholder_scopes = 14;
inline constexpr int placeholder_questions = 100;

/// The first `shared` questions are the same as the elements 1, 2, … of the programme.
inline std::string placeholder_csv(int shared = 0) {
    std::string csv =
        "N°;Criterio;Ámbito;Tipo;Pregunta;Ayuda;Nivel 0;Nivel 1;Nivel 2;Nivel 3;Igual a\n";
    for (int i = 0; i < placeholder_questions; ++i) {
        const int scope = i * placeholder_scopes / placeholder_questions;
        const std::string number = std::to_string(i + 1);
        csv += number + ";[De relleno] criterio " + std::to_string(scope * 5 / placeholder_scopes) +
               ";[De relleno] ámbito " + std::to_string(scope + 1) +
               (i % 4 == 3 ? ";Resultado" : ";Proceso") + ";[De relleno] ¿Pregunta " + number +
               "?;";
        for (int level = 0; level < 4; ++level) {
            csv += ";[De relleno] nivel " + std::to_string(level);
        }
        csv += ";" + (i < shared ? number : std::string{}) + "\n";
    }
    return csv;
}

}  // namespace minga::test
