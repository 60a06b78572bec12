#include "sync/merge/op.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace minga::sync {
namespace {

constexpr std::array outcome_keys{
    std::pair{Outcome::applied, std::string_view{"applied"}},
    std::pair{Outcome::unchanged, std::string_view{"unchanged"}},
    std::pair{Outcome::conflict, std::string_view{"conflict"}},
    std::pair{Outcome::refused, std::string_view{"refused"}},
    std::pair{Outcome::fork, std::string_view{"fork"}},
    std::pair{Outcome::schema_ahead, std::string_view{"schema_ahead"}},
    std::pair{Outcome::awaits, std::string_view{"awaits"}},
};

}  // namespace

bool has_words(const Op& op) {
    return !op.set.empty() || op.remove || op.restore;
}

Op emptied(Op op) {
    op.set.clear();
    op.was.clear();
    op.remove = false;
    op.restore = false;
    op.base_rev = std::max<std::int64_t>(op.base_rev, 1);
    op.kind.clear();
    op.organization = {};
    return op;
}

std::string_view to_key(Outcome outcome) {
    for (const auto& [value, key] : outcome_keys) {
        if (value == outcome) return key;
    }
    return {};
}

std::optional<Outcome> outcome_from_key(std::string_view key) {
    for (const auto& [value, name] : outcome_keys) {
        if (name == key) return value;
    }
    return std::nullopt;
}

bool accepts(const Verdict& verdict, std::string_view field) {
    switch (verdict.outcome) {
        case Outcome::applied:
        case Outcome::unchanged:
            break;
        case Outcome::fork:
        case Outcome::schema_ahead:
        case Outcome::awaits:
            return false;
        case Outcome::conflict:
        case Outcome::refused: {
            const auto is_field = [&](const std::string& name) { return name == field; };
            if (std::any_of(verdict.conflicts.begin(), verdict.conflicts.end(), is_field)) {
                return false;
            }
            for (const Error& refusal : verdict.refusals) {
                if (refusal.field.empty() || refusal.field == field) return false;
            }
            break;
        }
    }
    return std::none_of(verdict.merged.begin(), verdict.merged.end(),
                        [&](const std::string& name) { return name == field; });
}

}  // namespace minga::sync
