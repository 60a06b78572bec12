#include "shared/rules/selection.hpp"

#include "shared/records/all_records.hpp"
#include "shared/rules/next_cycle.hpp"
#include "shared/rules/words.hpp"

#include <algorithm>

namespace minga {
namespace {

bool meets(const Record& record, const std::vector<Condition>& conditions, const Move& move) {
    return conditions.empty() || Ancestry::of(record, move.lookup).satisfies(conditions);
}

/// The state that the record moves to, in the machine that moves it.
const State* next_state(const Move& move) {
    for (const Machine* machine : move.catalog.workflow().machines_of(move.record.kind)) {
        if (!meets(move.record, machine->when, move)) continue;
        if (const State* state = machine->find_state(move.to)) return state;
    }
    return nullptr;
}

std::optional<Record> source_of(const RecordSource& source, const Move& move) {
    if (source.kind == "self") return move.record;
    Ancestry ancestry = Ancestry::of(move.record, move.lookup);
    if (const Record* found = ancestry.find(source.kind)) {
        return meets(*found, source.when, move) ? std::optional{*found} : std::nullopt;
    }
    const Record* cycle = ancestry.find("cycle");
    if (cycle == nullptr) return std::nullopt;
    std::optional<Record> newest;
    for (Record& one : move.lookup.children(cycle->id, source.kind)) {
        if (!meets(one, source.when, move)) continue;
        if (newest &&
            integer_of(one.fields, "version", 1) <= integer_of(newest->fields, "version", 1)) {
            continue;
        }
        newest = std::move(one);
    }
    return newest;
}

/// A text that says something, a number, a yes.
bool is_filled(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    return !is_empty(value);
}

bool has(const Record& record, const std::string& entry, const Move& move) {
    const schema::RecordInfo* info = schema::find_record_info(record.kind);
    if (info != nullptr && info->find(entry) != nullptr) {
        return is_filled(value_of(record.fields, entry));
    }
    return move.lookup.count_children(record.id, entry) > 0;
}

}  // namespace

std::optional<Record> cycle_of(const Move& move) {
    return source_of({}, move);
}

std::vector<Record> sources_of(const RecordSource& source, const Move& move) {
    std::vector<Record> found;
    const auto add = [&](std::optional<Record> one) {
        if (!one) return;
        const bool is_there = std::any_of(found.begin(), found.end(),
                                          [&](const Record& other) { return other.id == one->id; });
        if (!is_there) found.push_back(*std::move(one));
    };
    if (source.kind != "about") {
        add(source_of(source, move));
        return found;
    }
    add(cycle_of(move));
    const State* state = next_state(move);
    add(state == nullptr || state->about.kind.empty() ? move.record
                                                      : source_of(state->about, move));
    return found;
}

std::vector<Record> children_of(const std::vector<Record>& parents, std::string_view kind,
                                const Move& move) {
    std::vector<Record> children;
    for (const Record& parent : parents) {
        for (Record& child : move.lookup.children(parent.id, kind)) {
            children.push_back(std::move(child));
        }
    }
    return children;
}

std::vector<Record> selected_records(const Check& check, const Move& move) {
    if (move.record.kind == check.records) return {move.record};
    std::vector<Record> records = sources_of(check.of, move);
    if (!check.through.empty()) records = children_of(records, check.through, move);
    if (!check.records.empty()) records = children_of(records, check.records, move);
    const Position* position = move.catalog.positions().find(check.position);
    const auto is_left_out = [&](const Record& record) {
        if (!meets(record, check.when, move)) return true;
        if (!check.except.empty() && meets(record, check.except, move)) return true;
        return position != nullptr && !is_held_by(record, *position, move.catalog);
    };
    records.erase(std::remove_if(records.begin(), records.end(), is_left_out), records.end());
    return records;
}

std::vector<Record> documents_of(const Move& move, const Check& check) {
    std::vector<Record> documents;
    auto cycle = cycle_of(move);
    while (cycle) {
        for (Record& document : move.lookup.children(cycle->id, "document")) {
            if (text_of(document.fields, "type") != check.document) continue;
            documents.push_back(std::move(document));
        }
        cycle = check.in_any_cycle ? previous_cycle(*cycle, move.lookup) : std::nullopt;
    }
    return documents;
}

bool has_all(const Record& record, const std::vector<std::string>& entries, const Move& move) {
    return std::all_of(entries.begin(), entries.end(),
                       [&](const std::string& entry) { return has(record, entry, move); });
}

bool is_as_asked(const Record& record, const Check& check, const Move& move) {
    const auto has_entry = [&](const std::string& entry) { return has(record, entry, move); };
    const bool is_so =
        has_all(record, check.all, move) &&
        (check.any.empty() || std::any_of(check.any.begin(), check.any.end(), has_entry)) &&
        std::all_of(check.positive.begin(), check.positive.end(),
                    [&](const std::string& field) { return integer_of(record.fields, field) > 0; });
    return is_so && meets(record, check.is, move);
}

bool is_held_by(const Record& record, const Position& position, const Catalog& catalog) {
    for (const std::string_view field : {"position", "function"}) {
        if (catalog.positions().match(text_of(record.fields, field)) == &position) return true;
    }
    return false;
}

bool organization_flag(const Move& move, std::string_view flag) {
    const auto organization = move.lookup.find(move.record.organization);
    return organization && boolean_of(organization->fields, flag);
}

Finding finding_of_missing(const std::vector<std::string>& missing) {
    constexpr std::size_t named_max = 10;
    if (missing.empty()) return {};
    std::vector<std::string> named = missing;
    if (named.size() > named_max) {
        named.resize(named_max);
        named.push_back(std::to_string(missing.size() - named_max) + " más");
    }
    return {false, (missing.size() == 1 ? "Falta: " : "Faltan: ") + enumerated(named) + "."};
}

std::string filled_in(std::string text, std::string_view mark, std::string_view value) {
    for (std::size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + value.size())) {
        text.replace(at, mark.size(), value);
    }
    return text;
}

}  // namespace minga
