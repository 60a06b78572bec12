/// The description of a record type: one constexpr table, written once beside the struct it
/// describes and read by storage, wire, merge, validation, forms, exports and the API description.
///
/// A record is a plain aggregate of what its programme asks for; `id`, `organization`, `rev` and
/// `deleted` belong to every record and are kept beside it (`Record`, record.hpp). Its table:
///
///     struct Site { std::string name; std::optional<Month> opened; };
///
///     template <>
///     inline constexpr auto record_type<Site> = record(1, "site", "Sitio",
///         field(1, "name",   &Site::name,   {.label = "Nombre", .length_max = 80}),
///         field(2, "opened", &Site::opened, {.label = "Apertura"}));
///
///     static_assert(well_formed<Site>());
///
/// Tags and keys are permanent: they are the wire format, the column names and the export headers.
/// Never renumber: drop a field by listing its tag in `well_formed<Site>({7})`, which forbids
/// reuse.
#pragma once

#include "shared/base/date.hpp"
#include "shared/base/decimal.hpp"
#include "shared/base/id.hpp"
#include "shared/base/money.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace minga::schema {

/// What a field holds, independent of the C++ type that holds it. Permanent numbers.
enum class Kind : std::uint8_t {
    none = 0,
    text = 1,
    integer = 2,
    boolean = 3,
    choice = 4,
    id = 5,
    text_set = 6,
    month = 7,
    date = 8,
    instant = 9,
    decimal = 10,
    money = 11,  ///< Whole thousands of Chilean pesos, "M$" in the guides.
};

/// How two people's edits of one field meet (sync/MERGE.md).
enum class Merge : std::uint8_t {
    value,       ///< Different values of one field wait for a person.
    set,         ///< What either side added stays, what either side removed goes.
    immutable,   ///< Written when the record is made; a later edit is refused.
    transition,  ///< A workflow state: changes only from one named state to another.
};

/// What a text is written like, where it is not free.
enum class TextFormat : std::uint8_t {
    free,
    rut,  ///< Kept as `Rut::to_text` writes it (shared/base/rut.hpp).
};

struct FieldOptions {
    std::string_view label;   ///< Spanish, as officials read it.
    std::string_view help{};  ///< One sentence in Spanish, from the guides, or empty.
    bool required = false;    ///< The record cannot exist without it.
    Merge merge = Merge::value;
    std::uint32_t length_max = 200;  ///< Text, and each member of a set: code points.
    std::uint32_t count_max = 100;   ///< Members of a set.
    std::int64_t value_min = 0;      ///< Whole numbers and money.
    std::int64_t value_max = 1'000'000'000;
    std::string_view refers_to{};  ///< Id: the kind it names; "*" for any.
    bool parent = false;           ///< This reference says what the record lies under.
    bool names_blob = false;       ///< Text: the SHA-256 of a file (sync/blob), in hexadecimal.
    TextFormat format = TextFormat::free;
};

/// The Kind of a member's C++ type. Specialise it beside a new value type.
template <class Value>
inline constexpr Kind kind_of = Kind::none;
template <>
inline constexpr Kind kind_of<std::string> = Kind::text;
template <>
inline constexpr Kind kind_of<std::int64_t> = Kind::integer;
template <>
inline constexpr Kind kind_of<bool> = Kind::boolean;
template <>
inline constexpr Kind kind_of<Id> = Kind::id;
template <>
inline constexpr Kind kind_of<std::vector<std::string>> = Kind::text_set;
template <>
inline constexpr Kind kind_of<Month> = Kind::month;
template <>
inline constexpr Kind kind_of<Date> = Kind::date;
template <>
inline constexpr Kind kind_of<Instant> = Kind::instant;
template <>
inline constexpr Kind kind_of<Decimal> = Kind::decimal;
template <>
inline constexpr Kind kind_of<Money> = Kind::money;
template <class Value>
requires std::is_enum_v<Value>
inline constexpr Kind kind_of<Value> = Kind::choice;
template <class Value>
inline constexpr Kind kind_of<std::optional<Value>> = kind_of<Value>;

