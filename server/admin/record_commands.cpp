// minga-server import KIND FILE, minga-server export KIND

#include "server/admin/commands.hpp"
#include "server/admin/opened_store.hpp"
#include "server/admin/operator_session.hpp"
#include "server/auth/secure_random.hpp"
#include "server/platform/wall_clock.hpp"
#include "server/storage/published_instruments.hpp"
#include "shared/codec/csv.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"

#include <iostream>

namespace minga::server {
namespace {

Result<const schema::RecordInfo*> checked_kind(const std::string& kind) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (info == nullptr) {
        return make_error(ErrorCode::unknown_kind, "No existe el tipo de registro «" + kind + "».",
                          "kind");
    }
    return info;
}

/// One record out of the flat object that `export --format json` writes.
Result<Record> record_from_json(const schema::RecordInfo& info, const Json& json) {
    Record record;
    record.kind = info.key;
    if (!json["id"].is_null()) {
        auto id = Id::parse(json.text_at("id"));
        if (!id) return id.error();
        record.id = *id;
    }
    if (!json["organization"].is_null()) {
        auto organization = Id::parse(json.text_at("organization"));
        if (!organization) return organization.error();
        record.organization = *organization;
    }
    for (const auto& [key, value] : json.members()) {
        const bool is_system = key == "id" || key == "kind" || key == "organization" ||
                               key == "rev" || key == "deleted";
        if (is_system) continue;
        auto read = value_from_json(value);
        if (!read) {
            return make_error(ErrorCode::wrong_type,
                              "«" + key + "» tiene una forma que no se reconoce.", key);
        }
        assign(record.fields, key, *std::move(read));
    }
    return record;
}

Result<std::vector<Record>> records_from_json(const schema::RecordInfo& info,
                                              std::string_view text) {
    auto json = parse_json(text);
    if (!json) return json.error();
    if (!json->is_array()) {
        return make_error(ErrorCode::malformed, "El archivo JSON debe ser una lista de objetos.");
    }
    std::vector<Record> records;
    for (const Json& item : json->items()) {
        auto record = record_from_json(info, item);
        if (!record) return record.error();
        records.push_back(*std::move(record));
    }
    return records;
}

Result<std::vector<Record>> read_records(const RecordsOptions& options,
                                         const schema::RecordInfo& info) {
    auto text = read_input_file(options.file);
    if (!text) return text.error();
    return options.file.ends_with(".json") ? records_from_json(info, *text)
                                           : records_from_csv(info, *text);
}

/// Gives a record without an id its own: the natural one where its kind has one. A new
/// organization is its own home.
void complete(Record& record, const schema::RecordInfo& info, Instant now, Random& random) {
    record.kind = info.key;
    if (record.id.is_nil() && info.has_natural_key()) {
        record.id = natural_id(info, record.fields);
    }
    if (record.id.is_nil()) record.id = new_id(now, random);
    if (record.kind == "organization") record.organization = record.id;
}

}  // namespace

Result<void> import_records(const RecordsOptions& options) {
    auto info = checked_kind(options.kind);
    if (!info) return info.error();
    if ((*info)->options.server_made) {
        return make_error(ErrorCode::server_made_kind,
                          "Los registros de este tipo los hace el servidor; no se importan.",
                          "kind");
    }
    auto records = read_records(options, **info);
    if (!records) return records.error();
    auto store = open_store(options.data);
    if (!store) return store.error();
    auto catalog = published_catalog((*store)->database());
    if (!catalog) return catalog.error();
    SecureRandom random;
    const Instant now = WallClock{}.now();
    std::int64_t changed = 0;
    std::size_t row = 0;
    auto done = in_transaction(**store, [&]() -> Result<void> {
        OperatorSession session{{.store = **store,
                                 .catalog = *catalog,
                                 .device = new_id(now, random),
                                 .name = "Importación",
                                 .now = now}};
        auto started = session.start();
        if (!started) return started;
        for (Record& record : *records) {
            ++row;
            complete(record, **info, now, random);
            auto written = session.write(record);
            if (!written) return written;
        }
        changed = session.op_count();
        return session.finish();
    });
    if (!done) {
        Error error = done.error();
        error.message = "Registro " + std::to_string(row) + " del archivo: " + error.message +
                        " No se importó nada.";
        return error;
    }
    std::cout << "Leídos: " << records->size() << ". Nuevos o cambiados: " << changed << ".\n";
    return {};
}

Result<void> export_records(const RecordsOptions& options) {
    auto info = checked_kind(options.kind);
    if (!info) return info.error();
    auto store = open_store(options.data);
    if (!store) return store.error();
    sync::Scope scope;
    if (!options.organization.empty()) {
        auto organization = find_organization(**store, options.organization);
        if (!organization) return organization.error();
        scope.organization = organization->id;
    }
    std::vector<Record> records;
    auto read = (*store)->each_of_kind(scope, (*info)->key,
                                       [&](const Record& record) { records.push_back(record); });
    if (!read) return read;
    if (options.format == "csv") {
        std::cout << records_to_csv(**info, records);
        return {};
    }
    Json list = Json::array();
    for (const Record& record : records) list.push(record_to_flat_json(record));
    std::cout << list.dump() << '\n';
    return {};
}

}  // namespace minga::server
