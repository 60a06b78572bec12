/// The positions called to the diagnosis and to the committee, and who signs the act.
#pragma once

#include "shared/programs/object_reader.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

struct Position {
    std::string key;
    std::int64_t number = 0;
    std::string name;
    /// A flag of `organization` ("has_control"): whether it has the position. Empty: all have it.
    std::string optional_flag;
    bool in_diagnosis = false;
    bool in_committee = false;
    bool diagnosis_may_lack = false;  ///< Where the flag is false, the diagnosis goes without it.
    bool committee_may_lack = false;
};

struct Signer {
    std::string position;  ///< key, or "" where a role signs that is no position of these
    std::int64_t count = 1;
    std::string optional_flag;  ///< Signs only where it is true.
    std::string role{};         ///< key, where there is no position

    /// What `signature.function` says of it.
    const std::string& capacity() const { return position.empty() ? role : position; }
};

/// Who must sign a document.
struct SignedDocument {
    std::string key;  ///< A value of `document.type`.
    std::string name;
    std::string text;  ///< The rule, as people read it.
    std::vector<Signer> signers;
    /// The type of the assessment that it closes, and as which it may be signed too; or "".
    std::string closes{};
};

class Positions {
public:
    const std::vector<Position>& all() const { return positions_; }
    const Position* find(std::string_view key) const;
    /// The position that someone means by a key or a name, whatever its capitals and accents.
    const Position* match(std::string_view written) const;

    const std::vector<SignedDocument>& signed_documents() const { return signed_documents_; }
    const SignedDocument* find_signed_document(std::string_view key) const;

    const std::string& committee_leader() const { return committee_leader_; }  ///< key
    std::int64_t counterparts() const { return counterparts_; }
    /// Sentences for people.
    const std::string& diagnosis_rule() const { return diagnosis_rule_; }
    const std::string& committee_rule() const { return committee_rule_; }
    const std::string& substitution_rule() const { return substitution_rule_; }

    static Positions read(const programs::ObjectReader& file);

private:
    std::vector<Position> positions_;
    std::vector<SignedDocument> signed_documents_;
    std::string committee_leader_;
    std::int64_t counterparts_ = 0;
    std::string diagnosis_rule_;
    std::string committee_rule_;
    std::string substitution_rule_;
};

namespace programs {

/// Whether `flag` is a flag of the record kind `organization`.
bool is_organization_flag(std::string_view flag);

}  // namespace programs
}  // namespace minga
