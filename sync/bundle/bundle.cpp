#include "sync/bundle/bundle.hpp"

#include "shared/base/hash.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

// The file begins with a line that says what it is to whoever opens it in an editor. The last bytes
// show copying that changed line ends.
constexpr std::string_view banner_start = "MINGA ";
constexpr std::string_view banner =
    "MINGA 1 archivo sellado. Se recibe en Minga, en: Recibir un archivo.\r\n\x1a\n";
constexpr std::size_t banner_bytes = banner.size();
static_assert(banner_bytes == 72);
constexpr std::string_view header_purpose = "minga bundle header 1";
constexpr std::string_view chunk_purpose = "minga bundle chunk 1";
constexpr std::uint32_t last_chunk = 0x8000'0000;
constexpr std::size_t signature_bytes = 64;
/// No op number and no moment is larger: 2⁵³ - 1, as in JSON.
constexpr std::int64_t number_max = (std::int64_t{1} << 53) - 1;
constexpr std::size_t signed_bytes = bundle_header_bytes - signature_bytes;

template <std::size_t size>
void append(std::string& out, const std::array<std::uint8_t, size>& bytes) {
    out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

void append_number(std::string& out, std::uint64_t number, int byte_count) {
    for (int i = 0; i < byte_count; ++i) out += static_cast<char>((number >> (8 * i)) & 0xff);
}

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t byte_count) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < byte_count; ++i) {
        number |= std::uint64_t{static_cast<std::uint8_t>(bytes[at + i])} << (8 * i);
    }
    return number;
}

template <std::size_t size>
void take(std::string_view bytes, std::size_t at, std::array<std::uint8_t, size>& out) {
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(bytes[at + i]);
}

std::string hash_of(std::string_view bytes) {
    const Sha256 digest = sha256(bytes);
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// The header without its signature.
std::string header_text(const BundleHeader& header) {
    std::string text{banner};
    append_number(text, static_cast<std::uint64_t>(header.kind), 1);
    text.append(7, '\0');
    append(text, header.device.bytes);
    append(text, header.receiver);
    append(text, header.sender);
    append(text, header.ephemeral);
    append_number(text, static_cast<std::uint64_t>(header.first_n), 8);
    append_number(text, static_cast<std::uint64_t>(header.last_n), 8);
    append_number(text, static_cast<std::uint64_t>(header.made_at.ms), 8);
    MINGA_ASSERT(text.size() == signed_bytes);
    return text;
}

BundleHeader read_fields(std::string_view file) {
    BundleHeader header;
    header.kind = static_cast<BundleKind>(file[72]);
    take(file, 80, header.device.bytes);
    take(file, 96, header.receiver);
    take(file, 112, header.sender);
    take(file, 144, header.ephemeral);
    header.first_n = static_cast<std::int64_t>(number_at(file, 176, 8));
    header.last_n = static_cast<std::int64_t>(number_at(file, 184, 8));
    header.made_at.ms = static_cast<std::int64_t>(number_at(file, 192, 8));
    return header;
}

Error damaged_header(std::string detail) {
    return make_error(ErrorCode::bundle_damaged,
                      "El archivo llegó dañado o fue alterado. Pida que se lo manden otra vez; lo "
                      "que contiene sigue guardado en el equipo de donde salió.",
                      {}, std::move(detail));
}

}  // namespace

Result<std::string> seal_bundle(BundleHeader header, std::string_view contents,
                                const KeyPair& sender, const PublicKeys& receiver, Random& random) {
    const auto agreement = agree(new_secret(random), receiver, sender.shown.sign);
    if (!agreement) {
        return make_error(ErrorCode::malformed,
                          "La llave del destinatario no sirve. Entre una vez con conexión para "
                          "recibirla de nuevo.",
                          {}, "receiver key");
    }
    header.receiver = receiver.id();
    header.sender = sender.shown.sign;
    header.ephemeral = agreement->ephemeral;
    std::string file = header_text(header);
    append(file, sign(sender.secret, header_purpose, file));
    std::string context = hash_of(file);
    std::uint64_t number = 0;
    PieceReader pieces{contents};
    auto piece = pieces.next();
    if (!piece) return piece.error();
    do {
        // A bundle without pieces has one chunk that is empty: it, too, can be told from a cut one.
        std::string plain;
        if (*piece) {
            plain += static_cast<char>((*piece)->kind);
            plain += static_cast<char>((*piece)->coding);
            plain += (*piece)->bytes;
            piece = pieces.next();
            if (!piece) return piece.error();
        }
        const bool is_last = !*piece;
        const std::string sealed = seal_chunk(agreement->key, {number++, is_last, context}, plain);
        const std::size_t start = file.size();
        append_number(file, sealed.size() | (is_last ? last_chunk : 0), 4);
        file += sealed;
        context = hash_of(context + file.substr(start));
        append(file, sign(sender.secret, chunk_purpose, context));
        if (file.size() > bundle_bytes_max) {
            return make_error(ErrorCode::too_large,
                              "Lo que hay que llevar no cabe en un archivo. Sincronice con "
                              "conexión, aunque sea por partes.");
        }
    } while (*piece);
    return file;
}

