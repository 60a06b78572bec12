#include "server/http/request_head.hpp"

#include "server/http/exchange.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace minga::server {
namespace {

constexpr std::string_view head_end = "\r\n\r\n";

bool is_same_name(std::string_view a, std::string_view b) {
    const IgnoreCase less;
    return a.size() == b.size() && !less(a, b) && !less(b, a);
}

}  // namespace

RequestHead::RequestHead(std::string_view held) {
    const std::size_t end = held.find(head_end);
    if (end == std::string_view::npos) return;
    head_ = held.substr(0, end);
    body_at_ = end + head_end.size();
}

std::string_view RequestHead::header(std::string_view name) const {
    std::string_view found;
    std::string_view rest = head_.substr(std::min(head_.find('\n'), head_.size()));
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size());
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        if (is_same_name(trim(line.substr(0, colon)), name)) found = trim(line.substr(colon + 1));
    }
    return found;
}

bool RequestHead::has_body(std::string_view held, std::size_t body_bytes_max) const {
    const std::string_view body = held.substr(body_at_);
    if (body.size() >= body_bytes_max) return true;
    // Whoever asks whether to go on waits for the answer.
    if (!header("expect").empty()) return true;
    // In chunks: its end looks like this, and where a part of it does, a thread may look too.
    if (!header("transfer-encoding").empty()) return body.ends_with(head_end);
    const std::string_view length = header("content-length");
    std::size_t announced = 0;
    const auto parsed = std::from_chars(length.data(), length.data() + length.size(), announced);
    return parsed.ec != std::errc{} || body.size() >= announced;
}

std::string client_of(const RequestHead& head, const std::string& peer, bool is_behind_proxy) {
    if (!is_behind_proxy || !head.is_whole()) return peer;
    const std::string_view forwarded = head.header("x-forwarded-for");
    const std::size_t comma = forwarded.rfind(',');
    const std::string_view last =
        trim(comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1));
    return last.empty() ? peer : std::string{last};
}

}  // namespace minga::server
