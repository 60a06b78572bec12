/// A page that does nothing by itself: requests and timers wait until the test answers them.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/seams.hpp"
#include "shared/base/rng.hpp"
#include "tests/support/sync/device.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace minga::test {

class TestPage final : public client::Platform {
public:
    struct Waiting {
        client::HttpRequest request;
        client::HttpCallback done;
    };
    struct Timer {
        std::int64_t due_ms = 0;
        std::function<void()> run;
    };

    client::RequestId request(client::HttpRequest request, client::HttpCallback done) override {
        const client::RequestId id = ++last_id;
        requests[id] = {std::move(request), std::move(done)};
        return id;
    }
    void cancel(client::RequestId request) override { requests.erase(request); }
    client::TimerId after(std::int32_t delay_ms, std::function<void()> run) override {
        const client::TimerId id = ++last_id;
        timers[id] = {now + delay_ms, std::move(run)};
        return id;
    }
    void cancel_timer(client::TimerId timer) override { timers.erase(timer); }
    std::int64_t now_ms() const override { return now; }
    std::int32_t zone_offset_minutes() const override { return -180; }
    void fill_random(std::span<std::byte> bytes) override {
        for (std::byte& byte : bytes) byte = static_cast<std::byte>(random.next());
    }
    client::StorageInfo storage() const override { return {"", true, ""}; }
    bool delete_database(std::string_view name) override {
        deleted.emplace_back(name);
        return true;
    }
    void ask_persistent_storage() override { ++persistence_asked; }
    void open_manual() override { ++manual_opened; }
    void show_paper(std::string_view json) override { papers.emplace_back(json); }
    void ask_install() override { ++install_asked; }
    bool is_online() const override { return true; }
    bool is_visible() const override { return true; }
    client::LinkKind link_kind() const override { return link; }
    void download(std::string_view name, std::string_view, std::string_view bytes) override {
        downloaded = {std::string{name}, std::string{bytes}};
    }
    void download_drawn(std::string_view name, std::string_view svg) override {
        downloaded = {std::string{name}, std::string{svg}};
    }
    bool can_share() const override { return true; }
    void share(std::string_view name, std::string_view, std::string_view bytes) override {
        shared = {std::string{name}, std::string{bytes}};
    }
    void print(std::string_view) override {}
    std::string preference(std::string_view name) const override {
        const auto found = preferences.find(std::string{name});
        return found == preferences.end() ? std::string{} : found->second;
    }
    void set_preference(std::string_view name, std::string_view value) override {
        preferences[std::string{name}] = value;
    }
    void apply_update() override {}
    void request_frame() override {}

    /// The server's answer to the request that waits; there must be exactly one.
    void answer(int status, std::string body,
                std::vector<std::pair<std::string, std::string>> headers = {}) {
        REQUIRE(requests.size() == 1);
        const auto waiting = std::move(requests.begin()->second);
        requests.clear();
        client::HttpResponse response;
        response.status = status;
        response.headers = std::move(headers);
        response.body = std::move(body);
        response.body_bytes_sent = static_cast<std::int64_t>(waiting.request.body.size());
        waiting.done(std::move(response));
    }
    const client::HttpRequest& waiting_request() {
        REQUIRE(requests.size() == 1);
        return requests.begin()->second.request;
    }
    /// Lets time pass and runs what falls due.
    void advance(std::int64_t ms) {
        now += ms;
        std::vector<std::function<void()>> due;
        for (auto timer = timers.begin(); timer != timers.end();) {
            if (timer->second.due_ms > now) {
                ++timer;
                continue;
            }
            due.push_back(std::move(timer->second.run));
            timer = timers.erase(timer);
        }
        for (const auto& run : due) run();
    }

    std::int64_t now = noon.ms;
    client::LinkKind link = client::LinkKind::unknown;
    std::map<client::RequestId, Waiting> requests;
    std::map<client::TimerId, Timer> timers;
    std::map<std::string, std::string> preferences;
    std::vector<std::string> deleted;
    std::vector<std::string> papers;             ///< As JSON.
    std::pair<std::string, std::string> shared;  ///< A file's name and bytes.
    std::pair<std::string, std::string> downloaded;
    SeededRandom random{7};
    std::uint32_t last_id = 0;
    int persistence_asked = 0;
    int manual_opened = 0;
    int install_asked = 0;
};

/// The application's state over a store in memory that has read the world once.
struct PageFixture {
    World world;
    TestPage page;
    client::PlatformClock clock{page};
    SeededRandom random{11};
    client::AppState app{page, world.catalog};

    void sign_in(const Actor& actor, std::string_view token = "token") {
        auto database = storage::Database::open({.path = ":memory:"});
        REQUIRE(database);
        auto store = sync::DeviceStore::open(std::move(*database), world.catalog, random, clock);
        REQUIRE(store);
        REQUIRE((*store)->sign_in(actor, token));
        REQUIRE((*store)->apply(first_answer(world, world.municipality)));
        app.open(std::move(*store));
        app.begin_frame();
    }
};

}  // namespace minga::test
