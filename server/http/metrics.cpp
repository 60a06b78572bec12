#include "server/http/metrics.hpp"

namespace minga::server {
namespace {

/// Prometheus counts in seconds.
std::string seconds(std::int64_t milliseconds) {
    const std::string fraction = std::to_string(1000 + milliseconds % 1000).substr(1);
    return std::to_string(milliseconds / 1000) + "." + fraction;
}

void head(std::string& text, std::string_view name, std::string_view type, std::string_view help) {
    text.append("# HELP ").append(name).append(" ").append(help).append("\n");
    text.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void line(std::string& text, std::string_view name, std::string_view labels, std::string value) {
    text.append(name);
    if (!labels.empty()) text.append("{").append(labels).append("}");
    text.append(" ").append(value).append("\n");
}

}  // namespace

void Metrics::add_request(const RequestSample& sample) {
    std::string labels = "route=\"";
    labels.append(sample.route).append("\",method=\"").append(sample.method);
    labels.append("\",status=\"").append(std::to_string(sample.status)).append("\"");
    const std::lock_guard lock{mutex_};
    ++requests_[labels];
    bytes_in_ += sample.bytes_in;
    bytes_out_ += sample.bytes_out;
    Durations& durations = durations_[std::string{sample.route}];
    for (std::size_t i = 0; i < bounds_ms.size(); ++i) {
        if (sample.milliseconds <= bounds_ms[i]) ++durations.counts[i];
    }
    ++durations.total;
    durations.sum_ms += sample.milliseconds;
}

void Metrics::add_verdicts(std::string_view outcome, std::int64_t count) {
    const std::lock_guard lock{mutex_};
    verdicts_[std::string{outcome}] += count;
}

std::string Metrics::to_text(const Gauges& gauges) const {
    const std::lock_guard lock{mutex_};
    std::string text;
    head(text, "minga_requests_total", "counter", "Requests answered.");
    for (const auto& [labels, count] : requests_) {
        line(text, "minga_requests_total", labels, std::to_string(count));
    }
    head(text, "minga_ops_total", "counter", "Verdicts sent, by outcome.");
    for (const auto& [outcome, count] : verdicts_) {
        line(text, "minga_ops_total", "outcome=\"" + outcome + "\"", std::to_string(count));
    }
    head(text, "minga_body_bytes_total", "counter", "Bytes of bodies, as they travelled.");
    line(text, "minga_body_bytes_total", "direction=\"in\"", std::to_string(bytes_in_));
    line(text, "minga_body_bytes_total", "direction=\"out\"", std::to_string(bytes_out_));
    head(text, "minga_request_duration_seconds", "histogram", "Time from header to answer.");
    for (const auto& [route, durations] : durations_) {
        const std::string label = "route=\"" + route + "\"";
        for (std::size_t i = 0; i < bounds_ms.size(); ++i) {
            line(text, "minga_request_duration_seconds_bucket",
                 label + ",le=\"" + seconds(bounds_ms[i]) + "\"",
                 std::to_string(durations.counts[i]));
        }
        line(text, "minga_request_duration_seconds_bucket", label + ",le=\"+Inf\"",
             std::to_string(durations.total));
        line(text, "minga_request_duration_seconds_sum", label, seconds(durations.sum_ms));
        line(text, "minga_request_duration_seconds_count", label, std::to_string(durations.total));
    }
    head(text, "minga_conflicts_open", "gauge", "Conflicts that wait for a person.");
    line(text, "minga_conflicts_open", "", std::to_string(gauges.conflicts_open));
    head(text, "minga_audit_links", "gauge", "Links of the audit chain.");
    line(text, "minga_audit_links", "", std::to_string(gauges.audit_links));
    return text;
}

}  // namespace minga::server
