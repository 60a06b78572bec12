/// Bundles: files that carry, by USB stick or messenger, what otherwise goes over the network.
///
///     auto file = seal_bundle({.kind = BundleKind::request, …}, contents, keys, server, random);
///
///     auto reader = BundleReader::open(file);            // checks the header and who signed it
///     auto opened = reader->unlock(own_keys);            // only whom it is sealed to
///     while (auto piece = reader->next()) … piece->bytes
///
/// The header is in clear, so that a courier can see where a file belongs; the rest only the
/// receiver reads. A file that was cut keeps the pieces before the cut. The format is in
/// PROTOCOL.md.
#pragma once

#include "shared/base/id.hpp"
#include "sync/bundle/sealing.hpp"
#include "sync/wire/contents.hpp"

namespace minga::sync {

enum class BundleKind : std::uint8_t {
    request = 1,  ///< From a device to its server.
    answer = 2,   ///< Back to the device.
};

/// Larger files are refused unread.
inline constexpr std::size_t bundle_bytes_max = 16 << 20;
inline constexpr std::size_t bundle_header_bytes = 264;

struct BundleHeader {
    BundleKind kind = BundleKind::request;
    Id device;           ///< Whose work it is, or whom the answer is for.
    KeyId receiver{};    ///< Who can open it.
    PublicKey sender{};  ///< Who signed it.
    PublicKey ephemeral{};
    std::int64_t first_n = 0;  ///< The ops in it; 0 and 0 where there are none. In an answer
    std::int64_t last_n = 0;   ///< `last_n` is the last op that the server knew.
    Instant made_at;           ///< By the sender's clock.
};

/// Seals contents (wire/contents.hpp) for `receiver`. `header` says kind, device, ops and moment;
/// the rest of it is filled in. A receiver's key that is no key is `malformed`.
Result<std::string> seal_bundle(BundleHeader header, std::string_view contents,
                                const KeyPair& sender, const PublicKeys& receiver, Random& random);

class BundleReader {
public:
    /// Reads the clear header. Fails with `malformed` where the file is no bundle,
    /// `unsupported_version` where it is a later one's, `bundle_damaged` where the header was cut
    /// or changed, `too_large` past `bundle_bytes_max`. `file` outlives the reader.
    static Result<BundleReader> open(std::string_view file);

    const BundleHeader& header() const { return header_; }

    /// Fails with `bundle_not_for_us` where it is sealed to another.
    Result<void> unlock(const KeyPair& receiver);

    /// The next piece; nullopt at the end, be it the file's or where it was cut or changed: see
    /// `damage`. Valid until the next call.
    std::optional<Piece> next();

    /// Whether all of the file was read and found whole.
    bool is_whole() const { return is_whole_; }
    /// What was wrong where it ended before its end; nullopt before that and in a whole file.
    const std::optional<Error>& damage() const { return damage_; }

private:
    explicit BundleReader(std::string_view file) : file_(file) {}

    std::optional<Piece> stop(ErrorCode code, const char* message);

    std::string_view file_;
    std::size_t at_ = bundle_header_bytes;
    BundleHeader header_;
    std::optional<SealingKey> key_;
    std::string context_;  ///< The running hash of all that came before.
    std::uint64_t number_ = 0;
    std::string plain_;
    bool is_whole_ = false;
    std::optional<Error> damage_;
};

/// How a file is told from another and checked on paper: its SHA-256 in hexadecimal, as `sha256sum`
/// prints it.
std::string bundle_hash(std::string_view file);

}  // namespace minga::sync
