/// What waits in quarantine, read from the server's answer: changes of people who had lost their
/// access when these arrived.
#pragma once

#include "shared/base/instant.hpp"
#include "shared/base/result.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

struct QuarantinedChange {
    std::int64_t number = 0;  ///< What a decision names.
    std::string organization_name;
    std::string kind;
    std::string kind_name;
    Id record;
    std::string author;
    Id device;
    Instant made_at;
    Instant received_at;
    bool is_removal = false;
    bool is_restoration = false;
    bool is_readable = false;  ///< Otherwise it can only be discarded.
    bool is_new = false;       ///< It makes a record that the server does not have.
    bool is_deleted = false;   ///< The record was removed meanwhile.
    FieldMap set;
    FieldMap was;
    FieldMap present;  ///< What those fields say at the server.
};

/// Reads the server's answer. Entries that cannot be read are left out.
Result<std::vector<QuarantinedChange>> read_quarantine(std::string_view json);

/// What the server made of a decision, where that was not what was asked for: its reason, or "".
std::string refusal_of_decision(std::string_view json);

/// What screens show of it. It is never kept on the device: the words are other people's.
struct QuarantineView {
    std::vector<QuarantinedChange> items;
    Instant fetched_at;  ///< 0 before the first answer.
    bool is_fetching = false;
    std::int64_t deciding = 0;  ///< The entry whose decision is on its way; 0: none.
    std::string error;          ///< Why the list is not the server's present one, or "".
    /// The entry whose decision did not go through, and why.
    std::int64_t failed = 0;
    std::string failure;
};

}  // namespace minga::client
