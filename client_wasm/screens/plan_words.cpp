#include "client_wasm/screens/plan_words.hpp"

#include "client_wasm/widgets/format.hpp"
#include "shared/rules/words.hpp"

#include <algorithm>
#include <utility>

namespace minga::client {
namespace {

constexpr int window_months_min = 6;
constexpr int window_months_max = 36;
constexpr int months_end = 12 * 10'000;  // after every month that can be written

/// "marzo" of "marzo 2026".
std::string month_name(Month month) {
    const std::string words = month_in_words(month);
    return words.substr(0, words.find(' '));
}

}  // namespace

std::string period_text(std::string_view start, std::string_view end) {
    std::string text = period_within(start, end);
    // The names of months stay as they are.
    return start.empty() || end.empty() ? capitalized(std::move(text)) : text;
}

std::string period_within(std::string_view start, std::string_view end) {
    if (start.empty() && end.empty()) return "sin fechas";
    if (end.empty()) return "desde " + format_month(start);
    if (start.empty()) return "hasta " + format_month(end);
    if (start == end) return format_month(start);
    const bool is_same_year = start.substr(0, 4) == end.substr(0, 4);
    const std::string first = format_month(start);
    return (is_same_year ? first.substr(0, 3) : first) + " – " + format_month(end);
}

std::string months_text(std::span<const Month> months) {
    std::vector<std::string> parts;
    for (std::size_t index = 0; index < months.size(); ++index) {
        const bool is_last_of_year =
            index + 1 == months.size() || months[index + 1].year() != months[index].year();
        std::string part = month_name(months[index]);
        if (is_last_of_year) part += " de " + std::to_string(months[index].year());
        parts.push_back(std::move(part));
    }
    return enumerated(parts);
}

StateWord activity_word(const Record& activity, Month now) {
    const std::string& status = text_of(activity.fields, "status");
    if (status == "executed") return {"Ejecutada", Tone::ok, Icon::circle_check};
    if (is_late(activity, now)) return {"Atrasada", Tone::bad, Icon::triangle_alert};
    if (status == "in_progress") return {"En curso", Tone::primary, Icon::circle_dot};
    return {"Programada", Tone::neutral, Icon::circle};
}

StateWord line_word(const Record& line, const LineProgress& progress) {
    const std::string& status = text_of(line.fields, "status");
    if (status == "cancelled") return {"Anulada", Tone::muted, Icon::x};
    if (status == "completed") return {"Terminada", Tone::ok, Icon::circle_check};
    if (progress.is_late || status == "delayed") {
        return {"Atrasada", Tone::bad, Icon::triangle_alert};
    }
    if (status == "in_progress") return {"En curso", Tone::primary, Icon::circle_dot};
    if (status == "programmed") return {"Programada", Tone::neutral, Icon::circle};
    return {"Borrador", Tone::muted, Icon::pencil};
}

MonthWindow month_window(std::span<const Record* const> records, Month now) {
    int first = -1;
    int last = -1;
    for (const Record* record : records) {
        const int start = month_index(text_of(record->fields, "start_month"));
        const int end = month_index(text_of(record->fields, "end_month"));
        for (const int month : {start, end}) {
            if (month < 0) continue;
            first = first < 0 ? month : std::min(first, month);
            last = std::max(last, month);
        }
    }
    if (first < 0) {
        first = now.index;
        last = now.index + window_months_min - 1;
    }
    return {month_text(first), std::clamp(last - first + 1, window_months_min, window_months_max)};
}

std::vector<const Record*> by_start(std::span<const Record> records) {
    std::vector<const Record*> sorted;
    for (const Record& record : records) {
        if (!record.deleted) sorted.push_back(&record);
    }
    const auto place = [](const Record& record, std::string_view key) {
        const int month = month_index(text_of(record.fields, key));
        return month < 0 ? months_end : month;
    };
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Record* a, const Record* b) {
        const int start_a = place(*a, "start_month");
        const int start_b = place(*b, "start_month");
        if (start_a != start_b) return start_a < start_b;
        return place(*a, "end_month") < place(*b, "end_month");
    });
    return sorted;
}

std::string person_text(std::string_view name, std::string_view position) {
    std::string text{name};
    if (!name.empty() && !position.empty()) text += ", ";
    return text.append(position);
}

std::string shortened(std::string_view text, std::size_t length_max) {
    std::string line;
    std::size_t characters = 0;
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char byte = text[index];
        const bool is_start = (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
        if (is_start && ++characters > length_max) {
            if (const auto space = line.rfind(' '); space != std::string::npos) line.resize(space);
            return line + "…";
        }
        line += byte == '\n' ? ' ' : byte;
    }
    return line;
}

}  // namespace minga::client
