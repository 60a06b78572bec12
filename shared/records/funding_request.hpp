/// What the plan asks of SUBDERE, and what was decided.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct FundingRequest {
    Id plan;
    std::optional<Money> own_kclp;
    std::optional<Money> subdere_kclp;
    std::string state;
    std::string resolution;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<FundingRequest> = record(26, "funding_request", "Solicitud de financiamiento",
    field(1, "plan",         &FundingRequest::plan,         {.label = "Plan", .required = true, .merge = Merge::immutable, .refers_to = "plan", .parent = true}),
    field(2, "own_kclp",     &FundingRequest::own_kclp,     {.label = "Aporte propio (M$)"}),
    field(3, "subdere_kclp", &FundingRequest::subdere_kclp, {.label = "Solicitado a SUBDERE (M$)"}),
    field(4, "state",        &FundingRequest::state,        {.label = "Estado", .merge = Merge::transition, .length_max = 40}),
    field(5, "resolution",   &FundingRequest::resolution,   {.label = "Resolución", .length_max = 2000}));
// clang-format on

static_assert(well_formed<FundingRequest>());

}  // namespace schema
}  // namespace minga
