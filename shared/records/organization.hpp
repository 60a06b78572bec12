/// A municipality, regional government, public service or any other body that takes part.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

enum class OrganizationType : std::uint8_t {
    municipality = 1,
    gore = 2,
    public_service = 3,
    subdere = 4,
    validator = 5,
    dipres = 6,
};

struct Organization {
    OrganizationType type = OrganizationType::municipality;
    std::string code;
    std::string name;
    std::string region;
    std::string commune;
    bool has_control = false;
    bool has_works = false;
    bool has_traffic = false;
    bool has_administrator = false;
    std::string rut;
};

namespace schema {

template <>
inline constexpr auto choices<OrganizationType> = std::array{
    choice(OrganizationType::municipality, "municipality", "Municipalidad"),
    choice(OrganizationType::gore, "gore", "Gobierno Regional"),
    choice(OrganizationType::public_service, "public_service", "Servicio público"),
    choice(OrganizationType::subdere, "subdere", "SUBDERE"),
    choice(OrganizationType::validator, "validator", "Organismo validador"),
    choice(OrganizationType::dipres, "dipres", "DIPRES"),
};

// clang-format off
template <>
inline constexpr auto record_type<Organization> = record(1, "organization", "Organización",
    field(1, "type",              &Organization::type,              {.label = "Tipo", .required = true}),
    field(2, "code",              &Organization::code,              {.label = "Código", .length_max = 20}),
    field(3, "name",              &Organization::name,              {.label = "Nombre", .required = true}),
    field(4, "region",            &Organization::region,            {.label = "Región", .length_max = 2}),
    field(5, "commune",           &Organization::commune,           {.label = "Comuna", .length_max = 5}),
    field(6, "has_control",       &Organization::has_control,       {.label = "Tiene Dirección de Control"}),
    field(7, "has_works",         &Organization::has_works,         {.label = "Tiene Dirección de Obras"}),
    field(8, "has_traffic",       &Organization::has_traffic,       {.label = "Tiene Dirección de Tránsito"}),
    field(9, "has_administrator", &Organization::has_administrator, {.label = "Tiene Administrador/a Municipal"}),
    field(10, "rut",              &Organization::rut,
        {.label = "RUT", .help = "El de la institución, con su dígito verificador.", .length_max = 12, .format = TextFormat::rut}));
// clang-format on

static_assert(well_formed<Organization>());

}  // namespace schema
}  // namespace minga
