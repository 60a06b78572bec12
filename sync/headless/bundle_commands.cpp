#include "sync/headless/bundle_commands.hpp"

#include "shared/base/bytes.hpp"
#include "shared/codec/json.hpp"
#include "sync/bundle/bundle.hpp"
#include "sync/client/bundle_receipt.hpp"
#include "sync/client/carried_bundles.hpp"
#include "sync/headless/durable_file.hpp"
#include "sync/headless/gzip.hpp"

#include <filesystem>
#include <fstream>
#include <ostream>

namespace minga::sync {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view never_enrolled =
    "Este equipo todavía no puede llevar sus cambios en un archivo: sincronice una vez con "
    "conexión, y después podrá siempre.";

/// The device's keys, drawn the first time.
Result<KeyPair> own_keys(DeviceStore& store, Random& random) {
    if (const auto secret = parse_secret(store.setting(bundle_secret_setting))) {
        return keys_of(*secret);
    }
    const Secret secret = new_secret(random);
    auto kept = store.set_setting(bundle_secret_setting, secret_to_text(secret));
    if (!kept) return kept.error();
    return keys_of(secret);
}

std::optional<KeyPair> held_keys(const DeviceStore& store) {
    const auto secret = parse_secret(store.setting(bundle_secret_setting));
    return secret ? std::optional{keys_of(*secret)} : std::nullopt;
}

Result<PublicKeys> server_keys(const DeviceStore& store) {
    const auto keys = PublicKeys::parse(store.setting(bundle_server_setting));
    if (!keys) return make_error(ErrorCode::unauthenticated, std::string{never_enrolled});
    return *keys;
}

BundleFacts facts_of(const BundleHeader& header, std::string_view file) {
    BundleFacts facts;
    facts.is_answer = header.kind == BundleKind::answer;
    facts.device = header.device;
    facts.receiver = to_hex(header.receiver);
    facts.sender = to_hex(header.sender);
    facts.first_n = header.first_n;
    facts.last_n = header.last_n;
    facts.made_at = header.made_at;
    facts.hash = bundle_hash(file);
    facts.bytes = static_cast<std::int64_t>(file.size());
    return facts;
}

Result<std::string> read_file(const std::string& path) {
    std::error_code failure;
    const auto size = fs::file_size(path, failure);
    if (failure || !fs::is_regular_file(path)) {
        return make_error(ErrorCode::not_found, "No se puede leer el archivo «" + path + "».");
    }
    if (size > bundle_bytes_max) {
        return make_error(ErrorCode::too_large, "El archivo pesa más de 16 MB.");
    }
    std::ifstream file{path, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    if (!file && !file.eof()) {
        return make_error(ErrorCode::storage_failed, "No se puede leer el archivo «" + path + "».");
    }
    return bytes;
}

std::string person_of(const DeviceStore& store) {
    const Actor* actor = store.actor();
    return actor == nullptr ? std::string{} : actor->name + " (" + actor->login + ")";
}

/// Our own answer. `reader` is locked to it; what it holds is taken as far as it is whole.
Result<AnswerCounts> take_own_answer(DeviceStore& store, BundleReader& reader, Clock& clock) {
    auto server = server_keys(store);
    if (!server) return server.error();
    if (reader.header().sender != server->sign) {
        return make_error(ErrorCode::bundle_not_for_us,
                          "Esta respuesta no es del servidor de este equipo: no se tomó nada.");
    }
    std::string contents;
    while (const auto piece = reader.next()) append_piece(contents, *piece);
    return take_bundle_answer(store, contents, gunzip, clock.now());
}

std::string answer_words(const AnswerCounts& counts) {
    if (!counts.has_news()) {
        return counts.is_old ? "Esta respuesta ya se había recibido, o es anterior a lo que este "
                               "equipo sabe: no cambió nada.\n"
                             : "Recibido: no había novedades.\n";
    }
    std::string text = "Recibido: " + std::to_string(counts.acknowledged) +
                       " cambios suyos con respuesta (en conflicto " +
                       std::to_string(counts.conflicts) + ", rechazados " +
                       std::to_string(counts.rejected) + "), " + std::to_string(counts.pulled) +
                       " registros al día.\n";
    if (counts.is_old) {
        text += "Una parte era anterior a lo que este equipo sabe y se dejó aparte.\n";
    }
    if (counts.has_more) {
        text += "El servidor tiene más novedades: haga otro archivo, o sincronice con conexión.\n";
    }
    return text;
}

Error error_of_answer(const HttpAnswer& answer) {
    auto json = parse_json(answer.body);
    const auto code =
        error_code_from_key(json ? json->text_at("code") : "").value_or(ErrorCode::internal);
    const std::string detail = json ? json->text_at("detail") : std::string{};
    return make_error(code, detail.empty() ? "El servidor no pudo recibir el archivo." : detail);
}

/// What came back for one that was handed over: for us, or to carry home.
Result<void> take_back(DeviceStore& store, const std::string& file, Clock& clock) {
    auto reader = BundleReader::open(file);
    if (!reader) return reader.error();
    const auto own = held_keys(store);
    if (own && reader->unlock(*own)) {
        auto counts = take_own_answer(store, *reader, clock);
        if (!counts) return counts.error();
        return {};
    }
    return CarriedBundles{store.database()}.add(facts_of(reader->header(), file), file,
                                                clock.now());
}

}  // namespace

Result<void> enroll(DeviceStore& store, HttpLink& link, Random& random) {
    if (store.actor() == nullptr || store.token().empty()) return {};
    auto keys = own_keys(store, random);
    if (!keys) return keys.error();
    const std::string shown = keys->shown.to_text();
    if (is_enrolled(store, shown)) return {};
    Json request = Json::object();
    request.set("key", shown)
        .set("proof", proof_of_keys(*keys, store.actor()->login))
        .set("device_name", "minga-device");
    auto answer = link.post("/api/v1/devices", request.dump(), "application/json", store.token());
    if (!answer) return answer.error();
    if (answer->status == 404) return {};
    if (answer->status != 200) return error_of_answer(*answer);
    auto json = parse_json(answer->body);
    if (!json) return json.error();
    const auto server = PublicKeys::parse(json->text_at("server_key"));
    if (!server) return make_error(ErrorCode::malformed, "La llave del servidor no se entiende.");
    return set_enrolled(store, shown, server->to_text());
}

Result<std::int64_t> hand_over(DeviceStore& store, HttpLink& link, Clock& clock) {
    CarriedBundles carried{store.database()};
    auto all = carried.list();
    if (!all) return all.error();
    std::int64_t count = 0;
    for (const CarriedBundle& one : *all) {
        if (one.facts.is_answer) continue;
        auto file = carried.file(one.facts.hash);
        if (!file) return file.error();
        auto answer = link.post("/api/v1/bundles", *file, bundle_media_type, store.token());
        if (!answer) return answer.error();
        if (answer->status != 200) {
            const Error error = error_of_answer(*answer);
            if (error.code == ErrorCode::unauthenticated) return error;
            auto noted = carried.note_problem(one.facts.hash, error.message);
            if (!noted) return noted.error();
            continue;
        }
        // The answer first: what goes lost in between is only work that is done twice.
        auto taken = take_back(store, answer->body, clock);
        if (!taken) return taken.error();
        auto removed = carried.remove(one.facts.hash);
        if (!removed) return removed.error();
        ++count;
    }
    return count;
}

Result<void> export_bundle_file(DeviceStore& store, const BundleExportOptions& options,
                                Random& random, Clock& clock, std::ostream& out) {
    if (!options.carried.empty()) {
        auto file = CarriedBundles{store.database()}.file(options.carried);
        if (!file) return file.error();
        return write_durably(options.file, *file);
    }
    auto server = server_keys(store);
    const auto keys = held_keys(store);
    if (!server || !keys) {
        return make_error(ErrorCode::unauthenticated, std::string{never_enrolled});
    }
    auto made = export_bundle(store);
    if (!made) return made.error();
    auto packed = packed_contents(made->contents);
    if (!packed) return packed.error();
    const Instant now = clock.now();
    auto file = seal_bundle({.kind = BundleKind::request,
                             .device = store.device(),
                             .first_n = made->first_n,
                             .last_n = made->last_n,
                             .made_at = now},
                            *packed, *keys, *server, random);
    if (!file) return file.error();
    auto written = write_durably(options.file, *file);
    if (!written) return written;
    auto header = BundleReader::open(*file);
    if (!header) return header.error();
    const BundleFacts facts = facts_of(header->header(), *file);
    out << receipt_text("COMPROBANTE — archivo de Minga",
                        receipt_lines(facts, person_of(store), now.to_text() + " (hora UTC)"),
                        facts.hash)
        << "Solo el servidor puede leer este archivo. Sus cambios siguen también en este equipo.\n";
    return {};
}

Result<void> import_bundle_file(DeviceStore& store, const std::string& file, Clock& clock,
                                std::ostream& out) {
    auto bytes = read_file(file);
    if (!bytes) return bytes.error();
    auto reader = BundleReader::open(*bytes);
    if (!reader) return reader.error();
    const BundleHeader& header = reader->header();
    const auto own = held_keys(store);
    if (header.kind == BundleKind::answer && own && reader->unlock(*own)) {
        auto counts = take_own_answer(store, *reader, clock);
        if (!counts) return counts.error();
        out << answer_words(*counts);
        if (reader->damage()) out << reader->damage()->message << '\n';
        return {};
    }
    const bool is_own_request =
        header.kind == BundleKind::request && own && header.sender == own->shown.sign;
    if (is_own_request) {
        return make_error(ErrorCode::bundle_not_for_us,
                          "Este archivo salió de este mismo equipo. Entréguelo a quien tenga "
                          "conexión, o sincronice aquí.");
    }
    const BundleFacts facts = facts_of(header, *bytes);
    auto server = server_keys(store);
    const bool is_elsewhere =
        header.kind == BundleKind::request && server && facts.receiver != to_hex(server->id());
    if (is_elsewhere) {
        return make_error(ErrorCode::bundle_not_for_us,
                          "Este archivo está sellado para otro servidor, y este equipo no habla "
                          "con él. Entréguelo a alguien que sí.");
    }
    auto added = CarriedBundles{store.database()}.add(facts, *bytes, clock.now());
    if (!added) return added;
    out << (facts.is_answer
                ? "Es la respuesta para otro equipo: este la lleva sin poder leerla. Entréguela "
                  "con «bundle export ARCHIVO --carried "
                : "Es de otro equipo: este lo lleva sin poder leerlo y lo entregará al "
                  "sincronizar. Su huella empieza por «")
        << facts.hash.substr(0, 12) << "».\n";
    return {};
}

Result<void> list_bundles(DeviceStore& store, std::ostream& out) {
    auto all = CarriedBundles{store.database()}.list();
    if (!all) return all.error();
    for (const CarriedBundle& one : *all) {
        Json json = Json::object();
        json.set("hash", one.facts.hash)
            .set("type", one.facts.is_answer ? "answer" : "request")
            .set("device", one.facts.device.to_text())
            .set("first_n", one.facts.first_n)
            .set("last_n", one.facts.last_n)
            .set("bytes", one.facts.bytes)
            .set("taken_at", one.taken_at.to_text())
            .set("problem", one.problem);
        out << json.dump() << '\n';
    }
    return {};
}

Result<void> drop_bundle(DeviceStore& store, const std::string& hash) {
    return CarriedBundles{store.database()}.remove(hash);
}

}  // namespace minga::sync
