/// A place in the application: what stands after '#' in the page's address, cut at its slashes.
/// "#plan/linea/0198…" is {"plan", "linea", "0198…"}; nothing is {"inicio"}.
#pragma once

#include "shared/base/id.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

struct Route {
    std::vector<std::string> parts{"inicio"};

    static Route parse(std::string_view text);
    std::string to_text() const;

    /// The part at `index`, or "".
    std::string_view at(std::size_t index) const;
    /// The part as an id; nil where it is none.
    Id id_at(std::size_t index) const;

    friend bool operator==(const Route&, const Route&) = default;
};

}  // namespace minga::client
