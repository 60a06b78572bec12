#include "client_wasm/widgets/semantics.hpp"

#include "shared/codec/json.hpp"

#include <catch_amalgamated.hpp>

using namespace minga::client;

namespace {

SemanticNode node(NodeKey key, Role role, std::string name, Rect rect) {
    SemanticNode made;
    made.key = key;
    made.role = role;
    made.name = std::move(name);
    made.rect = rect;
    return made;
}

std::string draw_list(SemanticTree& tree, float scroll, std::string_view name) {
    tree.begin_frame();
    const std::size_t list = tree.open(node(1, Role::scroll, "Lista", {0, 50, 300, 400}));
    tree.set_content_origin(list, 0, 50 - scroll);
    tree.add(node(2, Role::button, std::string(name), {10, 60 - scroll, 100, 40}));
    tree.close();
    return tree.finish_frame();
}

}  // namespace

TEST_CASE("SemanticTree: the first patch is whole, the next says only what changed") {
    SemanticTree tree;

    CHECK(draw_list(tree, 0, "Guardar").find("\"name\":\"Guardar\"") != std::string::npos);
    CHECK(draw_list(tree, 0, "Guardar").empty());
    const std::string patch = draw_list(tree, 0, "Guardado");

    CHECK(patch.find("\"name\":\"Guardado\"") != std::string::npos);
    CHECK(patch.find("\"role\":\"scroll\"") == std::string::npos);
    CHECK(patch.find("\"order\":{}") != std::string::npos);
}

TEST_CASE("SemanticTree: scrolling changes nothing, because places are relative to the content") {
    SemanticTree tree;
    draw_list(tree, 0, "Guardar");

    CHECK(draw_list(tree, 120, "Guardar").empty());
}

TEST_CASE("SemanticTree: what is no longer drawn is gone") {
    SemanticTree tree;
    draw_list(tree, 0, "Guardar");

    tree.begin_frame();
    const std::string patch = tree.finish_frame();

    CHECK(patch.find("\"gone\":[\"") != std::string::npos);
    CHECK(patch.find(key_text(2)) != std::string::npos);
}

TEST_CASE("SemanticTree: two equal keys become two nodes") {
    SemanticTree tree;
    tree.begin_frame();
    const NodeKey first = tree.add(node(7, Role::button, "A", {})).key;
    const NodeKey second = tree.add(node(7, Role::button, "B", {})).key;

    CHECK(first == 7);
    CHECK(second != 7);
}

TEST_CASE("SemanticTree: a second node of one key is no other's, whatever screens call theirs") {
    SemanticTree tree;
    const NodeKey scope = hash_key(0, "1. Estrategia");
    tree.begin_frame();
    tree.add(node(scope, Role::heading, "1. Estrategia", {0, 0, 10, 10}));
    tree.open(node(scope, Role::list, "1. Estrategia", {0, 0, 10, 10}));

    tree.add(node(hash_key(scope, "1"), Role::button, "1. Misión", {0, 0, 10, 10}));

    const auto& nodes = tree.nodes();
    CHECK(nodes[2].key != nodes[1].key);
    CHECK(nodes[2].parent == nodes[1].key);
}

TEST_CASE("append_json_text: quotes, line ends and control characters are escaped") {
    std::string out;
    minga::append_json_text(out, "a\"b\\c\nñ\x01");

    CHECK(out == "\"a\\\"b\\\\c\\nñ\\u0001\"");
}
