#include "client_wasm/app/history_source.hpp"

#include "client_wasm/app/problem_words.hpp"

#include <iterator>
#include <utility>

namespace minga::client {
namespace {

constexpr std::int32_t timeout_ms = 20'000;

/// Places in the ledger are made of digits, hyphens and dots: nothing has to be escaped.
std::string url_of(const HistoryView& view) {
    std::string url = "/api/v1/records/" + view.record.to_text() + "/history";
    if (!view.before.empty()) url += "?before=" + view.before;
    return url;
}

}  // namespace

void HistorySource::cancel() {
    if (request_ != 0) platform_.cancel(std::exchange(request_, 0));
}

void HistorySource::stop() {
    cancel();
    state_.history = {};
}

void HistorySource::fetch() {
    cancel();
    HistoryView& view = state_.history;
    if (!state_.is_open() || view.record.is_nil()) return;
    if (state_.store()->token().empty()) {
        view.error = "Para ver lo que hicieron otras personas, entre de nuevo con su clave.";
        return;
    }
    view.is_fetching = true;
    asked_ = view.record;
    view.error.clear();
    HttpRequest request;
    request.url = url_of(view);
    request.headers = {authorization(state_.store()->token())};
    request.timeout_ms = timeout_ms;
    request_ = platform_.request(std::move(request), [this](const HttpResponse& response) {
        request_ = 0;
        take(response);
    });
}

void HistorySource::take(const HttpResponse& response) {
    HistoryView& view = state_.history;
    if (view.record != asked_) return;  // closed meanwhile, or another one was opened
    view.is_fetching = false;
    if (response.status == 0) {
        view.error = "Sin conexión. Con conexión se verá también lo que hicieron otras personas.";
        return;
    }
    auto page = read_history(response.body);
    if (response.status != 200 || !page) {
        view.error = problem_words(response.body,
                                   "El servidor no pudo mostrar la historia. Inténtelo más tarde.");
        return;
    }
    view.told.insert(view.told.end(), std::make_move_iterator(page->events.begin()),
                     std::make_move_iterator(page->events.end()));
    view.before = page->before;
    view.is_told = true;
    ++view.version;
}

}  // namespace minga::client
