#include "client_wasm/app/app_state.hpp"

#include "client_wasm/app/file_policy.hpp"
#include "client_wasm/app/moment.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>

namespace minga::client {
namespace {

constexpr std::string_view organization_setting = "view.organization";
constexpr std::string_view cycle_setting = "view.cycle";
constexpr std::string_view diagnosis_setting = "view.diagnosis";
constexpr std::size_t history_max = 50;

Id id_of(std::string_view text) {
    const auto id = Id::parse(text);
    return id ? *id : Id{};
}

}  // namespace

AppState::AppState(Platform& platform, const Catalog& catalog)
    : platform_(platform), catalog_(catalog) {}

AppState::~AppState() = default;

// Here and not with the rest of files: the first synchronization already asks.
FilePolicy AppState::file_policy() const {
    return static_cast<FilePolicy>(
        index_of(policy_keys, platform_.preference(policy_preference), 0));
}

void AppState::open(std::unique_ptr<sync::DeviceStore> store) {
    close();
    store_ = std::move(store);
    cache_.attach(store_.get());
    choose_organization();
}

void AppState::close() {
    cache_.attach(nullptr);
    store_.reset();
    memos_.clear();
    views_.clear();
    refusals_.clear();
    saved_at_.clear();
    drafts_.clear();
    changes_.clear();
    settings_.clear();
    last_saved_ = {};
    toast_.reset();
    read_at_ = -1;
    organization_ = {};
    opened_.clear();
    opened_at_ = -1;
    report = {};
    sync_view_ = {};
}

void AppState::begin_frame() {
    if (toast_ && toast_->until_ms <= platform_.now_ms()) toast_.reset();
    if (!store_ || store_->change_count() == read_at_) return;
    read_at_ = store_->change_count();
    cache_.clear();
    memos_.clear();
}

// --- The person and the programme --------------------------------------------------------------

const Actor& AppState::actor() const {
    static const Actor nobody{};
    return store_ && store_->actor() != nullptr ? *store_->actor() : nobody;
}

bool AppState::sees_everything() const {
    return minga::sees_everything(actor(), catalog_);
}

bool AppState::reviews_quarantine() const {
    const auto& roles = actor().roles;
    return std::any_of(roles.begin(), roles.end(), [&](const RoleAssignment& held) {
        const std::string_view scope = catalog_.roles().report_scope("quarantine", held.role);
        return scope == "all" || scope == "own_organization";
    });
}

std::int64_t AppState::waiting() const {
    return sync().waiting() + static_cast<std::int64_t>(quarantine.items.size());
}

bool AppState::has_role(std::string_view role) const {
    const auto& roles = actor().roles;
    return std::any_of(roles.begin(), roles.end(), [&](const RoleAssignment& held) {
        return held.role == role && (sees_everything() || held.organization == organization_);
    });
}

std::string AppState::role_names() const {
    std::string names;
    const bool is_for_all = sees_everything();
    for (const RoleAssignment& held : actor().roles) {
        if (held.organization != organization_ && !is_for_all) continue;
        const minga::Role* role = catalog_.roles().find(held.role);
        if (!names.empty()) names += ", ";
        names += role != nullptr ? role->name : held.role;
    }
    return names;
}

const Record* AppState::organization() {
    return find(organization_);
}

std::string AppState::organization_name() {
    const Record* record = organization();
    if (record != nullptr) {
        const std::string& commune = text_of(record->fields, "commune");
        const Commune* found = catalog_.territory().find_commune(commune);
        if (found != nullptr && text_of(record->fields, "type") == "municipality") {
            return found->name;
        }
        return text_of(record->fields, "name");
    }
    return sees_everything() ? "SUBDERE" : std::string{};
}

std::vector<Id> AppState::organizations() const {
    std::vector<Id> ids;
    for (const RoleAssignment& held : actor().roles) {
        if (std::find(ids.begin(), ids.end(), held.organization) == ids.end()) {
            ids.push_back(held.organization);
        }
    }
    if (sees_everything()) {
        for (const OpenedOrganization& one : opened()) {
            if (one.is_here && is_guest(one.id)) ids.push_back(one.id);
        }
        return ids;
    }
    // Of those that they only look at, the one that they chose.
    if (is_guest(organization_)) ids.push_back(organization_);
    return ids;
}

/// Whether somebody who works for all organizations looks at that one, which is not their own.
bool AppState::is_guest(const Id& organization) const {
    if (organization.is_nil() || !store_) return false;
    bool works_for_all = false;
    for (const RoleAssignment& held : actor().roles) {
        if (held.organization == organization) return false;
        const minga::Role* role = catalog_.roles().find(held.role);
        works_for_all = works_for_all || (role != nullptr && role->all_organizations);
    }
    if (!works_for_all) return false;
    const auto record = store_->find(organization);
    return record && !record->deleted && record->kind == "organization";
}

void AppState::choose_organization() {
    organization_ = {};
    const std::vector<Id> ids = organizations();
    organization_ = ids.empty() ? Id{} : ids.front();
    const Id chosen = id_of(setting(organization_setting));
    const bool is_own = std::find(ids.begin(), ids.end(), chosen) != ids.end();
    if (is_own || is_guest(chosen)) organization_ = chosen;
}

void AppState::select_organization(const Id& id) {
    set_setting(organization_setting, id.to_text());
    set_setting(cycle_setting, "");
    set_setting(diagnosis_setting, "");
    choose_organization();
    read_at_ = -1;  // what this frame reads stays until its end
    platform_.request_frame();
}

// --- Where in the programme --------------------------------------------------------------------

const std::vector<Entry<Cycle>>& AppState::cycles() {
    return memo<std::vector<Entry<Cycle>>>("cycles", [&] {
        std::vector<Entry<Cycle>> own;
        for (const Entry<Cycle>& cycle : list<Cycle>()) {
            if (cycle.record->organization == organization_) own.push_back(cycle);
        }
        std::stable_sort(own.begin(), own.end(), [](const auto& a, const auto& b) {
            return a.fields.number.value_or(0) > b.fields.number.value_or(0);
        });
        return own;
    });
}

const Record* AppState::chosen_cycle() {
    const Id chosen = id_of(setting(cycle_setting));
    for (const Entry<Cycle>& cycle : cycles()) {
        if (cycle.id == chosen) return cycle.record;
    }
    return nullptr;
}

const Record* AppState::cycle() {
    if (const Record* chosen = chosen_cycle()) return chosen;
    const auto& all = cycles();
    return all.empty() ? nullptr : all.front().record;
}

void AppState::select_cycle(const Id& id) {
    set_setting(cycle_setting, id.to_text());
    set_setting(diagnosis_setting, "");
    platform_.request_frame();
}

const std::vector<Entry<Assessment>>& AppState::diagnoses() {
    return memo<std::vector<Entry<Assessment>>>("diagnoses", [&] {
        std::vector<Entry<Assessment>> found;
        for (const Entry<Cycle>& cycle : cycles()) {
            for (const Entry<Assessment>& one : children<Assessment>(cycle.id)) {
                if (one.fields.type == AssessmentType::diagnostic) found.push_back(one);
            }
        }
        return found;
    });
}

const Record* AppState::diagnosis() {
    const auto& all = diagnoses();
    const Id chosen = id_of(setting(diagnosis_setting));
    const Record* of_cycle = nullptr;
    const Record* current = cycle();
    for (const Entry<Assessment>& one : all) {
        if (one.id == chosen) return one.record;
        if (of_cycle == nullptr && current != nullptr && one.fields.cycle == current->id) {
            of_cycle = one.record;
        }
    }
    if (of_cycle != nullptr || chosen_cycle() != nullptr) return of_cycle;
    return all.empty() ? nullptr : all.front().record;
}

void AppState::select_diagnosis(const Id& id) {
    set_setting(diagnosis_setting, id.to_text());
    platform_.request_frame();
}

/// The newest plan of the cycle, or nullptr.
const Record* AppState::plan_of(const Id& cycle_id) {
    const Record* latest = nullptr;
    std::int64_t version = -1;
    for (const Entry<Plan>& one : children<Plan>(cycle_id)) {
        if (one.fields.version.value_or(0) > version) {
            version = one.fields.version.value_or(0);
            latest = one.record;
        }
    }
    return latest;
}

const Record* AppState::plan() {
    const Record* chosen = chosen_cycle();
    return chosen != nullptr ? plan_of(chosen->id) : plan_at_work();
}

const Record* AppState::plan_at_work() {
    const Record* current = cycle();
    const Record* found = current != nullptr ? plan_of(current->id) : nullptr;
    if (found != nullptr) return found;
    for (const Entry<Cycle>& one : cycles()) {
        if (const Record* other = plan_of(one.id)) return other;
    }
    return nullptr;
}

// --- Reading records ---------------------------------------------------------------------------

const Record* AppState::find(const Id& id) {
    return cache_.peek(id);
}

const std::vector<Record>& AppState::children(const Id& parent, std::string_view kind) {
    return cache_.peek_children(parent, kind);
}

const std::vector<Record>& AppState::list(std::string_view kind) {
    return cache_.peek_list(kind);
}

const std::vector<sync::InboxItem>& AppState::inbox() {
    return memo<std::vector<sync::InboxItem>>(
        "inbox", [&] { return store_ ? store_->inbox() : std::vector<sync::InboxItem>{}; });
}

// --- Time --------------------------------------------------------------------------------------

Instant AppState::now() const {
    return {platform_.now_ms()};
}

Instant AppState::common_now() const {
    return {now().ms + sync_view_.clock_skew_ms};
}

Date AppState::today() const {
    return today_in_chile(now());
}

std::string AppState::moment_text(Instant instant) const {
    return client::moment_text(instant, common_now(), platform_.zone_offset_minutes());
}

std::string AppState::own_moment_text(Instant instant) const {
    return client::moment_text(instant, now(), platform_.zone_offset_minutes());
}

std::string AppState::saved_text() const {
    if (last_saved_.ms == 0) return {};
    return "Guardado en este equipo, " + clock_text(last_saved_, platform_.zone_offset_minutes());
}

void AppState::sync_now() {
    if (hooks.sync_now) hooks.sync_now();
}

// --- Navigation --------------------------------------------------------------------------------

void AppState::navigate(std::string_view text) {
    const Route next = Route::parse(text);
    if (next == route_) return;
    history_.push_back(route_.to_text());
    if (history_.size() > history_max) history_.erase(history_.begin());
    route_ = next;
    address_ = route_.to_text();
    platform_.request_frame();
}

void AppState::go_back(std::string_view fallback) {
    std::string target{fallback};
    if (!history_.empty()) {
        target = history_.back();
        history_.pop_back();
    }
    route_ = Route::parse(target);
    address_ = route_.to_text();
    platform_.request_frame();
}

void AppState::take_route(std::string_view text) {
    const Route next = Route::parse(text);
    const std::string name = next.to_text();
    page_route_ = name;
    // The page tells us of our own changes too, perhaps after we went further.
    const auto own = std::find(own_routes_.begin(), own_routes_.end(), name);
    if (own != own_routes_.end()) {
        own_routes_.erase(own_routes_.begin(), own + 1);
        return;
    }
    if (next == route_) return;
    if (!history_.empty() && history_.back() == name) {
        history_.pop_back();  // the browser's own way back
    } else {
        history_.push_back(route_.to_text());
    }
    route_ = next;
}

std::optional<std::string> AppState::take_address() {
    auto address = std::move(address_);
    address_.reset();
    if (!address || *address == page_route_) return std::nullopt;  // it would not be echoed
    own_routes_.push_back(*address);
    page_route_ = *address;
    return address;
}

// --- A screen's own memory ---------------------------------------------------------------------

std::string AppState::setting(std::string_view key) const {
    if (!store_) return {};
    auto found = settings_.find(key);
    if (found == settings_.end()) {
        found = settings_.emplace(std::string{key}, store_->setting(key)).first;
    }
    return found->second;
}

void AppState::set_setting(std::string_view key, std::string_view value) {
    if (!store_) return;
    settings_.insert_or_assign(std::string{key}, std::string{value});
    store_->set_setting(key, value).ignore();
}

std::string AppState::take_announcement() {
    return std::exchange(announcement_, {});
}

}  // namespace minga::client
