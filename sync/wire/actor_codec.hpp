/// The signed-in person as the device keeps them and as `GET /api/v1/me` tells.
#pragma once

#include "shared/codec/json.hpp"
#include "shared/rules/actor.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace minga::sync {

/// {"user", "login", "name", "roles": [{"role", "organization"}]}, and "shares_name" where it is
/// so.
Json actor_to_json(const Actor& actor);
Result<Actor> actor_from_json(const Json& json);

std::string actor_to_text(const Actor& actor);
/// Eight hexadecimal digits that change when the person's name or roles do: a device sends them to
/// hear of its person only when there is news.
std::string actor_digest(const Actor& actor);
/// nullopt where the text holds no actor.
std::optional<Actor> actor_from_text(std::string_view text);

}  // namespace minga::sync
