#include "sync/wire/actor_codec.hpp"

#include "shared/base/hash.hpp"

#include <algorithm>

namespace minga::sync {

Json actor_to_json(const Actor& actor) {
    Json roles = Json::array();
    for (const RoleAssignment& role : actor.roles) {
        roles.push(
            Json::object().set("role", role.role).set("organization", role.organization.to_text()));
    }
    Json json = Json::object()
                    .set("user", actor.user.to_text())
                    .set("login", actor.login)
                    .set("name", actor.name)
                    .set("roles", std::move(roles));
    if (actor.shares_name) json.set("shares_name", true);
    return json;
}

Result<Actor> actor_from_json(const Json& json) {
    Actor actor;
    auto user = Id::parse(json.text_at("user"));
    if (!user) return user.error();
    actor.user = *user;
    actor.login = json.text_at("login");
    actor.name = json.text_at("name");
    actor.shares_name = json.boolean_at("shares_name");
    for (const Json& item : json["roles"].items()) {
        // The server tells more of the organization than its id.
        const Json& home = item["organization"];
        auto organization =
            Id::parse(home.is_object() ? home.text_at("id") : item.text_at("organization"));
        if (!organization) return organization.error();
        actor.roles.push_back({item.text_at("role"), *organization});
    }
    return actor;
}

std::string actor_to_text(const Actor& actor) {
    return actor_to_json(actor).dump();
}

std::string actor_digest(const Actor& actor) {
    Actor sorted = actor;
    std::sort(sorted.roles.begin(), sorted.roles.end(), [](const auto& a, const auto& b) {
        return a.role != b.role ? a.role < b.role : a.organization < b.organization;
    });
    return sha256_hex(actor_to_text(sorted)).substr(0, 8);
}

std::optional<Actor> actor_from_text(std::string_view text) {
    auto json = parse_json(text);
    if (!json) return std::nullopt;
    auto actor = actor_from_json(*json);
    if (!actor) return std::nullopt;
    return std::move(*actor);
}

}  // namespace minga::sync
