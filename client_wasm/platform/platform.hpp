/// What a page can do for the application: network, time, storage, files, the page itself.
///
/// The application is single-threaded and driven by events: everything here returns at once, and
/// answers come later through the callback, never during the call. Callbacks run outside of frames;
/// a frame is drawn after each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace minga::client {

struct HttpRequest {
    std::string method = "GET";
    std::string url;  ///< of this origin: "/api/v1/sync"
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    bool is_body_compressed = false;  ///< send the body with gzip (Content-Encoding: gzip)
    bool takes_part = false;          ///< an answer that was cut is given as far as it came
    /// How long nothing may come of the answer. What is sent is given a second more for each 2 KB.
    std::int32_t timeout_ms = 30'000;
};

struct HttpResponse {
    int status = 0;  ///< 0: no answer (no network, a cut, or the timeout)
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;                                          ///< already decompressed
    std::int64_t body_bytes_sent = 0;                          ///< after compression

    /// The value of a header, by its name in lower case; empty where it is not there.
    std::string_view header(std::string_view name) const {
        for (const auto& [key, value] : headers) {
            if (key == name) return value;
        }
        return {};
    }
};

/// Says to the server whose request it is.
inline std::pair<std::string, std::string> authorization(std::string_view token) {
    return {"Authorization", "Bearer " + std::string{token}};
}

/// Whether somebody pays for each byte, as far as the browser tells.
enum class LinkKind : std::uint8_t { unknown, free, metered };

using HttpCallback = std::function<void(HttpResponse)>;
using RequestId = std::uint32_t;
using TimerId = std::uint32_t;

/// Where databases live: the name to give SQLite, and whether it outlives the tab.
struct StorageInfo {
    std::string vfs;           ///< "opfs"
    bool is_durable = false;   ///< false: memory only, the person must be told
    std::string reason;        ///< why not, for the log: "no_opfs", "denied: …"
    bool is_mirrored = false;  ///< durable, by a slower way than usual
};

class Platform {
public:
    virtual ~Platform() = default;

    virtual RequestId request(HttpRequest request, HttpCallback done) = 0;
    virtual void cancel(RequestId request) = 0;

    virtual TimerId after(std::int32_t delay_ms, std::function<void()> run) = 0;
    virtual void cancel_timer(TimerId timer) = 0;

    /// Milliseconds since 1970, UTC.
    virtual std::int64_t now_ms() const = 0;
    /// Minutes to add to UTC for the person's time zone.
    virtual std::int32_t zone_offset_minutes() const = 0;
    virtual void fill_random(std::span<std::byte> bytes) = 0;

    virtual StorageInfo storage() const = 0;
    /// Deletes a closed database and its journal; true if it existed.
    virtual bool delete_database(std::string_view name) = 0;
    /// Asks the browser not to evict this site's storage. Call it after the first saved work.
    virtual void ask_persistent_storage() = 0;

    virtual bool is_online() const = 0;  ///< a hint only: probe the server
    virtual bool is_visible() const = 0;
    virtual LinkKind link_kind() const = 0;

    /// Offers a file to the person.
    virtual void download(std::string_view file_name, std::string_view media_type,
                          std::string_view bytes) = 0;

    /// Offers an SVG picture as a PNG, which the page draws.
    virtual void download_drawn(std::string_view file_name, std::string_view svg) = 0;

    /// Whether the browser lets a file be sent through the person's own messengers.
    virtual bool can_share() const = 0;
    /// Sends a file through one that the person chooses; where that cannot be, offers it.
    virtual void share(std::string_view file_name, std::string_view media_type,
                       std::string_view bytes) = 0;
    /// Prints lines of text, the first as their title.
    virtual void print(std::string_view text) = 0;
    /// Shows a form or report (`paper/paper.hpp`, as JSON) on a page of its own that prints it,
    /// also without a network.
    virtual void show_paper(std::string_view json) = 0;
    /// Opens the user's manual, a page beside the application's, also without a network.
    virtual void open_manual() = 0;

    /// Lets the browser ask whether Minga should be installed; after a press only.
    virtual void ask_install() = 0;

    /// Small preferences of this device that are needed before any database is open, and what the
    /// page tells of itself ("page_…").
    virtual std::string preference(std::string_view name) const = 0;
    virtual void set_preference(std::string_view name, std::string_view value) = 0;

    /// Starts the version that is waiting, once nothing is half-written.
    virtual void apply_update() = 0;

    /// Draws a frame soon.
    virtual void request_frame() = 0;
};

}  // namespace minga::client
