#include "shared/rules/follow_up_rounds.hpp"

#include <algorithm>

namespace minga {
namespace {

std::optional<Date> date_of(const Record& follow_up) {
    const auto date = Date::parse(text_of(follow_up.fields, "date"));
    if (follow_up.deleted || !date) return std::nullopt;
    return *date;
}

std::vector<Month> months_of(std::span<const RoundSource> lines) {
    std::vector<Month> seen;
    for (const RoundSource& line : lines) {
        for (const Record& follow_up : line.follow_ups) {
            if (const auto date = date_of(follow_up)) seen.push_back(date->month());
        }
        if (line.progress->is_cancelled) continue;
        for (const Month month : line.progress->missing_follow_ups) seen.push_back(month);
    }
    std::vector<Month> months;
    if (seen.empty()) return months;
    const auto [first, last] = std::minmax_element(seen.begin(), seen.end());
    // A date that was mistyped by years does not make a table of hundreds of columns.
    constexpr std::int32_t months_max = 36;
    const std::int32_t start = std::max(first->index, last->index - months_max + 1);
    for (std::int32_t index = start; index <= last->index; ++index) months.push_back({index});
    return months;
}

RoundLine round_line(const RoundSource& source, const std::vector<Month>& months) {
    RoundLine line;
    line.line = source.progress->line;
    line.cells.resize(months.size());
    std::optional<Date> last;
    for (const Record& follow_up : source.follow_ups) {
        const auto date = date_of(follow_up);
        if (!date) continue;
        if (!last || *date >= *last) {
            last = date;
            line.last = follow_up.id;
        }
        const auto place = std::find(months.begin(), months.end(), date->month());
        if (place == months.end()) continue;
        RoundCell& cell = line.cells[static_cast<std::size_t>(place - months.begin())];
        if (cell.is_written() && *date < cell.date) continue;
        cell.follow_up = follow_up.id;
        cell.date = *date;
        cell.execution = execution_of(follow_up);
    }
    if (source.progress->is_cancelled) return line;
    for (const Month month : source.progress->missing_follow_ups) {
        const auto place = std::find(months.begin(), months.end(), month);
        if (place != months.end()) {
            line.cells[static_cast<std::size_t>(place - months.begin())].is_missing = true;
        }
    }
    return line;
}

}  // namespace

std::int64_t FollowUpRounds::written(std::size_t month) const {
    return std::count_if(lines.begin(), lines.end(),
                         [&](const RoundLine& line) { return line.cells[month].is_written(); });
}

std::int64_t FollowUpRounds::missing(std::size_t month) const {
    return std::count_if(lines.begin(), lines.end(),
                         [&](const RoundLine& line) { return line.cells[month].is_missing; });
}

FollowUpRounds follow_up_rounds(std::span<const RoundSource> lines) {
    FollowUpRounds rounds;
    rounds.months = months_of(lines);
    for (const RoundSource& line : lines) rounds.lines.push_back(round_line(line, rounds.months));
    return rounds;
}

}  // namespace minga
