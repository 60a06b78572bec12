/// Reads the JSON of a programme file and remembers the first thing that is wrong with it, with its
/// place: "model.json: elements[3].name: falta un texto".
///
/// Readers go on after a fault with empty values, so that reading code stays a straight list of
/// members; whoever started the reading asks the `FileFault` at the end.
#pragma once

#include "shared/codec/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga::programs {

/// The first fault of one file.
class FileFault {
public:
    explicit FileFault(std::string file) : file_(std::move(file)) {}

    bool found() const { return message_.has_value(); }
    /// Keeps the first fault, drops the rest.
    void report(std::string_view place, std::string_view what);
    Error to_error() const;

private:
    std::string file_;
    std::optional<std::string> message_;
};

class ObjectReader {
public:
    ObjectReader(const Json& json, std::string place, FileFault& fault);

    /// A text that must be there and not be empty.
    std::string text(std::string_view key) const;
    /// A text that may be absent or null.
    std::string optional_text(std::string_view key) const;
    std::int64_t integer(std::string_view key) const;
    std::int64_t optional_integer(std::string_view key, std::int64_t fallback) const;
    bool boolean(std::string_view key) const;
    bool optional_boolean(std::string_view key, bool fallback) const;
    /// A list of texts; one text alone is a list of one. Absent is an empty list.
    std::vector<std::string> texts(std::string_view key) const;
    /// A member that is an object; absent is a fault.
    ObjectReader object(std::string_view key) const;
    /// A list of objects; absent or empty is a fault.
    std::vector<ObjectReader> objects(std::string_view key) const;
    /// A list of objects that may be absent or empty.
    std::vector<ObjectReader> optional_objects(std::string_view key) const;
    /// The keys of this object, in the order of the file.
    std::vector<std::string> keys() const;
    bool has(std::string_view key) const;

    void report(std::string_view what) const { fault_->report(place_, what); }
    void report_at(std::string_view key, std::string_view what) const;

private:
    std::string place_of(std::string_view key) const;

    const Json* json_;
    std::string place_;
    FileFault* fault_;
};

}  // namespace minga::programs
