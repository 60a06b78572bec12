/// The inbox as a list that can be filtered, counted and taken along: what waits for people, with
/// the words that it is said in.
#pragma once

#include "client_wasm/app/inbox_words.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace minga::client {

/// A conflict, or all that was refused of one change.
struct InboxEntry {
    bool is_conflict = false;
    std::vector<sync::InboxItem> items;  ///< At least one; of one op.
    std::vector<InboxWords> words;       ///< One for each item.
    std::string commune;                 ///< "Puerto Varas"
    std::string plan;                    ///< "Plan del ciclo 1", or "" outside of plans.
    Id plan_id;
    std::vector<std::string> people;

    const sync::InboxItem& item() const { return items.front(); }
    const InboxWords& said() const { return words.front(); }
    std::string key() const;
    Instant since() const { return item().since(); }
};

/// What waits, conflicts first, within each the longest waiting first.
std::vector<InboxEntry> inbox_entries(const std::vector<sync::InboxItem>& items,
                                      const InboxReader& reader);

/// What a restored server lost of one record, and this device still knows.
struct ShelfEntry {
    Id record;
    std::string path;  ///< "Plan · Línea «…» · Actividad «…»"
    std::string commune;
    std::string plan;
    Id plan_id;
    /// A field and its value, as people read them.
    std::vector<std::pair<std::string, std::string>> values;
};

/// What stands on the shelf, record by record.
std::vector<ShelfEntry> shelf_entries(const std::vector<sync::ShelfItem>& items,
                                      const InboxReader& reader);

enum class InboxType : std::uint8_t { all, conflicts, refusals };
enum class InboxAge : std::uint8_t { any, last_day, last_week, over_week, over_month };

struct InboxFilter {
    InboxType type = InboxType::all;
    std::string commune{};  ///< "": all
    Id plan{};              ///< nil: all
    std::string person{};   ///< "": all
    InboxAge age = InboxAge::any;

    bool is_plain() const { return *this == InboxFilter{}; }
    friend bool operator==(const InboxFilter&, const InboxFilter&) = default;
};

/// The filter as it is kept under a name, and back; what is not understood is plain.
FieldMap fields_of(const InboxFilter& filter);
InboxFilter inbox_filter_from(const FieldMap& fields);

bool passes(const InboxEntry& entry, const InboxFilter& filter, Instant now);
/// What the server lost has no author and no age that anybody knows.
bool passes(const ShelfEntry& entry, const InboxFilter& filter);

/// What there is to choose from, in alphabetical order, each once.
struct InboxChoices {
    std::vector<std::string> communes;
    std::vector<std::string> people;
    std::vector<Id> plan_ids;
    std::vector<std::string>
        plans;  ///< Names of `plan_ids`; with the commune where there are many.
};
InboxChoices inbox_choices(const std::vector<InboxEntry>& entries);

/// The entries as a file for spreadsheets: one row for each field that waits.
std::string inbox_csv(const std::vector<const InboxEntry*>& entries, Instant now,
                      std::int32_t zone_offset_minutes,
                      const std::vector<const ShelfEntry*>& shelf = {});

}  // namespace minga::client
