/// What somebody who sees everything takes to their device: one organization at a time, and off it
/// again.
#include "client_wasm/app/app_state.hpp"

#include <algorithm>

namespace minga::client {
namespace {

/// Ids with a blank between them: those of which nothing has come yet.
constexpr std::string_view asked_setting = "organizations.asked";
constexpr std::size_t id_length = 36;

void add_new(std::vector<OpenedOrganization>& opened, const OpenedOrganization& one) {
    const bool is_there = std::any_of(opened.begin(), opened.end(),
                                      [&](const auto& other) { return other.id == one.id; });
    if (!is_there) opened.push_back(one);
}

}  // namespace

std::vector<OpenedOrganization> AppState::opened() const {
    if (store_ && store_->change_count() != opened_at_) {
        opened_ = find_opened();
        opened_at_ = store_->change_count();
    }
    return opened_;
}

std::vector<OpenedOrganization> AppState::find_opened() const {
    std::vector<OpenedOrganization> opened;
    if (!sees_everything()) return opened;
    for (const auto& [scope, cursor] : store_->cursors()) {
        const auto id = Id::parse(scope);
        const bool is_whole = cursor.complete > 0 || cursor.complete == cursor.reached;
        if (id) opened.push_back({*id, is_whole});
    }
    const std::string asked = setting(asked_setting);
    for (std::size_t at = 0; at + id_length <= asked.size(); at += id_length + 1) {
        if (const auto id = Id::parse(std::string_view{asked}.substr(at, id_length))) {
            add_new(opened, {*id, false});
        }
    }
    return opened;
}

void AppState::set_asked_organizations(std::string_view ids) {
    set_setting(asked_setting, ids);
    opened_at_ = -1;
}

std::string AppState::opened_subject(const Id& id) {
    return "opened " + id.to_text();
}

void AppState::ask_for_organization(const Id& id) {
    const std::string text = id.to_text();
    std::string asked = setting(asked_setting);
    if (asked.find(text) != std::string::npos) return;
    if (!asked.empty()) asked += ' ';
    set_asked_organizations(asked + text);
    forget_refusals(opened_subject(id));
}

void AppState::close_organization(const Id& id) {
    if (!store_) return;
    const std::string subject = opened_subject(id);
    forget_refusals(subject);
    auto closed = store_->close_organization(id);
    if (!closed) {
        alert_about(subject, closed.error().message);
        return;
    }
    std::string asked;
    for (const OpenedOrganization& one : opened()) {
        if (one.id == id || one.is_here) continue;
        if (!asked.empty()) asked += ' ';
        asked += one.id.to_text();
    }
    set_asked_organizations(asked);
    // Its changes cannot be undone here any more, and what was undone would bring nothing back.
    changes_.clear();
    choose_organization();
    read_at_ = -1;
    platform_.request_frame();
}

bool AppState::is_visiting() {
    if (!sees_everything()) return false;
    const Record* record = organization();
    if (record == nullptr || record->deleted || record->kind != "organization") return false;
    const auto& roles = actor().roles;
    return std::none_of(roles.begin(), roles.end(), [&](const RoleAssignment& held) {
        return held.organization == organization_;
    });
}

}  // namespace minga::client
