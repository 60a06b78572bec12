#include "sync/bundle/sealed_op.hpp"

#include "shared/base/rng.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sync;

namespace {

const std::string made = "{\"n\":3,\"i\":\"x\",\"s\":{\"own_kclp\":750},\"t\":1,\"v\":1}";

struct Sealing {
    SeededRandom random{5};
    KeyPair server = keys_of(new_secret(random));
    Id user = name_based_id(Id{}, "user");
    Id organization = name_based_id(Id{}, "organization");

    SealedOp sealed() {
        auto sealer = OpSealer::make(server.shown, random);
        REQUIRE(sealer);
        SealedOp op{.n = 3, .organization = organization};
        sealer->seal("another", {user, organization});
        op.bytes = sealer->seal(made, {user, organization});
        return op;
    }
};

}  // namespace

TEST_CASE_METHOD(Sealing, "a sealed op opens at the server, word for word") {
    const SealedOp op = sealed();
    const std::string text = sealed_to_text(op);
    CHECK(is_sealed(text));
    CHECK_FALSE(is_sealed(made));
    CHECK(text.find("750") == std::string::npos);
    const auto back = sealed_from_text(text);
    REQUIRE(back);
    CHECK(open_sealed(*back, user, server) == made);
}

TEST_CASE_METHOD(Sealing, "the number and the epoch outside count") {
    SealedOp op = sealed();
    op.n = 9;
    op.epoch = "epoch-1";
    const auto text = open_sealed(op, user, server);
    REQUIRE(text);
    CHECK(text->find("\"n\":9") != std::string::npos);
    CHECK(text->find("\"e\":\"epoch-1\"") != std::string::npos);
}

TEST_CASE_METHOD(Sealing, "it opens for nobody else, nowhere else and by no other key") {
    const SealedOp op = sealed();
    CHECK_FALSE(open_sealed(op, name_based_id(Id{}, "other"), server));
    CHECK_FALSE(open_sealed(op, user, keys_of(new_secret(random))));
    SealedOp elsewhere = op;
    elsewhere.organization = name_based_id(Id{}, "elsewhere");
    CHECK_FALSE(open_sealed(elsewhere, user, server));
}

TEST_CASE_METHOD(Sealing, "a byte that was changed, or is missing, is noticed") {
    const SealedOp op = sealed();
    for (std::size_t at = 0; at < op.bytes.size(); ++at) {
        SealedOp damaged = op;
        damaged.bytes[at] = static_cast<char>(damaged.bytes[at] ^ 1);
        CHECK_FALSE(open_sealed(damaged, user, server));
        damaged.bytes = op.bytes.substr(0, at);
        CHECK_FALSE(open_sealed(damaged, user, server));
    }
}

TEST_CASE_METHOD(Sealing, "what is no sealed op is refused, never misread") {
    CHECK_FALSE(sealed_from_text("{\"z\":\"zz\",\"n\":1}"));
    CHECK_FALSE(sealed_from_text("{\"z\":\"00\",\"n\":0}"));
    CHECK_FALSE(sealed_from_text("{\"z\":\"00\",\"n\":1,\"o\":\"no\"}"));
    CHECK_FALSE(sealed_from_text("{\"z\":\""));
    CHECK_FALSE(OpSealer::make({}, random));
}
