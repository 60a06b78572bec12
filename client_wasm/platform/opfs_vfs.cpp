#include "client_wasm/platform/opfs_vfs.hpp"

#include "client_wasm/platform/bridge.hpp"

#include <cstring>
#include <new>
#include <string_view>

#include <sqlite3.h>

// The pool behind `minga_js_file_*` holds every file open exclusively for this worker, and a Web
// Lock keeps other tabs away. So locks are not needed between connections of different tabs, and
// SQLite's calls map one to one onto synchronous access handles. Flushing is real: what `xSync`
// reported done survives the tab.

namespace minga::client {
namespace {

constexpr int name_bytes_max = 512;
constexpr int sector_bytes = 4096;
constexpr int pending_bytes_max = 128 * 1024;

/// Each call into the browser's file costs half a millisecond, and a log is written in small pieces
/// one after the other. So neighbouring writes are gathered, and handed over before anything that
/// could tell the difference: a read of them, a flush, a question for the size, a write elsewhere.
struct Pending {
    double offset;
    std::int32_t length;
    char* bytes;  ///< `pending_bytes_max` of them, once something was written
};

struct File {
    sqlite3_file base;
    std::int32_t slot;
    bool is_deleted_on_close;
    Pending pending;
    int failure;  ///< of writes that SQLite was told were done; the next change reports it
    char name[name_bytes_max];
};

File* as_file(sqlite3_file* file) {
    return reinterpret_cast<File*>(file);
}

int result_code(std::int32_t outcome, int failure) {
    if (outcome == 0) return SQLITE_OK;
    return outcome == 1 ? SQLITE_FULL : failure;
}

/// Hands over what was gathered. What cannot be written is given up, and the failure is kept until
/// a write or a flush has told SQLite, which then takes the whole transaction back.
int write_pending(File& file) {
    if (file.pending.length == 0) return SQLITE_OK;
    const std::int32_t outcome = minga_js_file_write(file.slot, file.pending.bytes,
                                                     file.pending.length, file.pending.offset);
    file.pending.length = 0;
    file.failure = result_code(outcome, SQLITE_IOERR_WRITE);
    return file.failure;
}

/// Before a change or a flush: everything earlier is written, or its failure is told now.
int settle(File& file) {
    if (file.failure == SQLITE_OK) write_pending(file);
    const int failure = file.failure;
    file.failure = SQLITE_OK;
    return failure;
}

int file_close(sqlite3_file* file) {
    File* own = as_file(file);
    // SQLite has flushed what matters; the rest is worth a try.
    write_pending(*own);
    sqlite3_free(own->pending.bytes);
    own->pending = {};
    minga_js_file_close(own->slot);
    if (own->is_deleted_on_close) minga_js_file_delete(own->name, std::strlen(own->name));
    return SQLITE_OK;
}

int file_read(sqlite3_file* file, void* bytes, int length, sqlite3_int64 offset) {
    File& own = *as_file(file);
    const auto end = static_cast<double>(offset) + length;
    if (own.pending.length > 0 && end > own.pending.offset) {
        if (const int code = write_pending(own); code != SQLITE_OK) return code;
    }
    const std::int32_t count =
        minga_js_file_read(own.slot, bytes, length, static_cast<double>(offset));
    if (count < 0) return SQLITE_IOERR_READ;
    if (count == length) return SQLITE_OK;
    std::memset(static_cast<char*>(bytes) + count, 0, static_cast<std::size_t>(length - count));
    return SQLITE_IOERR_SHORT_READ;
}

int file_write(sqlite3_file* file, const void* bytes, int length, sqlite3_int64 offset) {
    File& own = *as_file(file);
    Pending& pending = own.pending;
    const auto place = static_cast<double>(offset);
    const bool continues = pending.length > 0 && place == pending.offset + pending.length &&
                           length <= pending_bytes_max - pending.length;
    if (!continues || own.failure != SQLITE_OK) {
        if (const int code = settle(own); code != SQLITE_OK) return code;
        if (pending.bytes == nullptr) {
            pending.bytes = static_cast<char*>(sqlite3_malloc(pending_bytes_max));
        }
        if (pending.bytes == nullptr || length > pending_bytes_max) {
            return result_code(minga_js_file_write(own.slot, bytes, length, place),
                               SQLITE_IOERR_WRITE);
        }
        pending.offset = place;
    }
    std::memcpy(pending.bytes + pending.length, bytes, static_cast<std::size_t>(length));
    pending.length += length;
    return SQLITE_OK;
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (const int code = settle(*as_file(file)); code != SQLITE_OK) return code;
    return result_code(minga_js_file_truncate(as_file(file)->slot, static_cast<double>(size)),
                       SQLITE_IOERR_TRUNCATE);
}

int file_sync(sqlite3_file* file, int) {
    if (const int code = settle(*as_file(file)); code != SQLITE_OK) return code;
    return result_code(minga_js_file_flush(as_file(file)->slot), SQLITE_IOERR_FSYNC);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    if (const int code = write_pending(*as_file(file)); code != SQLITE_OK) return code;
    const double length = minga_js_file_size(as_file(file)->slot);
    if (length < 0) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(length);
    return SQLITE_OK;
}

int file_lock(sqlite3_file*, int) {
    return SQLITE_OK;
}

int file_check_lock(sqlite3_file*, int* is_locked) {
    *is_locked = 0;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}

int file_sector_size(sqlite3_file*) {
    return sector_bytes;
}

int file_characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN;
}

constexpr sqlite3_io_methods file_methods = {1,
                                             file_close,
                                             file_read,
                                             file_write,
                                             file_truncate,
                                             file_sync,
                                             file_size,
                                             file_lock,
                                             file_lock,
                                             file_check_lock,
                                             file_control,
                                             file_sector_size,
                                             file_characteristics,
                                             nullptr,
                                             nullptr,
                                             nullptr,
                                             nullptr,
                                             nullptr,
                                             nullptr};

std::string_view bare_name(const char* path) {
    std::string_view name(path);
    while (!name.empty() && name.front() == '/') name.remove_prefix(1);
    return name;
}

int vfs_open(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* file, int flags,
             int* flags_out) {
    File* own = new (file) File{};
    char made_up[32];
    std::string_view name;
    if (path != nullptr) {
        name = bare_name(path);
    } else {
        // A temporary file without a name.
        std::uint64_t number = 0;
        vfs->xRandomness(vfs, sizeof number, reinterpret_cast<char*>(&number));
        sqlite3_snprintf(sizeof made_up, made_up, "temp-%016llx", number);
        name = made_up;
    }
    if (name.empty() || name.size() >= name_bytes_max) return SQLITE_CANTOPEN;
    const bool creates = (flags & SQLITE_OPEN_CREATE) != 0;
    own->slot = minga_js_file_open(name.data(), name.size(), creates ? 1 : 0);
    if (own->slot == -2) return SQLITE_FULL;
    if (own->slot < 0) return SQLITE_CANTOPEN;
    std::memcpy(own->name, name.data(), name.size());
    own->is_deleted_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    own->base.pMethods = &file_methods;
    if (flags_out != nullptr) *flags_out = flags;
    return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs*, const char* path, int) {
    const std::string_view name = bare_name(path);
    const std::int32_t outcome = minga_js_file_delete(name.data(), name.size());
    if (outcome < 0) return SQLITE_IOERR_DELETE_NOENT;
    return result_code(outcome, SQLITE_IOERR_DELETE);
}

int vfs_access(sqlite3_vfs*, const char* path, int, int* exists) {
    const std::string_view name = bare_name(path);
    *exists = minga_js_file_exists(name.data(), name.size());
    return SQLITE_OK;
}

int vfs_full_path(sqlite3_vfs*, const char* path, int length, char* out) {
    const std::string_view name = bare_name(path);
    if (name.size() + 2 > static_cast<std::size_t>(length)) return SQLITE_CANTOPEN;
    out[0] = '/';
    std::memcpy(out + 1, name.data(), name.size());
    out[name.size() + 1] = '\0';
    return SQLITE_OK;
}

int vfs_randomness(sqlite3_vfs*, int length, char* out) {
    minga_js_random(out, static_cast<std::size_t>(length));
    return length;
}

int vfs_sleep(sqlite3_vfs*, int microseconds) {
    return microseconds;
}

int vfs_time_ms(sqlite3_vfs*, sqlite3_int64* out) {
    // Julian days times the milliseconds of a day, as SQLite counts.
    constexpr sqlite3_int64 unix_epoch_ms = 210866760000000;
    *out = unix_epoch_ms + static_cast<sqlite3_int64>(minga_js_now_ms());
    return SQLITE_OK;
}

int vfs_time(sqlite3_vfs* vfs, double* out) {
    sqlite3_int64 now = 0;
    vfs_time_ms(vfs, &now);
    *out = static_cast<double>(now) / 86400000.0;
    return SQLITE_OK;
}

int vfs_last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

sqlite3_vfs& opfs_vfs() {
    static sqlite3_vfs vfs{};
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(File);
    vfs.mxPathname = name_bytes_max;
    vfs.zName = "opfs";
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_delete;
    vfs.xAccess = vfs_access;
    vfs.xFullPathname = vfs_full_path;
    vfs.xRandomness = vfs_randomness;
    vfs.xSleep = vfs_sleep;
    vfs.xCurrentTime = vfs_time;
    vfs.xGetLastError = vfs_last_error;
    vfs.xCurrentTimeInt64 = vfs_time_ms;
    return vfs;
}

}  // namespace

const char* register_opfs_vfs() {
    if (sqlite3_vfs_register(&opfs_vfs(), 1) != SQLITE_OK) return "";
    // The layer that encrypts pages stands above it and becomes the default.
    if (sqlite3mc_vfs_create("opfs", 1) != SQLITE_OK) return "opfs";
    return "multipleciphers-opfs";
}

}  // namespace minga::client
