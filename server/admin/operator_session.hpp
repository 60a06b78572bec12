/// The server's own hand on the records: imports and demonstration data go through the same rules,
/// merge, ledger and audit chain as a device's ops, in one write transaction.
#pragma once

#include "server/storage/sqlite_store.hpp"
#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"

namespace minga::server {

class OperatorSession {
public:
    struct Options {
        SqliteStore& store;
        const Catalog& catalog;
        Id device;         ///< A new one for each session, or one whose ops are always the same.
        std::string name;  ///< What the ledger says of who wrote: "Importación".
        Instant now;
    };
    explicit OperatorSession(Options options);

    /// Call inside the write transaction, before the first `write`.
    Result<void> start();

    /// Makes the record say what `fields` say; other fields stay. `rev` and `deleted` are not
    /// looked at. Fails with the first refusal, whose field says what is wrong.
    Result<void> write(const Record& record);

    std::int64_t op_count() const { return next_n_ - 1; }

    /// Keeps the device's count; call last in the transaction.
    Result<void> finish();

private:
    Options options_;
    Actor actor_;
    std::int64_t next_n_ = 1;
};

}  // namespace minga::server
