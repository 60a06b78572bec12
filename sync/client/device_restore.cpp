/// The part of the device's store that meets a server which came back from a backup: the server has
/// forgotten some of what this device wrote, and some of what it read.
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "sync/client/device_store.hpp"
#include "sync/client/device_tables.hpp"
#include "sync/client/op_state.hpp"
#include "sync/client/setting_keys.hpp"

#include <algorithm>

namespace minga::sync {

using storage::Row;

namespace {

constexpr std::string_view epochs_setting = "epochs";
constexpr std::string_view rereading_setting = "rereading";
constexpr std::string_view safe_setting = "safe_n";
/// So many of the last ops are shown to a restored server once more.
constexpr std::int64_t rechecked_max = 10'000;
constexpr std::string_view restored_notice = "server_restored";

bool is_server_made(std::string_view kind) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    return info != nullptr && info->options.server_made;
}

Id parent_of(const Op& op) {
    const schema::RecordInfo* info = schema::find_record_info(op.kind);
    if (info == nullptr) return {};
    for (const schema::FieldInfo& field : info->fields) {
        if (!field.options.parent) continue;
        if (auto id = Id::parse(text_of(op.set, field.key))) return *id;
    }
    return {};
}

}  // namespace

/// The name of an earlier epoch, or "" for the present one.
std::string DeviceStore::epoch_of(std::int64_t generation) const {
    if (generation >= generation_) return {};
    const auto json = parse_json(setting(epochs_setting));
    if (!json || static_cast<std::size_t>(generation) >= json->items().size()) return {};
    const std::string* name = json->items()[static_cast<std::size_t>(generation)].text();
    return name != nullptr ? *name : std::string{};
}

/// The epoch that what the person sees of the record comes from, the earliest of them.
std::int64_t DeviceStore::generation_of(const Id& record) const {
    std::int64_t generation = generation_;
    database_
        ->each(
            "SELECT generation FROM record WHERE id = ?1 UNION ALL "
            "SELECT generation FROM op WHERE state IN (0, 4) AND record = ?1",
            [&](const Row& row) { generation = std::min(generation, row.integer(0)); }, record)
        .ignore();
    return generation;
}

/// Another epoch: the server was restored from a backup. It is read again from the beginning, own
/// words included, and shown all that this device still keeps.
Result<void> DeviceStore::adopt_epoch(const SyncAnswer& answer) {
    if (answer.epoch == epoch_) return {};
    const bool is_first = epoch_.empty();
    Json epochs = Json::array();
    if (auto held = parse_json(setting(epochs_setting)); held && held->is_array()) {
        epochs = *std::move(held);
    }
    if (epochs.items().empty() && !is_first) epochs.push(epoch_);
    epochs.push(answer.epoch);
    auto done = put_setting(epochs_setting, epochs.dump());
    if (done) done = put_setting("epoch", answer.epoch);
    if (!done) return done;
    epoch_ = answer.epoch;
    if (is_first) return {};
    ++generation_;
    done = put_setting("generation", std::to_string(generation_));
    if (done) done = put_setting(rereading_setting, "1");
    // Of later backups than the one it came from the server knows no more.
    if (done) done = put_setting(backed_setting, "0");
    if (done) done = blobs_.offer_again();
    if (done) done = begin_former_turns();
    if (done) done = read_again();
    // Nothing of these was read from the server: what it says of them later goes on top.
    if (done) {
        done =
            database_->run("UPDATE record SET generation = ?1 WHERE accepted IS NULL", generation_);
    }
    // Also what it should know: where a copy of this device has been quicker, it does not.
    if (done) {
        done = database_->run(
            "UPDATE op SET recheck = 1 WHERE device = ?1 AND n < ?2 AND n > ?3 AND n > ?4 "
            "AND state <> 0 AND n > "
            "(SELECT ifnull(max(n), 0) FROM op WHERE device = ?1 AND " MINGA_IS_SEALED ")",
            device_, answer.next_n, safe_n(), answer.next_n - rechecked_max);
    }
    return done;
}

/// The server knows fewer of this device's ops than it has acknowledged: those are offered again,
/// whatever became of them, because behind a missing number no later one could arrive.
Result<void> DeviceStore::offer_again(const SyncAnswer& answer) {
    if (answer.is_forked || answer.next_n < 1 || answer.next_n > last_n()) return {};
    return let_wait_again(device_, answer.next_n, last_n(), false);
}

