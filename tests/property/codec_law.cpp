#include "sync/wire/cursor.hpp"
#include "sync/wire/op_codec.hpp"
#include "tests/property/law.hpp"

#include <array>

namespace minga::property {
namespace {

using namespace minga::sync;

FieldMap some_fields(Draw& draw) {
    FieldMap fields;
    for (std::int64_t i = draw.between(0, 6); i > 0; --i) {
        fields.insert_or_assign(draw.one_in(4) ? draw.hostile_text() : draw.word(), draw.value());
    }
    return fields;
}

Op some_op(Draw& draw) {
    Op op;
    op.n = draw.between(1, 1'000'000'000'000);
    op.record = draw.id();
    op.base_rev = draw.one_in(3) ? 0 : draw.between(1, 1'000'000);
    if (op.base_rev == 0) {
        op.kind = draw.hostile_text();
        op.organization = draw.id();
    }
    op.remove = draw.one_in(5);
    op.restore = !op.remove && draw.one_in(5);
    op.set = some_fields(draw);
    op.was = some_fields(draw);
    op.made_at.ms = draw.between(-400'000'000'000, 4'000'000'000'000);
    op.schema = draw.between(0, 9);
    return op;
}

std::vector<std::string> some_texts(Draw& draw) {
    std::vector<std::string> texts;
    for (std::int64_t i = draw.between(0, 3); i > 0; --i) texts.push_back(draw.hostile_text());
    return texts;
}

Verdict some_verdict(Draw& draw) {
    static constexpr std::array outcomes{Outcome::applied,  Outcome::unchanged,
                                         Outcome::conflict, Outcome::refused,
                                         Outcome::fork,     Outcome::schema_ahead};
    static constexpr std::array codes{ErrorCode::malformed, ErrorCode::forbidden,
                                      ErrorCode::outside_line, ErrorCode::fork};
    Verdict verdict;
    verdict.n = draw.between(1, 1'000'000'000'000);
    verdict.outcome = outcomes[static_cast<std::size_t>(draw.below(outcomes.size()))];
    verdict.rev = draw.below(3);
    verdict.conflicts = some_texts(draw);
    verdict.merged = some_texts(draw);
    for (const std::string& text : some_texts(draw)) {
        const auto code = codes[static_cast<std::size_t>(draw.below(codes.size()))];
        verdict.refusals.push_back(make_error(code, text, draw.word()));
    }
    return verdict;
}

Finding ops_come_back(Draw& draw) {
    const Op op = some_op(draw);
    const std::string text = op_to_text(op);
    if (text.find('\n') != std::string::npos) return "a raw line feed in " + text;
    const auto back = op_from_text(text);
    if (!back) return "unreadable: " + text;
    if (!(*back == op)) return "changed: " + text;
    return op_to_text(*back) == text ? "" : "not frozen: " + text;
}

Finding verdicts_come_back(Draw& draw) {
    const Verdict verdict = some_verdict(draw);
    const std::string text = verdict_to_json(verdict).dump();
    const auto json = parse_json(text);
    if (!json) return "unreadable: " + text;
    const auto back = verdict_from_json(*json);
    if (!back) return "no verdict: " + text;
    return *back == verdict ? "" : "changed: " + text;
}

Finding deltas_come_back(Draw& draw) {
    RecordDelta delta;
    delta.id = draw.id();
    delta.rev = draw.between(0, 1'000'000);
    delta.deleted = draw.one_in(4);
    delta.is_whole = draw.one_in(2);
    if (delta.is_whole) {
        delta.kind = draw.hostile_text();
        delta.organization = draw.id();
    }
    delta.fields = some_fields(draw);
    const std::string text = delta_to_text(delta);
    const auto json = parse_json(text);
    if (!json) return "unreadable: " + text;
    const auto back = delta_from_json(*json);
    if (!back) return "no record: " + text;
    return *back == delta ? "" : "changed: " + text;
}

Finding stamps_come_back(Draw& draw) {
    Stamps stamps;
    for (std::int64_t i = draw.between(0, 8); i > 0; --i) {
        FieldStamp stamp{draw.between(1, 9), draw.between(1, 9'000'000'000), Id{}, 0};
        if (!draw.one_in(3)) {
            stamp.device = draw.id();
            stamp.n = draw.between(1, 1'000'000) * (draw.one_in(3) ? -1 : 1);
        }
        stamps.insert_or_assign("field_" + draw.word(), stamp);
        if (draw.one_in(2)) stamps.insert_or_assign("other_" + draw.word(), stamp);
    }
    const std::string text = stamps_to_text(stamps);
    const auto back = stamps_from_text(text);
    if (!back) return "unreadable: " + text;
    return *back == stamps ? "" : "changed: " + text;
}

Finding cursors_come_back(Draw& draw) {
    Cursors cursors;
    for (std::int64_t i = draw.between(0, 4); i > 0; --i) {
        const std::int64_t complete = draw.between(0, 1'000'000'000'000);
        const std::int64_t further = draw.one_in(2) ? 0 : draw.between(1, 1'000'000);
        cursors.insert_or_assign(draw.hostile_text(), Cursor{complete, complete + further});
    }
    const std::string text = cursors_to_json(cursors).dump();
    const auto json = parse_json(text);
    if (!json) return "unreadable: " + text;
    const auto back = cursors_from_json(*json);
    if (!back) return "no cursors: " + text;
    return *back == cursors ? "" : "changed: " + text;
}

Finding damaged_ops_are_stable(Draw& draw) {
    std::string text = op_to_text(some_op(draw));
    for (std::int64_t i = draw.between(1, 4); i > 0 && !text.empty(); --i) {
        const auto at =
            static_cast<std::size_t>(draw.below(static_cast<std::int64_t>(text.size())));
        switch (draw.below(3)) {
            case 0:
                text[at] = static_cast<char>(draw.below(256));
                break;
            case 1:
                text.erase(at, static_cast<std::size_t>(draw.between(1, 9)));
                break;
            default:
                text.insert(at, text.substr(at / 2, 7));
                break;
        }
    }
    const auto op = op_from_text(text);
    if (!op) return "";
    const std::string written = op_to_text(*op);
    const auto again = op_from_text(written);
    if (!again) return "what was read cannot be written: " + written;
    return op_to_text(*again) == written ? "" : "changes each time: " + written;
}

}  // namespace

std::vector<Law> codec_laws() {
    return {{"ops come back as they went", ops_come_back},
            {"verdicts come back as they went", verdicts_come_back},
            {"records come back as they went", deltas_come_back},
            {"stamps come back as they went", stamps_come_back},
            {"cursors come back as they went", cursors_come_back},
            {"a damaged op is refused or means one thing", damaged_ops_are_stable}};
}

}  // namespace minga::property
