/// The API's description (OpenAPI 3.1): `description.json`, which says what the routes take and
/// give, with the schemas that the record tables, the error codes and the verdicts generate.
#pragma once

#include "server/http/router.hpp"
#include "shared/codec/json.hpp"

#include <string>
#include <vector>

namespace minga::server {

Json describe_api();

/// Where routes and description disagree, a sentence each: a route that is not described, a
/// described path that no route has, a login that only one of the two asks for.
std::vector<std::string> description_faults(const Json& description, const Router& router);

/// Adds `GET /api/v1/openapi.json`.
void add_description_routes(Router& router);

}  // namespace minga::server
