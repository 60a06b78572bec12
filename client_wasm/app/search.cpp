#include "client_wasm/app/search.hpp"

#include "client_wasm/app/record_words.hpp"
#include "shared/base/text.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace minga::client {
namespace {

/// How much of a long text is shown, and how much of that stands before the first word found.
constexpr std::size_t excerpt_bytes = 160;
constexpr std::size_t excerpt_before = 40;

struct KindGroup {
    std::string_view kind;
    SearchGroup group;
};
constexpr std::array kind_groups{
    KindGroup{"plan", SearchGroup::plan},
    KindGroup{"action_line", SearchGroup::plan},
    KindGroup{"activity", SearchGroup::plan},
    KindGroup{"follow_up", SearchGroup::plan},
    KindGroup{"indicator", SearchGroup::plan},
    KindGroup{"line_actor", SearchGroup::plan},
    KindGroup{"immediate_action", SearchGroup::plan},
    KindGroup{"improvement_area", SearchGroup::plan},
    KindGroup{"assessment", SearchGroup::diagnosis},
    KindGroup{"answer", SearchGroup::diagnosis},
    KindGroup{"participant", SearchGroup::diagnosis},
    KindGroup{"document", SearchGroup::documents},
};

SearchGroup group_of(std::string_view kind) {
    for (const KindGroup& row : kind_groups) {
        if (row.kind == kind) return row.group;
    }
    return SearchGroup::other;
}

bool is_for_people(const schema::FieldInfo& field) {
    switch (field.kind) {
        case schema::Kind::text:
        case schema::Kind::text_set:
        case schema::Kind::choice:
        case schema::Kind::month:
        case schema::Kind::date:
        case schema::Kind::money:
            return !field.options.names_blob;
        case schema::Kind::none:
        case schema::Kind::integer:
        case schema::Kind::boolean:
        case schema::Kind::id:
        case schema::Kind::instant:
        case schema::Kind::decimal:
            break;
    }
    return false;
}

/// The title counts as a value too, without a label; what it says already is not said again.
void add_title(SearchEntry& entry) {
    entry.texts.push_back({{}, entry.title, fold_for_search(entry.title)});
}

void add_text(SearchEntry& entry, std::string label, std::string words) {
    if (words.empty() || entry.title.find(words) != std::string::npos) return;
    std::string folded = fold_for_search(words);
    entry.texts.push_back({std::move(label), std::move(words), std::move(folded)});
}

/// The path without the record itself.
std::string path_above(const Record& record, const Lookup& lookup, const Catalog& catalog) {
    const std::string path = record_path(record, lookup, catalog);
    const std::string title = record_title(record, catalog);
    return path.size() > title.size() + 4 ? path.substr(0, path.size() - title.size() - 4)
                                          : std::string{};
}

std::vector<std::string> words_of(std::string_view typed) {
    std::vector<std::string> words;
    for (const std::string& word : split(fold_for_search(typed), ' ')) {
        if (!trim(word).empty()) words.emplace_back(trim(word));
    }
    return words;
}

bool holds(const SearchEntry& entry, std::string_view word) {
    return std::any_of(entry.texts.begin(), entry.texts.end(), [&](const SearchText& text) {
        return text.folded.find(word) != std::string::npos;
    });
}

std::size_t count_in(const SearchText& text, const std::vector<std::string>& words) {
    return static_cast<std::size_t>(std::count_if(
        words.begin(), words.end(),
        [&](const std::string& word) { return text.folded.find(word) != std::string::npos; }));
}

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// For each byte of the folded text, and its end, the byte of `text` that it stands for: folding
/// makes some letters shorter.
std::vector<std::size_t> places_in(std::string_view text) {
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && is_continuation(text[end])) ++end;
        places.insert(places.end(), fold_for_search(text.substr(at, end - at)).size(), at);
        at = end;
    }
    places.push_back(text.size());
    return places;
}

