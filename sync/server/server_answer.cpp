/// The answer of a session: verdicts, and what the device lacks of what it may read.
#include "shared/codec/json.hpp"
#include "sync/server/server_session.hpp"
#include "sync/wire/actor_codec.hpp"
#include "sync/wire/op_codec.hpp"

#include <algorithm>
#include <utility>

namespace minga::sync {
namespace {

/// Of published instruments, in one answer: beside all else its header has to hold.
constexpr std::size_t told_bytes_max = 256 * 1024;
/// Devices with older record tables do not know what to do with them.
constexpr std::int64_t told_schema_min = 2;

/// The verdicts as the answer holds them: runs of plain acceptance as [first, last, rev].
Json packed_verdicts(const std::vector<Verdict>& verdicts) {
    struct Run {
        std::int64_t first = 0;
        std::int64_t last = 0;
        std::int64_t rev = 0;
    };
    Json packed = Json::array();
    std::optional<Run> run;
    const auto close_run = [&] {
        if (!run) return;
        Json item = Json::array();
        item.push(run->first).push(run->last).push(run->rev);
        packed.push(std::move(item));
        run.reset();
    };
    for (const Verdict& verdict : verdicts) {
        const bool is_plain =
            verdict.outcome == Outcome::applied && verdict.merged.empty() && verdict.opened.empty();
        if (!is_plain) {
            close_run();
            Json one = verdict_to_json(verdict);
            if (!verdict.opened.empty()) one.set("op", parse_json(verdict.opened).value_or(Json{}));
            packed.push(std::move(one));
        } else if (run && run->last + 1 == verdict.n && run->rev == verdict.rev) {
            run->last = verdict.n;
        } else {
            close_run();
            run = Run{verdict.n, verdict.n, verdict.rev};
        }
    }
    close_run();
    return packed;
}

/// What a device has of a record without having been told.
struct Sight {
    bool has_own_work = false;  ///< What it wrote itself.
    bool is_unread = false;     ///< But not its revision: that is told, if nothing else.
};

/// What of a record is new to a device, by its stamps alone.
struct News {
    std::vector<std::string> keys{};  ///< Of the fields to tell.
    bool is_whole = false;            ///< The device lacks the record itself.
};

/// nullopt where the device knows all.
std::optional<News> news_of(const RecordText& stored, const Stamps& stamps,
                            const RequestHeader& header, std::int64_t complete, const Sight& sight,
                            const std::string& share) {
    const bool is_new = stored.created_seq > complete;
    if (is_new && stored.deleted && header.epoch.empty()) return std::nullopt;
    const auto is_own_stamp = [&](const FieldStamp& stamp) {
        return sight.has_own_work && stamp.device == header.chain.device &&
               stamp.n > header.forgotten_n && stamp.n <= header.last_n;
    };
    // A device that was never told of what was removed lacks all of it when it comes back. Whoever
    // brought it back has it.
    const auto revival = stamps.find(deletion_key);
    const bool was_revived = !stored.deleted && revival != stamps.end() &&
                             revival->second.seq > complete && !is_own_stamp(revival->second);
    // What came into a share was written before, by this device too, and may have left it between.
    const bool has_come_in = !share.empty() && is_new;
    const bool is_back = was_revived || has_come_in;
    News news{.is_whole = is_new || is_back};
    // Made again after its tombstone was collected: its revisions go on from there, and no verdict
    // can raise the device's own count so far.
    bool has_news = has_come_in || sight.is_unread ||
                    (is_new && std::all_of(stamps.begin(), stamps.end(),
                                           [](const auto& entry) { return entry.second.rev > 1; }));
    for (const auto& [key, stamp] : stamps) {
        const bool is_known = stamp.seq <= complete && !is_back;
        if (is_known || (!has_come_in && is_own_stamp(stamp))) continue;
        has_news = true;
        if (key != deletion_key && key != decision_key) news.keys.push_back(key);
    }
    if (!has_news) return std::nullopt;
    return news;
}

RecordDelta delta_of(const Record& record, const News& news, const std::string& share) {
    RecordDelta delta;
    for (const std::string& key : news.keys) {
        delta.fields.emplace(key, value_of(record.fields, key));
    }
    delta.id = record.id;
    delta.rev = record.rev;
    delta.deleted = record.deleted;
    delta.is_whole = news.is_whole;
    delta.kind = record.kind;
    delta.organization = record.organization;
    delta.scope = share;
    return delta;
}

/// Whether a field has a stamp and no value. A device may hold its old value, from before a
/// re-reading or under a former name, so that it must be told.
bool has_cleared_field(const RecordText& text) {
    std::string quoted;
    std::string_view lines = text.stamps;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        std::string_view keys = line.substr(line.rfind(' ') + 1);
        while (!keys.empty()) {
            const std::string_view key = keys.substr(0, keys.find(','));
            keys.remove_prefix(std::min(key.size() + 1, keys.size()));
            if (key == deletion_key || key == decision_key) continue;
            // Within a text the quotes would be escaped.
            quoted.assign("\"").append(key).append("\":");
            if (text.body.find(quoted) == std::string_view::npos) return true;
        }
    }
    return false;
}

/// Whether the record can go to the device as it is stored: it has not read so far, wrote nothing
/// of it, and nothing has to be told that is not there.
bool is_sent_whole(const RecordText& text, const RequestHeader& header, const Cursor& given,
                   bool has_own_work) {
    return has_own_work && !text.deleted && text.created_seq > given.reached &&
           text.stamps.find(header.chain.device.to_text()) == std::string_view::npos &&
           !has_cleared_field(text);
}

/// The JSON of the frame that tells the device what is new of a record; "" where nothing is.
Result<std::string> frame_for(const RecordText& text, const RequestHeader& header,
                              const Cursor& given, const Sight& sight, const std::string& share) {
    if (text.lost) {
        RecordDelta leaving;
        leaving.id = text.id;
        leaving.scope = share;
        leaving.is_withdrawn = true;
        return delta_to_text(leaving);
    }
    if (is_sent_whole(text, header, given, sight.has_own_work))
        return whole_record_text(text, share);
    const auto stamps = read_stamps(text);
    if (!stamps) return stamps.error();
    // Most of what changed lately is the device's own: its words need not be read for that.
    const auto news = news_of(text, *stamps, header, given.complete, sight, share);
    if (!news) return std::string{};
    const auto stored = read_record(text);
    if (!stored) return stored.error();
    return delta_to_text(delta_of(stored->record, *news, share));
}

Json texts(const std::vector<std::string>& all) {
    Json list = Json::array();
    for (const std::string& text : all) list.push(text);
    return list;
}

/// How many ids go into one frame: few enough that an answer holds to its budget.
std::size_t list_ids_max(std::int64_t budget) {
    constexpr std::int64_t id_bytes = 39;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(budget / id_bytes / 4, 8, 256));
}

}  // namespace

