/// An application that only shows the widget gallery.
#include "client_wasm/app/app.hpp"
#include "client_wasm/screens/gallery.hpp"

namespace minga::client {
namespace {

class GalleryApp final : public App {
public:
    explicit GalleryApp(Platform& platform) : platform_(platform) {
        state_.is_storage_durable = platform.storage().is_durable;
    }
    void draw(Ui& ui) override { draw_gallery(ui, state_); }
    Appearance appearance() const override {
        return {static_cast<ThemeChoice>(state_.theme), state_.text_scale};
    }
    void on_route(std::string_view) override {}
    void on_event(PageEvent) override { platform_.request_frame(); }
    void close_storage() override {}

private:
    Platform& platform_;
    GalleryState state_;
};

}  // namespace

std::unique_ptr<App> make_app(Platform& platform) {
    return std::make_unique<GalleryApp>(platform);
}

}  // namespace minga::client
