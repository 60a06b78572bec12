#include "sync/headless/http_link.hpp"

#include "sync/blob/content_range.hpp"
#include "sync/headless/gzip.hpp"

#include <optional>

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

Error no_network(httplib::Error error) {
    return make_error(ErrorCode::network_failed,
                      "No hay conexión con el servidor. Sus cambios siguen guardados en este "
                      "equipo; vuelva a sincronizar cuando haya red.",
                      {}, httplib::to_string(error));
}

std::string_view method_name(BlobRequest::Method method) {
    switch (method) {
        case BlobRequest::Method::head:
            return "HEAD";
        case BlobRequest::Method::put:
            return "PUT";
        case BlobRequest::Method::get:
            return "GET";
    }
    return {};
}

/// What the headers say of a file; what is missing or no number is left as it is.
BlobAnswer blob_answer(const httplib::Response& response) {
    BlobAnswer answer;
    answer.status = response.status;
    answer.body = response.body;
    const std::string offset = response.get_header_value(std::string{upload_offset_header});
    if (!offset.empty()) answer.upload_offset = std::strtoll(offset.c_str(), nullptr, 10);
    answer.is_complete = response.get_header_value(std::string{upload_complete_header}) == "?1";
    const auto range = ContentRange::parse(response.get_header_value("Content-Range"));
    if (range) answer.total = range->total;
    return answer;
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
    // The library's own additions say nothing that our server asks.
    http.set_header_writer([](httplib::Stream& stream, httplib::Headers& headers) {
        headers.erase("Accept");
        headers.erase("User-Agent");
        return httplib::detail::write_headers(stream, headers);
    });
}

HttpLink::~HttpLink() = default;

struct HttpLink::Packed {
    HttpAnswer answer;  ///< Its body not yet unpacked.
    bool is_packed = false;
    std::optional<httplib::Error> cut{};  ///< Why there is no more of it.

    /// Keeps what comes as it comes, so that a cut leaves what came before it. Counts the headers
    /// in `bytes_down`; both outlive the request.
    void receive(httplib::Request& request, std::int64_t& bytes_down) {
        request.response_handler = [this, &bytes_down](const httplib::Response& response) {
            answer.status = response.status;
            answer.arrival = response.get_header_value("Minga-Bundle");
            answer.etag = response.get_header_value("ETag");
            is_packed = response.get_header_value("Content-Encoding") == "gzip";
            bytes_down += static_cast<std::int64_t>(response.reason.size()) + 15 +
                          header_bytes(response.headers);
            return true;
        };
        request.content_receiver = [this](const char* bytes, std::size_t length, std::uint64_t,
                                          std::uint64_t) {
            answer.body.append(bytes, length);
            return answer.body.size() <= answer_bytes_max;
        };
    }
};

HttpLink::Parcel HttpLink::pack(std::string frames) {
    if (frames.size() >= packing_pays_bytes_min) {
        std::string packed = gzip(frames);
        if (packed.size() < frames.size()) return {std::move(packed), true};
    }
    return {std::move(frames), false};
}

Result<HttpLink::Packed> HttpLink::send(const std::string& path, Parcel parcel,
                                        std::string_view content_type, std::string_view token) {
    httplib::Request request;
    request.method = "POST";
    request.path = path;
    request.headers.emplace("Accept-Encoding", "gzip");
    request.headers.emplace("Content-Type", content_type);
    if (!token.empty()) request.headers.emplace("Authorization", "Bearer " + std::string{token});
    request.body = std::move(parcel.bytes);
    if (parcel.is_packed) request.headers.emplace("Content-Encoding", "gzip");
    Packed packed;
    packed.receive(request, bytes_down_);
    bytes_up_ += static_cast<std::int64_t>(request.body.size() + path.size()) + 16 +
                 header_bytes(request.headers);
    const auto result = client_->http.send(request);
    bytes_down_ += static_cast<std::int64_t>(packed.answer.body.size());
    has_connected_ = result || result.error() != httplib::Error::Connection;
    if (!result) {
        if (packed.answer.status == 0) return no_network(result.error());
        packed.cut = result.error();
    }
    return packed;
}

Result<HttpAnswer> HttpLink::post(const std::string& path, std::string_view body,
                                  std::string_view content_type, std::string_view token) {
    const bool is_packed_already = content_type == bundle_media_type;
    Parcel parcel = is_packed_already ? Parcel{std::string{body}} : pack(std::string{body});
    auto packed = send(path, std::move(parcel), content_type, token);
    if (!packed) return packed.error();
    if (packed->cut) return no_network(*packed->cut);
    if (packed->is_packed) {
        auto unpacked = gunzip(packed->answer.body, answer_bytes_max);
        if (!unpacked) return unpacked.error();
        packed->answer.body = *std::move(unpacked);
    }
    return std::move(packed->answer);
}

Result<HttpAnswer> HttpLink::exchange(Parcel parcel, std::string_view token) {
    auto packed = send("/api/v1/sync", std::move(parcel), "application/x-ndjson", token);
    if (!packed) return packed.error();
    HttpAnswer& answer = packed->answer;
    if (packed->is_packed) answer.body = gunzip_part(answer.body, answer_bytes_max);
    if (packed->cut && answer.body.empty()) return no_network(*packed->cut);
    return std::move(answer);
}

Result<BlobAnswer> HttpLink::carry(const BlobRequest& asked, std::string_view token) {
    httplib::Request request;
    request.method = method_name(asked.method);
    request.path = asked.path();
    if (!token.empty()) request.headers.emplace("Authorization", "Bearer " + std::string{token});
    if (!asked.range.empty()) request.headers.emplace("Range", asked.range);
    if (asked.method == BlobRequest::Method::put) {
        request.headers.emplace("Content-Range", asked.content_range);
        request.headers.emplace("Content-Type", "application/octet-stream");
        request.body = asked.body;
    }
    bytes_up_ += static_cast<std::int64_t>(request.body.size() + request.path.size()) + 16 +
                 header_bytes(request.headers);
    const auto result = client_->http.send(request);
    if (!result) return no_network(result.error());
    bytes_down_ += static_cast<std::int64_t>(result->body.size() + result->reason.size()) + 15 +
                   header_bytes(result->headers);
    return blob_answer(*result);
}

Result<HttpAnswer> HttpLink::get_range(const std::string& path, std::string_view range,
                                       std::string_view if_match, std::string_view token) {
    Packed packed;
    httplib::Request request;
    request.method = "GET";
    request.path = path;
    request.headers.emplace("Authorization", "Bearer " + std::string{token});
    request.headers.emplace("If-Match", if_match);
    request.headers.emplace("Range", range);
    packed.receive(request, bytes_down_);
    bytes_up_ += static_cast<std::int64_t>(path.size()) + 15 + header_bytes(request.headers);
    const auto result = client_->http.send(request);
    HttpAnswer& answer = packed.answer;
    bytes_down_ += static_cast<std::int64_t>(answer.body.size());
    const bool is_usable = result || (answer.status == 206 && !answer.body.empty());
    if (!is_usable) return no_network(result.error());
    return std::move(answer);
}

}  // namespace minga::sync
