/// Where connections wait without a thread: one thread of the reception watches them all, and hands
/// each on when its request is here, or so much of it that whoever serves it has something to do.
/// Answers that the peer takes slowly leave from here too. So a thread is held by what the server
/// does, hardly ever by how slowly a peer speaks or listens; how slow anybody may be says Pace.
///
/// No client gets more than its part of the threads, so that the others are served whatever one of
/// them does. What must wait too long for a thread, or finds the queue full, is turned away at
/// once.
#pragma once

#include "server/http/connection.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace minga::server {

class Reception {
public:
    struct Limits {
        std::size_t threads = 64;
        std::size_t waiting_max = 256;       ///< Whole requests that wait for a thread.
        std::size_t client_threads_max = 0;  ///< 0: three quarters of them.
        std::size_t connections_max = 1024;
        bool is_behind_proxy = false;  ///< Clients are told apart as our proxy names them.
    };

    /// One request on a connection. `serve` answers it and returns whether another may follow;
    /// `is_last`: none may. `turn_away` answers that there is no thread for it. Both on threads of
    /// the reception.
    struct Work {
        std::function<bool(Connection&, bool is_last)> serve;
        std::function<void(Connection&)> turn_away;
    };

    Reception(const Limits& limits, Work work);
    ~Reception();
    Reception(const Reception&) = delete;
    Reception& operator=(const Reception&) = delete;

    /// From any thread.
    void admit(std::unique_ptr<Connection> connection);

    /// Lets nobody in any more, waits until what is under way is done, and ends.
    void finish();

private:
    enum class State : std::uint8_t {
        idle,       ///< Nothing of a request has come.
        arriving,   ///< A part of one has.
        queued,     ///< It waits for a thread.
        serving,    ///< A thread has it.
        leaving,    ///< What was answered is on its way.
        lingering,  ///< All is said; the peer may still be sending.
    };
    struct Seat {
        std::unique_ptr<Connection> connection;
        State state = State::idle;
        Pace::Clock::time_point since{};   ///< Of this state.
        Pace::Clock::time_point looked{};  ///< When its waiting was counted last.
        std::string client{};
        std::size_t served = 0;
        bool may_go_on = false;  ///< After what is leaving, another request may come.
        bool has_head = false;
        bool is_watched = false;
        bool holds_thread = false;
    };
    struct Returned {
        int socket;
        bool may_go_on;
    };

    void run();
    void take_in();
    void seat(std::unique_ptr<Connection> connection);
    bool make_room();
    void look_at(int socket);
    void read_more(Seat& seat);
    void examine(Seat& seat);
    void queue(Seat& seat);
    void dispatch();
    void hand_over(Seat& seat, bool is_turned_away);
    void come_back(const Returned& returned);
    void send_on(Seat& seat);
    void linger(Seat& seat);
    void enter(Seat& seat, State state);
    void watch(Seat& seat, std::uint32_t events);
    void expire();
    bool is_over(const Seat& seat, Pace::Clock::time_point now) const;
    void close(int socket);
    void wake() const;

    Limits limits_;
    Work work_;
    int epoll_ = -1;
    int bell_ = -1;  ///< Rung when the box below has something.

    // Of the reception's own thread alone.
    std::unordered_map<int, Seat> seats_;
    std::deque<int> queue_;
    std::unordered_map<std::string, std::size_t> threads_of_;  ///< By client.
    std::size_t threads_taken_ = 0;
    Pace::Clock::time_point expired_at_{};
    Pace::Clock::time_point closing_since_{};
    bool is_closing_ = false;

    std::mutex mutex_;
    struct Box {
        std::vector<std::unique_ptr<Connection>> admitted{};
        std::vector<Returned> returned{};
        bool is_closing = false;
    } box_;

    httplib::ThreadPool workers_;
    httplib::ThreadPool doormen_;
    std::thread thread_;
};

}  // namespace minga::server
