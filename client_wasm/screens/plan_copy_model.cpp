/// What can be copied from the cycle before, as the screens ask for it.
#include "client_wasm/screens/cycle_view.hpp"
#include "shared/rules/next_cycle.hpp"

#include <algorithm>

namespace minga::client {
namespace {

std::string_view kind_of(CopyPart part) {
    switch (part) {
        case CopyPart::committee:
            return "committee_member";
        case CopyPart::focus:
            return "plan";
        case CopyPart::areas:
            return "improvement_area";
        case CopyPart::matrix:
            return "priority_criterion";
        case CopyPart::tools:
            return "tool_choice";
        case CopyPart::lines:
            return "action_line";
        case CopyPart::indicators:
            return "indicator";
        case CopyPart::immediate_actions:
            return "immediate_action";
    }
    return {};
}

/// Whether the person may make such a record where it would lie. The plan need not be there.
bool may_make(AppState& app, const CopySource& source, std::string_view kind) {
    const bool lies_in_plan = kind != "committee_member" && kind != "plan";
    if (!lies_in_plan || !source.begins_plan) {
        const Id& parent = lies_in_plan ? source.to.plan : source.to.cycle;
        return app.may_create(kind, parent).is_allowed;
    }
    Record record;
    record.kind = std::string{kind};
    record.organization = app.organization_id();
    return permit(app.actor(), Action::create, record, app.lookup(), app.catalog()).has_value();
}

}  // namespace

std::optional<CopySource> copy_source_of(AppState& app, const Record& cycle) {
    return app.memo<std::optional<CopySource>>(
        "copy source " + cycle.id.to_text(), [&]() -> std::optional<CopySource> {
            const auto before = previous_cycle(cycle, app.lookup());
            if (!before) return std::nullopt;
            CopySource source{.from = {before->id, plan_of_cycle(before->id, app.lookup())},
                              .to = {cycle.id, plan_of_cycle(cycle.id, app.lookup())},
                              .number = integer_of(before->fields, "number"),
                              .number_to = integer_of(cycle.fields, "number")};
            source.begins_plan = source.to.plan.is_nil();
            if (source.begins_plan) source.to.plan = first_plan_id(cycle.id);
            return source;
        });
}

const std::vector<CopyItem>& copy_items_of(AppState& app, const CopySource& source) {
    return app.memo<std::vector<CopyItem>>("copy items " + source.to.cycle.to_text(), [&] {
        return plan_copy(source.from, source.to, app.today(), app.lookup());
    });
}

bool may_copy(AppState& app, const CopySource& source, CopyPart part) {
    if (part == CopyPart::focus && !source.begins_plan) {
        const Record* plan = app.find(source.to.plan);
        return plan != nullptr && app.may(Action::edit, *plan).is_allowed;
    }
    return may_make(app, source, kind_of(part));
}

bool has_copies(AppState& app, const CopySource& source, CopyPart part) {
    const auto& items = copy_items_of(app, source);
    const bool has_any = std::any_of(items.begin(), items.end(), [&](const CopyItem& item) {
        return item.part == part && item.is_copied();
    });
    return has_any && may_copy(app, source, part);
}

bool has_plan_copies(AppState& app, const CopySource& source) {
    return std::any_of(copy_parts.begin(), copy_parts.end(), [&](CopyPart part) {
        return part != CopyPart::committee && has_copies(app, source, part);
    });
}

void add_rows(const CopyItem& item, std::vector<Incoming>& rows) {
    for (const CopiedRecord& record : item.records) {
        Incoming row{.kind = record.kind, .fields = record.fields};
        if (!record.is_made) row.record = record.id;
        // What its fields name gets that id by itself, also where it was there and was removed.
        const schema::RecordInfo* info = schema::find_record_info(record.kind);
        if (record.is_made && !info->has_natural_key()) row.made_as = record.id;
        rows.push_back(std::move(row));
    }
}

void draw_copy_button(Ui& ui, AppState& app, const Record& cycle, bool is_committee) {
    const auto source = copy_source_of(app, cycle);
    if (!source) return;
    auto& memory = app.view<CopyMemory>("copy");
    const bool has_any = is_committee ? has_copies(app, *source, CopyPart::committee)
                                      : has_plan_copies(app, *source);
    const std::string label = "Copiar del ciclo " + std::to_string(source->number);
    if (has_any && ui.button({.label = label,
                              .style = is_committee ? ButtonStyle::secondary : ButtonStyle::quiet,
                              .icon = Icon::copy,
                              .key = "copy"})) {
        memory.open(is_committee);
        ui.request_frame();
    }
}

}  // namespace minga::client
