// Any file, and anything in a file that is rightly signed and sealed (bundle_input.hpp). At the
// server: a clear answer, a chain that verifies, nothing of the neighbour's. On the device: the
// change that waits stays, and the next file can be made. Whoever carries it can show what it is.
#include "shared/base/bytes.hpp"
#include "shared/base/hash.hpp"
#include "sync/client/bundle_receipt.hpp"
#include "sync/headless/gzip.hpp"
#include "tests/fuzz/bundle_input.hpp"
#include "tests/fuzz/bundle_server.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using namespace minga;
using simulation::the_world;

constexpr std::string_view neighbour_name = "Municipalidad de Calama";
constexpr std::string_view scan = "%PDF-1.4 x";

/// A device with a change and an attached file that wait, and have left in a bundle.
struct Device {
    simulation::DeviceMachine machine{the_world().committee, {.seed = 1}};

    Device() {
        const auto typed =
            machine.store().set(the_world().activity, {{"name", test::text("lo escrito")}});
        MINGA_ASSERT(typed.has_value());
        const auto attached = machine.store().blobs().add(scan, "acta.pdf", test::noon);
        MINGA_ASSERT(attached.has_value());
        MINGA_ASSERT(sync::export_bundle(machine.store()).has_value());
    }
    bool holds_file() {
        const auto file = machine.store().blobs().find(sha256_hex(scan));
        return file && file->sent >= 0 && file->sent <= file->bytes &&
               machine.store().blobs().read_whole(file->hash).value_or("") == scan;
    }
    bool holds_change() {
        bool is_there = false;
        const auto found = [&](const storage::Row& row) {
            is_there = is_there || row.text(0).find("lo escrito") != std::string_view::npos;
        };
        machine.database().each("SELECT text FROM op", found).ignore();
        return is_there;
    }
};

const Id& device_id() {
    static const Id id = Device{}.machine.store().device();
    return id;
}

/// What of a file can be read with these keys.
std::string contents_of(sync::BundleReader& reader) {
    std::string contents;
    while (const auto piece = reader.next()) sync::append_piece(contents, *piece);
    MINGA_ASSERT(reader.is_whole() != reader.damage().has_value());
    return contents;
}

void check_answer(const std::string& file) {
    auto reader = sync::BundleReader::open(file);
    MINGA_ASSERT(reader.has_value());
    MINGA_ASSERT(reader->header().kind == sync::BundleKind::answer);
    MINGA_ASSERT(reader->unlock(fuzz::device_keys()).has_value());
    const std::string contents = contents_of(*reader);
    MINGA_ASSERT(reader->is_whole());
    sync::PieceReader pieces{contents};
    while (true) {
        const auto piece = pieces.next();
        MINGA_ASSERT(piece.has_value());
        if (!*piece) return;
        std::string held;
        const auto bytes = sync::plain_bytes(**piece, sync::gunzip, held);
        MINGA_ASSERT(bytes.has_value());
        MINGA_ASSERT(bytes->find(neighbour_name) == std::string_view::npos);
    }
}

void check_server(const std::string& file) {
    fuzz::BundleServer server;
    const auto imported = server.import(file);
    if (imported) {
        check_answer(imported->answer);
    } else {
        MINGA_ASSERT(error_info(imported.error().code).http_status < 500);
        MINGA_ASSERT(!imported.error().message.empty());
    }
    MINGA_ASSERT(server.is_sound());
}

void check_device(sync::BundleReader& reader) {
    Device device;
    if (reader.unlock(fuzz::device_keys())) {
        const std::string contents = contents_of(reader);
        const Instant now = device.machine.clock().now();
        // It may come twice.
        for (int i = 0; i < 2; ++i) {
            const auto taken =
                sync::take_bundle_answer(device.machine.store(), contents, sync::gunzip, now);
            MINGA_ASSERT(taken || !taken.error().message.empty());
        }
    }
    MINGA_ASSERT(device.holds_change());
    MINGA_ASSERT(device.holds_file());
    MINGA_ASSERT(sync::export_bundle(device.machine.store()).has_value());
}

/// Whoever carries it reads its clear header, and shows it.
void check_courier(const sync::BundleHeader& header, const std::string& file) {
    sync::BundleFacts facts;
    facts.is_answer = header.kind == sync::BundleKind::answer;
    facts.device = header.device;
    facts.receiver = to_hex(header.receiver);
    facts.sender = to_hex(header.sender);
    facts.first_n = header.first_n;
    facts.last_n = header.last_n;
    facts.made_at = header.made_at;
    facts.hash = sync::bundle_hash(file);
    facts.bytes = static_cast<std::int64_t>(file.size());
    MINGA_ASSERT(facts.op_count() >= 0);
    const auto lines = sync::receipt_lines(facts, "Eva", header.made_at.to_text());
    MINGA_ASSERT(!sync::receipt_text("Recibo", lines, facts.hash).empty());
    MINGA_ASSERT(sync::bundle_file_name(facts, "eva").ends_with(".minga"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string file = fuzz::bundle_file(fuzz::text_of(data, size), device_id());
    auto reader = sync::BundleReader::open(file);
    if (!reader) {
        MINGA_ASSERT(!reader.error().message.empty());
        return 0;
    }
    check_courier(reader->header(), file);
    if (reader->header().kind == sync::BundleKind::request) {
        check_server(file);
    } else {
        check_device(*reader);
    }
    return 0;
}
