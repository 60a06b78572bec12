#include "shared/programs/object_reader.hpp"

namespace minga::programs {

void FileFault::report(std::string_view place, std::string_view what) {
    if (message_) return;
    message_ = file_;
    if (!place.empty()) message_->append(": ").append(place);
    message_->append(": ").append(what).append(".");
}

Error FileFault::to_error() const {
    return make_error(ErrorCode::malformed, message_.value_or(file_ + ": no se pudo leer."));
}

ObjectReader::ObjectReader(const Json& json, std::string place, FileFault& fault)
    : json_(&json), place_(std::move(place)), fault_(&fault) {
    if (!json.is_object()) fault.report(place_, "se esperaba un objeto");
}

std::string ObjectReader::place_of(std::string_view key) const {
    std::string place = place_;
    if (!place.empty()) place += ".";
    return place.append(key);
}

void ObjectReader::report_at(std::string_view key, std::string_view what) const {
    fault_->report(place_of(key), what);
}

std::string ObjectReader::text(std::string_view key) const {
    const std::string* found = (*json_)[key].text();
    if (found == nullptr || found->empty()) {
        report_at(key, "falta un texto");
        return {};
    }
    return *found;
}

std::string ObjectReader::optional_text(std::string_view key) const {
    const Json& member = (*json_)[key];
    if (!member.is_null() && !member.is_text()) report_at(key, "debe ser un texto");
    return json_->text_at(key);
}

std::int64_t ObjectReader::integer(std::string_view key) const {
    const std::int64_t* found = (*json_)[key].integer();
    if (found == nullptr) {
        report_at(key, "falta un número entero");
        return 0;
    }
    return *found;
}

std::int64_t ObjectReader::optional_integer(std::string_view key, std::int64_t fallback) const {
    return (*json_)[key].is_null() ? fallback : integer(key);
}

bool ObjectReader::boolean(std::string_view key) const {
    const bool* found = (*json_)[key].boolean();
    if (found == nullptr) report_at(key, "debe ser true o false");
    return found != nullptr && *found;
}

bool ObjectReader::optional_boolean(std::string_view key, bool fallback) const {
    return (*json_)[key].is_null() ? fallback : boolean(key);
}

std::vector<std::string> ObjectReader::texts(std::string_view key) const {
    const Json& member = (*json_)[key];
    if (member.is_null()) return {};
    if (const std::string* single = member.text()) return {*single};
    if (!member.is_array()) report_at(key, "debe ser una lista de textos");
    std::vector<std::string> list;
    for (const Json& item : member.items()) {
        const std::string* found = item.text();
        if (found == nullptr || found->empty()) {
            report_at(key, "debe contener solo textos");
            return list;
        }
        list.push_back(*found);
    }
    return list;
}

ObjectReader ObjectReader::object(std::string_view key) const {
    return {(*json_)[key], place_of(key), *fault_};
}

std::vector<ObjectReader> ObjectReader::objects(std::string_view key) const {
    auto list = optional_objects(key);
    if (list.empty()) report_at(key, "falta una lista");
    return list;
}

std::vector<ObjectReader> ObjectReader::optional_objects(std::string_view key) const {
    const Json& member = (*json_)[key];
    if (!member.is_null() && !member.is_array()) report_at(key, "debe ser una lista");
    std::vector<ObjectReader> list;
    for (const Json& item : member.items()) {
        list.emplace_back(item, place_of(key) + "[" + std::to_string(list.size()) + "]", *fault_);
    }
    return list;
}

std::vector<std::string> ObjectReader::keys() const {
    std::vector<std::string> names;
    for (const Json::Member& member : json_->members()) names.push_back(member.first);
    return names;
}

bool ObjectReader::has(std::string_view key) const {
    return !(*json_)[key].is_null();
}

}  // namespace minga::programs
