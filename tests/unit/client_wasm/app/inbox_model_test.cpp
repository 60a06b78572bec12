#include "client_wasm/app/inbox_model.hpp"

#include "tests/support/sync/device.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::client;
using minga::sync::InboxItem;
using minga::test::noon;
using minga::test::text;
using minga::test::World;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

struct Waiting {
    World world;
    std::vector<InboxItem> items;

    Waiting() {
        items.push_back(conflict("name", "María Soto", "Pedro Díaz", 3));
        items.push_back(conflict("owner", "Rosa Vera", "Pedro Díaz", 40));
        items.push_back(refusal(7, "start_month", 1));
        items.push_back(refusal(7, "end_month", 1));
        items.push_back(refusal(9, "", 10));
    }

    InboxItem conflict(std::string field, std::string theirs_by, std::string mine_by, int days) {
        InboxItem item;
        item.conflict = name_based_id(world.activity, field);
        item.record = world.activity;
        item.organization = world.municipality;
        item.kind = "activity";
        item.field = std::move(field);
        item.base = text("Antes");
        item.theirs = text("De la otra");
        item.mine = text("Propio");
        item.theirs_by = std::move(theirs_by);
        item.mine_by = std::move(mine_by);
        item.mine_at = {noon.ms - days * day_ms};
        item.theirs_device = world.plan;  // any id but the reader's
        item.mine_device = world.cycle;
        return item;
    }
    InboxItem refusal(std::int64_t op, std::string field, int days) {
        InboxItem item = conflict(std::move(field), {}, "Pedro Díaz", days);
        item.type = InboxItem::Type::refusal;
        item.conflict = {};
        item.op = op;
        item.message = "El término es posterior al de la línea.";
        item.change = {{"end_month", text("2026-11")}, {"name", text("Otro")}};
        return item;
    }
    InboxReader reader() const { return {"Pedro Díaz", world.cycle, world.records, world.catalog}; }
    std::vector<InboxEntry> entries() const { return inbox_entries(items, reader()); }
    std::size_t count(const InboxFilter& filter) const {
        std::size_t found = 0;
        for (const InboxEntry& entry : entries()) found += passes(entry, filter, noon) ? 1 : 0;
        return found;
    }
};

}  // namespace

TEST_CASE("inbox_entries: conflicts first, the longest waiting first; refusals of an op together") {
    const Waiting waiting;
    const auto entries = waiting.entries();

    REQUIRE(entries.size() == 4);
    CHECK(entries[0].item().field == "owner");
    CHECK(entries[1].item().field == "name");
    CHECK(entries[2].item().op == 9);
    CHECK(entries[3].items.size() == 2);
    CHECK(entries[0].commune == "Puerto Varas");
    CHECK(entries[0].plan == "Plan del ciclo 1");
    CHECK(entries[0].people == std::vector<std::string>{"Rosa Vera", "Pedro Díaz"});
    CHECK(entries[1].said().mine.device == "este equipo");
    CHECK(entries[1].said().theirs.device == "equipo " + device_code(waiting.world.plan));
}

TEST_CASE("passes: by what it is, commune, plan, person and age, and all of them at once") {
    const Waiting waiting;

    CHECK(waiting.count({}) == 4);
    CHECK(waiting.count({.type = InboxType::conflicts}) == 2);
    CHECK(waiting.count({.type = InboxType::refusals}) == 2);
    CHECK(waiting.count({.commune = "Puerto Varas"}) == 4);
    CHECK(waiting.count({.commune = "Iquique"}) == 0);
    CHECK(waiting.count({.plan = waiting.world.plan}) == 4);
    CHECK(waiting.count({.plan = waiting.world.neighbour_plan}) == 0);
    CHECK(waiting.count({.person = "María Soto"}) == 1);
    CHECK(waiting.count({.age = InboxAge::last_day}) == 1);
    CHECK(waiting.count({.age = InboxAge::last_week}) == 2);
    CHECK(waiting.count({.age = InboxAge::over_week}) == 2);
    CHECK(waiting.count({.age = InboxAge::over_month}) == 1);
    CHECK(waiting.count(
              {.type = InboxType::conflicts, .person = "Rosa Vera", .age = InboxAge::over_month}) ==
          1);
}

TEST_CASE("inbox_choices: what there is to choose from, each once") {
    const InboxChoices choices = inbox_choices(Waiting{}.entries());
    CHECK(choices.communes == std::vector<std::string>{"Puerto Varas"});
    CHECK(choices.people == std::vector<std::string>{"María Soto", "Pedro Díaz", "Rosa Vera"});
    CHECK(choices.plans == std::vector<std::string>{"Plan del ciclo 1"});
}

TEST_CASE("inbox_csv: a row for each field that waits, with all that the card says") {
    const Waiting waiting;
    const auto entries = waiting.entries();
    std::vector<const InboxEntry*> all;
    for (const InboxEntry& entry : entries) all.push_back(&entry);

    const std::string csv = inbox_csv(all, noon, -180);

    CHECK(std::count(csv.begin(), csv.end(), '\n') == 6);
    CHECK(csv.find("Conflicto;Puerto Varas;Plan del ciclo 1;") != std::string::npos);
    CHECK(csv.find("María Soto") != std::string::npos);
    CHECK(csv.find("El término es posterior al de la línea.") != std::string::npos);
    CHECK(csv.find(";40;Espera") != std::string::npos);
    CHECK(csv.find("2026-02-27 09:00") != std::string::npos);
}

TEST_CASE("shelf_entries: what the server lost, record by record, with its place") {
    const Waiting waiting;
    const World& world = waiting.world;
    const std::vector<minga::sync::ShelfItem> items{
        {world.activity, "activity", world.municipality, "end_month", text("2026-05")},
        {world.activity, "activity", world.municipality, "name", text("Levantar todo")},
        {world.line, "action_line", world.municipality, "name", text("Una línea")}};

    const auto entries = shelf_entries(items, waiting.reader());

    REQUIRE(entries.size() == 2);
    CHECK(entries[0].record == world.activity);
    CHECK(entries[0].commune == "Puerto Varas");
    CHECK(entries[0].plan == "Plan del ciclo 1");
    REQUIRE(entries[0].values.size() == 2);
    CHECK(entries[0].values[1].second == "Levantar todo");
    CHECK(passes(entries[0], {}));
    CHECK(passes(entries[0], {.commune = "Puerto Varas"}));
    CHECK_FALSE(passes(entries[0], {.type = InboxType::refusals}));
    CHECK_FALSE(passes(entries[0], {.commune = "Calama"}));
    CHECK_FALSE(passes(entries[0], {.person = "María Soto"}));

    const std::string csv = inbox_csv({}, noon, -180, {&entries[0], &entries[1]});
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 4);
    CHECK(csv.find("Perdido por el servidor;Puerto Varas;Plan del ciclo 1;") != std::string::npos);
    CHECK(csv.find("Levantar todo") != std::string::npos);
}

TEST_CASE("InboxFilter: kept and read again, and plain where it is not understood") {
    const InboxFilter filter{.type = InboxType::refusals,
                             .commune = "Puerto Varas",
                             .plan = minga::name_based_id(minga::Id{}, "plan"),
                             .person = "Ana",
                             .age = InboxAge::over_week};

    CHECK(inbox_filter_from(fields_of(filter)) == filter);
    CHECK(fields_of(InboxFilter{}).empty());
    CHECK(inbox_filter_from({{"type", minga::Value{std::int64_t{9}}}, {"age", text("x")}})
              .is_plain());
}
