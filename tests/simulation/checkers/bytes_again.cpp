#include "sync/wire/frame.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <algorithm>

namespace minga::simulation {
namespace {

struct SentFrame {
    std::int64_t n = 0;
    std::int64_t bytes = 0;
};

std::vector<SentFrame> op_frames(std::string_view body) {
    std::vector<SentFrame> frames;
    sync::FrameReader reader;
    reader.feed(body);
    bool is_header = true;
    while (true) {
        const auto frame = reader.next();
        if (!frame || !*frame) return frames;
        // Sealed ones go again where only a digest could have spared it: none of them is kept.
        if (!is_header && !sync::is_sealed(**frame)) {
            const auto json = parse_json(**frame);
            const std::int64_t n = json ? json->integer_at("n") : 0;
            frames.push_back({n, static_cast<std::int64_t>((*frame)->size())});
        }
        is_header = false;
    }
}

/// The name that a request goes under.
Id device_of(std::string_view body) {
    sync::FrameReader reader;
    reader.feed(body);
    const auto header = reader.next();
    const auto json = header && *header ? parse_json(**header) : Result<Json>{Json{}};
    return json ? Id::parse(json->text_at("device")).value_or(Id{}) : Id{};
}

/// A field that its own author is sent.
std::optional<std::string> find_echo(Cluster& cluster, Seat& seat, const sync::RecordDelta& delta) {
    const auto stored = cluster.server().store().find_stamped(delta.id);
    if (!stored) return std::nullopt;
    for (const auto& [key, stamp] : stored->stamps) {
        const bool is_own = stamp.device == seat.store().device() && stamp.n > 0 &&
                            stamp.n > seat.store().forgotten_n() &&
                            stamp.n <= seat.store().last_n();
        if (is_own && delta.fields.contains(key)) return key;
    }
    return std::nullopt;
}

}  // namespace

void BytesWatch::note_request(Cluster& cluster, std::size_t index, const std::string& body) {
    Seat& seat = cluster.seats()[index];
    Link& link = links_[index];
    // A server that came back from a backup may have lost all that it had been sent.
    const bool is_other =
        link.device != seat.store().device() || link.epoch != seat.store().epoch();
    // What goes under a former name is counted by that name, and may be another copy's by now.
    link.is_former = device_of(body) != seat.store().device();
    if (link.is_former) return;
    if (is_other) link = Link{.device = seat.store().device(), .epoch = seat.store().epoch()};
    if (link.session_count != seat.session_count) link.is_unsure = true;
    link.session_count = seat.session_count;
    std::int64_t frames_again = 0;
    for (const SentFrame& frame : op_frames(body)) {
        const bool was_sent = frame.n <= link.sent_n_max;
        const bool is_known = was_sent && !link.is_unsure && frame.n < link.next_n;
        const bool may_be_there = was_sent && link.is_unsure;
        if (is_known || may_be_there) {
            ++frames_again;
            bytes_again_ += frame.bytes;
        }
        if (is_known || frames_again > 1) {
            return cluster.break_promise(
                "bytes_again", seat.actor.login + " sends op #" + std::to_string(frame.n) +
                                   " again, which the server " + (is_known ? "has" : "may have"));
        }
        link.sent_n_max = std::max(link.sent_n_max, frame.n);
    }
}

void BytesWatch::note_answer(Cluster& cluster, std::size_t index,
                             const Result<sync::ReceivedAnswer>& received) {
    Seat& seat = cluster.seats()[index];
    // Of a cut one, what came: its header says what the server has.
    if (!received) return note_failure(index);
    const sync::SyncAnswer* answer = &received->answer;
    if (answer->is_forked) return;
    if (links_[index].is_former) return;
    links_[index].next_n = answer->next_n;
    links_[index].is_unsure = false;
    const bool is_same_epoch = answer->epoch == seat.store().epoch();
    const sync::Cursors cursors = seat.store().cursors();
    const auto cursor = cursors.find(seat.actor.roles.front().organization.to_text());
    const bool has_read = cursor != cursors.end() && cursor->second.complete > 0;
    // Copies of one disk have one name until the server finds out.
    if (!is_same_epoch || !has_read || seat.has_twin) return;
    for (const sync::RecordDelta& delta : answer->records) {
        const auto echo = find_echo(cluster, seat, delta);
        if (!echo) continue;
        return cluster.break_promise("bytes_again", seat.actor.login + " is sent their own " +
                                                        *echo + " of " + delta.id.to_text());
    }
}

}  // namespace minga::simulation
