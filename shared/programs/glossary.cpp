#include "shared/programs/glossary.hpp"

#include "shared/programs/keyed.hpp"

namespace minga::programs {

std::vector<Term> read_glossary(const ObjectReader& file) {
    std::vector<Term> terms;
    for (const ObjectReader& row : file.objects("terms")) {
        terms.push_back({row.text("key"), row.text("term"), row.text("definition")});
    }
    if (!repeated_key(terms).empty()) file.report_at("terms", "una clave se repite");
    return terms;
}

}  // namespace minga::programs
