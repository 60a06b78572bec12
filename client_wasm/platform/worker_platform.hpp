/// The platform of a browser's worker: every call goes to JavaScript, answers come back by id.
#pragma once

#include "client_wasm/platform/platform.hpp"

#include <functional>
#include <map>
#include <string>
#include <unordered_map>

namespace minga::client {

class WorkerPlatform final : public Platform {
public:
    explicit WorkerPlatform(StorageInfo storage) : storage_(std::move(storage)) {}

    RequestId request(HttpRequest request, HttpCallback done) override;
    void cancel(RequestId request) override;
    TimerId after(std::int32_t delay_ms, std::function<void()> run) override;
    void cancel_timer(TimerId timer) override;
    std::int64_t now_ms() const override;
    std::int32_t zone_offset_minutes() const override;
    void fill_random(std::span<std::byte> bytes) override;
    StorageInfo storage() const override { return storage_; }
    bool delete_database(std::string_view name) override;
    void ask_persistent_storage() override;
    void open_manual() override;
    void show_paper(std::string_view json) override;
    void ask_install() override;
    bool is_online() const override { return is_online_; }
    bool is_visible() const override { return is_visible_; }
    LinkKind link_kind() const override;
    void download(std::string_view file_name, std::string_view media_type,
                  std::string_view bytes) override;
    void download_drawn(std::string_view file_name, std::string_view svg) override;
    bool can_share() const override { return !preference("can_share").empty(); }
    void share(std::string_view file_name, std::string_view media_type,
               std::string_view bytes) override;
    void print(std::string_view text) override;
    std::string preference(std::string_view name) const override;
    void set_preference(std::string_view name, std::string_view value) override;
    void apply_update() override;
    void request_frame() override;

    // What the page reports.
    void on_response(RequestId request, HttpResponse response);
    void on_timer(TimerId timer);
    void set_online(bool is_online) { is_online_ = is_online; }
    void set_visible(bool is_visible) { is_visible_ = is_visible; }
    void load_preference(std::string name, std::string value) {
        preferences_[std::move(name)] = std::move(value);
    }

private:
    StorageInfo storage_;
    std::unordered_map<RequestId, HttpCallback> requests_;
    std::unordered_map<TimerId, std::function<void()>> timers_;
    std::map<std::string, std::string, std::less<>> preferences_;
    std::uint32_t last_id_ = 0;
    bool is_online_ = true;
    bool is_visible_ = true;
};

}  // namespace minga::client