Result<BundleReader> BundleReader::open(std::string_view file) {
    if (!file.starts_with(banner_start)) {
        return make_error(ErrorCode::malformed,
                          "Este archivo no es de Minga. Elija uno que termine en «.minga».");
    }
    if (file.size() < bundle_header_bytes) return damaged_header("header cut");
    if (file[6] != banner[6] || file[7] != banner[7]) {
        return make_error(ErrorCode::unsupported_version,
                          "Este archivo es de una versión más nueva de Minga. Actualícela y vuelva "
                          "a recibirlo.");
    }
    if (!file.starts_with(banner)) return damaged_header("banner");
    if (file.size() > bundle_bytes_max) {
        return make_error(ErrorCode::too_large, "El archivo pesa más de 16 MB.");
    }
    BundleReader reader{file};
    reader.header_ = read_fields(file);
    Signature signature{};
    take(file, signed_bytes, signature);
    const std::string_view text = file.substr(0, signed_bytes);
    if (!is_signed(signature, reader.header_.sender, header_purpose, text)) {
        return damaged_header("header signature");
    }
    const BundleHeader& header = reader.header_;
    const bool is_sound =
        (header.kind == BundleKind::request || header.kind == BundleKind::answer) &&
        header.first_n >= 0 && header.last_n >= header.first_n && header.last_n <= number_max &&
        header.made_at.ms >= 0 && header.made_at.ms <= number_max && header_text(header) == text;
    if (!is_sound) return damaged_header("header fields");
    reader.context_ = hash_of(file.substr(0, bundle_header_bytes));
    return reader;
}

Result<void> BundleReader::unlock(const KeyPair& receiver) {
    if (header_.receiver == receiver.shown.id()) {
        key_ = agreed_key(receiver, header_.ephemeral, header_.sender);
    }
    if (key_) return {};
    return make_error(ErrorCode::bundle_not_for_us,
                      header_.kind == BundleKind::request
                          ? "Este archivo está sellado para otro servidor: aquí no se puede abrir. "
                            "Entréguelo en el servidor de donde es ese equipo."
                          : "Este archivo es la respuesta para otro equipo: aquí no se puede "
                            "abrir. Entréguelo a su dueño.");
}

std::optional<Piece> BundleReader::stop(ErrorCode code, const char* message) {
    damage_ = make_error(code, message);
    return std::nullopt;
}

std::optional<Piece> BundleReader::next() {
    static constexpr const char* cut =
        "El archivo está incompleto: se tomó lo que traía entero. Pida que se lo manden otra vez "
        "para tener el resto.";
    static constexpr const char* changed =
        "Una parte del archivo llegó dañada o fue alterada: se tomó lo que venía antes. Pida que "
        "se lo manden otra vez para tener el resto.";
    MINGA_ASSERT(key_.has_value());
    if (is_whole_ || damage_) return std::nullopt;
    const std::string_view rest = file_.substr(at_);
    if (rest.size() < 4) return stop(ErrorCode::bundle_damaged, cut);
    const auto head = static_cast<std::uint32_t>(number_at(rest, 0, 4));
    const std::size_t length = head & ~last_chunk;
    if (length < seal_bytes || length > piece_bytes_max + 2 + seal_bytes) {
        return stop(ErrorCode::bundle_damaged, changed);
    }
    if (rest.size() < 4 + length + signature_bytes) return stop(ErrorCode::bundle_damaged, cut);
    const std::string context = hash_of(context_ + std::string{rest.substr(0, 4 + length)});
    Signature signature{};
    take(rest, 4 + length, signature);
    if (!is_signed(signature, header_.sender, chunk_purpose, context)) {
        return stop(ErrorCode::bundle_damaged, changed);
    }
    const bool is_last = (head & last_chunk) != 0;
    auto plain = open_chunk(*key_, {number_, is_last, context_}, rest.substr(4, length));
    if (!plain) return stop(ErrorCode::bundle_damaged, changed);
    plain_ = *std::move(plain);
    context_ = context;
    ++number_;
    at_ += 4 + length + signature_bytes;
    if (is_last) is_whole_ = at_ == file_.size();
    if (is_last && !is_whole_) {
        damage_ = make_error(ErrorCode::bundle_damaged,
                             "Al final del archivo sobra algo que no es suyo. Lo que traía se "
                             "tomó entero.");
    }
    if (plain_.size() < 2) {
        // Only a bundle without pieces has a chunk without one.
        if (!is_last) return stop(ErrorCode::bundle_damaged, changed);
        return std::nullopt;
    }
    return Piece{static_cast<std::uint8_t>(plain_[0]), static_cast<std::uint8_t>(plain_[1]),
                 std::string_view{plain_}.substr(2)};
}

std::string bundle_hash(std::string_view file) {
    return sha256_hex(file);
}

}  // namespace minga::sync
