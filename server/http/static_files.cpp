#include "server/http/static_files.hpp"

#include "shared/base/hash.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <utility>

namespace minga::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t hash_digits_min = 8;

struct MediaType {
    std::string_view extension;
    std::string_view type;
};
constexpr std::array media_types{
    MediaType{".html", "text/html; charset=utf-8"},
    MediaType{".js", "text/javascript; charset=utf-8"},
    MediaType{".mjs", "text/javascript; charset=utf-8"},
    MediaType{".css", "text/css; charset=utf-8"},
    MediaType{".json", "application/json"},
    MediaType{".webmanifest", "application/manifest+json"},
    MediaType{".wasm", "application/wasm"},
    MediaType{".svg", "image/svg+xml"},
    MediaType{".png", "image/png"},
    MediaType{".jpg", "image/jpeg"},
    MediaType{".webp", "image/webp"},
    MediaType{".ico", "image/x-icon"},
    MediaType{".ttf", "font/ttf"},
    MediaType{".woff2", "font/woff2"},
    MediaType{".txt", "text/plain; charset=utf-8"},
    MediaType{".md", "text/plain; charset=utf-8"},
};

/// Only what is listed is served: build leftovers and sources of other kinds stay inside.
std::string_view media_type_of(std::string_view path) {
    for (const MediaType& one : media_types) {
        if (path.ends_with(one.extension)) return one.type;
    }
    return {};
}

bool is_manifest(std::string_view path) {
    return path.ends_with(".webmanifest") || path.ends_with("manifest.json");
}

std::optional<std::string> read_file(const fs::path& path) {
    std::error_code failure;
    if (!fs::is_regular_file(path, failure) || failure) return std::nullopt;
    std::ifstream file{path, std::ios::binary};
    std::ostringstream content;
    content << file.rdbuf();
    if (file.bad()) return std::nullopt;
    return std::move(content).str();
}

/// Whether `path`, links followed, still lies below `root`.
bool is_below(const fs::path& root, const fs::path& path) {
    std::error_code failure;
    const fs::path real = fs::canonical(path, failure);
    if (failure) return false;
    return std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first == root.end();
}

}  // namespace

bool is_plain_path(std::string_view path) {
    if (!path.starts_with('/') || path.size() > 300) return false;
    for (const std::string& segment : split(path.substr(1), '/')) {
        if (segment.empty() || segment.front() == '.') return false;
        for (const char c : segment) {
            const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
            if (!is_plain) return false;
        }
    }
    return true;
}

bool has_content_hash(std::string_view name) {
    // A hash stands between separators, a point or a hyphen before it and a point after it.
    std::size_t start = name.size();
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool is_digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (is_digit) continue;
        if (c == '.' && start < i && i - start >= hash_digits_min) return true;
        start = c == '.' || c == '-' ? i + 1 : name.size();
    }
    return false;
}

StaticFiles::StaticFiles(fs::path root) {
    std::error_code failure;
    if (!root.empty()) root_ = fs::canonical(root, failure);
    if (failure) root_.clear();
}

bool StaticFiles::has_client() const {
    std::error_code failure;
    return !root_.empty() && fs::is_regular_file(root_ / "index.html", failure);
}

std::optional<HttpResponse> StaticFiles::find(const HttpRequest& request) const {
    const std::string path = request.path == "/" ? "/index.html" : request.path;
    const std::string_view type = media_type_of(path);
    if (root_.empty() || type.empty() || !is_plain_path(path)) return std::nullopt;
    const fs::path plain = root_ / path.substr(1);
    if (!is_below(root_, plain)) return std::nullopt;

    HttpResponse response;
    response.content_type = is_manifest(path) ? "application/manifest+json" : type;
    std::optional<std::string> content;
    for (const auto& [encoding, suffix] :
         {std::pair{"br", ".br"}, std::pair{"gzip", ".gz"}, std::pair{"", ""}}) {
        if (*encoding != '\0' && !request.accepts_encoding(encoding)) continue;
        content = read_file(plain.string() + suffix);
        if (!content) continue;
        if (*encoding != '\0') response.headers.emplace_back("Content-Encoding", encoding);
        break;
    }
    if (!content) return std::nullopt;

    const std::string tag = '"' + sha256_hex(*content).substr(0, 20) + '"';
    const bool is_kept = has_content_hash(plain.filename().string());
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Vary", "Accept-Encoding");
    response.headers.emplace_back("Cache-Control",
                                  is_kept ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.header("If-None-Match") == tag) {
        response.status = 304;
        response.content_type.clear();
        return response;
    }
    response.body = *std::move(content);
    return response;
}

}  // namespace minga::server
