#include "client_wasm/app/quarantine_source.hpp"

#include "client_wasm/app/problem_words.hpp"
#include "shared/codec/json.hpp"

#include <utility>

namespace minga::client {
namespace {

constexpr std::int32_t timeout_ms = 60'000;

}  // namespace

void QuarantineSource::stop() {
    if (request_ != 0) platform_.cancel(std::exchange(request_, 0));
    state_.quarantine = {};
}

HttpRequest QuarantineSource::request_to(std::string url) const {
    HttpRequest request;
    request.url = std::move(url);
    request.headers = {authorization(state_.store()->token())};
    request.timeout_ms = timeout_ms;
    return request;
}

void QuarantineSource::fetch() {
    if (request_ != 0 || !state_.is_open() || !state_.reviews_quarantine()) return;
    if (state_.store()->token().empty()) return;
    state_.quarantine.is_fetching = true;
    request_ = platform_.request(request_to("/api/v1/reports/quarantine"),
                                 [this](const HttpResponse& response) {
                                     request_ = 0;
                                     take_list(response);
                                 });
}

void QuarantineSource::take_list(const HttpResponse& response) {
    QuarantineView& view = state_.quarantine;
    view.is_fetching = false;
    if (response.status == 0) {
        view.error =
            "Sin conexión: la cuarentena está en el servidor y se revisa con conexión. Nada de lo "
            "que espera se pierde.";
        return;
    }
    auto items = read_quarantine(response.body);
    if (response.status != 200 || !items) {
        view.error = problem_words(response.body,
                                   "El servidor no pudo mostrar la cuarentena. Inténtelo más "
                                   "tarde; nada de lo que espera se pierde.");
        return;
    }
    view.error.clear();
    view.items = *std::move(items);
    view.fetched_at = state_.now();
    state_.platform().request_frame();
}

void QuarantineSource::decide(std::int64_t number, bool releases, const std::string& reason) {
    if (!state_.is_open() || state_.quarantine.deciding != 0) return;
    if (request_ != 0) platform_.cancel(std::exchange(request_, 0));
    QuarantineView& view = state_.quarantine;
    view.is_fetching = false;
    view.deciding = number;
    view.failed = 0;
    view.failure.clear();
    HttpRequest request = request_to("/api/v1/quarantine/" + std::to_string(number));
    request.method = "POST";
    request.headers.emplace_back("Content-Type", "application/json");
    Json json = Json::object().set("decision", releases ? "release" : "discard");
    if (!reason.empty()) json.set("reason", reason);
    request.body = json.dump();
    request_ = platform_.request(std::move(request), [this, releases](const HttpResponse& answer) {
        request_ = 0;
        take_decision(answer, releases);
    });
}

void QuarantineSource::take_decision(const HttpResponse& response, bool releases) {
    QuarantineView& view = state_.quarantine;
    const std::int64_t number = std::exchange(view.deciding, 0);
    std::string failure;
    if (response.status == 0) {
        failure =
            "No hubo respuesta del servidor: puede que su decisión haya llegado o no. Con "
            "conexión, "
            "la lista lo dirá.";
    } else if (response.status != 200) {
        failure = problem_words(response.body,
                                "El servidor no pudo tomar su decisión. Inténtelo otra vez.");
    } else {
        failure = refusal_of_decision(response.body);
    }
    if (!failure.empty()) {
        view.failed = number;
        view.failure = failure;
        state_.announce(failure);
        // Somebody else may have decided it.
        if (response.status != 0) fetch();
        return;
    }
    std::erase_if(view.items, [&](const QuarantinedChange& one) { return one.number == number; });
    state_.show_toast(releases ? "Aplicado a su nombre. Se avisará a quien lo escribió."
                               : "Descartado. Se avisará a quien lo escribió.");
    fetch();
    if (on_decided) on_decided();
}

}  // namespace minga::client
