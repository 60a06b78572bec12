#include "server/bundles/bundle_desk.hpp"

#include "server/storage/verify.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/hash.hpp"
#include "sync/headless/gzip.hpp"
#include "sync/server/blob_rights.hpp"

#include <map>

namespace minga::server {
namespace {

using storage::Row;
using sync::BundleReader;
using sync::CarriedExchange;
using sync::PieceKind;

/// Of one file, unpacked: more than any device sends.
constexpr std::size_t unpacked_bytes_max = 64 << 20;

Result<DeviceKey> find_owner(BundleDesk& desk, const sync::BundleHeader& header) {
    const StorePool::Lease reader = desk.stores.reader();
    auto found = find_device_key(reader->database(), header.sender);
    if (!found) return found.error();
    if (!*found) {
        return make_error(
            ErrorCode::bundle_unknown_device,
            "Este archivo viene de un equipo que el servidor no conoce. Su dueño debe "
            "entrar una vez con conexión desde ese equipo; el archivo sirve después.");
    }
    if ((*found)->account.is_disabled) {
        return make_error(ErrorCode::forbidden,
                          "La cuenta de quien hizo este archivo está desactivada. No se tomó nada; "
                          "el archivo sirve si se vuelve a activar.");
    }
    return **std::move(found);
}

Result<void> apply(BundleDesk& desk, CarriedExchange& exchange) {
    const StorePool::Lease writer = desk.stores.writer();
    return exchange.apply();
}

Result<bool> answer(BundleDesk& desk, CarriedExchange& exchange, std::string& contents) {
    const StorePool::Lease reader = desk.stores.reader();
    return exchange.answer(*reader, contents);
}

/// The attached files in a bundle: each as far as it is in order, with what became of it.
class FileIntake {
public:
    FileIntake(BundleDesk& desk, Actor actor) : desk_(desk), actor_(std::move(actor)) {}

    /// What is wrong with one file is that file's, and told of it.
    Result<void> take(std::string_view bytes) {
        auto piece = sync::read_blob_piece(bytes);
        if (!piece) return piece.error();
        sync::BlobWord& word = words_[piece->hash];
        word.hash = piece->hash;
        if (word.refusal || word.is_whole) return {};
        const auto size = static_cast<std::int64_t>(piece->bytes.size());
        const bool fits = size > 0 && piece->total >= size && piece->offset >= 0 &&
                          piece->offset <= piece->total - size;
        if (!fits) {
            word.refusal = make_error(ErrorCode::malformed, "Una parte del archivo no calza.");
            return {};
        }
        const sync::ContentRange range{piece->offset, piece->offset + size - 1, piece->total};
        auto rights = rights_to(piece->hash);
        if (!rights) return rights.error();
        sync::BlobDesk files{desk_.blobs, desk_.blob_limits};
        auto state = files.take(piece->hash, *rights, range, piece->bytes, desk_.clock.now());
        if (state) {
            word.have = state->offset;
            word.is_whole = state->whole.has_value();
        } else if (state.error().code == ErrorCode::blob_gap) {
            // The device hears how far the server is, and goes on from there.
            auto known = files.look(piece->hash, *rights);
            if (known) word.have = known->offset;
        } else {
            word.refusal = state.error();
        }
        return {};
    }

    void append_words(std::string& contents) const {
        for (const auto& [hash, word] : words_) sync::append_blob_word(contents, word);
    }

private:
    Result<sync::BlobRights> rights_to(std::string_view hash) {
        const StorePool::Lease store = desk_.stores.reader();
        auto reading = store->begin_reading();
        if (!reading) return reading.error();
        auto rights = sync::blob_rights(*store, desk_.catalog, actor_, hash);
        auto status = store->status();
        store->end_reading();
        if (!status) return status.error();
        return rights;
    }

