/// The part of the device's store that keeps how its person's quarantined work ended.
#include "shared/base/text.hpp"
#include "shared/records/all_records.hpp"
#include "sync/client/device_store.hpp"

#include <algorithm>
#include <charconv>

namespace minga::sync {

using storage::Row;

namespace {

/// "<number>@<epoch>": a restored server may count its decisions anew.
constexpr std::string_view reviewed_setting = "reviewed";

std::string kind_name(const Review& review) {
    const schema::RecordInfo* info = schema::find_record_info(review.kind);
    return info != nullptr ? "«" + std::string{info->label} + "»" : "un registro";
}

std::string title_of(const Review& review) {
    return "Su cambio en " + kind_name(review) + " de " + review.organization_name +
           (review.is_released ? " fue aceptado" : " fue descartado");
}

std::string text_of(const Review& review) {
    std::string text =
        review.is_released
            ? review.by + " lo revisó y lo aplicó a su nombre."
            : review.by + " lo revisó y no lo aplicó. El servidor lo conserva en su registro.";
    if (!review.reason.empty()) text += " Motivo: " + review.reason;
    return text;
}

}  // namespace

/// The last decision that this device was told of, in the epoch that it knows.
std::int64_t DeviceStore::reviewed_n() const {
    const auto parts = split(setting(reviewed_setting), '@');
    if (parts.size() != 2 || parts[1] != epoch_) return 0;
    std::int64_t number = 0;
    std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), number);
    return number;
}

/// A device that is new to the server keeps what was decided before, and is not told of it as news.
Result<void> DeviceStore::take_reviews(const SyncAnswer& answer, bool is_news) {
    std::int64_t last = reviewed_n();
    for (const Review& review : answer.reviews) {
        auto done =
            database_->run("INSERT OR IGNORE INTO review(device, n, body) VALUES (?1, ?2, ?3)",
                           review.device, review.n, review_to_json(review).dump());
        const bool is_new = database_->changes() > 0;
        if (done && is_new && is_news) {
            done = add_notice("quarantine_decided", title_of(review), text_of(review));
        }
        if (!done) return done;
        last = std::max(last, review.number);
    }
    if (answer.reviews.empty()) return {};
    return put_setting(reviewed_setting, std::to_string(last) + "@" + epoch_);
}

std::vector<Review> DeviceStore::reviews() const {
    std::vector<Review> found;
    database_
        ->each("SELECT body FROM review",
               [&](const Row& row) {
                   auto json = parse_json(row.text(0));
                   auto review = json ? review_from_json(*json) : Result<Review>{json.error()};
                   if (review) found.push_back(*std::move(review));
               })
        .ignore();
    std::sort(found.begin(), found.end(),
              [](const Review& a, const Review& b) { return a.at.ms > b.at.ms; });
    return found;
}

}  // namespace minga::sync
