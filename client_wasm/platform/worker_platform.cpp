#include "client_wasm/platform/worker_platform.hpp"

#include "client_wasm/platform/bridge.hpp"
#include "shared/codec/json.hpp"

#include <utility>

namespace minga::client {
namespace {

void post(std::string_view json) {
    minga_js_post(json.data(), json.size());
}

}  // namespace

RequestId WorkerPlatform::request(HttpRequest request, HttpCallback done) {
    const RequestId id = ++last_id_;
    requests_[id] = std::move(done);
    std::string head = "{\"method\":";
    append_json_text(head, request.method);
    head += ",\"url\":";
    append_json_text(head, request.url);
    head += ",\"gzip\":";
    head += request.is_body_compressed ? "true" : "false";
    head += ",\"takesPart\":";
    head += request.takes_part ? "true" : "false";
    head += ",\"timeout\":" + std::to_string(request.timeout_ms) + ",\"headers\":[";
    for (const auto& [name, value] : request.headers) {
        if (head.back() != '[') head += ',';
        head += '[';
        append_json_text(head, name);
        head += ',';
        append_json_text(head, value);
        head += ']';
    }
    head += "]}";
    minga_js_http(id, head.data(), head.size(), request.body.data(), request.body.size());
    return id;
}

void WorkerPlatform::cancel(RequestId request) {
    if (requests_.erase(request) > 0) minga_js_http_cancel(request);
}

void WorkerPlatform::on_response(RequestId request, HttpResponse response) {
    const auto found = requests_.find(request);
    if (found == requests_.end()) return;
    const HttpCallback done = std::move(found->second);
    requests_.erase(found);
    if (done) done(std::move(response));
    request_frame();
}

TimerId WorkerPlatform::after(std::int32_t delay_ms, std::function<void()> run) {
    const TimerId id = ++last_id_;
    timers_[id] = std::move(run);
    minga_js_timer(id, delay_ms);
    return id;
}

void WorkerPlatform::cancel_timer(TimerId timer) {
    if (timers_.erase(timer) > 0) minga_js_timer_cancel(timer);
}

void WorkerPlatform::on_timer(TimerId timer) {
    const auto found = timers_.find(timer);
    if (found == timers_.end()) return;
    const std::function<void()> run = std::move(found->second);
    timers_.erase(found);
    if (run) run();
}

std::int64_t WorkerPlatform::now_ms() const {
    return static_cast<std::int64_t>(minga_js_now_ms());
}

std::int32_t WorkerPlatform::zone_offset_minutes() const {
    return minga_js_zone_offset_minutes();
}

LinkKind WorkerPlatform::link_kind() const {
    return static_cast<LinkKind>(minga_js_link());
}

void WorkerPlatform::fill_random(std::span<std::byte> bytes) {
    minga_js_random(bytes.data(), bytes.size());
}

bool WorkerPlatform::delete_database(std::string_view name) {
    bool was_there = false;
    for (const std::string_view suffix : {"", "-journal", "-wal"}) {
        const std::string file = std::string(name) + std::string(suffix);
        if (minga_js_file_delete(file.data(), file.size()) == 0) was_there = true;
    }
    return was_there;
}

void WorkerPlatform::ask_persistent_storage() {
    post(R"([{"do":"persist"}])");
}

void WorkerPlatform::ask_install() {
    post(R"([{"do":"install"}])");
}

void WorkerPlatform::open_manual() {
    post(R"([{"do":"manual"}])");
}

void WorkerPlatform::show_paper(std::string_view json) {
    post("[{\"do\":\"paper\",\"paper\":" + std::string(json) + "}]");
}

void WorkerPlatform::download(std::string_view file_name, std::string_view media_type,
                              std::string_view bytes) {
    minga_js_download(file_name.data(), file_name.size(), media_type.data(), media_type.size(),
                      bytes.data(), bytes.size());
}

void WorkerPlatform::download_drawn(std::string_view file_name, std::string_view svg) {
    download(file_name, "draw image/png", svg);
}

void WorkerPlatform::share(std::string_view file_name, std::string_view media_type,
                           std::string_view bytes) {
    download(file_name, "share " + std::string(media_type), bytes);
}

void WorkerPlatform::print(std::string_view text) {
    std::string json = "[{\"do\":\"print\",\"text\":";
    append_json_text(json, text);
    post(json + "}]");
}

std::string WorkerPlatform::preference(std::string_view name) const {
    const auto found = preferences_.find(name);
    return found == preferences_.end() ? std::string() : found->second;
}

void WorkerPlatform::set_preference(std::string_view name, std::string_view value) {
    preferences_[std::string(name)] = value;
    std::string json = "[{\"do\":\"preference\",\"name\":";
    append_json_text(json, name);
    json += ",\"value\":";
    append_json_text(json, value);
    post(json + "}]");
}

void WorkerPlatform::apply_update() {
    post(R"([{"do":"update"}])");
}

void WorkerPlatform::request_frame() {
    minga_js_request_frame();
}

}  // namespace minga::client
