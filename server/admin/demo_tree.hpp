/// Writes records from a JSON tree, as the demonstration data has them.
///
///     {"name": "Cobrar a tiempo", "start_month": "@-3", "@owner": "finance",
///      "activity": [{"name": …}, …]}
///
/// A member that is a list of objects, and that names a record kind, holds children; the others are
/// fields. A month "@-3" is three months before the current one; a date "@-3/15" is its 15th day.
/// "@owner": "finance" takes `owner` and `owner_position` from the commune's people. A workflow
/// state is a list, the way to it: the record starts in the first and moves on to the others once
/// its children are written. Lines and activities are written as they were designed: how far they
/// went is told once their plan is what is carried out.
#pragma once

#include "server/admin/operator_session.hpp"
#include "shared/codec/json.hpp"

#include <map>
#include <vector>

namespace minga::server {

struct DemoPerson {
    std::string name;
    std::string position;
};

class DemoTree {
public:
    struct Options {
        OperatorSession& session;
        Month current_month;
        Id organization;
        std::string name_space;  ///< What the ids of this organization's records are derived from.
        std::map<std::string, DemoPerson> people;
    };
    explicit DemoTree(Options options) : options_(std::move(options)) {}

    /// Writes the record that `json` describes and all below it; returns its id.
    Result<Id> write(const schema::RecordInfo& info, const Json& json, const Record* parent,
                     const std::string& place);

private:
    Result<FieldMap> read_fields(const schema::RecordInfo& info, const Json& json) const;
    Result<void> take_person(FieldMap& fields, std::string_view field,
                             const std::string& person) const;
    Result<Value> read_value(const schema::FieldInfo& field, const Json& json) const;
    Result<void> write_children(const Json& json, const Record& parent, const std::string& place);
    Result<void> walk(Record& record, std::string_view field, const Json& states);
    Result<void> carry_out();

    Options options_;
    std::vector<Record> carried_out_;  ///< As they stand, waiting for their plan.
};

/// The id that a name of the demonstration data always has.
Id demo_id(std::string_view name);

}  // namespace minga::server
