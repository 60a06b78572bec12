/// Kills the real server with SIGKILL, again and again, while devices push to it, and then counts:
/// no op that a device was told of may be missing, the store must be sound, its chain must verify.
///
///     minga_kill_server --server build/release/minga-server --kills 200
#include "server/storage/sqlite_store.hpp"
#include "server/storage/verify.hpp"
#include "shared/programs/embedded.hpp"
#include "shared/records/all_records.hpp"
#include "sync/client/client_session.hpp"
#include "sync/headless/commands.hpp"
#include "sync/headless/http_link.hpp"
#include "sync/headless/system_seams.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace minga;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int ops_in_a_batch = 12;
constexpr std::int64_t life_ms_min = 15;
constexpr std::int64_t life_ms_span = 120;
constexpr int kills_between_checks = 20;
constexpr auto start_limit = seconds{60};
constexpr auto finish_limit = seconds{60};

/// Where the server listens now; 0 while it is dead.
std::atomic<int> port{0};
std::atomic<bool> is_over{false};

class ServerProcess {
public:
    ServerProcess(std::string program, std::filesystem::path data)
        : program_(std::move(program)), data_(std::move(data)) {}
    ~ServerProcess() { kill(); }

    bool start(bool with_demonstration) {
        const std::filesystem::path port_file = data_ / ("port-" + std::to_string(++starts_));
        std::fflush(stdout);
        process_ = fork();
        if (process_ == 0) {
            std::freopen("/dev/null", "w", stdout);
            std::freopen((data_ / "log").c_str(), "a", stderr);
            const char* demonstration = with_demonstration ? "--demo" : nullptr;
            execl(program_.c_str(), program_.c_str(), "serve", "--data", data_.c_str(), "--port",
                  "0", "--port-file", port_file.c_str(), demonstration, nullptr);
            _exit(127);
        }
        const auto limit = std::chrono::steady_clock::now() + start_limit;
        while (std::chrono::steady_clock::now() < limit) {
            std::ifstream file{port_file};
            int given = 0;
            if (file >> given && given > 0) {
                port = given;
                return true;
            }
            int status = 0;
            if (waitpid(process_, &status, WNOHANG) == process_) break;
            std::this_thread::sleep_for(milliseconds{2});
        }
        std::printf("the server does not start; see %s\n", (data_ / "log").c_str());
        return false;
    }

    void kill() {
        if (process_ <= 0) return;
        port = 0;
        ::kill(process_, SIGKILL);
        int status = 0;
        waitpid(process_, &status, 0);
        process_ = -1;
    }

private:
    std::string program_;
    std::filesystem::path data_;
    pid_t process_ = -1;
    int starts_ = 0;
};

/// One person's device: it writes and pushes until all is over, and then until all is pushed.
class Pusher {
public:
    bool open(std::string_view login) {
        auto database = storage::Database::open({.path = ":memory:"});
        if (!database) return false;
        database_ = database->get();
        auto store =
            sync::DeviceStore::open(*std::move(database), embedded_catalog(), random_, clock_);
        if (!store) return false;
        store_ = *std::move(store);
        sync::HttpLink link{address()};
        return sync::login(*store_, link, login, "minga-demo").has_value();
    }

    void run() {
        auto limit = std::chrono::steady_clock::time_point::max();
        sync::ClientSession session{*store_};
        while (!session.is_done() || !is_over) {
            if (is_over && limit == std::chrono::steady_clock::time_point::max()) {
                limit = std::chrono::steady_clock::now() + finish_limit;
            }
            if (std::chrono::steady_clock::now() > limit) return;
            if (!is_over) write();
            if (port == 0) {
                std::this_thread::sleep_for(milliseconds{1});
                continue;
            }
            exchange(session);
        }
        has_finished_ = true;
    }

    bool has_finished() const { return has_finished_; }
    std::int64_t failures() const { return failures_; }

    /// How many ops have a verdict here; `lost` of them are unknown to `server`, or another there.
    std::int64_t count_acknowledged(server::SqliteStore& server, std::int64_t& lost) {
        std::int64_t count = 0;
        auto done = database_->each("SELECT device, n, text FROM op WHERE state <> 0",
                                    [&](const storage::Row& row) {
                                        ++count;
                                        const auto kept = server.find_op(row.id(0), row.integer(1));
                                        if (!kept || kept->payload != row.text(2)) ++lost;
                                    });
        if (!done) ++lost;
        return count;
    }

private:
    static std::string address() { return "http://127.0.0.1:" + std::to_string(port); }

