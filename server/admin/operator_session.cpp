#include "server/admin/operator_session.hpp"

#include "shared/records/all_records.hpp"
#include "sync/server/apply_op.hpp"
#include "sync/wire/op_codec.hpp"

namespace minga::server {
namespace {

/// Who wrote, in the ledger and the audit chain: no account, so that nobody can log in as it.
constexpr Id operator_id{{0x6d, 0x69, 0x6e, 0x67, 0x61, 0x2e, 0x4f, 0x70, 0x85, 0x72, 0x61, 0x74,
                          0x6f, 0x72, 0x49, 0x64}};

}  // namespace

OperatorSession::OperatorSession(Options options) : options_(std::move(options)) {
    actor_.user = operator_id;
    actor_.login = "operator";
    actor_.name = options_.name;
}

Result<void> OperatorSession::start() {
    const auto device = options_.store.find_device(options_.device);
    if (device) next_n_ = device->next_n;
    return options_.store.status();
}

Result<void> OperatorSession::write(const Record& record) {
    const auto current = options_.store.find(record.id);
    sync::Op op;
    op.n = next_n_;
    op.record = record.id;
    op.kind = record.kind;
    op.organization = record.organization;
    op.base_rev = current ? current->rev : 0;
    op.made_at = options_.now;
    op.schema = sync::schema_version;
    for (const auto& [key, value] : record.fields) {
        if (current && value_of(current->fields, key) == value) continue;
        op.set.insert_or_assign(key, value);
        if (current) op.was.insert_or_assign(key, value_of(current->fields, key));
    }
    if (current && op.set.empty()) return {};
    const sync::OwnChain chain{options_.device};
    const sync::ApplyContext context{.store = options_.store,
                                     .catalog = options_.catalog,
                                     .actor = actor_,
                                     .chain = chain,
                                     .now = options_.now,
                                     .is_operator = true};
    auto verdict = sync::apply_op(context, op, sync::op_to_text(op));
    if (!verdict) return verdict.error();
    ++next_n_;
    if (!verdict->refusals.empty()) {
        Error error = verdict->refusals.front();
        error.detail = record.kind + " " + record.id.to_text();
        return error;
    }
    return {};
}

Result<void> OperatorSession::finish() {
    return options_.store.put_device(options_.device, {actor_.user, next_n_}, options_.now);
}

}  // namespace minga::server
