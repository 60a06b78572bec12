#include "shared/rules/plan_copy.hpp"

#include "shared/base/text.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

namespace minga {
namespace {

using Keys = std::span<const std::string_view>;

template <class... Key>
constexpr std::array<std::string_view, sizeof...(Key)> keys(Key... key) {
    return {key...};
}

constexpr auto member_keys =
    keys("name", "position", "function", "is_counterpart", "not_applicable");
// Not the opportunities, which a self-assessment of its own will tell, nor that it was reviewed.
constexpr auto focus_keys =
    keys("focus_what", "focus_why", "strategic_objectives", "pladeco_objectives");
constexpr auto area_keys = keys("subcriterion", "owner", "owner_position", "selected", "relevance",
                                "pertinence", "feasibility", "reason");
constexpr auto criterion_keys = keys("name", "position");
constexpr auto tool_keys = keys("tool", "selected", "justification");
// Not the validated score, which is the old cycle's.
constexpr auto line_keys = keys("name", "tool", "areas", "main_area", "owner", "owner_position",
                                "description", "diagnosis", "expected_score", "owner_user");
constexpr auto activity_keys = keys("name", "owner", "owner_position");
constexpr auto actor_keys = keys("name", "position");
constexpr auto indicator_keys = keys("name", "formula", "verification_means", "collection",
                                     "systematization", "target", "unit");
constexpr auto action_keys =
    keys("name", "implementation_owner", "implementation_position", "maintenance_owner",
         "maintenance_position", "characterization", "subcriteria", "verification_means");

/// Whether two texts say the same to a reader.
bool is_same(const Record& a, const Record& b, std::string_view key) {
    return fold_for_search(trim(text_of(a.fields, key))) ==
           fold_for_search(trim(text_of(b.fields, key)));
}

FieldMap taken(const Record& source, Keys keys) {
    FieldMap fields;
    for (const std::string_view key : keys) {
        const Value& value = value_of(source.fields, key);
        if (!is_empty(value)) fields.emplace(std::string{key}, value);
    }
    return fields;
}

/// From the first month to the last that something may have; either may be open.
struct Span {
    std::optional<Month> first;
    std::optional<Month> last;

    bool holds(Month month) const {
        return (!first || *first <= month) && (!last || month <= *last);
    }
};

std::optional<Month> month_of(const FieldMap& fields, std::string_view key) {
    const auto month = Month::parse(text_of(fields, key));
    return month ? std::optional{*month} : std::nullopt;
}

LeftBehind left_of_line(const Record& line) {
    const std::string& status = text_of(line.fields, "status");
    if (status == "completed") return LeftBehind::finished;
    return status == "cancelled" ? LeftBehind::cancelled : LeftBehind::no;
}

class Copying {
public:
    Copying(const PlanPlace& from, const PlanPlace& to, Date today, const Lookup& lookup)
        : from_(from),
          to_(to),
          today_(today),
          lookup_(lookup),
          old_plan_(read(from.plan)),
          new_plan_(read(to.plan)) {
        open_ = {month_of(new_plan_.fields, "start_month"),
                 month_of(new_plan_.fields, "end_month")};
        if (!open_.first || *open_.first < today.month()) open_.first = today.month();
    }

    std::vector<CopyItem> all() {
        add_members();
        add_focus();
        add_areas();
        add_matrix();
        add_tools();
        add_lines();
        add_indicators();
        add_immediate_actions();
        return std::move(items_);
    }

private:
    Record read(const Id& id) const {
        auto found = id.is_nil() ? std::nullopt : lookup_.find(id);
        return found && !found->deleted ? *std::move(found) : Record{};
    }

    std::vector<Record> of_old_plan(std::string_view kind) const {
        return from_.plan.is_nil() ? std::vector<Record>{} : lookup_.children(from_.plan, kind);
    }

