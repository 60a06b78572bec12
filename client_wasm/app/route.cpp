#include "client_wasm/app/route.hpp"

#include "shared/base/text.hpp"

namespace minga::client {

Route Route::parse(std::string_view text) {
    while (!text.empty() && (text.front() == '#' || text.front() == '/')) text.remove_prefix(1);
    while (!text.empty() && text.back() == '/') text.remove_suffix(1);
    Route route;
    if (!text.empty()) route.parts = split(text, '/');
    return route;
}

std::string Route::to_text() const {
    return join(parts, "/");
}

std::string_view Route::at(std::size_t index) const {
    return index < parts.size() ? std::string_view{parts[index]} : std::string_view{};
}

Id Route::id_at(std::size_t index) const {
    const auto id = Id::parse(at(index));
    return id ? *id : Id{};
}

}  // namespace minga::client
