#include "server/storage/published_instruments.hpp"

#include "shared/base/hash.hpp"
#include "shared/programs/embedded.hpp"

namespace minga::server {

Result<std::vector<PublishedInstrument>> published_instruments(storage::Database& database) {
    std::vector<PublishedInstrument> found;
    auto read =
        database.each("SELECT key, version, hash, body FROM instrument ORDER BY published_at, key",
                      [&](const storage::Row& row) {
                          found.push_back({std::string{row.text(0)}, std::string{row.text(1)},
                                           std::string{row.text(2)}, std::string{row.text(3)}});
                      });
    if (!read) return read.error();
    return found;
}

Result<Catalog> published_catalog(storage::Database& database) {
    auto published = published_instruments(database);
    if (!published) return published.error();
    return published_catalog(*published);
}

Result<Catalog> published_catalog(std::span<const PublishedInstrument> published) {
    Result<Catalog> catalog = catalog_from_embedded();
    if (!catalog) return catalog;
    for (const PublishedInstrument& one : published) {
        auto added = catalog->add_instrument({one.key, one.body});
        if (!added && added.error().code != ErrorCode::already_exists) return added.error();
    }
    return catalog;
}

Result<bool> publish(storage::Database& database, std::string_view body, Instant now) {
    auto published = published_instruments(database);
    if (!published) return published.error();
    auto catalog = published_catalog(*published);
    if (!catalog) return catalog.error();
    const std::string hash = sha256_hex(body);
    for (const PublishedInstrument& one : *published) {
        if (one.hash == hash) return false;
    }
    auto added = catalog->add_instrument({"instrumento", body});
    if (!added) return added.error();
    const Instrument& instrument = catalog->instruments().back();
    auto written = database.run(
        "INSERT INTO instrument (key, version, hash, body, published_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5)",
        instrument.key(), instrument.version(), hash, std::string{body}, now.ms);
    if (!written) return written.error();
    return true;
}

}  // namespace minga::server
