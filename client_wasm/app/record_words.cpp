#include "client_wasm/app/record_words.hpp"

#include "client_wasm/widgets/format.hpp"
#include "shared/base/rut.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/ancestry.hpp"

#include <vector>

namespace minga::client {
namespace {

constexpr std::size_t name_length_max = 60;

std::string shortened(const std::string& text) {
    std::size_t end = 0;
    std::size_t count = 0;
    while (end < text.size() && count < name_length_max) {
        ++end;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
        ++count;
    }
    return end < text.size() ? text.substr(0, end) + "…" : text;
}

std::string named(std::string_view word, const std::string& name) {
    return std::string{word} + (name.empty() ? " sin nombre" : " «" + shortened(name) + "»");
}

std::string tool_name(const std::string& key, const Catalog& catalog) {
    const Tool* tool = catalog.find_tool(key);
    return tool != nullptr ? tool->name : key;
}

/// Keys of the programme stand in some text fields: tools, subcriteria, states.
std::string programme_words(std::string_view field, const std::string& key,
                            const Catalog& catalog) {
    if (field == "tool") return tool_name(key, catalog);
    if (const auto* subcriterion = catalog.model().find_subcriterion(key)) {
        return subcriterion->name;
    }
    return key;
}

std::string state_words(std::string_view kind, const std::string& key, const Catalog& catalog) {
    for (const Machine* machine : catalog.workflow().machines_of(kind)) {
        if (const State* state = machine->find_state(key)) return state->name;
    }
    return key;
}

}  // namespace

std::string record_title(const Record& record, const Catalog& catalog) {
    const auto& fields = record.fields;
    if (record.kind == "answer") return "Pregunta " + text_of(fields, "element");
    if (record.kind == "follow_up") {
        return "Seguimiento del " + format_date(text_of(fields, "date"));
    }
    if (record.kind == "figure") return "Cifra de " + text_of(fields, "period");
    if (record.kind == "cycle") return "Ciclo " + std::to_string(integer_of(fields, "number"));
    if (record.kind == "plan") return "Plan";
    if (record.kind == "assessment") {
        return text_of(fields, "type") == "diagnostic" ? "Diagnóstico" : "Autoevaluación";
    }
    if (record.kind == "action_line") return named("Línea", text_of(fields, "name"));
    if (record.kind == "activity") return named("Actividad", text_of(fields, "name"));
    if (record.kind == "immediate_action") return named("AMI", text_of(fields, "name"));
    if (record.kind == "tool_choice") {
        return named("Herramienta", tool_name(text_of(fields, "tool"), catalog));
    }
    const schema::RecordInfo* info = schema::find_record_info(record.kind);
    const std::string label = info != nullptr ? std::string{info->label} : record.kind;
    for (const std::string_view key : {"name", "title", "position"}) {
        if (!text_of(fields, key).empty()) return named(label, text_of(fields, key));
    }
    return label;
}

std::string record_path(const Record& record, const Lookup& lookup, const Catalog& catalog) {
    std::string path = record_title(record, catalog);
    Record current = record;
    for (int level = 0; level < 8; ++level) {
        const Id above = parent_id(current);
        if (above.is_nil()) break;
        const auto parent = lookup.find(above);
        // Everybody works in one commune and cycle at a time: those say nothing new.
        if (!parent || parent->kind == "cycle" || parent->kind == "enrollment" ||
            parent->kind == "organization") {
            break;
        }
        path = record_title(*parent, catalog) + " · " + path;
        current = *parent;
    }
    return path;
}

std::string field_title(std::string_view kind, std::string_view field) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (field == "deleted") return "Eliminar o conservar";
    if (field == "name") return "Nombre";  // the table's label often repeats the kind
    if (info == nullptr || field.empty()) return {};
    const schema::FieldInfo* found = info->find(field);
    return found != nullptr ? std::string{found->options.label} : std::string{field};
}

