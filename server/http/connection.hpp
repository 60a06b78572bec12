/// One client's connection: what came and was not read yet, what was written and has not left yet.
/// The reception (reception.hpp) waits for its bytes without a thread; a thread that serves it
/// reads and writes it as a stream of the HTTP library.
#pragma once

#include "server/http/pace.hpp"

#include <string>

#include <httplib.h>

namespace minga::server {

class Connection {
public:
    /// Takes over the socket, which does not block from now on.
    explicit Connection(int socket);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    struct Peer {
        std::string address;
        int port = 0;
    };

    int socket() const { return socket_; }
    const Peer& remote() const { return remote_; }
    const Peer& local() const { return local_; }

    enum class Came : std::uint8_t { bytes, nothing, end };
    /// Takes what has come, up to so many bytes held.
    Came receive(std::size_t held_max);
    /// What came and was not read yet.
    std::string_view held() const { return std::string_view{in_}.substr(in_at_); }
    void drop_held();

    /// Sends what can be sent now.
    void flush();
    bool has_unsent() const { return out_at_ < out_.size(); }

    /// Says that no more will be sent, so that the peer reads all that was.
    void end_sending();
    /// Whoever takes too long is read no more; what came still counts.
    void give_up_reading() { has_ended_ = true; }

    bool has_ended() const { return has_ended_; }
    bool is_broken() const { return is_broken_; }

    Pace pace{};

private:
    friend class PacedStream;

    int socket_;
    Peer remote_;
    Peer local_;
    std::string in_;
    std::size_t in_at_ = 0;
    std::string out_;
    std::size_t out_at_ = 0;
    bool has_ended_ = false;  ///< Nothing more is read.
    bool is_broken_ = false;  ///< Nothing more can be written.
};

/// The connection as the HTTP library reads and writes it, held to its pace.
class PacedStream final : public httplib::Stream {
public:
    explicit PacedStream(Connection& connection) : connection_(connection) {}

    bool is_readable() const override;
    bool is_writable() const override { return !connection_.is_broken_; }
    ssize_t read(char* to, size_t size) override;
    ssize_t write(const char* from, size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    socket_t socket() const override { return connection_.socket_; }

private:
    bool wait_for(short events) const;

    Connection& connection_;
};

}  // namespace minga::server
