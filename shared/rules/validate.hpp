/// Whether a record may say what it says. The same functions run on the device before a change is
/// stored and on the server before it is merged, so that a device can say beforehand what the
/// server will answer.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/schema/record.hpp"

#include <vector>

namespace minga {

/// One value against the field's own description: type, length, range, choice, month, date, id,
/// UTF-8. Returns the value in canonical form (sets sorted, ids lower case, text without trailing
/// blanks; an empty text is "no value").
Result<Value> checked_value(const schema::FieldInfo& info, Value value);

/// Looks up `key` in `info`. Unknown and derived keys are errors of their own.
Result<const schema::FieldInfo*> checked_field(const schema::RecordInfo& info,
                                               std::string_view key);

/// The rules that look at more than one field: required fields and references (which must exist,
/// be of the right kind and belong to the same organization), natural keys, elements and tools of
/// the programme, months in order and inside their line and plan, what is carried out in its time,
/// closed assessments and plans.
/// `before` is the record as it was, or nullptr when it is being made. Each error names the field
/// at fault; a field that did not change and was already so is not complained about again.
std::vector<Error> validate_record(const Record& after, const Record* before, const Lookup& lookup,
                                   const Catalog& catalog);

}  // namespace minga
