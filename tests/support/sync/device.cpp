#include "tests/support/sync/device.hpp"

#include "shared/records/all_records.hpp"

#include <cstring>

#include <sqlite3.h>

namespace minga::test {

std::string disk_image(storage::Database& database) {
    sqlite3_int64 size = 0;
    unsigned char* bytes = sqlite3_serialize(database.handle(), "main", &size, 0);
    MINGA_ASSERT(bytes != nullptr);
    std::string image{reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
    sqlite3_free(bytes);
    return image;
}

void restore_image(storage::Database& database, const std::string& image) {
    sqlite3* source = nullptr;
    MINGA_ASSERT(sqlite3_open(":memory:", &source) == SQLITE_OK);
    auto* bytes = static_cast<unsigned char*>(sqlite3_malloc64(image.size()));
    MINGA_ASSERT(bytes != nullptr);
    std::memcpy(bytes, image.data(), image.size());
    const auto size = static_cast<sqlite3_int64>(image.size());
    int result = sqlite3_deserialize(source, "main", bytes, size, size,
                                     SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY);
    MINGA_ASSERT(result == SQLITE_OK);
    // By a backup, after which statements that were prepared before are prepared again.
    sqlite3_backup* backup = sqlite3_backup_init(database.handle(), "main", source, "main");
    MINGA_ASSERT(backup != nullptr);
    result = sqlite3_backup_step(backup, -1);
    MINGA_ASSERT(result == SQLITE_DONE);
    sqlite3_backup_finish(backup);
    sqlite3_close(source);
}

void fail_next_commit(storage::Database& database) {
    const auto refuse_once = [](void* handle) {
        sqlite3_commit_hook(static_cast<sqlite3*>(handle), nullptr, nullptr);
        return 1;
    };
    sqlite3_commit_hook(database.handle(), refuse_once, database.handle());
}

void let_commits_pass(storage::Database& database) {
    sqlite3_commit_hook(database.handle(), nullptr, nullptr);
}

std::unique_ptr<storage::Database> database_from(const std::string& image) {
    auto database = storage::Database::open({.path = ":memory:"});
    MINGA_ASSERT(database.has_value());
    if (!image.empty()) restore_image(**database, image);
    return *std::move(database);
}

TestDevice::TestDevice(const Catalog& catalog, Options options)
    : catalog_(catalog), clock_(options.clock_start), random_(options.seed) {
    reopen({});
}

void TestDevice::reopen(const std::string& image) {
    auto database = database_from(image);
    storage::Database* raw = database.get();
    auto opened = sync::DeviceStore::open(std::move(database), catalog_, random_, clock_);
    MINGA_ASSERT(opened.has_value());
    store_ = *std::move(opened);
    database_ = raw;
}

sync::SyncAnswer first_answer(const World& world, const Id& organization) {
    sync::SyncAnswer answer;
    answer.epoch = "first";
    answer.server_time = noon;
    answer.next_n = 1;
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        for (const Record& record : world.records.all(info.key)) {
            if (record.organization != organization) continue;
            sync::RecordDelta delta;
            delta.id = record.id;
            delta.rev = 1;
            delta.is_whole = true;
            delta.kind = record.kind;
            delta.organization = record.organization;
            delta.fields = record.fields;
            answer.records.push_back(std::move(delta));
        }
    }
    return answer;
}

}  // namespace minga::test
