/// What Minga prints: the forms of the guides and the reports of the municipal programme.
///
/// A paper is a pure function of records; `papers.hpp` says which there are and for which screen.
/// Why HTML on a page of its own: decisions/printing.md.
#pragma once

#include "client_wasm/paper/html.hpp"
#include "shared/base/date.hpp"
#include "shared/base/decimal.hpp"
#include "shared/programs/catalog.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/rules/scoring.hpp"
#include "shared/schema/record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

/// Where papers read.
struct PaperSource {
    const Lookup& records;
    const Catalog& catalog;
    Date today;
};

/// A sheet or more that lie one way.
struct PaperPart {
    std::string title;  ///< "Planilla 2. Resumen de acciones de mejora inmediata"
    std::string html;
    bool is_wide = false;
};

struct Paper {
    std::string title;
    std::string organization;  ///< "Municipalidad de Puerto Varas"
    std::string cycle;         ///< "Ciclo 1, 2026"
    std::string state;         ///< "En diseño": of what is printed, "" where it has none.
    bool is_draft = false;     ///< Nobody approved it yet.
    std::string date;          ///< The day it was printed: "29-11-2026".
    std::vector<PaperPart> parts;
};

/// What the head of a paper about that record says; its title is that of the first part.
Paper paper_about(const PaperSource& source, const Record& record, std::vector<PaperPart> parts);

/// For the page that shows it: one JSON object.
std::string to_json(const Paper& paper);

// --- Words that several forms share ------------------------------------------------------------

/// "9. Satisfacción de usuarios y usuarias"; the key where the model has no such subcriterion.
std::string subcriterion_name(const Catalog& catalog, std::string_view key);
/// Several, one a line.
std::string subcriteria_text(const Catalog& catalog, const TextSet& keys);
/// Their criteria, each once, in the order of the model.
std::string criteria_text(const Catalog& catalog, const TextSet& keys);
std::string name_of_tool(const Catalog& catalog, std::string_view key);
/// "117", "50 %" and the like of a score.
std::string points_of(const Score& score);
std::string percent_of(const Score& score);
/// "12,5".
std::string decimal_words(Decimal number);
/// The living records of a kind below one, where that one is stored.
std::vector<Record> records_under(const PaperSource& source, const Record& parent,
                                  std::string_view kind);
/// A record that is not stored: a form to fill in by hand.
inline bool is_blank(const Record& record) {
    return record.id.is_nil();
}

}  // namespace minga::client
