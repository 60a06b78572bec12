/// What charts share. Private to this folder.
#pragma once

#include "client_wasm/widgets/core.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

/// The figures behind a chart, at its place but out of the pointer's way.
class ChartTable {
public:
    ChartTable(Ui::Core& core, NodeKey chart, std::string_view title, const Rect& rect);
    ~ChartTable() { core_.tree.close(); }
    ChartTable(const ChartTable&) = delete;
    ChartTable& operator=(const ChartTable&) = delete;

    void row(const std::vector<std::string>& texts, bool is_header);

private:
    Ui::Core& core_;
    NodeKey key_;
    Rect rect_;
    int count_ = 0;
};

}  // namespace minga::client
