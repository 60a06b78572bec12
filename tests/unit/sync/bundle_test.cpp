#include "sync/bundle/bundle.hpp"

#include "shared/base/hash.hpp"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <limits>
#include <vector>

using namespace minga;
using namespace minga::sync;

namespace {

struct Sealed {
    SeededRandom random{7};
    KeyPair device = keys_of(new_secret(random));
    KeyPair server = keys_of(new_secret(random));
    KeyPair stranger = keys_of(new_secret(random));
    std::vector<std::string> texts{std::string(100, 'a'), std::string(70'000, 'b'), "c"};
    std::string file = seal(texts);

    std::string seal(const std::vector<std::string>& pieces) {
        std::string contents;
        for (const std::string& piece : pieces) {
            append_piece(contents, {static_cast<std::uint8_t>(PieceKind::body_more), 0, piece});
        }
        auto sealed = seal_bundle(header(), contents, device, server.shown, random);
        REQUIRE(sealed);
        return *std::move(sealed);
    }
    static BundleHeader header() {
        BundleHeader header;
        header.device = name_based_id({}, "device");
        header.first_n = 5;
        header.last_n = 16;
        header.made_at = {1'790'000'000'123};
        return header;
    }
    /// Where each chunk ends.
    std::vector<std::size_t> ends() const {
        std::vector<std::size_t> found;
        std::size_t at = bundle_header_bytes;
        for (const std::string& text : texts) {
            at += 4 + 2 + text.size() + seal_bytes + 64;
            found.push_back(at);
        }
        return found;
    }
};

struct Read {
    std::vector<std::string> texts;
    bool is_whole = false;
    std::optional<Error> damage;
};

Read read(std::string_view file, const KeyPair& receiver) {
    auto reader = BundleReader::open(file);
    if (!reader) return {{}, false, reader.error()};
    auto unlocked = reader->unlock(receiver);
    if (!unlocked) return {{}, false, unlocked.error()};
    Read found;
    while (const auto piece = reader->next()) found.texts.emplace_back(piece->bytes);
    found.is_whole = reader->is_whole();
    found.damage = reader->damage();
    return found;
}

std::vector<std::string> first_of(const std::vector<std::string>& texts, std::size_t count) {
    return {texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace

TEST_CASE("a bundle gives back what was sealed, and its header says whose it is") {
    const Sealed sealed;

    const auto reader = BundleReader::open(sealed.file);
    const Read found = read(sealed.file, sealed.server);

    REQUIRE(reader);
    CHECK(reader->header().kind == BundleKind::request);
    CHECK(reader->header().device == Sealed::header().device);
    CHECK(reader->header().receiver == sealed.server.shown.id());
    CHECK(reader->header().sender == sealed.device.shown.sign);
    CHECK(reader->header().first_n == 5);
    CHECK(reader->header().last_n == 16);
    CHECK(reader->header().made_at == Sealed::header().made_at);
    CHECK(found.texts == sealed.texts);
    CHECK(found.is_whole);
    CHECK_FALSE(found.damage);
    CHECK(sealed.file.size() == sealed.ends().back());
}

TEST_CASE("a bundle without pieces is whole and can be told from a cut one") {
    Sealed sealed;
    const std::string file = sealed.seal({});

    const Read found = read(file, sealed.server);
    const Read cut = read(std::string_view{file}.substr(0, file.size() - 1), sealed.server);

    CHECK(found.texts.empty());
    CHECK(found.is_whole);
    CHECK_FALSE(cut.is_whole);
    CHECK(cut.damage);
}

TEST_CASE("nothing that was written can be read in the file") {
    Sealed sealed;

    const std::string file = sealed.seal({"Levantar los procesos de patentes"});

    CHECK(file.find("patentes") == std::string::npos);
    CHECK(file.find("Levantar") == std::string::npos);
}

TEST_CASE("the same contents are sealed differently each time") {
    Sealed sealed;

    const std::string again = sealed.seal(sealed.texts);

    CHECK(again != sealed.file);
    CHECK(read(again, sealed.server).texts == sealed.texts);
}

TEST_CASE("only the receiver opens a bundle") {
    const Sealed sealed;

    const Read found = read(sealed.file, sealed.stranger);

    REQUIRE(found.damage);
    CHECK(found.damage->code == ErrorCode::bundle_not_for_us);
    CHECK(found.texts.empty());
}

TEST_CASE("a bundle cut anywhere gives its whole pieces and no more") {
    const Sealed sealed;
    const std::vector<std::size_t> ends = sealed.ends();
    std::vector<std::size_t> lengths{bundle_header_bytes, bundle_header_bytes + 3};
    for (const std::size_t end : ends) {
        for (const int step : {-65, -64, -1, 0, 1, 4}) {
            lengths.push_back(end + static_cast<std::size_t>(step));
        }
    }
    for (const std::size_t length : lengths) {
        if (length >= sealed.file.size()) continue;
        const auto whole = static_cast<std::size_t>(std::count_if(
            ends.begin(), ends.end(), [&](std::size_t end) { return end <= length; }));
        INFO("cut at " << length);

        const Read found = read(std::string_view{sealed.file}.substr(0, length), sealed.server);

        CHECK(found.texts == first_of(sealed.texts, whole));
        CHECK_FALSE(found.is_whole);
        REQUIRE(found.damage);
        CHECK(found.damage->code == ErrorCode::bundle_damaged);
    }
}

TEST_CASE("a header that was cut or changed gives nothing") {
    const Sealed sealed;
    for (std::size_t at = 0; at < bundle_header_bytes; ++at) {
        INFO("byte " << at);
        std::string changed = sealed.file;
        changed[at] = static_cast<char>(changed[at] ^ 0x40);
        CHECK(read(changed, sealed.server).texts.empty());
        CHECK(read(changed, sealed.server).damage);
        CHECK(read(std::string_view{sealed.file}.substr(0, at), sealed.server).damage);
    }
}

TEST_CASE("a header with numbers that nobody counts to gives nothing, whoever signed it") {
    constexpr std::int64_t beyond = std::int64_t{1} << 53;
    Sealed sealed;
    const std::string contents;
    std::vector<BundleHeader> headers(4, Sealed::header());
    headers[0].first_n = 0;
    headers[0].last_n = std::numeric_limits<std::int64_t>::max();
    headers[1].last_n = beyond;
    headers[2].made_at.ms = beyond;
    headers[3].made_at.ms = -1;
    for (const BundleHeader& header : headers) {
        const auto file =
            seal_bundle(header, contents, sealed.device, sealed.server.shown, sealed.random);
        REQUIRE(file);

        const auto reader = BundleReader::open(*file);

        REQUIRE_FALSE(reader);
        CHECK(reader.error().code == ErrorCode::bundle_damaged);
    }
}

TEST_CASE("a changed byte ends a bundle before the piece it is in") {
    const Sealed sealed;
    const std::vector<std::size_t> ends = sealed.ends();
    std::size_t start = bundle_header_bytes;
    for (std::size_t chunk = 0; chunk < ends.size(); ++chunk) {
        // Its length, its first and last sealed bytes, and both ends of its signature.
        const std::size_t signature = ends[chunk] - 64;
        for (const std::size_t at : {start, start + 1, start + 2, start + 3, start + 4,
                                     signature - 1, signature, ends[chunk] - 1}) {
            INFO("chunk " << chunk << ", byte " << at - start);
            std::string changed = sealed.file;
            changed[at] = static_cast<char>(changed[at] ^ 1);

            const Read found = read(changed, sealed.server);

            CHECK(found.texts == first_of(sealed.texts, chunk));
            CHECK_FALSE(found.is_whole);
            CHECK(found.damage);
        }
        start = ends[chunk];
    }
}

TEST_CASE("pieces cannot be left out, repeated or put in another order") {
    Sealed sealed;
    sealed.texts = {"uno", "dos", "tres"};
    sealed.file = sealed.seal(sealed.texts);
    const std::vector<std::size_t> ends = sealed.ends();
    const std::string head = sealed.file.substr(0, bundle_header_bytes);
    const std::string one = sealed.file.substr(bundle_header_bytes, ends[0] - bundle_header_bytes);
    const std::string two = sealed.file.substr(ends[0], ends[1] - ends[0]);
    const std::string three = sealed.file.substr(ends[1]);

    CHECK(read(head + two + three, sealed.server).texts.empty());
    CHECK(read(head + one + three, sealed.server).texts == first_of(sealed.texts, 1));
    CHECK(read(head + one + one + two + three, sealed.server).texts == first_of(sealed.texts, 1));
    CHECK(read(head + one + two + three, sealed.server).is_whole);
}

TEST_CASE("pieces of one bundle are none of another's") {
    Sealed sealed;
    const std::string other = sealed.seal(sealed.texts);

    const std::string mixed =
        sealed.file.substr(0, bundle_header_bytes) + other.substr(bundle_header_bytes);

    CHECK(read(mixed, sealed.server).texts.empty());
}

TEST_CASE("whoever cannot read a bundle cannot pass it off as their own either") {
    Sealed sealed;
    // A stranger takes the sealed part of somebody's file under a header that they sign.
    const std::string own = [&] {
        auto file =
            seal_bundle(Sealed::header(), {}, sealed.stranger, sealed.server.shown, sealed.random);
        REQUIRE(file);
        return *std::move(file);
    }();

    const Read found =
        read(own.substr(0, bundle_header_bytes) + sealed.file.substr(bundle_header_bytes),
             sealed.server);

    CHECK(found.texts.empty());
    CHECK(found.damage);
}

TEST_CASE("what lies behind the end of a bundle is not taken for it") {
    const Sealed sealed;

    const Read found = read(sealed.file + "sobra", sealed.server);

    CHECK(found.texts == sealed.texts);
    CHECK_FALSE(found.is_whole);
    CHECK(found.damage);
}

TEST_CASE("what is no bundle, or a later one's, says so") {
    const Sealed sealed;
    std::string later = sealed.file;
    later[6] = '2';
    const auto text_mode = [&] {
        std::string file = sealed.file;
        const std::size_t at = file.find("\r\n");
        return file.erase(at, 1);
    }();

    CHECK(read("PK\x03\x04 una planilla", sealed.server).damage->code == ErrorCode::malformed);
    CHECK(read("", sealed.server).damage->code == ErrorCode::malformed);
    CHECK(read(later, sealed.server).damage->code == ErrorCode::unsupported_version);
    CHECK(read(text_mode, sealed.server).damage->code == ErrorCode::bundle_damaged);
    CHECK(read(sealed.file + std::string(bundle_bytes_max, 'x'), sealed.server).damage->code ==
          ErrorCode::too_large);
}

TEST_CASE("a length that nobody may send is not believed") {
    const Sealed sealed;
    for (const std::uint32_t length : {0u, 15u, 0x7fff'ffffu, 0xffff'ffffu, 0x8000'0000u}) {
        std::string hostile = sealed.file.substr(0, bundle_header_bytes);
        for (int shift = 0; shift < 32; shift += 8) {
            hostile += static_cast<char>((length >> shift) & 0xff);
        }
        hostile += std::string(200, 'x');

        const Read found = read(hostile, sealed.server);

        CHECK(found.texts.empty());
        CHECK(found.damage->code == ErrorCode::bundle_damaged);
    }
}

TEST_CASE("keys come back from their texts, and only from whole ones") {
    SeededRandom random{3};
    const Secret secret = new_secret(random);
    const KeyPair keys = keys_of(secret);

    CHECK(parse_secret(secret_to_text(secret)) == secret);
    CHECK(PublicKeys::parse(keys.shown.to_text()) == keys.shown);
    CHECK_FALSE(PublicKeys::parse(keys.shown.to_text().substr(2)));
    CHECK_FALSE(parse_secret("no es una llave"));
}

TEST_CASE("keys are proved for one person's login and by whoever holds them") {
    SeededRandom random{3};
    const KeyPair keys = keys_of(new_secret(random));
    const KeyPair others = keys_of(new_secret(random));
    const std::string proof = proof_of_keys(keys, "luis");

    CHECK(is_proof_of_keys(proof, keys.shown, "luis"));
    CHECK_FALSE(is_proof_of_keys(proof, keys.shown, "maria"));
    CHECK_FALSE(is_proof_of_keys(proof, others.shown, "luis"));
    CHECK_FALSE(is_proof_of_keys(proof, {keys.shown.sign, others.shown.box}, "luis"));
    CHECK_FALSE(is_proof_of_keys("", keys.shown, "luis"));
}
