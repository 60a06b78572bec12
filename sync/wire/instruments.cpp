#include "sync/wire/instruments.hpp"

#include "shared/base/hash.hpp"
#include "shared/programs/catalog.hpp"

#include <algorithm>
#include <cstdint>

namespace minga::sync {
namespace {

constexpr std::size_t digest_digits = 16;

}  // namespace

std::string instruments_digest(std::span<const std::string> texts) {
    if (texts.empty()) return {};
    std::string hashes;
    for (const std::string& text : texts) hashes += sha256_hex(text);
    return sha256_hex(hashes).substr(0, digest_digits);
}

Json held_instruments_to_json(std::span<const std::string> texts) {
    Json held = Json::array();
    held.push(static_cast<std::int64_t>(texts.size())).push(instruments_digest(texts));
    return held;
}

HeldInstruments held_instruments_from_json(const Json& json) {
    const Json::Array& items = json.items();
    if (items.size() != 2 || !items[0].is_integer() || !items[1].is_text()) return {};
    const std::int64_t count = *items[0].integer();
    if (count < 1) return {};
    return {static_cast<std::size_t>(count), *items[1].text()};
}

std::optional<InstrumentNews> instrument_news(std::span<const std::string> published,
                                              const HeldInstruments& held, std::size_t bytes_max) {
    const bool is_beginning = held.count <= published.size() &&
                              instruments_digest(published.first(held.count)) == held.digest;
    if (is_beginning && held.count == published.size()) return std::nullopt;
    InstrumentNews news{.after = is_beginning ? held.count : 0, .texts = {}};
    std::size_t bytes = 0;
    for (const std::string& text : published.subspan(news.after)) {
        bytes += text.size();
        news.has_more = !news.texts.empty() && bytes > bytes_max;
        if (news.has_more) break;
        news.texts.push_back(text);
    }
    return news;
}

Json instrument_news_to_json(const InstrumentNews& news) {
    Json texts = Json::array();
    for (const std::string& text : news.texts) texts.push(text);
    Json json = Json::object();
    json.set("after", static_cast<std::int64_t>(news.after)).set("texts", std::move(texts));
    return json;
}

std::optional<InstrumentNews> instrument_news_from_json(const Json& json) {
    const std::int64_t after = json.integer_at("after", -1);
    if (after < 0) return std::nullopt;
    InstrumentNews news{.after = static_cast<std::size_t>(after), .texts = {}};
    for (const Json& text : json["texts"].items()) {
        if (!text.is_text()) return std::nullopt;
        news.texts.push_back(*text.text());
    }
    return news;
}

void add_instruments(Catalog& catalog, std::span<const std::string> texts) {
    for (const std::string& text : texts) catalog.add_instrument({"instrumento", text}).ignore();
}

}  // namespace minga::sync
