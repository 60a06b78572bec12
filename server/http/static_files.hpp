/// The web client's files: precompressed siblings (`.br`, `.gz`) where the browser takes them,
/// names with a content hash kept for ever, everything else asked about each time.
#pragma once

#include "server/http/exchange.hpp"

#include <filesystem>
#include <mutex>
#include <optional>

namespace minga::server {

class StaticFiles {
public:
    /// An empty root has no files.
    explicit StaticFiles(std::filesystem::path root);

    bool has_client() const;
    /// nullopt where the root has no such file.
    std::optional<HttpResponse> find(const HttpRequest& request) const;

private:
    std::filesystem::path root_;
};

/// Whether a path may name a file below the root: plain segments, none hidden, none "..".
bool is_plain_path(std::string_view path);

/// Whether a file's name holds a hash of its content ("app.3f9ac21b.wasm").
bool has_content_hash(std::string_view name);

}  // namespace minga::server