    /// The id of the copy; none where it is there. One that was taken back gives way to another:
    /// the server does not let a removed record be made again.
    std::optional<Id> id_of_copy(const Id& source) const {
        for (int turn = 1;; ++turn) {
            const std::string name = "copy/" + std::to_string(turn) + "/" + source.to_text();
            const Id id = name_based_id(to_.cycle, name);
            const auto found = lookup_.view(id);
            if (found == nullptr) return id;
            if (!found->deleted) return std::nullopt;
        }
    }

    bool has_like(const Id& parent, const Record& source, Keys keys) const {
        const auto there = lookup_.children(parent, source.kind);
        return std::any_of(there.begin(), there.end(), [&](const Record& other) {
            return std::all_of(keys.begin(), keys.end(),
                               [&](std::string_view key) { return is_same(source, other, key); });
        });
    }

    /// Adds what is made of `source`, or that it stays behind.
    CopyItem& add(CopyPart part, const Record& source, std::string title, LeftBehind left,
                  const Id& parent, Keys same_by) {
        CopyItem item{.part = part, .source = source.id, .title = std::move(title), .left = left};
        const auto id = item.is_copied() ? id_of_copy(source.id) : std::nullopt;
        if (item.is_copied() && (!id || has_like(parent, source, same_by))) {
            item.left = LeftBehind::already_there;
        }
        if (item.is_copied()) item.records.push_back({*id, source.id, source.kind, {}});
        items_.push_back(std::move(item));
        return items_.back();
    }

    void add_members() {
        for (const Record& member : lookup_.children(from_.cycle, "committee_member")) {
            const std::string& name = text_of(member.fields, "name");
            const bool is_lacking = boolean_of(member.fields, "not_applicable");
            const LeftBehind left =
                name.empty() && !is_lacking ? LeftBehind::empty : LeftBehind::no;
            const std::string& title = name.empty() ? text_of(member.fields, "position") : name;
            CopyItem& item =
                add(CopyPart::committee, member, title, left, to_.cycle, keys("name", "position"));
            if (!item.is_copied()) continue;
            item.records.front().fields = taken(member, member_keys);
            item.records.front().fields.emplace("cycle", to_.cycle.to_text());
        }
    }

    /// Only what the new plan does not say yet.
    void add_focus() {
        if (old_plan_.id.is_nil()) return;
        CopyItem item{.part = CopyPart::focus, .source = old_plan_.id, .title = "Foco estratégico"};
        FieldMap fields = taken(old_plan_, focus_keys);
        item.left = fields.empty() ? LeftBehind::empty : LeftBehind::no;
        std::erase_if(fields, [&](const auto& entry) {
            return !is_empty(value_of(new_plan_.fields, entry.first));
        });
        if (item.is_copied() && fields.empty()) item.left = LeftBehind::already_there;
        if (item.is_copied()) {
            item.records.push_back({to_.plan, old_plan_.id, "plan", std::move(fields), false});
        }
        items_.push_back(std::move(item));
    }

    void add_areas() {
        for (const Record& area : of_old_plan("improvement_area")) {
            const LeftBehind left =
                boolean_of(area.fields, "selected") ? LeftBehind::no : LeftBehind::not_chosen;
            CopyItem& item = add(CopyPart::areas, area, text_of(area.fields, "subcriterion"), left,
                                 to_.plan, keys("subcriterion"));
            if (!item.is_copied()) continue;
            item.records.front().fields = taken(area, area_keys);
            item.records.front().fields.emplace("plan", to_.plan.to_text());
        }
    }

    /// A tool stays behind with its lines, where none of them goes on; one without a line is still
    /// to come.
    LeftBehind left_of_tool(std::string_view tool) const {
        LeftBehind left = LeftBehind::no;
        for (const Record& line : of_old_plan("action_line")) {
            if (text_of(line.fields, "tool") != tool) continue;
            const LeftBehind of_line = left_of_line(line);
            if (of_line == LeftBehind::no) return of_line;
            if (left != LeftBehind::finished) left = of_line;
        }
        return left;
    }

