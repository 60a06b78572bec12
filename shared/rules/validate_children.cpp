#include "shared/records/all_records.hpp"
#include "shared/rules/record_check.hpp"
#include "shared/rules/words.hpp"

#include <algorithm>

namespace minga {
namespace {

bool may_lie_under(const schema::RecordInfo& kind, std::string_view parent) {
    return std::any_of(kind.fields.begin(), kind.fields.end(), [&](const schema::FieldInfo& field) {
        const std::string_view named = field.options.refers_to;
        return field.options.parent && (named == parent || named == "*");
    });
}

}  // namespace

void check_children(RecordCheck& check) {
    std::vector<std::string> held;
    for (const schema::RecordInfo& kind : schema::all_record_infos) {
        // What the server makes, a conflict, speaks of its record and does not stand on it.
        if (kind.options.server_made || !may_lie_under(kind, check.info.key)) continue;
        const std::size_t count = check.lookup.count_children(check.after.id, kind.key);
        if (count > 0) held.push_back(std::to_string(count) + " de tipo " + quoted(kind.label));
    }
    if (held.empty()) return;
    check.fail(ErrorCode::has_children, "",
               "No se eliminó, porque todavía contiene " + enumerated(held) +
                   ". Elimine primero lo que contiene y vuelva a intentarlo.");
}

}  // namespace minga
