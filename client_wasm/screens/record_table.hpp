/// What tables of records have in common: as many columns as there is room for, and a row for each
/// record, of which one may be open beside the table.
#pragma once

#include "client_wasm/widgets/specs.hpp"
#include "shared/schema/record.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace minga::client {

/// `Column` says what stands in one.
template <class Column>
struct RecordColumns {
    std::vector<Column> kinds;
    std::vector<TableColumn> looks;

    void add(Column kind, const TableColumn& look) {
        kinds.push_back(kind);
        looks.push_back(look);
    }
    Column kind_of(int column) const { return kinds[static_cast<std::size_t>(column)]; }
};

/// −1 where none of them has that id.
inline int row_of(const std::vector<const Record*>& records, const Id& id) {
    for (std::size_t row = 0; row < records.size(); ++row) {
        if (records[row]->id == id) return static_cast<int>(row);
    }
    return -1;
}

/// What the rows are about, for the table.
inline std::vector<std::string> row_keys_of(const std::vector<const Record*>& records) {
    std::vector<std::string> keys;
    for (const Record* record : records) keys.push_back(record->id.to_text());
    return keys;
}

inline std::string or_dash(std::string text) {
    return text.empty() ? "—" : text;
}

}  // namespace minga::client
