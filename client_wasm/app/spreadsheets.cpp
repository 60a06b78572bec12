#include "client_wasm/app/spreadsheets.hpp"

#include "shared/codec/json.hpp"
#include "shared/sheets/cell_names.hpp"

#include <algorithm>
#include <utility>

namespace minga::client {
namespace {

constexpr std::int32_t sheet_tool_timeout_ms = 120'000;

Error tool_missing() {
    return make_error(ErrorCode::network_failed,
                      "La parte de Minga que abre planillas todavía no está en este equipo. "
                      "Conéctese una vez y vuelva a intentarlo.");
}

/// Asks the tool; gives the body of its answer.
void ask_sheet_tool(AppState& app, std::string_view verb, std::string body,
                    std::function<void(Result<std::string>)> done) {
    HttpRequest request;
    request.method = "POST";
    request.url = "minga:sheets/" + std::string{verb};
    request.headers = {{"head", "{}"}};
    request.body = std::move(body);
    request.timeout_ms = sheet_tool_timeout_ms;
    app.platform().request(
        std::move(request), [&app, done = std::move(done)](HttpResponse response) {
            if (!app.is_open()) return;
            const auto head = parse_json(response.header("head"));
            if (response.status != 200 || !head) return done(tool_missing());
            if (head->contains("code")) {
                return done(make_error(ErrorCode::malformed, head->text_at("message")));
            }
            done(std::move(response.body));
        });
}

}  // namespace

void read_workbook(AppState& app, std::string file, SheetsRead done) {
    ask_sheet_tool(app, "read", std::move(file),
                   [done = std::move(done)](Result<std::string> json) {
                       if (!json) return done(json.error());
                       done(sheets::tables_from_json(*json));
                   });
}

void save_workbook(AppState& app, const sheets::Workbook& workbook, std::string name) {
    ask_sheet_tool(app, "write", sheets::workbook_to_json(workbook),
                   [&app, name = std::move(name)](Result<std::string> file) {
                       if (!file) return app.show_toast(file.error().message);
                       app.platform().download(name, workbook_type, *file);
                       app.show_toast("Planilla guardada en las descargas: " + name);
                   });
}

std::string workbook_name(AppState& app, std::string_view what) {
    std::string place = sheets::plain_words(app.organization_name());
    std::replace(place.begin(), place.end(), ' ', '-');
    return "minga-" + std::string{what} + "-" + place + "-" + app.today().to_text() + ".xlsx";
}

}  // namespace minga::client
