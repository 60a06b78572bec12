#include "server/http/openapi/record_schemas.hpp"

#include "shared/base/error_code.hpp"
#include "shared/base/text.hpp"
#include "shared/records/all_records.hpp"
#include "sync/merge/op.hpp"

#include <array>

namespace minga::server {
namespace {

using schema::FieldInfo;
using schema::Kind;
using schema::Merge;

constexpr std::string_view month_pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$";
constexpr std::string_view schema_place = "#/components/schemas/";

Json reference(std::string_view name) {
    return Json::object().set("$ref", std::string{schema_place} + std::string{name});
}

void add_text_limit(Json& schema, const FieldInfo& field) {
    schema.set("type", "string").set("maxLength", field.options.length_max);
}

void add_choices(Json& schema, const FieldInfo& field) {
    Json keys = Json::array();
    Json labels = Json::object();
    for (const schema::ChoiceInfo& choice : field.choices) {
        keys.push(choice.key);
        labels.set(choice.key, choice.label);
    }
    schema.set("type", "string").set("enum", std::move(keys));
    schema.set("x-minga-labels", std::move(labels));
}

void add_number_limits(Json& schema, const FieldInfo& field) {
    schema.set("type", "integer")
        .set("minimum", field.options.value_min)
        .set("maximum", field.options.value_max);
}

void add_type(Json& schema, const FieldInfo& field) {
    switch (field.kind) {
        case Kind::none:
        case Kind::text:
            add_text_limit(schema, field);
            break;
        case Kind::choice:
            add_choices(schema, field);
            break;
        case Kind::boolean:
            schema.set("type", "boolean");
            break;
        case Kind::integer:
            add_number_limits(schema, field);
            break;
        case Kind::money:
            add_number_limits(schema, field);
            schema.set("x-minga-unit", "M$");
            break;
        case Kind::decimal:
            schema.set("type", "number").set("x-minga-places", 3);
            break;
        case Kind::id:
            schema.set("type", "string").set("format", "uuid");
            break;
        case Kind::month:
            schema.set("type", "string").set("pattern", month_pattern);
            break;
        case Kind::date:
            schema.set("type", "string").set("format", "date");
            break;
        case Kind::instant:
            schema.set("type", "string").set("format", "date-time");
            break;
        case Kind::text_set: {
            Json member = Json::object();
            add_text_limit(member, field);
            schema.set("type", "array")
                .set("items", std::move(member))
                .set("maxItems", field.options.count_max)
                .set("uniqueItems", true);
            break;
        }
    }
}

/// What a table says that a type does not, as sentences.
std::string description_of(const FieldInfo& field) {
    std::vector<std::string> sentences;
    if (!field.options.help.empty()) sentences.emplace_back(field.options.help);
    if (field.kind == Kind::money) sentences.emplace_back("Whole thousands of Chilean pesos (M$).");
    if (field.kind == Kind::decimal) sentences.emplace_back("Up to three decimals.");
    if (field.kind == Kind::month) sentences.emplace_back("A month, YYYY-MM.");
    if (!field.options.refers_to.empty()) {
        const bool is_any = field.options.refers_to == "*";
        sentences.push_back(is_any ? "The id of a record of any kind."
                                   : "The id of a record of kind `" +
                                         std::string{field.options.refers_to} + "`.");
    }
    switch (field.options.merge) {
        case Merge::value:
            break;
        case Merge::set:
            sentences.emplace_back(
                "A set: what either side added stays, what either side removed goes.");
            break;
        case Merge::immutable:
            sentences.emplace_back("Written when the record is made; never changes.");
            break;
        case Merge::transition:
            sentences.emplace_back(
                "A workflow state: changes only by a transition that the "
                "programme has and the person's role allows.");
            break;
    }
    return join(sentences, " ");
}

std::string_view merge_key(Merge merge) {
    switch (merge) {
        case Merge::value:
            return "value";
        case Merge::set:
            return "set";
        case Merge::immutable:
            return "immutable";
        case Merge::transition:
            return "transition";
    }
    return {};
}

std::string changes_name(const schema::RecordInfo& info) {
    return std::string{info.key} + "_changes";
}

/// A record as a whole, without its system fields.
Json record_schema(const schema::RecordInfo& info) {
    Json properties = Json::object();
    Json required = Json::array();
    for (const FieldInfo& field : info.fields) {
        properties.set(field.key, field_schema(field));
        if (field.options.required) required.push(field.key);
    }
    Json schema = Json::object();
    schema.set("type", "object").set("title", info.label);
    if (info.options.server_made) {
        schema.set("description", "Only the server makes and removes records of this kind.");
    }
    const auto set_key = [&](std::string_view name, std::string_view fields) {
        Json parts = Json::array();
        for (const std::string& part : split(fields, ',')) parts.push(part);
        schema.set(name, std::move(parts));
    };
    if (info.has_natural_key()) set_key("x-minga-natural-key", info.options.natural_key);
    if (info.has_meeting_key()) set_key("x-minga-meeting-key", info.options.meeting_key);
    schema.set("properties", std::move(properties));
    if (!required.items().empty()) schema.set("required", std::move(required));
    return schema;
}

/// Some fields of a record, where null clears one.
Json changes_schema(const schema::RecordInfo& info) {
    Json properties = Json::object();
    for (const FieldInfo& field : info.fields) {
        Json either = Json::array();
        either.push(reference(std::string{info.key} + "/properties/" + std::string{field.key}));
        either.push(Json::object().set("type", "null"));
        properties.set(field.key, Json::object().set("anyOf", std::move(either)));
    }
    Json schema = Json::object();
    schema.set("type", "object")
        .set("title", std::string{info.label} + ": cambios")
        .set("properties", std::move(properties));
    return schema;
}

Json text_list(std::string_view description, Json keys) {
    return Json::object()
        .set("type", "string")
        .set("description", description)
        .set("enum", std::move(keys));
}

Json outcome_keys() {
    Json keys = Json::array();
    for (const sync::Outcome outcome :
         {sync::Outcome::applied, sync::Outcome::unchanged, sync::Outcome::conflict,
          sync::Outcome::refused, sync::Outcome::fork, sync::Outcome::schema_ahead}) {
        keys.push(sync::to_key(outcome));
    }
    return keys;
}

/// `{"if": the frame's `k` is this kind, "then": its `fields_key` is that schema}` for every kind.
Json fields_by_kind(std::string_view fields_key, bool is_whole) {
    Json rules = Json::array();
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        Json kind = Json::object();
        kind.set("required", Json::array().push("k"));
        kind.set("properties", Json::object().set("k", Json::object().set("const", info.key)));
        Json fields = Json::object().set(
            fields_key, reference(is_whole ? std::string{info.key} : changes_name(info)));
        rules.push(Json::object()
                       .set("if", std::move(kind))
                       .set("then", Json::object().set("properties", std::move(fields))));
    }
    return rules;
}

/// Ties `fields_key` of the frame schema `name` to the schemas of the kinds.
void tie_to_kinds(Json& schemas, std::string_view name, std::string_view fields_key,
                  bool is_whole) {
    Json frame = schemas[name];
    frame.set("allOf", fields_by_kind(fields_key, is_whole));
    schemas.set(name, std::move(frame));
}

}  // namespace

