#include "client_wasm/app/inbox_words.hpp"

#include "client_wasm/app/record_words.hpp"
#include "client_wasm/app/text_merge.hpp"
#include "shared/base/text.hpp"
#include "shared/records/all_records.hpp"

namespace minga::client {
namespace {

constexpr std::size_t short_bytes_max = 60;
/// Fields that may be longer than this are texts, whose lines can be put together.
constexpr std::uint32_t line_length_max = 300;

/// "Antes: … Quitó «…». Agregó «…»." for who cannot see the strokes.
std::string spoken_of(const std::vector<DiffPart>& parts, const std::string& value) {
    std::string spoken = value + ".";
    for (const DiffPart& part : parts) {
        const std::string words{trim(part.text)};
        if (part.kind == DiffKind::removed) spoken += " Quita «" + words + "».";
        if (part.kind == DiffKind::added) spoken += " Agrega «" + words + "».";
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

/// What was proposed before the proposal that waits: it lost to nobody's decision.
void add_earlier(const sync::InboxItem& item, const Catalog& catalog, InboxWords& words) {
    for (const sync::InboxItem::Proposal& proposal : item.earlier) {
        InboxSide& side = words.earlier.emplace_back();
        side.who = words.mine.who;
        side.value = value_words(item.kind, item.field, proposal.value, catalog);
        const std::string number = std::to_string(words.earlier.size());
        side.button = side.value.size() <= short_bytes_max ? "Usar «" + side.value + "»"
                                                           : "Usar la propuesta anterior " + number;
        if (!item.is_removal) add_parts(side, item.base, proposal.value);
    }
}

/// The record as it is here, or as the refused change would have made it.
std::string path_of(const sync::InboxItem& item, const InboxReader& reader) {
    if (const auto record = reader.lookup.find(item.record)) {
        return record_path(*record, reader.lookup, reader.catalog);
    }
    if (item.change.empty() || item.kind.empty()) return {};
    Record wanted;
    wanted.id = item.record;
    wanted.kind = item.kind;
    wanted.organization = item.organization;
    wanted.fields = item.change;
    return record_path(wanted, reader.lookup, reader.catalog);
}

void add_text_words(const sync::InboxItem& item, InboxWords& words) {
    const schema::RecordInfo* info = schema::find_record_info(item.kind);
    const schema::FieldInfo* field = info != nullptr ? info->find(item.field) : nullptr;
    const bool is_text = field != nullptr && field->kind == schema::Kind::text &&
                         field->options.merge == schema::Merge::value;
    if (!is_text) return;
    add_parts(words.theirs, item.base, item.theirs);
    add_parts(words.mine, item.base, item.mine);
    const auto* base = std::get_if<std::string>(&item.base);
    const auto* theirs = std::get_if<std::string>(&item.theirs);
    const auto* mine = std::get_if<std::string>(&item.mine);
    const bool has_texts = base != nullptr && theirs != nullptr && mine != nullptr;
    if (!has_texts || field->options.length_max <= line_length_max) return;
    TextMerge merged = merge_texts(*base, *theirs, *mine);
    if (!is_worth_offering(merged, *theirs, *mine)) return;
    if (merged.text.size() > field->options.length_max) return;
    words.merged = std::move(merged.text);
    words.clashes = merged.clashes;
}

}  // namespace

std::string device_code(const Id& device) {
    std::string code = device.to_text();
    code = code.substr(code.size() - 4);
    for (char& c : code) {
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
    }
    return code;
}

std::string device_words(const Id& device, const Id& own_device) {
    if (device.is_nil()) return {};
    return device == own_device ? "este equipo" : "equipo " + device_code(device);
}

InboxWords inbox_words(const sync::InboxItem& item, const InboxReader& reader) {
    InboxWords words;
    const Catalog& catalog = reader.catalog;
    words.path = path_of(item, reader);
    words.field = field_title(item.kind, item.field);
    if (item.field.empty()) {
        words.field = item.is_removal ? "Eliminar el registro" : "El cambio completo";
        words.mine.value =
            item.is_removal ? "Eliminar" : change_words(item.kind, item.change, catalog, 0);
        words.mine.who = "Usted";
        words.mine.device = device_words(item.mine_device, reader.own_device);
        return words;
    }
    words.base = value_words(item.kind, item.field, item.base, catalog);
    words.theirs.value = value_words(item.kind, item.field, item.theirs, catalog);
    words.mine.value = value_words(item.kind, item.field, item.mine, catalog);
    words.theirs.device = device_words(item.theirs_device, reader.own_device);
    words.mine.device = device_words(item.mine_device, reader.own_device);
    if (!item.is_removal) add_text_words(item, words);
    words.is_long =
        words.theirs.value.size() > short_bytes_max || words.mine.value.size() > short_bytes_max;
    name_buttons(item, reader.own_name, words);
    add_earlier(item, catalog, words);
    return words;
}

}  // namespace minga::client
