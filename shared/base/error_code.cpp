#include "shared/base/error_code.hpp"

#include "shared/base/assert.hpp"

namespace minga {
namespace {

constexpr std::array error_infos{
    ErrorInfo{ErrorCode::malformed, "malformed", 400},
    ErrorInfo{ErrorCode::unauthenticated, "unauthenticated", 401},
    ErrorInfo{ErrorCode::forbidden, "forbidden", 403},
    ErrorInfo{ErrorCode::not_found, "not_found", 404},
    ErrorInfo{ErrorCode::bad_frame, "bad_frame", 400},
    ErrorInfo{ErrorCode::too_large, "too_large", 413},
    ErrorInfo{ErrorCode::too_many_requests, "too_many_requests", 429},
    ErrorInfo{ErrorCode::storage_failed, "storage_failed", 500},
    ErrorInfo{ErrorCode::storage_full, "storage_full", 507},
    ErrorInfo{ErrorCode::network_failed, "network_failed", 502},
    ErrorInfo{ErrorCode::internal, "internal", 500},
    ErrorInfo{ErrorCode::usage, "usage", 400},
    ErrorInfo{ErrorCode::store_not_empty, "store_not_empty", 409},
    ErrorInfo{ErrorCode::busy, "busy", 503},
    ErrorInfo{ErrorCode::unsupported_version, "unsupported_version", 400},
    ErrorInfo{ErrorCode::bad_credentials, "bad_credentials", 401},
    ErrorInfo{ErrorCode::method_not_allowed, "method_not_allowed", 405},
    ErrorInfo{ErrorCode::unsupported_media_type, "unsupported_media_type", 415},
    ErrorInfo{ErrorCode::unknown_kind, "unknown_kind", 422},
    ErrorInfo{ErrorCode::unknown_field, "unknown_field", 422},
    ErrorInfo{ErrorCode::wrong_type, "wrong_type", 422},
    ErrorInfo{ErrorCode::too_long, "too_long", 422},
    ErrorInfo{ErrorCode::out_of_range, "out_of_range", 422},
    ErrorInfo{ErrorCode::not_a_choice, "not_a_choice", 422},
    ErrorInfo{ErrorCode::bad_date, "bad_date", 422},
    ErrorInfo{ErrorCode::bad_month, "bad_month", 422},
    ErrorInfo{ErrorCode::bad_utf8, "bad_utf8", 422},
    ErrorInfo{ErrorCode::required, "required", 422},
    ErrorInfo{ErrorCode::immutable_field, "immutable_field", 422},
    ErrorInfo{ErrorCode::derived_field, "derived_field", 422},
    ErrorInfo{ErrorCode::unknown_reference, "unknown_reference", 422},
    ErrorInfo{ErrorCode::unknown_element, "unknown_element", 422},
    ErrorInfo{ErrorCode::bad_id, "bad_id", 422},
    ErrorInfo{ErrorCode::wrong_organization, "wrong_organization", 403},
    ErrorInfo{ErrorCode::months_reversed, "months_reversed", 422},
    ErrorInfo{ErrorCode::outside_line, "outside_line", 422},
    ErrorInfo{ErrorCode::outside_plan, "outside_plan", 422},
    ErrorInfo{ErrorCode::record_closed, "record_closed", 409},
    ErrorInfo{ErrorCode::record_deleted, "record_deleted", 409},
    ErrorInfo{ErrorCode::bad_transition, "bad_transition", 409},
    ErrorInfo{ErrorCode::precondition_missing, "precondition_missing", 409},
    ErrorInfo{ErrorCode::level_out_of_range, "level_out_of_range", 422},
    ErrorInfo{ErrorCode::conflict_settled, "conflict_settled", 409},
    ErrorInfo{ErrorCode::conflict_changed, "conflict_changed", 409},
    ErrorInfo{ErrorCode::wrong_natural_key, "wrong_natural_key", 422},
    ErrorInfo{ErrorCode::server_made_kind, "server_made_kind", 403},
    ErrorInfo{ErrorCode::unknown_tool, "unknown_tool", 422},
    ErrorInfo{ErrorCode::unknown_position, "unknown_position", 422},
    ErrorInfo{ErrorCode::schema_too_new, "schema_too_new", 409},
    ErrorInfo{ErrorCode::wrong_order, "wrong_order", 409},
    ErrorInfo{ErrorCode::executed_without_date, "executed_without_date", 422},
    ErrorInfo{ErrorCode::already_exists, "already_exists", 409},
    ErrorInfo{ErrorCode::fork, "fork", 409},
    ErrorInfo{ErrorCode::scope_lost, "scope_lost", 403},
    ErrorInfo{ErrorCode::unaccepted_work, "unaccepted_work", 409},
    ErrorInfo{ErrorCode::has_children, "has_children", 409},
    ErrorInfo{ErrorCode::bad_rut, "bad_rut", 422},
    ErrorInfo{ErrorCode::blob_mismatch, "blob_mismatch", 422},
    ErrorInfo{ErrorCode::blob_gap, "blob_gap", 409},
    ErrorInfo{ErrorCode::quota_full, "quota_full", 507},
    ErrorInfo{ErrorCode::bad_blob, "bad_blob", 422},
    ErrorInfo{ErrorCode::bad_range, "bad_range", 416},
    ErrorInfo{ErrorCode::bundle_damaged, "bundle_damaged", 422},
    ErrorInfo{ErrorCode::bundle_not_for_us, "bundle_not_for_us", 409},
    ErrorInfo{ErrorCode::bundle_unknown_device, "bundle_unknown_device", 403},
};

}  // namespace

const ErrorInfo& error_info(ErrorCode code) {
    for (const ErrorInfo& info : error_infos) {
        if (info.code == code) return info;
    }
    MINGA_ASSERT(false && "every ErrorCode has its row");
    return error_infos[0];
}

std::span<const ErrorInfo> all_error_infos() {
    return error_infos;
}

std::optional<ErrorCode> error_code_from_key(std::string_view key) {
    for (const ErrorInfo& info : error_infos) {
        if (info.key == key) return info.code;
    }
    return std::nullopt;
}

}  // namespace minga
