#include "tests/support/disk/simulated_disk.hpp"

#include "shared/base/result.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include <sqlite3.h>

namespace minga::test {
namespace {

constexpr std::size_t sector_bytes = 512;
constexpr int path_bytes_max = 256;

/// One write that no flush has covered yet: enough to take it back and to make it again.
struct Unflushed {
    std::size_t at = 0;
    std::string before;
    std::string after;
    std::size_t size_before = 0;
    std::size_t size_after = 0;
};

struct File {
    std::string bytes;
    std::vector<Unflushed> unflushed;

    void put(std::size_t at, std::string_view data, std::size_t size) {
        bytes.resize(size);
        const std::size_t end = std::min(size, at + data.size());
        if (at < end) bytes.replace(at, end - at, data.substr(0, end - at));
    }

    void undo_unflushed() {
        for (auto write = unflushed.rbegin(); write != unflushed.rend(); ++write) {
            put(write->at, write->before, write->size_before);
        }
    }
};

}  // namespace

struct SimulatedDisk::State {
    std::string name;
    sqlite3_vfs vfs{};
    std::map<std::string, std::shared_ptr<File>, std::less<>> files;

    std::int64_t calls = 0;
    std::int64_t wait = 0;  ///< Calls until the fault; 0: none is asked for.
    DiskCall kind = DiskCall::any;
    DiskFault fault = DiskFault::broken;
    bool ends = false;
    bool is_dead = false;
    bool has_failed = false;

