#include "tests/simulation/scenarios.hpp"

#include "tests/simulation/script.hpp"

#include <cstdio>

namespace minga::simulation {
namespace {

using test::DiskCall;
using test::DiskFault;

void same_field_offline(History& history) {
    Script script{history};
    script.writes(0, "name", "de la comisión");
    script.writes(1, "name", "de la encargada");
    script.exchanges(0);
    script.exchanges(1);
}

void answer_lost_and_theirs_between(History& history) {
    Script script{history};
    script.writes(0, "name", "una");
    script.exchanges(0, Fate::answer_lost);
    script.writes(1, "name", "otra");
    script.exchanges(1);
    script.writes(0, "name", "una más");
    script.exchanges(0);
}

void edit_on_unsent_work(History& history) {
    Script script{history};
    script.writes(0, "name", "mía");
    script.writes(1, "name", "ajena");
    script.exchanges(1);
    // What comes down does not show under one's own unsent word, so it was not seen.
    script.exchanges(0, Fate::request_late);
    script.writes(0, "name", "mía otra vez");
    script.late_arrives();
    script.exchanges(0);
}

void removal_against_edit(History& history) {
    Script script{history};
    script.removes(0);
    script.writes(1, "name", "sigue");
    script.exchanges(0);
    script.exchanges(1);
}

void edit_against_removal(History& history) {
    Script script{history};
    script.writes(1, "name", "sigue");
    script.removes(0);
    script.exchanges(1);
    script.exchanges(0);
}

void two_decide(History& history) {
    Script script{history};
    same_field_offline(history);
    script.exchanges(0);
    script.exchanges(1);
    script.decides(0, sync::Resolution::mine);
    script.decides(1, sync::Resolution::mine);
    script.exchanges(1);
    script.exchanges(0);
}

void copied_disk(History& history) {
    Script script{history};
    script.writes(0, "name", "antes de la copia");
    script.cluster().copy_device(0);
    const std::size_t copy = script.cluster().seats().size() - 1;
    script.writes(0, "owner", "del original");
    script.writes(copy, "owner", "de la copia");
    script.exchanges(0);
    script.exchanges(copy);
}

void server_dies_in_flush(History& history) {
    Script script{history};
    script.writes(0, "name", "una");
    script.cluster().server().disk().die_at(1, DiskCall::sync);
    script.exchanges(0);
    script.writes(0, "owner", "otra");
    script.exchanges(0);
}

void device_dies_in_flush(History& history) {
    Script script{history};
    script.cluster().seats()[0].device->disk().die_at(1, DiskCall::sync);
    script.writes(0, "name", "quizás");
    script.exchanges(0);
    script.writes(0, "name", "después");
}

void device_dies_twice(History& history) {
    Script script{history};
    script.cluster().seats()[0].device->disk().die_at(1, DiskCall::sync);
    script.writes(0, "name", "quizás", Death::process);
    script.cluster().restart_device(0, Death::power_all_lost);
    script.exchanges(0);
}

void made_again_and_removed(History& history) {
    Script script{history};
    script.answers(0, "4", 3);
    script.removes_answer(0, "4");
    script.exchanges(0);
    script.answers(0, "4", 2);
    script.removes_answer(0, "4");
    script.exchanges(0);
}

/// One removes their answer before the other has read anything of it, and the other answers too.
void made_where_removed(History& history, std::int64_t level) {
    Script script{history};
    script.answers(0, "4", 3);
    script.removes_answer(0, "4");
    script.exchanges(0);
    script.cluster().replace_device(1);
    script.exchanges(1);
    script.answers(1, "4", level);
    script.exchanges(1);
}

void made_alike_where_removed(History& history) {
    made_where_removed(history, 3);
}

void made_otherwise_where_removed(History& history) {
    made_where_removed(history, 1);
}

void copy_learns_of_clearing(History& history) {
    Script script{history};
    script.makes_activity(0);
    script.cluster().copy_device(0);
    const std::size_t copy = script.cluster().seats().size() - 1;
    script.clears_what_was_made(0);
    script.writes(copy, "name", "de la copia");
    script.exchanges(0);
    script.exchanges(copy);
}

void line_taken_back(History& history) {
    Script script{history};
    script.makes_line_and_activity(0);
    script.takes_back(0, 1);
    script.exchanges(0);
}

void full_disk_while_taking(History& history) {
    Script script{history};
    script.writes(1, "name", "ajena");
    script.exchanges(1);
    script.writes(0, "owner", "propia");
    script.exchanges(0, Fate::answer_lost);
    script.cluster().seats()[0].device->disk().fail_at(1, DiskFault::full, DiskCall::write);
    script.exchanges(0);
    script.exchanges(0);
}

void cut_while_many_wait(History& history) {
    Script script{history};
    for (int i = 0; i < 12; ++i) script.writes(0, "name", "versión " + std::to_string(i));
    script.exchanges(0, Fate::answer_lost);
    script.writes(1, "owner", "otra persona");
    script.exchanges(1);
    script.exchanges(0, Fate::request_cut);
    script.exchanges(0, Fate::answer_cut);
    script.exchanges(0);
}

void repeated_and_late(History& history) {
    Script script{history};
    script.writes(0, "name", "una");
    script.exchanges(0, Fate::repeated);
    script.writes(1, "name", "otra");
    script.exchanges(1);
    script.late_arrives();
    script.exchanges(0);
}

void copied_disk_and_restored_server(History& history) {
    Script script{history};
    script.backs_up_server();
    script.cluster().copy_device(0);
    const std::size_t copy = script.cluster().seats().size() - 1;
    script.writes(0, "name", "del original");
    script.writes(copy, "owner", "de la copia");
    script.restores_server();
    script.exchanges(0);
    script.exchanges(copy);
    script.exchanges(copy);
}

void written_while_reading_again(History& history) {
    Script script{history};
    script.backs_up_server();
    script.writes(0, "name", "una");
    script.writes(0, "name", "otra");
    script.restores_server();
    script.exchanges(0, Fate::answer_lost);
    // It asks first, and is told of the new epoch and of no record yet.
    script.exchanges(0);
    script.writes(0, "owner", "alguien");
    script.exchanges(0);
}

void made_before_a_restore(History& history) {
    Script script{history};
    script.backs_up_server();
    script.answers(0, "4", 3);
    script.answers(0, "3", 3);
    script.exchanges(0, Fate::request_lost);
    script.restores_server();
    // It asks how far it came, and reads all there is before the server has its answers.
    script.exchanges(0);
    script.exchanges(0, Fate::answer_lost);
    script.exchanges(1);
    script.answers(1, "4", 1);
    script.exchanges(1);
    script.exchanges(0);
}

}  // namespace

const std::vector<Scenario>& all_scenarios() {
    using enum Role;
    static const std::vector<Scenario> scenarios{
        {"same field offline",
         "without the base check the last to arrive wins",
         {committee, owner},
         same_field_offline},
        {"answer lost, theirs between",
         "one's own chain must not hide what others wrote into it",
         {committee, owner},
         answer_lost_and_theirs_between},
        {"edit on unsent work",
         "an edit on top of unsent work has seen no more than that work",
         {committee, owner},
         edit_on_unsent_work},
        {"removal against edit",
         "an edit behind a removal brings the record back and asks",
         {committee, committee},
         removal_against_edit},
        {"edit against removal",
         "a removal that did not see an edit asks and removes nothing",
         {committee, committee},
         edit_against_removal},
        {"two decide",
         "the second of two who settle a conflict must be told, not obeyed",
         {committee, committee},
         two_decide},
        {"copied disk",
         "without the hash check one copy's op passes for the other's",
         {committee, owner},
         copied_disk},
        {"server dies in a flush",
         "an op is acknowledged only once it is on the disk",
         {committee, owner},
         server_dies_in_flush},
        {"device dies in a flush",
         "a change whose saving failed may be there all the same: once",
         {committee, owner},
         device_dies_in_flush},
        {"device dies twice",
         "what came back after a crash is there after the next one too",
         {committee, owner},
         device_dies_twice},
        {"made again and removed",
         "nobody has to settle with themselves what they removed twice",
         {secretary},
         made_again_and_removed},
        {"made alike where removed",
         "a record that its maker never saw removed is there for them, with all it says",
         {secretary, other_secretary},
         made_alike_where_removed},
        {"made otherwise where removed",
         "what comes back comes back whole to a device that was never told of it",
         {secretary, other_secretary},
         made_otherwise_where_removed},
        {"copy learns of a clearing",
         "a record that goes whole to a device that has it says what it no longer holds",
         {committee},
         copy_learns_of_clearing},
        {"line taken back",
         "what stands on unsent work keeps it from being taken back",
         {neighbour},
         line_taken_back},
        {"full disk while taking",
         "an answer that could not be kept must come again whole",
         {committee, owner},
         full_disk_while_taking},
        {"cut while many wait",
         "after a cut a device asks before it sends everything again",
         {committee, owner},
         cut_while_many_wait},
        {"repeated and late",
         "a request that arrives a second time, late, changes nothing",
         {committee, owner},
         repeated_and_late},
        {"copied disk and restored server",
         "who takes a new name while reading again has not read what it sends under it",
         {committee, owner},
         copied_disk_and_restored_server},
        {"written while reading again",
         "what was accepted while a restored server is read again is no older value",
         {committee, owner},
         written_while_reading_again},
        {"made before a restore",
         "what a device made and had not sent is no older than the restored server",
         {secretary, other_secretary},
         made_before_a_restore},
    };
    return scenarios;
}

bool play_scenarios(std::string_view name, bool is_verbose) {
    bool is_found = false;
    bool all_kept = true;
    for (const Scenario& scenario : all_scenarios()) {
        if (!name.empty() && scenario.name != name) continue;
        is_found = true;
        Options options;
        options.steps = 0;
        options.cast = scenario.cast;
        options.is_verbose = is_verbose;
        History history{options};
        scenario.play(history);
        history.make_peace();
        const auto violation = history.outcome().violation;
        std::printf("%s  %.*s: %.*s\n", violation ? "BROKEN" : "kept  ",
                    static_cast<int>(scenario.name.size()), scenario.name.data(),
                    static_cast<int>(scenario.reason.size()), scenario.reason.data());
        if (!violation) continue;
        all_kept = false;
        std::printf("        %s: %s\n", violation->invariant.c_str(), violation->detail.c_str());
    }
    if (!is_found) std::printf("no such scenario\n");
    return is_found && all_kept;
}

}  // namespace minga::simulation
