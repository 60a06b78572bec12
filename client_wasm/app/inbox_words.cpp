#include "client_wasm/app/inbox_words.hpp"

#include "client_wasm/app/record_words.hpp"
#include "shared/records/all_records.hpp"

namespace minga::client {
namespace {

constexpr std::size_t short_bytes_max = 60;

/// "Antes: … Quitó «…». Agregó «…»." for who cannot see the strokes.
std::string spoken_of(const std::vector<DiffPart>& parts, const std::string& value) {
    std::string spoken = value + ".";
    for (const DiffPart& part : parts) {
        if (part.kind == DiffKind::removed) spoken += " Quita «" + part.text + "».";
        if (part.kind == DiffKind::added) spoken += " Agrega «" + part.text + "».";
    }
    return spoken;
}

void add_parts(InboxSide& side, const Value& base, const Value& value) {
    const auto* before = std::get_if<std::string>(&base);
    const auto* after = std::get_if<std::string>(&value);
    if (before == nullptr || after == nullptr) return;
    auto parts = word_diff(*before, *after);
    if (!is_worth_showing(parts)) return;
    side.parts = std::move(parts);
    side.spoken = spoken_of(side.parts, side.value);
}

std::string name_or(const std::string& name, const char* otherwise) {
    return name.empty() ? std::string{otherwise} : name;
}

void name_buttons(const sync::InboxItem& item, std::string_view own_name, InboxWords& words) {
    const bool is_own = item.mine_by == own_name;
    const bool are_same = item.mine_by == item.theirs_by;
    words.theirs.who = name_or(item.theirs_by, "Otra persona");
    words.mine.who = is_own ? "Usted" : name_or(item.mine_by, "Otra persona");
    if (item.is_removal) {
        const auto label = [](const Value& value) {
            const auto* is_removed = std::get_if<bool>(&value);
            return is_removed != nullptr && *is_removed ? "Eliminar el registro"
                                                        : "Conservar el registro";
        };
        words.theirs.button = label(item.theirs);
        words.mine.button = label(item.mine);
        return;
    }
    if (are_same) {
        // One person on two devices: the values tell them apart better than names.
        words.theirs.who += is_own ? " (usted, en otro equipo)" : "";
        words.theirs.button = "Conservar el del otro equipo";
        words.mine.button = "Usar el de este equipo";
        return;
    }
    words.theirs.button = "Conservar el de " + words.theirs.who;
    words.mine.button = is_own ? "Usar el mío" : "Usar el de " + words.mine.who;
}

}  // namespace

InboxWords inbox_words(const sync::InboxItem& item, std::string_view own_name, const Lookup& lookup,
                       const Catalog& catalog) {
    InboxWords words;
    const auto record = lookup.find(item.record);
    if (record) words.path = record_path(*record, lookup, catalog);
    words.field = field_title(item.kind, item.field);
    if (words.field.empty()) words.field = "El cambio completo";
    words.base = value_words(item.kind, item.field, item.base, catalog);
    words.theirs.value = value_words(item.kind, item.field, item.theirs, catalog);
    words.mine.value = value_words(item.kind, item.field, item.mine, catalog);
    if (!item.is_removal) {
        const schema::RecordInfo* info = schema::find_record_info(item.kind);
        const schema::FieldInfo* field = info != nullptr ? info->find(item.field) : nullptr;
        if (field != nullptr && field->kind == schema::Kind::text &&
            field->options.merge == schema::Merge::value) {
            add_parts(words.theirs, item.base, item.theirs);
            add_parts(words.mine, item.base, item.mine);
        }
    }
    words.is_long =
        words.theirs.value.size() > short_bytes_max || words.mine.value.size() > short_bytes_max;
    name_buttons(item, own_name, words);
    return words;
}

}  // namespace minga::client
