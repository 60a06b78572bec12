/// Who took part in a diagnosis, by the positions that the guide calls for.
#pragma once

#include "shared/programs/positions.hpp"
#include "shared/schema/record.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace minga::client {

enum class Cover : std::uint8_t {
    missing,         ///< Nobody was written down yet.
    holder,          ///< Who holds the position took part.
    substitute,      ///< Somebody who carries out its function did.
    absent,          ///< Written down, and did not take part.
    not_applicable,  ///< The organization has no such position and may go without.
};

struct PositionCover {
    const Position* position = nullptr;
    Cover cover = Cover::missing;
    const Record* participant = nullptr;  ///< Into the records that were passed in.

    bool is_settled() const {
        return cover == Cover::holder || cover == Cover::substitute ||
               cover == Cover::not_applicable;
    }
};

struct Attendance {
    std::vector<PositionCover> positions;
    std::vector<const Record*> others;  ///< Who took part without one of those positions.

    int settled() const;
};

/// `organization` tells which positions exist; nullptr counts as having none of the optional ones.
Attendance make_attendance(const Positions& positions, std::span<const Record> participants,
                           const Record* organization);

/// "Titular del cargo", …: the words for a cover.
std::string_view cover_name(Cover cover);

/// The fields that say so in a record of kind `participant`. `missing` and `not_applicable` have
/// no record.
FieldMap cover_fields(Cover cover, const Position& position);

}  // namespace minga::client
