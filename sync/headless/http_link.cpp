#include "sync/headless/http_link.hpp"

#include "sync/headless/gzip.hpp"

#include <httplib.h>

namespace minga::sync {
namespace {

constexpr std::size_t answer_bytes_max = 64u << 20;
constexpr std::size_t packing_pays_bytes_min = 160;

std::int64_t header_bytes(const httplib::Headers& headers) {
    std::size_t bytes = 2;  // the empty line
    for (const auto& [name, value] : headers) bytes += name.size() + value.size() + 4;
    return static_cast<std::int64_t>(bytes);
}

}  // namespace

struct HttpLink::Client {
    explicit Client(const std::string& url) : http(url) {}
    httplib::Client http;
};

HttpLink::HttpLink(const std::string& url) : client_(std::make_unique<Client>(url)) {
    httplib::Client& http = client_->http;
    http.set_keep_alive(true);
    http.set_connection_timeout(10);
    http.set_read_timeout(60);
    http.set_write_timeout(60);
    http.set_decompress(false);
    http.set_tcp_nodelay(true);
}

HttpLink::~HttpLink() = default;

Result<HttpAnswer> HttpLink::post(const std::string& path, std::string_view body,
                                  std::string_view content_type, std::string_view token) {
    httplib::Request request;
    request.method = "POST";
    request.path = path;
    request.headers.emplace("Accept-Encoding", "gzip");
    request.headers.emplace("Content-Type", content_type);
    if (!token.empty()) request.headers.emplace("Authorization", "Bearer " + std::string{token});
    request.body = body;
    if (body.size() >= packing_pays_bytes_min) {
        std::string packed = gzip(body);
        if (packed.size() < body.size()) {
            request.body = std::move(packed);
            request.headers.emplace("Content-Encoding", "gzip");
        }
    }
    bytes_up_ += static_cast<std::int64_t>(request.body.size() + path.size()) + 16 +
                 header_bytes(request.headers);
    const auto result = client_->http.send(request);
    if (!result) {
        return make_error(ErrorCode::network_failed,
                          "No hay conexión con el servidor. Sus cambios siguen guardados en este "
                          "equipo; vuelva a sincronizar cuando haya red.",
                          {}, httplib::to_string(result.error()));
    }
    bytes_down_ += static_cast<std::int64_t>(result->body.size() + result->reason.size()) + 15 +
                   header_bytes(result->headers);
    HttpAnswer answer{result->status, result->body};
    if (result->get_header_value("Content-Encoding") == "gzip") {
        auto unpacked = gunzip(result->body, answer_bytes_max);
        if (!unpacked) return unpacked.error();
        answer.body = std::move(*unpacked);
    }
    return answer;
}

}  // namespace minga::sync
