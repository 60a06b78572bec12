// What the CSV reader takes, it writes so that it reads the same again; as records too.
#include "shared/codec/csv.hpp"
#include "shared/records/all_records.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minga;
    const std::string_view text = fuzz::text_of(data, size);
    const auto rows = rows_from_csv(text);
    if (rows) {
        const std::string written = csv_from_rows(*rows);
        const auto again = rows_from_csv(written);
        MINGA_ASSERT(again.has_value());
        MINGA_ASSERT(csv_from_rows(*again) == written);
    }
    for (const std::string_view kind : {"activity", "follow_up", "action_line"}) {
        const schema::RecordInfo* info = schema::find_record_info(kind);
        const auto records = records_from_csv(*info, text);
        if (!records) {
            MINGA_ASSERT(!records.error().message.empty());
            continue;
        }
        const auto again = records_from_csv(*info, records_to_csv(*info, *records));
        MINGA_ASSERT(again.has_value());
        MINGA_ASSERT(records_to_csv(*info, *again) == records_to_csv(*info, *records));
    }
    return 0;
}