bool ServerSession::is_wanted(const std::string& scope) const {
    return header_.only.empty() ||
           std::find(header_.only.begin(), header_.only.end(), scope) != header_.only.end();
}

/// Every op that the device and the server both know of has its verdict on the device, or in this
/// answer. Until then it could not tell its older values from newer ones of others: first the
/// verdicts, then the records.
bool ServerSession::knows_its_verdicts() const {
    const std::int64_t known_to_device = std::min(next_n_ - 1, header_.last_n);
    return std::max(header_.acked_n, verdict_n_max_) >= known_to_device;
}

/// Every later chain holds each link that was ever shown; a restored backup may lack the last ones,
/// and has another epoch.
bool ServerSession::has_lost_seen_head(const ServerStore& reader) const {
    const AuditHead& seen = header_.seen_head;
    if (seen.number < 1 || seen.hash.size() < asked_hash_digits) return false;
    return header_.epoch == reader.epoch() &&
           !reader.audit_hash(seen.number).starts_with(seen.hash);
}

/// Says where the device stands with what came so far, so that a cut behind it costs only what is
/// not marked yet.
void ServerSession::append_mark(const std::string& scope, const Cursor& cursor,
                                Changes& changes) const {
    const bool is_due =
        header_.mark_bytes > 0 && !changes.is_listing &&
        changes.body.size() - changes.marked_at >= static_cast<std::size_t>(header_.mark_bytes);
    if (!is_due) return;
    Cursors stand = std::exchange(changes.passed, {});
    stand.insert_or_assign(scope, cursor);
    append_frame(changes.body, Json::object().set("at", cursors_to_json(stand)).dump());
    changes.marked_at = changes.body.size();
}

