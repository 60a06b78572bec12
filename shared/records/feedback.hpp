/// A strength or an opportunity found by the external validation, per subcriterion.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

enum class FeedbackType : std::uint8_t {
    strength = 1,
    opportunity = 2,
};

struct Feedback {
    Id cycle;
    std::string subcriterion;
    FeedbackType type = FeedbackType::strength;
    std::string text;
};

namespace schema {

template <>
inline constexpr auto choices<FeedbackType> = std::array{
    choice(FeedbackType::strength, "strength", "Fortaleza"),
    choice(FeedbackType::opportunity, "opportunity", "Oportunidad de mejora"),
};

// clang-format off
template <>
inline constexpr auto record_type<Feedback> = record(11, "feedback", "Retroalimentación",
    field(1, "cycle",        &Feedback::cycle,        {.label = "Ciclo", .required = true, .merge = Merge::immutable, .refers_to = "cycle", .parent = true}),
    field(2, "subcriterion", &Feedback::subcriterion, {.label = "Subcriterio", .length_max = 40}),
    field(3, "type",         &Feedback::type,         {.label = "Tipo", .required = true}),
    field(4, "text",         &Feedback::text,         {.label = "Texto", .length_max = 4000}));
// clang-format on

static_assert(well_formed<Feedback>());

}  // namespace schema
}  // namespace minga
