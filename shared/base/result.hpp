/// `Result<T>`: a value or an `Error`. Expected failures are values; nothing in shared/ or sync/
/// throws.
///
///     auto month = Month::parse(text);
///     if (!month) return month.error();
///     use(*month);
#pragma once

#include "shared/base/assert.hpp"
#include "shared/base/error_code.hpp"

#include <string>
#include <utility>
#include <variant>

namespace minga {

/// What went wrong. `message` is for people: a complete Spanish sentence that says what happened
/// and what to do. `field` is the record field or argument it speaks of, or empty. `detail` is for
/// the log only.
struct [[nodiscard]] Error {
    ErrorCode code = ErrorCode::internal;
    std::string field;
    std::string message;
    std::string detail;

    friend bool operator==(const Error&, const Error&) = default;
};

inline Error make_error(ErrorCode code, std::string message, std::string field = {},
                        std::string detail = {}) {
    return Error{code, std::move(field), std::move(message), std::move(detail)};
}

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    bool has_value() const { return state_.index() == 0; }

    T& operator*() & { return checked(); }
    const T& operator*() const& { return checked(); }
    T&& operator*() && { return std::move(checked()); }
    T* operator->() { return &checked(); }
    const T* operator->() const { return &checked(); }
    T value_or(T fallback) const { return has_value() ? *std::get_if<0>(&state_) : fallback; }

    const Error& error() const {
        MINGA_ASSERT(!has_value());
        return *std::get_if<1>(&state_);
    }

private:
    T& checked() {
        MINGA_ASSERT(has_value());
        return *std::get_if<0>(&state_);
    }
    const T& checked() const {
        MINGA_ASSERT(has_value());
        return *std::get_if<0>(&state_);
    }

    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)), failed_(true) {}

    explicit operator bool() const { return !failed_; }
    bool has_value() const { return !failed_; }
    const Error& error() const {
        MINGA_ASSERT(failed_);
        return error_;
    }
    /// Says in the code that the outcome does not matter here.
    void ignore() const {}

private:
    Error error_;
    bool failed_ = false;
};

}  // namespace minga