    void add_matrix() {
        const std::vector<Record> scores = of_old_plan("priority_score");
        for (const Record& criterion : of_old_plan("priority_criterion")) {
            CopyItem& item = add(CopyPart::matrix, criterion, text_of(criterion.fields, "name"),
                                 LeftBehind::no, to_.plan, keys("name"));
            if (!item.is_copied()) continue;
            item.records.front().fields = taken(criterion, criterion_keys);
            item.records.front().fields.emplace("plan", to_.plan.to_text());
            for (const Record& score : scores) add_score(item, score);
        }
    }

    void add_score(CopyItem& item, const Record& score) const {
        FieldMap fields = taken(score, keys("tool", "score"));
        const bool is_under = text_of(score.fields, "criterion") == item.source.to_text();
        if (!is_under || fields.size() < 2) return;
        if (left_of_tool(text_of(fields, "tool")) != LeftBehind::no) return;
        fields.emplace("plan", to_.plan.to_text());
        fields.emplace("criterion", item.records.front().id.to_text());
        const Id id = natural_id(schema::record_info<PriorityScore>, fields);
        item.records.push_back({id, score.id, score.kind, std::move(fields)});
    }

    void add_tools() {
        for (const Record& choice : of_old_plan("tool_choice")) {
            const std::string& tool = text_of(choice.fields, "tool");
            CopyItem item{.part = CopyPart::tools,
                          .source = choice.id,
                          .title = tool,
                          .left = boolean_of(choice.fields, "selected") ? left_of_tool(tool)
                                                                        : LeftBehind::not_chosen};
            FieldMap fields = taken(choice, tool_keys);
            fields.emplace("plan", to_.plan.to_text());
            const Id id = natural_id(schema::record_info<ToolChoice>, fields);
            const auto there = lookup_.view(id);
            const bool is_there = there != nullptr && !there->deleted;
            if (item.is_copied() && is_there) item.left = LeftBehind::already_there;
            if (item.is_copied()) {
                item.records.push_back({id, choice.id, choice.kind, std::move(fields)});
            }
            items_.push_back(std::move(item));
        }
    }

    /// Takes the months that are still to come and lie in `open`; none where they would be
    /// reversed.
    bool take_months(const Record& source, const Span& open, FieldMap& fields) const {
        const auto start = month_of(source.fields, "start_month");
        const auto end = month_of(source.fields, "end_month");
        const bool is_reversed = start && end && *end < *start;
        const auto take = [&](std::string_view key, const std::optional<Month>& month) {
            if (!month) return false;
            if (is_reversed || !open.holds(*month)) return true;
            fields.emplace(std::string{key}, month->to_text());
            return false;
        };
        const bool loses_start = take("start_month", start);
        const bool loses_end = take("end_month", end);
        return loses_start || loses_end;
    }

    void add_lines() {
        for (const Record& line : of_old_plan("action_line")) {
            CopyItem& item = add(CopyPart::lines, line, text_of(line.fields, "name"),
                                 left_of_line(line), to_.plan, keys("name"));
            if (!item.is_copied()) continue;
            FieldMap& fields = item.records.front().fields;
            fields = taken(line, line_keys);
            fields.emplace("plan", to_.plan.to_text());
            item.loses_dates = take_months(line, open_, fields);
            const Span span{month_of(fields, "start_month"), month_of(fields, "end_month")};
            add_children(item, line.id, "line_actor", actor_keys);
            add_children(item, line.id, "indicator", indicator_keys);
            add_activities(item, line.id, span);
        }
    }

    CopiedRecord* add_child(CopyItem& item, const Record& source, Keys keys) const {
        const auto id = id_of_copy(source.id);
        if (!id) return nullptr;
        FieldMap fields = taken(source, keys);
        fields.emplace("action_line", item.records.front().id.to_text());
        item.records.push_back({*id, source.id, source.kind, std::move(fields)});
        return &item.records.back();
    }

    void add_children(CopyItem& item, const Id& line, std::string_view kind, Keys keys) const {
        for (const Record& child : lookup_.children(line, kind)) add_child(item, child, keys);
    }

