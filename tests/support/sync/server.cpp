#include "tests/support/sync/server.hpp"

#include "shared/base/hash.hpp"
#include "shared/records/all_records.hpp"
#include "sync/server/audit_chain.hpp"
#include "sync/server/sharing.hpp"

#include <algorithm>

namespace minga::test {
namespace {

constexpr int requests_max = 2000;

std::unique_ptr<server::SqliteStore> open_store() {
    auto store = server::SqliteStore::open({.path = ":memory:"}, "epoch-1");
    MINGA_ASSERT(store.has_value());
    return *std::move(store);
}

}  // namespace

Reply reply_of(const Error& error) {
    Json json = Json::object();
    json.set("code", error_info(error.code).key).set("detail", error.message);
    return {error_info(error.code).http_status, json.dump()};
}

TestServer::TestServer(const World& world) : catalog_(world.catalog), store_(open_store()) {
    seed(world);
}

void TestServer::reopen(const std::string& image) {
    store_ = open_store();
    restore_image(store_->database(), image);
}

/// Puts the world's records there as one op of the server's own.
void TestServer::seed(const World& world) {
    MINGA_ASSERT(store_->begin().has_value());
    std::vector<sync::StampedRecord> written;
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        for (Record& record : world.records.all(info.key)) {
            sync::StampedRecord stamped;
            stamped.seq = store_->take_seq();
            stamped.created_seq = stamped.seq;
            stamped.record = std::move(record);
            stamped.record.rev = 1;
            for (const auto& [key, value] : stamped.record.fields) {
                stamped.stamps.emplace(key, sync::FieldStamp{1, stamped.seq, Id{}, 0});
            }
            MINGA_ASSERT(store_->put(stamped).has_value());
            written.push_back(std::move(stamped));
        }
    }
    std::vector<sync::ChangedRecord> changed;
    for (const sync::StampedRecord& one : written) {
        const Record& record = one.record;
        changed.push_back({record.id, record.rev, sync::record_digest(record)});
    }
    sync::LedgerEntry entry;
    entry.device = name_based_id(Id{}, "seed");
    entry.n = 1;
    entry.payload = "{}";
    entry.hash = sha256_hex(entry.payload);
    entry.user = name_based_id(Id{}, "seed user");
    entry.author = "Minga";
    entry.verdict = "{}";
    MINGA_ASSERT(store_->put_op(entry).has_value());
    MINGA_ASSERT(sync::rebuild_shares(*store_, catalog_).has_value());
    const std::string link = sync::audit_entry(entry, Actor{}, noon, changed);
    MINGA_ASSERT(sync::append_audit(*store_, link).has_value());
    MINGA_ASSERT(store_->commit().has_value());
}

Reply TestServer::handle(const Actor& actor, std::string_view body, std::size_t piece_bytes) {
    sync::ServerSession session{*store_, catalog_, actor, clock_};
    session.know(keys_);
    sync::InstrumentTexts texts;
    for (const std::string& text : published) texts.add(text);
    session.publish(texts);
    if (shelf_ != nullptr) session.offer(*shelf_);
    for (std::size_t at = 0; at < body.size(); at += piece_bytes) {
        session.feed(body.substr(at, piece_bytes));
        auto applied = session.apply();
        if (!applied) return reply_of(applied.error());
    }
    auto finished = session.finish();
    if (!finished) return reply_of(finished.error());
    auto answer = session.answer(*store_);
    if (!answer) return reply_of(answer.error());
    return {200, *std::move(answer)};
}

void TestServer::handle_cut(const Actor& actor, std::string_view prefix) {
    sync::ServerSession session{*store_, catalog_, actor, clock_};
    session.know(keys_);
    session.feed(prefix);
    session.apply().ignore();
    session.finish().ignore();
}

int synchronize(TestDevice& device, TestServer& server) {
    sync::ClientSession session{device.store()};
    for (int requests = 1; requests <= requests_max; ++requests) {
        auto body = session.next_request();
        MINGA_ASSERT(body.has_value());
        const Reply reply = server.handle(*device.store().actor(), *body);
        auto taken = session.take_answer(reply.status, reply.body);
        MINGA_ASSERT(taken.has_value());
        if (session.is_done()) return requests;
    }
    return -1;
}

}  // namespace minga::test
