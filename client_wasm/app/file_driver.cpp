#include "client_wasm/app/file_driver.hpp"

#include "sync/blob/content_range.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace minga::client {
namespace {

constexpr std::int32_t request_timeout_ms = 60'000;
constexpr std::int32_t records_pause_ms = 400;

std::string_view method_name(sync::BlobRequest::Method method) {
    switch (method) {
        case sync::BlobRequest::Method::head:
            return "HEAD";
        case sync::BlobRequest::Method::put:
            return "PUT";
        case sync::BlobRequest::Method::get:
            return "GET";
    }
    return {};
}

sync::BlobAnswer answer_of(HttpResponse response) {
    sync::BlobAnswer answer;
    answer.status = response.status;
    const std::string offset{response.header("upload-offset")};
    if (!offset.empty()) answer.upload_offset = std::strtoll(offset.c_str(), nullptr, 10);
    answer.is_complete = response.header("upload-complete") == "?1";
    const auto range = sync::ContentRange::parse(response.header("content-range"));
    if (range) answer.total = range->total;
    answer.body = std::move(response.body);
    return answer;
}

}  // namespace

FileDriver::FileDriver(Platform& platform, AppState& state, Random& random)
    : platform_(platform), state_(state), random_(random) {}

FileDriver::~FileDriver() {
    stop();
}

void FileDriver::stop() {
    if (timer_ != 0) platform_.cancel_timer(std::exchange(timer_, 0));
    if (request_ != 0) platform_.cancel(std::exchange(request_, 0));
    session_.reset();
    is_asked_ = false;
    error_.clear();
}

bool FileDriver::may_send() const {
    switch (state_.file_policy()) {
        case FilePolicy::always:
            return true;
        case FilePolicy::wifi:
            return platform_.link_kind() == LinkKind::free;
        case FilePolicy::asked:
            return false;
    }
    return true;
}

void FileDriver::refresh_view() {
    if (!state_.is_open()) return;
    const sync::BlobBacklog backlog = sync::blob_backlog(state_.store()->blobs());
    FilesView view;
    view.pending = backlog.files;
    view.bytes_left = backlog.bytes;
    view.refused = backlog.refused;
    view.is_running = session_ != nullptr;
    view.is_held = backlog.files > 0 && !may_send() && !view.is_running;
    view.error = error_;
    state_.set_files_view(std::move(view));
    platform_.request_frame();
}

void FileDriver::run() {
    if (!state_.is_open()) return;
    if (session_ != nullptr) {
        if (backoff_.failures() > 0 && timer_ != 0) end_wait();
        return;
    }
    // What was asked for comes whatever the link: somebody waits for it.
    may_send_now_ = may_send();
    begin({.bytes_up_max = may_send_now_ ? sync::BlobBudget::no_limit : 0});
}

/// A link that carried the records carries a file too: its next attempt is now.
void FileDriver::end_wait() {
    platform_.cancel_timer(std::exchange(timer_, 0));
    backoff_.reset();
    send_next();
}

void FileDriver::run_asked() {
    if (!state_.is_open()) return;
    if (session_ != nullptr && is_asked_) return;
    stop();
    backoff_.reset();
    is_asked_ = true;
    may_send_now_ = true;
    begin({});
}

void FileDriver::begin(const sync::BlobBudget& budget) {
    if (timer_ != 0) platform_.cancel_timer(std::exchange(timer_, 0));
    if (state_.store()->token().empty()) return refresh_view();
    session_ = std::make_unique<sync::BlobSession>(*state_.store(), budget);
    error_.clear();
    send_next();
}

void FileDriver::send_next() {
    if (state_.sync().is_running) {
        // Words before pictures: they share the link.
        timer_ = platform_.after(records_pause_ms, [this] {
            timer_ = 0;
            send_next();
        });
        return refresh_view();
    }
    if (!is_asked_ && may_send_now_ && !may_send()) {
        // The phone left the Wi-Fi in the middle of a file.
        may_send_now_ = false;
        session_ = std::make_unique<sync::BlobSession>(*state_.store(),
                                                       sync::BlobBudget{.bytes_up_max = 0});
    }
    auto next = session_->next_request();
    if (!next) return end(next.error().message);
    if (!*next) {
        backoff_.reset();
        return end({});
    }
    sync::BlobRequest& blob = **next;
    HttpRequest request;
    request.method = method_name(blob.method);
    request.url = blob.path();
    request.headers = {authorization(state_.store()->token())};
    if (!blob.range.empty()) request.headers.emplace_back("Range", blob.range);
    if (!blob.content_range.empty()) {
        request.headers.emplace_back("Content-Range", blob.content_range);
        request.headers.emplace_back("Content-Type", "application/octet-stream");
    }
    request.body = std::move(blob.body);
    request.timeout_ms = request_timeout_ms;
    request_ = platform_.request(std::move(request), [this](HttpResponse response) {
        request_ = 0;
        take(std::move(response));
    });
    refresh_view();
}

void FileDriver::take(HttpResponse response) {
    if (session_ == nullptr || !state_.is_open()) return;
    if (response.status == 0) {
        session_->take_failure();
        if (backoff_.failures() >= 6) return end({});  // until the records get through again
        timer_ = platform_.after(backoff_.next_ms(random_), [this] {
            timer_ = 0;
            send_next();
        });
        return refresh_view();
    }
    backoff_.reset();
    auto taken = session_->take_answer(answer_of(std::move(response)));
    if (!taken) return end(taken.error().message);
    send_next();
}

void FileDriver::end(std::string error) {
    session_.reset();
    is_asked_ = false;
    error_ = std::move(error);
    refresh_view();
}

}  // namespace minga::client
