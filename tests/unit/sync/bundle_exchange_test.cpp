/// The same work carried by network and by file must come to the same state on both sides.
#include "sync/client/bundle_exchange.hpp"

#include "server/storage/epochs.hpp"
#include "shared/records/all_records.hpp"
#include "sync/bundle/bundle.hpp"
#include "sync/headless/gzip.hpp"
#include "sync/server/carried_exchange.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct BundleFixture : ExchangeFixture {
    SeededRandom random{99};
    KeyPair device_keys = keys_of(new_secret(random));
    KeyPair server_keys = keys_of(new_secret(random));

    std::string export_file(TestDevice& device) {
        auto made = export_bundle(device.store());
        REQUIRE(made);
        auto packed = packed_contents(made->contents);
        REQUIRE(packed);
        BundleHeader header;
        header.device = device.store().device();
        header.first_n = made->first_n;
        header.last_n = made->last_n;
        auto file = seal_bundle(header, *packed, device_keys, server_keys.shown, random);
        REQUIRE(file);
        return *std::move(file);
    }

    /// What the server writes for a file, also where only part of it came.
    std::string import_file(const Actor& actor, std::string_view file) {
        auto reader = BundleReader::open(file);
        REQUIRE(reader);
        REQUIRE(reader->unlock(server_keys));
        CarriedExchange exchange{server.store(), world.catalog, actor, server.clock(),
                                 reader->header().device};
        exchange.know(server_keys);
        std::string contents;
        std::string held;
        while (const auto piece = reader->next()) {
            auto bytes = plain_bytes(*piece, gunzip, held);
            REQUIRE(bytes);
            REQUIRE(exchange.feed(*bytes));
            REQUIRE(exchange.apply());
            if (!exchange.is_batch_full()) continue;
            REQUIRE(exchange.answer(server.store(), contents));
            REQUIRE(exchange.apply());
        }
        REQUIRE(exchange.has_begun());
        while (true) {
            auto goes_on = exchange.answer(server.store(), contents);
            REQUIRE(goes_on);
            if (!*goes_on) break;
            REQUIRE(exchange.apply());
        }
        counts = exchange.counts();
        auto packed = packed_contents(contents);
        REQUIRE(packed);
        BundleHeader header;
        header.kind = BundleKind::answer;
        header.device = reader->header().device;
        auto answer = seal_bundle(header, *packed, server_keys, device_keys.shown, random);
        REQUIRE(answer);
        return *std::move(answer);
    }

    AnswerCounts take(TestDevice& device, std::string_view file) {
        auto reader = BundleReader::open(file);
        REQUIRE(reader);
        REQUIRE(reader->unlock(device_keys));
        std::string contents;
        while (const auto piece = reader->next()) append_piece(contents, *piece);
        auto taken = take_bundle_answer(device.store(), contents, gunzip, device.clock().now());
        REQUIRE(taken);
        return *taken;
    }

    AnswerCounts by_file(TestDevice& device) {
        return take(device, import_file(*device.store().actor(), export_file(device)));
    }

    /// All that a device knows of what the server accepted.
    static std::vector<Record> accepted(TestDevice& device) {
        std::vector<Record> all;
        for (const schema::RecordInfo& info : schema::all_record_infos) {
            for (const Record& record : device.store().list(info.key)) {
                auto found = device.store().find_accepted(record.id);
                if (found) all.push_back(*std::move(found));
            }
        }
        return all;
    }

    CarriedCounts counts;
};

void work(BundleFixture& f, int round) {
    const std::string word = std::to_string(round);
    f.set(f.luis, f.world.activity, "name", text("Levantar " + word));
    f.set(f.luis, f.world.plan, "focus_what", text("Foco de Luis " + word));
    f.set(f.maria, f.world.activity, "owner", text("María " + word));
    f.set(f.maria, f.world.activity, "name", text("Dibujar " + word));
}

/// How one device's work of a round gets to the server and back.
enum class Way { network, file, file_twice, file_lost_then_network, files_out_of_order };

