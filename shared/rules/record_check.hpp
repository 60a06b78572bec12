/// One validation under way: what is checked, against what, and what was found. Internal to
/// validate_record and its parts.
#pragma once

#include "shared/rules/validate.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga {

struct RecordCheck {
    const Record& after;
    const Record* before;  ///< nullptr while the record is being made.
    const schema::RecordInfo& info;
    const Lookup& lookup;
    const Catalog& catalog;
    std::vector<Error> errors;

    bool is_new() const { return before == nullptr; }
    /// It was removed, and this change brings it back.
    bool comes_back() const { return before != nullptr && before->deleted && !after.deleted; }

    /// Whether this change writes the field: what was there before is not complained about again.
    bool changed(std::string_view key) const {
        const Value& now = value_of(after.fields, key);
        return before == nullptr ? !is_empty(now) : now != value_of(before->fields, key);
    }
    bool changed_to_value(std::string_view key) const {
        return changed(key) && !is_empty(value_of(after.fields, key));
    }
    std::string_view label(std::string_view key) const {
        const schema::FieldInfo* field = info.find(key);
        return field == nullptr ? key : field->options.label;
    }
    void fail(ErrorCode code, std::string_view field, std::string message) {
        errors.push_back(make_error(code, std::move(message), std::string{field}));
    }
};

/// Elements, tools, subcriteria, instruments, document types and the territory that it names.
void check_programme(RecordCheck& check);

/// Months in order, and inside those of the line and the plan.
void check_months(RecordCheck& check);

/// Workflow states: the initial one when made, a known move afterwards.
void check_states(RecordCheck& check);

/// How far a line, an activity or an immediate action says to be.
void check_standing(RecordCheck& check);

/// A removal leaves nothing that lives without what it stands on.
void check_children(RecordCheck& check);

/// What a workflow state has closed.
void check_closed(RecordCheck& check);

}  // namespace minga
