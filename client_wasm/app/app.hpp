/// The application as the platform sees it. `make_app` is the one entry point.
#pragma once

#include "client_wasm/platform/platform.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <cstdint>
#include <memory>
#include <string_view>

namespace minga::client {

enum class ThemeChoice : std::uint8_t { system, light, dark, high_contrast };

struct Appearance {
    ThemeChoice theme = ThemeChoice::system;
    float text_scale = 1;  ///< 1 to 2.5
};

enum class PageEvent : std::uint8_t {
    went_online,
    went_offline,
    became_visible,
    became_hidden,     ///< store what is open now: the tab may never come back
    update_available,  ///< a new version waits; see Platform::apply_update
    storage_persisted,
};

class App {
public:
    virtual ~App() = default;

    /// Draws the current screen.
    virtual void draw(Ui& ui) = 0;

    virtual Appearance appearance() const = 0;

    /// The address after '#', at the start and whenever it changes.
    virtual void on_route(std::string_view route) = 0;
    virtual void on_event(PageEvent event) = 0;

    /// Another tab takes over: commit and close every database before returning.
    virtual void close_storage() = 0;
};

/// Opens nothing yet but may use `platform`, which outlives the application.
std::unique_ptr<App> make_app(Platform& platform);

}  // namespace minga::client
