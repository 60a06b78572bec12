/// Puts the application together: which screen is drawn, and what happens on the page's events.
#include "client_wasm/app/app.hpp"

#include "client_wasm/app/account.hpp"
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/bundle_driver.hpp"
#include "client_wasm/app/file_driver.hpp"
#include "client_wasm/app/history_source.hpp"
#include "client_wasm/app/preferences.hpp"
#include "client_wasm/app/quarantine_source.hpp"
#include "client_wasm/app/report_source.hpp"
#include "client_wasm/app/seams.hpp"
#include "client_wasm/app/sync_driver.hpp"
#include "client_wasm/screens/screens.hpp"
#include "shared/programs/embedded.hpp"
#include "sync/wire/instruments.hpp"

#include <array>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace minga::client {
namespace {

constexpr std::array screens{
    ScreenRow{"inicio", draw_home},
    ScreenRow{"diagnostico", draw_diagnosis},
    ScreenRow{"plan", draw_plan},
    ScreenRow{"bandeja", draw_inbox},
    ScreenRow{"cuarentena", draw_quarantine},
    ScreenRow{"consolidado", draw_consolidated},
    ScreenRow{"documentos", draw_documents},
    ScreenRow{"buscar", draw_search},
    ScreenRow{"camino", draw_path},
    ScreenRow{"evaluacion", draw_evaluation},
    ScreenRow{"comite", draw_committee},
    ScreenRow{"validacion", draw_validation},
    ScreenRow{"firmas", draw_signatures},
    ScreenRow{"institucion", draw_institution},
    ScreenRow{"comparacion", draw_comparison},
    ScreenRow{"mas", draw_more},
    ScreenRow{"ajustes", draw_settings},
    ScreenRow{"archivos", draw_bundles},
    ScreenRow{"imprimir", draw_printing},
    ScreenRow{"entrar", draw_sign_in},
};

DrawScreen screen_of(std::string_view route) {
    for (const ScreenRow& row : screens) {
        if (row.route == route) return row.draw;
    }
    return draw_home;
}

/// Routes that differ only behind their third part are one place: a panel opened in it.
bool is_same_place(const Route& a, const Route& b) {
    return a.at(0) == b.at(0) && a.at(1) == b.at(1) && a.at(2) == b.at(2);
}

class MingaApp final : public App {
public:
    explicit MingaApp(Platform& platform)
        : platform_(platform),
          clock_(platform),
          random_(platform),
          state_(platform, catalog_),
          account_(platform, state_, catalog_, random_, clock_),
          sync_(platform, state_, random_),
          files_(platform, state_, random_),
          bundles_(platform, state_),
          report_(platform, state_),
          history_(platform, state_),
          quarantine_(platform, state_) {
        state_.account.appearance = load_appearance(platform);
        state_.account.storage = platform.storage();
        set_hooks();
        account_.open_last();
    }

    void draw(Ui& ui) override {
        for (auto& act : std::exchange(after_frame_, {})) act();
        state_.begin_frame();
        if (const auto address = state_.take_address()) ui.navigate(*address);
        if (!is_same_place(drawn_, state_.route())) {
            ui.scroll_to_top();
            drawn_ = state_.route();
        }
        if (state_.account.is_handed_over) {
            draw_handed_over(ui, state_);
        } else if (!state_.is_open()) {
            draw_sign_in(ui, state_);
        } else {
            current_screen()(ui, state_);
        }
        const std::string words = state_.take_announcement();
        if (!words.empty()) ui.announce(words);
        if (!after_frame_.empty()) platform_.request_frame();
    }

    Appearance appearance() const override { return state_.account.appearance; }

    void on_route(std::string_view route) override {
        state_.take_route(route);
        platform_.request_frame();
    }

    void on_event(PageEvent event) override {
        switch (event) {
            case PageEvent::went_online:
            case PageEvent::became_visible:
                sync_.run_now();
                break;
            case PageEvent::went_offline:
                sync_.refresh_view();
                files_.refresh_view();
                break;
            case PageEvent::became_hidden:
                // Every change was stored when it was made; what waits to be sent may as well go.
                sync_.run_now();
                break;
            case PageEvent::update_available:
                state_.account.is_update_waiting = true;
                break;
            case PageEvent::storage_persisted:
                state_.account.is_storage_persisted = true;
                break;
        }
        platform_.request_frame();
    }