    void add_activities(CopyItem& item, const Id& line, const Span& of_line) const {
        const Span open{
            of_line.first && *of_line.first > *open_.first ? of_line.first : open_.first,
            of_line.last ? of_line.last : open_.last};
        for (const Record& activity : lookup_.children(line, "activity")) {
            const std::string& status = text_of(activity.fields, "status");
            if (status == "executed") {
                ++item.executed;
                continue;
            }
            CopiedRecord* made = add_child(item, activity, activity_keys);
            if (made == nullptr) continue;
            ++item.activities;
            if (take_months(activity, open, made->fields)) item.loses_dates = true;
            const FieldMap money = taken(activity, keys("own_kclp", "subdere_kclp"));
            if (status != "in_progress") {
                made->fields.insert(money.begin(), money.end());
            } else if (!money.empty()) {
                item.loses_money = true;
            }
        }
    }

    void add_indicators() {
        for (const Record& indicator : of_old_plan("indicator")) {
            CopyItem& item = add(CopyPart::indicators, indicator, text_of(indicator.fields, "name"),
                                 LeftBehind::no, to_.plan, keys("name"));
            if (!item.is_copied()) continue;
            item.records.front().fields = taken(indicator, indicator_keys);
            item.records.front().fields.emplace("plan", to_.plan.to_text());
        }
    }

    void add_immediate_actions() {
        for (const Record& action : of_old_plan("immediate_action")) {
            const std::string& status = text_of(action.fields, "status");
            const bool is_done = status == "implemented" || status == "maintained";
            const LeftBehind left = is_done              ? LeftBehind::finished
                                    : status == "lapsed" ? LeftBehind::cancelled
                                                         : LeftBehind::no;
            CopyItem& item = add(CopyPart::immediate_actions, action,
                                 text_of(action.fields, "name"), left, to_.plan, keys("name"));
            if (!item.is_copied()) continue;
            FieldMap& fields = item.records.front().fields;
            fields = taken(action, action_keys);
            fields.emplace("plan", to_.plan.to_text());
            const auto due = Date::parse(text_of(action.fields, "due_date"));
            if (!due) continue;
            if (*due < today_) {
                item.loses_dates = true;
            } else {
                fields.emplace("due_date", due->to_text());
            }
        }
    }

    PlanPlace from_;
    PlanPlace to_;
    Date today_;
    const Lookup& lookup_;
    Record old_plan_;
    Record new_plan_;
    Span open_;  ///< The months that the new plan may have.
    std::vector<CopyItem> items_;
};

}  // namespace

std::string_view left_behind_words(LeftBehind reason) {
    switch (reason) {
        case LeftBehind::no:
            break;
        case LeftBehind::already_there:
            return "por estar ya en el ciclo nuevo";
        case LeftBehind::finished:
            return "por haber terminado";
        case LeftBehind::cancelled:
            return "por quedar sin efecto";
        case LeftBehind::not_chosen:
            return "por no estar entre las elegidas";
        case LeftBehind::empty:
            return "por no tener nada escrito";
    }
    return {};
}

std::vector<CopyItem> plan_copy(const PlanPlace& from, const PlanPlace& to, Date today,
                                const Lookup& lookup) {
    return Copying{from, to, today, lookup}.all();
}

FieldMap first_plan_fields(const Id& cycle) {
    return {{"cycle", Value{cycle.to_text()}}, {"version", Value{std::int64_t{1}}}};
}

Id first_plan_id(const Id& cycle) {
    return meeting_id(schema::record_info<Plan>, first_plan_fields(cycle));
}

Id plan_of_cycle(const Id& cycle, const Lookup& lookup) {
    Id latest;
    std::int64_t version = -1;
    for (const Record& plan : lookup.children(cycle, "plan")) {
        const std::int64_t own = integer_of(plan.fields, "version");
        if (own <= version) continue;
        version = own;
        latest = plan.id;
    }
    return latest;
}

}  // namespace minga
