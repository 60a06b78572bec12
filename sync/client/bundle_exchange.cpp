#include "sync/client/bundle_exchange.hpp"

#include "shared/codec/json.hpp"
#include "sync/wire/frame.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

/// More than that goes with the next file.
constexpr std::int64_t export_bytes_max = 12 << 20;
/// With the attached files, which hardly pack.
constexpr std::size_t contents_bytes_max = 15 << 20;
/// Of one answer, unpacked.
constexpr std::size_t answer_bytes_max = 32 << 20;

/// Where the device stood when it asked.
struct Question {
    std::string device;
    std::string epoch;
    Cursors cursors;
    std::int64_t ops_after = 0;  ///< The ops in the file: those behind this one up to the next.
    std::int64_t ops_last = 0;
    std::string ops_digest;
};

struct Part {
    Question question;
    SyncAnswer answer;
};

/// A part as it was written: the question's header, then the answer's frames.
Result<Part> read_part(std::string_view body) {
    FrameReader reader;
    reader.feed(body);
    auto frame = reader.next();
    if (!frame) return frame.error();
    if (!*frame) return make_error(ErrorCode::bundle_damaged, "El archivo está incompleto.");
    auto json = parse_json(**frame);
    if (!json) return json.error();
    auto cursors = cursors_from_json((*json)["cursors"]);
    if (!cursors) return cursors.error();
    std::string question;
    append_frame(question, **frame);
    auto answer = read_answer(body.substr(question.size()));
    if (!answer) return answer.error();
    Question asked;
    asked.device = json->text_at("device");
    asked.epoch = json->text_at("epoch");
    asked.cursors = *std::move(cursors);
    const Json::Array& ops = (*json)["ops"].items();
    if (ops.size() == 3 && ops[0].is_integer() && ops[1].is_integer() && ops[2].is_text()) {
        asked.ops_after = *ops[0].integer();
        asked.ops_last = *ops[1].integer();
        asked.ops_digest = *ops[2].text();
    }
    return Part{std::move(asked), *std::move(answer)};
}

/// Whether the device's ops are still those that it wrote into the file. After an older copy of its
/// disk came back, other ops may have their numbers: the verdicts are not theirs.
Result<bool> has_same_ops(const DeviceStore& store, const Question& asked) {
    if (asked.ops_digest.empty()) return true;
    auto digest = store.ops_digest(asked.ops_after, asked.ops_last);
    if (!digest) return digest.error();
    return *digest == asked.ops_digest;
}

std::optional<Cursor> find(const Cursors& cursors, const std::string& scope) {
    const auto found = cursors.find(scope);
    return found == cursors.end() ? std::nullopt : std::optional{found->second};
}

/// Whether the device stands where it stood when it asked, and knows what became of every op of
/// its own that the server knew: otherwise an older state would be laid over a newer one.
bool stands_where_it_asked(const DeviceStore& store, const Part& part) {
    if (part.question.epoch != store.epoch()) return false;
    const Cursors now = store.cursors();
    for (const auto& [scope, cursor] : part.answer.cursors) {
        if (find(now, scope) != find(part.question.cursors, scope)) return false;
    }
    const std::int64_t known_to_server = part.answer.next_n - 1;
    const bool is_same_server = part.answer.epoch == store.epoch() || store.epoch().empty();
    return is_same_server ? store.acked_n() == known_to_server : store.acked_n() >= known_to_server;
}

void add(AnswerCounts& counts, const ApplyCounts& applied) {
    counts.acknowledged += applied.acknowledged;
    counts.pulled += applied.pulled;
    counts.conflicts += applied.conflicts;
    counts.rejected += applied.rejected;
}

/// Verdicts hold whenever they come: only those of ops that still wait are taken.
Result<void> take_verdicts(DeviceStore& store, const SyncAnswer& answer, AnswerCounts& counts) {
    SyncAnswer verdicts;
    verdicts.epoch = store.epoch();
    verdicts.server_time = answer.server_time;
    verdicts.next_n = std::max(answer.next_n, store.last_n() + 1);
    verdicts.is_forked = answer.is_forked;
    // Nothing is read by it: a restored server that is being read again goes on being read.
    verdicts.has_more = true;
    verdicts.verdicts = answer.verdicts;
    auto applied = store.apply(verdicts);
    if (!applied) return applied.error();
    add(counts, *applied);
    return {};
}

/// What the server lacks of the files that were attached here, from the byte where it is.
Result<void> append_files(DeviceStore& store, std::string& contents) {
    for (const BlobFile& file : store.blobs().list(BlobPlace::only_here)) {
        std::int64_t offset = file.sent;
        while (offset < file.bytes) {
            if (contents.size() + piece_bytes_wanted > contents_bytes_max) return {};
            auto bytes = store.blobs().read(file.hash, offset, piece_bytes_wanted);
            if (!bytes) return bytes.error();
            if (bytes->empty()) break;
            append_blob_piece(contents, {file.hash, offset, file.bytes, *bytes});
            offset += static_cast<std::int64_t>(bytes->size());
        }
    }
    return {};
}

