/// minga-bench-floor FILE STORE push|pull: the least that any system must do with the same records
/// to keep the same promises about the disk, in one process and without a network.
///
/// push: reads what waits in a device's outbox, packs it as gzip, unpacks it, writes each line as
/// an op with its SHA-256, as a record and as a link of a hash chain into the server's store, and
/// marks it in the outbox; one transaction a batch on each side; WAL and synchronous=FULL on both.
/// pull: reads every record of such a server's store, packs, unpacks and writes them into another
/// store in the same way, without ops and chain.
///
/// Nothing is parsed, checked, merged, permitted or framed. Prints seconds as JSON.
#include "shared/base/hash.hpp"
#include "shared/storage/database.hpp"
#include "sync/headless/gzip.hpp"

#include <chrono>
#include <fstream>
#include <iostream>
#include <string_view>

namespace {

using namespace minga;

constexpr std::size_t batch_bytes = 1 << 20;
constexpr std::size_t batch_bytes_max = 64u << 20;

constexpr std::string_view tables_sql = R"sql(
CREATE TABLE IF NOT EXISTS record(id BLOB PRIMARY KEY, seq INTEGER, body TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS record_by_seq ON record(seq);
CREATE TABLE IF NOT EXISTS op(n INTEGER PRIMARY KEY, hash TEXT, payload TEXT);
CREATE TABLE IF NOT EXISTS chain(n INTEGER PRIMARY KEY, hash TEXT);
CREATE TABLE IF NOT EXISTS outbox(n INTEGER PRIMARY KEY, payload TEXT, state INTEGER);
)sql";

Result<std::unique_ptr<storage::Database>> open_store(const std::string& path) {
    auto database = storage::Database::open({.path = path});
    if (!database) return database;
    auto made = (*database)->execute(tables_sql);
    if (!made) return made.error();
    return database;
}

/// Puts the file's lines into the outbox: what a device has before it synchronizes.
Result<void> fill_outbox(storage::Database& device, const std::string& path) {
    storage::Transaction transaction{device};
    auto done = transaction.begin();
    std::ifstream file{path};
    for (std::string line; done && std::getline(file, line);) {
        done = device.run("INSERT INTO outbox(payload, state) VALUES (?1, 0)", line);
    }
    return done ? transaction.commit() : done;
}

/// The next batch of the outbox behind number `n`, which becomes the last one in it.
Result<std::string> next_batch(storage::Database& device, std::int64_t& n) {
    std::string batch;
    auto read = device.each(
        "SELECT n, payload FROM outbox WHERE n > ?1 ORDER BY n",
        [&](const storage::Row& row) {
            n = row.integer(0);
            batch.append(row.text(1)).append("\n");
            return batch.size() < batch_bytes;
        },
        n);
    if (!read) return read.error();
    return batch;
}

/// The id at the front of a line, as 16 bytes.
Id id_of(std::string_view line) {
    constexpr std::string_view before = "{\"id\":\"";
    const auto id = Id::parse(line.substr(before.size(), 36));
    return id ? *id : Id{};
}

template <class Take>
Result<void> each_line(std::string_view text, Take&& take) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        auto done = take(text.substr(0, end));
        if (!done) return done;
        text.remove_prefix(end + 1);
    }
    return {};
}

class Floor {
public:
    explicit Floor(storage::Database& database) : database_(database) {}

    Result<void> take_ops(std::string_view packed) {
        return take(packed, [&](std::string_view line) {
            const std::string hash = sha256_hex(line);
            head_ = sha256_hex(head_ + hash);
            auto done = database_.run("INSERT INTO op VALUES (?1, ?2, ?3)", ++n_, hash, line);
            if (done) done = database_.run("INSERT INTO chain VALUES (?1, ?2)", n_, head_);
            return done ? put(line) : done;
        });
    }

    Result<void> take_records(std::string_view packed) {
        return take(packed, [&](std::string_view line) {
            ++n_;
            return put(line);
        });
    }

private:
    template <class Take>
    Result<void> take(std::string_view packed, Take&& take_line) {
        auto text = sync::gunzip(packed, batch_bytes_max);
        if (!text) return text.error();
        storage::Transaction transaction{database_};
        auto done = transaction.begin();
        if (done) done = each_line(*text, take_line);
        return done ? transaction.commit() : done;
    }

    Result<void> put(std::string_view line) {
        return database_.run("INSERT OR REPLACE INTO record VALUES (?1, ?2, ?3)", id_of(line), n_,
                             line);
    }

    storage::Database& database_;
    std::int64_t n_ = 0;
    std::string head_;
};

Result<void> push(storage::Database& device, storage::Database& target) {
    Floor floor{target};
    std::int64_t n = 0;
    while (true) {
        const std::int64_t before = n;
        auto batch = next_batch(device, n);
        if (!batch) return batch.error();
        if (batch->empty()) return {};
        auto done = floor.take_ops(sync::gzip(*batch));
        if (done) {
            done = device.run("UPDATE outbox SET state = 1 WHERE n > ?1 AND n <= ?2", before, n);
        }
        if (!done) return done;
    }
}

Result<void> pull(storage::Database& source, storage::Database& target) {
    Floor floor{target};
    std::string batch;
    Result<void> outcome;
    const auto send = [&] {
        outcome = floor.take_records(sync::gzip(batch));
        batch.clear();
    };
    auto read = source.each("SELECT body FROM record WHERE seq > 0 ORDER BY seq",
                            [&](const storage::Row& row) {
                                batch.append(row.text(0)).append("\n");
                                if (batch.size() >= batch_bytes) send();
                                return outcome.has_value();
                            });
    if (!read) return read;
    if (outcome && !batch.empty()) send();
    return outcome;
}

Result<double> measure(const std::string& file, const std::string& path, bool is_pull) {
    auto device = open_store(path + "-device");
    if (!device) return device.error();
    auto filled = fill_outbox(**device, file);
    if (!filled) return filled.error();
    auto store = open_store(path);
    if (!store) return store.error();
    std::unique_ptr<storage::Database> target;
    if (is_pull) {
        filled = push(**device, **store);
        if (!filled) return filled.error();
        auto opened = open_store(path + "-pulled");
        if (!opened) return opened.error();
        target = *std::move(opened);
    }
    const auto started = std::chrono::steady_clock::now();
    auto done = is_pull ? pull(**store, *target) : push(**device, **store);
    if (!done) return done.error();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view way = argc == 4 ? argv[3] : "";
    if (way != "push" && way != "pull") {
        std::cerr << "usage: minga-bench-floor FILE STORE push|pull\n";
        return 2;
    }
    auto seconds = measure(argv[1], argv[2], way == "pull");
    if (!seconds) {
        std::cerr << seconds.error().message << ' ' << seconds.error().detail << '\n';
        return 1;
    }
    std::cout << "{\"wall_s\":" << *seconds << "}\n";
    return 0;
}
