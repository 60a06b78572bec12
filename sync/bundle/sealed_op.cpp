#include "sync/bundle/sealed_op.hpp"

#include "shared/base/bytes.hpp"
#include "shared/codec/json.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace minga::sync {
namespace {

constexpr std::string_view sealed_start = "{\"z\":\"";
constexpr std::size_t number_bytes = 8;
constexpr std::size_t head_bytes =
    std::tuple_size_v<KeyId> + std::tuple_size_v<PublicKey> + number_bytes;

/// No sender signs: whoever brings the op has shown who they are by their token, or by the
/// signature of the file that it came in.
constexpr PublicKey no_sender{};

std::string context_text(const SealContext& context) {
    return context.user.to_text() + '/' + context.organization.to_text();
}

template <std::size_t size>
void append(std::string& out, const std::array<std::uint8_t, size>& bytes) {
    out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

template <std::size_t size>
std::array<std::uint8_t, size> take(std::string_view& bytes) {
    std::array<std::uint8_t, size> taken{};
    std::transform(bytes.begin(), bytes.begin() + size, taken.begin(),
                   [](char byte) { return static_cast<std::uint8_t>(byte); });
    bytes.remove_prefix(size);
    return taken;
}

Error unreadable() {
    return make_error(ErrorCode::malformed, "El cambio sellado no se puede leer.");
}

}  // namespace

bool is_sealed(std::string_view text) {
    return text.starts_with(sealed_start);
}

std::string sealed_to_text(const SealedOp& op) {
    Json json = Json::object();
    json.set("z", to_hex(as_byte_span(op.bytes))).set("n", op.n);
    json.set("o", op.organization.to_text());
    if (!op.epoch.empty()) json.set("e", op.epoch);
    Json blobs = Json::array();
    for (const std::string& hash : op.blobs) blobs.push(hash);
    if (!op.blobs.empty()) json.set("f", std::move(blobs));
    return json.dump();
}

Result<SealedOp> sealed_from_text(std::string_view text) {
    auto json = parse_json(text);
    if (!json) return json.error();
    const auto bytes = from_hex(json->text_at("z"));
    const auto organization = Id::parse(json->text_at("o"));
    SealedOp op;
    op.n = json->integer_at("n");
    if (!bytes || !organization || op.n < 1) return unreadable();
    op.bytes.assign(bytes->begin(), bytes->end());
    op.organization = *organization;
    op.epoch = json->text_at("e");
    for (const Json& hash : (*json)["f"].items()) {
        if (hash.is_text()) op.blobs.push_back(*hash.text());
    }
    return op;
}

std::optional<OpSealer> OpSealer::make(const PublicKeys& server, Random& random) {
    const auto agreement = agree(new_secret(random), server, no_sender);
    if (!agreement) return std::nullopt;
    return OpSealer{server.id(), *agreement};
}

std::string OpSealer::seal(std::string_view op_text, const SealContext& context) {
    std::string bytes;
    append(bytes, receiver_);
    append(bytes, agreement_.ephemeral);
    const std::uint64_t number = number_++;
    for (std::size_t i = 0; i < number_bytes; ++i) {
        bytes += static_cast<char>((number >> (8 * i)) & 0xff);
    }
    const std::string place = context_text(context);
    return bytes + seal_chunk(agreement_.key, {number, true, place}, op_text);
}

std::optional<std::string> open_sealed(const SealedOp& op, const Id& user, const KeyPair& server) {
    std::string_view bytes = op.bytes;
    if (bytes.size() < head_bytes) return std::nullopt;
    if (take<std::tuple_size_v<KeyId>>(bytes) != server.shown.id()) return std::nullopt;
    const auto ephemeral = take<std::tuple_size_v<PublicKey>>(bytes);
    const auto key = agreed_key(server, ephemeral, no_sender);
    if (!key) return std::nullopt;
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < number_bytes; ++i) {
        number |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    }
    bytes.remove_prefix(number_bytes);
    const std::string context = context_text({user, op.organization});
    auto text = open_chunk(*key, {number, true, context}, bytes);
    auto json = text ? parse_json(*text) : Result<Json>{unreadable()};
    if (!json) return std::nullopt;
    const bool is_renumbered = json->integer_at("n") != op.n;
    const bool is_older = !op.epoch.empty() && json->text_at("e") != op.epoch;
    if (is_renumbered) json->set("n", op.n);
    if (is_older) json->set("e", op.epoch);
    return is_renumbered || is_older ? json->dump() : *std::move(text);
}

}  // namespace minga::sync
