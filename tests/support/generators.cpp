#include "tests/support/generators.hpp"

#include "shared/base/hash.hpp"
#include "shared/base/rut.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <array>

namespace minga::test {
namespace {

constexpr std::array<std::string_view, 28> pieces{
    "a",  "Z", "ñ", "Á", "€",  "😀", " ",  "\"", "'",  ";", ",", "\n", "\r\n", "\t",
    "=1", "+", "-", "@", "\\", "/", "{}", "[",  "\b", "0", "9", ".",  "«",    "null"};

std::int64_t number_between(SeededRandom& random, std::int64_t low, std::int64_t high) {
    const auto width = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<std::int64_t>(random.below(width));
}

Date arbitrary_date(SeededRandom& random) {
    return {static_cast<std::int32_t>(number_between(random, 7305, 84000))};
}

}  // namespace

std::size_t arbitrary_index(SeededRandom& random, std::size_t size) {
    return static_cast<std::size_t>(random.below(size));
}

std::string arbitrary_text(SeededRandom& random, std::size_t length_max) {
    const std::size_t wanted = 1 + arbitrary_index(random, std::min<std::size_t>(length_max, 24));
    std::string text;
    while (code_point_count(text) < wanted) text += pieces[arbitrary_index(random, pieces.size())];
    while (code_point_count(text) >= length_max) text = text.substr(0, text.size() / 2);
    while (!is_valid_utf8(text)) text.pop_back();
    text += 'x';  // neither empty nor with blanks at its end
    return text;
}

Value arbitrary_value(const schema::FieldInfo& info, SeededRandom& random) {
    using schema::Kind;
    switch (info.kind) {
        case Kind::none:
            break;
        case Kind::text:
            if (info.options.names_blob) return Value{sha256_hex(arbitrary_text(random, 24))};
            if (info.options.format == schema::TextFormat::rut) {
                constexpr std::int64_t number_max = 99'999'999;
                const std::int64_t number = number_between(random, 1, number_max);
                return Value{Rut{static_cast<std::int32_t>(number)}.to_text()};
            }
            return Value{arbitrary_text(random, info.options.length_max)};
        case Kind::integer:
        case Kind::money:
            return Value{number_between(random, info.options.value_min, info.options.value_max)};
        case Kind::boolean:
            return Value{random.below(2) == 1};
        case Kind::choice:
            return Value{
                std::string{info.choices[arbitrary_index(random, info.choices.size())].key}};
        case Kind::id:
            return Value{new_id(Instant{number_between(random, 0, 1LL << 41)}, random).to_text()};
        case Kind::text_set: {
            TextSet set;
            for (std::uint64_t i = random.below(4) + 1; i > 0; --i) {
                set.emplace_back(trim(arbitrary_text(random, info.options.length_max)));
            }
            return Value{normalized_set(std::move(set))};
        }
        case Kind::month:
            return Value{arbitrary_date(random).month().to_text()};
        case Kind::date:
            return Value{arbitrary_date(random).to_text()};
        case Kind::instant:
            return Value{Instant{arbitrary_date(random).days * 86'400'000LL +
                                 number_between(random, 0, 86'399'999)}
                             .to_text()};
        case Kind::decimal:
            return Value{Decimal{number_between(random, -5'000'000, 5'000'000)}};
    }
    return {};
}

FieldMap arbitrary_fields(const schema::RecordInfo& info, SeededRandom& random,
                          FieldsOptions options) {
    FieldMap fields;
    for (const schema::FieldInfo& field : info.fields) {
        if (options.all || random.below(3) > 0) {
            fields.emplace(std::string{field.key}, arbitrary_value(field, random));
        }
    }
    return fields;
}

}  // namespace minga::test
