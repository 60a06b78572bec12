// SHA-256 natively: OpenSSL's uses the processor's own instructions, four times as fast as
// libsodium's, and a server takes several digests of every op.
#include "shared/base/assert.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/hash.hpp"

#include <openssl/evp.h>

namespace minga {
namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Context new_context() {
    Context context{EVP_MD_CTX_new()};
    MINGA_ASSERT(context != nullptr);
    return context;
}

void start(EVP_MD_CTX* context) {
    // Looking the algorithm up costs more than hashing a line; it is kept for good.
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    const int done = EVP_DigestInit_ex(context, algorithm, nullptr);
    MINGA_ASSERT(done == 1);
}

void update(EVP_MD_CTX* context, std::span<const std::uint8_t> bytes) {
    const int done = EVP_DigestUpdate(context, bytes.data(), bytes.size());
    MINGA_ASSERT(done == 1);
}

Sha256 finished(EVP_MD_CTX* context) {
    Sha256 digest{};
    const int done = EVP_DigestFinal_ex(context, digest.data(), nullptr);
    MINGA_ASSERT(done == 1);
    return digest;
}

}  // namespace

Sha256 sha256(std::span<const std::uint8_t> bytes) {
    thread_local const Context context = new_context();
    start(context.get());
    update(context.get(), bytes);
    return finished(context.get());
}

struct Sha256Stream::State {
    Context context = new_context();
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
    start(state_->context.get());
}

Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::add(std::string_view bytes) {
    update(state_->context.get(), as_byte_span(bytes));
}

std::string Sha256Stream::finish() {
    return to_hex(finished(state_->context.get()));
}

}  // namespace minga
