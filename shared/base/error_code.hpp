/// The catalogue of errors. Numbers and keys are permanent: they travel on the wire, in logs and in
/// `application/problem+json`. Retire a code by leaving its row; never give its number away again.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace minga {

enum class ErrorCode : std::uint16_t {
    malformed = 1,
    unauthenticated = 2,
    forbidden = 3,
    not_found = 4,
    bad_frame = 5,
    too_large = 6,
    too_many_requests = 7,
    storage_failed = 8,
    storage_full = 9,
    network_failed = 10,
    internal = 11,
    usage = 12,
    store_not_empty = 13,
    busy = 14,
    unsupported_version = 15,
    bad_credentials = 16,
    method_not_allowed = 17,
    unsupported_media_type = 18,

    unknown_kind = 100,
    unknown_field = 101,
    wrong_type = 102,
    too_long = 103,
    out_of_range = 104,
    not_a_choice = 105,
    bad_date = 106,
    bad_month = 107,
    bad_utf8 = 108,
    required = 109,
    immutable_field = 110,
    derived_field = 111,
    unknown_reference = 112,
    unknown_element = 113,
    bad_id = 114,
    wrong_organization = 115,
    months_reversed = 116,
    outside_line = 117,
    outside_plan = 118,
    record_closed = 119,
    record_deleted = 120,
    bad_transition = 121,
    precondition_missing = 122,
    level_out_of_range = 123,
    conflict_settled = 125,
    conflict_changed = 126,
    wrong_natural_key = 127,
    server_made_kind = 128,
    unknown_tool = 129,
    unknown_position = 130,
    schema_too_new = 131,
    wrong_order = 132,
    executed_without_date = 133,
    already_exists = 134,
    fork = 135,
    scope_lost = 136,
    unaccepted_work = 137,
    has_children = 138,
    bad_rut = 139,

    blob_mismatch = 140,
    blob_gap = 141,
    quota_full = 142,
    bad_blob = 143,
    bad_range = 144,

    bundle_damaged = 150,
    bundle_not_for_us = 151,
    bundle_unknown_device = 152,
};

struct ErrorInfo {
    ErrorCode code;
    std::string_view key;       ///< Permanent snake_case name.
    std::uint16_t http_status;  ///< What a request that fails with it answers.
};

/// The row of `code`.
const ErrorInfo& error_info(ErrorCode code);

/// Every row.
std::span<const ErrorInfo> all_error_infos();

/// The code with that permanent key, if there is one.
std::optional<ErrorCode> error_code_from_key(std::string_view key);

}  // namespace minga