/// Ops of that name from `first_n` to `last_n` that had their verdict wait for one again. What its
/// author let go of says nothing any more. `is_sent`: nobody may change them before they leave.
Result<void> DeviceStore::let_wait_again(const Id& device, std::int64_t first_n,
                                         std::int64_t last_n, bool is_sent) {
    struct Lost {
        std::int64_t number;
        std::int64_t n;
        Id record;
        bool is_withdrawn;
        std::string text;
    };
    // As a rule all of them wait, which their index alone tells.
    std::int64_t waiting = 0;
    auto done = database_->each(
        "SELECT count(*) FROM op INDEXED BY op_outbox "
        "WHERE device = ?1 AND state = 0 AND n BETWEEN ?2 AND ?3",
        [&](const Row& row) { waiting = row.integer(0); }, device, first_n, last_n);
    if (!done || waiting == last_n - first_n + 1) return done;
    std::vector<Lost> all_lost;
    done = database_->each(
        "SELECT number, n, record, state, text FROM op "
        "WHERE device = ?1 AND n BETWEEN ?2 AND ?3 AND state <> 0",
        [&](const Row& row) {
            all_lost.push_back({row.integer(0), row.integer(1), row.id(2),
                                row.integer(3) == op_withdrawn, std::string{row.text(4)}});
        },
        device, first_n, last_n);
    for (const Lost& lost : all_lost) {
        std::string text = lost.text;
        if (lost.is_withdrawn) {
            auto readdressed_text = readdressed(text, lost.n, {}, true);
            if (!readdressed_text) return readdressed_text.error();
            text = *std::move(readdressed_text);
        }
        if (!done) return done;
        done = database_->run(
            "UPDATE op SET state = 0, sent = ?4, recheck = 0, verdict = NULL, text = ?2, "
            "effect = CASE WHEN ?3 THEN NULL ELSE effect END WHERE number = ?1",
            lost.number, text, lost.is_withdrawn, is_sent);
        if (done) done = rebuild_view(lost.record);
    }
    return done;
}

/// Ops that the restored server has never seen say in which epoch their base counts. Those that it
/// may know stay as they are, byte for byte.
Result<void> DeviceStore::mark_epoch(const SyncAnswer& answer) {
    struct Old {
        std::int64_t number;
        std::int64_t n;
        std::int64_t generation;
        std::string text;
    };
    std::vector<Old> all_old;
    auto done = database_->each(
        "SELECT number, n, generation, text FROM op WHERE device = ?1 AND n >= ?2 AND state = 0 "
        "AND generation < ?3",
        [&](const Row& row) {
            all_old.push_back(
                {row.integer(0), row.integer(1), row.integer(2), std::string{row.text(3)}});
        },
        device_, answer.next_n, generation_);
    for (const Old& old : all_old) {
        auto text = readdressed(old.text, old.n, epoch_of(old.generation), false);
        if (!text) return text.error();
        if (done) {
            done = database_->run("UPDATE op SET text = ?2, sent = 0 WHERE number = ?1", old.number,
                                  *text);
        }
        if (!done) return done;
    }
    return done;
}

/// Ops up to here may have left this device.
std::int64_t DeviceStore::safe_n() const {
    const auto number = Decimal::parse(setting(safe_setting));
    return number ? number->thousandths / 1000 : 0;
}

/// The server has these in a backup that nobody will go back behind.
Result<void> DeviceStore::forget_safe(const SyncAnswer& answer) {
    if (answer.safe_n <= safe_n() || answer.is_forked) return {};
    auto done = put_setting(safe_setting, std::to_string(answer.safe_n));
    if (!done) return done;
    return database_->run(
        "DELETE FROM op WHERE device = ?1 AND n <= ?2 AND state IN (1, 3, 5, 6) AND recheck = 0",
        device_, answer.safe_n);
}

/// Whether a server that came back from a backup is still being read again.
bool DeviceStore::is_rereading() const {
    return !setting(rereading_setting).empty();
}

/// The server has these in a backup, which somebody may still go back behind.
Result<void> DeviceStore::note_backed(const SyncAnswer& answer) {
    if (answer.backed_n <= backed_n() || answer.is_forked) return {};
    return put_setting(backed_setting, std::to_string(answer.backed_n));
}

/// Once everything is read again: what did not come is not at the server any more. It leaves the
/// records, so that nobody works on what others do not see, and is kept on the shelf.
Result<void> DeviceStore::finish_rereading(const SyncAnswer& answer) {
    const bool is_being_read = answer.has_more || answer.is_forked || !answer.snapshots.empty();
    if (is_being_read || !is_rereading() || former_turn()) return {};
    // Nor while it is open whose the ops are that the server has under this device's numbers: what
    // those of another copy hide is offered again, and comes back.
    bool has_rechecks = false;
    auto looked = database_->each(
        "SELECT 1 FROM op INDEXED BY op_recheck WHERE device = ?1 AND recheck = 1 LIMIT 1",
        [&](const Row&) { has_rechecks = true; }, device_);
    if (!looked || has_rechecks) return looked;
    const Cursors read = cursors();
    const auto was_read = [&](std::string_view scope, const Id& organization) {
        if (!scope.empty()) return read.contains(std::string{scope});
        return read.contains("*") || read.contains(organization.to_text());
    };
    std::vector<Record> missing;
    auto done = database_->each(
        "SELECT id, kind, organization, accepted_deleted, accepted, scope FROM record "
        "WHERE generation < ?1 AND accepted IS NOT NULL",
        [&](const Row& row) {
            if (!was_read(row.text(5), row.id(2))) return;
            Record record{row.id(0), std::string{row.text(1)}, row.id(2),
                          0,         row.integer(3) != 0,      {}};
            if (auto json = parse_json(row.text(4))) {
                if (auto fields = fields_from_json(*json)) record.fields = *std::move(fields);
            }
            missing.push_back(std::move(record));
        },
        generation_);
    for (const Record& record : missing) {
        if (done && !record.deleted) done = shelve(record, {});
        if (done) {
            done = database_->run(
                "UPDATE record SET accepted = NULL, accepted_deleted = 0, rev = 0, generation = ?2 "
                "WHERE id = ?1",
                record.id, generation_);
        }
        if (done) done = rebuild_view(record.id);
        if (!done) return done;
    }
    if (done) done = put_setting(rereading_setting, "");
    const std::size_t count = shelf().size();
    if (!done || count == 0) return done;
    return add_notice(restored_notice, "El servidor volvió desde un respaldo",
                      std::string{count == 1 ? "Un dato" : std::to_string(count) + " datos"} +
                          " que este equipo había leído todavía no " +
                          (count == 1 ? "está" : "están") +
                          " en el servidor. Vuelven solos cuando sincronicen los equipos de "
                          "quienes los escribieron; mientras tanto este equipo guarda una copia "
                          "aparte.");
}