void carry(BundleFixture& f, TestDevice& device, Way way) {
    const Actor& actor = *device.store().actor();
    switch (way) {
        case Way::network:
            f.sync(device);
            return;
        case Way::file:
            f.by_file(device);
            return;
        case Way::file_twice: {
            const std::string file = f.export_file(device);
            const std::string first = f.import_file(actor, file);
            const std::string second = f.import_file(actor, file);
            f.take(device, second);
            f.take(device, first);
            f.take(device, second);
            return;
        }
        case Way::file_lost_then_network: {
            const std::string answer = f.import_file(actor, f.export_file(device));
            f.sync(device);
            f.take(device, answer);
            return;
        }
        case Way::files_out_of_order: {
            const std::string older = f.export_file(device);
            f.set(device, f.world.activity, "owner_position", text("Jefa"));
            const std::string newer = f.export_file(device);
            const std::string to_newer = f.import_file(actor, newer);
            const std::string to_older = f.import_file(actor, older);
            f.take(device, to_older);
            f.take(device, to_newer);
            return;
        }
    }
}

}  // namespace

TEST_CASE_METHOD(BundleFixture, "a file and its answer do what an exchange over the network does") {
    work(*this, 1);
    const std::int64_t waiting = luis.store().status().pending;

    const AnswerCounts taken = by_file(luis);

    CHECK(taken.acknowledged == waiting);
    CHECK(luis.store().status().pending == 0);
    CHECK(at_server(world.activity, "name") == text("Levantar 1"));
    CHECK_FALSE(taken.is_old);
    CHECK_FALSE(taken.has_more);
    CHECK(counts.taken == waiting);
}

TEST_CASE_METHOD(BundleFixture, "what others did comes back with the answer") {
    work(*this, 1);
    sync(maria);

    const AnswerCounts taken = by_file(luis);

    CHECK(taken.pulled > 0);
    CHECK(at(luis, world.activity, "owner") == text("María 1"));
    CHECK(luis.store().inbox().size() == 1);
}

TEST_CASE_METHOD(BundleFixture,
                 "a device that has never had more than its login is filled by file") {
    TestDevice fresh{world.catalog, {.seed = 42}};
    REQUIRE(fresh.store().sign_in(world.committee, "token"));

    by_file(fresh);

    CHECK(accepted(fresh) == accepted(luis));
    CHECK(sync(fresh) == 1);
}

TEST_CASE_METHOD(BundleFixture, "by network, by file or both, everybody comes to the same state") {
    constexpr std::array ways{Way::network, Way::file, Way::file_twice, Way::file_lost_then_network,
                              Way::files_out_of_order};
    const std::string luis_before = luis.image();
    const std::string maria_before = maria.image();
    const std::string server_before = server.image();
    for (const Way luis_way : ways) {
        for (const Way maria_way : ways) {
            INFO("luis " << static_cast<int>(luis_way) << ", maria "
                         << static_cast<int>(maria_way));
            luis.reopen(luis_before);
            maria.reopen(maria_before);
            server.reopen(server_before);
            for (int round = 1; round <= 2; ++round) {
                work(*this, round);
                carry(*this, luis, luis_way);
                carry(*this, maria, maria_way);
            }
            for (TestDevice* device : {&luis, &maria, &luis, &maria}) sync(*device);

            CHECK(luis.store().status().pending == 0);
            CHECK(maria.store().status().pending == 0);
            for (const Record& record : accepted(luis)) {
                CHECK(server.store().find(record.id) == record);
            }
            for (const Record& record : accepted(maria)) {
                CHECK(server.store().find(record.id) == record);
            }
            CHECK(at_server(world.activity, "name") == text("Levantar 2"));
            CHECK(at_server(world.activity, "owner") == text("María 2"));
            CHECK(at_server(world.plan, "focus_what") == text("Foco de Luis 2"));
            CHECK(maria.store().inbox().size() == 1);
        }
    }
}

