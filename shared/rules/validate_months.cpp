#include "shared/rules/record_check.hpp"
#include "shared/rules/words.hpp"

#include <optional>

namespace minga {
namespace {

struct Period {
    std::optional<Month> start;
    std::optional<Month> end;
};

std::optional<Month> month_of(const Record& record, std::string_view key) {
    const auto month = Month::parse(text_of(record.fields, key));
    return month ? std::optional{*month} : std::nullopt;
}

Period period_of(const Record& record) {
    return {month_of(record, "start_month"), month_of(record, "end_month")};
}

void check_order(RecordCheck& check, const Period& period) {
    if (!period.start || !period.end || *period.start <= *period.end) return;
    const bool end_changed = check.changed("end_month");
    if (!end_changed && !check.changed("start_month")) return;
    check.fail(ErrorCode::months_reversed, end_changed ? "end_month" : "start_month",
               "El término (" + month_in_words(*period.end) + ") es anterior al inicio (" +
                   month_in_words(*period.start) + "). Cambie uno de los dos.");
}

struct Outer {
    Period period;
    ErrorCode code;
    std::string_view of_name;  ///< "de la línea de acción"
};

void check_inside(RecordCheck& check, std::string_view key, std::optional<Month> month,
                  const Outer& outer) {
    if (!month || !check.changed(key)) return;
    const std::string what =
        (key == "start_month" ? "El inicio (" : "El término (") + month_in_words(*month) + ")";
    if (outer.period.start && *month < *outer.period.start) {
        check.fail(outer.code, key,
                   what + " es anterior al inicio " + std::string{outer.of_name} + " (" +
                       month_in_words(*outer.period.start) +
                       "). Elija otro mes o adelante primero ese inicio.");
    } else if (outer.period.end && *month > *outer.period.end) {
        check.fail(outer.code, key,
                   what + " es posterior al término " + std::string{outer.of_name} + " (" +
                       month_in_words(*outer.period.end) +
                       "). Elija otro mes o extienda primero ese término.");
    }
}

void check_inside_parent(RecordCheck& check, std::string_view reference, const Period& period,
                         ErrorCode code, std::string_view of_name) {
    if (!check.changed("start_month") && !check.changed("end_month")) return;
    const auto id = Id::parse(text_of(check.after.fields, reference));
    if (!id) return;
    const auto parent = check.lookup.view(*id);
    if (!parent) return;
    const Outer outer{period_of(*parent), code, of_name};
    check_inside(check, "start_month", period.start, outer);
    check_inside(check, "end_month", period.end, outer);
}

}  // namespace

void check_months(RecordCheck& check) {
    if (check.info.find("start_month") == nullptr) return;
    const Period period = period_of(check.after);
    check_order(check, period);
    if (check.info.key == "activity") {
        check_inside_parent(check, "action_line", period, ErrorCode::outside_line,
                            "de la línea de acción");
    } else if (check.info.key == "action_line") {
        check_inside_parent(check, "plan", period, ErrorCode::outside_plan, "del plan");
    }
}

}  // namespace minga
