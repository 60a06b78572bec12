#include "sync/client/blob_session.hpp"

#include "shared/codec/json.hpp"
#include "shared/records/all_records.hpp"
#include "sync/blob/content_range.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

/// What the server says of a failure, or nothing.
std::string detail_of(const BlobAnswer& answer) {
    auto json = parse_json(answer.body);
    return json ? json->text_at("detail") : std::string{};
}

ErrorCode code_of(const BlobAnswer& answer) {
    auto json = parse_json(answer.body);
    const std::string key = json ? json->text_at("code") : std::string{};
    return error_code_from_key(key).value_or(ErrorCode::internal);
}

/// The files that records name at the server: only those may go up, the record comes first.
std::set<std::string, std::less<>> accepted_blobs(const DeviceStore& store) {
    std::set<std::string, std::less<>> names;
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        if (blob_field_of(info.key).empty()) continue;
        for (const Record& record : store.list(info.key)) {
            const auto accepted = store.find_accepted(record.id);
            if (accepted) names.insert(blob_of(*accepted));
        }
    }
    return names;
}

}  // namespace

BlobBacklog blob_backlog(const DeviceBlobs& blobs) {
    BlobBacklog backlog;
    for (const BlobFile& file : blobs.list(BlobPlace::only_here)) {
        ++backlog.files;
        backlog.bytes += file.bytes - file.sent;
    }
    backlog.refused = static_cast<std::int64_t>(blobs.list(BlobPlace::refused).size());
    return backlog;
}

void BlobSession::choose_upload() {
    const std::vector<BlobFile> waiting = store_.blobs().list(BlobPlace::only_here);
    if (waiting.empty()) return;
    const auto accepted = accepted_blobs(store_);
    for (const BlobFile& file : waiting) {
        if (skipped_.contains(file.hash) || !accepted.contains(file.hash)) continue;
        hash_ = file.hash;
        offset_ = -1;
        return;
    }
}

Result<std::optional<BlobRequest>> BlobSession::next_upload() {
    const std::int64_t room = budget_.bytes_up_max - totals_.bytes_up;
    if (room <= 0) return std::optional<BlobRequest>{};
    if (hash_.empty()) choose_upload();
    if (hash_.empty()) return std::optional<BlobRequest>{};
    BlobRequest request;
    request.hash = hash_;
    if (offset_ < 0) {
        doing_ = Doing::asking;
        return std::optional{request};
    }
    const auto file = store_.blobs().find(hash_);
    if (!file) {
        hash_.clear();
        return next_upload();
    }
    const std::int64_t length = std::min({chunk_.bytes(), file->bytes - offset_, room});
    auto bytes = store_.blobs().read(hash_, offset_, length);
    if (!bytes) return bytes.error();
    if (static_cast<std::int64_t>(bytes->size()) != length || length <= 0) {
        auto refused = store_.blobs().refuse(
            hash_, "El archivo está dañado en este equipo. Adjúntelo otra vez.");
        if (!refused) return refused.error();
        ++totals_.refused;
        hash_.clear();
        return next_upload();
    }
    request.method = BlobRequest::Method::put;
    request.content_range = ContentRange{offset_, offset_ + length - 1, file->bytes}.to_text();
    request.body = *std::move(bytes);
    doing_ = Doing::sending;
    return std::optional{std::move(request)};
}

Result<std::optional<BlobRequest>> BlobSession::next_fetch() {
    const std::int64_t room = budget_.bytes_down_max - totals_.bytes_down;
    if (room <= 0) return std::optional<BlobRequest>{};
    for (const BlobFile& file : store_.blobs().list(BlobPlace::fetching)) {
        if (skipped_.contains(file.hash)) continue;
        const std::int64_t length = std::min(chunk_.bytes(), room);
        BlobRequest request;
        request.method = BlobRequest::Method::get;
        request.hash = hash_ = file.hash;
        request.range =
            "bytes=" + std::to_string(file.held) + "-" + std::to_string(file.held + length - 1);
        doing_ = Doing::fetching;
        return std::optional{std::move(request)};
    }
    return std::optional<BlobRequest>{};
}

Result<std::optional<BlobRequest>> BlobSession::next_request() {
    if (doing_ == Doing::fetching) hash_.clear();
    doing_ = Doing::nothing;
    auto request = next_upload();
    if (!request) return request;
    if (!*request) {
        hash_.clear();
        request = next_fetch();
    }
    if (request && *request) {
        ++totals_.requests;
        totals_.bytes_up += static_cast<std::int64_t>((*request)->body.size());
    }
    return request;
}

void BlobSession::skip() {
    skipped_.insert(hash_);
    hash_.clear();
    offset_ = -1;
}

void BlobSession::take_failure() {
    chunk_.shrink();
    offset_ = -1;
}

