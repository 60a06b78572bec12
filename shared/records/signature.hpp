/// A simple internal signature: who, when and the digest of what was signed.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Signature {
    Id subject;
    std::string function;
    std::string name;
    std::optional<Instant> signed_at;
    std::string digest;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Signature> = record(10, "signature", "Firma",
    field(1, "subject",   &Signature::subject,   {.label = "Documento firmado", .required = true, .merge = Merge::immutable, .refers_to = "*", .parent = true}),
    field(2, "function",  &Signature::function,  {.label = "Calidad en que firma", .required = true, .merge = Merge::immutable, .length_max = 60}),
    field(3, "name",      &Signature::name,      {.label = "Nombre", .required = true, .merge = Merge::immutable}),
    field(4, "signed_at", &Signature::signed_at, {.label = "Fecha y hora", .merge = Merge::immutable}),
    field(5, "digest",    &Signature::digest,    {.label = "Resumen criptográfico", .merge = Merge::immutable, .length_max = 64}));
// clang-format on

static_assert(well_formed<Signature>());

}  // namespace schema
}  // namespace minga
