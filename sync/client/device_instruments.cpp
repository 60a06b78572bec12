/// The part of the device's store that keeps the instruments which were published after this
/// program was built.
#include "shared/codec/json.hpp"
#include "sync/client/device_store.hpp"
#include "sync/wire/instruments.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

constexpr std::string_view instruments_setting = "instruments";

}  // namespace

void DeviceStore::load_instruments() {
    instruments_ = {};
    const auto json = parse_json(setting(instruments_setting));
    if (!json) return;
    for (const Json& text : json->items()) {
        if (text.is_text()) instruments_.add(*text.text());
    }
}

/// Within the transaction of the answer; what the store says afterwards is read when it is over.
Result<void> DeviceStore::take_instruments(const InstrumentNews& news) {
    Json all = Json::array();
    const std::vector<std::string>& held = instruments_.texts();
    const std::size_t kept = std::min(news.after, held.size());
    for (std::size_t i = 0; i < kept; ++i) all.push(held[i]);
    for (const std::string& text : news.texts) all.push(text);
    return put_setting(instruments_setting, all.dump());
}

}  // namespace minga::sync
