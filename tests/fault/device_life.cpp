#include "tests/fault/device_life.hpp"

#include "server/storage/verify.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <algorithm>

namespace minga::fault {
namespace {

using simulation::Death;
using simulation::the_world;
using sync::DeviceStore;
using test::text;

constexpr int requests_max = 60;
constexpr std::string_view made_name = "Nueva actividad";

/// What SQLite finds wrong with the store; empty: nothing.
std::string damage_of(storage::Database& database) {
    std::string verdict;
    auto done = database.each("PRAGMA integrity_check", [&](const storage::Row& row) {
        if (verdict.empty()) verdict = row.text(0);
    });
    if (!done) return "integrity_check: " + done.error().message + " " + done.error().detail;
    return verdict == "ok" ? std::string{} : "integrity_check: " + verdict;
}

}  // namespace

DeviceLife::DeviceLife() : other_(the_world().owner, {.seed = 2}) {}

SimulatedDisk& DeviceLife::disk(Side side) {
    return side == Side::device ? disk_ : server_.disk();
}

Result<void> DeviceLife::restart(Side side) {
    if (side == Side::server) {
        SeededRandom random{1};
        server_.restart(Death::process, random);
        return {};
    }
    disk_.die();
    store_.reset();
    disk_.restart();
    return open();
}

Result<void> DeviceLife::open() {
    if (store_) return {};
    auto database = storage::Database::open(
        {.path = "store", .vfs = disk_.vfs(), .exclusive = true, .cache_kib = 64});
    if (!database) return database.error();
    storage::Database* raw = database->get();
    auto opened = DeviceStore::open(*std::move(database), the_world().catalog, random_, clock_);
    if (!opened) return opened.error();
    store_ = *std::move(opened);
    database_ = raw;
    return {};
}

Result<void> DeviceLife::exchange(DeviceStore& store) {
    sync::ClientSession session{store};
    for (int i = 0; i < requests_max; ++i) {
        auto body = session.next_request();
        if (!body) return body.error();
        const test::Reply reply = server_.handle(*store.actor(), *body);
        auto taken = session.take_answer(reply.status, reply.body);
        if (!taken) return taken;
        if (session.is_done()) return {};
    }
    return make_error(ErrorCode::internal, "the exchange never comes to an end");
}

std::optional<Id> DeviceLife::find_made() const {
    for (const Record& record : store_->list("activity")) {
        if (text_of(record.fields, "name") == made_name) return record.id;
    }
    return std::nullopt;
}

Result<void> DeviceLife::take(int step) {
    if (step == 0) return open();
    return act(step);
}

Result<void> DeviceLife::act(int step) {
    const test::World& world = the_world();
    switch (step) {
        case 1:
            return store_->sign_in(world.committee, "token");
        case 3:
            return store_->set(world.activity, {{"name", text("Del comité")}});
        case 4: {
            if (find_made()) return {};
            auto made = store_->create(
                "activity", {},
                {{"action_line", text(world.line.to_text())}, {"name", text(made_name)}});
            if (!made) return made.error();
            return {};
        }
        case 5: {
            const auto made = find_made();
            if (!made) return make_error(ErrorCode::not_found, "what was made is gone");
            return store_->set(*made, {{"owner", text("Ana")}});
        }
        case 7: {
            auto done = other_.store().set(world.activity, {{"owner", text("de la encargada")}});
            return done ? exchange(other_.store()) : done;
        }
        case 8:
            return store_->set(world.activity, {{"owner", text("de la comisión")}});
        case 10: {
            for (const sync::InboxItem& item : store_->inbox()) {
                if (item.type != sync::InboxItem::Type::conflict || item.is_decided) continue;
                return store_->resolve(item.conflict, sync::Resolution::mine);
            }
            return {};
        }
        case 11: {
            const auto made = find_made();
            return made ? store_->remove(*made) : Result<void>{};
        }
        default:
            return exchange(*store_);
    }
}

std::string DeviceLife::damage(Side side) {
    if (side == Side::device) return damage_of(*database_);
    if (std::string damage = damage_of(server_.store().database()); !damage.empty()) return damage;
    const auto verified = server::verify_store(server_.store());
    if (!verified) return "verify: " + verified.error().message + " " + verified.error().detail;
    return verified->first_break ? "verify: " + verified->first_break->what : std::string{};
}

std::vector<std::string> DeviceLife::ops() {
    std::vector<std::string> ops;
    if (!store_) return ops;
    database_
        ->each("SELECT n, text FROM op ORDER BY number",
               [&](const storage::Row& row) { ops.emplace_back(row.text(1)); })
        .ignore();
    return ops;
}

std::string DeviceLife::dump() {
    return simulation::timeless_dump(server_.store());
}

}  // namespace minga::fault