    void write() {
        if (store_->status().pending > 4 * ops_in_a_batch) return;
        const auto lines = store_->list("action_line");
        if (lines.empty()) return;
        for (int i = 0; i < ops_in_a_batch; ++i) {
            const Record& line = lines[static_cast<std::size_t>(++written_) % lines.size()];
            store_->set(line.id, {{"description", Value{"versión " + std::to_string(written_)}}})
                .ignore();
            const auto made = store_->create("follow_up", {},
                                             {{"action_line", Value{line.id.to_text()}},
                                              {"date", Value{std::string{"2026-11-19"}}},
                                              {"programmed", Value{std::int64_t{1}}},
                                              {"executed", Value{std::int64_t{1}}}});
            if (!made) continue;
        }
    }

    void exchange(sync::ClientSession& session) {
        const int used = port;
        if (!link_ || used != used_port_) {
            link_ = std::make_unique<sync::HttpLink>(address());
            used_port_ = used;
        }
        auto body = session.next_request();
        if (!body) return;
        auto answer = link_->post("/api/v1/sync", *body, "application/x-ndjson", store_->token());
        if (answer) {
            session.take_answer(answer->status, answer->body).ignore();
        } else {
            session.take_failure();
            link_.reset();
            ++failures_;
        }
    }

    sync::SystemRandom random_;
    sync::SystemClock clock_;
    std::unique_ptr<sync::DeviceStore> store_;
    storage::Database* database_ = nullptr;  // owned by the store
    std::unique_ptr<sync::HttpLink> link_;
    int used_port_ = 0;
    std::int64_t written_ = 0;
    std::int64_t failures_ = 0;
    bool has_finished_ = false;
};

/// Whether the dead server's store is sound and its chain verifies.
bool check_store(const std::filesystem::path& file, std::int64_t kills) {
    auto store = server::SqliteStore::open({.path = file.string()}, "no epoch");
    if (!store) return false;
    std::string verdict;
    auto done = (*store)->database().each("PRAGMA integrity_check",
                                          [&](const storage::Row& row) { verdict = row.text(0); });
    const auto verified = server::verify_store(**store);
    const bool is_sound = done && verdict == "ok" && verified && !verified->first_break;
    if (!is_sound) {
        std::printf("after %lld kills the store is not sound: %s %s\n",
                    static_cast<long long>(kills), verdict.c_str(),
                    verified && verified->first_break ? verified->first_break->what.c_str() : "");
    }
    return is_sound;
}

bool run(const std::string& program, std::int64_t kills, const std::filesystem::path& data) {
    const auto start = std::chrono::steady_clock::now();
    const std::filesystem::path file = data / "minga.db";
    ServerProcess server{program, data};
    if (!server.start(true)) return false;
    std::array<Pusher, 3> pushers;
    constexpr std::array logins{"encargado.puertovaras", "comite.puertovaras", "comite.calama"};
    for (std::size_t i = 0; i < pushers.size(); ++i) {
        if (pushers[i].open(logins[i])) continue;
        std::printf("%s cannot sign in\n", logins[i]);
        return false;
    }
    std::vector<std::thread> threads;
    for (Pusher& pusher : pushers) threads.emplace_back([&pusher] { pusher.run(); });
    SeededRandom random{20261120};
    bool is_sound = true;
    for (std::int64_t i = 1; i <= kills && is_sound; ++i) {
        const auto life = life_ms_min + static_cast<std::int64_t>(random.below(life_ms_span));
        std::this_thread::sleep_for(milliseconds{life});
        server.kill();
        if (i % kills_between_checks == 0) is_sound = check_store(file, i);
        is_sound = is_sound && server.start(false);
    }
    is_over = true;
    for (std::thread& thread : threads) thread.join();
    server.kill();
    is_sound = is_sound && check_store(file, kills);
    auto store = server::SqliteStore::open({.path = file.string()}, "no epoch");
    if (!store) return false;
    std::int64_t lost = 0;
    std::int64_t acknowledged = 0;
    std::int64_t failures = 0;
    for (Pusher& pusher : pushers) {
        acknowledged += pusher.count_acknowledged(**store, lost);
        failures += pusher.failures();
        if (!pusher.has_finished()) is_sound = false;
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    std::printf(
        "kill -9: %lld kills, %lld requests cut by them, %lld ops acknowledged, %lld of "
        "them lost; the store is %s (%.1f s)\n",
        static_cast<long long>(kills), static_cast<long long>(failures),
        static_cast<long long>(acknowledged), static_cast<long long>(lost),
        is_sound ? "sound and its chain verifies" : "NOT sound", taken.count());
    return is_sound && lost == 0 && acknowledged > kills;
}

}  // namespace

int main(int argc, char** argv) {
    std::string program;
    std::int64_t kills = 40;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--server") program = argv[i + 1];
        if (name == "--kills") kills = std::strtoll(argv[i + 1], nullptr, 10);
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::string pattern = (std::filesystem::temp_directory_path() / "minga-kill-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) return 1;
    const bool is_good = run(program, kills, pattern);
    if (is_good) std::filesystem::remove_all(pattern);
    return is_good ? 0 : 1;
}
