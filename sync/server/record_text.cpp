#include "sync/server/record_text.hpp"

#include "shared/codec/value_json.hpp"
#include "sync/wire/op_codec.hpp"

namespace minga::sync {
namespace {

Error damaged(const RecordText& text, std::string_view part) {
    return make_error(ErrorCode::storage_failed,
                      "Un registro guardado no se puede leer. Revise el almacén con "
                      "«minga-server verify».",
                      {}, text.id.to_text() + ": " + std::string{part});
}

}  // namespace

Result<Stamps> read_stamps(const RecordText& text) {
    auto stamps = stamps_from_text(text.stamps);
    if (!stamps) return damaged(text, "stamps");
    return stamps;
}

Result<StampedRecord> read_record(const RecordText& text) {
    StampedRecord stamped;
    Record& record = stamped.record;
    record.id = text.id;
    record.kind = text.kind;
    record.organization = text.organization;
    record.rev = text.rev;
    record.deleted = text.deleted;
    stamped.created_seq = text.created_seq;
    stamped.seq = text.seq;
    stamped.deleted_at = text.deleted_at;
    auto body = parse_json(text.body);
    if (!body) return damaged(text, "body");
    auto fields = fields_from_json(*body);
    if (!fields) return damaged(text, "fields");
    record.fields = *std::move(fields);
    auto stamps = read_stamps(text);
    if (!stamps) return stamps.error();
    stamped.stamps = *std::move(stamps);
    return stamped;
}

std::string whole_record_text(const RecordText& text, std::string_view share) {
    std::string json = "{\"i\":\"" + text.id.to_text() + "\",\"r\":" + std::to_string(text.rev);
    json += ",\"k\":";
    append_json_text(json, text.kind);
    json += ",\"o\":\"" + text.organization.to_text() + '"';
    if (text.body != "{}") json.append(",\"f\":").append(text.body);
    if (!share.empty()) {
        json += ",\"p\":";
        append_json_text(json, share);
    }
    json += '}';
    return json;
}

}  // namespace minga::sync