std::vector<SearchMark> marks_in(const SearchText& text, const std::vector<std::string>& words) {
    const std::vector<std::size_t> places = places_in(text.words);
    std::vector<SearchMark> marks;
    for (const std::string& word : words) {
        for (std::size_t at = text.folded.find(word); at != std::string::npos;
             at = text.folded.find(word, at + word.size())) {
            marks.push_back({places[at], places[at + word.size()]});
        }
    }
    std::sort(marks.begin(), marks.end(), [](const SearchMark& a, const SearchMark& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    // Of two that overlap, the first counts.
    std::vector<SearchMark> apart;
    for (const SearchMark& mark : marks) {
        if (apart.empty() || mark.begin >= apart.back().end) apart.push_back(mark);
    }
    return apart;
}

/// Cuts a long text around its first mark, between words where it can.
void excerpt(SearchHit& hit) {
    if (hit.words.size() <= excerpt_bytes) return;
    const std::size_t first = hit.marks.empty() ? 0 : hit.marks.front().begin;
    std::size_t begin = first > excerpt_before ? first - excerpt_before : 0;
    if (begin > 0) {
        const std::size_t blank = hit.words.find(' ', begin);
        if (blank < first) begin = blank + 1;
    }
    while (begin < first && is_continuation(hit.words[begin])) ++begin;
    std::size_t end = std::min(begin + excerpt_bytes, hit.words.size());
    if (end < hit.words.size()) {
        const std::size_t blank = hit.words.rfind(' ', end);
        if (blank != std::string::npos && blank > first) end = blank;
    }
    while (end < hit.words.size() && is_continuation(hit.words[end])) ++end;

    const std::string_view before = begin > 0 ? "… " : "";
    std::vector<SearchMark> marks;
    for (const SearchMark& mark : hit.marks) {
        if (mark.end > end) break;
        marks.push_back({mark.begin - begin + before.size(), mark.end - begin + before.size()});
    }
    hit.words = std::string{before} + hit.words.substr(begin, end - begin) +
                (end < hit.words.size() ? " …" : "");
    hit.marks = std::move(marks);
}

}  // namespace

std::vector<SearchEntry> search_entries(std::span<const Record> records, const Lookup& lookup,
                                        const Catalog& catalog) {
    std::vector<SearchEntry> entries;
    for (const Record& record : records) {
        const schema::RecordInfo* info = schema::find_record_info(record.kind);
        if (info == nullptr || record.deleted) continue;
        SearchEntry entry{.group = group_of(record.kind),
                          .record = record.id,
                          .title = record_title(record, catalog),
                          .path = path_above(record, lookup, catalog),
                          .route = record_route(record, lookup),
                          .texts = {}};
        add_title(entry);
        for (const schema::FieldInfo& field : info->fields) {
            const Value& value = value_of(record.fields, field.key);
            if (is_empty(value) || !is_for_people(field)) continue;
            add_text(entry, field_title(record.kind, field.key),
                     value_words(record.kind, field.key, value, catalog));
        }
        // Of an answer without words the question says as much.
        if (record.kind == "answer" && entry.texts.size() == 1) continue;
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::vector<SearchEntry> search_questions(const Catalog& catalog) {
    std::vector<SearchEntry> entries;
    const Instrument& instrument = catalog.current_instrument(InstrumentKind::diagnostic);
    const Model& model = instrument.model_in(catalog.model());
    for (const Question& question : instrument.questions()) {
        const Subcriterion* subcriterion = model.find_subcriterion(question.subcriterion);
        SearchEntry entry{
            .group = SearchGroup::diagnosis,
            .record = {},
            .title = "Pregunta " + std::to_string(question.number) + " del diagnóstico",
            .path = subcriterion != nullptr ? subcriterion->name : std::string{},
            .route = "diagnostico/" + std::to_string(question.number),
            .texts = {}};
        add_title(entry);
        add_text(entry, "Pregunta", question.text);
        add_text(entry, "Ayuda", question.help);
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::vector<SearchHit> find_words(std::span<const SearchEntry> entries, std::string_view typed) {
    const std::vector<std::string> words = words_of(typed);
    if (words.empty()) return {};
    std::vector<SearchHit> in_title;
    std::vector<SearchHit> elsewhere;
    for (const SearchEntry& entry : entries) {
        const bool is_found = std::all_of(words.begin(), words.end(),
                                          [&](const auto& word) { return holds(entry, word); });
        if (!is_found) continue;
        const auto best = std::max_element(
            entry.texts.begin(), entry.texts.end(),
            [&](const auto& a, const auto& b) { return count_in(a, words) < count_in(b, words); });
        SearchHit hit{&entry, best->label, best->words, marks_in(*best, words)};
        excerpt(hit);
        const std::string title = fold_for_search(entry.title);
        const bool is_title = std::all_of(words.begin(), words.end(), [&](const auto& word) {
            return title.find(word) != std::string::npos;
        });
        (is_title ? in_title : elsewhere).push_back(std::move(hit));
    }
    std::move(elsewhere.begin(), elsewhere.end(), std::back_inserter(in_title));
    return in_title;
}

}  // namespace minga::client