    BundleDesk& desk_;
    Actor actor_;
    std::map<std::string, sync::BlobWord, std::less<>> words_;
};

/// What of the file is whole, a piece at a time.
Result<void> take_pieces(BundleDesk& desk, BundleReader& reader, CarriedExchange& exchange,
                         FileIntake& files, std::string& answers) {
    std::size_t unpacked = 0;
    std::string held;
    while (const auto piece = reader.next()) {
        const bool is_file = piece->is(PieceKind::blob) && exchange.has_begun();
        if (!piece->is(PieceKind::body) && !piece->is(PieceKind::body_more) && !is_file) continue;
        auto bytes = plain_bytes(*piece, sync::gunzip, held);
        if (!bytes) return bytes.error();
        unpacked += bytes->size();
        if (unpacked > unpacked_bytes_max) {
            return make_error(ErrorCode::too_large,
                              "El archivo contiene más de lo que un equipo envía de una vez.");
        }
        if (is_file) {
            auto taken = files.take(*bytes);
            if (!taken) return taken;
            continue;
        }
        auto done = exchange.feed(*bytes);
        if (done) done = apply(desk, exchange);
        if (!done) return done;
        if (!exchange.is_batch_full()) continue;
        auto answered = answer(desk, exchange, answers);
        if (!answered) return answered.error();
        // The next question must be there, also where this was the last piece.
        done = apply(desk, exchange);
        if (!done) return done;
    }
    return {};
}

/// What is kept of a bundle that had come before, whole or not.
struct Arrival {
    std::string hash;  ///< Of the file as it came then.
    bool is_whole = false;
};

Result<std::optional<Arrival>> find_arrival(storage::Database& database,
                                            const ImportedBundle& imported,
                                            std::string_view header) {
    std::optional<Arrival> found;
    auto done = database.each(
        "SELECT hash, whole FROM bundle WHERE header = ?1 OR hash = ?2 ORDER BY whole DESC LIMIT 1",
        [&](const Row& row) {
            found = Arrival{std::string{row.text(0)}, row.integer(1) != 0};
        },
        header, imported.hash);
    if (!done) return done.error();
    return found;
}

/// Keeps what came, in the chain too: the receipt on paper can be held against it. A bundle is
/// known by its header, which is its own alone: of one that comes cut in a thousand ways, the first
/// that came is kept, and then the whole one in its place.
Result<void> keep_arrival(BundleDesk& desk, SqliteStore& store, const Id& user, const Id& courier,
                          std::string_view header, ImportedBundle& imported) {
    storage::Database& database = store.database();
    auto known = find_arrival(database, imported, header);
    if (!known) return known.error();
    imported.was_here = *known && (*known)->hash == imported.hash;
    const bool is_news = !*known || (imported.is_whole && !(*known)->is_whole);
    if (imported.was_here || !is_news) return {};
    const Instant now = desk.clock.now();
    auto done = database.run("DELETE FROM bundle WHERE header = ?1", header);
    if (done) {
        done = database.run(
            "INSERT INTO bundle (hash, device, user, courier, first_n, last_n, received_at, whole, "
            "header) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            imported.hash, imported.header.device, user, courier, imported.header.first_n,
            imported.header.last_n, now.ms, imported.is_whole, header);
    }
    if (!done) return done;
    return append_event(store,
                        {"bundle_received",
                         {{"hash", imported.hash},
                          {"device", imported.header.device.to_text()},
                          {"first", std::to_string(imported.header.first_n)},
                          {"last", std::to_string(imported.header.last_n)}}},
                        now);
}

Result<void> note_arrival(BundleDesk& desk, const Id& user, const Id& courier,
                          std::string_view header, ImportedBundle& imported) {
    const StorePool::Lease writer = desk.stores.writer();
    auto done = writer->begin();
    if (!done) return done;
    done = keep_arrival(desk, *writer, user, courier, header, imported);
    if (done) done = writer->status();
    if (done) done = writer->commit();
    if (!done) writer->roll_back();
    return done;
}

}  // namespace

Result<ImportedBundle> import_bundle(BundleDesk& desk, std::string_view file, const Id& courier) {
    auto reader = BundleReader::open(file);
    if (!reader) return reader.error();
    const sync::BundleHeader& header = reader->header();
    if (header.kind != sync::BundleKind::request) {
        return make_error(ErrorCode::bundle_not_for_us,
                          "Este archivo es una respuesta del servidor: se recibe en el equipo de "
                          "donde salió el pedido.");
    }
    auto unlocked = reader->unlock(desk.keys);
    if (!unlocked) return unlocked.error();
    auto owner = find_owner(desk, header);
    if (!owner) return owner.error();

    CarriedExchange exchange{desk.stores.writing_store(), desk.catalog, owner->account.to_actor(),
                             desk.clock, header.device};
    exchange.know(desk.keys);
    FileIntake files{desk, owner->account.to_actor()};
    std::string contents;
    auto taken = take_pieces(desk, *reader, exchange, files, contents);
    if (!taken) return taken.error();
    if (!exchange.has_begun()) {
        return reader->damage() ? *reader->damage()
                                : make_error(ErrorCode::bundle_damaged,
                                             "El archivo no trae nada que se pueda tomar.");
    }
    while (true) {
        auto goes_on = answer(desk, exchange, contents);
        if (!goes_on) return goes_on.error();
        if (!*goes_on) break;
        auto applied = apply(desk, exchange);
        if (!applied) return applied.error();
    }

    files.append_words(contents);

    ImportedBundle imported;
    imported.header = header;
    imported.hash = sync::bundle_hash(file);
    imported.login = owner->account.login;
    imported.is_whole = reader->is_whole();
    if (reader->damage()) imported.damage = reader->damage()->message;
    imported.counts = exchange.counts();
    const std::string own_header = sha256_hex(file.substr(0, sync::bundle_header_bytes));
    auto noted = note_arrival(desk, owner->account.id, courier, own_header, imported);
    if (!noted) return noted.error();
    auto packed = sync::packed_contents(contents);
    if (!packed) return packed.error();
    auto sealed = sync::seal_bundle({.kind = sync::BundleKind::answer,
                                     .device = header.device,
                                     .last_n = exchange.next_n() - 1,
                                     .made_at = desk.clock.now()},
                                    *packed, desk.keys, owner->keys, desk.random);
    if (!sealed) return sealed.error();
    imported.answer = *std::move(sealed);
    return imported;
}

}  // namespace minga::server
