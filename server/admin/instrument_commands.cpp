// minga-server instrument check, import, publish

#include "server/admin/commands.hpp"
#include "server/admin/opened_store.hpp"
#include "server/admin/xlsx_table.hpp"
#include "server/platform/wall_clock.hpp"
#include "server/storage/published_instruments.hpp"
#include "shared/base/hash.hpp"
#include "shared/programs/embedded.hpp"
#include "shared/sheets/instrument_sheet.hpp"

#include <algorithm>
#include <iostream>

namespace minga::server {
namespace {

constexpr std::size_t problems_told_max = 50;
constexpr std::size_t key_length_max = 60;  // of `assessment.instrument`

/// An .xlsx file is a package, whatever it is called; anything else is text.
Result<sheets::SheetTable> read_table(const std::string& file) {
    auto bytes = read_input_file(file);
    if (!bytes) return bytes.error();
    return bytes->starts_with("PK") ? table_from_xlsx(*bytes) : sheets::table_from_text(*bytes);
}

Error told(const std::vector<sheets::SheetProblem>& problems) {
    std::string cells;
    for (std::size_t i = 0; i < problems.size() && i < problems_told_max; ++i) {
        if (i > 0) cells += "\n  ";
        cells += problems[i].cell + ": " + problems[i].message;
    }
    if (problems.size() > problems_told_max) {
        cells += "\n  Y " + std::to_string(problems.size() - problems_told_max) + " más.";
    }
    const std::string count =
        problems.size() == 1 ? "1 problema" : std::to_string(problems.size()) + " problemas";
    return make_error(ErrorCode::malformed, "La planilla tiene " + count + ". No se escribió nada.",
                      "file", cells);
}

Result<sheets::InstrumentSheet> read_sheet(const InstrumentOptions& options) {
    auto table = read_table(options.file);
    if (!table) return table.error();
    sheets::InstrumentSheet sheet = sheets::read_instrument_sheet(
        *table, {embedded_catalog().program(), options.key, options.version, options.title},
        embedded_catalog().model());
    if (!sheet.problems.empty()) return told(sheet.problems);
    return sheet;
}

std::string summary(const sheets::InstrumentSheet& sheet) {
    std::string text = std::to_string(sheet.criteria) + " criterios, " +
                       std::to_string(sheet.subcriteria) + " ámbitos y " +
                       std::to_string(sheet.questions) + " preguntas";
    if (sheet.shared > 0) {
        text += ", " + std::to_string(sheet.shared) + " de ellas iguales a elementos del Programa";
    }
    return text + ".";
}

bool is_key(const std::string& key) {
    return !key.empty() && key.size() <= key_length_max &&
           std::all_of(key.begin(), key.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

Result<void> publish_body(const std::string& data, const std::string& body) {
    auto store = open_store(data);
    if (!store) return store.error();
    const Instant now = WallClock{}.now();
    bool is_new = false;
    std::string key;
    std::string version;
    auto done = in_transaction(**store, [&]() -> Result<void> {
        auto published = publish((*store)->database(), body, now);
        if (!published) return published.error();
        is_new = *published;
        auto all = published_instruments((*store)->database());
        if (!all) return all.error();
        const std::string hash = sha256_hex(body);
        for (const PublishedInstrument& one : *all) {
            if (one.hash != hash) continue;
            key = one.key;
            version = one.version;
        }
        if (!is_new) return {};
        return append_event(
            **store, {"instrument_published", {{"key", key}, {"version", version}, {"hash", hash}}},
            now);
    });
    if (!done) return done;
    std::cout << (is_new ? "Publicado: " : "Ya estaba publicado: ") << key << ", versión "
              << version << '\n';
    if (is_new) std::cout << "El servidor lo usa desde que vuelve a partir.\n";
    return {};
}

}  // namespace

Result<void> publish_instrument(const StoreOptions& options) {
    auto text = read_input_file(options.file);
    if (!text) return text.error();
    return publish_body(options.data, *text);
}

Result<void> check_instrument(const InstrumentOptions& options) {
    auto sheet = read_sheet(options);
    if (!sheet) return sheet.error();
    std::cout << "La planilla está bien: " << summary(*sheet) << '\n';
    return {};
}

Result<void> import_instrument(const InstrumentOptions& options) {
    if (!is_key(options.key)) {
        return make_error(ErrorCode::usage,
                          "El valor de --key no es válido: use hasta 60 letras minúsculas, dígitos "
                          "y guiones bajos, sin acentos.",
                          "key");
    }
    auto sheet = read_sheet(options);
    if (!sheet) return sheet.error();
    auto done = publish_body(options.data, sheet->body);
    if (done) std::cout << summary(*sheet) << '\n';
    return done;
}

}  // namespace minga::server