/// Returns whether there was room for all.
Result<bool> ServerSession::append_records(ServerStore& reader, const ScopeReading& reading,
                                           Cursor& cursor, Changes& changes) {
    bool had_room = true;
    const Cursor from = cursor;
    const std::string scope = reading.scope.to_key();
    const std::string share = reading.scope.share.empty() ? std::string{} : scope;
    Result<void> outcome;
    const auto take = [&](const RecordText& text) {
        had_room = !changes.is_full();
        if (!had_room) return false;
        auto frame = frame_for(
            text, header_, from,
            {.has_own_work = reading.has_own_work, .is_unread = unread_.contains(text.id)}, share);
        if (!frame) {
            outcome = frame.error();
            return false;
        }
        if (!frame->empty()) {
            append_frame(changes.body, *frame);
            ++changes.records;
        }
        cursor.reached = text.seq;
        append_mark(scope, cursor, changes);
        return true;
    };
    // Who holds nothing yet needs not hear of what was deleted.
    auto read = reading.has_begun ? reader.changed_texts_since(reading.scope, cursor.reached, take)
                                  : reader.living_texts(reading.scope, take);
    if (read) read = outcome;
    if (!read) return read.error();
    return had_room;
}

/// Names what exists, in pieces: what the device holds and does not hear named is gone. Returns
/// whether there was room for all.
Result<bool> ServerSession::append_list(ServerStore& reader, const ScopeReading& reading,
                                        Cursor& cursor, Changes& changes) {
    Json ids = Json::array();
    const auto close_piece = [&] {
        if (ids.items().empty()) return;
        append_frame(changes.body, Json::object()
                                       .set("scope", reading.scope.to_key())
                                       .set("ids", std::exchange(ids, Json::array()))
                                       .dump());
        ++changes.lists;
    };
    bool had_room = true;
    auto read =
        reader.ids_since(reading.scope, *cursor.listed, [&](const Id& id, std::int64_t seq) {
            if (ids.items().size() >= list_ids_max(changes.budget)) close_piece();
            had_room = !changes.is_full();
            if (!had_room) return false;
            ids.push(id.to_text());
            cursor.listed = seq;
            return true;
        });
    close_piece();
    if (!read) return read.error();
    return had_room;
}

/// In place of the records of a scope of which the device holds nothing: where to fetch them in
/// one piece. What it is fetching already is offered again as long as it is kept.
bool ServerSession::offers_snapshot(const ServerStore& reader, const ScopeReading& reading,
                                    Changes& changes) const {
    if (snapshots_ == nullptr || !header_.takes_snapshots || reading.has_begun) return false;
    if (!reading.scope.share.empty()) return false;
    const std::string epoch = reader.epoch();
    std::optional<SnapshotInfo> info;
    const auto begun = header_.snapshots.find(reading.scope.to_key());
    if (begun != header_.snapshots.end()) {
        info = snapshots_->find(reading.scope, epoch, begun->second);
    } else {
        snapshots_->wish(reading.scope);
    }
    if (!info) info = snapshots_->latest(reading.scope, epoch);
    // Behind collected tombstones it would bring back what was deleted.
    if (!info || info->seq < reader.min_seq(reading.scope)) return false;
    changes.snapshots.set(
        reading.scope.to_key(),
        Json::object().set("etag", info->etag).set("seq", info->seq).set("bytes", info->bytes));
    return true;
}

