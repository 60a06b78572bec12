/// The HTTP server: sockets, limits, headers, log and metrics around the routes. The only users of
/// the HTTP library are this file's implementation and the reception.
#pragma once

#include "server/http/service.hpp"
#include "server/http/static_files.hpp"

#include <memory>

namespace minga::server {

struct HttpOptions {
    std::string host = "127.0.0.1";
    int port = 8080;  ///< 0: any free one.
    std::filesystem::path web_root;
    /// A proxy in front speaks TLS and names the client in `X-Forwarded-For`.
    bool is_behind_tls = false;
    std::size_t threads = 64;
    std::size_t waiting_max = 256;
    std::size_t client_threads_max = 0;  ///< Of one address; 0: three quarters of the threads.
};

class HttpServer {
public:
    HttpServer(Service& service, const HttpOptions& options);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Takes the port and returns it; fails with `busy` where somebody else has it.
    Result<int> bind();
    /// Serves until `stop`; requests under way are finished.
    void serve();
    /// From any thread.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace minga::server
