#include "client_wasm/app/data_copy.hpp"

#include "shared/codec/value_json.hpp"

namespace minga::client {
namespace {

constexpr std::int64_t waiting_max = 100'000;

Json waiting_json(const sync::WaitingOp& op) {
    Json json = Json::object();
    json.set("record", op.record.to_text());
    if (!op.kind.empty()) json.set("kind", op.kind);
    if (op.is_removal) {
        json.set("removal", true);
    } else if (op.is_restoration) {
        json.set("restoration", true);
    } else {
        json.set("set", fields_to_json(op.set));
    }
    return json.set("made_at", op.made_at.to_text());
}

Json inbox_json(const sync::InboxItem& item) {
    Json json = Json::object();
    json.set("type", item.type == sync::InboxItem::Type::conflict ? "conflict" : "refusal")
        .set("record", item.record.to_text())
        .set("kind", item.kind)
        .set("field", item.field)
        .set("base", value_to_json(item.base))
        .set("theirs", value_to_json(item.theirs))
        .set("mine", value_to_json(item.mine));
    if (!item.change.empty()) json.set("change", fields_to_json(item.change));
    if (!item.message.empty()) json.set("message", item.message);
    return json;
}

}  // namespace

std::string data_copy(AppState& app) {
    Json records = Json::array();
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        for (const Record& record : app.list(info.key)) {
            records.push(record_to_flat_json(record));
        }
    }
    Json waiting = Json::array();
    for (const auto& op : app.store()->waiting(waiting_max)) waiting.push(waiting_json(op));
    Json inbox = Json::array();
    for (const auto& item : app.inbox()) inbox.push(inbox_json(item));
    return Json::object()
        .set("minga", "copia de datos")
        .set("version", 1)
        .set("made_at", app.now().to_text())
        .set("person", app.actor().name)
        .set("organization", app.organization_name())
        .set("records", std::move(records))
        .set("waiting", std::move(waiting))
        .set("inbox", std::move(inbox))
        .dump();
}

std::string data_copy_name(const AppState& app) {
    std::string name = "minga-";
    for (const char c : app.actor().login) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        name += is_plain ? c : '-';
    }
    return name + "-" + app.today().to_text() + ".json";
}

}  // namespace minga::client
