#include "shared/programs/positions.hpp"

#include "shared/base/text.hpp"
#include "shared/programs/keyed.hpp"
#include "shared/records/organization.hpp"

namespace minga {

using programs::ObjectReader;

bool programs::is_organization_flag(std::string_view flag) {
    const schema::FieldInfo* info = schema::record_info<Organization>.find(flag);
    return info != nullptr && info->kind == schema::Kind::boolean;
}

const Position* Positions::find(std::string_view key) const {
    return programs::find_keyed(positions_, key);
}

const Position* Positions::match(std::string_view written) const {
    if (const Position* by_key = find(written)) return by_key;
    const std::string folded = fold_for_search(trim(written));
    for (const Position& position : positions_) {
        if (fold_for_search(position.name) == folded) return &position;
    }
    return nullptr;
}

const SignedDocument* Positions::find_signed_document(std::string_view key) const {
    return programs::find_keyed(signed_documents_, key);
}

namespace {

std::string read_flag(const ObjectReader& row) {
    std::string flag = row.optional_text("optional_flag");
    if (!flag.empty() && !programs::is_organization_flag(flag)) {
        row.report_at("optional_flag", "no es un dato de la organización");
    }
    return flag;
}

Position read_position(const ObjectReader& row) {
    const ObjectReader diagnosis = row.object("diagnosis");
    const ObjectReader committee = row.object("committee");
    return {row.text("key"),
            row.integer("number"),
            row.text("name"),
            read_flag(row),
            diagnosis.boolean("required"),
            committee.boolean("required"),
            diagnosis.boolean("may_not_apply"),
            committee.boolean("may_not_apply")};
}

}  // namespace

Positions Positions::read(const ObjectReader& file) {
    Positions positions;
    for (const ObjectReader& row : file.objects("positions")) {
        positions.positions_.push_back(read_position(row));
    }
    if (!programs::repeated_key(positions.positions_).empty()) {
        file.report_at("positions", "una clave se repite");
    }
    const auto check_position = [&](const ObjectReader& row, std::string_view member,
                                    const std::string& key) {
        if (positions.find(key) == nullptr) row.report_at(member, "no existe el cargo " + key);
    };
    const ObjectReader rules = file.object("rules");
    positions.substitution_rule_ = rules.text("substitution");
    positions.diagnosis_rule_ = rules.text("diagnosis");
    positions.committee_rule_ = rules.text("committee");
    const ObjectReader committee = file.object("committee");
    positions.committee_leader_ = committee.text("leader");
    positions.counterparts_ = committee.integer("counterparts");
    check_position(committee, "leader", positions.committee_leader_);

    for (const ObjectReader& document : file.objects("signers")) {
        SignedDocument added{document.text("key"),
                             document.text("name"),
                             document.text("text"),
                             {},
                             document.optional_text("closes")};
        for (const ObjectReader& row : document.objects("required")) {
            added.signers.push_back({row.optional_text("position"),
                                     row.optional_integer("count", 1), read_flag(row),
                                     row.optional_text("role")});
            const Signer& signer = added.signers.back();
            if (signer.role.empty()) check_position(row, "position", signer.position);
        }
        positions.signed_documents_.push_back(std::move(added));
    }
    return positions;
}

}  // namespace minga
