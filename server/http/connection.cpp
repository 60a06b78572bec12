#include "server/http/connection.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace minga::server {
namespace {

constexpr std::size_t read_bytes = 16 * 1024;
/// An answer of this size leaves without keeping a thread; of a larger one the rest waits for room.
constexpr std::size_t unsent_bytes_max = 256 * 1024;

using NameOf = int (*)(int, sockaddr*, socklen_t*);

Connection::Peer peer_of(int socket, NameOf name_of) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto* name = reinterpret_cast<sockaddr*>(&storage);
    if (name_of(socket, name, &size) != 0) return {};
    std::array<char, NI_MAXHOST> host{};
    std::array<char, NI_MAXSERV> port{};
    const int failed = getnameinfo(name, size, host.data(), host.size(), port.data(), port.size(),
                                   NI_NUMERICHOST | NI_NUMERICSERV);
    if (failed != 0) return {};
    return {host.data(), static_cast<int>(std::strtol(port.data(), nullptr, 10))};
}

bool would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

}  // namespace

Connection::Connection(int socket)
    : socket_(socket),
      remote_(peer_of(socket, ::getpeername)),
      local_(peer_of(socket, ::getsockname)) {
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
}

Connection::~Connection() {
    ::close(socket_);
}

Connection::Came Connection::receive(std::size_t held_max) {
    if (in_at_ == in_.size()) drop_held();
    bool has_come = false;
    while (!has_ended_ && held().size() < held_max) {
        std::array<char, read_bytes> bytes;
        const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
        if (count > 0) {
            in_.append(bytes.data(), static_cast<std::size_t>(count));
            pace.earn(static_cast<std::size_t>(count));
            has_come = true;
            continue;
        }
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && would_block()) break;
        has_ended_ = true;
        if (count < 0) is_broken_ = true;
    }
    if (has_come) return Came::bytes;
    return has_ended_ ? Came::end : Came::nothing;
}

void Connection::drop_held() {
    in_.clear();
    in_at_ = 0;
}

void Connection::flush() {
    while (has_unsent() && !is_broken_) {
        const ssize_t count =
            ::send(socket_, out_.data() + out_at_, out_.size() - out_at_, MSG_NOSIGNAL);
        if (count >= 0) {
            out_at_ += static_cast<std::size_t>(count);
            pace.earn(static_cast<std::size_t>(count));
            continue;
        }
        if (errno == EINTR) continue;
        if (would_block()) return;
        is_broken_ = true;
    }
    out_.clear();
    out_at_ = 0;
}

void Connection::end_sending() {
    ::shutdown(socket_, SHUT_WR);
}

/// Waits as long as the pace lets; false where that is over.
bool PacedStream::wait_for(short events) const {
    pollfd wanted{connection_.socket_, events, 0};
    while (true) {
        const auto left = connection_.pace.left();
        if (left.count() == 0) return false;
        const auto begun = Pace::Clock::now();
        const int ready = ::poll(&wanted, 1, static_cast<int>(left.count()));
        connection_.pace.wait(Pace::Clock::now() - begun);
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

bool PacedStream::is_readable() const {
    return !connection_.held().empty() || (!connection_.has_ended_ && wait_for(POLLIN));
}

ssize_t PacedStream::read(char* to, size_t size) {
    Connection& from = connection_;
    while (from.held().empty()) {
        if (from.receive(read_bytes) == Connection::Came::bytes) break;
        if (from.has_ended_) return 0;
        from.flush();  // it may be what the peer waits for: "100 Continue"
        if (!wait_for(POLLIN)) from.give_up_reading();
    }
    const std::string_view held = from.held();
    const std::size_t count = std::min(size, held.size());
    std::memcpy(to, held.data(), count);
    from.in_at_ += count;
    return static_cast<ssize_t>(count);
}

ssize_t PacedStream::write(const char* bytes, size_t size) {
    Connection& to = connection_;
    while (!to.is_broken_ && to.out_.size() - to.out_at_ >= unsent_bytes_max) {
        to.flush();
        const bool is_full = to.out_.size() - to.out_at_ >= unsent_bytes_max;
        if (is_full && !wait_for(POLLOUT)) to.is_broken_ = true;
    }
    if (to.is_broken_) return -1;
    // What has left goes before what comes is added, so that no more than the limit is ever held.
    to.out_.erase(0, to.out_at_);
    to.out_at_ = 0;
    const std::size_t taken = std::min(size, unsent_bytes_max - to.out_.size());
    to.out_.append(bytes, taken);
    return static_cast<ssize_t>(taken);
}

void PacedStream::get_remote_ip_and_port(std::string& ip, int& port) const {
    ip = connection_.remote_.address;
    port = connection_.remote_.port;
}

void PacedStream::get_local_ip_and_port(std::string& ip, int& port) const {
    ip = connection_.local_.address;
    port = connection_.local_.port;
}

}  // namespace minga::server
