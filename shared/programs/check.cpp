#include "shared/programs/check.hpp"

#include "shared/base/text.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>
#include <array>

namespace minga::programs {
namespace {

/// A check, and what may stand under its `with`; what must is marked.
struct CheckRow {
    std::string_view name;
    CheckKind kind;
    std::string_view with;
};

// clang-format off
constexpr std::array rows{
    CheckRow{"document", CheckKind::document, "type! in_any_cycle all"},
    CheckRow{"record", CheckKind::record, "of! of_when all any positive is"},
    CheckRow{"records", CheckKind::records,
        "of of_when through kind! when except position all any positive is "
        "at_least at_most distinct detail"},
    CheckRow{"every", CheckKind::every,
        "of of_when through kind! when except position all any positive is "
        "below detail"},
    CheckRow{"every_element", CheckKind::every_element, "of! of_when field! series element_type"},
    CheckRow{"every_subcriterion", CheckKind::every_subcriterion,
        "of of_when kind! when except all any positive is"},
    CheckRow{"positions_covered", CheckKind::positions_covered,
        "of of_when kind! when except all any called_to! excused"},
    CheckRow{"signed", CheckKind::is_signed, "document in_any_cycle later_on later_on_when later_all of of_when kind by"},
    CheckRow{"signed_by_all", CheckKind::signed_by_all, "document!"},
    CheckRow{"same_reviewers", CheckKind::same_reviewers, "of! of_when stages! among!"},
    CheckRow{"impartial", CheckKind::impartial,
        "kind! apart_from of_member! of_undeclared! of_conflict!"},
    CheckRow{"within_months", CheckKind::within_months, "of! of_when kind! when except below"},
    CheckRow{"matrix", CheckKind::matrix, "of! of_when"},
};
// clang-format on

const CheckRow* find_row(std::string_view name) {
    const auto* const found = std::find_if(rows.begin(), rows.end(),
                                           [&](const CheckRow& row) { return row.name == name; });
    return found == rows.end() ? nullptr : &*found;
}

void check_parameters(const ObjectReader& with, const CheckRow& row) {
    const std::vector<std::string> known = split(row.with, ' ');
    for (const std::string& name : with.keys()) {
        const bool is_known = std::any_of(known.begin(), known.end(), [&](const std::string& one) {
            return one == name || one == name + "!";
        });
        if (!is_known)
            with.report_at(name, "no es un parámetro de «" + std::string{row.name} + "»");
    }
    for (const std::string& one : known) {
        if (!one.ends_with('!')) continue;
        const std::string name = one.substr(0, one.size() - 1);
        if (!with.has(name)) with.report_at(name, "falta este parámetro");
    }
}

std::vector<Condition> read_fields(const ObjectReader& row, std::string_view key,
                                   std::string_view kind) {
    std::vector<Condition> conditions = read_conditions(row, key);
    const schema::RecordInfo* info = schema::find_record_info(kind);
    for (const Condition& condition : conditions) {
        if (info != nullptr && condition.key.find('.') == std::string::npos &&
            info->find(condition.key) == nullptr) {
            row.report_at(key, "no existe el campo " + condition.key);
        }
    }
    return conditions;
}

void check_kind(const ObjectReader& row, std::string_view key, const std::string& kind) {
    if (!kind.empty() && schema::find_record_info(kind) == nullptr) {
        row.report_at(key, "no existe el registro " + kind);
    }
}

/// The kind of the records that are looked at; "" where it depends on what moves.
std::string asked_kind(const Check& check) {
    if (check.kind == CheckKind::document) return "document";
    if (!check.records.empty()) return check.records;
    return schema::find_record_info(check.of.kind) == nullptr ? std::string{} : check.of.kind;
}

void check_asked(const ObjectReader& with, const Check& check) {
    const std::string kind = asked_kind(check);
    if (kind.empty()) return;
    const auto look = [&](std::string_view key, const std::vector<std::string>& entries) {
        for (const std::string& entry : entries) {
            if (!can_be_asked(kind, entry)) with.report_at(key, "no existe " + entry);
        }
    };
    look("all", check.all);
    look("any", check.any);
    look("positive", check.positive);
    if (!check.distinct.empty()) look("distinct", {check.distinct});
    if (!check.excused.empty()) look("excused", {check.excused});
}

}  // namespace

bool can_be_asked(std::string_view kind, std::string_view entry) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    return (info != nullptr && info->find(entry) != nullptr) ||
           schema::find_record_info(entry) != nullptr;
}

