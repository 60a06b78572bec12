/// The second module of the web client: seals and opens bundles. It is fetched when somebody first
/// needs it, so that the cryptography is no part of what every visit loads.
///
/// One function, `minga_bundle`: a verb, a JSON object with what it needs, and bytes. What it gives
/// back lies where `minga_bundle_head` and `minga_bundle_body` say, until the next call.
///
///     prove  {secret, login}                               → {key, proof}
///     seal   {secret, server_key, ephemeral, device, first_n, last_n, made_at} + contents
///                                                          → the facts + the file
///     open   {secret} + a file                             → the facts, `opened`, `whole` +
///     contents
///
/// A failure is {code, message}. Facts: answer, device, receiver, sender, first_n, last_n, made_at,
/// hash, bytes.
#include "shared/base/bytes.hpp"
#include "shared/codec/json.hpp"
#include "sync/bundle/bundle.hpp"

#include <cstddef>
#include <string>
#include <string_view>

#include <emscripten.h>

namespace minga::client {
namespace {

using namespace minga::sync;

struct Outcome {
    Json head = Json::object();
    std::string body;
};

/// What the last call gave back.
struct Given {
    std::string head;
    std::string body;
} given;

Outcome failure(const Error& error) {
    Outcome outcome;
    outcome.head.set("code", error_info(error.code).key).set("message", error.message);
    return outcome;
}

Outcome misuse(std::string_view what) {
    return failure(make_error(
        ErrorCode::internal,
        "Falta " + std::string{what} + " para trabajar con archivos. Vuelva a cargar la página."));
}

/// Gives the bytes that the page drew for this call, where the code asks for chance.
class DrawnRandom final : public Random {
public:
    explicit DrawnRandom(const Secret& bytes) : bytes_(bytes) {}
    std::uint64_t next() override {
        std::uint64_t word = 0;
        for (int i = 0; i < 8; ++i) {
            word |= std::uint64_t{bytes_[at_ % bytes_.size()]} << (8 * i);
            ++at_;
        }
        return word;
    }

private:
    Secret bytes_;
    std::size_t at_ = 0;
};

void set_facts(Json& json, const BundleHeader& header, std::string_view file) {
    json.set("answer", header.kind == BundleKind::answer)
        .set("device", header.device.to_text())
        .set("receiver", to_hex(header.receiver))
        .set("sender", to_hex(header.sender))
        .set("first_n", header.first_n)
        .set("last_n", header.last_n)
        .set("made_at", header.made_at.ms)
        .set("hash", bundle_hash(file))
        .set("bytes", static_cast<std::int64_t>(file.size()));
}

Outcome prove(const Json& asked, const KeyPair& keys) {
    Outcome outcome;
    outcome.head.set("key", keys.shown.to_text());
    const std::string& login = asked.text_at("login");
    if (!login.empty()) outcome.head.set("proof", proof_of_keys(keys, login));
    return outcome;
}

Outcome seal(const Json& asked, std::string_view contents, const KeyPair& keys) {
    const auto server = PublicKeys::parse(asked.text_at("server_key"));
    const auto drawn = parse_secret(asked.text_at("ephemeral"));
    const auto device = Id::parse(asked.text_at("device"));
    if (!server || !drawn || !device) return misuse("la llave del servidor");
    DrawnRandom random{*drawn};
    BundleHeader header;
    header.device = *device;
    header.first_n = asked.integer_at("first_n");
    header.last_n = asked.integer_at("last_n");
    header.made_at = {asked.integer_at("made_at")};
    auto file = seal_bundle(header, contents, keys, *server, random);
    if (!file) return failure(file.error());
    auto reader = BundleReader::open(*file);
    if (!reader) return failure(reader.error());
    Outcome outcome;
    set_facts(outcome.head, reader->header(), *file);
    outcome.body = *std::move(file);
    return outcome;
}

Outcome open(std::string_view file, const KeyPair& keys) {
    auto reader = BundleReader::open(file);
    if (!reader) return failure(reader.error());
    Outcome outcome;
    set_facts(outcome.head, reader->header(), file);
    const bool is_opened = reader->unlock(keys).has_value();
    outcome.head.set("opened", is_opened).set("own", reader->header().sender == keys.shown.sign);
    if (!is_opened) return outcome;
    while (const auto piece = reader->next()) append_piece(outcome.body, *piece);
    outcome.head.set("whole", reader->is_whole());
    if (reader->damage()) outcome.head.set("damage", reader->damage()->message);
    return outcome;
}

Outcome answer(std::string_view verb, std::string_view head, std::string_view body) {
    const auto asked = parse_json(head);
    if (!asked) return misuse("el pedido");
    const auto secret = parse_secret(asked->text_at("secret"));
    if (!secret) return misuse("la llave de este equipo");
    const KeyPair keys = keys_of(*secret);
    if (verb == "prove") return prove(*asked, keys);
    if (verb == "seal") return seal(*asked, body, keys);
    if (verb == "open") return open(body, keys);
    return misuse("la orden");
}

}  // namespace
}  // namespace minga::client

extern "C" {

EMSCRIPTEN_KEEPALIVE void minga_bundle(const char* verb, const char* head, const char* body,
                                       std::size_t body_length) {
    minga::client::Outcome outcome =
        minga::client::answer(verb, head, std::string_view{body, body_length});
    minga::client::given = {outcome.head.dump(), std::move(outcome.body)};
}

EMSCRIPTEN_KEEPALIVE const char* minga_bundle_head() {
    return minga::client::given.head.c_str();
}
EMSCRIPTEN_KEEPALIVE const char* minga_bundle_body() {
    return minga::client::given.body.data();
}
EMSCRIPTEN_KEEPALIVE std::size_t minga_bundle_body_length() {
    return minga::client::given.body.size();
}
}
