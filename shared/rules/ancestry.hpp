/// What a record lies under, and whether a programme's conditions hold there.
#pragma once

#include "shared/programs/condition.hpp"
#include "shared/rules/lookup.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace minga {

/// The id that the record's parent reference names; nil where it has none.
Id parent_id(const Record& record);

/// A record and those it lies under, each looked up once, when it is first asked for.
class Ancestry {
public:
    /// `lookup` outlives this.
    Ancestry(Record record, const Lookup& lookup);
    /// The same for a record that outlives this, without a copy.
    static Ancestry of(const Record& record, const Lookup& lookup);

    const Record& self() const { return *chain_.front(); }
    /// The record that it hangs from, or nullptr.
    const Record* parent();
    /// The record itself or its nearest ancestor of that kind, or nullptr.
    const Record* find(std::string_view kind);

    /// Whether every condition (programs/condition.hpp) holds.
    bool satisfies(const std::vector<Condition>& conditions);

private:
    Ancestry(std::shared_ptr<const Record> record, const Lookup& lookup);
    bool climb();
    std::string value_at(std::string_view key);

    const Lookup* lookup_;
    std::vector<std::shared_ptr<const Record>> chain_;
    bool at_root_ = false;
};

}  // namespace minga
