/// An organization's part in one programme (seed 002, phase 1).
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

enum class EnrollmentStatus : std::uint8_t {
    invited = 1,
    enrolled = 2,
    declined = 3,
    suspended = 4,
    withdrawn = 5,
};

struct Enrollment {
    std::string program;
    EnrollmentStatus status = EnrollmentStatus::invited;
    std::string agreement_number;
    std::optional<Date> agreement_date;
};

namespace schema {

template <>
inline constexpr auto choices<EnrollmentStatus> = std::array{
    choice(EnrollmentStatus::invited, "invited", "Invitada"),
    choice(EnrollmentStatus::enrolled, "enrolled", "Ingresada"),
    choice(EnrollmentStatus::declined, "declined", "Rechazó"),
    choice(EnrollmentStatus::suspended, "suspended", "Suspendida"),
    choice(EnrollmentStatus::withdrawn, "withdrawn", "Retirada"),
};

// clang-format off
template <>
inline constexpr auto record_type<Enrollment> = record(2, "enrollment", "Ingreso al programa",
    field(1, "program",          &Enrollment::program,          {.label = "Programa", .required = true, .merge = Merge::immutable, .length_max = 40}),
    field(2, "status",           &Enrollment::status,           {.label = "Estado", .required = true}),
    field(3, "agreement_number", &Enrollment::agreement_number, {.label = "Número del convenio", .length_max = 40}),
    field(4, "agreement_date",   &Enrollment::agreement_date,   {.label = "Fecha del convenio"}));
// clang-format on

static_assert(well_formed<Enrollment>());

}  // namespace schema
}  // namespace minga
