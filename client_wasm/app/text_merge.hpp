/// Two people's versions of one text, put together line by line. Offered to whoever decides; nobody
/// stores it before a person has read it.
#pragma once

#include <string>
#include <string_view>

namespace minga::client {

struct TextMerge {
    std::string text;
    /// Stretches that both changed differently: what each wrote stands in `text`, theirs first.
    int clashes = 0;
};

/// The changes from `base` to `theirs` and from `base` to `mine` in one text. Its units are lines,
/// and in a line its sentences, so that one paragraph can be merged too.
TextMerge merge_texts(std::string_view base, std::string_view theirs, std::string_view mine);

/// Whether putting the texts together says more than choosing one: each has changes that the other
/// has not, and they are not two texts one after the other.
bool is_worth_offering(const TextMerge& merged, std::string_view theirs, std::string_view mine);

}  // namespace minga::client