template <class Value>
struct unwrapped {
    using type = Value;
};
template <class Value>
struct unwrapped<std::optional<Value>> {
    using type = Value;
};
template <class Value>
inline constexpr bool is_optional = !std::is_same_v<typename unwrapped<Value>::type, Value>;

/// One value of an enumeration: its permanent key and the word officials read.
template <class E>
struct Choice {
    E value;
    std::string_view key;
    std::string_view label;
};
template <class E>
constexpr Choice<E> choice(E value, std::string_view key, std::string_view label) {
    return {value, key, label};
}
/// Specialised beside each enumeration.
template <class E>
inline constexpr std::nullptr_t choices = nullptr;

struct ChoiceInfo {
    std::string_view key;
    std::string_view label;
};
template <class E>
constexpr auto describe_choices() {
    std::array<ChoiceInfo, choices<E>.size()> infos{};
    std::size_t index = 0;
    for (const auto& c : choices<E>) infos[index++] = {c.key, c.label};
    return infos;
}
template <class E>
inline constexpr auto choice_infos = describe_choices<E>();

template <class Owner, class Value>
struct Field {
    using value_type = Value;

    std::uint16_t tag;
    std::string_view key;
    Value Owner::*member;
    FieldOptions options;

    static constexpr Kind kind = kind_of<Value>;
    static_assert(kind != Kind::none, "this member's type has no Kind");
};

template <class Owner, class Value>
constexpr Field<Owner, Value> field(std::uint16_t tag, std::string_view key, Value Owner::*member,
                                    FieldOptions options) {
    return {tag, key, member, options};
}

struct RecordOptions {
    /// Fields whose values name the record: its id is derived from them (`natural_id`).
    std::string_view natural_key{};  ///< Comma-separated.
    /// The same for a kind of which there is one at a time, but may be others: a device derives the
    /// id of a new record from these fields, so that two people who begin it without a network
    /// begin one; a record under any other id is as good.
    std::string_view meeting_key{};  ///< Comma-separated.
    /// Only the server makes and removes records of this kind.
    bool server_made = false;
    /// A key that people may expect but that is computed, never stored.
    std::string_view derived{};
};

template <class... Fields>
struct RecordType {
    std::uint16_t tag;
    std::string_view key;
    std::string_view label;
    RecordOptions options;
    std::tuple<Fields...> fields;

    static constexpr std::size_t field_count = sizeof...(Fields);
};

template <class... Fields>
constexpr RecordType<Fields...> record(std::uint16_t tag, std::string_view key,
                                       std::string_view label, RecordOptions options,
                                       Fields... fields) {
    return {tag, key, label, options, {fields...}};
}
template <class Owner, class Value, class... Fields>
constexpr auto record(std::uint16_t tag, std::string_view key, std::string_view label,
                      Field<Owner, Value> first, Fields... fields) {
    return record(tag, key, label, RecordOptions{}, first, fields...);
}

/// Specialised beside each record; the primary template marks "not a record".
template <class T>
inline constexpr std::nullptr_t record_type = nullptr;

template <class T>
concept RecordStruct = requires {
    record_type<T>.fields;
};

template <RecordStruct R>
inline constexpr std::size_t field_count = record_type<R>.field_count;

/// Calls `visit(field)` once per field, in table order. Visitors take `auto field` by value:
/// through a reference, clang 14 will not accept `field.kind` as a constant expression.
template <RecordStruct R, class Visitor>
constexpr void for_each_field(Visitor&& visit) {
    std::apply([&](const auto&... fields) { (visit(fields), ...); }, record_type<R>.fields);
}

/// The table without its types, for readers that never touch the struct.
struct FieldInfo {
    std::uint16_t tag = 0;
    std::string_view key;
    Kind kind = Kind::none;
    FieldOptions options;
    std::span<const ChoiceInfo> choices;
};

