// Ops, verdicts, records, cursors and stamps: what is read is written so that it reads the same.
#include "sync/wire/cursor.hpp"
#include "sync/wire/op_codec.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using namespace minga;

void check_json(std::string_view text) {
    const auto json = parse_json(text);
    if (!json) return;
    if (const auto verdict = sync::verdict_from_json(*json)) {
        const auto again = sync::verdict_from_json(sync::verdict_to_json(*verdict));
        MINGA_ASSERT(again.has_value());
        MINGA_ASSERT(sync::verdict_to_json(*again) == sync::verdict_to_json(*verdict));
    }
    if (const auto delta = sync::delta_from_json(*json)) {
        const auto written = parse_json(sync::delta_to_text(*delta));
        MINGA_ASSERT(written.has_value());
        const auto again = sync::delta_from_json(*written);
        MINGA_ASSERT(again.has_value() && *again == *delta);
    }
    if (const auto cursors = sync::cursors_from_json(*json)) {
        const auto again = sync::cursors_from_json(sync::cursors_to_json(*cursors));
        MINGA_ASSERT(again.has_value() && *again == *cursors);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto op = sync::op_from_text(text)) {
        const auto again = sync::op_from_text(sync::op_to_text(*op));
        MINGA_ASSERT(again.has_value());
        MINGA_ASSERT(sync::op_to_text(*again) == sync::op_to_text(*op));
    }
    if (const auto stamps = sync::stamps_from_text(text)) {
        const auto again = sync::stamps_from_text(sync::stamps_to_text(*stamps));
        MINGA_ASSERT(again.has_value() && *again == *stamps);
    }
    check_json(text);
    return 0;
}
