#include "shared/rules/ancestry.hpp"

#include "shared/records/all_records.hpp"

#include <algorithm>

namespace minga {
namespace {

/// Deeper than any chain of parents; it ends a circle that hostile data might draw.
constexpr std::size_t depth_max = 12;

std::string as_text(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    return {};
}

}  // namespace

Id parent_id(const Record& record) {
    const schema::RecordInfo* info = schema::find_record_info(record.kind);
    if (info == nullptr) return {};
    for (const schema::FieldInfo& field : info->fields) {
        if (!field.options.parent) continue;
        if (auto id = Id::parse(text_of(record.fields, field.key))) return *id;
    }
    return {};
}

Ancestry::Ancestry(Record record, const Lookup& lookup)
    : Ancestry(std::make_shared<const Record>(std::move(record)), lookup) {}

Ancestry::Ancestry(std::shared_ptr<const Record> record, const Lookup& lookup) : lookup_(&lookup) {
    chain_.push_back(std::move(record));
}

Ancestry Ancestry::of(const Record& record, const Lookup& lookup) {
    // Shares nothing: the record is somebody else's and outlives this.
    return {std::shared_ptr<const Record>{std::shared_ptr<const Record>{}, &record}, lookup};
}

bool Ancestry::climb() {
    if (at_root_) return false;
    const Id id = parent_id(*chain_.back());
    auto next = id.is_nil() ? nullptr : lookup_->view(id);
    at_root_ = next == nullptr || chain_.size() == depth_max;
    if (!at_root_) chain_.push_back(std::move(next));
    return !at_root_;
}

const Record* Ancestry::parent() {
    if (chain_.size() == 1 && !climb()) return nullptr;
    return chain_[1].get();
}

const Record* Ancestry::find(std::string_view kind) {
    for (std::size_t i = 0; i < chain_.size() || climb(); ++i) {
        if (chain_[i]->kind == kind) return chain_[i].get();
    }
    return nullptr;
}

std::string Ancestry::value_at(std::string_view key) {
    if (key == "subject.kind") return parent() == nullptr ? std::string{} : parent()->kind;
    const std::size_t dot = key.find('.');
    if (dot == std::string_view::npos) return as_text(value_of(self().fields, key));
    const Record* owner = find(key.substr(0, dot));
    return owner == nullptr ? std::string{} : as_text(value_of(owner->fields, key.substr(dot + 1)));
}

bool Ancestry::satisfies(const std::vector<Condition>& conditions) {
    return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
        const auto& values = condition.values;
        return std::find(values.begin(), values.end(), value_at(condition.key)) != values.end();
    });
}

}  // namespace minga
