/// Ops, verdicts and records as the JSON of frames (PROTOCOL.md lists every key).
#pragma once

#include "shared/codec/json.hpp"
#include "sync/merge/merge.hpp"
#include "sync/merge/op.hpp"

namespace minga::sync {

std::string op_to_text(const Op& op);
Result<Op> op_from_text(std::string_view text);

Json verdict_to_json(const Verdict& verdict);
/// The same as text; of the usual verdict, that nothing stands against, without a tree between.
std::string verdict_to_text(const Verdict& verdict);
Result<Verdict> verdict_from_json(const Json& json);

/// What a pull says of one record: all of it, or only what is new to the device.
struct RecordDelta {
    Id id;
    std::int64_t rev = 0;
    bool deleted = false;
    bool is_whole = false;  ///< `kind` and `organization` are given; `fields` are all it has.
    std::string kind;
    Id organization;
    FieldMap fields;    ///< `monostate` clears a field.
    std::string scope;  ///< The scope that it came with, where that is not its home.
    /// The person may not read it any more: it leaves the device.
    bool is_withdrawn = false;

    friend bool operator==(const RecordDelta&, const RecordDelta&) = default;
};

std::string delta_to_text(const RecordDelta& delta);
Result<RecordDelta> delta_from_json(const Json& json);

/// Stamps as the store keeps them, and back: a line `rev seq n device key,key,…` for each stamp
/// that fields share.
std::string stamps_to_text(const Stamps& stamps);
Result<Stamps> stamps_from_text(std::string_view text);

}  // namespace minga::sync
