#include "client_wasm/screens/diagnosis_positions.hpp"

#include <algorithm>

namespace minga::client {
namespace {

bool is_absent(const Record& participant) {
    const auto* attended = std::get_if<bool>(&value_of(participant.fields, "attended"));
    return attended != nullptr && !*attended;
}

Cover cover_of(const Record& participant, std::string_view field) {
    if (is_absent(participant)) return Cover::absent;
    return field == "position" ? Cover::holder : Cover::substitute;
}

/// How much a cover says: of two people for one position, the one who settles it counts.
int rank(Cover cover) {
    switch (cover) {
        case Cover::missing:
            return 0;
        case Cover::absent:
            return 1;
        case Cover::substitute:
            return 2;
        case Cover::holder:
            return 3;
        case Cover::not_applicable:
            return 0;
    }
    return 0;
}

bool has_position(const Record* organization, const Position& position) {
    if (position.optional_flag.empty()) return true;
    return organization != nullptr && boolean_of(organization->fields, position.optional_flag);
}

}  // namespace

int Attendance::settled() const {
    return static_cast<int>(
        std::count_if(positions.begin(), positions.end(),
                      [](const PositionCover& cover) { return cover.is_settled(); }));
}

Attendance make_attendance(const Positions& positions, std::span<const Record> participants,
                           const Record* organization) {
    Attendance attendance;
    for (const Position& position : positions.all()) {
        if (position.in_diagnosis) attendance.positions.push_back({&position});
    }
    for (const Record& participant : participants) {
        for (const std::string_view field : {"position", "function"}) {
            const Position* position = positions.match(text_of(participant.fields, field));
            for (PositionCover& slot : attendance.positions) {
                const Cover cover = cover_of(participant, field);
                if (slot.position != position || rank(cover) <= rank(slot.cover)) continue;
                slot.cover = cover;
                slot.participant = &participant;
            }
        }
    }
    for (const Record& participant : participants) {
        const bool is_placed = std::any_of(
            attendance.positions.begin(), attendance.positions.end(),
            [&](const PositionCover& slot) { return slot.participant == &participant; });
        if (!is_placed) attendance.others.push_back(&participant);
    }
    for (PositionCover& cover : attendance.positions) {
        const bool may_lack =
            cover.position->diagnosis_may_lack && !has_position(organization, *cover.position);
        if (cover.cover == Cover::missing && may_lack) cover.cover = Cover::not_applicable;
    }
    return attendance;
}

std::string_view cover_name(Cover cover) {
    switch (cover) {
        case Cover::missing:
            return "Falta registrar";
        case Cover::holder:
            return "Titular del cargo";
        case Cover::substitute:
            return "Cumple la función";
        case Cover::absent:
            return "No asistió";
        case Cover::not_applicable:
            return "No corresponde";
    }
    return {};
}

FieldMap cover_fields(Cover cover, const Position& position) {
    switch (cover) {
        case Cover::holder:
            return {{"position", position.name}, {"function", {}}, {"attended", true}};
        case Cover::substitute:
            return {{"position", {}}, {"function", position.name}, {"attended", true}};
        case Cover::absent:
            return {{"position", position.name}, {"function", {}}, {"attended", false}};
        case Cover::missing:
        case Cover::not_applicable:
            break;
    }
    return {};
}

}  // namespace minga::client
