#include "server/http/router.hpp"

#include <optional>

namespace minga::server {
namespace {

std::optional<std::string_view> match_path(std::string_view pattern, std::string_view path) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) {
        return pattern == path ? std::optional{std::string_view{}} : std::nullopt;
    }
    const std::string_view before = pattern.substr(0, star);
    const std::string_view after = pattern.substr(star + 1);
    if (path.size() <= before.size() + after.size() || !path.starts_with(before) ||
        !path.ends_with(after)) {
        return std::nullopt;
    }
    const std::string_view capture =
        path.substr(before.size(), path.size() - before.size() - after.size());
    if (capture.find('/') != std::string_view::npos) return std::nullopt;
    return capture;
}

}  // namespace

Router::Match Router::find(std::string_view method, std::string_view path) const {
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    Match match;
    for (const Route& route : routes_) {
        const auto capture = match_path(route.pattern, path);
        if (!capture) continue;
        if (route.method == wanted) {
            match.route = &route;
            match.capture = *capture;
            match.allowed.clear();
            return match;
        }
        if (!match.allowed.empty()) match.allowed += ", ";
        match.allowed += route.method;
    }
    return match;
}

}  // namespace minga::server
