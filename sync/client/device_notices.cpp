/// The part of the device's store that keeps what the person must be told.
#include "shared/codec/json.hpp"
#include "sync/client/device_store.hpp"

namespace minga::sync {

using storage::Row;

std::vector<Notice> DeviceStore::notices() const {
    std::vector<Notice> notices;
    database_
        ->each("SELECT number, at, type, body FROM notice ORDER BY number",
               [&](const Row& row) {
                   auto body = parse_json(row.text(3));
                   if (!body) return;
                   notices.push_back({.number = row.integer(0),
                                      .at = Instant{row.integer(1)},
                                      .type = std::string{row.text(2)},
                                      .title = body->text_at("title"),
                                      .text = body->text_at("text")});
               })
        .ignore();
    return notices;
}

Result<void> DeviceStore::dismiss(std::int64_t notice) {
    auto done = database_->run("DELETE FROM notice WHERE number = ?1", notice);
    if (done) ++change_count_;
    return done;
}

Result<void> DeviceStore::add_notice(std::string_view type, std::string_view title,
                                     std::string_view text) {
    const Json body = Json::object().set("title", title).set("text", text);
    return database_->run("INSERT INTO notice(at, type, body) VALUES (?1, ?2, ?3)", clock_.now().ms,
                          type, body.dump());
}

}  // namespace minga::sync
