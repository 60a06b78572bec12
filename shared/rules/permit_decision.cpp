#include "shared/records/all_records.hpp"
#include "shared/rules/permit.hpp"
#include "shared/rules/validate.hpp"

namespace minga {

Result<void> permit_decision(const Actor& actor, const Record& before, const Record& after,
                             std::string_view field, const Lookup& lookup, const Catalog& catalog) {
    if (after == before) return {};
    if (after.deleted && !before.deleted) {
        auto removed = permit(actor, Action::remove, before, lookup, catalog);
        if (!removed) return removed;
    }
    const schema::RecordInfo* info = schema::find_record_info(before.kind);
    const schema::FieldInfo* described = info != nullptr ? info->find(field) : nullptr;
    if (described != nullptr && described->options.merge == schema::Merge::transition) {
        auto moved = permit_transition(actor, after, field, text_of(before.fields, field),
                                       text_of(after.fields, field), lookup, catalog);
        if (!moved) return moved;
    } else if (described != nullptr) {
        // What the record becomes must be theirs to write, however they come to write it.
        auto edited = permit(actor, Action::edit, after, lookup, catalog);
        if (!edited) return edited;
    }
    const auto errors = validate_record(after, &before, lookup, catalog);
    if (!errors.empty()) return errors.front();
    return {};
}

}  // namespace minga
