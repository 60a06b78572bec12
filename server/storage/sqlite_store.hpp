/// The server's store on SQLite: one connection, either the writing one or a reading one.
///
/// The file has one `record` table with a JSON body, the ledger of ops, the devices, the audit
/// chain, and the server's own users, sessions and instruments (migrations.cpp). `StorePool` hands
/// connections to threads.
#pragma once

#include "shared/storage/database.hpp"
#include "sync/server/store.hpp"

#include <memory>
#include <unordered_map>

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
    std::int64_t end_of_epoch(std::string_view epoch) const override;
    bool was_restored() const override;

    std::optional<Record> find(const Id& id) const override;
    std::shared_ptr<const Record> view(const Id& id) const override;
    std::vector<Record> children(const Id& parent, std::string_view kind) const override;
    std::size_t count_children(const Id& parent, std::string_view kind) const override;

    std::optional<sync::StampedRecord> find_stamped(const Id& id) const override;
    using sync::ServerStore::put;
    Result<void> put(const sync::StampedRecord& record, std::string_view body) override;

    std::optional<sync::SharedRecord> find_shared(std::string_view share,
                                                  const Id& id) const override;
    Result<void> put_shared(const sync::SharedRecord& shared) override;
    bool has_shared(std::string_view share) const override;
    std::vector<Id> all_children(const Id& parent) const override;

    std::vector<sync::StampedRecord> open_conflicts(const Id& parent) const override;
    std::optional<Record> last_settled_conflict(const Id& parent,
                                                std::string_view field) const override;
    std::vector<Id> records_naming(std::string_view hash) const override;

    std::int64_t last_seq() const override;
    std::int64_t take_seq() override;

    std::optional<sync::DeviceState> find_device(const Id& device) const override;
    Result<void> put_device(const Id& device, const sync::DeviceState& state, Instant now) override;

    std::int64_t backed_up_n(const Id& device, Instant now) const override;
    std::int64_t in_backup_n(const Id& device) const override;

    std::optional<sync::LedgerEntry> find_op(const Id& device, std::int64_t n) const override;
    Result<void> put_op(const sync::LedgerEntry& entry) override;

    bool had_access(const Id& user, const Id& organization) const override;
    Result<void> put_quarantined(const sync::Quarantined& op, Instant now) override;
    std::vector<sync::Review> reviews_since(const Id& user, std::int64_t after) const override;

    sync::AuditHead audit_head() const override;
    std::string audit_hash(std::int64_t number) const override;
    Result<void> put_audit(const sync::AuditHead& head, std::string_view entry) override;

    Result<void> changed_texts_since(
        const sync::Scope& scope, std::int64_t after,
        const std::function<bool(const sync::RecordText&)>& visit) const override;
    Result<void> living_texts(
        const sync::Scope& scope,
        const std::function<bool(const sync::RecordText&)>& visit) const override;
    Result<void> ids_since(
        const sync::Scope& scope, std::int64_t after,
        const std::function<bool(const Id&, std::int64_t)>& visit) const override;

    std::int64_t min_seq(const sync::Scope& scope) const override;
    std::optional<sync::Grave> find_grave(const Id& id) const override;
    Result<void> note_reading(const sync::Reading& reading, Instant now) override;
    Result<std::vector<sync::StampedRecord>> expired(const sync::Expiry& expiry) const override;
    Result<void> bury(const sync::StampedRecord& tombstone) override;
    Result<void> forget_readings(Instant seen_since) override;

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
    std::optional<sync::StampedRecord> read_stamped(const Id& id) const;
    std::shared_ptr<const sync::StampedRecord> known(const Id& id) const;
    void forget_known();
    std::int64_t stored_seq() const;
    Result<void> each_shared(const sync::Scope& scope, std::string_view which, std::int64_t after,
                             const std::function<bool(const sync::RecordText&)>& visit) const;

    std::unique_ptr<storage::Database> database_;
    std::int64_t seq_ = 0;  ///< Within a write transaction: the last number given out.
    bool is_writing_ = false;
    bool took_seq_ = false;
    /// Within a write transaction: the chain's head, and the records looked at, so that a batch's
    /// hundreds of ops read what they hang from once. nullptr: there is no such record.
    mutable std::optional<sync::AuditHead> head_;
    mutable std::unordered_map<Id, std::shared_ptr<const sync::StampedRecord>, IdHash> known_;
    mutable Result<void> status_;
};

/// What a record lies under: the first of its parent references that has a value, or nil.
Id parent_of(const Record& record);

}  // namespace minga::server
