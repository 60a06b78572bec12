/// minga-bench-device STORE URL: a device that a bench asks, line by line. The session, the store
/// and the link are those of minga-device; only the disk does not wait while records are made,
/// which no case measures.
///
///     login USER PASSWORD        write FILE        edit COUNT        sync        digest
///
/// Each line is answered by a line of JSON; `wall_s` and `cpu_s` are of that line's work alone.
#include "shared/base/hash.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/programs/embedded.hpp"
#include "sync/client/blob_session.hpp"
#include "sync/client/device_store.hpp"
#include "sync/headless/commands.hpp"
#include "sync/headless/http_link.hpp"
#include "sync/headless/system_seams.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

using namespace minga;
using namespace minga::sync;

constexpr std::string_view kind = "follow_up";

class BenchDevice {
public:
    static Result<BenchDevice> open(const std::string& path, const std::string& url) {
        auto database =
            storage::Database::open({.path = path, .exclusive = true, .cache_kib = 16 * 1024});
        if (!database) return database.error();
        BenchDevice device;
        device.database_ = database->get();
        auto store = DeviceStore::open(std::move(*database), embedded_catalog(), *device.random_,
                                       *device.clock_);
        if (!store) return store.error();
        device.store_ = std::move(*store);
        device.link_ = std::make_unique<HttpLink>(url);
        return device;
    }

    Result<Json> run(const std::string& line) {
        std::istringstream words{line};
        std::string verb;
        std::string first;
        std::string second;
        words >> verb >> first >> second;
        if (verb == "login") return login_as(first, second);
        if (verb == "write") return without_waiting([&] { return write(first); });
        if (verb == "edit") return without_waiting([&] { return edit(std::stoull(first)); });
        if (verb == "sync") return synchronize_now();
        if (verb == "digest") return digest();
        return make_error(ErrorCode::usage, "Orden desconocida: " + verb);
    }

private:
    template <class Work>
    Result<Json> without_waiting(Work&& work) {
        auto done = database_->execute("PRAGMA synchronous = OFF");
        if (!done) return done.error();
        auto result = work();
        done = database_->execute("PRAGMA synchronous = FULL");
        if (!done) return done.error();
        return result;
    }

    Result<Json> login_as(const std::string& user, const std::string& password) {
        auto done = login(*store_, *link_, user, password);
        if (!done) return done.error();
        return Json::object();
    }

    Result<Json> write(const std::string& path) {
        std::ifstream file{path};
        std::int64_t count = 0;
        for (std::string line; std::getline(file, line); ++count) {
            auto json = parse_json(line);
            if (!json) return json.error();
            auto fields = fields_from_json(*json);
            if (!fields) return fields.error();
            fields->erase("id");
            auto made = store_->create(kind, {}, std::move(*fields));
            if (!made) return made.error();
        }
        return Json::object().set("written", count);
    }

    Result<Json> edit(std::size_t count) {
        const std::vector<Record> records = store_->list(kind);
        const std::size_t stride = std::max<std::size_t>(records.size() / count, 1);
        std::int64_t edited = 0;
        for (std::size_t i = 0; i < records.size() && edited < static_cast<std::int64_t>(count);
             i += stride, ++edited) {
            const Record& record = records[i];
            FieldMap changes;
            changes.emplace("executed", integer_of(record.fields, "executed") + 1);
            auto done = store_->set(record.id, std::move(changes));
            if (!done) return done.error();
        }
        return Json::object().set("edited", edited);
    }

    Result<Json> synchronize_now() {
        std::ostringstream out;
        auto done = synchronize(*store_, *link_, {}, out);
        if (!done) return done.error();
        return parse_json(out.str());
    }

    Result<Json> digest() {
        std::string text;
        const std::vector<Record> records = store_->list(kind);
        for (const Record& record : records) {
            text += record.id.to_text() + ' ' + std::to_string(record.rev) + ' ';
            fields_to_json(record.fields).dump_to(text);
        }
        const StoreStatus status = store_->status();
        return Json::object()
            .set("count", static_cast<std::int64_t>(records.size()))
            .set("digest", sha256_hex(text))
            .set("pending", status.pending)
            .set("conflicts", status.conflicts)
            .set("refused", status.refused);
    }

    std::unique_ptr<SystemClock> clock_ = std::make_unique<SystemClock>();
    std::unique_ptr<SystemRandom> random_ = std::make_unique<SystemRandom>();
    storage::Database* database_ = nullptr;
    std::unique_ptr<DeviceStore> store_;
    std::unique_ptr<HttpLink> link_;
};

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Json::Number as_number(double seconds) {
    std::ostringstream text;
    text.precision(4);
    text << std::fixed << seconds;
    return {text.str()};
}

void answer(BenchDevice& device, const std::string& line) {
    const auto started = std::chrono::steady_clock::now();
    const double cpu_before = cpu_seconds();
    auto done = device.run(line);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started;
    Json json = done ? std::move(*done) : Json::object().set("error", done.error().message);
    json.set("wall_s", as_number(wall.count()));
    json.set("cpu_s", as_number(cpu_seconds() - cpu_before));
    std::cout << json.dump() << '\n' << std::flush;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: minga-bench-device STORE URL\n";
        return 2;
    }
    auto device = BenchDevice::open(argv[1], argv[2]);
    if (!device) {
        std::cerr << device.error().message << '\n';
        return 1;
    }
    std::cout << Json::object().set("ready", true).dump() << '\n' << std::flush;
    for (std::string line; std::getline(std::cin, line);) answer(*device, line);
    return 0;
}
