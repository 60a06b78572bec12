#include "server/http/reception.hpp"

#include "server/http/request_head.hpp"
#include "shared/base/assert.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace minga::server {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds idle_max{5'000};
constexpr milliseconds head_max{20'000};    ///< From its first byte.
constexpr milliseconds queued_max{10'000};  ///< Then it is told to come back.
constexpr milliseconds linger_max{2'000};
/// What has begun when the server is stopped has so long to come to its end.
constexpr milliseconds closing_max{30'000};
constexpr milliseconds tick{250};

constexpr std::size_t requests_max = 1000;  ///< On one connection.
/// So much of a body is waited for here; a thread reads the rest as it comes.
constexpr std::size_t body_bytes_max = 64 * 1024;
constexpr std::size_t head_bytes_max = 32 * 1024;
constexpr std::size_t doormen = 2;

}  // namespace

Reception::Reception(const Limits& limits, Work work)
    : limits_(limits),
      work_(std::move(work)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      bell_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      workers_(limits.threads),
      doormen_(doormen) {
    MINGA_ASSERT(epoll_ >= 0 && bell_ >= 0);
    if (limits_.client_threads_max == 0) {
        limits_.client_threads_max = std::max<std::size_t>(limits_.threads * 3 / 4, 1);
    }
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = bell_;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, bell_, &event);
    thread_ = std::thread{[this] { run(); }};
}

Reception::~Reception() {
    finish();
    ::close(bell_);
    ::close(epoll_);
}

void Reception::wake() const {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(bell_, &one, sizeof one));
}

void Reception::admit(std::unique_ptr<Connection> connection) {
    {
        const std::lock_guard lock{mutex_};
        if (box_.is_closing) return;
        box_.admitted.push_back(std::move(connection));
    }
    wake();
}

void Reception::finish() {
    {
        const std::lock_guard lock{mutex_};
        if (std::exchange(box_.is_closing, true)) return;
    }
    wake();
    thread_.join();
    workers_.shutdown();
    doormen_.shutdown();
}

void Reception::run() {
    std::array<epoll_event, 64> events{};
    while (!is_closing_ || !seats_.empty()) {
        const int timeout = seats_.empty() ? -1 : static_cast<int>(tick.count());
        const int count = ::epoll_wait(epoll_, events.data(), events.size(), timeout);
        for (int i = 0; i < count; ++i) {
            const int socket = events[static_cast<std::size_t>(i)].data.fd;
            if (socket != bell_) look_at(socket);
        }
        take_in();
        dispatch();
        expire();
    }
}

/// What other threads put into the box.
void Reception::take_in() {
    std::uint64_t rings = 0;
    static_cast<void>(!::read(bell_, &rings, sizeof rings));
    Box box;
    {
        const std::lock_guard lock{mutex_};
        box.admitted.swap(box_.admitted);
        box.returned.swap(box_.returned);
        box.is_closing = box_.is_closing;
    }
    if (box.is_closing && !is_closing_) {
        is_closing_ = true;
        closing_since_ = Pace::Clock::now();
    }
    for (const Returned& returned : box.returned) come_back(returned);
    for (auto& connection : box.admitted) seat(std::move(connection));
}

void Reception::seat(std::unique_ptr<Connection> connection) {
    if (seats_.size() >= limits_.connections_max && !make_room()) return;
    const int socket = connection->socket();
    Seat& seat = seats_[socket];
    seat.connection = std::move(connection);
    enter(seat, State::idle);
    read_more(seat);
}

/// Of the connections that keep nobody busy, the one goes that has taken longest: among those who
/// come and those who hold on, whoever holds on for nothing gives way.
bool Reception::make_room() {
    const auto is_idle = [](const Seat& seat) {
        return seat.state != State::queued && seat.state != State::serving;
    };
    auto oldest = seats_.end();
    for (auto at = seats_.begin(); at != seats_.end(); ++at) {
        if (!is_idle(at->second)) continue;
        if (oldest == seats_.end() || at->second.since < oldest->second.since) oldest = at;
    }
    if (oldest == seats_.end()) return false;
    close(oldest->first);
    return true;
}

void Reception::enter(Seat& seat, State state) {
    seat.state = state;
    seat.since = seat.looked = Pace::Clock::now();
    seat.connection->pace.begin(seat.since);
    const bool reads =
        state == State::idle || state == State::arriving || state == State::lingering;
    const std::uint32_t writes = state == State::leaving ? std::uint32_t{EPOLLOUT} : 0;
    watch(seat, reads ? std::uint32_t{EPOLLIN} : writes);
}

/// A connection that nobody waits for is taken off the list, or the end of it would be told again
/// and again.
void Reception::watch(Seat& seat, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = seat.connection->socket();
    if (events == 0) {
        if (seat.is_watched) ::epoll_ctl(epoll_, EPOLL_CTL_DEL, event.data.fd, &event);
    } else {
        ::epoll_ctl(epoll_, seat.is_watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, event.data.fd, &event);
    }
    seat.is_watched = events != 0;
}

void Reception::close(int socket) {
    const auto found = seats_.find(socket);
    if (found == seats_.end()) return;
    watch(found->second, 0);
    seats_.erase(found);
}

void Reception::look_at(int socket) {
    const auto found = seats_.find(socket);
    if (found == seats_.end()) return;
    Seat& seat = found->second;
    const auto now = Pace::Clock::now();
    seat.connection->pace.wait(now - std::exchange(seat.looked, now));
    switch (seat.state) {
        case State::idle:
        case State::arriving:
            return read_more(seat);
        case State::leaving:
            return send_on(seat);
        case State::lingering:
            seat.connection->receive(body_bytes_max);
            seat.connection->drop_held();
            if (seat.connection->has_ended()) close(socket);
            return;
        case State::queued:
        case State::serving:
            return;
    }
}

void Reception::read_more(Seat& seat) {
    Connection& connection = *seat.connection;
    const auto came = connection.receive(head_bytes_max + body_bytes_max);
    if (came == Connection::Came::end && connection.held().empty()) {
        return close(connection.socket());
    }
    if (!connection.held().empty()) examine(seat);
}

/// Whether what has come is enough to be served.
void Reception::examine(Seat& seat) {
    if (seat.state == State::idle) enter(seat, State::arriving);
    Connection& connection = *seat.connection;
    const std::string_view held = connection.held();
    const RequestHead head{held};
    seat.has_head = head.is_whole();
    const bool is_here =
        seat.has_head ? head.has_body(held, body_bytes_max) : held.size() >= head_bytes_max;
    if (!is_here && !connection.has_ended()) return;
    seat.client = client_of(head, connection.remote().address, limits_.is_behind_proxy);
    queue(seat);
}

void Reception::queue(Seat& seat) {
    enter(seat, State::queued);
    queue_.push_back(seat.connection->socket());
}

void Reception::dispatch() {
    const auto now = Pace::Clock::now();
    std::size_t place = 0;
    std::erase_if(queue_, [&](int socket) {
        Seat& seat = seats_.at(socket);
        const bool has_thread = threads_taken_ < limits_.threads &&
                                threads_of_[seat.client] < limits_.client_threads_max;
        const bool must_go =
            !has_thread && (now - seat.since > queued_max || place >= limits_.waiting_max);
        if (has_thread || must_go) {
            hand_over(seat, must_go);
            return true;
        }
        ++place;
        return false;
    });
    std::erase_if(threads_of_, [](const auto& one) { return one.second == 0; });
}

void Reception::hand_over(Seat& seat, bool is_turned_away) {
    enter(seat, State::serving);
    const int socket = seat.connection->socket();
    Connection* connection = seat.connection.get();
    const auto give_back = [this, socket](bool may_go_on) {
        {
            const std::lock_guard lock{mutex_};
            box_.returned.push_back({socket, may_go_on});
        }
        wake();
    };
    if (is_turned_away) {
        doormen_.enqueue([this, connection, give_back] {
            work_.turn_away(*connection);
            connection->flush();
            give_back(false);
        });
        return;
    }
    seat.holds_thread = true;
    ++threads_taken_;
    ++threads_of_[seat.client];
    const bool is_last = ++seat.served >= requests_max || is_closing_;
    workers_.enqueue([this, connection, is_last, give_back] {
        const bool may_go_on = work_.serve(*connection, is_last);
        connection->flush();
        give_back(may_go_on && !is_last);
    });
}

void Reception::come_back(const Returned& returned) {
    Seat& seat = seats_.at(returned.socket);
    if (std::exchange(seat.holds_thread, false)) {
        --threads_taken_;
        --threads_of_[seat.client];
    }
    seat.may_go_on = returned.may_go_on;
    enter(seat, State::leaving);
    send_on(seat);
}

void Reception::send_on(Seat& seat) {
    Connection& connection = *seat.connection;
    connection.flush();
    if (connection.is_broken()) return close(connection.socket());
    if (connection.has_unsent()) return;
    if (!seat.may_go_on || is_closing_) return linger(seat);
    enter(seat, State::idle);
    if (!connection.held().empty()) return examine(seat);
    read_more(seat);
}

/// The peer gets to read what it was told, and to see that this is all: closed at once, a
/// connection on which more is coming takes back what it said.
void Reception::linger(Seat& seat) {
    Connection& connection = *seat.connection;
    connection.end_sending();
    connection.drop_held();
    if (connection.has_ended()) return close(connection.socket());
    enter(seat, State::lingering);
}

bool Reception::is_over(const Seat& seat, Pace::Clock::time_point now) const {
    const auto spent = now - seat.since;
    const auto silent = now - seat.looked;
    const bool is_late = is_closing_ && now - closing_since_ > closing_max;
    switch (seat.state) {
        case State::idle:
            return spent > idle_max || is_closing_;
        case State::arriving:
            if (!seat.has_head && spent > head_max) return true;
            [[fallthrough]];
        case State::leaving:
            return silent > seat.connection->pace.left(now) || is_late;
        case State::lingering:
            return spent > linger_max;
        case State::queued:
        case State::serving:
            return false;
    }
    return false;
}

void Reception::expire() {
    const auto now = Pace::Clock::now();
    if (now - expired_at_ < tick) return;
    expired_at_ = now;
    std::vector<int> over;
    std::vector<int> given_up;
    for (const auto& [socket, seat] : seats_) {
        if (!is_over(seat, now)) continue;
        const bool has_part = seat.state == State::arriving && seat.has_head;
        (has_part ? given_up : over).push_back(socket);
    }
    for (const int socket : over) close(socket);
    for (const int socket : given_up) {
        // What came of it counts, and whoever sent it is told that the rest did not.
        Seat& seat = seats_.at(socket);
        seat.connection->give_up_reading();
        examine(seat);
    }
}

}  // namespace minga::server