/// Keeps what `held` says and `now` does not.
Result<void> DeviceStore::shelve(const Record& held, const FieldMap& now) {
    if (is_server_made(held.kind)) return {};
    for (const auto& [key, value] : held.fields) {
        if (is_empty(value) || value_of(now, key) == value) continue;
        auto done = database_->run(
            "INSERT INTO shelf(record, field, value, kind, organization) "
            "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT(record, field) DO UPDATE SET "
            "value = excluded.value",
            held.id, key, value_to_json(value).dump(), held.kind, held.organization);
        if (!done) return done;
    }
    return {};
}

/// What the server says again needs no keeping.
Result<void> DeviceStore::take_off_shelf(const Id& record) {
    std::vector<std::string> back;
    std::optional<Record> accepted;
    auto done = database_->each(
        "SELECT field, value FROM shelf WHERE record = ?1",
        [&](const Row& row) {
            if (!accepted) accepted = find_accepted(record);
            if (!accepted) return;
            const Value& now = value_of(accepted->fields, row.text(0));
            if (value_to_json(now).dump() == row.text(1)) back.emplace_back(row.text(0));
        },
        record);
    for (const std::string& field : back) {
        if (!done) return done;
        done = database_->run("DELETE FROM shelf WHERE record = ?1 AND field = ?2", record, field);
    }
    if (!done || back.empty() || !shelf().empty()) return done;
    return database_->run("DELETE FROM notice WHERE type = ?1", restored_notice);
}

std::vector<ShelfItem> DeviceStore::shelf() const {
    std::vector<ShelfItem> items;
    database_
        ->each("SELECT record, kind, organization, field, value FROM shelf ORDER BY record, field",
               [&](const Row& row) {
                   auto json = parse_json(row.text(4));
                   auto value = json ? value_from_json(*json) : Result<Value>{Value{}};
                   if (!value) return;
                   items.push_back({row.id(0), std::string{row.text(1)}, row.id(2),
                                    std::string{row.text(3)}, *std::move(value)});
               })
        .ignore();
    return items;
}

Result<void> DeviceStore::write_again(const Id& record) {
    Record again;
    for (const ShelfItem& item : shelf()) {
        if (item.record != record) continue;
        again.id = record;
        again.kind = item.kind;
        again.organization = item.organization;
        again.fields.emplace(item.field, item.value);
    }
    if (again.id.is_nil()) {
        return make_error(ErrorCode::not_found, "De ese registro no hay nada guardado aparte.");
    }
    const auto held = find(record);
    Result<void> done;
    if (held && !held->deleted) {
        done = set(record, again.fields);
    } else {
        done = check(again, nullptr, again.fields);
        Op op;
        op.record = record;
        op.kind = again.kind;
        op.organization = again.organization;
        op.set = again.fields;
        if (done) done = commit_op(std::move(op), again);
    }
    return done ? clear_shelf(record) : done;
}

Result<void> DeviceStore::clear_shelf(const Id& record) {
    auto done = database_->run("DELETE FROM shelf WHERE record = ?1", record);
    if (done && shelf().empty()) {
        done = database_->run("DELETE FROM notice WHERE type = ?1", restored_notice);
    }
    if (done) ++change_count_;
    return done;
}

/// Whether what an op is about, or hangs from, is at the server again.
bool DeviceStore::has_ground(const Op& op) const {
    const Id ground = op.base_rev > 0 ? op.record : parent_of(op);
    if (ground.is_nil()) return true;
    bool is_there = false;
    database_
        ->each(
            "SELECT 1 FROM record WHERE id = ?1 AND accepted IS NOT NULL AND generation = ?2",
            [&](const Row&) { is_there = true; }, ground, generation_)
        .ignore();
    return is_there;
}

}  // namespace minga::sync
