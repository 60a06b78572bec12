#include "sync/headless/commands.hpp"

#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/validate.hpp"
#include "sync/client/actor_codec.hpp"
#include "sync/client/client_session.hpp"
#include "sync/headless/http_link.hpp"

#include <algorithm>
#include <chrono>
#include <ostream>
#include <thread>

namespace minga::sync {
namespace {

constexpr int failures_in_a_row_max = 40;
constexpr std::int64_t retry_delay_ms_min = 20;
constexpr std::int64_t retry_delay_ms_max = 1000;

Result<const schema::RecordInfo*> kind_of_name(std::string_view kind) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (info != nullptr) return info;
    return make_error(ErrorCode::unknown_kind,
                      "No existe el tipo de registro «" + std::string{kind.substr(0, 40)} + "».");
}

struct ParsedFields {
    Id organization;
    FieldMap fields;
};

Result<ParsedFields> parse_fields(const schema::RecordInfo& info, const FieldArguments& arguments) {
    ParsedFields parsed;
    for (const std::string& argument : arguments) {
        const std::size_t equals = argument.find('=');
        if (equals == std::string::npos) {
            return make_error(ErrorCode::usage,
                              "Escriba cada campo como CAMPO=VALOR; falta «=» en «" +
                                  argument.substr(0, 40) + "».");
        }
        const std::string key = argument.substr(0, equals);
        const std::string text = argument.substr(equals + 1);
        if (key == "organization") {
            auto id = Id::parse(text);
            if (!id) return id.error();
            parsed.organization = *id;
            continue;
        }
        auto field = checked_field(info, key);
        if (!field) return field.error();
        auto value = value_from_text(**field, text);
        if (!value) return value.error();
        parsed.fields.insert_or_assign(key, std::move(*value));
    }
    return parsed;
}

Result<Record> record_with(const DeviceStore& store, std::string_view text) {
    auto id = Id::parse(text);
    if (!id) return id.error();
    auto record = store.find(*id);
    if (!record) return make_error(ErrorCode::not_found, "El registro no está en este equipo.");
    return std::move(*record);
}

std::string moment(Instant at) {
    return at.ms == 0 ? std::string{} : at.to_text();
}

Json inbox_item_to_json(const InboxItem& item) {
    const bool is_conflict = item.type == InboxItem::Type::conflict;
    Json json = Json::object();
    json.set("type", is_conflict ? "conflict" : "refused");
    json.set("id", is_conflict ? item.conflict.to_text() : std::to_string(item.op));
    json.set("op", item.op).set("record", item.record.to_text()).set("kind", item.kind);
    json.set("field", item.field).set("base", value_to_json(item.base));
    json.set("theirs", value_to_json(item.theirs)).set("mine", value_to_json(item.mine));
    json.set("theirs_by", item.theirs_by).set("mine_by", item.mine_by);
    json.set("theirs_at", moment(item.theirs_at)).set("mine_at", moment(item.mine_at));
    if (!is_conflict) json.set("code", item.code).set("message", item.message);
    json.set("removal", item.is_removal).set("decided", item.is_decided);
    return json;
}

void wait_before_retry(int failures) {
    const int doublings = std::min(failures, 6);
    const std::int64_t delay_ms = std::min(retry_delay_ms_min << doublings, retry_delay_ms_max);
    std::this_thread::sleep_for(std::chrono::milliseconds{delay_ms});
}

}  // namespace

Result<void> login(DeviceStore& store, HttpLink& link, std::string_view user,
                   std::string_view password) {
    const Json request = Json::object().set("user", user).set("password", password);
    auto answer = link.post("/api/v1/session", request.dump(), "application/json", {});
    if (!answer) return answer.error();
    auto json = parse_json(answer->body);
    if (answer->status != 200 && answer->status != 201) {
        const std::string detail = json ? json->text_at("detail") : std::string{};
        return make_error(ErrorCode::bad_credentials,
                          detail.empty() ? "El servidor no aceptó el ingreso." : detail);
    }
    if (!json) return json.error();
    auto actor = actor_from_json((*json)["me"]);
    if (!actor) return actor.error();
    return store.sign_in(*actor, json->text_at("token"));
}