TEST_CASE_METHOD(BundleFixture, "an old answer does not lay an older state over a newer one") {
    work(*this, 1);
    const std::string answer = import_file(world.committee, export_file(luis));
    sync(maria);
    set(luis, world.activity, "name", text("Más nuevo"));
    sync(luis);
    const auto before = accepted(luis);
    const Instant last_sync = luis.store().status().last_sync;

    const AnswerCounts taken = take(luis, answer);

    CHECK(taken.is_old);
    CHECK_FALSE(taken.has_news());
    CHECK(accepted(luis) == before);
    CHECK(luis.store().status().last_sync == last_sync);
    sync(luis);
    CHECK(at(luis, world.activity, "name") == text("Más nuevo"));
    CHECK(at(luis, world.activity, "owner") == text("María 1"));
}

TEST_CASE_METHOD(BundleFixture,
                 "an answer whose device sent more meanwhile gives its verdicts and leaves its "
                 "records") {
    sync(maria);
    set(maria, world.activity, "owner", text("María"));
    sync(maria);
    set(luis, world.activity, "name", text("Uno"));
    const std::string file = export_file(luis);
    // Luis' later op reaches the server, and its answer is lost.
    set(luis, world.activity, "name", text("Dos"));
    server.handle(world.committee, request(luis));
    const std::string answer = import_file(world.committee, file);

    take(luis, answer);
    CHECK(at(luis, world.activity, "name") == text("Dos"));
    check_same_everywhere(world.activity);

    CHECK(at_server(world.activity, "name") == text("Dos"));
}

