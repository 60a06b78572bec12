// Any lines as the header and the ops of a request, before a server with a municipality's records:
// a clear answer, a store whose chain verifies, and not a byte of the neighbour's.
#include "server/storage/verify.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/simulation/machines.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minga;
    const std::string_view text = fuzz::text_of(data, size);
    simulation::ServerMachine server;
    const Actor& actor = simulation::the_world().committee;
    for (const std::string& body : {fuzz::framed(text), std::string{text}}) {
        const auto reply = server.handle(actor, body);
        MINGA_ASSERT(reply.status == 200 || (reply.status >= 400 && reply.status < 500));
        MINGA_ASSERT(reply.body.find("Municipalidad de Calama") == std::string::npos);
    }
    const auto verified = server::verify_store(server.store());
    MINGA_ASSERT(verified.has_value() && !verified->first_break);
    return 0;
}
