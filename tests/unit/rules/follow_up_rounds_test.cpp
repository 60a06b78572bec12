#include "shared/rules/follow_up_rounds.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

const Date today = Date::of(2026, 6, 10);

struct RoundWorld : World {
    RoundWorld() {
        set(plan, "state", text("definitive"));
        set(other_line, "start_month", text("2026-04"));
        set(other_line, "end_month", text("2026-08"));
    }
    Id follow(const Id& of_line, std::string_view date, std::int64_t programmed,
              std::int64_t executed) {
        return add("follow_up", {{"action_line", text(of_line.to_text())},
                                 {"date", text(date)},
                                 {"programmed", number(programmed)},
                                 {"executed", number(executed)}})
            .id;
    }
    FollowUpRounds rounds() {
        std::vector<LineProgress> progress;
        std::vector<std::vector<Record>> written;
        for (const Id& id : {line, other_line}) {
            progress.push_back(line_progress(get(id), records, catalog, today));
            written.push_back(records.children(id, "follow_up"));
        }
        std::vector<RoundSource> sources;
        for (std::size_t index = 0; index < progress.size(); ++index) {
            sources.push_back({&progress[index], written[index]});
        }
        return follow_up_rounds(sources);
    }
};

}  // namespace

TEST_CASE("the summary has a column a month, from the first that is written or missing") {
    RoundWorld world;  // its lines run from March to June and from April to August
    world.follow(world.line, "2026-04-30", 4, 3);

    const FollowUpRounds rounds = world.rounds();

    CHECK(rounds.months ==
          std::vector<Month>{Month::of(2026, 3), Month::of(2026, 4), Month::of(2026, 5)});
    REQUIRE(rounds.lines.size() == 2);
    CHECK(rounds.lines[0].cells[0].is_missing);
    CHECK(rounds.lines[0].cells[1].execution.percent() == 75);
    CHECK(rounds.lines[0].cells[1].date == Date::of(2026, 4, 30));
    CHECK_FALSE(rounds.lines[1].cells[0].is_missing);
    CHECK(rounds.lines[1].cells[1].is_missing);
    CHECK(rounds.written(1) == 1);
    CHECK(rounds.missing(1) == 1);
    CHECK(rounds.missing(2) == 2);
}

TEST_CASE("of several follow-ups in a month the last one is shown") {
    RoundWorld world;
    const Id last = world.follow(world.line, "2026-05-28", 2, 2);
    world.follow(world.line, "2026-05-03", 2, 1);

    const FollowUpRounds rounds = world.rounds();

    CHECK(rounds.lines[0].cells[2].follow_up == last);
    CHECK(rounds.lines[0].cells[2].execution == Execution{2, 2});
    CHECK(rounds.lines[0].last == last);
    CHECK(rounds.lines[1].last.is_nil());
}

TEST_CASE("a cancelled line misses nothing and keeps what was written") {
    RoundWorld world;
    world.follow(world.line, "2026-03-31", 1, 0);
    world.set(world.line, "status", text("cancelled"));
    world.set(world.other_line, "status", text("cancelled"));

    const FollowUpRounds rounds = world.rounds();

    CHECK(rounds.months == std::vector<Month>{Month::of(2026, 3)});
    CHECK(rounds.written(0) == 1);
    CHECK(rounds.missing(0) == 0);
}

TEST_CASE("without follow-ups to write there is no summary") {
    World world;
    const LineProgress draft;
    const std::vector<RoundSource> sources{{&draft, {}}};

    const FollowUpRounds rounds = follow_up_rounds(sources);

    CHECK(rounds.months.empty());
    CHECK(rounds.lines.size() == 1);
}
