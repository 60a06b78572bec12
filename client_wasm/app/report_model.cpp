#include "client_wasm/app/report_model.hpp"

#include "shared/base/text.hpp"
#include "shared/codec/csv.hpp"
#include "shared/codec/json.hpp"

#include <algorithm>

namespace minga::client {
namespace {

void read_diagnosis(const Json& json, ReportRow& row) {
    if (!json.is_object()) return;
    row.diagnosis.obtained = json.integer_at("obtained");
    row.diagnosis.maximum = json.integer_at("maximum");
    row.diagnosis.answered = json.integer_at("answered");
    row.diagnosis.missing =
        std::max<std::int64_t>(json.integer_at("questions") - row.diagnosis.answered, 0);
    row.diagnosis_state = json.text_at("state");
    row.has_diagnosis = row.diagnosis.answered > 0;
}

void read_plan(const Json& json, ReportRow& row) {
    if (!json.is_object()) return;
    row.has_plan = true;
    row.lines = json.integer_at("lines");
    row.activities.total = json.integer_at("activities");
    row.activities.executed = json.integer_at("executed");
    row.activities.late = json.integer_at("late");
    // Sums need the number behind the percentage.
    row.activities.expected =
        json.contains("expected")
            ? json.integer_at("expected")
            : (json.integer_at("expected_percent") * row.activities.total + 50) / 100;
    row.funds.own.kclp = json.integer_at("own_kclp");
    row.funds.subdere.kclp = json.integer_at("subdere_kclp");
}

std::int64_t order_of_region(const Territory& territory, const std::string& code) {
    const Region* region = territory.find_region(code);
    return region != nullptr ? region->order : 99;
}

bool has_figure(const ReportRow& row, ReportOrder order) {
    switch (order) {
        case ReportOrder::north_to_south:
        case ReportOrder::name:
        case ReportOrder::conflicts:
        case ReportOrder::refusals:
            return true;
        case ReportOrder::diagnosis:
            return row.has_diagnosis;
        case ReportOrder::plan:
        case ReportOrder::own_funds:
        case ReportOrder::subdere_funds:
        case ReportOrder::late:
            return row.has_plan;
        case ReportOrder::last_change:
            return row.last_change.ms > 0;
    }
    return true;
}

/// Shares are compared exactly, by cross-multiplying, not by their rounded percentages.
int compare_shares(std::int64_t part_a, std::int64_t whole_a, std::int64_t part_b,
                   std::int64_t whole_b) {
    const std::int64_t left = part_a * std::max<std::int64_t>(whole_b, 1);
    const std::int64_t right = part_b * std::max<std::int64_t>(whole_a, 1);
    return left < right ? -1 : left > right ? 1 : 0;
}

int compare_numbers(std::int64_t a, std::int64_t b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

int compare(const ReportRow& a, const ReportRow& b, ReportOrder order) {
    switch (order) {
        case ReportOrder::north_to_south:
            return compare_numbers(a.region_order, b.region_order);
        case ReportOrder::name:
            return a.folded.compare(b.folded);
        case ReportOrder::diagnosis:
            return compare_shares(a.diagnosis.obtained, a.diagnosis.maximum, b.diagnosis.obtained,
                                  b.diagnosis.maximum);
        case ReportOrder::plan:
            return compare_shares(a.activities.executed, a.activities.total, b.activities.executed,
                                  b.activities.total);
        case ReportOrder::own_funds:
            return compare_numbers(a.funds.own.kclp, b.funds.own.kclp);
        case ReportOrder::subdere_funds:
            return compare_numbers(a.funds.subdere.kclp, b.funds.subdere.kclp);
        case ReportOrder::late:
            return compare_numbers(a.activities.late, b.activities.late);
        case ReportOrder::conflicts:
            return compare_numbers(a.conflicts, b.conflicts);
        case ReportOrder::refusals:
            return compare_numbers(a.refusals, b.refusals);
        case ReportOrder::last_change:
            return compare_numbers(a.last_change.ms, b.last_change.ms);
    }
    return 0;
}

bool passes(const ReportRow& row, const ReportFilter& filter, const std::string& folded) {
    if (!filter.shows_all && !row.has_data()) return false;
    if (!filter.region.empty() && row.region != filter.region) return false;
    return folded.empty() || row.folded.find(folded) != std::string::npos;
}

CsvRow csv_row(const ReportRow& row, const std::string& region) {
    const auto number = [](bool is_known, std::int64_t value) {
        return is_known ? std::to_string(value) : std::string{};
    };
    return {region,
            row.name,
            number(row.has_diagnosis, row.diagnosis.obtained),
            number(row.has_diagnosis, row.diagnosis.maximum),
            number(row.has_diagnosis, row.diagnosis.percent()),
            number(row.has_plan, row.lines),
            number(row.has_plan, row.activities.total),
            number(row.has_plan, row.activities.executed),
            number(row.has_plan, row.activities.percent()),
            number(row.has_plan, row.activities.expected_percent()),
            number(row.has_plan, row.activities.late),
            number(row.has_plan, row.funds.own.kclp),
            number(row.has_plan, row.funds.subdere.kclp),
            number(true, row.conflicts),
            number(true, row.refusals),
            row.last_change.ms > 0 ? row.last_change.to_text() : std::string{}};
}

}  // namespace

Result<std::vector<ReportRow>> read_report(std::string_view text, const Territory& territory) {
    auto json = parse_json(text);
    if (!json) return json.error();
    std::vector<ReportRow> rows;
    for (const Json& item : (*json)["rows"].items()) {
        ReportRow row;
        row.organization = item.text_at("organization");
        row.name = item.text_at("name");
        row.region = item.text_at("region");
        if (const Commune* commune = territory.find_commune(item.text_at("commune"))) {
            row.name = commune->name;
            row.region = commune->region;
        }
        if (row.name.empty()) continue;
        row.folded = fold_for_search(row.name);
        row.region_order = order_of_region(territory, row.region);
        row.is_enrolled = item.boolean_at("enrolled");
        row.conflicts = item.integer_at("conflicts_open");
        row.refusals = item.integer_at("refusals_open");
        if (const std::int64_t* ms = item["last_change"].integer()) row.last_change.ms = *ms;
        if (auto at = Instant::parse(item.text_at("last_change"))) row.last_change = *at;
        read_diagnosis(item["diagnosis"], row);
        read_plan(item["plan"], row);
        rows.push_back(std::move(row));
    }
    return rows;
}

FieldMap fields_of(const ReportFilter& filter) {
    FieldMap fields;
    if (!filter.region.empty()) fields.emplace("region", filter.region);
    if (!filter.search.empty()) fields.emplace("search", filter.search);
    if (filter.shows_all) fields.emplace("all", true);
    const auto order = static_cast<std::int64_t>(filter.order);
    if (order != 0) fields.emplace("order", order);
    if (filter.is_descending) fields.emplace("descending", true);
    return fields;
}

ReportFilter report_filter_from(const FieldMap& fields) {
    ReportFilter filter;
    filter.region = text_of(fields, "region");
    filter.search = text_of(fields, "search");
    filter.shows_all = value_of(fields, "all") == Value{true};
    const std::int64_t order = integer_of(fields, "order");
    constexpr auto last = static_cast<std::int64_t>(ReportOrder::last_change);
    if (order > 0 && order <= last) filter.order = static_cast<ReportOrder>(order);
    filter.is_descending = value_of(fields, "descending") == Value{true};
    return filter;
}

std::vector<std::size_t> filtered(const std::vector<ReportRow>& rows, const ReportFilter& filter) {
    const std::string folded = fold_for_search(trim(filter.search));
    std::vector<std::size_t> chosen;
    for (std::size_t index = 0; index < rows.size(); ++index) {
        if (passes(rows[index], filter, folded)) chosen.push_back(index);
    }
    const auto is_before = [&](std::size_t left, std::size_t right) {
        const ReportRow& a = rows[left];
        const ReportRow& b = rows[right];
        const bool has_a = has_figure(a, filter.order);
        if (has_a != has_figure(b, filter.order)) return has_a;
        const int order = compare(a, b, filter.order);
        if (order != 0) return filter.is_descending ? order > 0 : order < 0;
        if (a.region_order != b.region_order && filter.order == ReportOrder::north_to_south) {
            return a.region_order < b.region_order;
        }
        return a.folded < b.folded;
    };
    std::stable_sort(chosen.begin(), chosen.end(), is_before);
    return chosen;
}

ReportRow totals_of(const std::vector<ReportRow>& rows, const std::vector<std::size_t>& chosen) {
    ReportRow total;
    for (const std::size_t index : chosen) {
        const ReportRow& row = rows[index];
        if (row.has_diagnosis) {
            total.has_diagnosis = true;
            total.diagnosis = total.diagnosis + row.diagnosis;
        }
        if (row.has_plan) {
            total.has_plan = true;
            total.activities = total.activities + row.activities;
            total.funds = total.funds + row.funds;
            total.lines += row.lines;
        }
        total.conflicts += row.conflicts;
        total.refusals += row.refusals;
        total.last_change = std::max(total.last_change, row.last_change);
    }
    return total;
}

std::string report_csv(const std::vector<ReportRow>& rows, const std::vector<std::size_t>& chosen,
                       const Territory& territory) {
    std::vector<CsvRow> lines;
    lines.push_back({"Región", "Comuna", "Puntaje obtenido", "Puntaje máximo", "% de logro",
                     "Líneas de acción", "Actividades", "Ejecutadas", "% ejecutado", "% previsto",
                     "Atrasadas", "Recursos propios (M$)", "Recursos SUBDERE (M$)",
                     "Conflictos por resolver", "Cambios rechazados por corregir",
                     "Último contacto"});
    for (const std::size_t index : chosen) {
        const Region* region = territory.find_region(rows[index].region);
        lines.push_back(
            csv_row(rows[index], region != nullptr ? region->short_name : rows[index].region));
    }
    ReportRow total = totals_of(rows, chosen);
    total.name = "Total";
    lines.push_back(csv_row(total, ""));
    return csv_from_rows(lines);
}

}  // namespace minga::client