Json field_schema(const FieldInfo& field) {
    Json schema = Json::object();
    add_type(schema, field);
    schema.set("title", field.options.label);
    const std::string description = description_of(field);
    if (!description.empty()) schema.set("description", description);
    if (field.options.merge != Merge::value) {
        schema.set("x-minga-merge", merge_key(field.options.merge));
    }
    if (!field.options.refers_to.empty()) {
        schema.set("x-minga-refers-to", field.options.refers_to);
    }
    if (field.options.parent) schema.set("x-minga-parent", true);
    if (field.options.names_blob) schema.set("pattern", "^[0-9a-f]{64}$");
    return schema;
}

void add_generated_schemas(Json& schemas) {
    Json kinds = Json::array();
    for (const schema::RecordInfo& info : schema::all_record_infos) kinds.push(info.key);
    Json codes = Json::array();
    for (const ErrorInfo& info : all_error_infos()) codes.push(info.key);
    schemas.set("RecordKind", text_list("A kind of record.", std::move(kinds)));
    schemas.set("ErrorCode",
                text_list("Permanent: a code never changes its meaning.", std::move(codes)));
    schemas.set("OutcomeKind", text_list("What became of an op (MERGE.md).", outcome_keys()));
    // A new record says all that its kind requires; what comes down may lack the device's own.
    tie_to_kinds(schemas, "Op", "s", true);
    tie_to_kinds(schemas, "RecordFrame", "f", false);
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        schemas.set(info.key, record_schema(info));
        schemas.set(changes_name(info), changes_schema(info));
    }
}

}  // namespace minga::server
