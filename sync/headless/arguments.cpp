#include "sync/headless/arguments.hpp"

#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/validate.hpp"
#include "sync/client/device_store.hpp"

namespace minga::sync {

Result<const schema::RecordInfo*> kind_of_name(std::string_view kind) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (info != nullptr) return info;
    return make_error(ErrorCode::unknown_kind,
                      "No existe el tipo de registro «" + std::string{kind.substr(0, 40)} + "».");
}

Result<std::pair<std::string, std::string>> parse_pair(std::string_view argument) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string_view::npos) {
        return make_error(ErrorCode::usage, "Escriba cada campo como CAMPO=VALOR; falta «=» en «" +
                                                std::string{argument.substr(0, 40)} + "».");
    }
    return std::pair{std::string{argument.substr(0, equals)},
                     std::string{argument.substr(equals + 1)}};
}

Result<ParsedFields> parse_fields(const schema::RecordInfo& info, const FieldArguments& arguments) {
    ParsedFields parsed;
    for (const std::string& argument : arguments) {
        auto pair = parse_pair(argument);
        if (!pair) return pair.error();
        const auto& [key, text] = *pair;
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

std::string moment_text(Instant at) {
    return at.ms == 0 ? std::string{} : at.to_text();
}

Result<std::int64_t> op_number(std::string_view text) {
    auto number = Decimal::parse(text);
    if (!number || number->thousandths < 1000 || number->thousandths % 1000 != 0) {
        return make_error(ErrorCode::usage,
                          "Escriba el número del cambio: lo muestran «inbox» y «queue».");
    }
    return number->thousandths / 1000;
}

}  // namespace minga::sync