Result<void> ServerSession::append_scope(ServerStore& reader, const ScopeReading& reading,
                                         Cursor cursor, Changes& changes) {
    const std::string key = reading.scope.to_key();
    const std::int64_t head_seq = reader.last_seq();
    bool had_room = true;
    if (!cursor.listed) {
        had_room = !changes.is_full();
        if (had_room && cursor.reached < head_seq) {
            auto read = append_records(reader, reading, cursor, changes);
            if (!read) return read.error();
            had_room = *read;
        }
        if (had_room) {
            cursor.reached = head_seq;
            const bool has_missed_deletions =
                reading.has_begun && cursor.complete < reader.min_seq(reading.scope);
            if (has_missed_deletions) {
                cursor.listed = 0;
            } else {
                cursor.complete = head_seq;
            }
        }
    }
    if (cursor.listed) {
        changes.is_listing = true;
        had_room = !changes.is_full();
        if (had_room) {
            auto listed = append_list(reader, reading, cursor, changes);
            if (!listed) return listed.error();
            had_room = *listed;
        }
        if (had_room) {
            changes.listed.push_back(key);
            // What changed while it was being listed comes next.
            had_room = cursor.reached == head_seq;
            cursor = {cursor.reached, cursor.reached};
        }
    }
    if (!had_room) changes.has_more = true;
    cursors_[key] = cursor;
    changes.passed.insert_or_assign(key, cursor);
    return {};
}

/// Whether the device may hold records of a scope for which it has no cursor: whoever sees
/// everything since now holds what they used to see, and whoever gained a role somewhere, what was
/// shared.
bool ServerSession::holds_part_of(const Scope& scope) const {
    if (scope.is_everything()) return !header_.cursors.empty();
    return scope.share.empty() &&
           std::any_of(scopes_.begin(), scopes_.end(), [&](const Scope& one) {
               return !one.share.empty() && header_.cursors.contains(one.to_key());
           });
}

/// Whoever lost an organization of their own has to hear anew what it shares: it was left out of
/// the share as long as they read all of it.
bool ServerSession::must_begin_again(const Scope& scope) const {
    return !scope.share.empty() &&
           std::any_of(header_.cursors.begin(), header_.cursors.end(), [&](const auto& held) {
               return Id::parse(held.first).has_value() && !is_readable(held.first);
           });
}

bool ServerSession::is_readable(const std::string& key) const {
    return std::any_of(scopes_.begin(), scopes_.end(),
                       [&](const Scope& scope) { return scope.to_key() == key; });
}

Result<void> ServerSession::append_changes(ServerStore& reader, Changes& changes) {
    catch_up(reader);
    if (!knows_its_verdicts()) {
        changes.has_more = true;
        return {};
    }
    // After a backup was restored nothing counts of what the device has read or written before.
    const bool is_known_epoch = header_.epoch.empty() || header_.epoch == reader.epoch();
    for (const Scope& scope : scopes_) {
        if (!is_wanted(scope.to_key())) continue;
        const auto given = header_.cursors.find(scope.to_key());
        const bool is_known = given != header_.cursors.end();
        const ScopeReading reading{.scope = scope,
                                   .has_begun = is_known || holds_part_of(scope),
                                   .has_own_work = is_known_epoch};
        Cursor cursor;
        if (is_known_epoch && is_known && !must_begin_again(scope)) cursor = given->second;
        if (offers_snapshot(reader, reading, changes)) continue;
        auto read = append_scope(reader, reading, cursor, changes);
        if (!read) return read;
    }
    return {};
}

