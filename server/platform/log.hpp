/// The structured log: one JSON object a line on standard error. No names, logins, tokens or bodies
/// ever go into it; a person is a short hash of their id.
#pragma once

#include "shared/base/id.hpp"
#include "shared/base/instant.hpp"
#include "shared/codec/json.hpp"

#include <mutex>
#include <string_view>

namespace minga::server {

enum class LogLevel : std::uint8_t { info, warning, error };

class Log {
public:
    explicit Log(Clock& clock) : clock_(clock) {}

    /// Writes `{"at":…,"level":…,"event":event, …fields}`; `fields` is an object or null.
    void write(LogLevel level, std::string_view event, const Json& fields = {});

    /// A failure of our own or of a library: something to mend.
    void bug(std::string_view event, std::string_view detail);

private:
    Clock& clock_;
    std::mutex mutex_;
};

/// Twelve hexadecimal digits that stand for a person in the log.
std::string log_name(const Id& user);

}  // namespace minga::server
