// Any lines as the frames of an answer, before a device with a change that waits: the change stays,
// and the next request can be made.
#include "tests/fuzz/fuzz.hpp"
#include "tests/simulation/machines.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minga;
    using simulation::the_world;
    const std::string_view text = fuzz::text_of(data, size);
    simulation::DeviceMachine device{the_world().committee, {.seed = 1}};
    const auto typed =
        device.store().set(the_world().activity, {{"name", test::text("lo escrito")}});
    MINGA_ASSERT(typed.has_value());
    sync::ClientSession session{device.store()};
    session.take_snapshots();
    for (const std::string& body : {fuzz::framed(text), std::string{text}}) {
        MINGA_ASSERT(session.next_request().has_value());
        session.take_answer(200, body).ignore();
        // Where it offers a snapshot, that is fetched from the same server.
        if (session.next_range()) {
            session.take_range({.status = 206, .etag = "\"e\"", .body = body}).ignore();
        }
    }
    bool is_there = false;
    device.database()
        .each("SELECT text FROM op",
              [&](const storage::Row& row) {
                  is_there = is_there || row.text(0).find("lo escrito") != std::string_view::npos;
              })
        .ignore();
    MINGA_ASSERT(is_there);
    MINGA_ASSERT(session.next_request().has_value());
    return 0;
}
