#include "server/http/exchange.hpp"

#include "shared/base/text.hpp"
#include "shared/codec/json.hpp"

#include <algorithm>

namespace minga::server {
namespace {

constexpr std::size_t drop_bytes_max = 1 << 20;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower_text(std::string_view text) {
    std::string lowered{text};
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
    return lowered;
}

}  // namespace

bool IgnoreCase::operator()(std::string_view a, std::string_view b) const {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](char x, char y) { return lower(x) < lower(y); });
}

std::string_view HttpRequest::header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::string_view HttpRequest::parameter(std::string_view name) const {
    const auto found = query.find(name);
    return found == query.end() ? std::string_view{} : std::string_view{found->second};
}

std::string HttpRequest::content_type() const {
    const std::string_view whole = header("Content-Type");
    return lower_text(trim(whole.substr(0, whole.find(';'))));
}

bool HttpRequest::accepts_encoding(std::string_view encoding) const {
    for (const std::string& offer : split(header("Accept-Encoding"), ',')) {
        const std::vector<std::string> parts = split(offer, ';');
        if (lower_text(trim(parts[0])) != encoding) continue;
        const std::string quality = parts.size() > 1 ? lower_text(trim(parts[1])) : "";
        return quality != "q=0" && quality != "q=0.0" && quality != "q=0.00" &&
               quality != "q=0.000";
    }
    return false;
}

bool HttpRequest::read_body(const Take& take) {
    MINGA_ASSERT(body == Body::unread);
    body = Body::partial;
    if (body_source && !body_source(take)) return false;
    body = Body::whole;
    return true;
}

HttpResponse HttpResponse::json(const Json& json, int status) {
    return {status, "application/json", json.dump(), {}, false};
}

HttpResponse HttpResponse::text(std::string body, std::string content_type) {
    return {200, std::move(content_type), std::move(body), {}, false};
}

Result<std::string> read_whole_body(HttpRequest& request, std::size_t bytes_max) {
    std::string body;
    std::size_t dropped = 0;
    const bool is_whole = request.read_body([&](std::string_view bytes) {
        if (body.size() + bytes.size() > bytes_max || dropped > 0) {
            dropped += bytes.size();
            return dropped <= drop_bytes_max;
        }
        body.append(bytes);
        return true;
    });
    if (dropped > 0) {
        return make_error(ErrorCode::too_large, "La solicitud es demasiado grande.");
    }
    if (!is_whole) {
        return make_error(ErrorCode::malformed, "La solicitud llegó incompleta.");
    }
    return body;
}

void drop_body(HttpRequest& request) {
    std::size_t dropped = 0;
    request.read_body([&](std::string_view bytes) {
        dropped += bytes.size();
        return dropped <= drop_bytes_max;
    });
}

}  // namespace minga::server