Result<void> BlobSession::take_mismatch() {
    auto sound = store_.blobs().is_sound(hash_);
    if (!sound) return sound.error();
    if (*sound && restarted_.insert(hash_).second) {
        // Something on the way spoilt it; the server has dropped what it had.
        offset_ = 0;
        return store_.blobs().note_sent(hash_, 0);
    }
    ++totals_.refused;
    auto refused = store_.blobs().refuse(
        hash_, *sound ? "El archivo llega dañado al servidor una y otra vez. Avise a quien "
                        "administra Minga; el archivo sigue en este equipo."
                      : "El archivo se dañó en este equipo. Adjúntelo otra vez.");
    hash_.clear();
    return refused;
}

Result<void> BlobSession::take_refusal(const BlobAnswer& answer) {
    const std::string detail = detail_of(answer);
    const ErrorCode code = code_of(answer);
    if (answer.status == 401) {
        return make_error(ErrorCode::unauthenticated,
                          "Su sesión terminó. Ingrese de nuevo; sus archivos siguen en este "
                          "equipo.");
    }
    if (answer.status == 429 || answer.status == 503 || answer.status == 502) {
        chunk_.shrink();
        offset_ = -1;
        return make_error(ErrorCode::busy,
                          "El servidor está ocupado. Los archivos se enviarán más tarde.");
    }
    if (answer.upload_offset >= 0 && answer.status == 409) {
        const bool moves = answer.upload_offset != offset_;
        offset_ = answer.upload_offset;
        if (!moves) skip();
        return {};
    }
    if (code == ErrorCode::blob_mismatch) return take_mismatch();
    const bool is_final = answer.status == 403 || answer.status == 415 ||
                          (answer.status == 413 && chunk_.bytes() == ChunkSize::bytes_min);
    if (answer.status == 413 && !is_final) {
        chunk_.shrink();
        return {};
    }
    const std::string reason =
        !detail.empty() ? detail
        : answer.status == 404
            ? "El servidor aún no conoce el registro de este archivo. Se enviará después de él."
            : "El servidor no pudo recibir el archivo. Se intentará otra vez.";
    if (is_final) {
        ++totals_.refused;
        auto refused = store_.blobs().refuse(hash_, reason);
        hash_.clear();
        return refused;
    }
    auto noted = store_.blobs().note_reason(hash_, reason);
    skip();
    return noted;
}

Result<void> BlobSession::take_upload(const BlobAnswer& answer) {
    const bool is_taken = answer.status >= 200 && answer.status < 300;
    if (!is_taken) return take_refusal(answer);
    if (answer.is_complete) {
        ++totals_.sent;
        if (doing_ == Doing::sending) chunk_.grow();
        auto settled = store_.blobs().settle(hash_);
        hash_.clear();
        return settled;
    }
    if (answer.upload_offset < 0 || (doing_ == Doing::sending && answer.upload_offset <= offset_)) {
        // An answer that makes no way would be asked for for ever.
        skip();
        return {};
    }
    if (doing_ == Doing::sending) chunk_.grow();
    offset_ = answer.upload_offset;
    return store_.blobs().note_sent(hash_, offset_);
}

Result<void> BlobSession::take_fetch(const BlobAnswer& answer) {
    if (answer.status == 404) {
        auto noted = store_.blobs().note_missing(hash_);
        skip();
        return noted;
    }
    if (answer.status != 206 && answer.status != 200) return take_refusal(answer);
    const auto file = store_.blobs().find(hash_);
    if (!file) return {};
    totals_.bytes_down += static_cast<std::int64_t>(answer.body.size());
    std::string_view bytes = answer.body;
    if (answer.status == 200) {
        // A server or a proxy that knows no ranges sends all of it each time.
        bytes.remove_prefix(std::min(bytes.size(), static_cast<std::size_t>(file->held)));
    }
    const std::int64_t total =
        answer.status == 200 ? static_cast<std::int64_t>(answer.body.size()) : answer.total;
    if (bytes.empty()) {
        skip();
        return {};
    }
    auto added = store_.blobs().append(hash_, bytes, total);
    if (added) {
        chunk_.grow();
        const auto now = store_.blobs().find(hash_);
        if (now && now->is_whole()) ++totals_.fetched;
        return {};
    }
    const ErrorCode code = added.error().code;
    if (code == ErrorCode::blob_mismatch && restarted_.insert(hash_).second) return {};
    auto noted = store_.blobs().note_reason(hash_, added.error().message);
    skip();
    if (code == ErrorCode::storage_failed) return added;
    return noted;
}

Result<void> BlobSession::take_answer(const BlobAnswer& answer) {
    const Doing doing = doing_;
    if (doing == Doing::nothing || hash_.empty()) return {};
    return doing == Doing::fetching ? take_fetch(answer) : take_upload(answer);
}

}  // namespace minga::sync
