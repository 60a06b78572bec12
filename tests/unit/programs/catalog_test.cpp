// What a definition file that breaks a rule is told, and that it is never half taken.
#include "shared/programs/catalog.hpp"

#include <catch_amalgamated.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <string>

using namespace minga;

namespace {

using Files = std::map<std::string, std::string>;

/// Our own files, from the source tree.
Files own_files() {
    const std::string municipal = "assets/programs/municipal/";
    Files files;
    for (const std::string& path :
         {municipal + "program.json", municipal + "model.json", municipal + "diagnostic.json",
          municipal + "self_assessment.json", municipal + "tools.json",
          municipal + "positions.json", municipal + "roles.json", municipal + "workflow.json",
          municipal + "glossary.json", std::string{"assets/territory/territory.json"}}) {
        std::ifstream in{std::string{MINGA_SOURCE_ROOT} + "/" + path, std::ios::binary};
        files[path] = {std::istreambuf_iterator<char>{in}, {}};
    }
    return files;
}

Result<Catalog> load(const Files& files) {
    std::vector<ProgramFile> list;
    for (const auto& [path, content] : files) list.push_back({path, content});
    return Catalog::from_json(list);
}

/// The message of the refusal, after replacing the first `from` of `path` by `to`.
std::string refusal(std::string_view name, std::string_view from, std::string_view to) {
    Files files = own_files();
    for (auto& [path, content] : files) {
        if (!path.ends_with(name)) continue;
        const std::size_t place = content.find(from);
        REQUIRE(place != std::string::npos);
        content.replace(place, from.size(), to);
    }
    const auto catalog = load(files);
    REQUIRE_FALSE(catalog);
    CHECK(catalog.error().code == ErrorCode::malformed);
    return catalog.error().message;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("our own files make a catalogue") {
    const auto catalog = load(own_files());
    REQUIRE(catalog);
    CHECK(catalog->model().elements().size() == 78);
}

TEST_CASE("a file that is missing or is not JSON is named") {
    Files files = own_files();
    files.erase("assets/programs/municipal/tools.json");
    auto catalog = load(files);
    REQUIRE_FALSE(catalog);
    CHECK(catalog.error().message == "Falta el archivo tools.json.");

    files = own_files();
    files["assets/programs/municipal/model.json"] = "{";
    catalog = load(files);
    REQUIRE_FALSE(catalog);
    CHECK(catalog.error().message ==
          "assets/programs/municipal/model.json: El contenido no es JSON válido.");
    CHECK_FALSE(load({}));
}

TEST_CASE("sums and references that do not hold are refused with their place") {
    CHECK(contains(refusal("model.json", "\"maximum\": 234", "\"maximum\": 235"),
                   "model.json: maximum: no es la suma"));
    CHECK(contains(
        refusal("model.json", "\"subcriterion\": \"strategy\"", "\"subcriterion\": \"magic\""),
        "elements[0].subcriterion: no existe el subcriterio «magic»."));
    CHECK(contains(refusal("model.json", "\"key\": \"2\"", "\"key\": \"1\""), "elements[1].key"));
    CHECK(contains(refusal("diagnostic.json", "\"element\": \"1\"", "\"element\": \"2\""),
                   "questions[1].element: ya tiene una pregunta"));
    CHECK(contains(refusal("diagnostic.json", "\"element\": \"1\"", "\"element\": \"78\""),
                   "questions[0].element: no es un elemento de ese subcriterio"));
    CHECK(contains(refusal("diagnostic.json", "\"level\": 1", "\"level\": 2"),
                   "alternatives[1].level"));
    CHECK(contains(
        refusal("tools.json", "\"subcriterion\": \"strategy\"", "\"subcriterion\": \"magic\""),
        "tools[0].subcriterion"));
    CHECK(contains(refusal("territory.json", "\"municipalities\": 345", "\"municipalities\": 346"),
                   "counts.municipalities: son 345"));
}

TEST_CASE("roles and workflows name only what exists") {
    CHECK(contains(refusal("roles.json", "\"kind\": \"enrollment\"", "\"kind\": \"wedding\""),
                   "no existe el registro «wedding»"));
    CHECK(contains(refusal("roles.json", "\"subdere\": [\"create\"", "\"emperor\": [\"create\""),
                   "no existe el rol"));
    CHECK(contains(refusal("workflow.json", "\"initial\": \"draft\"", "\"initial\": \"dreamt\""),
                   "initial: no existe ese estado"));
    CHECK(contains(refusal("workflow.json", "\"to\": \"diagnosis_closed\"", "\"to\": \"moon\""),
                   "no existe moon"));
}

TEST_CASE("a precondition that nobody can evaluate is refused when the file is loaded") {
    const std::string message =
        refusal("workflow.json", "\"check\": \"every_element\"", "\"check\": \"stars_aligned\"");
    CHECK(contains(message, "preconditions[0].check: no existe esa comprobación"));
}
