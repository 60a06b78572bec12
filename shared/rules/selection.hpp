/// The records that a check of the workflow looks at, and whether they are as it asks.
#pragma once

#include "shared/rules/ancestry.hpp"
#include "shared/rules/precondition.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

/// The cycle that the record is or lies under.
std::optional<Record> cycle_of(const Move& move);

/// What a check looks from. `about` gives two: the cycle, and what its next state is about; any
/// other gives one or none. Of several in a cycle, it is the newest version.
std::vector<Record> sources_of(const RecordSource& source, const Move& move);

std::vector<Record> children_of(const std::vector<Record>& parents, std::string_view kind,
                                const Move& move);

/// The records that a check names by `through`, `kind`, `when`, `except` and `position`. The record
/// that moves is the one meant where it is of that kind itself.
std::vector<Record> selected_records(const Check& check, const Move& move);

/// The documents of the cycle of the check's type, and where it says so those of the cycles before.
/// A document counts as attached from the moment its record exists; its file may follow over a
/// better link.
std::vector<Record> documents_of(const Move& move, const Check& check);

/// Whether the record has every entry: fields that are filled, kinds of records that hang from it.
bool has_all(const Record& record, const std::vector<std::string>& entries, const Move& move);

/// Whether the record is as `all`, `any`, `positive` and `is` of the check ask.
bool is_as_asked(const Record& record, const Check& check, const Move& move);

/// Whether the record is held by that position, by its name or by the function it fulfils.
bool is_held_by(const Record& record, const Position& position, const Catalog& catalog);

/// A flag of the moving record's organization.
bool organization_flag(const Move& move, std::string_view flag);

/// Nothing missing holds; else "Faltan: 3, 14 y 20 (y 12 más)."
Finding finding_of_missing(const std::vector<std::string>& missing);

/// `text` with every `mark` replaced.
std::string filled_in(std::string text, std::string_view mark, std::string_view value);

}  // namespace minga