TEST_CASE_METHOD(BundleFixture, "the clocks and the last exchange are those of the answer") {
    set(luis, world.activity, "name", text("Uno"));
    const std::int64_t skew = luis.store().status().clock_skew_ms;
    const std::string answer = import_file(world.committee, export_file(luis));
    const Instant written = server.clock().now();
    luis.clock().advance(std::int64_t{5} * 24 * 60 * 60 * 1000);

    take(luis, answer);

    CHECK(luis.store().status().clock_skew_ms - skew < 1000);
    CHECK(luis.store().status().last_sync.ms - written.ms < 60'000);
}

TEST_CASE_METHOD(BundleFixture, "an answer for a device's former name is left aside") {
    set(luis, world.activity, "name", text("Uno"));
    TestDevice copy{world.catalog, {.seed = 77}};
    copy.reopen(luis.image());
    const std::string answer = import_file(world.committee, export_file(luis));
    set(copy, world.activity, "owner", text("Copia"));
    set(copy, world.activity, "name", text("Otra"));
    sync(copy);  // the copy takes a new name

    const AnswerCounts taken = take(copy, answer);

    CHECK_FALSE(taken.has_news());
    sync(copy);
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(BundleFixture, "a copied device's file is a fork, and its answer says so") {
    TestDevice copy{world.catalog, {.seed = 77}};
    copy.reopen(luis.image());
    set(luis, world.activity, "name", text("Del original"));
    sync(luis);
    set(copy, world.activity, "owner", text("De la copia"));

    by_file(copy);

    CHECK(copy.store().device() != luis.store().device());
    CHECK(copy.store().status().pending == 1);
    by_file(copy);
    CHECK(at_server(world.activity, "owner") == text("De la copia"));
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(BundleFixture, "after the server was restored, files bring back what it lost") {
    const std::string backup = server.image();
    set(luis, world.activity, "name", text("Levantar 1"));
    by_file(luis);
    server.reopen(backup);
    REQUIRE(server.store().database().run("UPDATE meta SET value = 'epoch-2' WHERE key = 'epoch'"));
    CHECK(at_server(world.activity, "name") == text("Levantar el proceso"));

    by_file(luis);
    CHECK(luis.store().status().pending > 0);
    by_file(luis);

    CHECK(luis.store().status().pending == 0);
    CHECK(at_server(world.activity, "name") == text("Levantar 1"));
    check_same_everywhere(world.activity);
}

TEST_CASE_METHOD(BundleFixture, "of a file that was cut, the ops before the cut count") {
    for (int i = 0; i < 90; ++i) {
        set(luis, world.line, "description", text(std::string(2000, 'x') + std::to_string(i)));
    }
    auto made = export_bundle(luis.store());
    REQUIRE(made);
    BundleHeader header;
    header.device = luis.store().device();
    header.first_n = made->first_n;
    header.last_n = made->last_n;
    auto file = seal_bundle(header, made->contents, device_keys, server_keys.shown, random);
    REQUIRE(file);

    const std::string answer =
        import_file(world.committee, std::string_view{*file}.substr(0, file->size() / 2));

    CHECK(counts.taken > 10);
    CHECK(counts.taken < 90);
    const AnswerCounts taken = take(luis, answer);
    CHECK(taken.acknowledged == counts.taken);
    CHECK(luis.store().status().pending == 90 - counts.taken);
    by_file(luis);
    CHECK(luis.store().status().pending == 0);
    check_same_everywhere(world.line);
}

TEST_CASE_METHOD(BundleFixture, "an answer that was cut gives its whole parts") {
    TestDevice fresh{world.catalog, {.seed = 42}};
    REQUIRE(fresh.store().sign_in(world.committee, "token"));
    for (int i = 0; i < 300; ++i) {
        REQUIRE(luis.store().create("action_line", Id{},
                                    {{"plan", Value{world.plan.to_text()}},
                                     {"name", text("Línea " + std::to_string(i))},
                                     {"description", text(std::string(3000, 'x'))}}));
    }
    sync(luis);
    const std::string answer = import_file(world.committee, export_file(fresh));
    const std::string part = answer.substr(0, answer.size() - 70);

    take(fresh, part);
    by_file(fresh);
    by_file(fresh);

    CHECK(accepted(fresh) == accepted(luis));
}

TEST_CASE_METHOD(BundleFixture, "a long time offline goes in one file and comes back in one") {
    // More than one request takes.
    std::vector<Id> lines;
    for (int i = 0; i < 20; ++i) {
        const auto line = luis.store().create(
            "action_line", Id{},
            {{"plan", text(world.plan.to_text())}, {"name", text("Línea " + std::to_string(i))}});
        REQUIRE(line);
        lines.push_back(*line);
    }
    for (int i = 0; i < 400; ++i) {
        set(luis, lines[static_cast<std::size_t>(i % 20)], "description",
            text(std::string(2000, 'x') + std::to_string(i)));
    }
    for (int i = 0; i < 40; ++i) set(luis, world.plan, "focus_what", text(std::to_string(i)));

    const AnswerCounts taken = by_file(luis);

    CHECK(taken.acknowledged == 460);
    CHECK(luis.store().status().pending == 0);
    for (const Id& line : lines) check_same_everywhere(line);
    check_same_everywhere(world.plan);
}

TEST_CASE_METHOD(BundleFixture, "what the server says of a file settles it, once and for its own") {
    const std::string photo = "\xff\xd8\xff\xe0" + std::string(100'000, 'x');
    auto hash = luis.store().blobs().add(photo, "acta.jpg", noon);
    REQUIRE(hash);
    auto made = export_bundle(luis.store());
    REQUIRE(made);
    std::int64_t offset = 0;
    PieceReader pieces{made->contents};
    for (auto piece = pieces.next(); piece && *piece; piece = pieces.next()) {
        if (!(*piece)->is(PieceKind::blob)) continue;
        auto part = read_blob_piece((*piece)->bytes);
        REQUIRE(part);
        CHECK(part->hash == *hash);
        CHECK(part->offset == offset);
        CHECK(part->total == static_cast<std::int64_t>(photo.size()));
        offset += static_cast<std::int64_t>(part->bytes.size());
    }
    CHECK(offset == static_cast<std::int64_t>(photo.size()));

    const auto hear = [&](BlobWord word) {
        std::string contents;
        word.hash = *hash;
        append_blob_word(contents, word);
        auto taken = take_bundle_answer(luis.store(), contents, gunzip, noon);
        REQUIRE(taken);
        return luis.store().blobs().find(*hash);
    };
    CHECK(hear({{}, 40'000, false, {}})->sent == 40'000);
    CHECK(hear({{}, -5, false, {}})->sent == 0);
    CHECK(hear({{}, 999'999, false, {}})->sent == 100'004);
    CHECK(hear({{}, 0, false, make_error(ErrorCode::not_found, "Todavía no.")})->place ==
          BlobPlace::only_here);
    CHECK(hear({{}, 100'004, true, {}})->place == BlobPlace::settled);
    CHECK(hear({{}, 0, false, make_error(ErrorCode::forbidden, "No.")})->place ==
          BlobPlace::settled);
}

TEST_CASE_METHOD(BundleFixture, "ops of a device are not taken from a file that names another") {
    set(luis, world.activity, "name", text("Uno"));
    auto made = export_bundle(luis.store());
    REQUIRE(made);
    CarriedExchange exchange{server.store(), world.catalog, world.committee, server.clock(),
                             maria.store().device()};
    PieceReader pieces{made->contents};

    const auto fed = exchange.feed((**pieces.next()).bytes);

    REQUIRE_FALSE(fed);
    CHECK(fed.error().code == ErrorCode::bundle_damaged);
}

TEST_CASE_METHOD(BundleFixture, "a person's file is judged by what they may do now") {
    set(luis, world.activity, "name", text("Uno"));
    Actor without_roles = world.committee;
    without_roles.roles.clear();

    import_file(without_roles, export_file(luis));

    CHECK(counts.refused == 1);
    CHECK(at_server(world.activity, "name") == text("Levantar el proceso"));
}

TEST_CASE_METHOD(BundleFixture, "verdicts in a file do not end the reading of a restored server") {
    REQUIRE(server.store().begin());
    REQUIRE(server::begin_epoch(server.store(), "epoch-2", server.clock().now()));
    REQUIRE(server.store().commit());
    SyncAnswer beginning;
    beginning.epoch = "epoch-2";
    beginning.next_n = 1;
    beginning.has_more = true;
    REQUIRE(luis.store().apply(beginning));
    set(luis, world.activity, "owner", text("Eva"));
    const std::string file = export_file(luis);
    beginning.cursors = {{world.municipality.to_text(), {0, 1}}};
    REQUIRE(luis.store().apply(beginning));

    const AnswerCounts taken = take(luis, import_file(world.committee, file));

    CHECK(taken.acknowledged == 1);
    CHECK(luis.store().notices().empty());
    CHECK(luis.store().find_accepted(world.plan) == server.store().find(world.plan));
    sync(luis);
    check_same_everywhere(world.activity);
    check_same_everywhere(world.plan);
}

TEST_CASE_METHOD(BundleFixture, "of a file from before a restore nothing is judged that is new") {
    constexpr int known = 140;
    constexpr int lost = 10;
    const auto write = [&](int count) {
        for (int i = 0; i < count; ++i) {
            set(luis, world.line, "description", text(std::string(2000, 'x') + std::to_string(i)));
        }
    };
    // More than the batch after which the device would have heard of the new epoch.
    write(known);
    import_file(world.committee, export_file(luis));
    const std::string backup = server.image();
    write(lost);
    const std::string late = export_file(luis);
    by_file(luis);
    server.reopen(backup);
    REQUIRE(server.store().begin());
    REQUIRE(server::begin_epoch(server.store(), "epoch-2", server.clock().now()));
    REQUIRE(server.store().commit());

    import_file(world.committee, late);

    CHECK(counts.taken == 0);
    CHECK(counts.ops > 0);
    CHECK_FALSE(server.store().find_op(luis.store().device(), known + 1));
    by_file(luis);
    by_file(luis);
    CHECK(luis.store().status().pending == 0);
    CHECK(server.store().find_op(luis.store().device(), known + lost));
    check_same_everywhere(world.line);
}
