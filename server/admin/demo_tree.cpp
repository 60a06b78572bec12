#include "server/admin/demo_tree.hpp"

#include "shared/base/text.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"

#include <charconv>
#include <utility>

namespace minga::server {
namespace {

using schema::FieldInfo;
using schema::Kind;
using schema::Merge;
using schema::RecordInfo;

Error bad_data(std::string what) {
    return make_error(ErrorCode::malformed, "Los datos de demostración tienen un error.", {},
                      std::move(what));
}

std::optional<int> number_in(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    int number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "@-3" and "@-3/15" as month and date.
std::optional<std::string> relative_moment(std::string_view text, Month current) {
    const std::size_t slash = text.find('/');
    const auto offset =
        number_in(text.substr(1, slash == std::string_view::npos ? slash : slash - 1));
    if (!offset) return std::nullopt;
    const Month month{current.index + *offset};
    if (slash == std::string_view::npos) return month.to_text();
    const auto day = number_in(text.substr(slash + 1));
    if (!day) return std::nullopt;
    return Date::of(month.year(), month.month(), *day).to_text();
}

/// A workflow state given as the way to it: the state to start in, and those after it.
bool is_route(const FieldInfo& field, const Json& json) {
    return field.options.merge == Merge::transition && json.is_array() && !json.items().empty();
}

const FieldInfo* parent_field(const RecordInfo& info, std::string_view parent_kind) {
    for (const FieldInfo& field : info.fields) {
        if (!field.options.parent) continue;
        if (field.options.refers_to == parent_kind || field.options.refers_to == "*") return &field;
    }
    return nullptr;
}

}  // namespace

Id demo_id(std::string_view name) {
    constexpr Id name_space{{0x6d, 0x69, 0x6e, 0x67, 0x61, 0x2e, 0x44, 0x65, 0x8d, 0x6f, 0x73, 0x74,
                             0x72, 0x61, 0x74, 0x65}};
    return name_based_id(name_space, name);
}

Result<Value> DemoTree::read_value(const FieldInfo& field, const Json& json) const {
    const std::string* text = json.text();
    if (is_route(field, json)) return value_from_json(json.items().front());
    const bool is_moment = field.kind == Kind::month || field.kind == Kind::date;
    if (text != nullptr && is_moment && text->starts_with('@')) {
        const auto moment = relative_moment(*text, options_.current_month);
        if (!moment) return bad_data("moment: " + *text);
        return Value{*moment};
    }
    return value_from_json(json);
}

Result<void> DemoTree::take_person(FieldMap& fields, std::string_view field,
                                   const std::string& person) const {
    const auto found = options_.people.find(person);
    if (found == options_.people.end()) return bad_data("person: " + person);
    const std::string name{field};
    const std::string stem = name.ends_with("_owner") ? name.substr(0, name.size() - 6) : name;
    assign(fields, name, Value{found->second.name});
    assign(fields, stem + "_position", Value{found->second.position});
    return {};
}

Result<FieldMap> DemoTree::read_fields(const RecordInfo& info, const Json& json) const {
    FieldMap fields;
    for (const auto& [key, value] : json.members()) {
        if (key.starts_with('@')) {
            const std::string* person = value.text();
            if (person == nullptr) return bad_data(key);
            auto taken = take_person(fields, std::string_view{key}.substr(1), *person);
            if (!taken) return taken.error();
            continue;
        }
        const FieldInfo* field = info.find(key);
        if (field == nullptr) {
            if (schema::find_record_info(key) != nullptr) continue;
            return bad_data(std::string{info.key} + ": " + key);
        }
        auto read = read_value(*field, value);
        if (!read) return read.error();
        assign(fields, key, *std::move(read));
    }
    return fields;
}

Result<void> DemoTree::write_children(const Json& json, const Record& parent,
                                      const std::string& place) {
    for (const auto& [key, value] : json.members()) {
        const RecordInfo* info = schema::find_record_info(key);
        if (info == nullptr || !value.is_array()) continue;
        int number = 0;
        for (const Json& item : value.items()) {
            auto written =
                write(*info, item, &parent, place + "/" + key + std::to_string(++number));
            if (!written) return written.error();
        }
    }
    return {};
}

Result<void> DemoTree::walk(Record& record, std::string_view field, const Json& states) {
    for (std::size_t i = 1; i < states.items().size(); ++i) {
        const std::string* state = states.items()[i].text();
        if (state == nullptr) return bad_data(record.kind + ": states");
        assign(record.fields, field, Value{*state});
        auto moved = options_.session.write(record);
        if (!moved) return moved;
    }
    return {};
}

Result<void> DemoTree::carry_out() {
    for (const Record& record : std::exchange(carried_out_, {})) {
        auto written = options_.session.write(record);
        if (!written) return written;
    }
    return {};
}

Result<Id> DemoTree::write(const RecordInfo& info, const Json& json, const Record* parent,
                           const std::string& place) {
    auto fields = read_fields(info, json);
    if (!fields) return fields.error();
    Record record;
    record.kind = info.key;
    record.organization = options_.organization;
    record.fields = *std::move(fields);
    if (parent != nullptr) {
        const FieldInfo* field = parent_field(info, parent->kind);
        if (field == nullptr) return bad_data(record.kind + " under " + parent->kind);
        assign(record.fields, field->key, Value{parent->id.to_text()});
    }
    record.id = info.has_natural_key() ? natural_id(info, record.fields)
                                       : demo_id(options_.name_space + place);

    if (info.key == "action_line" || info.key == "activity") {
        carried_out_.push_back(record);
        record.fields.erase("status");
    }
    auto done = options_.session.write(record);
    if (done) done = write_children(json, record, place);
    // Now that the children are there: some states close what lies below.
    for (const FieldInfo& field : info.fields) {
        if (done && is_route(field, json[field.key]))
            done = walk(record, field.key, json[field.key]);
    }
    if (done && info.key == "plan") done = carry_out();
    if (!done) {
        Error error = done.error();
        error.detail = options_.name_space + place + ": " + error.field + " " + error.detail;
        return error;
    }
    return record.id;
}

}  // namespace minga::server
