#include "tests/fuzz/bundle_input.hpp"

#include "shared/base/hash.hpp"
#include "shared/codec/json.hpp"
#include "sync/headless/gzip.hpp"
#include "sync/wire/frame.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>

namespace minga::fuzz {
namespace {

using sync::BundleHeader;
using sync::BundleKind;
using sync::KeyPair;
using sync::PieceKind;

constexpr std::string_view header_purpose = "minga bundle header 1";
constexpr std::string_view chunk_purpose = "minga bundle chunk 1";
constexpr std::size_t kind_place = 72;
constexpr std::size_t sender_place = 112;
constexpr std::size_t signature_bytes = 64;
constexpr std::size_t length_bytes = 4;
constexpr std::size_t signed_bytes = sync::bundle_header_bytes - signature_bytes;

KeyPair keys_from(std::uint64_t seed) {
    SeededRandom random{seed};
    return sync::keys_of(sync::new_secret(random));
}

template <class Bytes>
std::string_view view_of(const Bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string hash_of(const std::string& bytes) {
    return std::string{view_of(sha256(bytes))};
}

const KeyPair& sender_of(BundleKind kind) {
    return kind == BundleKind::answer ? server_keys() : device_keys();
}

const KeyPair& receiver_of(BundleKind kind) {
    return kind == BundleKind::answer ? device_keys() : server_keys();
}

/// The signatures of a file that somebody changed, made anew by whoever should have signed it.
std::string signed_again(std::string file) {
    if (file.size() < sync::bundle_header_bytes) return file;
    const KeyPair& sender = sender_of(static_cast<BundleKind>(file[kind_place]));
    file.replace(sender_place, sender.shown.sign.size(), view_of(sender.shown.sign));
    const auto put_signature = [&](std::size_t at, std::string_view purpose,
                                   std::string_view text) {
        file.replace(at, signature_bytes, view_of(sync::sign(sender.secret, purpose, text)));
    };
    put_signature(signed_bytes, header_purpose, file.substr(0, signed_bytes));
    std::string context = hash_of(file.substr(0, sync::bundle_header_bytes));
    std::size_t at = sync::bundle_header_bytes;
    while (at + length_bytes <= file.size()) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < length_bytes; ++i) {
            length |= std::size_t{static_cast<std::uint8_t>(file[at + i])} << (8 * i);
        }
        const std::size_t end = at + length_bytes + (length & 0x7fff'ffff);
        if (end + signature_bytes > file.size()) break;
        context = hash_of(context + file.substr(at, end - at));
        put_signature(end, chunk_purpose, context);
        at = end + signature_bytes;
    }
    return file;
}

BundleHeader header_from(std::string_view line, const Id& device) {
    BundleHeader header;
    header.device = device;
    const auto json = parse_json(line);
    if (!json) return header;
    header.kind = static_cast<BundleKind>(json->integer_at("kind", 1));
    header.first_n = json->integer_at("first");
    header.last_n = json->integer_at("last");
    header.made_at.ms = json->integer_at("at");
    if (const auto named = Id::parse(json->text_at("device"))) header.device = *named;
    return header;
}

std::string framed_parts(std::string_view text, bool is_file) {
    std::string bytes;
    bool is_first = true;
    while (true) {
        const std::string_view part = text.substr(0, text.find('\t'));
        if (is_first || !is_file) {
            sync::append_frame(bytes, part);
        } else {
            return bytes.append(text);
        }
        is_first = false;
        if (part.size() == text.size()) return bytes;
        text.remove_prefix(part.size() + 1);
    }
}

/// What is sealed in a chunk: a piece's kind, its coding, and its bytes.
std::string chunk_from(std::string_view line) {
    if (line.size() < 2) return std::string{line};
    const char kind = static_cast<char>(line[0] - '0');
    const std::string_view text = line.substr(2);
    const bool is_file = kind == static_cast<char>(PieceKind::blob);
    std::string chunk{kind};
    switch (line[1]) {
        case 'f':
            return (chunk += '\0') += framed_parts(text, is_file);
        case 'g':
            return (chunk += '\1') += sync::gzip(framed_parts(text, is_file));
        case 'p':
            return (chunk += '\0') += text;
        case 'z':
            return (chunk += '\1') += text;
        default:
            return (chunk += line[1]) += text;
    }
}

std::string sealed(const BundleHeader& header, std::vector<std::string_view> lines) {
    const KeyPair& sender = sender_of(header.kind);
    const sync::PublicKeys& receiver = receiver_of(header.kind).shown;
    SeededRandom random{3};
    SeededRandom same_random{3};
    const auto empty = sync::seal_bundle(header, {}, sender, receiver, random);
    const auto agreement = sync::agree(sync::new_secret(same_random), receiver, sender.shown.sign);
    MINGA_ASSERT(empty.has_value() && agreement.has_value());
    if (lines.empty()) return *empty;
    std::string file = empty->substr(0, sync::bundle_header_bytes);
    std::string context = hash_of(file);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool is_last = i + 1 == lines.size();
        const std::string chunk =
            sync::seal_chunk(agreement->key, {i, is_last, context}, chunk_from(lines[i]));
        const std::size_t head = chunk.size() | (is_last ? 0x8000'0000 : 0);
        const std::size_t start = file.size();
        for (std::size_t byte = 0; byte < length_bytes; ++byte) {
            file += static_cast<char>((head >> (8 * byte)) & 0xff);
        }
        file += chunk;
        context = hash_of(context + file.substr(start));
        file += view_of(sync::sign(sender.secret, chunk_purpose, context));
    }
    return file;
}

}  // namespace

const KeyPair& device_keys() {
    static const KeyPair keys = keys_from(1);
    return keys;
}

const KeyPair& server_keys() {
    static const KeyPair keys = keys_from(2);
    return keys;
}

std::string bundle_file(std::string_view input, const Id& device) {
    if (input.starts_with("MINGA ")) return signed_again(std::string{input});
    std::vector<std::string_view> lines = lines_of(input);
    const BundleHeader header = header_from(lines.empty() ? "" : lines.front(), device);
    if (!lines.empty()) lines.erase(lines.begin());
    return sealed(header, std::move(lines));
}

}  // namespace minga::fuzz
