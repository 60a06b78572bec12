// minga-server quarantine list | show | release | discard

#include "server/admin/commands.hpp"
#include "server/admin/opened_store.hpp"
#include "server/auth/accounts.hpp"
#include "server/platform/wall_clock.hpp"
#include "server/reports/quarantine_report.hpp"
#include "server/storage/published_instruments.hpp"

#include <iostream>

namespace minga::server {
namespace {

Result<Actor> reviewer_of(const SqliteStore& store, const QuarantineOptions& options) {
    auto login = checked_login(options.reviewer);
    if (!login) return login.error();
    auto account = find_account(store.database(), *login);
    if (!account) return account.error();
    if (!*account || (*account)->is_disabled) {
        return make_error(ErrorCode::not_found,
                          "No existe el usuario «" + *login + "», o está desactivado.", "as");
    }
    return (*account)->to_actor();
}

/// Runs `decide` on the entry that the options name, in one write transaction.
Result<void> review(
    const QuarantineOptions& options,
    const std::function<Result<void>(const ReviewContext&, const QuarantineEntry&)>& decide) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    auto reviewer = reviewer_of(**store, options);
    if (!reviewer) return reviewer.error();
    auto catalog = published_catalog((*store)->database());
    if (!catalog) return catalog.error();
    const ReviewContext context{**store, *catalog, *reviewer, WallClock{}.now(), options.reason};
    return in_transaction(**store, [&]() -> Result<void> {
        auto entry = find_quarantined(**store, options.number);
        if (!entry) return entry.error();
        if (!may_review(*reviewer, entry->organization, *catalog)) {
            return make_error(
                ErrorCode::forbidden,
                "El rol de «" + reviewer->login + "» no revisa los cambios de esa organización.",
                "as");
        }
        return decide(context, *entry);
    });
}

}  // namespace

Result<void> list_quarantine(const QuarantineOptions& options) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    QuarantineQuery query;
    query.with_decided = options.with_decided;
    if (!options.organization.empty()) {
        auto organization = find_organization(**store, options.organization);
        if (!organization) return organization.error();
        query.organization = organization->id;
    }
    return each_quarantined(**store, query, [&](const QuarantineEntry& entry) {
        std::cout << quarantined_to_json(**store, entry).dump() << '\n';
    });
}

Result<void> show_quarantined(const QuarantineOptions& options) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    auto entry = find_quarantined(**store, options.number);
    if (!entry) return entry.error();
    std::cout << quarantined_to_json(**store, *entry).dump() << '\n';
    return {};
}

Result<void> release_from_quarantine(const QuarantineOptions& options) {
    std::string outcome;
    std::optional<Error> refusal;
    auto done = review(options, [&](const ReviewContext& context, const QuarantineEntry& entry) {
        auto verdict = release_quarantined(context, entry);
        if (!verdict) return Result<void>{verdict.error()};
        outcome = sync::to_key(verdict->outcome);
        if (!verdict->refusals.empty()) refusal = verdict->refusals.front();
        return Result<void>{};
    });
    if (!done) return done;
    if (refusal) return *refusal;
    std::cout << "Liberado: " << outcome << '\n';
    return {};
}

Result<void> discard_from_quarantine(const QuarantineOptions& options) {
    auto done = review(options, [](const ReviewContext& context, const QuarantineEntry& entry) {
        return discard_quarantined(context, entry);
    });
    if (done) std::cout << "Descartado; el cambio queda en el registro.\n";
    return done;
}

}  // namespace minga::server