    /// Counts a call; what it must fail with, or SQLITE_OK.
    int meet(DiskCall call, int broken) {
        ++calls;
        if (is_dead) return broken;
        if (wait == 0) return SQLITE_OK;
        if (kind != DiskCall::any && kind != call) return SQLITE_OK;
        if (fault == DiskFault::full && call != DiskCall::write) return SQLITE_OK;
        if (--wait > 0) return SQLITE_OK;
        has_failed = true;
        is_dead = ends;
        return fault == DiskFault::full ? SQLITE_FULL : broken;
    }
};

namespace {

using State = SimulatedDisk::State;

struct OpenFile {
    sqlite3_file base;
    State* disk;
    std::shared_ptr<File>* file;  // SQLite owns this struct's memory, so it is plain
    std::string* name;
    bool ends_with_close;
};

OpenFile& opened(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file);
}

int close_file(sqlite3_file* handle) {
    OpenFile& open = opened(handle);
    if (open.ends_with_close) open.disk->files.erase(*open.name);
    delete open.file;
    delete open.name;
    return SQLITE_OK;
}

int read_file(sqlite3_file* handle, void* target, int amount, sqlite3_int64 offset) {
    OpenFile& open = opened(handle);
    const int failure = open.disk->meet(DiskCall::any, SQLITE_IOERR_READ);
    if (failure != SQLITE_OK) return failure;
    const std::string& bytes = (*open.file)->bytes;
    const auto at = static_cast<std::size_t>(offset);
    const auto wanted = static_cast<std::size_t>(amount);
    const std::size_t there = at >= bytes.size() ? 0 : std::min(wanted, bytes.size() - at);
    if (there > 0) std::memcpy(target, bytes.data() + at, there);
    if (there == wanted) return SQLITE_OK;
    std::memset(static_cast<char*>(target) + there, 0, wanted - there);
    return SQLITE_IOERR_SHORT_READ;
}

void write_bytes(File& file, std::size_t at, std::string_view data, std::size_t size) {
    Unflushed write;
    write.at = at;
    if (at < file.bytes.size()) write.before = file.bytes.substr(at, data.size());
    if (size < file.bytes.size()) {
        write.at = size;
        write.before = file.bytes.substr(size);
    }
    write.after = data;
    write.size_before = file.bytes.size();
    write.size_after = size;
    file.put(at, data, size);
    file.unflushed.push_back(std::move(write));
}

int write_file(sqlite3_file* handle, const void* source, int amount, sqlite3_int64 offset) {
    OpenFile& open = opened(handle);
    const int failure = open.disk->meet(DiskCall::write, SQLITE_IOERR_WRITE);
    if (failure != SQLITE_OK) return failure;
    File& file = **open.file;
    const auto at = static_cast<std::size_t>(offset);
    const auto length = static_cast<std::size_t>(amount);
    write_bytes(file, at, {static_cast<const char*>(source), length},
                std::max(file.bytes.size(), at + length));
    return SQLITE_OK;
}

int truncate_file(sqlite3_file* handle, sqlite3_int64 size) {
    OpenFile& open = opened(handle);
    const int failure = open.disk->meet(DiskCall::write, SQLITE_IOERR_TRUNCATE);
    if (failure != SQLITE_OK) return failure;
    write_bytes(**open.file, static_cast<std::size_t>(size), {}, static_cast<std::size_t>(size));
    return SQLITE_OK;
}

int sync_file(sqlite3_file* handle, int) {
    OpenFile& open = opened(handle);
    const int failure = open.disk->meet(DiskCall::sync, SQLITE_IOERR_FSYNC);
    if (failure != SQLITE_OK) return failure;
    (*open.file)->unflushed.clear();
    return SQLITE_OK;
}

int file_size(sqlite3_file* handle, sqlite3_int64* size) {
    OpenFile& open = opened(handle);
    const int failure = open.disk->meet(DiskCall::any, SQLITE_IOERR_FSTAT);
    if (failure != SQLITE_OK) return failure;
    *size = static_cast<sqlite3_int64>((*open.file)->bytes.size());
    return SQLITE_OK;
}

int lock_file(sqlite3_file*, int) {
    return SQLITE_OK;
}

int check_lock(sqlite3_file*, int* is_reserved) {
    *is_reserved = 0;
    return SQLITE_OK;
}

int control_file(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}

int size_of_sector(sqlite3_file*) {
    return static_cast<int>(sector_bytes);
}

int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

const sqlite3_io_methods file_methods = [] {
    sqlite3_io_methods methods{};
    methods.iVersion = 1;  // no shared memory: stores are opened for one connection
    methods.xClose = close_file;
    methods.xRead = read_file;
    methods.xWrite = write_file;
    methods.xTruncate = truncate_file;
    methods.xSync = sync_file;
    methods.xFileSize = file_size;
    methods.xLock = lock_file;
    methods.xUnlock = lock_file;
    methods.xCheckReservedLock = check_lock;
    methods.xFileControl = control_file;
    methods.xSectorSize = size_of_sector;
    methods.xDeviceCharacteristics = characteristics;
    return methods;
}();

State& disk_of(sqlite3_vfs* vfs) {
    return *static_cast<State*>(vfs->pAppData);
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* handle, int flags, int* out_flags) {
    State& disk = disk_of(vfs);
    handle->pMethods = nullptr;
    const int failure = disk.meet(DiskCall::any, SQLITE_CANTOPEN);
    if (failure != SQLITE_OK) return SQLITE_CANTOPEN;
    const std::string name = path != nullptr ? path : "temporary-" + std::to_string(disk.calls);
    auto found = disk.files.find(name);
    if (found == disk.files.end()) {
        if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
        found = disk.files.emplace(name, std::make_shared<File>()).first;
    }
    OpenFile& open = opened(handle);
    open.disk = &disk;
    open.file = new std::shared_ptr<File>(found->second);
    open.name = new std::string(name);
    open.ends_with_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    open.base.pMethods = &file_methods;
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int) {
    State& disk = disk_of(vfs);
    const int failure = disk.meet(DiskCall::any, SQLITE_IOERR_DELETE);
    if (failure != SQLITE_OK) return failure;
    return disk.files.erase(path) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int access_file(sqlite3_vfs* vfs, const char* path, int, int* is_there) {
    State& disk = disk_of(vfs);
    const int failure = disk.meet(DiskCall::any, SQLITE_IOERR_ACCESS);
    if (failure != SQLITE_OK) return failure;
    *is_there = disk.files.contains(std::string_view{path}) ? 1 : 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* target) {
    sqlite3_snprintf(size, target, "%s", path);
    return SQLITE_OK;
}

int draw_bytes(sqlite3_vfs*, int size, char* target) {
    // The salts of a log need to differ from its last ones only; they are counted up from these.
    std::memset(target, 7, static_cast<std::size_t>(size));
    return size;
}

int wait_for(sqlite3_vfs*, int microseconds) {
    return microseconds;
}

int current_time(sqlite3_vfs*, sqlite3_int64* now) {
    *now = 212'000'000'000'000;  // Julian milliseconds, about the year 2006; nobody reads it.
    return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

sqlite3_vfs vfs_of(State& state) {
    sqlite3_vfs vfs{};
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(OpenFile);
    vfs.mxPathname = path_bytes_max;
    vfs.zName = state.name.c_str();
    vfs.pAppData = &state;
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_path;
    vfs.xRandomness = draw_bytes;
    vfs.xSleep = wait_for;
    vfs.xGetLastError = last_error;
    vfs.xCurrentTimeInt64 = current_time;
    return vfs;
}

}  // namespace

SimulatedDisk::SimulatedDisk() : state_(std::make_unique<State>()) {
    static std::int64_t made = 0;
    state_->name = "simulated-disk-" + std::to_string(++made);
    state_->vfs = vfs_of(*state_);
    MINGA_ASSERT(sqlite3_vfs_register(&state_->vfs, 0) == SQLITE_OK);
}

SimulatedDisk::~SimulatedDisk() {
    sqlite3_vfs_unregister(&state_->vfs);
}

const std::string& SimulatedDisk::vfs() const {
    return state_->name;
}

DiskImage SimulatedDisk::image() const {
    DiskImage image;
    for (const auto& [name, file] : state_->files) image.emplace(name, file->bytes);
    return image;
}

void SimulatedDisk::restore(const DiskImage& image) {
    state_->files.clear();
    for (const auto& [name, bytes] : image) {
        auto file = std::make_shared<File>();
        file->bytes = bytes;
        state_->files.emplace(name, std::move(file));
    }
    heal();
}

void SimulatedDisk::fail_at(std::int64_t count, DiskFault fault, DiskCall call) {
    heal();
    state_->wait = count;
    state_->kind = call;
    state_->fault = fault;
}

void SimulatedDisk::die_at(std::int64_t count, DiskCall call) {
    fail_at(count, DiskFault::broken, call);
    state_->ends = true;
}

void SimulatedDisk::die() {
    heal();
    state_->is_dead = true;
}

void SimulatedDisk::heal() {
    state_->wait = 0;
    state_->ends = false;
    state_->is_dead = false;
    state_->has_failed = false;
}

bool SimulatedDisk::has_failed() const {
    return state_->has_failed;
}

bool SimulatedDisk::is_dead() const {
    return state_->is_dead;
}

std::int64_t SimulatedDisk::call_count() const {
    return state_->calls;
}

void SimulatedDisk::restart() {
    heal();
}

void SimulatedDisk::lose_power(Random& random) {
    heal();
    for (const auto& [name, file] : state_->files) {
        file->undo_unflushed();
        const auto writes = std::move(file->unflushed);
        file->unflushed.clear();
        for (const Unflushed& write : writes) {
            const std::uint64_t fate = random.next() % 3;
            if (fate == 0) continue;
            std::string_view kept = write.after;
            if (fate == 1 && !kept.empty()) {
                const std::uint64_t sectors = random.next() % (kept.size() / sector_bytes + 1);
                kept = kept.substr(0, static_cast<std::size_t>(sectors) * sector_bytes);
            }
            const bool cuts = write.size_after < write.size_before;
            const std::size_t end = write.at + kept.size();
            file->put(write.at, kept, cuts ? end : std::max(file->bytes.size(), end));
        }
    }
}

void SimulatedDisk::lose_power(bool keeps_unflushed) {
    heal();
    for (const auto& [name, file] : state_->files) {
        if (!keeps_unflushed) file->undo_unflushed();
        file->unflushed.clear();
    }
}

}  // namespace minga::test
