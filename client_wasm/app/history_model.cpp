#include "client_wasm/app/history_model.hpp"

#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>
#include <utility>

namespace minga::client {
namespace {

using sync::FieldEvent;

/// The key under which a removal stands among the fields.
constexpr std::string_view removal_field = "deleted";

FieldMap fields_at(const Json& json, std::string_view key) {
    auto fields = fields_from_json(json[key]);
    return fields ? *std::move(fields) : FieldMap{};
}

bool names(const Json& list, std::string_view field) {
    const auto& items = list.items();
    return std::any_of(items.begin(), items.end(),
                       [&](const Json& item) { return item.is_text() && *item.text() == field; });
}

void read_change(const Json& json, std::vector<HistoryEvent>& events) {
    HistoryEvent shared;
    shared.is_new = json.boolean_at("new");
    shared.event.by = json.text_at("by");
    shared.event.at.ms = json.integer_at("made_at");
    shared.event.n = json.integer_at("n");
    if (auto device = Id::parse(json.text_at("device"))) shared.event.device = *device;
    const FieldMap was = fields_at(json, "was");
    FieldMap set = fields_at(json, "set");
    const bool is_removal = json.boolean_at("removal");
    if (is_removal || json.boolean_at("restoration")) {
        set.insert_or_assign(std::string{removal_field}, Value{is_removal});
    }
    for (auto& [field, value] : set) {
        HistoryEvent one = shared;
        const auto before = was.find(field);
        one.field = field;
        one.event.type =
            names(json["proposed"], field) ? FieldEvent::Type::proposed : FieldEvent::Type::written;
        one.event.has_from = before != was.end();
        if (one.event.has_from) one.event.from = before->second;
        one.event.to = std::move(value);
        events.push_back(std::move(one));
    }
}

void read_decision(const Json& json, std::vector<HistoryEvent>& events) {
    auto value = value_from_json(json["value"]);
    if (!value || json.text_at("field").empty()) return;
    HistoryEvent one;
    one.field = json.text_at("field");
    one.event.type = FieldEvent::Type::decided;
    one.event.by = json.text_at("by");
    one.event.at.ms = json.integer_at("at");
    one.event.to = *std::move(value);
    events.push_back(std::move(one));
}

/// Where the field stands in its table; the removal of the record stands behind all.
std::size_t place_of(std::string_view kind, std::string_view field) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (info == nullptr) return 0;
    std::size_t place = 0;
    for (const schema::FieldInfo& one : info->fields) {
        if (one.key == field) break;
        ++place;
    }
    return place;
}

bool is_readable(std::string_view kind, std::string_view field) {
    if (field == removal_field) return true;
    const schema::RecordInfo* info = schema::find_record_info(kind);
    const schema::FieldInfo* found = info != nullptr ? info->find(field) : nullptr;
    return found != nullptr && found->kind != schema::Kind::id;
}

bool are_same(const HistoryEvent& own, const HistoryEvent& told) {
    const FieldEvent& a = own.event;
    const FieldEvent& b = told.event;
    if (own.field != told.field || a.type != b.type || a.to != b.to) return false;
    const bool is_same_op = a.n != 0 && a.n == b.n && a.device == b.device;
    return is_same_op || a.at == b.at;
}

}  // namespace

Result<HistoryPage> read_history(std::string_view text) {
    auto json = parse_json(text);
    if (!json) return json.error();
    HistoryPage page;
    for (const Json& item : (*json)["changes"].items()) read_change(item, page.events);
    for (const Json& item : (*json)["decisions"].items()) read_decision(item, page.events);
    page.before = json->text_at("before");
    return page;
}

std::vector<HistoryEvent> own_history(const sync::DeviceStore& store, const Record& record) {
    std::vector<HistoryEvent> events;
    const auto take = [&](std::string_view field) {
        for (FieldEvent& event : store.history(record.id, field)) {
            events.push_back({std::string{field}, std::move(event)});
        }
    };
    const schema::RecordInfo* info = schema::find_record_info(record.kind);
    if (info == nullptr) return events;
    for (const schema::FieldInfo& field : info->fields) take(field.key);
    take(removal_field);
    return events;
}

std::vector<HistoryEvent> merged_history(std::vector<HistoryEvent> own,
                                         const std::vector<HistoryEvent>& told,
                                         std::string_view kind) {
    for (const HistoryEvent& event : told) {
        const auto known = std::find_if(own.begin(), own.end(), [&](const HistoryEvent& mine) {
            return are_same(mine, event);
        });
        if (known == own.end()) {
            own.push_back(event);
        } else {
            known->is_new = known->is_new || event.is_new;
        }
    }
    std::erase_if(own, [&](const HistoryEvent& event) { return !is_readable(kind, event.field); });
    std::stable_sort(own.begin(), own.end(), [&](const HistoryEvent& a, const HistoryEvent& b) {
        return place_of(kind, a.field) < place_of(kind, b.field);
    });
    std::stable_sort(own.begin(), own.end(), [](const HistoryEvent& a, const HistoryEvent& b) {
        if (a.event.is_waiting != b.event.is_waiting) return a.event.is_waiting;
        return a.event.at.ms > b.event.at.ms;
    });
    return own;
}

}  // namespace minga::client
