/// A record as the server's store holds it: fields and stamps are text until somebody looks inside.
/// Most records that a device is sent go from the store to the wire as they are.
#pragma once

#include "sync/merge/merge.hpp"

#include <cstdint>
#include <string_view>

namespace minga::sync {

/// Valid while the store's visit that gave it lasts.
struct RecordText {
    Id id;
    std::string_view kind;
    Id organization;
    std::int64_t created_seq = 0;
    std::int64_t rev = 0;
    std::int64_t seq = 0;
    bool deleted = false;
    bool lost = false;        ///< It left the share that is read: only its id may be told.
    Instant deleted_at{};     ///< As of StampedRecord.
    std::string_view body;    ///< Its fields as JSON.
    std::string_view stamps;  ///< As `stamps_to_text` writes them.
};

/// Its stamps alone, read. Fails with `storage_failed` where they are damaged.
Result<Stamps> read_stamps(const RecordText& text);

/// The record, read. Fails with `storage_failed` where it is damaged.
Result<StampedRecord> read_record(const RecordText& text);

/// The frame's JSON for a device that never had the record. `share`: what it comes with, where that
/// is not its home.
std::string whole_record_text(const RecordText& text, std::string_view share = {});

}  // namespace minga::sync
