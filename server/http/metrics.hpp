/// Counters of the running server, as Prometheus reads them.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace minga::server {

class Metrics {
public:
    struct RequestSample {
        std::string_view route;  ///< A pattern, never a path with ids.
        std::string_view method;
        int status = 0;
        std::int64_t milliseconds = 0;
        std::int64_t bytes_in = 0;
        std::int64_t bytes_out = 0;
    };
    void add_request(const RequestSample& sample);
    void add_verdicts(std::string_view outcome, std::int64_t count);

    /// Figures read from the store at the moment of asking.
    struct Gauges {
        std::int64_t conflicts_open = 0;
        std::int64_t audit_links = 0;
    };
    std::string to_text(const Gauges& gauges) const;

private:
    static constexpr std::array<std::int64_t, 9> bounds_ms{5,   10,   25,   50,   100,
                                                           250, 1000, 5000, 20000};
    struct Durations {
        std::array<std::int64_t, bounds_ms.size()> counts{};
        std::int64_t total = 0;
        std::int64_t sum_ms = 0;
    };

    mutable std::mutex mutex_;
    std::map<std::string, std::int64_t> requests_;  ///< By their label text.
    std::map<std::string, Durations> durations_;    ///< By route.
    std::map<std::string, std::int64_t> verdicts_;
    std::int64_t bytes_in_ = 0;
    std::int64_t bytes_out_ = 0;
};

}  // namespace minga::server
