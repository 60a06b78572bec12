#include "server/http/openapi/description.hpp"

#include "embedded/api_description.hpp"
#include "server/http/openapi/record_schemas.hpp"
#include "sync/merge/op.hpp"

#include <algorithm>
#include <array>

namespace minga::server {
namespace {

struct Method {
    std::string_view key;  ///< In the description.
    std::string_view name;
};
constexpr std::array methods{Method{"get", "GET"}, Method{"post", "POST"}, Method{"put", "PUT"},
                             Method{"patch", "PATCH"}, Method{"delete", "DELETE"}};

/// `{name}` stands for what a route's pattern writes as `*`.
std::string pattern_of(std::string_view path) {
    std::string pattern;
    bool is_inside = false;
    for (const char c : path) {
        if (c == '{') {
            is_inside = true;
            pattern += '*';
        }
        if (!is_inside) pattern += c;
        if (c == '}') is_inside = false;
    }
    return pattern;
}

struct Operation {
    std::string pattern;
    std::string_view method;
    bool needs_login = true;
};

std::vector<Operation> operations_of(const Json& description) {
    std::vector<Operation> operations;
    for (const auto& [path, item] : description["paths"].members()) {
        for (const auto& [key, method] : methods) {
            if (!item.contains(key)) continue;
            const Json& operation = item[key];
            const bool is_open =
                operation.contains("security") && operation["security"].items().empty();
            operations.push_back({pattern_of(path), method, !is_open});
        }
    }
    return operations;
}

}  // namespace

Json describe_api() {
    auto parsed = parse_json(embedded::api_description().front().content);
    MINGA_ASSERT(parsed.has_value());
    Json description = *std::move(parsed);
    Json schemas = description["components"]["schemas"];
    add_generated_schemas(schemas);
    Json components = description["components"];
    components.set("schemas", std::move(schemas));
    description.set("components", std::move(components));
    description.set("x-minga-schema", sync::schema_version);
    return description;
}

std::vector<std::string> description_faults(const Json& description, const Router& router) {
    std::vector<std::string> faults;
    std::vector<Operation> unmatched = operations_of(description);
    for (const Route& route : router.routes()) {
        const std::string name = std::string{route.method} + " " + std::string{route.pattern};
        const auto found =
            std::find_if(unmatched.begin(), unmatched.end(), [&](const Operation& operation) {
                return operation.method == route.method && operation.pattern == route.pattern;
            });
        if (found == unmatched.end()) {
            faults.push_back(name + " is not in server/http/openapi/description.json");
            continue;
        }
        if (found->needs_login != route.needs_login) {
            faults.push_back(name + ": `security` and the route's login disagree");
        }
        unmatched.erase(found);
    }
    for (const Operation& operation : unmatched) {
        faults.push_back(std::string{operation.method} + " " + operation.pattern +
                         " is described, and no route has it");
    }
    return faults;
}

void add_description_routes(Router& router) {
    // The same for everybody and as long as the program runs.
    router.add({"GET", "/api/v1/openapi.json", false, [text = describe_api().dump()](Exchange&) {
                    return HttpResponse::text(text, "application/json");
                }});
}

}  // namespace minga::server
