#include "client_wasm/app/change_stack.hpp"

#include <algorithm>
#include <utility>

namespace minga::client {
namespace {

constexpr std::size_t changes_max = 100;
constexpr std::int64_t typing_pause_ms = 5'000;

bool same_fields(const FieldMap& a, const FieldMap& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.first == y.first; });
}

bool continues(const Change& last, const Change& next) {
    return last.type == Change::Type::edited && next.type == Change::Type::edited &&
           last.record == next.record && same_fields(last.after, next.after) &&
           next.at.ms - last.at.ms < typing_pause_ms;
}

}  // namespace

void ChangeStack::push(Change change) {
    changes_.resize(done_);
    if (!changes_.empty() && continues(changes_.back(), change)) {
        changes_.back().after = std::move(change.after);
        changes_.back().at = change.at;
        return;
    }
    if (changes_.size() == changes_max) changes_.erase(changes_.begin());
    changes_.push_back(std::move(change));
    done_ = changes_.size();
}

void ChangeStack::clear() {
    changes_.clear();
    done_ = 0;
}

Change* ChangeStack::undoable() {
    return done_ == 0 ? nullptr : &changes_[done_ - 1];
}

Change* ChangeStack::redoable() {
    return done_ == changes_.size() ? nullptr : &changes_[done_];
}

void ChangeStack::step_back() {
    if (done_ > 0) --done_;
}

void ChangeStack::step_forward() {
    if (done_ < changes_.size()) ++done_;
}

void ChangeStack::drop_undoable() {
    if (done_ == 0) return;
    --done_;
    changes_.erase(changes_.begin() + static_cast<std::ptrdiff_t>(done_));
}

void ChangeStack::drop_redoable() {
    changes_.resize(done_);
}

}  // namespace minga::client
