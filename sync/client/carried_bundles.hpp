/// Bundles that a device carries for others: requests on their way to the server, answers on their
/// way back. It can read none of them. They lie beside the records, in the same store, and stay
/// until they are handed over or dropped by whoever carries them.
#pragma once

#include "shared/storage/database.hpp"
#include "sync/client/bundle_exchange.hpp"

#include <vector>

namespace minga::sync {

inline constexpr std::int64_t carried_count_max = 100;
inline constexpr std::int64_t carried_bytes_max = 128 << 20;

struct CarriedBundle {
    BundleFacts facts;
    Instant taken_at;     ///< By this device's clock.
    std::string problem;  ///< What the server said when it did not take it; empty before.
};

class CarriedBundles {
public:
    /// `database` is the device store's, and outlives this.
    explicit CarriedBundles(storage::Database& database) : database_(database) {}

    /// Takes one along. The same file twice is one. Fails with `storage_full` where what is carried
    /// would become too many or too much.
    Result<void> add(const BundleFacts& facts, std::string_view file, Instant now);

    /// The oldest first.
    Result<std::vector<CarriedBundle>> list() const;
    /// The file; `hash` may be its beginning, as long as only one begins so (`not_found`).
    Result<std::string> file(std::string_view hash) const;
    /// The whole hash that begins so.
    Result<std::string> find(std::string_view hash) const;

    Result<void> remove(std::string_view hash);
    Result<void> note_problem(std::string_view hash, std::string_view problem);

private:
    Result<void> make_table() const;

    storage::Database& database_;
};

}  // namespace minga::sync
