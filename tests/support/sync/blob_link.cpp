#include "tests/support/sync/blob_link.hpp"

#include "shared/base/hash.hpp"
#include "shared/codec/json.hpp"
#include "tests/support/sync/device.hpp"

#include <algorithm>

namespace minga::test {

using sync::BlobAnswer;
using sync::BlobInfo;
using sync::BlobKey;
using sync::BlobRequest;

Result<std::optional<BlobInfo>> MemoryShelf::find(const BlobKey& key) {
    if (!holders_.contains({key.hash, key.organization})) return std::optional<BlobInfo>{};
    const std::string& bytes = whole_.at(key.hash);
    return std::optional{
        BlobInfo{static_cast<std::int64_t>(bytes.size()), std::string{sync::media_type_of(bytes)}}};
}

Result<std::optional<MemoryShelf::Upload>> MemoryShelf::find_upload(const BlobKey& key) {
    const auto found = uploads_.find({key.hash, key.organization});
    if (found == uploads_.end()) return std::optional<Upload>{};
    const Begun& begun = found->second;
    return std::optional{Upload{static_cast<std::int64_t>(begun.bytes.size()), begun.total}};
}

Result<std::int64_t> MemoryShelf::append(const BlobKey& key, const sync::BlobPart& part, Instant) {
    if (is_full_) return make_error(ErrorCode::storage_full, "El disco está lleno.");
    const Key at{key.hash, key.organization};
    const auto found = uploads_.find(at);
    const auto held =
        found == uploads_.end() ? 0 : static_cast<std::int64_t>(found->second.bytes.size());
    const bool is_other = found != uploads_.end() && found->second.total != part.total;
    if (is_other || part.offset > held) return make_error(ErrorCode::blob_gap, "Faltan bytes.");
    Begun& begun = uploads_[at];
    begun.total = part.total;
    const auto known = static_cast<std::size_t>(held - part.offset);
    if (known < part.bytes.size()) begun.bytes.append(part.bytes.substr(known));
    return static_cast<std::int64_t>(begun.bytes.size());
}

Result<BlobInfo> MemoryShelf::finish(const BlobKey& key, Instant) {
    const Key at{key.hash, key.organization};
    std::string bytes = std::move(uploads_.at(at).bytes);
    uploads_.erase(at);
    if (sha256_hex(bytes) != key.hash) {
        return make_error(ErrorCode::blob_mismatch, "El archivo llegó dañado.");
    }
    auto type = sync::checked_media_type(bytes);
    if (!type) return type.error();
    const BlobInfo info{static_cast<std::int64_t>(bytes.size()), *type};
    whole_.insert_or_assign(key.hash, std::move(bytes));
    holders_.insert(at);
    return info;
}

Result<void> MemoryShelf::hold(const BlobKey& key) {
    if (whole_.contains(key.hash)) holders_.insert({key.hash, key.organization});
    return {};
}

Result<void> MemoryShelf::drop(const BlobKey& key) {
    uploads_.erase({key.hash, key.organization});
    return {};
}

Result<std::int64_t> MemoryShelf::bytes_of(const Id& organization) {
    std::int64_t bytes = 0;
    for (const auto& [hash, holder] : holders_) {
        if (holder == organization) bytes += static_cast<std::int64_t>(whole_.at(hash).size());
    }
    for (const auto& [key, begun] : uploads_) {
        if (key.second == organization) bytes += begun.total;
    }
    return bytes;
}

Result<std::string> MemoryShelf::read(std::string_view hash, std::int64_t offset,
                                      std::int64_t length) {
    const auto found = whole_.find(hash);
    if (found == whole_.end()) return make_error(ErrorCode::not_found, "No está.");
    return found->second.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
}

namespace {

BlobAnswer answer_of(const Error& error) {
    Json json = Json::object();
    json.set("code", error_info(error.code).key).set("detail", error.message);
    BlobAnswer answer;
    answer.status = error_info(error.code).http_status;
    answer.body = json.dump();
    return answer;
}

}  // namespace

Result<sync::BlobState> BlobLink::put(const BlobRequest& request, const sync::BlobRights& rights,
                                      std::string_view body) {
    const auto range = sync::ContentRange::parse(request.content_range);
    if (!range) return make_error(ErrorCode::malformed, "Content-Range");
    bytes_arrived_ += static_cast<std::int64_t>(body.size());
    return desk_.take(request.hash, rights, *range, body, noon);
}

void BlobLink::carry_cut(const BlobRequest& request, const sync::BlobRights& rights,
                         std::size_t bytes) {
    if (request.method != BlobRequest::Method::put) return;
    put(request, rights, std::string_view{request.body}.substr(0, bytes)).has_value();
}

BlobAnswer BlobLink::carry(const BlobRequest& request, const sync::BlobRights& rights) {
    BlobAnswer answer;
    if (request.method == BlobRequest::Method::get) {
        auto info = desk_.find(request.hash, rights);
        if (!info) return answer_of(info.error());
        const std::int64_t first = std::strtoll(request.range.c_str() + 6, nullptr, 10);
        const std::size_t dash = request.range.find('-');
        const std::int64_t last =
            std::min(std::int64_t{std::strtoll(request.range.c_str() + dash + 1, nullptr, 10)},
                     info->bytes - 1);
        answer.status = 206;
        answer.total = info->bytes;
        auto bytes = shelf_.read(request.hash, first, last - first + 1);
        if (!bytes) return answer_of(bytes.error());
        answer.body = *std::move(bytes);
        return answer;
    }
    auto state = request.method == BlobRequest::Method::head ? desk_.look(request.hash, rights)
                                                             : put(request, rights, request.body);
    if (!state) {
        answer = answer_of(state.error());
        auto now = desk_.look(request.hash, rights);
        if (state.error().code == ErrorCode::blob_gap && now) answer.upload_offset = now->offset;
        return answer;
    }
    answer.status = state->whole ? 201 : 204;
    answer.upload_offset = state->offset;
    answer.is_complete = state->whole.has_value();
    return answer;
}

}  // namespace minga::test
