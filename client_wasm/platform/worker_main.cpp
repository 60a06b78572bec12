/// The worker's entry points: what JavaScript calls.
#include "client_wasm/app/app.hpp"
#include "client_wasm/platform/bridge.hpp"
#include "client_wasm/platform/opfs_vfs.hpp"
#include "client_wasm/platform/renderer.hpp"
#include "client_wasm/platform/software_renderer.hpp"
#include "client_wasm/platform/webgl_renderer.hpp"
#include "client_wasm/platform/worker_platform.hpp"
#include "client_wasm/widgets/fonts.hpp"
#include "shared/programs/embedded.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <emscripten.h>
#include <imgui.h>

namespace minga::client {
namespace {

/// The page as the main thread last described it.
struct View {
    float width = 360;
    float height = 740;
    float pixel_ratio = 1;
    float inset_top = 0;
    float inset_bottom = 0;
    bool is_touch = false;
    bool has_reduced_motion = false;
    bool prefers_dark = false;
    bool prefers_contrast = false;
};

struct Page {
    explicit Page(StorageInfo storage) : platform(std::move(storage)) {}

    Ui ui;
    WorkerPlatform platform;
    std::unique_ptr<Renderer> renderer;
    std::unique_ptr<App> app;
    View view;
    /// Addresses that the page went to after something that people did and no frame has taken yet.
    std::vector<std::string> routes;
    std::vector<std::byte> font_bytes[3];
    float fonts_ratio = 0;
    float fonts_scale = 0;
    bool has_context = false;
    bool is_context_lost = false;
};

// The worker's one instance; JavaScript's calls carry no object.
std::unique_ptr<Page> page;

/// "Alto contraste" is light or dark as the system is: who needs one cannot look at the other.
Theme theme_of(const Appearance& appearance, const View& view) {
    const Theme contrast = view.prefers_dark ? Theme::high_contrast_dark : Theme::high_contrast;
    switch (appearance.theme) {
        case ThemeChoice::system:
            if (view.prefers_contrast) return contrast;
            return view.prefers_dark ? Theme::dark : Theme::light;
        case ThemeChoice::light:
            return Theme::light;
        case ThemeChoice::dark:
            return Theme::dark;
        case ThemeChoice::high_contrast:
            return contrast;
    }
    return Theme::light;
}

/// YYYY-MM-DD in the person's time zone.
std::string local_date(const Platform& platform) {
    const std::int64_t minutes = platform.now_ms() / 60'000 + platform.zone_offset_minutes();
    std::int64_t days = minutes / 1440;
    // Howard Hinnant's days-to-civil, for days after 1970.
    days += 719'468;
    const std::int64_t era = days / 146'097;
    const std::int64_t of_era = days - era * 146'097;
    const std::int64_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
    const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted = (5 * of_year + 2) / 153;
    const std::int64_t day = of_year - (153 * shifted + 2) / 5 + 1;
    const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    const auto two = [](std::int64_t number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return std::to_string(year) + "-" + two(month) + "-" + two(day);
}

void prepare_fonts(const Appearance& appearance) {
    const float ratio = page->view.pixel_ratio;
    const bool is_current = page->fonts_ratio == ratio &&
                            page->fonts_scale == appearance.text_scale && !page->ui.wants_fonts();
    if (is_current || page->font_bytes[0].empty()) return;
    build_fonts(page->ui.core(), {page->font_bytes[0], page->font_bytes[1], page->font_bytes[2]},
                ratio, appearance.text_scale);
    page->fonts_ratio = ratio;
    page->fonts_scale = appearance.text_scale;
    if (page->has_context && !page->is_context_lost) page->renderer->upload_fonts();
}

bool draw_frame(double time_ms) {
    Appearance appearance = page->app->appearance();
    appearance.text_scale = std::clamp(appearance.text_scale, 1.0F, 2.5F);
    prepare_fonts(appearance);
    const View& view = page->view;
    const std::string today = local_date(page->platform);
    FrameInput input;
    input.width = view.width;
    input.height = view.height;
    input.pixel_ratio = view.pixel_ratio;
    input.text_scale = appearance.text_scale;
    input.theme = theme_of(appearance, view);
    input.is_touch = view.is_touch;
    input.has_reduced_motion = view.has_reduced_motion;
    input.time_s = time_ms / 1000;
    input.today = today;
    input.inset_top = view.inset_top;
    input.inset_bottom = view.inset_bottom;

    page->ui.begin_frame(input);
    page->app->draw(page->ui);
    const FrameOutput output = page->ui.end_frame();
    if (!output.semantic_patch.empty()) {
        minga_js_post(output.semantic_patch.data(), output.semantic_patch.size());
    }
    if (!output.commands.empty()) {
        minga_js_post(output.commands.data(), output.commands.size());
    }
    // What a frame says of saving is seen only once it is so; then there is another frame.
    if (page->has_context && !page->is_context_lost && minga_js_files_are_kept() != 0) {
        page->renderer->draw(*ImGui::GetDrawData(), palette_color(input.theme, Token::bg));
    }
    return output.wants_frame;
}

bool start_renderer(std::unique_ptr<Renderer> renderer) {
    page->renderer = std::move(renderer);
    page->has_context = page->renderer->start();
    return page->has_context;
}

bool draw_without_gpu() {
    page->platform.load_preference("page_drawing", "software");
    page->is_context_lost = false;
    page->fonts_ratio = 0;
    return start_renderer(std::make_unique<SoftwareRenderer>());
}

void follow_routes() {
    if (page->ui.has_waiting_actions()) return;
    for (const std::string& route : page->routes) page->app->on_route(route);
    page->routes.clear();
}

std::vector<std::byte> take_bytes(const void* bytes, std::size_t length) {
    const auto* first = static_cast<const std::byte*>(bytes);
    return {first, first + length};
}

}  // namespace
}  // namespace minga::client

using minga::client::page;
using minga::client::PageEvent;

extern "C" {

/// What needs neither page nor files, and can be done while those are waited for.
EMSCRIPTEN_KEEPALIVE void minga_prepare() {
    static_cast<void>(minga::embedded_catalog());
}

/// `reason` says why storage is not durable; it is where it is empty, or "mirrored".
EMSCRIPTEN_KEEPALIVE int minga_start(const char* reason) {
    minga::client::StorageInfo storage;
    storage.vfs = minga::client::register_opfs_vfs();
    storage.reason = reason;
    storage.is_mirrored = storage.reason == "mirrored";
    storage.is_durable = (storage.reason.empty() || storage.is_mirrored) && !storage.vfs.empty();
    page = std::make_unique<minga::client::Page>(std::move(storage));
    using minga::client::WebglRenderer;
    const bool has_context = minga::client::start_renderer(std::make_unique<WebglRenderer>()) ||
                             minga::client::draw_without_gpu();
    return has_context ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void minga_font(int index, const void* bytes, std::size_t length) {
    if (index >= 0 && index < 3) {
        page->font_bytes[index] = minga::client::take_bytes(bytes, length);
    }
}

EMSCRIPTEN_KEEPALIVE void minga_preference(const char* name, const char* value) {
    page->platform.load_preference(name, value);
}

/// Everything has been handed over; the application begins.
EMSCRIPTEN_KEEPALIVE void minga_open(const char* route, int is_online) {
    page->platform.set_online(is_online != 0);
    page->app = minga::client::make_app(page->platform);
    page->app->on_route(route);
}

EMSCRIPTEN_KEEPALIVE void minga_view(float width, float height, float pixel_ratio, float inset_top,
                                     float inset_bottom, int is_touch, int has_reduced_motion,
                                     int prefers_dark, int prefers_contrast) {
    page->view = {width,
                  height,
                  pixel_ratio,
                  inset_top,
                  inset_bottom,
                  is_touch != 0,
                  has_reduced_motion != 0,
                  prefers_dark != 0,
                  prefers_contrast != 0};
    page->renderer->forget();
}

EMSCRIPTEN_KEEPALIVE void minga_action(const char* key, int kind, const char* value, float x,
                                       float y, int by_keyboard) {
    minga::client::SemanticAction action;
    action.key = std::strtoull(key, nullptr, 16);
    action.kind = static_cast<minga::client::ActionKind>(kind);
    action.value = value;
    action.x = x;
    action.y = y;
    action.by_keyboard = by_keyboard != 0;
    page->ui.push_action(std::move(action));
}

EMSCRIPTEN_KEEPALIVE void minga_key(const char* key) {
    page->ui.push_key({key});
}

/// A file that was chosen at the node `key`, or why it could not be read.
EMSCRIPTEN_KEEPALIVE void minga_file(const char* key, const char* name, const char* bytes,
                                     std::size_t length, const char* problem) {
    page->ui.push_file(std::strtoull(key, nullptr, 16), {name, {bytes, length}, problem});
}

EMSCRIPTEN_KEEPALIVE void minga_pointer(float x, float y, int is_down, int is_touch) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMouseSourceEvent(is_touch != 0 ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
    io.AddMousePosEvent(x, y);
    io.AddMouseButtonEvent(ImGuiMouseButton_Left, is_down != 0);
}

/// What was typed on a screen must reach it before the way back leaves it.
EMSCRIPTEN_KEEPALIVE void minga_route(const char* route) {
    page->routes.emplace_back(route);
    minga::client::follow_routes();
}

EMSCRIPTEN_KEEPALIVE void minga_event(int event) {
    const auto kind = static_cast<PageEvent>(event);
    if (kind == PageEvent::went_online) page->platform.set_online(true);
    if (kind == PageEvent::went_offline) page->platform.set_online(false);
    if (kind == PageEvent::became_visible) page->platform.set_visible(true);
    if (kind == PageEvent::became_hidden) page->platform.set_visible(false);
    page->app->on_event(kind);
}

EMSCRIPTEN_KEEPALIVE void minga_timer(unsigned id) {
    page->platform.on_timer(id);
}

/// `headers`: one line "name: value" each.
EMSCRIPTEN_KEEPALIVE void minga_http_done(unsigned id, int status, const char* headers,
                                          const char* body, std::size_t length, double sent) {
    minga::client::HttpResponse response;
    response.status = status;
    response.body.assign(body, length);
    response.body_bytes_sent = static_cast<std::int64_t>(sent);
    std::string_view rest(headers);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        const std::size_t colon = line.find(": ");
        if (colon != std::string_view::npos) {
            response.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    page->platform.on_response(id, std::move(response));
}

/// Draws; 1 if another frame should follow.
EMSCRIPTEN_KEEPALIVE int minga_frame(double time_ms) {
    const bool wants_more = minga::client::draw_frame(time_ms);
    minga::client::follow_routes();
    return wants_more ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void minga_context_lost() {
    page->is_context_lost = true;
}

EMSCRIPTEN_KEEPALIVE void minga_context_restored() {
    page->is_context_lost = false;
    // The atlas gave its pixels to the lost texture; it is built anew with the next frame.
    page->fonts_ratio = 0;
    page->renderer->restore();
}

/// The context is lost for good; there is another canvas.
EMSCRIPTEN_KEEPALIVE void minga_draw_without_gpu() {
    minga::client::draw_without_gpu();
}

EMSCRIPTEN_KEEPALIVE void minga_close_storage() {
    page->app->close_storage();
}

EMSCRIPTEN_KEEPALIVE void minga_reset_mirror() {
    page->ui.reset_mirror();
}
}
