/// The verbs in which a scenario is written: what people do by name, and what befalls them.
#pragma once

#include "tests/simulation/history.hpp"

#include <string>
#include <string_view>

namespace minga::simulation {

class Script {
public:
    explicit Script(History& history) : history_(history), cluster_(history.cluster()) {}

    Cluster& cluster() { return cluster_; }

    /// Somebody writes in the activity that everybody sees. If the disk dies of it, then so.
    void writes(std::size_t seat, std::string_view field, std::string words,
                Death death = Death::power_all_kept);
    /// Somebody removes it.
    void removes(std::size_t seat);
    /// Somebody answers a question of the diagnosis, or takes the answer away.
    void answers(std::size_t seat, std::string_view element, std::int64_t level);
    void removes_answer(std::size_t seat, std::string_view element);
    /// Somebody plans an activity with a last month, and takes the month away again.
    void makes_activity(std::size_t seat);
    void clears_what_was_made(std::size_t seat);
    /// Somebody plans a line of their own, and an activity in it.
    void makes_line_and_activity(std::size_t seat);
    /// Somebody takes back what they did, by the device's number.
    void takes_back(std::size_t seat, std::int64_t op);
    /// Somebody settles the first conflict in their inbox, where there is one.
    void decides(std::size_t seat, sync::Resolution resolution);

    /// The operator keeps a copy of the server's disk, and puts it back.
    void backs_up_server();
    void restores_server();

    void exchanges(std::size_t seat, Fate fate = Fate::delivered);
    void late_arrives() { history_.network().deliver_late(); }

private:
    /// Does it, with what the person sees noted, on a disk that may fail.
    template <class Command>
    void with_view(std::size_t seat, const Id& id, Death death, Command command);

    History& history_;
    Cluster& cluster_;
    Id made_;
};

}  // namespace minga::simulation
