/// An application that only shows the widget gallery, and keeps a database to try the storage with.
#include "client_wasm/app/app.hpp"
#include "client_wasm/screens/gallery.hpp"
#include "shared/storage/database.hpp"

#include <string>

namespace minga::client {
namespace {

/// Each row is a page's worth, so that a full disk is reached within a test's patience.
constexpr std::size_t row_bytes = 4000;

class GalleryApp final : public App {
public:
    explicit GalleryApp(Platform& platform) : platform_(platform) {
        const StorageInfo storage = platform.storage();
        state_.is_storage_durable = storage.is_durable;
        auto opened =
            storage::Database::open({.path = "gallery.db", .vfs = storage.vfs, .exclusive = true});
        if (!opened) {
            state_.storage_words = "no abrió: " + opened.error().detail;
            return;
        }
        database_ = std::move(*opened);
        const auto made = database_->execute(
            "CREATE TABLE IF NOT EXISTS saved (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
        state_.storage_words = made ? "abierto" : made.error().detail;
        count();
    }

    void draw(Ui& ui) override {
        draw_gallery(ui, state_);
        if (state_.rows_to_store > 0) {
            store(state_.rows_to_store);
            state_.rows_to_store = 0;
            ui.request_frame();
        }
    }

    Appearance appearance() const override {
        return {static_cast<ThemeChoice>(state_.theme), state_.text_scale};
    }
    void on_route(std::string_view) override {}
    void on_event(PageEvent) override { platform_.request_frame(); }
    void close_storage() override { database_.reset(); }

private:
    void count() {
        const auto counted =
            database_->each("SELECT coalesce(max(id), 0) FROM saved",
                            [&](const storage::Row& row) { state_.stored = row.integer(0); });
        if (!counted) state_.storage_words = counted.error().detail;
    }

    /// All of the rows, or none.
    void store(int rows) {
        if (!database_) return;
        const std::string body(row_bytes, 'm');
        Result<void> done = database_->execute("BEGIN");
        for (int row = 0; row < rows && done; ++row) {
            done = database_->run("INSERT INTO saved (body) VALUES (?1)", body);
        }
        if (done) done = database_->execute("COMMIT");
        if (!done) (void)database_->execute("ROLLBACK");
        state_.storage_words =
            done ? "guardada"
                 : std::string(error_info(done.error().code).key) + ": " + done.error().detail;
        count();
    }

    Platform& platform_;
    GalleryState state_;
    std::unique_ptr<storage::Database> database_;
};

}  // namespace

std::unique_ptr<App> make_app(Platform& platform) {
    return std::make_unique<GalleryApp>(platform);
}

}  // namespace minga::client
