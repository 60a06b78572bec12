#include "shared/records/all_records.hpp"

#include "shared/base/text.hpp"

namespace minga {
namespace {

/// The name space of Minga's name-based ids. Permanent: devices and servers must agree on it.
constexpr Id natural_name_space{{0x6d, 0x69, 0x6e, 0x67, 0x61, 0x2e, 0x4e, 0x61, 0x95, 0x74, 0x75,
                                 0x72, 0x61, 0x6c, 0x49, 0x64}};

std::string part_of(const FieldMap& fields, std::string_view key) {
    const auto* number = std::get_if<std::int64_t>(&value_of(fields, key));
    return number != nullptr ? std::to_string(*number) : text_of(fields, key);
}

Id derived_id(const schema::RecordInfo& info, std::string_view keys, const FieldMap& fields) {
    std::string name{info.key};
    for (const std::string& key : split(keys, ',')) {
        const std::string part = part_of(fields, key);
        if (part.empty()) return Id{};
        name.append("/").append(part);
    }
    return name_based_id(natural_name_space, name);
}

}  // namespace

Id natural_id(const schema::RecordInfo& info, const FieldMap& fields) {
    return derived_id(info, info.options.natural_key, fields);
}

Id meeting_id(const schema::RecordInfo& info, const FieldMap& fields) {
    return info.has_meeting_key() ? derived_id(info, info.options.meeting_key, fields) : Id{};
}

}  // namespace minga
