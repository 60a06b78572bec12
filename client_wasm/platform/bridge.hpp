/// The functions that the worker's JavaScript provides; see `bridge.js` and `web/worker.js`.
///
/// Texts and bytes are passed as pointer and length and are only valid during the call.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

// Page
void minga_js_attach_canvas();
std::int32_t minga_js_pixels_start();  ///< 0: nothing can be put on the canvas.
/// Puts a part of these pixels, rows of red, green, blue and alpha, on the canvas.
void minga_js_pixels_show(const std::uint32_t* pixels, std::int32_t width, std::int32_t height,
                          std::int32_t left, std::int32_t top, std::int32_t part_width,
                          std::int32_t part_height);
void minga_js_request_frame();
void minga_js_post(const char* json, std::size_t length);
void minga_js_download(const char* name, std::size_t name_length, const char* type,
                       std::size_t type_length, const char* bytes, std::size_t length);

// Network and time
void minga_js_http(std::uint32_t id, const char* head_json, std::size_t head_length,
                   const char* body, std::size_t body_length);
void minga_js_http_cancel(std::uint32_t id);
void minga_js_timer(std::uint32_t id, std::int32_t delay_ms);
void minga_js_timer_cancel(std::uint32_t id);
double minga_js_now_ms();
std::int32_t minga_js_zone_offset_minutes();
std::int32_t minga_js_link();  ///< As LinkKind.
void minga_js_random(void* bytes, std::size_t length);

// Files: -1 is "no such file"; a result code is 0 for done, 1 for full, 2 for failed.
std::int32_t minga_js_file_open(const char* name, std::size_t length, std::int32_t creates);
void minga_js_file_close(std::int32_t file);
std::int32_t minga_js_file_delete(const char* name, std::size_t length);
std::int32_t minga_js_file_exists(const char* name, std::size_t length);
double minga_js_file_size(std::int32_t file);
std::int32_t minga_js_file_read(std::int32_t file, void* bytes, std::int32_t length, double offset);
std::int32_t minga_js_file_write(std::int32_t file, const void* bytes, std::int32_t length,
                                 double offset);
std::int32_t minga_js_file_truncate(std::int32_t file, double size);
std::int32_t minga_js_file_flush(std::int32_t file);
std::int32_t minga_js_files_are_kept();  ///< Whether all that was written outlives the tab.
}
