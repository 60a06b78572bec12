#include "sync/wire/review.hpp"

namespace minga::sync {

Json review_to_json(const Review& review) {
    Json json = Json::object();
    json.set("number", review.number).set("device", review.device.to_text()).set("n", review.n);
    json.set("released", review.is_released).set("by", review.by).set("at", review.at.ms);
    if (!review.reason.empty()) json.set("reason", review.reason);
    json.set("organization", review.organization_name).set("kind", review.kind);
    return json.set("received_at", review.received_at.ms);
}

Result<Review> review_from_json(const Json& json) {
    Review review;
    const auto device = Id::parse(json.text_at("device"));
    if (!device) return device.error();
    review.number = json.integer_at("number");
    review.device = *device;
    review.n = json.integer_at("n");
    review.is_released = json.boolean_at("released");
    review.by = json.text_at("by");
    review.at.ms = json.integer_at("at");
    review.reason = json.text_at("reason");
    review.organization_name = json.text_at("organization");
    review.kind = json.text_at("kind");
    review.received_at.ms = json.integer_at("received_at");
    return review;
}

}  // namespace minga::sync
