/// What people type after a verb of `minga-device`, read by the record tables.
#pragma once

#include "shared/base/instant.hpp"
#include "shared/schema/record.hpp"
#include "sync/headless/commands.hpp"

#include <cstdint>
#include <string_view>
#include <utility>

namespace minga::sync {

Result<const schema::RecordInfo*> kind_of_name(std::string_view kind);

struct ParsedFields {
    Id organization;
    FieldMap fields;
};

/// "field=value" each; `organization` names the home.
Result<ParsedFields> parse_fields(const schema::RecordInfo& info, const FieldArguments& arguments);

/// The two sides of "name=value".
Result<std::pair<std::string, std::string>> parse_pair(std::string_view argument);

/// A record of this device by its id.
Result<Record> record_with(const DeviceStore& store, std::string_view id);

/// "2026-03-02T12:00:00.000Z", or "" for a moment that is not known.
std::string moment_text(Instant at);

/// The number of an op.
Result<std::int64_t> op_number(std::string_view text);

}  // namespace minga::sync