    void close_storage() override {
        sync_.stop();
        files_.stop();
        bundles_.stop();
        report_.stop();
        history_.stop();
        quarantine_.stop();
        state_.close();
        state_.account.is_handed_over = true;
        platform_.request_frame();
    }

private:
    DrawScreen current_screen() {
        const std::string_view place = state_.route().at(0);
        const bool is_home = place == "inicio";
        return is_home && !state_.works_on_one() ? draw_consolidated : screen_of(place);
    }

    /// Screens ask in the middle of a frame, which must end with the records it began with.
    void later(std::function<void()> act) {
        after_frame_.push_back(std::move(act));
        platform_.request_frame();
    }

    void set_hooks() {
        state_.hooks.changed = [this] {
            later([this] {
                sync_.run_soon();
                account_.note_kept(state_.sync().pending);
                files_.refresh_view();
            });
        };
        state_.hooks.carry_files = [this](bool is_asked) {
            later([this, is_asked] { is_asked ? files_.run_asked() : files_.run(); });
        };
        state_.hooks.sync_now = [this] { later([this] { sync_.run_now(); }); };
        state_.hooks.fetch_report = [this] { later([this] { report_.fetch(); }); };
        state_.hooks.fetch_history = [this] { later([this] { history_.fetch(); }); };
        state_.hooks.fetch_quarantine = [this] { later([this] { quarantine_.fetch(); }); };
        state_.hooks.decide_quarantined = [this](std::int64_t number, bool releases,
                                                 const std::string& reason) {
            later(
                [this, number, releases, reason] { quarantine_.decide(number, releases, reason); });
        };
        quarantine_.on_decided = [this] { sync_.run_now(); };
        state_.hooks.sign_in = [this](std::string login, std::string password) {
            later([this, login = std::move(login), password = std::move(password)] {
                account_.sign_in(login, password);
            });
        };
        state_.hooks.sign_out = [this](bool removes_data) {
            later([this, removes_data] { account_.sign_out(removes_data); });
        };
        state_.hooks.set_appearance = [this](Appearance appearance) {
            state_.account.appearance = appearance;
            save_appearance(platform_, appearance);
            platform_.request_frame();
        };
        // What is asked for is decided where an exchange begins: one under way is given up, and
        // what it carried goes again.
        state_.hooks.open_organization = [this](const Id& id) {
            later([this, id] {
                state_.ask_for_organization(id);
                sync_.start();
            });
        };
        state_.hooks.close_organization = [this](const Id& id) {
            later([this, id] {
                sync_.stop();
                state_.close_organization(id);
                sync_.start();
            });
        };
        account_.on_open = [this] {
            know_instruments();
            report_.start();
            files_.refresh_view();
            sync_.start();
            bundles_.start();
            report_.fetch();
            quarantine_.fetch();
        };
        account_.on_close = [this] {
            sync_.stop();
            files_.stop();
            bundles_.stop();
            report_.stop();
            history_.stop();
            quarantine_.stop();
        };
        sync_.on_done = [this] {
            know_instruments();
            account_.note_kept(state_.sync().pending);
            report_.fetch();
            quarantine_.fetch();
            files_.run();
            bundles_.use_network();
        };
        bundles_.on_records = [this] { sync_.refresh_view(); };
        state_.hooks.prepare_bundle = [this] { later([this] { bundles_.prepare(); }); };
        state_.hooks.receive_bundle = [this](std::string file) {
            later([this, file = std::move(file)]() mutable { bundles_.receive(std::move(file)); });
        };
        state_.hooks.give_bundle = [this](const std::string& hash) {
            later([this, hash] { bundles_.give_carried(hash); });
        };
        state_.hooks.drop_bundle = [this](const std::string& hash) {
            later([this, hash] { bundles_.drop_carried(hash); });
        };
    }

    /// What the server published after this program was built.
    void know_instruments() {
        if (!state_.is_open()) return;
        const sync::InstrumentTexts& published = state_.store()->instruments();
        if (published.digest() == known_instruments_) return;
        known_instruments_ = published.digest();
        sync::add_instruments(catalog_, published.texts());
    }

    Platform& platform_;
    PlatformClock clock_;
    PlatformRandom random_;
    Catalog& catalog_ = growing_catalog();
    std::string known_instruments_;  ///< Their digest.
    AppState state_;
    Account account_;
    SyncDriver sync_;
    FileDriver files_;
    BundleDriver bundles_;
    ReportSource report_;
    HistorySource history_;
    QuarantineSource quarantine_;
    Route drawn_;
    std::vector<std::function<void()>> after_frame_;
};

}  // namespace

std::span<const ScreenRow> all_screens() {
    return screens;
}

std::unique_ptr<App> make_app(Platform& platform) {
    return std::make_unique<MingaApp>(platform);
}

}  // namespace minga::client