template <RecordStruct R>
constexpr std::array<FieldInfo, field_count<R>> describe_fields() {
    std::array<FieldInfo, field_count<R>> infos{};
    std::size_t index = 0;
    for_each_field<R>([&](auto field) {
        using Value = typename unwrapped<typename decltype(field)::value_type>::type;
        FieldInfo& info = infos[index++];
        info.tag = field.tag;
        info.key = field.key;
        info.kind = field.kind;
        info.options = field.options;
        if constexpr (std::is_enum_v<Value>) info.choices = choice_infos<Value>;
    });
    return infos;
}

template <RecordStruct R>
inline constexpr auto field_infos = describe_fields<R>();

/// A whole record type without its C++ type. The registry (records/all_records.hpp) lists all.
struct RecordInfo {
    std::uint16_t tag = 0;
    std::string_view key;
    std::string_view label;
    RecordOptions options;
    std::span<const FieldInfo> fields;

    /// The field with that key, or nullptr.
    constexpr const FieldInfo* find(std::string_view field_key) const {
        for (const FieldInfo& info : fields) {
            if (info.key == field_key) return &info;
        }
        return nullptr;
    }
    constexpr bool has_natural_key() const { return !options.natural_key.empty(); }
    constexpr bool has_meeting_key() const { return !options.meeting_key.empty(); }
};

template <RecordStruct R>
inline constexpr RecordInfo record_info{record_type<R>.tag, record_type<R>.key,
                                        record_type<R>.label, record_type<R>.options,
                                        field_infos<R>};

namespace detail {

struct AnyValue {
    template <class T>
    operator T() const;  // Never defined: only ever named in an unevaluated operand.
};

template <class T, class... Values>
constexpr std::size_t member_count() {
    if constexpr (requires { T{Values{}..., AnyValue{}}; }) {
        return member_count<T, Values..., AnyValue>();
    } else {
        return sizeof...(Values);
    }
}

constexpr bool is_snake_case(std::string_view key) {
    if (key.empty() || key.front() < 'a' || key.front() > 'z') return false;
    for (const char c : key) {
        const bool ok = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (!ok) return false;
    }
    return true;
}

}  // namespace detail

/// The table's own invariants. Adding a member without adding its field fails to compile here.
template <RecordStruct R>
constexpr bool well_formed(std::initializer_list<std::uint16_t> retired_tags = {}) {
    static_assert(detail::member_count<R>() == field_count<R>, "each member needs one field");
    const auto& infos = field_infos<R>;
    for (std::size_t i = 0; i < infos.size(); ++i) {
        for (const std::uint16_t tag : retired_tags) {
            if (infos[i].tag == tag) return false;
        }
        if (infos[i].tag == 0 || !detail::is_snake_case(infos[i].key)) return false;
        if (infos[i].options.label.empty()) return false;
        for (const std::string_view system : {"id", "organization", "rev", "deleted", "kind"}) {
            if (infos[i].key == system) return false;
        }
        for (std::size_t j = i + 1; j < infos.size(); ++j) {
            if (infos[i].tag == infos[j].tag || infos[i].key == infos[j].key) return false;
        }
        if (infos[i].options.merge == Merge::set && infos[i].kind != Kind::text_set) return false;
        if (infos[i].options.format != TextFormat::free && infos[i].kind != Kind::text)
            return false;
        if (infos[i].options.parent &&
            (infos[i].kind != Kind::id || infos[i].options.refers_to.empty())) {
            return false;
        }
    }
    for (std::string_view names :
         {record_type<R>.options.natural_key, record_type<R>.options.meeting_key}) {
        while (!names.empty()) {
            const std::size_t comma = names.find(',');
            if (record_info<R>.find(names.substr(0, comma)) == nullptr) return false;
            names = comma == std::string_view::npos ? std::string_view{} : names.substr(comma + 1);
        }
    }
    return true;
}

}  // namespace minga::schema
