#include "server/platform/log.hpp"

#include "shared/base/hash.hpp"

#include <cstdio>

namespace minga::server {
namespace {

std::string_view key_of(LogLevel level) {
    switch (level) {
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return {};
}

}  // namespace

void Log::write(LogLevel level, std::string_view event, const Json& fields) {
    Json line = Json::object();
    line.set("at", clock_.now().to_text()).set("level", key_of(level)).set("event", event);
    for (const auto& [key, value] : fields.members()) line.set(key, value);
    std::string text = line.dump();
    text += '\n';
    const std::lock_guard lock{mutex_};
    std::fwrite(text.data(), 1, text.size(), stderr);
}

void Log::bug(std::string_view event, std::string_view detail) {
    Json fields = Json::object();
    fields.set("detail", detail);
    write(LogLevel::error, event, fields);
}

std::string log_name(const Id& user) {
    return user.is_nil() ? std::string{} : sha256_hex(user.to_text()).substr(0, 12);
}

}  // namespace minga::server
