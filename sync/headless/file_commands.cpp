#include "sync/headless/file_commands.hpp"

#include "shared/codec/json.hpp"
#include "sync/headless/commands.hpp"
#include "sync/headless/durable_file.hpp"
#include "sync/headless/system_seams.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <thread>

namespace minga::sync {

namespace fs = std::filesystem;

namespace {

constexpr int failures_in_a_row_max = 40;
constexpr std::int64_t retry_delay_ms_min = 20;
constexpr std::int64_t retry_delay_ms_max = 1000;

Result<Record> record_with_file(const DeviceStore& store, std::string_view text) {
    auto id = Id::parse(text);
    if (!id) return id.error();
    auto record = store.find(*id);
    if (!record || record->deleted) {
        return make_error(ErrorCode::not_found, "El registro no está en este equipo.");
    }
    return std::move(*record);
}

Result<std::string> read_file(const std::string& path) {
    std::error_code failure;
    const auto size = fs::file_size(path, failure);
    if (failure || !fs::is_regular_file(path, failure)) {
        return make_error(ErrorCode::not_found, "No se puede leer el archivo «" + path + "».");
    }
    auto sized = checked_blob_size(static_cast<std::int64_t>(size));
    if (!sized) return sized.error();
    std::ifstream file{path, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad() || bytes.size() != size) {
        return make_error(ErrorCode::storage_failed, "No se puede leer el archivo «" + path + "».");
    }
    return bytes;
}

std::string_view place_name(BlobPlace place) {
    switch (place) {
        case BlobPlace::only_here:
            return "only_here";
        case BlobPlace::settled:
            return "on_server";
        case BlobPlace::fetching:
            return "fetching";
        case BlobPlace::refused:
            return "refused";
        case BlobPlace::missing:
            return "missing";
    }
    return {};
}

Json file_to_json(const BlobFile& file) {
    Json json = Json::object();
    json.set("blob", file.hash).set("name", file.name).set("type", file.type);
    json.set("bytes", file.bytes).set("held", file.held).set("sent", file.sent);
    json.set("state", place_name(file.place)).set("reason", file.reason);
    return json;
}

}  // namespace

void wait_before_retry(int failures) {
    const int doublings = std::min(failures, 6);
    const std::int64_t delay_ms = std::min(retry_delay_ms_min << doublings, retry_delay_ms_max);
    std::this_thread::sleep_for(std::chrono::milliseconds{delay_ms});
}

Result<BlobTotals> carry_files(DeviceStore& store, HttpLink& link, const BlobBudget& budget) {
    BlobSession session{store, budget};
    int failures = 0;
    while (true) {
        auto request = session.next_request();
        if (!request) return request.error();
        if (!*request) return session.totals();
        auto answer = link.carry(**request, store.token());
        Result<void> taken;
        if (answer) {
            taken = session.take_answer(*answer);
        } else {
            session.take_failure();
            taken = answer.error();
        }
        if (taken) {
            failures = 0;
            continue;
        }
        const ErrorCode code = taken.error().code;
        const bool may_pass = code == ErrorCode::network_failed || code == ErrorCode::busy;
        if (!may_pass || ++failures > failures_in_a_row_max) return taken.error();
        wait_before_retry(failures);
    }
}

Result<void> attach(DeviceStore& store, std::string_view id, const std::string& path,
                    std::ostream& out) {
    auto record = record_with_file(store, id);
    if (!record) return record.error();
    auto bytes = read_file(path);
    if (!bytes) return bytes.error();
    auto hash = store.attach(record->id, *bytes, fs::path{path}.filename().string());
    if (!hash) return hash.error();
    const auto file = store.blobs().find(*hash);
    if (file) out << file_to_json(*file).dump() << '\n';
    return {};
}

Result<void> fetch(DeviceStore& store, HttpLink& link, std::string_view id,
                   const std::string& path) {
    auto record = record_with_file(store, id);
    if (!record) return record.error();
    const std::string hash = blob_of(*record);
    auto bytes = store.blobs().read_whole(hash);
    if (!bytes) {
        auto wanted = store.blobs().want(hash, SystemClock{}.now());
        if (!wanted) return wanted;
        auto carried = carry_files(store, link, {.bytes_up_max = 0});
        if (!carried) return carried.error();
        bytes = store.blobs().read_whole(hash);
    }
    if (bytes) return write_durably(path, *bytes);
    const auto file = store.blobs().find(hash);
    return make_error(ErrorCode::not_found, file && !file->reason.empty()
                                                ? file->reason
                                                : "No se pudo traer el archivo.");
}

Result<void> files(const DeviceStore& store, std::ostream& out) {
    for (const BlobFile& file : store.blobs().list()) out << file_to_json(file).dump() << '\n';
    return {};
}

}  // namespace minga::sync