/// Devices of before there were any to tell of would be told of them again every time.
std::optional<InstrumentNews> ServerSession::news_of_instruments() const {
    if (published_ == nullptr || header_.schema < told_schema_min) return std::nullopt;
    return instrument_news(*published_, header_.instruments, told_bytes_max);
}

Result<std::string> ServerSession::answer(ServerStore& reader, const Authority& authority) {
    if (!has_header_) return finish().error();
    Changes changes{.budget = header_.budget_bytes};
    Json header = Json::object();
    header.set("minga", protocol_version);
    auto reading = reader.begin_reading();
    if (!reading) return reading.error();
    auto done = ask(authority);
    scopes_ = scopes_of(reader);
    if (done && !is_forked_) done = append_changes(reader, changes);
    const AuditHead head = reader.audit_head();
    const std::string epoch = reader.epoch();
    const bool is_altered = has_lost_seen_head(reader);
    const std::int64_t backed_up_n =
        verdicts_.empty() ? 0 : reader.backed_up_n(header_.chain.device, clock_.now());
    const std::int64_t backed_n = is_forked_ ? 0 : reader.in_backup_n(header_.chain.device);
    const bool is_known_epoch = header_.epoch.empty() || header_.epoch == epoch;
    const std::vector<Review> reviews =
        is_forked_ ? std::vector<Review>{}
                   : reader.reviews_since(actor_.user, is_known_epoch ? header_.reviewed_n : 0);
    auto readable = reader.status();
    reader.end_reading();
    if (!done) return done.error();
    if (!readable) return readable.error();
    header.set("epoch", epoch).set("time", clock_.now().ms).set("next_n", next_n_);
    if (is_forked_) header.set("fork", true);
    if (header_.schema != 0 && header_.schema != schema_version)
        header.set("schema", schema_version);
    const bool is_news =
        !header_.actor_digest.empty() && header_.actor_digest != actor_digest(actor_);
    if (is_news) header.set("me", actor_to_json(actor_));
    if (backed_up_n > 0) header.set("safe_n", backed_up_n);
    if (backed_n > header_.backed_n) header.set("backed_n", backed_n);
    if (!verdicts_.empty()) header.set("verdicts", packed_verdicts(verdicts_));
    Json head_json = Json::array();
    head_json.push(head.number).push(head.hash);
    header.set("head", std::move(head_json));
    if (is_altered) header.set("altered", true);
    if (changes.records > 0) header.set("records", changes.records);
    if (changes.lists > 0) header.set("lists", changes.lists);
    if (!changes.listed.empty()) header.set("listed", texts(changes.listed));
    const auto instruments = news_of_instruments();
    if (instruments) header.set("instruments", instrument_news_to_json(*instruments));
    Json told = Json::array();
    for (const Review& review : reviews) told.push(review_to_json(review));
    if (!reviews.empty()) header.set("reviews", std::move(told));
    const bool has_more =
        changes.has_more || reviews.size() == reviews_max || (instruments && instruments->has_more);
    if (has_more) header.set("more", true);
    // Where the device stands at the end of all it may read, it is not told so again; after a
    // backup was restored it counts from 0, whatever it said.
    if (cursors_ != header_.cursors || !is_known_epoch)
        header.set("cursors", cursors_to_json(cursors_));
    if (!changes.snapshots.members().empty()) {
        header.set("snapshots", std::move(changes.snapshots));
    }
    Json gone = Json::array();
    for (const auto& [scope, cursor] : header_.cursors) {
        if (!is_readable(scope)) gone.push(scope);
    }
    if (!gone.items().empty()) {
        header.set("gone", std::move(gone));
        if (keys_ != nullptr) header.set("seal", keys_->shown.to_text());
    }
    std::string body;
    append_frame(body, header.dump());
    body += changes.body;
    return body;
}

}  // namespace minga::sync
