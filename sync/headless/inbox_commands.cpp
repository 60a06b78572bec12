/// The verbs about what waits: for a decision, for a correction, for the network.
#include "shared/codec/csv.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/ancestry.hpp"
#include "sync/client/device_store.hpp"
#include "sync/headless/arguments.hpp"
#include "sync/headless/commands.hpp"

#include <algorithm>
#include <array>
#include <ostream>

namespace minga::sync {
namespace {

/// The keys of an item that is neither a value nor a list, in the order of the table.
constexpr std::array inbox_columns{
    "type",          "id",      "op",      "organization", "plan",        "record",
    "kind",          "field",   "base",    "theirs",       "theirs_by",   "theirs_at",
    "theirs_device", "mine",    "mine_by", "mine_at",      "mine_device", "since",
    "code",          "message", "removal", "decided"};

std::string id_text(const Id& id) {
    return id.is_nil() ? std::string{} : id.to_text();
}

/// The plan that the record belongs to, or "".
std::string plan_of(const DeviceStore& store, const Id& id) {
    const auto record = store.find(id);
    if (!record) return {};
    Ancestry ancestry{*record, store};
    const Record* plan = ancestry.find("plan");
    return plan != nullptr ? plan->id.to_text() : std::string{};
}

Json texts(const std::vector<std::string>& all) {
    Json list = Json::array();
    for (const std::string& text : all) list.push(text);
    return list;
}

Json inbox_item_to_json(const DeviceStore& store, const InboxItem& item) {
    const bool is_conflict = item.type == InboxItem::Type::conflict;
    Json json = Json::object();
    json.set("type", is_conflict ? "conflict" : "refused");
    json.set("id", is_conflict ? item.conflict.to_text() : std::to_string(item.op));
    json.set("op", item.op).set("record", item.record.to_text()).set("kind", item.kind);
    json.set("organization", id_text(item.organization)).set("plan", plan_of(store, item.record));
    json.set("field", item.field).set("base", value_to_json(item.base));
    json.set("theirs", value_to_json(item.theirs)).set("mine", value_to_json(item.mine));
    Json earlier = Json::array();
    for (const InboxItem::Proposal& one : item.earlier) earlier.push(value_to_json(one.value));
    if (!item.earlier.empty()) json.set("earlier", std::move(earlier));
    json.set("theirs_by", item.theirs_by).set("mine_by", item.mine_by);
    json.set("theirs_at", moment_text(item.theirs_at)).set("mine_at", moment_text(item.mine_at));
    json.set("theirs_device", id_text(item.theirs_device));
    json.set("mine_device", id_text(item.mine_device)).set("since", moment_text(item.since()));
    if (!is_conflict) {
        json.set("code", item.code).set("message", item.message);
        json.set("change", fields_to_json(item.change)).set("taken", texts(item.taken));
    }
    json.set("removal", item.is_removal).set("decided", item.is_decided);
    if (item.decision != 0) json.set("decision", item.decision);
    return json;
}

std::string plain(const Json& json) {
    return json.is_text() ? *json.text() : json.is_null() ? std::string{} : json.dump();
}

/// `before=MOMENT` keeps what waits since earlier; `person=NAME` either of the two names; any other
/// key of the item, its value.
bool fits(const Json& item, const std::pair<std::string, std::string>& wanted) {
    const auto& [key, value] = wanted;
    if (key == "before") return item.text_at("since") < value;
    if (key == "person")
        return item.text_at("theirs_by") == value || item.text_at("mine_by") == value;
    return plain(item[key]) == value;
}

Json waiting_to_json(const DeviceStore& store, const WaitingOp& op) {
    const auto record = store.find(op.record);
    Json json = Json::object();
    json.set("op", op.number).set("record", op.record.to_text());
    json.set("kind", record ? record->kind : op.kind);
    json.set("set", fields_to_json(op.set)).set("was", fields_to_json(op.was));
    json.set("removal", op.is_removal).set("sent", op.is_sent);
    return json.set("made_at", moment_text(op.made_at));
}

std::string_view word_of(FieldEvent::Type type) {
    switch (type) {
        case FieldEvent::Type::written:
            return "written";
        case FieldEvent::Type::proposed:
            return "proposed";
        case FieldEvent::Type::refused:
            return "refused";
        case FieldEvent::Type::decided:
            return "decided";
    }
    return {};
}

/// The values that an op writes, typed by its record's table.
Result<FieldMap> values_for(const DeviceStore& store, std::int64_t op,
                            const FieldArguments& fields) {
    std::string kind;
    for (const InboxItem& item : store.inbox()) {
        if (item.type == InboxItem::Type::refusal && item.op == op) kind = item.kind;
    }
    constexpr std::int64_t all = 1'000'000;
    for (const WaitingOp& waiting : store.waiting(all)) {
        if (waiting.number != op) continue;
        const auto record = store.find(waiting.record);
        kind = record ? record->kind : waiting.kind;
    }
    if (kind.empty()) {
        return make_error(ErrorCode::not_found, "Ese cambio no espera en este equipo.");
    }
    auto info = kind_of_name(kind);
    if (!info) return info.error();
    auto parsed = parse_fields(**info, fields);
    if (!parsed) return parsed.error();
    return std::move(parsed->fields);
}

}  // namespace

Result<void> inbox(const DeviceStore& store, const FieldArguments& filters, InboxForm form,
                   std::ostream& out) {
    std::vector<std::pair<std::string, std::string>> wanted;
    for (const std::string& filter : filters) {
        auto pair = parse_pair(filter);
        if (!pair) return pair.error();
        wanted.push_back(std::move(*pair));
    }
    std::vector<CsvRow> rows{CsvRow(inbox_columns.begin(), inbox_columns.end())};
    for (const InboxItem& item : store.inbox()) {
        const Json json = inbox_item_to_json(store, item);
        const bool is_wanted = std::all_of(wanted.begin(), wanted.end(),
                                           [&](const auto& one) { return fits(json, one); });
        if (!is_wanted) continue;
        if (form == InboxForm::json) {
            out << json.dump() << '\n';
            continue;
        }
        CsvRow row;
        for (const char* column : inbox_columns) row.push_back(plain(json[column]));
        rows.push_back(std::move(row));
    }
    if (form == InboxForm::csv) out << csv_from_rows(rows);
    return {};
}

Result<void> resolve(DeviceStore& store, std::string_view conflict, std::string_view decision) {
    auto record = record_with(store, conflict);
    if (!record) return record.error();
    if (decision == "mine") return store.resolve(record->id, Resolution::mine);
    if (decision == "theirs") return store.resolve(record->id, Resolution::theirs);
    const auto typed = schema::decode<Conflict>(record->fields);
    if (typed.type == ConflictType::removal) {
        return make_error(ErrorCode::usage,
                          "Elija «mine» o «theirs»: se trata de eliminar o conservar.");
    }
    Value value{std::string{decision}};
    const schema::RecordInfo* info = schema::find_record_info(typed.record_kind);
    const schema::FieldInfo* field = info != nullptr ? info->find(typed.field) : nullptr;
    if (field != nullptr) {
        auto parsed = value_from_text(*field, decision);
        if (!parsed) return parsed.error();
        value = std::move(*parsed);
    }
    return store.resolve(record->id, Resolution::other, std::move(value));
}

Result<void> correct(DeviceStore& store, std::string_view op, const FieldArguments& fields) {
    auto number = op_number(op);
    if (!number) return number.error();
    auto values = values_for(store, *number, fields);
    if (!values) return values.error();
    return store.correct(*number, std::move(*values));
}

Result<void> queue(const DeviceStore& store, std::ostream& out) {
    constexpr std::int64_t all = 1'000'000;
    for (const WaitingOp& op : store.waiting(all)) out << waiting_to_json(store, op).dump() << '\n';
    return {};
}

Result<void> amend(DeviceStore& store, std::string_view op, const FieldArguments& fields) {
    auto number = op_number(op);
    if (!number) return number.error();
    auto values = values_for(store, *number, fields);
    if (!values) return values.error();
    return store.amend(*number, std::move(*values));
}

Result<void> withdraw(DeviceStore& store, std::string_view op) {
    auto number = op_number(op);
    if (!number) return number.error();
    return store.withdraw(*number);
}

Result<void> history(const DeviceStore& store, std::string_view id, std::string_view field,
                     std::ostream& out) {
    auto record = record_with(store, id);
    if (!record) return record.error();
    for (const FieldEvent& event : store.history(record->id, field)) {
        Json json = Json::object();
        json.set("type", word_of(event.type)).set("by", event.by);
        json.set("device", id_text(event.device)).set("at", moment_text(event.at));
        if (event.has_from) json.set("from", value_to_json(event.from));
        json.set("to", value_to_json(event.to)).set("waiting", event.is_waiting);
        out << json.dump() << '\n';
    }
    return {};
}

}  // namespace minga::sync
