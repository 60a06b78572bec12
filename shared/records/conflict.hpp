/// One field that two people changed differently. Made by the server when the second change
/// arrives; a person settles it (sync/MERGE.md). The three values are JSON.
#pragma once

#include "shared/schema/record.hpp"

#include <string_view>

namespace minga {

enum class ConflictStatus : std::uint8_t {
    open = 1,
    resolved = 2,
};

enum class ConflictType : std::uint8_t {
    edit = 1,
    removal = 2,
};

/// The `resolution` of a proposal that its author's next one took the place of while it waited. It
/// belongs to that one's conflict, for whoever decides to choose among all that was proposed.
inline constexpr std::string_view superseded_resolution = "superseded";

struct Conflict {
    Id record;
    std::string record_kind;
    ConflictType type = ConflictType::edit;
    std::string field;
    std::string base;
    std::string theirs;
    std::string mine;
    std::string theirs_by;
    std::string mine_by;
    std::optional<Instant> theirs_at;
    std::optional<Instant> mine_at;
    std::string theirs_device;
    std::string mine_device;
    std::optional<std::int64_t> mine_op;
    ConflictStatus status = ConflictStatus::open;
    std::string resolution;
    std::string resolved_value;
    std::string resolved_by;
    std::optional<Instant> resolved_at;
};

namespace schema {

template <>
inline constexpr auto choices<ConflictStatus> = std::array{
    choice(ConflictStatus::open, "open", "Espera una decisión"),
    choice(ConflictStatus::resolved, "resolved", "Resuelto"),
};

template <>
inline constexpr auto choices<ConflictType> = std::array{
    choice(ConflictType::edit, "edit", "Dos cambios distintos"),
    choice(ConflictType::removal, "removal", "Eliminar o conservar"),
};

// clang-format off
template <>
inline constexpr auto record_type<Conflict> = record(29, "conflict", "Conflicto",
    RecordOptions{.server_made = true},
    field(1, "record",         &Conflict::record,         {.label = "Registro", .required = true, .merge = Merge::immutable, .refers_to = "*", .parent = true}),
    field(2, "record_kind",    &Conflict::record_kind,    {.label = "Tipo de registro", .merge = Merge::immutable, .length_max = 40}),
    field(3, "type",           &Conflict::type,           {.label = "Clase", .merge = Merge::immutable}),
    field(4, "field",          &Conflict::field,          {.label = "Campo", .merge = Merge::immutable, .length_max = 60}),
    field(5, "base",           &Conflict::base,           {.label = "Antes decía", .length_max = 100'000}),
    field(6, "theirs",         &Conflict::theirs,         {.label = "En el servidor", .length_max = 100'000}),
    field(7, "mine",           &Conflict::mine,           {.label = "Propuesta", .length_max = 100'000}),
    field(8, "theirs_by",      &Conflict::theirs_by,      {.label = "Escrito por"}),
    field(9, "mine_by",        &Conflict::mine_by,        {.label = "Propuesto por"}),
    field(10, "theirs_at",      &Conflict::theirs_at,      {.label = "Escrito el"}),
    field(11, "mine_at",        &Conflict::mine_at,        {.label = "Propuesto el"}),
    field(12, "theirs_device",  &Conflict::theirs_device,  {.label = "Equipo de quien escribió", .length_max = 36}),
    field(13, "mine_device",    &Conflict::mine_device,    {.label = "Equipo de quien propuso", .length_max = 36}),
    field(14, "mine_op",        &Conflict::mine_op,        {.label = "Número del cambio", .value_max = 9'000'000'000'000'000}),
    field(15, "status",         &Conflict::status,         {.label = "Estado"}),
    field(16, "resolution",     &Conflict::resolution,     {.label = "Decisión", .length_max = 20}),
    field(17, "resolved_value", &Conflict::resolved_value, {.label = "Valor decidido", .length_max = 100'000}),
    field(18, "resolved_by",    &Conflict::resolved_by,    {.label = "Decidió"}),
    field(19, "resolved_at",    &Conflict::resolved_at,    {.label = "Decidido el"}));
// clang-format on

static_assert(well_formed<Conflict>());

}  // namespace schema
}  // namespace minga
