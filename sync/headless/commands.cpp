#include "sync/headless/commands.hpp"

#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/validate.hpp"
#include "sync/client/client_session.hpp"
#include "sync/headless/arguments.hpp"
#include "sync/headless/file_commands.hpp"
#include "sync/headless/http_link.hpp"
#include "sync/wire/actor_codec.hpp"

#include <algorithm>
#include <future>
#include <optional>
#include <ostream>

namespace minga::sync {
namespace {

constexpr int failures_in_a_row_max = 40;

/// Whether the same may go well another time.
bool may_pass(ErrorCode code) {
    return code == ErrorCode::network_failed || code == ErrorCode::malformed ||
           code == ErrorCode::bad_frame || code == ErrorCode::busy || code == ErrorCode::too_large;
}

Result<void> fetch_range(ClientSession& session, const RangeRequest& piece, HttpLink& link,
                         std::string_view token) {
    auto answer = link.get_range(piece.path, piece.range, piece.if_match, token);
    if (!answer) {
        session.take_failure();
        return answer.error();
    }
    return session.take_range(
        {.status = answer->status, .etag = answer->etag, .body = answer->body});
}

/// What a request came to.
struct Carried {
    Result<HttpAnswer> answer;
    bool has_connected;
};

/// One request at a time, on a thread of its own: while it is carried and the server works, this
/// side takes in the answer before and makes the request behind it.
class Carrier {
public:
    Carrier(HttpLink& link, const DeviceStore& store) : link_(link), store_(store) {}

    bool is_carrying() const { return on_its_way_.valid(); }

    void send(HttpLink::Parcel parcel) {
        on_its_way_ = std::async(
            std::launch::async,
            [this, parcel = std::move(parcel), token = std::string{store_.token()}]() mutable {
                auto answer = link_.exchange(std::move(parcel), token);
                return Carried{std::move(answer), link_.has_connected()};
            });
    }

    Carried wait() { return on_its_way_.get(); }

private:
    HttpLink& link_;
    const DeviceStore& store_;
    std::future<Carried> on_its_way_;
};

/// Takes the answer to the request on its way; the one behind it leaves first where it may.
Result<void> take_turn(ClientSession& session, Carrier& carrier) {
    auto ahead = session.request_ahead();
    std::optional<HttpLink::Parcel> parcel;
    if (ahead && *ahead) parcel = HttpLink::pack(**std::move(ahead));
    Carried carried = carrier.wait();
    if (!ahead) return ahead.error();
    const auto& answer = carried.answer;
    const bool follows = answer && parcel && session.may_follow(answer->status, answer->body);
    if (follows) carrier.send(*std::move(parcel));
    Result<void> taken = follows ? Result<void>{} : session.drop_ahead();
    if (!taken) return taken;
    if (answer) {
        taken = session.take_answer(answer->status, answer->body);
    } else {
        session.take_failure();
        taken = answer.error();
        auto marked = carried.has_connected ? Result<void>{} : session.take_no_connection();
        if (!marked) return marked;
    }
    if (!follows) return taken;
    session.follow();
    if (taken) return taken;
    // What cannot be kept here is asked for again.
    carrier.wait();
    session.take_failure();
    return taken;
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

Result<void> synchronize(DeviceStore& store, HttpLink& link, const BlobBudget& budget,
                         std::ostream& out) {
    if (store.token().empty()) {
        return make_error(ErrorCode::unauthenticated,
                          "Primero entre con «login USUARIO»; lo que escribió sigue guardado.");
    }
    ClientSession session{store};
    session.take_snapshots();
    Carrier carrier{link, store};
    int failures = 0;
    while (carrier.is_carrying() || !session.is_done()) {
        Result<void> taken;
        const auto piece =
            carrier.is_carrying() ? std::optional<RangeRequest>{} : session.next_range();
        if (piece) {
            taken = fetch_range(session, *piece, link, store.token());
        } else {
            if (!carrier.is_carrying()) {
                auto body = session.next_request();
                if (!body) return body.error();
                carrier.send(HttpLink::pack(*std::move(body)));
            }
            taken = take_turn(session, carrier);
        }
        if (taken) {
            failures = 0;
            continue;
        }
        if (!may_pass(taken.error().code) || ++failures > failures_in_a_row_max) return taken;
        wait_before_retry(failures);
    }
    // The records first, always: what people wrote weighs little and matters most.
    auto carried = carry_files(store, link, budget);
    if (!carried) return carried.error();
    const SyncTotals& totals = session.totals();
    Json json = Json::object();
    json.set("pushed", totals.pushed).set("pulled", totals.pulled);
    json.set("conflicts", totals.conflicts).set("rejected", totals.rejected);
    json.set("requests", totals.requests + carried->requests);
    json.set("files_sent", carried->sent).set("files_fetched", carried->fetched);
    json.set("files_pending", store.status().files);
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

Result<void> notices(const DeviceStore& store, std::ostream& out) {
    for (const Notice& notice : store.notices()) {
        const Json json = Json::object()
                              .set("notice", notice.number)
                              .set("at", moment_text(notice.at))
                              .set("type", notice.type)
                              .set("title", notice.title)
                              .set("text", notice.text);
        out << json.dump() << '\n';
    }
    return {};
}

Result<void> dismiss(DeviceStore& store, std::string_view notice) {
    auto number = Decimal::parse(notice);
    if (!number || number->thousandths < 1000 || number->thousandths % 1000 != 0) {
        return make_error(ErrorCode::usage, "Escriba el número del aviso que ya leyó.");
    }
    return store.dismiss(number->thousandths / 1000);
}

Result<void> shelf(const DeviceStore& store, std::ostream& out) {
    for (const ShelfItem& item : store.shelf()) {
        const Json json = Json::object()
                              .set("record", item.record.to_text())
                              .set("kind", item.kind)
                              .set("field", item.field)
                              .set("value", value_to_json(item.value));
        out << json.dump() << '\n';
    }
    return {};
}

Result<void> rewrite(DeviceStore& store, std::string_view record) {
    auto id = Id::parse(record);
    if (!id) return id.error();
    return store.write_again(*id);
}

Result<void> status(const DeviceStore& store, std::ostream& out) {
    const StoreStatus status = store.status();
    Json json = Json::object();
    json.set("device", store.device().to_text());
    json.set("user", store.actor() != nullptr ? store.actor()->login : "");
    json.set("pending", status.pending).set("conflicts", status.conflicts);
    json.set("refused", status.refused).set("files", status.files);
    json.set("acked_n", status.acked_n).set("backed_n", status.backed_n);
    json.set("notices", static_cast<std::int64_t>(store.notices().size()));
    json.set("last_sync", moment_text(status.last_sync)).set("clock_skew_ms", status.clock_skew_ms);
    if (const auto seen = store.seen_head()) {
        json.set("audit_head", std::to_string(seen->number) + " " + seen->hash);
    }
    out << json.dump() << '\n';
    return {};
}

}  // namespace minga::sync
