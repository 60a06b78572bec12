/// Instruments that were published to a server after the programs were built, on their way to its
/// devices: JSON texts, from the first that was published to the last (PROTOCOL.md, "Instruments").
#pragma once

#include "shared/codec/json.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minga {
class Catalog;
}

namespace minga::sync {

/// Those texts with their digests, so that no exchange has to work them out again.
class InstrumentTexts {
public:
    void add(std::string text);
    /// `hash` is the text's SHA-256, in hexadecimal.
    void add(std::string text, std::string_view hash);

    const std::vector<std::string>& texts() const { return texts_; }
    std::size_t count() const { return texts_.size(); }
    /// Of all of them, 16 hexadecimal digits; empty for none.
    std::string digest() const { return digest_of_first(count()); }
    /// Of the first `count`, which are there.
    std::string digest_of_first(std::size_t count) const;

private:
    std::vector<std::string> texts_;
    std::string hashes_;                ///< Of all texts, one behind the other.
    std::vector<std::string> digests_;  ///< Of the first one, the first two, and so on.
};

/// What a device says that it has.
struct HeldInstruments {
    std::size_t count = 0;
    std::string digest;  ///< Of all of them.
};

Json held_instruments_to_json(const InstrumentTexts& held);
/// Of anything else than what the function above makes: none.
HeldInstruments held_instruments_from_json(const Json& json);

/// What a device does not have: it keeps its first `after` and adds `texts` behind them.
struct InstrumentNews {
    std::size_t after = 0;
    std::vector<std::string> texts;
    bool has_more = false;  ///< On the server's side: not all of it has room in one answer.
};

/// Nullopt where the device has exactly `published`. Otherwise at least one text, as long as there
/// is one to tell, and of more only as many as `bytes_max` have room for.
std::optional<InstrumentNews> instrument_news(const InstrumentTexts& published,
                                              const HeldInstruments& held, std::size_t bytes_max);

Json instrument_news_to_json(const InstrumentNews& news);
std::optional<InstrumentNews> instrument_news_from_json(const Json& json);

/// Adds those that `catalog` does not know yet. One that this program cannot read, because it is of
/// a later kind, is left out: assessments that name it stay as they are.
void add_instruments(Catalog& catalog, std::span<const std::string> texts);

}  // namespace minga::sync
