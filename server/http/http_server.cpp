#include "server/http/http_server.hpp"

#include "server/auth/secure_random.hpp"
#include "server/http/compression.hpp"
#include "server/http/problem.hpp"
#include "server/http/reception.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <chrono>

namespace minga::server {
namespace {

// How long a connection may take, and how often it may ask, says the reception; the library only
// tells clients.
constexpr time_t keep_alive_timeout_s = 5;
constexpr std::size_t keep_alive_requests_max = 1000;
constexpr int busy_retry_s = 5;
/// Of the body as it travels; routes have their own, smaller limits.
constexpr std::size_t payload_bytes_max = 16 << 20;
constexpr std::size_t request_id_bytes = 8;

/// Carries the media type past the library, which would compress some types by itself.
constexpr const char* type_carrier = "Minga-Content-Type";

constexpr std::string_view frames_type = "application/x-ndjson";

constexpr std::string_view content_security_policy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

httplib::Headers strict_headers(bool is_behind_tls) {
    httplib::Headers headers{
        {"Content-Security-Policy", std::string{content_security_policy}},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Permissions-Policy",
         "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
    };
    if (is_behind_tls) {
        headers.emplace("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
    return headers;
}

/// Frames are for programs, and many a device pays for each byte: nothing that only speaks to a
/// browser which shows a page, nor what HTTP/1.1 takes for granted.
void keep_few_headers(httplib::Headers& headers) {
    for (const char* name :
         {"Content-Security-Policy", "Referrer-Policy", "Permissions-Policy",
          "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Keep-Alive"}) {
        headers.erase(name);
    }
}

bool announces_body(const httplib::Request& request) {
    if (request.has_header("Transfer-Encoding")) return true;
    const std::string length = request.get_header_value("Content-Length");
    return !length.empty() && length != "0";
}

/// The length that a request announces is over the limit, so that not one byte of it is read.
bool announces_too_much(const httplib::Request& request) {
    const std::string length = request.get_header_value("Content-Length");
    return length.size() > 15 ||
           (!length.empty() && std::strtoull(length.c_str(), nullptr, 10) > payload_bytes_max);
}

bool is_compressible(std::string_view type) {
    return type.starts_with("text/") || type.starts_with("application/");
}

/// Of the request that this thread is answering.
struct Answering {
    bool is_turned_away = false;
    bool must_close = false;  ///< Part of it was left unread.
};
thread_local Answering answering;

/// The library, with connections of our own in place of its sockets.
class Library final : public httplib::Server {
public:
    /// Answers one request; returns whether another may follow on the connection.
    bool answer(Connection& connection, bool is_last, bool is_turned_away) {
        answering = {.is_turned_away = is_turned_away};
        PacedStream stream{connection};
        bool is_closed = false;
        const bool is_done = process_request(stream, connection.remote().address,
                                             connection.remote().port, connection.local().address,
                                             connection.local().port, is_last, is_closed, nullptr);
        return is_done && !is_closed && !is_last && !answering.must_close;
    }

    std::function<void(std::unique_ptr<Connection>)> admit;

private:
    bool process_and_close_socket(socket_t socket) override {
        admit(std::make_unique<Connection>(socket));
        return true;
    }
};

/// The library's queue of new connections: each goes to the reception at once.
class Door final : public httplib::TaskQueue {
public:
    explicit Door(Reception& reception) : reception_(reception) {}
    bool enqueue(std::function<void()> admit) override {
        admit();
        return true;
    }
    void shutdown() override { reception_.finish(); }

private:
    Reception& reception_;
};

bool is_for_a_person(const HttpRequest& request) {
    return !request.path.starts_with("/api/") &&
           request.header("Accept").find("text/html") != std::string_view::npos;
}

}  // namespace

struct HttpServer::Impl {
    Impl(Service& its_service, const HttpOptions& its_options)
        : service(its_service), options(its_options), files(options.web_root) {}

    void set_up();
    HttpRequest to_request(const httplib::Request& raw, const httplib::ContentReader* reader) const;
    std::string client_address(const httplib::Request& raw) const;
    Answer answer(HttpRequest& request) const;
    Answer answer_file(HttpRequest& request) const;
    void handle(const httplib::Request& raw, httplib::Response& out,
                const httplib::ContentReader* reader);
    void send(const HttpRequest& request, HttpResponse response, httplib::Response& out) const;
    void send_problem(const httplib::Request& raw, httplib::Response& out, const Error& error);
    void report(const httplib::Request& raw, const HttpRequest& request, const Answer& answer,
                std::int64_t sent, std::int64_t milliseconds);

    Service& service;
    HttpOptions options;
    StaticFiles files;
    Router router;
    Library server;
    std::unique_ptr<Reception> reception{};
};

std::string HttpServer::Impl::client_address(const httplib::Request& raw) const {
    if (!options.is_behind_tls) return raw.remote_addr;
    // The last entry is the one that our own proxy wrote.
    const std::string forwarded = raw.get_header_value("X-Forwarded-For");
    if (forwarded.empty()) return raw.remote_addr;
    return std::string{trim(split(forwarded, ',').back())};
}

HttpRequest HttpServer::Impl::to_request(const httplib::Request& raw,
                                         const httplib::ContentReader* reader) const {
    HttpRequest request;
    request.method = raw.method;
    request.path = raw.path;
    request.address = client_address(raw);
    request.id = random_hex(request_id_bytes);
    for (const auto& [name, value] : raw.headers) request.headers.emplace(name, value);
    for (const auto& [name, value] : raw.params) request.query.emplace(name, value);
    if (reader != nullptr) {
        request.body_source = [reader](const HttpRequest::Take& take) {
            return (*reader)([&](const char* bytes, std::size_t n) { return take({bytes, n}); });
        };
    }
    return request;
}

Answer HttpServer::Impl::answer_file(HttpRequest& request) const {
    const bool is_reading = request.method == "GET" || request.method == "HEAD";
    if (is_reading && !request.path.starts_with("/api/")) {
        if (auto file = files.find(request)) return {*std::move(file), "static", {}};
    }
    return {problem_response(error_of_status(404), {.request_id = request.id}), "unknown", {}};
}

Answer HttpServer::Impl::answer(HttpRequest& request) const {
    if (auto answer = answer_request(router, service, request)) return *std::move(answer);
    return answer_file(request);
}

void HttpServer::Impl::send(const HttpRequest& request, HttpResponse response,
                            httplib::Response& out) const {
    const bool is_encoded =
        std::any_of(response.headers.begin(), response.headers.end(),
                    [](const auto& header) { return header.first == "Content-Encoding"; });
    if (!is_encoded && !response.source && is_compressible(response.content_type) &&
        request.accepts_encoding("gzip")) {
        if (auto packed = gzip(response.body)) {
            response.body = *std::move(packed);
            response.headers.emplace_back("Content-Encoding", "gzip");
        }
    }
    out.status = response.status;
    answering.must_close = response.must_close;
    for (const auto& [name, value] : response.headers) {
        if (name == "Content-Security-Policy") out.headers.erase(name);  // stricter than for all
        out.set_header(name, value);
    }
    out.set_header("X-Request-Id", request.id);
    const bool is_static = out.has_header("Cache-Control");
    if (!is_static) out.set_header("Cache-Control", "no-store");
    if (!response.content_type.empty()) out.set_header(type_carrier, response.content_type);
    if (response.source) {
        out.set_content_provider(
            response.source_bytes, response.content_type,
            [source = std::move(response.source)](std::size_t offset, std::size_t length,
                                                  httplib::DataSink& sink) {
                return source(offset, length, [&](std::string_view bytes) {
                    return sink.write(bytes.data(), bytes.size());
                });
            });
        return;
    }
    if (!response.must_close || response.body.empty()) {
        out.body = std::move(response.body);
        return;
    }
    // The library closes a connection whose content could not be sent whole: so, having sent all
    // of it, say that it was not.
    out.set_header("Connection", "close");
    const std::size_t size = response.body.size();
    out.set_content_provider(size, response.content_type,
                             [body = std::move(response.body)](
                                 std::size_t offset, std::size_t length, httplib::DataSink& sink) {
                                 sink.write(body.data() + offset, length);
                                 return false;
                             });
}

void HttpServer::Impl::report(const httplib::Request& raw, const HttpRequest& request,
                              const Answer& answer, std::int64_t sent, std::int64_t milliseconds) {
    const std::string announced = raw.get_header_value("Content-Length");
    const std::int64_t received =
        announced.size() > 15 ? 0 : std::strtoll(announced.c_str(), nullptr, 10);
    service.metrics.add_request({.route = answer.route,
                                 .method = request.method,
                                 .status = answer.response.status,
                                 .milliseconds = milliseconds,
                                 .bytes_in = received,
                                 .bytes_out = sent});
    Json line = Json::object();
    line.set("id", request.id)
        .set("method", request.method)
        .set("route", answer.route)
        .set("status", answer.response.status)
        .set("in", received)
        .set("out", sent)
        .set("ms", milliseconds);
    if (!answer.user.is_nil()) line.set("user", log_name(answer.user));
    const LogLevel level = answer.response.status >= 500 ? LogLevel::error : LogLevel::info;
    service.log.write(level, "request", line);
}

void HttpServer::Impl::handle(const httplib::Request& raw, httplib::Response& out,
                              const httplib::ContentReader* reader) {
    const auto started = std::chrono::steady_clock::now();
    HttpRequest request = to_request(raw, reader);
    Answer done;
    if (announces_too_much(raw)) {
        done = {problem_response(error_of_status(413), {.request_id = request.id}), "refused", {}};
        done.response.must_close = true;
    } else if (reader == nullptr && announces_body(raw)) {
        done = {problem_response(error_of_status(400), {.request_id = request.id}), "refused", {}};
        done.response.must_close = true;
    } else {
        done = answer(request);
        if (announces_body(raw)) {
            if (request.body == HttpRequest::Body::unread) drop_body(request);
            if (request.body != HttpRequest::Body::whole) done.response.must_close = true;
        }
    }
    // The library cuts a range out of whatever it is given. What was not answered as a part is
    // sent whole; its own request object is not const, only our view of it.
    if (done.response.status != 206) const_cast<httplib::Request&>(raw).ranges.clear();
    const bool was_closing = done.response.must_close;
    const bool is_streamed = static_cast<bool>(done.response.source);
    const std::int64_t plain_size = static_cast<std::int64_t>(
        is_streamed ? done.response.source_bytes : done.response.body.size());
    const int status = done.response.status;
    send(request, std::move(done.response), out);
    done.response = {};
    done.response.status = status;
    const auto elapsed = std::chrono::steady_clock::now() - started;
    report(raw, request, done,
           was_closing || is_streamed ? plain_size : static_cast<std::int64_t>(out.body.size()),
           std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count());
}

void HttpServer::Impl::send_problem(const httplib::Request& raw, httplib::Response& out,
                                    const Error& error) {
    const HttpRequest request = to_request(raw, nullptr);
    Answer done{problem_response(
                    error, {.request_id = request.id,
                            .retry_seconds = error.code == ErrorCode::busy ? busy_retry_s : 0}),
                "refused",
                {}};
    done.response.must_close = true;
    if (is_for_a_person(request)) {
        done.response.content_type = "text/plain; charset=utf-8";
        done.response.body = error.message;
    }
    const int status = out.status;
    HttpResponse response = done.response;
    if (status >= 400) response.status = done.response.status = status;
    send(request, std::move(response), out);
    report(raw, request, done, 0, 0);
}

void HttpServer::Impl::set_up() {
    add_all_routes(router, service);

    server.set_default_headers(strict_headers(options.is_behind_tls));
    server.set_keep_alive_timeout(keep_alive_timeout_s);
    server.set_keep_alive_max_count(keep_alive_requests_max);
    server.set_payload_max_length(payload_bytes_max);
    server.set_tcp_nodelay(true);
    // A port that another server has is refused, not shared.
    server.set_socket_options([](socket_t socket) {
        const int yes = 1;
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    reception = std::make_unique<Reception>(
        Reception::Limits{.threads = options.threads,
                          .waiting_max = options.waiting_max,
                          .client_threads_max = options.client_threads_max,
                          .is_behind_proxy = options.is_behind_tls},
        Reception::Work{
            .serve = [this](Connection& connection,
                            bool is_last) { return server.answer(connection, is_last, false); },
            .turn_away =
                [this](Connection& connection) { server.answer(connection, true, true); }});
    server.admit = [this](std::unique_ptr<Connection> connection) {
        reception->admit(std::move(connection));
    };
    server.new_task_queue = [this] { return new Door{*reception}; };

    server.set_pre_routing_handler([this](const httplib::Request& raw, httplib::Response& out) {
        if (!answering.is_turned_away) return httplib::Server::HandlerResponse::Unhandled;
        send_problem(raw, out, error_of_status(503));
        return httplib::Server::HandlerResponse::Handled;
    });
    server.set_post_routing_handler([](const httplib::Request&, httplib::Response& out) {
        const std::string type = out.get_header_value(type_carrier);
        out.headers.erase(type_carrier);
        out.headers.erase("Content-Type");
        if (!type.empty()) out.set_header("Content-Type", type);
        if (out.get_header_value("Connection") == "close") out.headers.erase("Keep-Alive");
        if (out.status == 200 && type == frames_type) keep_few_headers(out.headers);
    });
    server.set_error_handler(httplib::Server::HandlerWithResponse{
        [this](const httplib::Request& raw, httplib::Response& out) {
            if (out.has_header("X-Request-Id")) {
                return httplib::Server::HandlerResponse::Unhandled;
            }
            send_problem(raw, out, error_of_status(out.status));
            return httplib::Server::HandlerResponse::Handled;
        }});
    server.set_exception_handler(
        [this](const httplib::Request& raw, httplib::Response& out, std::exception_ptr thrown) {
            std::string what = "unknown exception";
            try {
                std::rethrow_exception(thrown);
            } catch (const std::exception& exception) {
                what = exception.what();
            } catch (...) {}
            service.log.bug("uncaught_exception", what);
            out.status = 500;
            send_problem(raw, out, error_of_status(500));
        });

    const auto plain = [this](const httplib::Request& raw, httplib::Response& out) {
        handle(raw, out, nullptr);
    };
    const auto with_body = [this](const httplib::Request& raw, httplib::Response& out,
                                  const httplib::ContentReader& reader) {
        handle(raw, out, &reader);
    };
    const std::string any = ".*";
    server.Get(any, plain);
    server.Options(any, plain);
    server.Delete(any, plain);
    server.Post(any, with_body);
    server.Put(any, with_body);
    server.Patch(any, with_body);
    server.Delete(any, with_body);
}

HttpServer::HttpServer(Service& service, const HttpOptions& options)
    : impl_(std::make_unique<Impl>(service, options)) {
    impl_->set_up();
}

HttpServer::~HttpServer() = default;

Result<int> HttpServer::bind() {
    const HttpOptions& options = impl_->options;
    if (options.port == 0) {
        const int port = impl_->server.bind_to_any_port(options.host);
        if (port > 0) return port;
    } else if (impl_->server.bind_to_port(options.host, options.port)) {
        return options.port;
    }
    return make_error(ErrorCode::busy,
                      "No se puede usar el puerto " + std::to_string(options.port) + " en " +
                          options.host +
                          ": ya lo ocupa otro programa o no está permitido. Elija otro con "
                          "--port.");
}

void HttpServer::serve() {
    impl_->server.listen_after_bind();
}

void HttpServer::stop() {
    impl_->server.stop();
}

}  // namespace minga::server
