#include "client_wasm/app/inbox_model.hpp"

#include "client_wasm/app/moment.hpp"
#include "client_wasm/app/record_words.hpp"
#include "shared/base/text.hpp"
#include "shared/codec/csv.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/ancestry.hpp"

#include <algorithm>
#include <map>

namespace minga::client {
namespace {

using sync::InboxItem;

constexpr std::int64_t day_ms = 86'400'000;

std::string commune_of(const Id& organization, const InboxReader& reader) {
    const auto record = reader.lookup.find(organization);
    if (!record) return {};
    const Commune* commune =
        reader.catalog.territory().find_commune(text_of(record->fields, "commune"));
    return commune != nullptr ? commune->name : text_of(record->fields, "name");
}

/// The record as it is here, or as what is known of it would make it.
Record record_or(const Id& id, std::string_view kind, const FieldMap& fields,
                 const InboxReader& reader) {
    if (auto here = reader.lookup.find(id)) return std::move(*here);
    Record record;
    record.id = id;
    record.kind = kind;
    record.fields = fields;
    return record;
}

/// The plan above the record; of a record that was never made, above what it was to lie under.
template <typename Entry>
void add_plan(Entry& entry, const Record& record, const InboxReader& reader) {
    Ancestry ancestry{record, reader.lookup};
    const Record* plan = ancestry.find("plan");
    if (plan == nullptr) return;
    entry.plan_id = plan->id;
    entry.plan = "Plan";
    const auto id = Id::parse(text_of(plan->fields, "cycle"));
    const auto cycle = id ? reader.lookup.find(*id) : std::nullopt;
    if (cycle) entry.plan += " del ciclo " + std::to_string(integer_of(cycle->fields, "number"));
}

void add_person(InboxEntry& entry, const std::string& name) {
    const bool is_there =
        std::find(entry.people.begin(), entry.people.end(), name) != entry.people.end();
    if (!name.empty() && !is_there) entry.people.push_back(name);
}

std::string type_word(const InboxEntry& entry) {
    if (!entry.is_conflict) return "Cambio rechazado";
    return entry.item().is_removal ? "Eliminar o conservar" : "Conflicto";
}

/// "2026-11-20 10:42", which spreadsheets read as a moment.
std::string cell_moment(Instant at, std::int32_t zone_offset_minutes) {
    if (at.ms == 0) return {};
    const Instant local{at.ms + zone_offset_minutes * std::int64_t{60'000}};
    return Date::of(local).to_text() + " " + clock_text(at, zone_offset_minutes);
}

void add_once(std::vector<std::string>& all, const std::string& one) {
    if (!one.empty() && std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

bool is_before(const std::string& a, const std::string& b) {
    return fold_for_search(a) < fold_for_search(b);
}

}  // namespace

std::string InboxEntry::key() const {
    return is_conflict ? item().conflict.to_text() : "refusal " + std::to_string(item().op);
}

std::vector<InboxEntry> inbox_entries(const std::vector<InboxItem>& items,
                                      const InboxReader& reader) {
    std::vector<InboxEntry> entries;
    for (const InboxItem& item : items) {
        const bool is_conflict = item.type == InboxItem::Type::conflict;
        const bool is_of_last = !is_conflict && !entries.empty() && !entries.back().is_conflict &&
                                entries.back().item().op == item.op;
        if (!is_of_last) entries.emplace_back().is_conflict = is_conflict;
        InboxEntry& entry = entries.back();
        entry.items.push_back(item);
        entry.words.push_back(inbox_words(item, reader));
        add_person(entry, item.theirs_by);
        add_person(entry, item.mine_by);
    }
    for (InboxEntry& entry : entries) {
        entry.commune = commune_of(entry.item().organization, reader);
        const InboxItem& item = entry.item();
        add_plan(entry, record_or(item.record, item.kind, item.change, reader), reader);
    }
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        if (a.is_conflict != b.is_conflict) return a.is_conflict;
        return a.since().ms < b.since().ms;
    });
    return entries;
}

std::vector<ShelfEntry> shelf_entries(const std::vector<sync::ShelfItem>& items,
                                      const InboxReader& reader) {
    std::vector<ShelfEntry> entries;
    std::map<Id, FieldMap> fields;
    for (const sync::ShelfItem& item : items) fields[item.record].emplace(item.field, item.value);
    for (const sync::ShelfItem& item : items) {
        if (entries.empty() || entries.back().record != item.record) {
            ShelfEntry& entry = entries.emplace_back();
            Record record = record_or(item.record, item.kind, fields[item.record], reader);
            record.organization = item.organization;
            entry.record = item.record;
            entry.path = record_path(record, reader.lookup, reader.catalog);
            entry.commune = commune_of(item.organization, reader);
            add_plan(entry, record, reader);
        }
        entries.back().values.emplace_back(
            field_title(item.kind, item.field),
            value_words(item.kind, item.field, item.value, reader.catalog));
    }
    return entries;
}

bool passes(const ShelfEntry& entry, const InboxFilter& filter) {
    if (filter.type != InboxType::all || filter.age != InboxAge::any) return false;
    if (!filter.commune.empty() && entry.commune != filter.commune) return false;
    if (!filter.plan.is_nil() && entry.plan_id != filter.plan) return false;
    return filter.person.empty();
}

FieldMap fields_of(const InboxFilter& filter) {
    FieldMap fields;
    const auto type = static_cast<std::int64_t>(filter.type);
    if (type != 0) fields.emplace("type", type);
    if (!filter.commune.empty()) fields.emplace("commune", filter.commune);
    if (!filter.plan.is_nil()) fields.emplace("plan", filter.plan.to_text());
    if (!filter.person.empty()) fields.emplace("person", filter.person);
    const auto age = static_cast<std::int64_t>(filter.age);
    if (age != 0) fields.emplace("age", age);
    return fields;
}

InboxFilter inbox_filter_from(const FieldMap& fields) {
    InboxFilter filter;
    const std::int64_t type = integer_of(fields, "type");
    constexpr auto last_type = static_cast<std::int64_t>(InboxType::refusals);
    if (type > 0 && type <= last_type) filter.type = static_cast<InboxType>(type);
    filter.commune = text_of(fields, "commune");
    if (auto plan = Id::parse(text_of(fields, "plan"))) filter.plan = *plan;
    filter.person = text_of(fields, "person");
    const std::int64_t age = integer_of(fields, "age");
    constexpr auto last_age = static_cast<std::int64_t>(InboxAge::over_month);
    if (age > 0 && age <= last_age) filter.age = static_cast<InboxAge>(age);
    return filter;
}

bool passes(const InboxEntry& entry, const InboxFilter& filter, Instant now) {
    if (filter.type == InboxType::conflicts && !entry.is_conflict) return false;
    if (filter.type == InboxType::refusals && entry.is_conflict) return false;
    if (!filter.commune.empty() && entry.commune != filter.commune) return false;
    if (!filter.plan.is_nil() && entry.plan_id != filter.plan) return false;
    const auto& people = entry.people;
    if (!filter.person.empty() &&
        std::find(people.begin(), people.end(), filter.person) == people.end()) {
        return false;
    }
    // What has no known time is of no known age.
    if (entry.since().ms == 0) return filter.age == InboxAge::any;
    const std::int64_t age_ms = now.ms - entry.since().ms;
    switch (filter.age) {
        case InboxAge::any:
            return true;
        case InboxAge::last_day:
            return age_ms <= day_ms;
        case InboxAge::last_week:
            return age_ms <= 7 * day_ms;
        case InboxAge::over_week:
            return age_ms > 7 * day_ms;
        case InboxAge::over_month:
            return age_ms > 30 * day_ms;
    }
    return true;
}

InboxChoices inbox_choices(const std::vector<InboxEntry>& entries) {
    InboxChoices choices;
    for (const InboxEntry& entry : entries) {
        add_once(choices.communes, entry.commune);
        for (const std::string& person : entry.people) add_once(choices.people, person);
    }
    std::sort(choices.communes.begin(), choices.communes.end(), is_before);
    std::sort(choices.people.begin(), choices.people.end(), is_before);
    for (const InboxEntry& entry : entries) {
        const auto& ids = choices.plan_ids;
        const bool is_new = std::find(ids.begin(), ids.end(), entry.plan_id) == ids.end();
        if (entry.plan_id.is_nil() || !is_new) continue;
        choices.plan_ids.push_back(entry.plan_id);
        const bool needs_commune = choices.communes.size() > 1;
        choices.plans.push_back(needs_commune ? entry.plan + ", " + entry.commune : entry.plan);
    }
    return choices;
}

std::string inbox_csv(const std::vector<const InboxEntry*>& entries, Instant now,
                      std::int32_t zone_offset_minutes,
                      const std::vector<const ShelfEntry*>& shelf) {
    std::vector<CsvRow> rows;
    rows.push_back({"Clase", "Comuna", "Plan", "Registro", "Campo", "Antes decía",
                    "Valor en el servidor", "Escrito por", "Escrito el", "Escrito en",
                    "Valor propuesto", "Propuesto por", "Propuesto el", "Propuesto en", "Motivo",
                    "Días de espera", "Estado"});
    for (const InboxEntry* entry : entries) {
        for (std::size_t index = 0; index < entry->items.size(); ++index) {
            const InboxItem& item = entry->items[index];
            const InboxWords& words = entry->words[index];
            const std::int64_t days =
                std::max<std::int64_t>((now.ms - entry->since().ms) / day_ms, 0);
            rows.push_back({type_word(*entry), entry->commune, entry->plan, words.path, words.field,
                            words.base, words.theirs.value, item.theirs_by,
                            cell_moment(item.theirs_at, zone_offset_minutes), words.theirs.device,
                            words.mine.value, item.mine_by,
                            cell_moment(item.mine_at, zone_offset_minutes), words.mine.device,
                            item.message, std::to_string(days),
                            item.is_decided ? "Decidido aquí, en cola" : "Espera"});
            for (std::size_t at = 0; at < words.earlier.size(); ++at) {
                CsvRow row = rows.back();
                row[10] = words.earlier[at].value;
                row[12] = cell_moment(item.earlier[at].at, zone_offset_minutes);
                row.back() = "Propuesta anterior";
                rows.push_back(std::move(row));
            }
        }
    }
    for (const ShelfEntry* entry : shelf) {
        for (const auto& [field, value] : entry->values) {
            CsvRow row(rows.front().size());
            row[0] = "Perdido por el servidor";
            row[1] = entry->commune;
            row[2] = entry->plan;
            row[3] = entry->path;
            row[4] = field;
            row[10] = value;
            row.back() = "Espera";
            rows.push_back(std::move(row));
        }
    }
    return csv_from_rows(rows);
}

}  // namespace minga::client
