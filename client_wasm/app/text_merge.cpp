#include "client_wasm/app/text_merge.hpp"

#include "client_wasm/app/sequence_match.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace minga::client {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/// Sentences and line ends, with the blanks that follow them.
Units units_of(std::string_view text) {
    Units units;
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool is_end = c == '.' || c == '?' || c == '!' || c == ';';
        const bool is_last = at + 1 == text.size();
        const bool ends_sentence = is_end && !is_last && is_blank(text[at + 1]);
        if (c != '\n' && !ends_sentence && !is_last) continue;
        std::size_t end = at + 1;
        while (c != '\n' && end < text.size() && is_blank(text[end])) ++end;
        if (end < text.size() && text[end] == '\n' && c != '\n') ++end;
        units.push_back(text.substr(start, end - start));
        start = end;
        at = end - 1;
    }
    return units;
}

/// A stretch of the base that one side wrote otherwise; empty where they only added something.
struct Hunk {
    std::size_t from = 0;
    std::size_t to = 0;
    std::string text;
};

/// One side: what it changed, and how it wrote what it kept (the blanks behind may differ).
struct Side {
    std::vector<Hunk> hunks;
    Units kept;  ///< By index in the base; empty where it was changed.
};

Side side_of(const Units& base, const Units& other) {
    Side side;
    side.kept.resize(base.size());
    std::size_t b = 0;
    std::size_t o = 0;
    const auto change_up_to = [&](std::size_t base_end, std::size_t other_end) {
        if (b == base_end && o == other_end) return;
        Hunk hunk{b, base_end, {}};
        for (; o < other_end; ++o) hunk.text += other[o];
        side.hunks.push_back(std::move(hunk));
    };
    for (const auto& [index, place] : common_units(base, other)) {
        change_up_to(index, place);
        side.kept[index] = other[place];
        b = index + 1;
        o = place + 1;
    }
    change_up_to(base.size(), other.size());
    return side;
}

bool overlap(const Hunk& a, const Hunk& b) {
    const bool both_add_here = a.from == a.to && b.from == b.to && a.from == b.from;
    return both_add_here || (a.from < b.to && b.from < a.to);
}

/// Puts a piece behind what is there, with a blank between them where neither has one.
void append(std::string& text, std::string_view piece) {
    if (piece.empty()) return;
    const bool is_glued = !text.empty() && !is_blank(text.back()) && text.back() != '\n' &&
                          !is_blank(piece.front()) && piece.front() != '\n';
    if (is_glued) text += ' ';
    text += piece;
}

class Merger {
public:
    Merger(const Units& base, const Side& theirs, const Side& mine)
        : base_(base), theirs_(theirs), mine_(mine) {}

    TextMerge run() {
        while (t_ < theirs_.hunks.size() || m_ < mine_.hunks.size()) step();
        keep_up_to(base_.size());
        merged_.text = trim(merged_.text);
        return std::move(merged_);
    }

private:
    void step() {
        const bool has_theirs = t_ < theirs_.hunks.size();
        const bool has_mine = m_ < mine_.hunks.size();
        if (has_theirs && has_mine && overlap(theirs_.hunks[t_], mine_.hunks[m_])) {
            take_both();
            return;
        }
        const bool is_theirs =
            has_theirs && (!has_mine || theirs_.hunks[t_].from <= mine_.hunks[m_].from);
        const Hunk& hunk = is_theirs ? theirs_.hunks[t_++] : mine_.hunks[m_++];
        keep_up_to(hunk.from);
        append(merged_.text, hunk.text);
        at_ = hunk.to;
    }

    /// Both changed the same stretch, perhaps by several changes that reach into each other.
    void take_both() {
        const std::size_t t_first = t_;
        const std::size_t m_first = m_;
        const std::size_t from = std::min(theirs_.hunks[t_].from, mine_.hunks[m_].from);
        std::size_t to = std::max(theirs_.hunks[t_++].to, mine_.hunks[m_++].to);
        while (true) {
            if (t_ < theirs_.hunks.size() && theirs_.hunks[t_].from < to) {
                to = std::max(to, theirs_.hunks[t_++].to);
            } else if (m_ < mine_.hunks.size() && mine_.hunks[m_].from < to) {
                to = std::max(to, mine_.hunks[m_++].to);
            } else {
                break;
            }
        }
        keep_up_to(from);
        const std::string their_part = version(theirs_, t_first, t_, from, to);
        const std::string my_part = version(mine_, m_first, m_, from, to);
        append(merged_.text, their_part);
        if (trim(their_part) != trim(my_part)) {
            append(merged_.text, my_part);
            ++merged_.clashes;
        }
        at_ = to;
    }

    /// How one side wrote the stretch of the base.
    std::string version(const Side& side, std::size_t first, std::size_t last, std::size_t from,
                        std::size_t to) const {
        std::string text;
        std::size_t at = from;
        for (std::size_t index = first; index < last; ++index) {
            const Hunk& hunk = side.hunks[index];
            for (; at < hunk.from; ++at) text += side.kept[at];
            text += hunk.text;
            at = std::max(at, hunk.to);
        }
        for (; at < to; ++at) text += side.kept[at];
        return text;
    }

    /// Units that nobody changed, with the blanks of whoever wrote something behind them.
    void keep_up_to(std::size_t end) {
        for (; at_ < end; ++at_) {
            std::string_view unit = base_[at_];
            for (const Side* side : {&theirs_, &mine_}) {
                if (side->kept[at_].size() > unit.size()) unit = side->kept[at_];
            }
            append(merged_.text, unit);
        }
    }

    const Units& base_;
    const Side& theirs_;
    const Side& mine_;
    TextMerge merged_;
    std::size_t at_ = 0;
    std::size_t t_ = 0;
    std::size_t m_ = 0;
};

}  // namespace

TextMerge merge_texts(std::string_view base_text, std::string_view their_text,
                      std::string_view my_text) {
    const Units base = units_of(base_text);
    const Side theirs = side_of(base, units_of(their_text));
    const Side mine = side_of(base, units_of(my_text));
    return Merger{base, theirs, mine}.run();
}

bool is_worth_offering(const TextMerge& merged, std::string_view theirs, std::string_view mine) {
    const std::string_view text = merged.text;
    if (text == trim(theirs) || text == trim(mine)) return false;
    return merged.clashes == 0 || 2 * text.size() <= 3 * std::max(theirs.size(), mine.size());
}

}  // namespace minga::client
