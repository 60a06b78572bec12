/// A look from outside or above at something submitted, and its decision.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

enum class ReviewStage : std::uint8_t {
    document = 1,
    interview = 2,
    plan = 3,
    approval = 4,
    endorsement = 5,
};

enum class ReviewDecision : std::uint8_t {
    approved = 1,
    observed = 2,
    rejected = 3,
};

struct Review {
    Id subject;
    std::optional<std::int64_t> round;
    ReviewStage stage = ReviewStage::document;
    std::optional<ReviewDecision> decision;
    std::string comments;
    std::string reviewer;
};

namespace schema {

template <>
inline constexpr auto choices<ReviewStage> = std::array{
    choice(ReviewStage::document, "document", "Revisión documental"),
    choice(ReviewStage::interview, "interview", "Entrevista telefónica"),
    choice(ReviewStage::plan, "plan", "Validación del plan"),
    choice(ReviewStage::approval, "approval", "Aprobación"),
    choice(ReviewStage::endorsement, "endorsement", "Visación técnica"),
};

template <>
inline constexpr auto choices<ReviewDecision> = std::array{
    choice(ReviewDecision::approved, "approved", "Aprobado"),
    choice(ReviewDecision::observed, "observed", "Con observaciones"),
    choice(ReviewDecision::rejected, "rejected", "Rechazado"),
};

// clang-format off
template <>
inline constexpr auto record_type<Review> = record(12, "review", "Revisión",
    field(1, "subject",  &Review::subject,  {.label = "Lo que se revisa", .required = true, .merge = Merge::immutable, .refers_to = "*", .parent = true}),
    field(2, "round",    &Review::round,    {.label = "Vuelta", .value_min = 1, .value_max = 99}),
    field(3, "stage",    &Review::stage,    {.label = "Etapa", .required = true}),
    field(4, "decision", &Review::decision, {.label = "Decisión"}),
    field(5, "comments", &Review::comments, {.label = "Comentarios", .length_max = 4000}),
    field(6, "reviewer", &Review::reviewer, {.label = "Quien revisa"}));
// clang-format on

static_assert(well_formed<Review>());

}  // namespace schema
}  // namespace minga
