/// A screen over the demonstration data of one organization, with the client's own type.
#pragma once

#include "client_wasm/screens/screens.hpp"
#include "client_wasm/widgets/fonts.hpp"
#include "server/admin/demo.hpp"
#include "server/admin/demo_tree.hpp"
#include "server/reports/consolidated_report.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minga::test {

inline const std::string puerto_varas = "10109";
inline const std::string lo_prado = "13117";
inline const std::string san_pedro = "02203";

inline const server::SqliteStore& demo_store() {
    static const auto store = [] {
        auto made = server::SqliteStore::open({.path = ":memory:"}, "first");
        REQUIRE(made);
        REQUIRE(server::fill_with_demo(**made, embedded_catalog(), noon));
        return *std::move(made);
    }();
    return *store;
}

/// The bytes of one of the client's fonts.
inline std::span<const std::byte> font_bytes(const char* name) {
    static std::map<std::string, std::string> read;
    std::string& bytes = read[name];
    if (bytes.empty()) {
        std::ifstream file{std::string{MINGA_SOURCE_ROOT} + "/.deps/fonts/" + name,
                           std::ios::binary};
        bytes.assign(std::istreambuf_iterator<char>{file}, {});
        REQUIRE_FALSE(bytes.empty());
    }
    return {reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()};
}

/// A place, and what is pressed there before it is looked at.
struct Visit {
    std::string route;
    std::vector<std::string> presses{};
};

class DemoPage : public DrawnPage {
public:
    DemoPage(const char* role, const std::string& code) : DrawnPage(client::draw_home) {
        const Id home = server::demo_id("organization/" + code);
        const Actor actor = world.person(role, "Ana Soto", role, home);
        world.records = {};
        for (const auto& info : schema::all_record_infos) {
            REQUIRE(demo_store().each_of_kind({}, info.key, [&](const Record& record) {
                if (record.organization == home) world.records.put(record);
            }));
        }
        world.municipality = home;
        app.hooks = {.changed = [] {},
                     .sync_now = [] {},
                     .carry_files = [](bool) {},
                     .fetch_report = [] {},
                     .fetch_history = [] {},
                     .fetch_quarantine = [] {},
                     .decide_quarantined = [](std::int64_t, bool, const std::string&) {},
                     .sign_in = [](const std::string&, const std::string&) {},
                     .sign_out = [](bool) {},
                     .set_appearance = [](const client::Appearance&) {},
                     .prepare_bundle = [] {},
                     .receive_bundle = [](const std::string&) {},
                     .give_bundle = [](const std::string&) {},
                     .drop_bundle = [](const std::string&) {},
                     .open_organization = [](const Id&) {},
                     .close_organization = [](const Id&) {}};
        sign_in(actor);
        server::ConsolidatedReport report{embedded_catalog()};
        auto json = report.make(demo_store(), {}, noon);
        REQUIRE(json);
        app.report.json = json->dump();
        app.report.fetched_at = noon;
    }

    /// A page of another size, with type drawn for it.
    void show(const PageSize& size) {
        resize(size);
        client::build_fonts(
            ui.core(),
            {font_bytes("text.ttf"), font_bytes("text_semibold.ttf"), font_bytes("icons.ttf")}, 1,
            size.text_scale);
    }

    void go(const Visit& visit) {
        app.navigate(visit.route);
        const std::string_view part = app.route().at(0);
        const auto screens = client::all_screens();
        const auto row =
            std::find_if(screens.begin(), screens.end(),
                         [&](const client::ScreenRow& screen) { return screen.route == part; });
        REQUIRE(row != screens.end());
        set_draw(row->draw);
        ui.scroll_to_top();
        settle();
        for (const std::string& name : visit.presses) press(name);
    }

    /// The first record of that kind in the demonstration data.
    std::string first(std::string_view kind) {
        const auto& all = app.list(kind);
        REQUIRE_FALSE(all.empty());
        return all.front().id.to_text();
    }
};

}  // namespace minga::test
