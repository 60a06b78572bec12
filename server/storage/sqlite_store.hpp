/// The server's store on SQLite: one connection, either the writing one or a reading one.
///
/// The file has one `record` table with a JSON body, the ledger of ops, the devices, the audit
/// chain, and the server's own users, sessions and instruments (migrations.cpp). `StorePool` hands
/// connections to threads.
#pragma once

#include "shared/storage/database.hpp"
#include "sync/server/store.hpp"

#include <memory>

namespace minga::server {

class SqliteStore final : public sync::ServerStore {
public:
    /// Opens the store; unless it is opened to read only, makes it or brings it up to date.
    /// `new_epoch` is what a store that is made now calls its epoch: any text nobody else uses.
    static Result<std::unique_ptr<SqliteStore>> open(const storage::OpenOptions& options,
                                                     std::string_view new_epoch);

    Result<void> begin() override;
    Result<void> commit() override;
    void roll_back() override;

    Result<void> begin_reading() override;
    void end_reading() override;

    Result<void> status() const override { return status_; }

    std::string epoch() const override;

    std::optional<Record> find(const Id& id) const override;
    std::vector<Record> children(const Id& parent, std::string_view kind) const override;

    std::optional<sync::StampedRecord> find_stamped(const Id& id) const override;
    Result<void> put(const sync::StampedRecord& record) override;

    std::int64_t last_seq() const override;
    std::int64_t take_seq() override;

    std::optional<sync::DeviceState> find_device(const Id& device) const override;
    Result<void> put_device(const Id& device, const sync::DeviceState& state, Instant now) override;

    std::optional<sync::LedgerEntry> find_op(const Id& device, std::int64_t n) const override;
    Result<void> put_op(const sync::LedgerEntry& entry) override;

    sync::AuditHead audit_head() const override;
    Result<void> put_audit(const sync::AuditHead& head, std::string_view entry) override;

    Result<void> changed_since(
        const sync::Scope& scope, std::int64_t after,
        const std::function<bool(const sync::StampedRecord&)>& visit) const override;

    /// Calls `visit` for the living records of `kind` in `scope`, in order of id.
    Result<void> each_of_kind(const sync::Scope& scope, std::string_view kind,
                              const std::function<void(const Record&)>& visit) const;

    /// The connection, for the tables that are not records: users, sessions, instruments.
    storage::Database& database() const { return *database_; }

private:
    explicit SqliteStore(std::unique_ptr<storage::Database> database)
        : database_(std::move(database)) {}

    /// Keeps the first failure of a reading: `Lookup` has no way to report it.
    void note(const Result<void>& done) const;
    Result<sync::StampedRecord> read_record(const storage::Row& row) const;
    std::int64_t stored_seq() const;

    std::unique_ptr<storage::Database> database_;
    std::int64_t seq_ = 0;  ///< Within a write transaction: the last number given out.
    bool is_writing_ = false;
    bool took_seq_ = false;
    mutable Result<void> status_;
};

/// What a record lies under: the first of its parent references that has a value, or nil.
Id parent_of(const Record& record);

}  // namespace minga::server
