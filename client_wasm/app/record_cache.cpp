#include "client_wasm/app/record_cache.hpp"

#include "sync/client/device_store.hpp"

namespace minga::client {

void RecordCache::attach(const sync::DeviceStore* store) {
    store_ = store;
    clear();
}

void RecordCache::clear() {
    records_.clear();
    families_.clear();
    lists_.clear();
}

std::optional<Record> RecordCache::find(const Id& id) const {
    auto found = records_.find(id);
    if (found == records_.end()) {
        std::optional<Record> read;
        if (store_ != nullptr && !id.is_nil()) read = store_->find(id);
        found = records_.emplace(id, std::move(read)).first;
    }
    return found->second;
}

std::vector<Record> RecordCache::children(const Id& parent, std::string_view kind) const {
    return peek_children(parent, kind);
}

const Record* RecordCache::peek(const Id& id) const {
    if (records_.find(id) == records_.end()) static_cast<void>(find(id));
    const auto found = records_.find(id);
    return found->second ? &*found->second : nullptr;
}

const std::vector<Record>& RecordCache::peek_children(const Id& parent,
                                                      std::string_view kind) const {
    Family family{parent, std::string{kind}};
    auto found = families_.find(family);
    if (found == families_.end()) {
        std::vector<Record> read;
        if (store_ != nullptr) read = store_->children(parent, kind);
        found = families_.emplace(std::move(family), std::move(read)).first;
    }
    return found->second;
}

const std::vector<Record>& RecordCache::peek_list(std::string_view kind) const {
    auto found = lists_.find(kind);
    if (found == lists_.end()) {
        std::vector<Record> read;
        if (store_ != nullptr) read = store_->list(kind);
        found = lists_.emplace(std::string{kind}, std::move(read)).first;
    }
    return found->second;
}

}  // namespace minga::client
