#include "tests/simulation/workload.hpp"

#include "shared/base/hash.hpp"
#include "shared/records/all_records.hpp"
#include "tests/support/sample_files.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace minga::simulation {
namespace {

using test::number;
using test::text;

/// One person before their device.
class Hands {
public:
    Hands(Cluster& cluster, std::size_t seat)
        : cluster_(cluster), dice_(cluster.dice()), index_(seat), seat_(cluster.seats()[seat]) {
        // The device's own idea of who it belongs to.
        const auto& roles = seat_.store().actor()->roles;
        const RoleAssignment& role = roles.size() > 1 ? dice_.pick(roles) : roles.front();
        home_ = role.organization;
        role_ = role.role;
    }

    void act() {
        const std::string_view role = role_;
        const std::int64_t roll = dice_.below(100);
        if (roll < 12) return decide();
        if (roll < 17) return take_back();
        if (role == "municipal_secretary") return roll < 90 ? answer() : remove_one("answer");
        const bool has_documents = cluster_.options().has_files &&
                                   role == "improvement_committee" &&
                                   home_ == cluster_.world().municipality;
        if (has_documents && dice_.one_in(4)) return dice_.one_in(3) ? make_document() : attach();
        if (roll < 32) return make_activity();
        if (roll < 40) return make_follow_up();
        if (roll < 70) return edit_activity();
        if (roll < 88) return edit_line();
        if (roll < 94) return edit_plan();
        if (dice_.one_in(3)) return restore_one();
        remove_one(dice_.one_in(3) ? "follow_up" : "activity");
    }

private:
    std::string words() { return cluster_.next_words(home_); }

    Value month() {
        if (dice_.one_in(6)) return Value{};
        return text("2026-0" + std::to_string(3 + dice_.below(4)));
    }

    /// Notes what a command made of the record that the person had before them. The disk may be
    /// full just then, or the device die.
    template <class Command>
    void with_view(const Id& id, Command command) {
        const auto record = seat_.store().find(id);
        const FieldMap view = record ? record->fields : FieldMap{};
        const std::int64_t last_n = seat_.store().last_n();
        SimulatedDisk& disk = seat_.device->disk();
        const std::int64_t roll = dice_.below(120);
        if (roll < 3) disk.fail_at(1, test::DiskFault::full);
        if (roll == 3) disk.die_at(1, test::DiskCall::sync);
        if (roll == 4) disk.die_at(1, test::DiskCall::write);
        const bool is_done = command();
        const bool has_trace = seat_.store().last_n() != last_n;
        if (!is_done && has_trace && !disk.is_dead()) {
            cluster_.break_promise("commands", "a command that failed left an op behind");
        }
        cluster_.bury_device(index_);
        const std::size_t typed_before = seat_.typed.size();
        cluster_.note_typed(seat_, view);
        if (is_done && has_trace && seat_.typed.size() == typed_before) {
            cluster_.break_promise("commands", "what was saved is gone");
        }
    }

    void create(std::string_view kind, FieldMap fields, const Id& natural = {}) {
        with_view(natural, [&] {
            const auto made = seat_.store().create(kind, {}, std::move(fields));
            auto& all = cluster_.made();
            if (made && std::find(all.begin(), all.end(), *made) == all.end()) all.push_back(*made);
            return made.has_value();
        });
    }
    void set(const Id& id, FieldMap fields) {
        with_view(id, [&] { return seat_.store().set(id, std::move(fields)).has_value(); });
    }

    /// The living records of a kind that this device shows, in the order in which they were made.
    std::vector<Id> shown(std::string_view kind) {
        std::vector<Id> ids;
        for (const Id& id : cluster_.made()) {
            seat_.device->database()
                .each(
                    "SELECT 1 FROM record WHERE id = ?1 AND kind = ?2 AND organization = ?3 AND "
                    "deleted = 0",
                    [&](const storage::Row&) { ids.push_back(id); }, id, kind, home_)
                .ignore();
        }
        return ids;
    }

    std::vector<Id> lines() {
        const World& world = cluster_.world();
        if (home_ == world.municipality) return {world.line, world.other_line};
        const auto made = shown("action_line");
        return made;
    }

    /// The neighbour's plan has no line until somebody makes one.
    bool has_line() {
        if (!lines().empty()) return true;
        create("action_line", {{"plan", text(cluster_.world().neighbour_plan.to_text())},
                               {"name", text(words())}});
        return false;
    }

    void make_activity() {
        if (!has_line()) return;
        FieldMap fields{{"action_line", text(dice_.pick(lines()).to_text())},
                        {"name", text(words())}};
        if (dice_.one_in(2)) fields.emplace("end_month", month());
        if (dice_.one_in(3)) fields.emplace("own_kclp", number(dice_.below(900)));
        create("activity", std::move(fields));
    }

    void make_follow_up() {
        if (!has_line()) return;
        create("follow_up", {{"action_line", text(dice_.pick(lines()).to_text())},
                             {"date", text("2026-04-1" + std::to_string(dice_.below(10)))},
                             {"programmed", number(5)},
                             {"executed", number(dice_.below(6))},
                             {"observations", text(words())}});
    }

    void make_document() {
        create("document", {{"cycle", text(cluster_.world().cycle.to_text())},
                            {"type", text("committee_act")},
                            {"title", text(words())}});
    }

