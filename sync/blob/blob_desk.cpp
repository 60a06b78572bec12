#include "sync/blob/blob_desk.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

/// The same words whether the file exists or not: a hash must not be a question that others can
/// ask.
Error not_here() {
    return make_error(ErrorCode::not_found,
                      "Ese archivo no está en el servidor, o no pertenece a un registro que usted "
                      "pueda ver. Si es suyo, primero sincronice el registro que lo nombra.");
}

/// Uploads of one caller are one, whichever of their records name the file.
BlobKey upload_key(std::string_view hash, const BlobRights& rights) {
    return {std::string{hash}, *std::min_element(rights.writable.begin(), rights.writable.end())};
}

}  // namespace

Result<std::optional<BlobInfo>> BlobDesk::find_among(std::string_view hash,
                                                     const std::vector<Id>& organizations) {
    for (const Id& organization : organizations) {
        auto found = shelf_.find({std::string{hash}, organization});
        if (!found || *found) return found;
    }
    return std::optional<BlobInfo>{};
}

Result<BlobInfo> BlobDesk::find(std::string_view hash, const BlobRights& rights) {
    auto found = find_among(hash, rights.readable);
    if (!found) return found.error();
    if (!*found) return not_here();
    return **found;
}

Result<BlobState> BlobDesk::look(std::string_view hash, const BlobRights& rights) {
    auto whole = find_among(hash, rights.writable.empty() ? rights.readable : rights.writable);
    if (!whole) return whole.error();
    if (*whole) {
        // Whoever may write for two organizations has shown the bytes already.
        auto shared = share(hash, rights.writable);
        if (!shared) return shared.error();
        return BlobState{(*whole)->bytes, *whole};
    }
    if (rights.writable.empty()) return not_here();
    auto upload = shelf_.find_upload(upload_key(hash, rights));
    if (!upload) return upload.error();
    if (!*upload) return BlobState{};
    // All bytes here and not yet whole: the server ended between the two. The last byte, sent
    // again, takes up where it was.
    return BlobState{std::min((*upload)->received, (*upload)->total - 1), std::nullopt};
}

Result<void> BlobDesk::share(std::string_view hash, const std::vector<Id>& organizations) {
    for (const Id& organization : organizations) {
        auto held = shelf_.hold({std::string{hash}, organization});
        if (!held) return held;
    }
    return {};
}

Result<void> BlobDesk::check_room(const BlobKey& key, std::int64_t total) {
    auto used = shelf_.bytes_of(key.organization);
    if (!used) return used.error();
    if (*used + total <= limits_.organization_bytes_max) return {};
    return make_error(ErrorCode::quota_full,
                      "Los archivos de su institución ya ocupan " + size_words(*used) + " de " +
                          size_words(limits_.organization_bytes_max) +
                          " en el servidor. Pida más espacio a quien lo administra; el archivo "
                          "sigue en este equipo.");
}

/// Another request may have brought the last byte meanwhile: then all is well.
Result<BlobState> BlobDesk::whole_or(const Error& error, std::string_view hash,
                                     const BlobRights& rights) {
    auto state = look(hash, rights);
    if (state && state->whole) return state;
    return error;
}

Result<BlobState> BlobDesk::take(std::string_view hash, const BlobRights& rights,
                                 const ContentRange& range, std::string_view bytes, Instant now) {
    if (rights.writable.empty()) {
        if (rights.readable.empty()) return not_here();
        return make_error(ErrorCode::forbidden,
                          "Usted puede ver el registro de ese archivo, pero no cambiarlo: no puede "
                          "enviar el archivo.");
    }
    auto sized = checked_blob_size(range.total);
    if (!sized) return sized.error();
    if (range.size() > limits_.part_bytes_max) {
        return make_error(ErrorCode::too_large,
                          "El trozo es demasiado grande. Se enviará en partes más pequeñas.");
    }
    if (static_cast<std::int64_t>(bytes.size()) > range.size()) {
        return make_error(ErrorCode::malformed,
                          "Content-Range anuncia menos bytes que los que "
                          "trae el trozo.");
    }
    auto state = look(hash, rights);
    if (!state || state->whole) return state;
    if (range.first == 0 && bytes.size() >= media_type_bytes) {
        auto type = checked_media_type(bytes.substr(0, media_type_bytes));
        if (!type) return type.error();
    }
    const BlobKey key = upload_key(hash, rights);
    auto upload = shelf_.find_upload(key);
    if (!upload) return upload.error();
    if (!*upload) {
        auto room = check_room(key, range.total);
        if (!room) return room.error();
    }
    if (bytes.empty()) return state;
    auto received = shelf_.append(key, {range.first, range.total, bytes}, now);
    if (!received) return whole_or(received.error(), hash, rights);
    if (*received < range.total) return BlobState{*received, std::nullopt};
    auto whole = shelf_.finish(key, now);
    if (!whole) return whole_or(whole.error(), hash, rights);
    auto shared = share(hash, rights.writable);
    if (!shared) return shared.error();
    return BlobState{whole->bytes, *whole};
}

}  // namespace minga::sync
