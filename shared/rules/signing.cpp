#include "shared/rules/signing.hpp"

#include "shared/base/hash.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>

namespace minga {
namespace {

/// A value in one way of writing, whatever it is.
std::string written(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* is_so = std::get_if<bool>(&value)) return *is_so ? "true" : "false";
    if (const auto* decimal = std::get_if<Decimal>(&value)) return decimal->to_text();
    std::string members;
    if (const auto* set = std::get_if<TextSet>(&value)) {
        for (const std::string& member : *set) members.append(member).append("\n");
    }
    return members;
}

void append_fields(std::string& text, const Record& record) {
    const schema::RecordInfo* info = schema::find_record_info(record.kind);
    text.append(record.kind).append(" ").append(record.id.to_text()).append("\n");
    for (const auto& [key, value] : record.fields) {
        const schema::FieldInfo* field = info != nullptr ? info->find(key) : nullptr;
        const bool is_state = field != nullptr && field->options.merge == schema::Merge::transition;
        if (is_state || is_empty(value)) continue;
        text.append(key).append("=").append(written(value)).append("\n");
    }
}

std::optional<Record> newest_document(const Record& cycle, std::string_view type,
                                      const Lookup& lookup) {
    std::optional<Record> newest;
    for (Record& one : lookup.children(cycle.id, "document")) {
        if (text_of(one.fields, "type") == type) newest = std::move(one);
    }
    return newest;
}

std::optional<Record> assessment_of_act(const Record& cycle, const SignedDocument& document,
                                        const Lookup& lookup) {
    if (document.closes.empty()) return std::nullopt;
    for (Record& one : lookup.children(cycle.id, "assessment")) {
        if (text_of(one.fields, "type") == document.closes) return std::move(one);
    }
    return std::nullopt;
}

/// What can be signed: its signatures, and what one vouches for that is made now.
struct Signed {
    std::vector<Record> signatures{};
    std::string digest{};
};

Signed signed_of(const std::optional<Record>& subject, const Lookup& lookup) {
    if (!subject) return {};
    return {lookup.children(subject->id, "signature"), signed_digest(*subject, lookup)};
}

/// One that stands for what it says now, else the last one.
void look_for(SignatureState& state, const Signed& subject, const Catalog& catalog) {
    for (const Record& one : subject.signatures) {
        if (!signs_as(one, state.capacity, catalog)) continue;
        const std::string& digest = text_of(one.fields, "digest");
        const bool is_outdated = !digest.empty() && digest != subject.digest;
        if (is_outdated && state.signature && !state.is_outdated) continue;
        state.is_outdated = is_outdated;
        state.signature = one;
    }
}

}  // namespace

bool signs_as(const Record& signature, std::string_view capacity, const Catalog& catalog) {
    const std::string& function = text_of(signature.fields, "function");
    const Position* position = catalog.positions().match(function);
    return function == capacity || (position != nullptr && position->key == capacity);
}

std::string capacity_name(const Signer& signer, const Catalog& catalog) {
    if (const Position* position = catalog.positions().find(signer.position)) return position->name;
    const Role* role = catalog.roles().find(signer.role);
    return role != nullptr ? role->name : signer.capacity();
}

std::size_t SigningState::missing() const {
    return static_cast<std::size_t>(
        std::count_if(signatures.begin(), signatures.end(),
                      [](const SignatureState& one) { return !one.signature.has_value(); }));
}

SigningState signing_state(const SignedDocument& document, const Record& cycle,
                           const Lookup& lookup, const Catalog& catalog) {
    SigningState state{.document = &document};
    const auto paper = newest_document(cycle, document.key, lookup);
    const auto assessment = assessment_of_act(cycle, document, lookup);
    state.subject = assessment ? assessment : paper;
    const Signed on_paper = signed_of(paper, lookup);
    const Signed on_assessment = signed_of(assessment, lookup);
    state.digest = assessment ? on_assessment.digest : on_paper.digest;
    const auto organization = lookup.view(cycle.organization);
    for (const Signer& signer : document.signers) {
        const bool lacks_it =
            !signer.optional_flag.empty() &&
            (organization == nullptr || !boolean_of(organization->fields, signer.optional_flag));
        if (lacks_it) continue;
        SignatureState one{.capacity = signer.capacity(), .name = capacity_name(signer, catalog)};
        look_for(one, on_paper, catalog);
        look_for(one, on_assessment, catalog);
        state.signatures.push_back(std::move(one));
    }
    return state;
}

std::string signed_digest(const Record& subject, const Lookup& lookup) {
    std::string text;
    append_fields(text, subject);
    if (subject.kind == "assessment") {
        for (const std::string_view kind : {"participant", "answer"}) {
            std::vector<Record> parts = lookup.children(subject.id, kind);
            std::sort(parts.begin(), parts.end(),
                      [](const Record& a, const Record& b) { return a.id < b.id; });
            for (const Record& one : parts) append_fields(text, one);
        }
    }
    return sha256_hex(text);
}

}  // namespace minga