    void attach() {
        constexpr std::int64_t file_bytes_max = 90'000;
        const auto documents = shown("document");
        if (documents.empty()) return make_document();
        const Id document = dice_.pick(documents);
        const auto size = static_cast<std::size_t>(1000 + dice_.below(file_bytes_max));
        // Now and then somebody attaches what somebody else has.
        const auto number = static_cast<std::uint64_t>(dice_.below(40));
        const std::string bytes =
            number < 4 ? test::sample_photo(40'000, number) : test::sample_photo(size, number);
        cluster_.files().emplace(sha256_hex(bytes), bytes);
        with_view(document,
                  [&] { return seat_.store().attach(document, bytes, "foto.jpg").has_value(); });
    }

    void edit_activity() {
        const auto activities = shown("activity");
        if (activities.empty()) return make_activity();
        FieldMap changes;
        for (std::int64_t i = dice_.below(3); i >= 0; --i) {
            switch (dice_.below(5)) {
                case 0:
                    changes.insert_or_assign("end_month", month());
                    break;
                case 1:
                    changes.insert_or_assign("own_kclp", number(dice_.below(4)));
                    break;
                case 2:
                    changes.insert_or_assign("owner", text(words()));
                    break;
                default:
                    changes.insert_or_assign("name", text(words()));
                    break;
            }
        }
        if (dice_.one_in(9)) changes.insert_or_assign("owner", Value{});
        set(dice_.pick(activities), std::move(changes));
    }

    void edit_line() {
        if (!has_line()) return;
        const Id line = dice_.pick(lines());
        switch (dice_.below(5)) {
            case 0:
                return set(line, {{"description", text(words())}});
            case 1:
                return set(line, {{"end_month", month()}});
            case 2: {
                static constexpr std::array<std::string_view, 4> owners{
                    "encargado.puertovaras", "encargado.puertovaras", "nadie",
                    "comite.puertovaras"};
                const auto owner = owners[static_cast<std::size_t>(dice_.below(owners.size()))];
                return set(line, {{"owner_user", text(owner)}});
            }
            default:
                return edit_areas(line);
        }
    }

    void edit_areas(const Id& line) {
        static constexpr std::array<std::string_view, 4> areas{"leadership", "strategy", "training",
                                                               "municipal_budget"};
        const auto record = seat_.store().find(line);
        TextSet set_now = record ? set_of(record->fields, "areas") : TextSet{};
        const std::string area{areas[static_cast<std::size_t>(dice_.below(areas.size()))]};
        const auto held = std::find(set_now.begin(), set_now.end(), area);
        if (held == set_now.end()) {
            set_now.push_back(area);
        } else {
            set_now.erase(held);
        }
        Value value = set_now.empty() ? Value{} : Value{normalized_set(std::move(set_now))};
        set(line, {{"areas", std::move(value)}});
    }

    void edit_plan() {
        const Id plan = home_ == cluster_.world().municipality ? cluster_.world().plan
                                                               : cluster_.world().neighbour_plan;
        set(plan, {{dice_.one_in(2) ? "focus_what" : "focus_why", text(words())}});
    }

    void answer() {
        const std::string element = std::to_string(1 + dice_.below(5));
        FieldMap fields{{"assessment", text(cluster_.world().diagnosis.to_text())},
                        {"element", text(element)}};
        if (!dice_.one_in(3)) fields.emplace("level", number(dice_.below(4)));
        if (dice_.one_in(2)) fields.emplace("evidence", text(words()));
        const Id id = natural_id(*schema::find_record_info("answer"), fields);
        create("answer", std::move(fields), id);
    }

    void remove_one(std::string_view kind) {
        const auto ids = shown(kind);
        if (ids.empty()) return;
        const Id id = dice_.pick(ids);
        with_view(id, [&] { return seat_.store().remove(id).has_value(); });
    }

    void restore_one() {
        const auto removed = seat_.store().removed();
        if (removed.empty()) return;
        const Id id = dice_.pick(removed).id;
        with_view(id, [&] { return seat_.store().restore(id).has_value(); });
    }

    void decide() {
        auto items = seat_.store().inbox();
        std::erase_if(items, [](const sync::InboxItem& item) {
            return item.type != sync::InboxItem::Type::conflict || item.is_decided;
        });
        if (items.empty()) return;
        // In the order in which they were opened: their ids hold the time.
        std::map<Id, std::int64_t> opened;
        for (const sync::InboxItem& item : items) {
            const auto stored = cluster_.server().store().find_stamped(item.conflict);
            opened.emplace(item.conflict, stored ? stored->created_seq : 0);
        }
        std::sort(items.begin(), items.end(), [&](const auto& a, const auto& b) {
            return opened[a.conflict] < opened[b.conflict];
        });
        const sync::InboxItem item = dice_.pick(items);
        with_view(item.conflict, [&] {
            switch (dice_.below(3)) {
                case 0:
                    return seat_.store().resolve(item.conflict, sync::Resolution::mine).has_value();
                case 1:
                    return seat_.store()
                        .resolve(item.conflict, sync::Resolution::theirs)
                        .has_value();
                default:
                    return seat_.store()
                        .resolve(item.conflict, sync::Resolution::other,
                                 item.is_removal ? Value{false} : item.mine)
                        .has_value();
            }
        });
    }

    void take_back() {
        if (seat_.typed.empty()) return;
        const std::int64_t newest = seat_.typed.rbegin()->first;
        const std::int64_t op = newest - dice_.below(std::min<std::int64_t>(newest, 6));
        seat_.store().withdraw(op).ignore();
    }

    Cluster& cluster_;
    Dice& dice_;
    std::size_t index_;
    Seat& seat_;
    Id home_;  ///< The municipality that they are busy with.
    std::string role_;
};

}  // namespace

void act(Cluster& cluster, std::size_t seat) {
    Hands{cluster, seat}.act();
}

}  // namespace minga::simulation
