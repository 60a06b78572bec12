/// How the person's own work ended that went to quarantine: written where they had lost their
/// access when it arrived. What it said is not theirs to read any more; who decided, when and why
/// is.
#include "client_wasm/screens/inbox_view.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>
#include <vector>

namespace minga::client {
namespace {

constexpr std::size_t shown_max = 20;

std::string title_of(const sync::Review& review) {
    const schema::RecordInfo* info = schema::find_record_info(review.kind);
    const std::string kind = info != nullptr ? std::string{info->label} : "Un registro";
    return kind + " de " + review.organization_name +
           (review.is_released ? ": aceptado" : ": descartado");
}

void draw_review(InboxView& view, const sync::Review& review) {
    Ui& ui = view.ui;
    const std::string title = title_of(review);
    const std::string key = "review " + review.device.to_text() + std::to_string(review.n);
    ui.card({.key = key, .label = title, .padding = 12, .is_flat = true}, [&] {
        ui.stack(2, [&] {
            ui.text(title, {.is_semibold = true});
            ui.caption("Lo revisó " + review.by + ", " + view.app.moment_text(review.at) +
                       ". Llegó al servidor " + view.app.moment_text(review.received_at) + ".");
            if (!review.reason.empty()) ui.text("Motivo: " + review.reason);
        });
    });
}

}  // namespace

void draw_reviews(InboxView& view) {
    const auto& reviews = view.app.memo<std::vector<sync::Review>>(
        "reviews", [&] { return view.app.store()->reviews(); });
    if (reviews.empty()) return;
    view.ui.section("Cambios suyos que revisó quien supervisa", [&] {
        view.ui.text("Llegaron cuando usted ya no tenía acceso a esa institución.",
                     {.tone = Tone::muted});
        const std::size_t count = std::min(reviews.size(), shown_max);
        for (std::size_t index = 0; index < count; ++index) draw_review(view, reviews[index]);
    });
}

}  // namespace minga::client
