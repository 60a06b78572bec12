#include "client_wasm/app/report_source.hpp"

#include "client_wasm/app/problem_words.hpp"
#include "shared/codec/json.hpp"

#include <utility>

namespace minga::client {
namespace {

constexpr std::string_view report_setting = "report.consolidated";
constexpr std::string_view fetched_setting = "report.consolidated_at";
constexpr std::int32_t timeout_ms = 60'000;

}  // namespace

void ReportSource::start() {
    state_.report = {};
    if (!state_.is_open() || !state_.sees_everything()) return;
    state_.report.json = state_.setting(report_setting);
    if (auto at = Instant::parse(state_.setting(fetched_setting))) state_.report.fetched_at = *at;
}

void ReportSource::stop() {
    if (request_ != 0) platform_.cancel(std::exchange(request_, 0));
    state_.report.is_fetching = false;
}

void ReportSource::fetch() {
    if (request_ != 0 || !state_.is_open() || !state_.sees_everything()) return;
    if (state_.store()->token().empty()) return;
    state_.report.is_fetching = true;
    HttpRequest request;
    request.url = "/api/v1/reports/consolidated";
    request.headers = {authorization(state_.store()->token())};
    request.timeout_ms = timeout_ms;
    request_ = platform_.request(std::move(request), [this](const HttpResponse& response) {
        request_ = 0;
        take(response);
    });
}

void ReportSource::take(const HttpResponse& response) {
    ReportView& view = state_.report;
    view.is_fetching = false;
    if (response.status == 0) {
        view.error = "Sin conexión: se muestran los últimos datos recibidos.";
        return;
    }
    auto json = parse_json(response.body);
    if (response.status != 200 || !json || !json->is_object()) {
        view.error = problem_words(response.body,
                                   "El servidor no pudo preparar los datos. Se muestran los "
                                   "últimos recibidos.");
        return;
    }
    view.error.clear();
    view.json = response.body;
    view.fetched_at = state_.now();
    ++view.version;
    state_.set_setting(report_setting, view.json);
    state_.set_setting(fetched_setting, view.fetched_at.to_text());
}

}  // namespace minga::client
