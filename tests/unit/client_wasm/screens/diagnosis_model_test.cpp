#include "client_wasm/screens/diagnosis_model.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::client;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

Record answer(World& world, std::string_view element, std::int64_t level) {
    return world.draft("answer", {{"assessment", text(world.diagnosis.to_text())},
                                  {"element", text(element)},
                                  {"level", number(level)}});
}

DiagnosisModel model_with(World& world, const std::vector<Record>& answers) {
    return make_diagnosis_model(world.get(world.diagnosis), answers, world.catalog);
}

}  // namespace

TEST_CASE("DiagnosisModel holds the 78 questions in order, without answers at first") {
    World world;

    const DiagnosisModel model = model_with(world, {});

    REQUIRE(model.count() == 78);
    CHECK(model.answered() == 0);
    CHECK(model.missing() == 78);
    CHECK_FALSE(model.is_complete());
    CHECK(model.item(0).question->number == 1);
    CHECK(model.item(77).question->number == 78);
    CHECK(model.item(0).element != nullptr);
    CHECK(model.score.subcriteria.size() == 12);
    CHECK(model.score.total.maximum == 234);
}

TEST_CASE("DiagnosisModel puts each answer at its question and counts it") {
    World world;

    const DiagnosisModel model = model_with(world, {answer(world, "3", 2), answer(world, "78", 0)});

    CHECK(model.item(2).level == 2);
    CHECK(model.item(77).level == 0);
    CHECK_FALSE(model.item(3).level);
    CHECK(model.answered() == 2);
    CHECK(model.score.total.obtained == 2);
}

TEST_CASE("DiagnosisModel counts a doubt without a level as missing") {
    World world;
    Record doubt = answer(world, "5", 1);
    doubt.fields.erase("level");
    doubt.fields["doubtful"] = true;

    const DiagnosisModel model = model_with(world, {doubt});

    CHECK(model.item(4).is_doubtful);
    CHECK(model.doubtful == 1);
    CHECK(model.answered() == 0);
    CHECK(next_doubtful(model, -1) == 4);
}

TEST_CASE("DiagnosisModel of an instrument that is not known here has no questions") {
    World world;
    Record diagnosis = world.get(world.diagnosis);
    diagnosis.fields["instrument"] = text("some_other");

    const DiagnosisModel model = make_diagnosis_model(diagnosis, {}, world.catalog);

    CHECK(model.instrument == nullptr);
    CHECK(model.count() == 0);
    CHECK_FALSE(next_missing(model, -1));
}

TEST_CASE("next_missing goes on from the question shown and comes round to the first") {
    World world;
    std::vector<Record> answers;
    for (int element = 1; element <= 78; ++element) {
        if (element == 4 || element == 60) continue;
        answers.push_back(answer(world, std::to_string(element), 3));
    }
    const DiagnosisModel model = model_with(world, answers);

    CHECK(next_missing(model, -1) == 3);
    CHECK(next_missing(model, 3) == 59);
    CHECK(next_missing(model, 59) == 3);
}

TEST_CASE("next_missing finds nothing once all are answered") {
    World world;
    std::vector<Record> answers;
    for (int element = 1; element <= 78; ++element) {
        answers.push_back(answer(world, std::to_string(element), 1));
    }
    const DiagnosisModel model = model_with(world, answers);

    CHECK(model.is_complete());
    CHECK_FALSE(next_missing(model, 10));
}

TEST_CASE("index_of_question knows the questions by their number") {
    World world;
    const DiagnosisModel model = model_with(world, {});

    CHECK(index_of_question(model, 14) == 13);
    CHECK_FALSE(index_of_question(model, 79));
    CHECK_FALSE(index_of_question(model, 0));
}

TEST_CASE("points_text speaks of one point and of several") {
    CHECK(points_text(0) == "0 puntos");
    CHECK(points_text(1) == "1 punto");
    CHECK(points_text(3) == "3 puntos");
}
