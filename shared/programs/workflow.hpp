/// How the records of a programme move from state to state: who moves them, what must hold before,
/// which documents come out, and what nobody may write while a state lasts.
#pragma once

#include "shared/programs/check.hpp"
#include "shared/programs/roles.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

/// Something that must (or should) hold before a transition. rules/precondition.hpp evaluates it.
struct Precondition {
    std::string key;
    std::string text;      ///< What the person reads when it does not hold.
    bool required = true;  ///< False: it is recommended, and never refuses.
    std::string name;      ///< What the person reads when it holds, or "".
    Check check;
};

struct DocumentType {
    std::string key;  ///< A value of `document.type`.
    std::string name;
    std::int64_t phase = 0;
};

struct Phase {
    std::int64_t number = 0;
    std::string name;
};

struct State {
    std::string key;
    std::string name;
    std::int64_t phase = -1;  ///< -1: of none.
    bool is_final = false;
    /// What the record of a cycle is about in this state; without a kind, it is about itself.
    RecordSource about{""};
};

struct Transition {
    std::string key;
    std::string name;  ///< What its button says: "Cerrar el diagnóstico".
    std::vector<std::string> from;
    std::string to;
    std::vector<std::string> roles;
    std::vector<std::string> preconditions;
    std::vector<std::string> documents;
};

struct Machine {
    std::string kind;  ///< Of record.
    std::string field;
    std::vector<Condition> when;  ///< Tells apart the machines of one kind.
    std::string initial;
    std::string next_initial;  ///< Where the second record and those after it start, or "".
    std::vector<std::string> next_from;   ///< States from which the next one may be begun.
    std::vector<std::string> next_roles;  ///< Who begins it.
    std::vector<State> states;
    std::vector<Transition> transitions;

    const State* find_state(std::string_view key) const;
    /// The transition from one state to another, or nullptr.
    const Transition* find_transition(std::string_view from, std::string_view to) const;
    std::vector<const Transition*> transitions_from(std::string_view from) const;
};

/// While the record of kind `machine` is in one of `states`, the records of `kinds` at or below it
/// are neither made, edited nor removed by anybody but `except_roles`. Transitions are not edits.
struct ReadOnlyRule {
    std::string machine;
    std::vector<std::string> states;
    std::vector<std::string> kinds;
    /// Which of them; a key without a dot is a field of the machine's record. None: all.
    std::vector<Condition> when;
    std::vector<std::string> actions;  ///< create, edit, delete; empty: all three.
    std::vector<std::string> except_roles;
    std::string text;  ///< What the person reads.
    /// Only what was written stays as it was; what is empty may still be filled in.
    bool keeps_written = false;
};

/// What people of other organizations read too, and from when on: of the records at or below one of
/// kind `of`, those that `when` picks, while `holds` does. The first rule that picks a record is
/// the one that counts for it.
struct SharingRule {
    std::string scope;  ///< A read scope of the permissions (roles.json): "after_submit".
    std::string of;
    std::vector<Condition> when;
    std::vector<Condition> holds;
};

class Workflow {
public:
    const std::vector<Phase>& phases() const { return phases_; }
    const std::vector<DocumentType>& document_types() const { return document_types_; }
    const std::vector<Precondition>& preconditions() const { return preconditions_; }
    const std::vector<Machine>& machines() const { return machines_; }
    const std::vector<ReadOnlyRule>& read_only_rules() const { return read_only_rules_; }
    const std::vector<SharingRule>& sharing_rules() const { return sharing_rules_; }

    const DocumentType* find_document_type(std::string_view key) const;
    const Precondition* find_precondition(std::string_view key) const;
    /// The machines that move a field of that kind of record; `Machine::when` tells them apart.
    std::vector<const Machine*> machines_of(std::string_view kind) const;

    static Workflow read(const programs::ObjectReader& file, const Roles& roles,
                         const Positions& positions);

private:
    void read_precondition(const programs::ObjectReader& row, const Roles& roles,
                           const Positions& positions);
    void read_machine(const programs::ObjectReader& row, const Roles& roles);
    static void read_next_cycle(const programs::ObjectReader& row, const Roles& roles,
                                Machine& machine);
    void read_transition(const programs::ObjectReader& row, const Roles& roles, Machine& machine);
    void check_asked_of(const programs::ObjectReader& row, const Machine& machine,
                        const std::string& precondition);
    void check_states(const programs::ObjectReader& row, const Precondition& precondition);
    void read_read_only_rule(const programs::ObjectReader& row, const Roles& roles);
    void read_sharing_rule(const programs::ObjectReader& row);

    std::vector<Phase> phases_;
    std::vector<DocumentType> document_types_;
    std::vector<Precondition> preconditions_;
    std::vector<Machine> machines_;
    std::vector<ReadOnlyRule> read_only_rules_;
    std::vector<SharingRule> sharing_rules_;
};

}  // namespace minga
