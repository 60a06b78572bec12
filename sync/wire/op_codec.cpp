#include "sync/wire/op_codec.hpp"

#include "shared/codec/value_json.hpp"

#include <algorithm>
#include <charconv>

namespace minga::sync {
namespace {

Error malformed(std::string detail) {
    return make_error(ErrorCode::malformed, "El cambio no se puede leer.", {}, std::move(detail));
}

/// Fields with their clearings: `fields_to_json` leaves nothing out, null clears.
Json changes_to_json(const FieldMap& fields) {
    return fields_to_json(fields);
}

Result<FieldMap> changes_from_json(const Json& json) {
    if (json.is_null()) return FieldMap{};
    return fields_from_json(json);
}

Json error_to_json(const Error& error) {
    Json json = Json::object();
    json.set("code", error_info(error.code).key);
    if (!error.field.empty()) json.set("field", error.field);
    json.set("message", error.message);
    return json;
}

Json texts_to_json(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) list.push(text);
    return list;
}

std::vector<std::string> texts_from_json(const Json& json) {
    std::vector<std::string> texts;
    for (const Json& item : json.items()) {
        if (item.is_text()) texts.push_back(*item.text());
    }
    return texts;
}

/// Takes off what stands before the next `end`, which goes with it; the rest where there is none.
std::string_view first_part(std::string_view& text, char end) {
    const std::string_view part = text.substr(0, text.find(end));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

}  // namespace

std::string op_to_text(const Op& op) {
    Json json = Json::object();
    json.set("n", op.n).set("i", op.record.to_text());
    if (op.base_rev == 0) json.set("k", op.kind).set("o", op.organization.to_text());
    if (op.base_rev != 0) json.set("b", op.base_rev);
    if (op.remove || op.restore) json.set("d", op.remove);
    if (!op.set.empty()) json.set("s", changes_to_json(op.set));
    if (!op.was.empty()) json.set("w", changes_to_json(op.was));
    json.set("t", op.made_at.ms).set("v", op.schema);
    if (!op.epoch.empty()) json.set("e", op.epoch);
    return json.dump();
}

Result<Op> op_from_text(std::string_view text) {
    auto json = parse_json(text);
    if (!json) return json.error();
    Op op;
    op.n = json->integer_at("n");
    if (op.n < 1) return malformed("n");
    auto record = Id::parse(json->text_at("i"));
    if (!record) return record.error();
    op.record = *record;
    op.kind = json->text_at("k");
    if (json->contains("o")) {
        auto organization = Id::parse(json->text_at("o"));
        if (!organization) return organization.error();
        op.organization = *organization;
    }
    op.base_rev = json->integer_at("b");
    if (op.base_rev < 0) return malformed("b");
    op.remove = json->boolean_at("d");
    op.restore = json->contains("d") && !op.remove;
    auto set = changes_from_json((*json)["s"]);
    if (!set) return set.error();
    op.set = std::move(*set);
    auto was = changes_from_json((*json)["w"]);
    if (!was) return was.error();
    op.was = std::move(*was);
    op.made_at.ms = json->integer_at("t");
    op.schema = json->integer_at("v");
    op.epoch = json->text_at("e");
    return op;
}

Json verdict_to_json(const Verdict& verdict) {
    Json json = Json::object();
    json.set("n", verdict.n).set("v", to_key(verdict.outcome));
    if (verdict.rev != 0) json.set("r", verdict.rev);
    if (!verdict.conflicts.empty()) json.set("c", texts_to_json(verdict.conflicts));
    if (!verdict.merged.empty()) json.set("m", texts_to_json(verdict.merged));
    if (!verdict.refusals.empty()) {
        Json refusals = Json::array();
        for (const Error& refusal : verdict.refusals) refusals.push(error_to_json(refusal));
        json.set("x", std::move(refusals));
    }
    return json;
}

std::string verdict_to_text(const Verdict& verdict) {
    const bool is_plain =
        verdict.conflicts.empty() && verdict.merged.empty() && verdict.refusals.empty();
    if (!is_plain) return verdict_to_json(verdict).dump();
    std::string text = "{\"n\":" + std::to_string(verdict.n) + ",\"v\":";
    append_json_text(text, to_key(verdict.outcome));
    if (verdict.rev != 0) text += ",\"r\":" + std::to_string(verdict.rev);
    text += '}';
    return text;
}

Result<Verdict> verdict_from_json(const Json& json) {
    Verdict verdict;
    verdict.n = json.integer_at("n");
    const auto outcome = outcome_from_key(json.text_at("v"));
    if (verdict.n < 1 || !outcome) return malformed("verdict");
    verdict.outcome = *outcome;
    verdict.rev = json.integer_at("r");
    verdict.conflicts = texts_from_json(json["c"]);
    verdict.merged = texts_from_json(json["m"]);
    if (json["op"].is_object()) verdict.opened = json["op"].dump();
    for (const Json& item : json["x"].items()) {
        const auto code = error_code_from_key(item.text_at("code"));
        verdict.refusals.push_back(make_error(code.value_or(ErrorCode::internal),
                                              item.text_at("message"), item.text_at("field")));
    }
    return verdict;
}

std::string delta_to_text(const RecordDelta& delta) {
    Json json = Json::object();
    json.set("i", delta.id.to_text()).set("r", delta.rev);
    if (delta.is_whole) {
        json.set("k", delta.kind).set("o", delta.organization.to_text());
    }
    if (delta.deleted) json.set("d", true);
    if (!delta.fields.empty()) json.set("f", changes_to_json(delta.fields));
    if (!delta.scope.empty()) json.set("p", delta.scope);
    if (delta.is_withdrawn) json.set("x", true);
    return json.dump();
}

Result<RecordDelta> delta_from_json(const Json& json) {
    RecordDelta delta;
    auto id = Id::parse(json.text_at("i"));
    if (!id) return id.error();
    delta.id = *id;
    delta.rev = json.integer_at("r");
    delta.deleted = json.boolean_at("d");
    delta.scope = json.text_at("p");
    delta.is_withdrawn = json.boolean_at("x");
    delta.is_whole = json.contains("k");
    if (delta.is_whole) {
        delta.kind = json.text_at("k");
        auto organization = Id::parse(json.text_at("o"));
        if (!organization) return organization.error();
        delta.organization = *organization;
    }
    auto fields = changes_from_json(json["f"]);
    if (!fields) return fields.error();
    delta.fields = std::move(*fields);
    return delta;
}

std::string stamps_to_text(const Stamps& stamps) {
    std::string text;
    std::vector<std::pair<FieldStamp, std::string>> lines;
    for (const auto& [key, stamp] : stamps) {
        const auto same =
            std::find_if(lines.begin(), lines.end(),
                         [&held = stamp](const auto& line) { return line.first == held; });
        if (same == lines.end()) {
            lines.emplace_back(stamp, key);
        } else {
            same->second += ',' + key;
        }
    }
    for (const auto& [stamp, keys] : lines) {
        text += std::to_string(stamp.rev) + ' ' + std::to_string(stamp.seq) + ' ' +
                std::to_string(stamp.n) + ' ';
        text += stamp.device.is_nil() ? "-" : stamp.device.to_text();
        text += ' ' + keys + '\n';
    }
    return text;
}

Result<Stamps> stamps_from_text(std::string_view text) {
    Stamps stamps;
    while (!text.empty()) {
        std::string_view line = first_part(text, '\n');
        if (line.empty()) continue;
        FieldStamp stamp;
        for (std::int64_t* number : {&stamp.rev, &stamp.seq, &stamp.n}) {
            const std::string_view digits = first_part(line, ' ');
            const char* end = digits.data() + digits.size();
            const auto read = std::from_chars(digits.data(), end, *number);
            if (read.ec != std::errc{} || read.ptr != end) return malformed("stamp");
        }
        const std::string_view by = first_part(line, ' ');
        if (by != "-") {
            auto device = Id::parse(by);
            if (!device) return device.error();
            stamp.device = *device;
        }
        if (line.empty() || line.find(' ') != std::string_view::npos) return malformed("stamp");
        while (!line.empty()) {
            const std::string_view key = first_part(line, ',');
            // Nothing is a field by no name, and alone in its line it could not be read again.
            if (key.empty()) return malformed("stamp");
            stamps.emplace(key, stamp);
        }
    }
    return stamps;
}

}  // namespace minga::sync
