#include "sync/wire/instruments.hpp"

#include "shared/base/hash.hpp"
#include "shared/programs/catalog.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace minga::sync {
namespace {

constexpr std::size_t digest_digits = 16;

}  // namespace

void InstrumentTexts::add(std::string text) {
    const std::string hash = sha256_hex(text);
    add(std::move(text), hash);
}

void InstrumentTexts::add(std::string text, std::string_view hash) {
    texts_.push_back(std::move(text));
    hashes_ += hash;
    digests_.push_back(sha256_hex(hashes_).substr(0, digest_digits));
}

std::string InstrumentTexts::digest_of_first(std::size_t count) const {
    return count == 0 ? std::string{} : digests_[count - 1];
}

Json held_instruments_to_json(const InstrumentTexts& held) {
    Json json = Json::array();
    json.push(static_cast<std::int64_t>(held.count())).push(held.digest());
    return json;
}

HeldInstruments held_instruments_from_json(const Json& json) {
    const Json::Array& items = json.items();
    if (items.size() != 2 || !items[0].is_integer() || !items[1].is_text()) return {};
    const std::int64_t count = *items[0].integer();
    if (count < 1) return {};
    return {static_cast<std::size_t>(count), *items[1].text()};
}

std::optional<InstrumentNews> instrument_news(const InstrumentTexts& published,
                                              const HeldInstruments& held, std::size_t bytes_max) {
    const bool is_beginning =
        held.count <= published.count() && published.digest_of_first(held.count) == held.digest;
    if (is_beginning && held.count == published.count()) return std::nullopt;
    InstrumentNews news{.after = is_beginning ? held.count : 0, .texts = {}};
    std::size_t bytes = 0;
    for (const std::string& text : std::span{published.texts()}.subspan(news.after)) {
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