RecordSource read_source(const ObjectReader& row, std::string_view key) {
    RecordSource source;
    if (!row.has(key)) return source;
    source.kind = row.text(key);
    if (source.kind != "self" && source.kind != "about") check_kind(row, key, source.kind);
    source.when = read_fields(row, std::string{key} + "_when", source.kind);
    return source;
}

Check read_check(const ObjectReader& precondition, const Positions& positions, const Roles& roles) {
    Check check;
    const CheckRow* row = find_row(precondition.text("check"));
    if (row == nullptr) {
        precondition.report_at("check", "no existe esa comprobación");
        return check;
    }
    const ObjectReader with = precondition.object("with");
    check_parameters(with, *row);
    check.kind = row->kind;
    check.of = read_source(with, "of");
    check.through = with.optional_text("through");
    check.records = with.optional_text("kind");
    check.below = with.optional_text("below");
    check.series = with.optional_text("series");
    check.apart_from = with.optional_text("apart_from");
    for (const auto& [key, kind] :
         {std::pair{"through", &check.through}, std::pair{"kind", &check.records},
          std::pair{"below", &check.below}, std::pair{"series", &check.series},
          std::pair{"apart_from", &check.apart_from}}) {
        check_kind(with, key, *kind);
    }
    check.when = read_fields(with, "when", asked_kind(check));
    check.except = read_fields(with, "except", asked_kind(check));
    check.is = read_fields(with, "is", asked_kind(check));
    check.all = with.texts("all");
    check.any = with.texts("any");
    check.positive = with.texts("positive");
    check.at_least = with.optional_integer("at_least", 1);
    check.at_most = with.optional_integer("at_most", -1);
    check.distinct = with.optional_text("distinct");
    check.document = with.optional_text(check.kind == CheckKind::document ? "type" : "document");
    check.in_any_cycle = with.optional_boolean("in_any_cycle", false);
    if (with.has("later_on")) check.later_on = read_source(with, "later_on");
    check.later_all = with.texts("later_all");
    for (const std::string& entry : check.later_all) {
        if (!can_be_asked(check.later_on.kind, entry)) {
            with.report_at("later_all", "no existe " + entry);
        }
    }
    check.by = with.optional_text("by");
    check.field = with.optional_text("field");
    check.element_type = with.optional_text("element_type");
    check.called_to = with.optional_text("called_to");
    check.excused = with.optional_text("excused");
    check.position = with.optional_text("position");
    check.stages = with.texts("stages");
    check.among = with.texts("among");
    check.detail = with.optional_text("detail");
    check.of_member = with.optional_text("of_member");
    check.of_undeclared = with.optional_text("of_undeclared");
    check.of_conflict = with.optional_text("of_conflict");
    check_asked(with, check);
    if (!check.position.empty() && positions.find(check.position) == nullptr) {
        with.report_at("position", "no existe el cargo " + check.position);
    }
    if (!check.by.empty() && positions.find(check.by) == nullptr &&
        roles.find(check.by) == nullptr) {
        with.report_at("by", "no existe el cargo ni el rol " + check.by);
    }
    if (!check.called_to.empty() && check.called_to != "diagnosis" &&
        check.called_to != "committee") {
        with.report_at("called_to", "debe ser diagnosis o committee");
    }
    if (!check.element_type.empty() && check.element_type != "process" &&
        check.element_type != "result") {
        with.report_at("element_type", "debe ser process o result");
    }
    if (check.kind == CheckKind::signed_by_all &&
        positions.find_signed_document(check.document) == nullptr) {
        with.report_at("document", "positions.json no dice quién lo firma");
    }
    return check;
}

}  // namespace minga::programs
