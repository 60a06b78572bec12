/// Finds words in everything that this device holds, whatever their accents and case: records by
/// what people wrote into them, and the questions of the diagnosis.
#pragma once

#include "shared/base/id.hpp"
#include "shared/programs/catalog.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/schema/record.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

enum class SearchGroup : std::uint8_t { plan, diagnosis, documents, other };

/// One value of a record as people read it.
struct SearchText {
    std::string label;   ///< "Responsable"; "" for the title.
    std::string words;   ///< "Ñuñoa".
    std::string folded;  ///< "nunoa".
};

/// Something that can be found.
struct SearchEntry {
    SearchGroup group = SearchGroup::other;
    Id record;  ///< Nil for a question of the programme.
    std::string title;
    std::string path;   ///< Where it belongs: "Plan · Línea «Gestión de compras»".
    std::string route;  ///< Where it is edited; "" where no screen shows it.
    std::vector<SearchText> texts;
};

/// Bytes of `words` that were asked for.
struct SearchMark {
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(const SearchMark&, const SearchMark&) = default;
};

/// An entry in which all the words stand.
struct SearchHit {
    const SearchEntry* entry = nullptr;
    /// What to show of it: the value with most of the words, cut around the first of them.
    std::string label;
    std::string words;
    std::vector<SearchMark> marks;  ///< In `words`, in their order.
};

/// What can be found in living records. Values that only name other records are left out.
std::vector<SearchEntry> search_entries(std::span<const Record> records, const Lookup& lookup,
                                        const Catalog& catalog);

/// The diagnosis' questions, with their help.
std::vector<SearchEntry> search_questions(const Catalog& catalog);

/// The entries that hold every word of `typed`, each perhaps as a part of a longer one: those whose
/// title holds them first, otherwise in the order of `entries`, which outlive the result. Nothing
/// typed finds nothing.
std::vector<SearchHit> find_words(std::span<const SearchEntry> entries, std::string_view typed);

}  // namespace minga::client
