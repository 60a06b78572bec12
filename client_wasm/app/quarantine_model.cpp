#include "client_wasm/app/quarantine_model.hpp"

#include "shared/codec/value_json.hpp"

#include <optional>
#include <utility>

namespace minga::client {
namespace {

FieldMap fields_at(const Json& json, std::string_view key) {
    auto fields = fields_from_json(json[key]);
    return fields ? *std::move(fields) : FieldMap{};
}

std::optional<QuarantinedChange> read_change(const Json& json) {
    QuarantinedChange change;
    const auto record = Id::parse(json.text_at("record"));
    change.number = json.integer_at("number");
    if (!record || change.number < 1 || json.text_at("state") != "held") return std::nullopt;
    change.record = *record;
    if (auto device = Id::parse(json.text_at("device"))) change.device = *device;
    change.organization_name = json.text_at("organization_name");
    change.kind = json.text_at("kind");
    change.kind_name = json.text_at("kind_name");
    change.author = json.text_at("author");
    change.made_at.ms = json.integer_at("made_at");
    change.received_at.ms = json.integer_at("received_at");
    change.is_removal = json.boolean_at("removal");
    change.is_restoration = json.boolean_at("restoration");
    change.is_readable = json.boolean_at("readable");
    change.is_new = !json.boolean_at("exists");
    change.is_deleted = json.boolean_at("deleted");
    change.set = fields_at(json, "set");
    change.was = fields_at(json, "was");
    change.present = fields_at(json, "present");
    return change;
}

}  // namespace

Result<std::vector<QuarantinedChange>> read_quarantine(std::string_view text) {
    auto json = parse_json(text);
    if (!json) return json.error();
    std::vector<QuarantinedChange> changes;
    for (const Json& item : (*json)["items"].items()) {
        if (auto change = read_change(item)) changes.push_back(*std::move(change));
    }
    return changes;
}

std::string refusal_of_decision(std::string_view text) {
    auto json = parse_json(text);
    if (!json) return {};
    for (const Json& reason : (*json)["verdict"]["x"].items()) {
        const std::string& message = reason.text_at("message");
        if (reason.text_at("field").empty() && !message.empty()) return message;
    }
    return {};
}

}  // namespace minga::client
