// What the JSON reader takes, it writes so that it reads the same again.
#include "shared/codec/json.hpp"
#include "shared/codec/value_json.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minga;
    const auto json = parse_json(fuzz::text_of(data, size));
    if (!json) {
        MINGA_ASSERT(!json.error().message.empty());
        return 0;
    }
    const std::string written = json->dump();
    const auto again = parse_json(written);
    MINGA_ASSERT(again.has_value());
    MINGA_ASSERT(again->dump() == written);
    const auto fields = fields_from_json(*json);
    if (!fields) return 0;
    const auto fields_again = fields_from_json(fields_to_json(*fields));
    MINGA_ASSERT(fields_again.has_value() && *fields_again == *fields);
    return 0;
}
