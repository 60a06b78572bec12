#include "client_wasm/paper/paper.hpp"

#include "client_wasm/widgets/format.hpp"
#include "shared/codec/json.hpp"
#include "shared/rules/ancestry.hpp"
#include "shared/rules/closed.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace minga::client {
namespace {

/// The states in which a plan or an assessment is what it will be.
constexpr std::array<std::string_view, 3> approved_states{"closed", "validated", "definitive"};

std::string cycle_text(const Record& cycle) {
    std::string text = "Ciclo " + std::to_string(integer_of(cycle.fields, "number"));
    const std::int64_t year = integer_of(cycle.fields, "year");
    if (year > 0) text += ", " + std::to_string(year);
    return text;
}

/// What is approved as a whole: the plan or the assessment that the record is part of.
void take_state(Paper& paper, Ancestry& ancestry, const PaperSource& source) {
    const Record* whole = ancestry.find("plan");
    if (whole == nullptr) whole = ancestry.find("assessment");
    if (whole == nullptr) return;
    Ancestry above{*whole, source.records};
    const Machine* machine = machine_of(above, "state", source.catalog);
    if (machine == nullptr) return;
    const std::string key = state_of(*machine, *whole);
    const State* state = machine->find_state(key);
    paper.state = state != nullptr ? state->name : key;
    paper.is_draft =
        std::find(approved_states.begin(), approved_states.end(), key) == approved_states.end();
}

void append_member(std::string& json, std::string_view name, std::string_view value) {
    json += json.back() == '{' ? "" : ",";
    append_json_text(json, name);
    json += ':';
    append_json_text(json, value);
}

}  // namespace

Paper paper_about(const PaperSource& source, const Record& record, std::vector<PaperPart> parts) {
    Paper paper;
    if (!parts.empty()) paper.title = parts.front().title;
    paper.parts = std::move(parts);
    Ancestry ancestry{record, source.records};
    if (const auto home = source.records.find(record.organization)) {
        paper.organization = text_of(home->fields, "name");
    }
    if (const Record* cycle = ancestry.find("cycle")) paper.cycle = cycle_text(*cycle);
    // A form to fill in by hand is nobody's draft.
    if (!is_blank(record)) take_state(paper, ancestry, source);
    paper.date = format_date(source.today.to_text());
    return paper;
}

std::string to_json(const Paper& paper) {
    std::string json = "{";
    append_member(json, "title", paper.title);
    append_member(json, "organization", paper.organization);
    append_member(json, "cycle", paper.cycle);
    append_member(json, "state", paper.state);
    append_member(json, "date", paper.date);
    json += paper.is_draft ? ",\"isDraft\":true" : ",\"isDraft\":false";
    json += ",\"parts\":[";
    for (const PaperPart& part : paper.parts) {
        if (json.back() != '[') json += ',';
        json += part.is_wide ? "{\"isWide\":true" : "{\"isWide\":false";
        append_member(json, "title", part.title);
        append_member(json, "html", part.html);
        json += '}';
    }
    return json + "]}";
}

std::string subcriterion_name(const Catalog& catalog, std::string_view key) {
    const Subcriterion* found = catalog.model().find_subcriterion(key);
    if (found == nullptr) return std::string{key};
    return std::to_string(found->number) + ". " + found->name;
}

std::string subcriteria_text(const Catalog& catalog, const TextSet& keys) {
    std::string text;
    for (const Subcriterion& one : catalog.model().subcriteria()) {
        if (std::find(keys.begin(), keys.end(), one.key) == keys.end()) continue;
        if (!text.empty()) text += '\n';
        text += subcriterion_name(catalog, one.key);
    }
    return text;
}

std::string criteria_text(const Catalog& catalog, const TextSet& keys) {
    std::string text;
    for (const Criterion& criterion : catalog.model().criteria()) {
        const bool is_touched = std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
            const Subcriterion* one = catalog.model().find_subcriterion(key);
            return one != nullptr && one->criterion == criterion.key;
        });
        if (!is_touched) continue;
        if (!text.empty()) text += '\n';
        text += std::to_string(criterion.number) + ". " + criterion.name;
    }
    return text;
}

std::string name_of_tool(const Catalog& catalog, std::string_view key) {
    const Tool* tool = catalog.find_tool(key);
    return tool != nullptr ? tool->name : std::string{key};
}

std::string points_of(const Score& score) {
    return format_integer(score.obtained) + " de " + format_integer(score.maximum);
}

std::string percent_of(const Score& score) {
    return std::to_string(score.percent()) + " %";
}

std::string decimal_words(Decimal number) {
    std::string text = number.to_text();
    std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

std::vector<Record> records_under(const PaperSource& source, const Record& parent,
                                  std::string_view kind) {
    return is_blank(parent) ? std::vector<Record>{} : source.records.children(parent.id, kind);
}

}  // namespace minga::client