/// What the server says of a file that was attached here; of any other it has nothing to say.
Result<void> take_blob_word(DeviceStore& store, const BlobWord& word, AnswerCounts& counts) {
    DeviceBlobs& blobs = store.blobs();
    const auto file = blobs.find(word.hash);
    if (!file || file->place != BlobPlace::only_here) return {};
    if (word.is_whole) {
        ++counts.files;
        return blobs.settle(word.hash);
    }
    if (!word.refusal)
        return blobs.note_sent(word.hash, std::clamp<std::int64_t>(word.have, 0, file->bytes));
    const ErrorCode code = word.refusal->code;
    const bool is_final = code == ErrorCode::forbidden || code == ErrorCode::unsupported_media_type;
    return is_final ? blobs.refuse(word.hash, word.refusal->message)
                    : blobs.note_reason(word.hash, word.refusal->message);
}

/// False: no later part can be taken either.
Result<bool> take_part(DeviceStore& store, Part part, Instant now, AnswerCounts& counts) {
    const bool is_other_life =
        part.question.device != store.device().to_text() || part.question.epoch != store.epoch();
    auto is_same = has_same_ops(store, part.question);
    if (!is_same) return is_same.error();
    if (is_other_life || !*is_same) {
        counts.is_old = true;
        return false;
    }
    // The answer was on its way for days: it says nothing of how the clocks stand now.
    part.answer.server_time.ms = now.ms + store.status().clock_skew_ms;
    // Nor of how long the chain is by now.
    part.answer.head_number = 0;
    auto taken = take_verdicts(store, part.answer, counts);
    if (!taken) return taken.error();
    if (part.answer.is_forked) return false;
    if (!stands_where_it_asked(store, part)) {
        counts.is_old = true;
        return true;
    }
    part.answer.verdicts.clear();
    auto applied = store.apply(part.answer);
    if (!applied) return applied.error();
    add(counts, *applied);
    counts.has_more = part.answer.has_more || applied->must_reread;
    return true;
}

}  // namespace

Result<BundleExport> export_bundle(DeviceStore& store, std::vector<std::string> only) {
    auto body = make_request(
        store, {.only = std::move(only), .ops_bytes = export_bytes_max, .names_ops = true});
    if (!body) return body.error();
    BundleExport made{{}, body->first_n, body->last_n};
    append_body(made.contents, body->text);
    auto appended = append_files(store, made.contents);
    if (!appended) return appended.error();
    return made;
}

Result<AnswerCounts> take_bundle_answer(DeviceStore& store, std::string_view contents,
                                        const Unpack& unpack, Instant now) {
    AnswerCounts counts;
    const std::string last_sync_before = store.setting("last_sync");
    std::int64_t server_time_ms = 0;
    PieceReader pieces{contents};
    std::string body;
    bool goes_on = true;
    const auto take_body = [&]() -> Result<void> {
        if (body.empty() || !goes_on) return {};
        auto part = read_part(body);
        body.clear();
        if (!part) {
            // What the cut left of it; the parts before stand.
            goes_on = false;
            return {};
        }
        server_time_ms = part->answer.server_time.ms;
        auto went_on = take_part(store, *std::move(part), now, counts);
        if (!went_on) return went_on.error();
        goes_on = *went_on;
        return {};
    };
    while (goes_on) {
        auto piece = pieces.next();
        if (!piece) return piece.error();
        const bool begins = !*piece || (*piece)->is(PieceKind::body);
        if (begins) {
            auto taken = take_body();
            if (!taken) return taken.error();
        }
        if (!*piece) break;
        if ((*piece)->is(PieceKind::blob)) {
            // Behind all bodies: what an answer to another life of this device says of files may
            // have been of another server's.
            auto taken = take_body();
            if (!taken) return taken.error();
            if (!goes_on) break;
            std::string held;
            auto bytes = plain_bytes(**piece, unpack, held);
            auto word = bytes ? read_blob_word(*bytes) : bytes.error();
            if (!word) return word.error();
            auto noted = take_blob_word(store, *word, counts);
            if (!noted) return noted.error();
            continue;
        }
        if (!begins && !(*piece)->is(PieceKind::body_more)) continue;
        std::string held;
        auto bytes = plain_bytes(**piece, unpack, held);
        if (!bytes) return bytes.error();
        if (body.size() + bytes->size() > answer_bytes_max) {
            return make_error(ErrorCode::too_large, "El archivo de respuesta es demasiado grande.");
        }
        body += *bytes;
    }
    // What is here is as new as the answer was when it was written, not as its arrival.
    if (server_time_ms != 0) {
        const Instant written{server_time_ms - store.status().clock_skew_ms};
        const auto before = Instant::parse(last_sync_before);
        const Instant known = before ? std::max(*before, written) : written;
        auto kept = store.set_setting("last_sync", std::min(known, now).to_text());
        if (!kept) return kept.error();
    }
    return counts;
}

bool is_enrolled(const DeviceStore& store, std::string_view keys) {
    return !store.setting(bundle_server_setting).empty() &&
           store.setting(bundle_enrolled_setting) == std::string{keys} + "@" + store.epoch();
}

Result<void> set_enrolled(DeviceStore& store, std::string_view keys, std::string_view server_keys) {
    auto done = store.set_setting(bundle_server_setting, server_keys);
    if (!done) return done;
    return store.set_setting(bundle_enrolled_setting, std::string{keys} + "@" + store.epoch());
}

}  // namespace minga::sync
