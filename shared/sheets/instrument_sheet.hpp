/// A diagnosis instrument out of a spreadsheet, one row a question: "Criterio", "Ámbito",
/// "Pregunta", "Nivel 0", "Nivel 1" and so on, and where there is something to say "N°",
/// "Elemento", "Tipo", "Ayuda" and "Igual a", the element of the programme's model that is asked
/// about. How many criteria, ámbitos, questions and levels there are is the spreadsheet's to say.
#pragma once

#include "shared/programs/model.hpp"
#include "shared/sheets/sheet_table.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace minga::sheets {

/// What the spreadsheet does not say.
struct InstrumentTitle {
    std::string program;
    std::string key;
    std::string version;
    std::string name;
};

struct SheetProblem {
    std::string cell;     ///< "D5"
    std::string message;  ///< What is wrong and what to do.
};

struct InstrumentSheet {
    std::string body;  ///< The instrument's JSON (programs/instrument.hpp); "" with problems.
    std::vector<SheetProblem> problems;
    std::size_t criteria = 0;
    std::size_t subcriteria = 0;
    std::size_t questions = 0;
    std::size_t shared = 0;  ///< Questions that say to which element of the programme they belong.
};

inline constexpr std::size_t instrument_questions_max = 500;

/// `model` is the programme's own: what is called alike there keeps its key.
InstrumentSheet read_instrument_sheet(const SheetTable& table, const InstrumentTitle& title,
                                      const Model& model);

}  // namespace minga::sheets