std::string value_words(std::string_view kind, std::string_view field, const Value& value,
                        const Catalog& catalog) {
    if (field == "deleted") {
        const auto* is_removed = std::get_if<bool>(&value);
        return is_removed != nullptr && *is_removed ? "Eliminar" : "Conservar";
    }
    if (is_empty(value)) return "vacío";
    const schema::RecordInfo* info = schema::find_record_info(kind);
    const schema::FieldInfo* found = info != nullptr ? info->find(field) : nullptr;
    if (found == nullptr) return value_to_json(value).dump();
    if (found->options.names_blob) return "un archivo";
    const auto* text = std::get_if<std::string>(&value);
    switch (found->kind) {
        case schema::Kind::month:
            if (text != nullptr) return format_month(*text);
            break;
        case schema::Kind::date:
            if (text != nullptr) return format_date(*text);
            break;
        case schema::Kind::money:
            if (const auto* money = std::get_if<std::int64_t>(&value)) return format_money(*money);
            break;
        case schema::Kind::boolean:
            if (const auto* is_so = std::get_if<bool>(&value)) return *is_so ? "Sí" : "No";
            break;
        case schema::Kind::text:
            if (text == nullptr) break;
            if (found->options.merge == schema::Merge::transition) {
                return state_words(kind, *text, catalog);
            }
            if (found->options.format == schema::TextFormat::rut) return shown_rut(*text);
            return programme_words(field, *text, catalog);
        case schema::Kind::text_set:
            if (const auto* set = std::get_if<TextSet>(&value)) {
                std::string words;
                for (const std::string& member : *set) {
                    words += words.empty() ? "" : ", ";
                    words += programme_words(field, member, catalog);
                }
                return words;
            }
            break;
        case schema::Kind::none:
        case schema::Kind::integer:
        case schema::Kind::choice:
        case schema::Kind::id:
        case schema::Kind::instant:
        case schema::Kind::decimal:
            break;
    }
    return value_to_text(*found, value);
}

std::string change_words(std::string_view kind, const FieldMap& fields, const Catalog& catalog,
                         int parts_max) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    std::string words;
    int count = 0;
    for (const auto& [key, value] : fields) {
        const schema::FieldInfo* field = info != nullptr ? info->find(key) : nullptr;
        if (field == nullptr || field->kind == schema::Kind::id) continue;
        if (field->options.names_blob) {
            words += (words.empty() ? "" : " · ") + std::string{"Archivo"};
            continue;
        }
        if (++count > parts_max && parts_max > 0) return words + " y más";
        words += words.empty() ? "" : " · ";
        words += field_title(kind, key) + ": " + value_words(kind, key, value, catalog);
    }
    return words;
}

namespace {

/// Under which place the records of a committee open.
struct CommitteePlace {
    std::string_view kind;
    std::string_view route;
};
constexpr CommitteePlace committee_places[] = {
    {"committee_member", "comite/integrante/"},
    {"meeting", "comite/reuniones/"},
    {"dissemination", "comite/difusion/"},
    {"good_practice", "comite/practicas/"},
};

bool is_self_assessed(Ancestry& ancestry) {
    const Record* assessment = ancestry.find("assessment");
    return assessment != nullptr && text_of(assessment->fields, "type") == "self_assessment";
}

}  // namespace

std::string record_route(const Record& record, const Lookup& lookup) {
    Ancestry ancestry{record, lookup};
    for (const CommitteePlace& place : committee_places) {
        if (place.kind == record.kind) return std::string{place.route} + record.id.to_text();
    }
    if (record.kind == "cycle") return "camino";
    if (is_self_assessed(ancestry)) {
        return record.kind == "answer" ? "evaluacion/" + text_of(record.fields, "element")
                                       : "evaluacion";
    }
    if (record.kind == "answer") return "diagnostico/" + text_of(record.fields, "element");
    if (record.kind == "document") return "documentos/" + record.id.to_text();
    if (record.kind == "participant") return "diagnostico/acta";
    if (const Record* line = ancestry.find("action_line")) {
        const std::string place = "plan/linea/" + line->id.to_text();
        if (record.kind == "activity") return place + "/actividad/" + record.id.to_text();
        if (record.kind == "follow_up") return place + "/seguimiento/" + record.id.to_text();
        if (record.kind == "line_actor") return place + "/ficha";
        return record.kind == "indicator" ? place + "/seguimientos" : place;
    }
    if (record.kind == "immediate_action") return "plan/ami/" + record.id.to_text();
    if (record.kind == "improvement_area") {
        return "plan/areas/" + text_of(record.fields, "subcriterion");
    }
    if (record.kind == "tool_choice" || record.kind == "priority_criterion" ||
        record.kind == "priority_score") {
        return "plan/matriz";
    }
    if (ancestry.find("funding_request") != nullptr) return "plan/financiamiento";
    if (ancestry.find("plan") != nullptr) return "plan";
    if (ancestry.find("assessment") != nullptr) return "diagnostico";
    return {};
}

}  // namespace minga::client
