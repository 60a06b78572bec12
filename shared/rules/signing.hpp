/// Who signed a document of the programme, who has still to sign it, and what was signed.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/lookup.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

/// One signature that a document asks for.
struct SignatureState {
    std::string capacity;  ///< `signature.function`
    std::string name;      ///< "Alcalde o Alcaldesa"
    std::optional<Record> signature{};
    bool is_outdated = false;  ///< What it stands under says something else by now.
};

/// The act of the diagnosis may be signed as the assessment that it closes or as the document.
struct SigningState {
    const SignedDocument* document = nullptr;
    std::optional<Record> subject{};  ///< What is to be signed; none before it was made.
    std::string digest{};             ///< `signed_digest` of the subject, where there is one.
    std::vector<SignatureState> signatures{};

    std::size_t missing() const;
    bool is_complete() const { return subject.has_value() && missing() == 0; }
};

/// Whether somebody signed in that capacity: a position's key or name, or a role.
bool signs_as(const Record& signature, std::string_view capacity, const Catalog& catalog);
/// "Alcalde o Alcaldesa"
std::string capacity_name(const Signer& signer, const Catalog& catalog);

/// What `document` asks for in the cycle. A position that the organization does not have signs
/// nothing.
SigningState signing_state(const SignedDocument& document, const Record& cycle,
                           const Lookup& lookup, const Catalog& catalog);

/// The digest of what a signature under the record vouches for: its fields but for its state and,
/// of an assessment, its answers and who took part.
std::string signed_digest(const Record& subject, const Lookup& lookup);

}  // namespace minga