Result<void> synchronize(DeviceStore& store, HttpLink& link, std::ostream& out) {
    if (store.token().empty()) {
        return make_error(ErrorCode::unauthenticated,
                          "Primero entre con «login USUARIO»; lo que escribió sigue guardado.");
    }
    ClientSession session{store};
    int failures = 0;
    while (!session.is_done()) {
        auto body = session.next_request();
        if (!body) return body.error();
        auto answer = link.post("/api/v1/sync", *body, "application/x-ndjson", store.token());
        Result<void> taken;
        if (answer) {
            taken = session.take_answer(answer->status, answer->body);
        } else {
            session.take_failure();
            taken = answer.error();
        }
        if (taken) {
            failures = 0;
            continue;
        }
        const ErrorCode code = taken.error().code;
        const bool may_pass = code == ErrorCode::network_failed || code == ErrorCode::malformed ||
                              code == ErrorCode::bad_frame || code == ErrorCode::busy ||
                              code == ErrorCode::too_large;
        if (!may_pass || ++failures > failures_in_a_row_max) return taken;
        wait_before_retry(failures);
    }
    const SyncTotals& totals = session.totals();
    Json json = Json::object();
    json.set("pushed", totals.pushed).set("pulled", totals.pulled);
    json.set("conflicts", totals.conflicts).set("rejected", totals.rejected);
    json.set("requests", totals.requests);
    json.set("bytes_up", link.bytes_up()).set("bytes_down", link.bytes_down());
    out << json.dump() << '\n';
    return {};
}

Result<void> list(const DeviceStore& store, std::string_view kind, const FieldArguments& filters,
                  std::ostream& out) {
    auto info = kind_of_name(kind);
    if (!info) return info.error();
    auto wanted = parse_fields(**info, filters);
    if (!wanted) return wanted.error();
    for (const Record& record : store.list(kind)) {
        const bool is_home =
            wanted->organization.is_nil() || wanted->organization == record.organization;
        const bool fits =
            std::all_of(wanted->fields.begin(), wanted->fields.end(), [&](const auto& entry) {
                return value_of(record.fields, entry.first) == entry.second;
            });
        if (is_home && fits) out << record_to_flat_json(record).dump() << '\n';
    }
    return {};
}

Result<void> show(const DeviceStore& store, std::string_view id, std::ostream& out) {
    auto record = record_with(store, id);
    if (!record) return record.error();
    out << record_to_flat_json(*record).dump() << '\n';
    return {};
}

Result<void> make_new(DeviceStore& store, std::string_view kind, const FieldArguments& fields,
                      std::ostream& out) {
    auto info = kind_of_name(kind);
    if (!info) return info.error();
    auto parsed = parse_fields(**info, fields);
    if (!parsed) return parsed.error();
    auto id = store.create(kind, parsed->organization, std::move(parsed->fields));
    if (!id) return id.error();
    out << id->to_text() << '\n';
    return {};
}

Result<void> set(DeviceStore& store, std::string_view id, const FieldArguments& fields) {
    auto record = record_with(store, id);
    if (!record) return record.error();
    auto info = kind_of_name(record->kind);
    if (!info) return info.error();
    auto parsed = parse_fields(**info, fields);
    if (!parsed) return parsed.error();
    if (!parsed->organization.is_nil() && parsed->organization != record->organization) {
        return make_error(ErrorCode::wrong_organization, "Un registro no cambia de organización.",
                          "organization");
    }
    return store.set(record->id, std::move(parsed->fields));
}

Result<void> remove(DeviceStore& store, std::string_view id) {
    auto record = record_with(store, id);
    if (!record) return record.error();
    return store.remove(record->id);
}

Result<void> inbox(const DeviceStore& store, std::ostream& out) {
    for (const InboxItem& item : store.inbox()) out << inbox_item_to_json(item).dump() << '\n';
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

Result<void> withdraw(DeviceStore& store, std::string_view op) {
    auto number = Decimal::parse(op);
    if (!number || number->thousandths < 1000 || number->thousandths % 1000 != 0) {
        return make_error(ErrorCode::usage, "Escriba el número del cambio que quiere retirar.");
    }
    return store.withdraw(number->thousandths / 1000);
}

Result<void> status(const DeviceStore& store, std::ostream& out) {
    const StoreStatus status = store.status();
    Json json = Json::object();
    json.set("device", store.device().to_text());
    json.set("user", store.actor() != nullptr ? store.actor()->login : "");
    json.set("pending", status.pending).set("conflicts", status.conflicts);
    json.set("refused", status.refused);
    json.set("last_sync", moment(status.last_sync)).set("clock_skew_ms", status.clock_skew_ms);
    out << json.dump() << '\n';
    return {};
}

}  // namespace minga::sync
