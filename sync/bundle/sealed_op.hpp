/// An op of a scope that its author may not read any more, sealed to the server (PROTOCOL.md,
/// "Sealed ops"). On the device nobody can open it, its author neither; it travels as it lies
/// there, and the server, which alone has the key, takes what is in it like any op.
///
/// The number, the home and the names of attached files stay in clear: by them the op keeps its
/// place in the outbox, and its files theirs.
#pragma once

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "sync/bundle/sealing.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga::sync {

struct SealedOp {
    std::int64_t n = 0;
    Id organization{};                 ///< The home of the op's record.
    std::string epoch{};               ///< As in an op.
    std::vector<std::string> blobs{};  ///< Hashes of files that it names.
    std::string bytes{};  ///< The receiver's key id, the key made for it, a number, what is sealed.
};

/// Whether an op's text is a sealed one's. Looks at its first bytes only.
bool is_sealed(std::string_view text);

std::string sealed_to_text(const SealedOp& op);
Result<SealedOp> sealed_from_text(std::string_view text);

/// Whose words they are and where: what is opened for another person or place does not open.
struct SealContext {
    Id user;
    Id organization;
};

/// Seals one op after the other under one agreement, of which nothing is left with the sealer's
/// end.
class OpSealer {
public:
    /// nullopt where the server's key is no key.
    static std::optional<OpSealer> make(const PublicKeys& server, Random& random);

    /// What `SealedOp::bytes` holds.
    std::string seal(std::string_view op_text, const SealContext& context);

private:
    OpSealer(const KeyId& receiver, const Agreement& agreement)
        : receiver_(receiver), agreement_(agreement) {}

    KeyId receiver_;
    Agreement agreement_;
    std::uint64_t number_ = 0;
};

/// The op's text as its author made it, under the number and for the epoch that stand outside: a
/// device may have had to change them since. nullopt where it is sealed to other keys, was changed,
/// or is said to be of another person or place.
std::optional<std::string> open_sealed(const SealedOp& op, const Id& user, const KeyPair& server);

}  // namespace minga::sync
