/// Attached files as AppState shows and takes them.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/file_policy.hpp"
#include "client_wasm/app/file_words.hpp"
#include "sync/blob/blob_rules.hpp"

#include <array>
#include <utility>

namespace minga::client {
namespace {

constexpr std::string_view photo_preference = "photo_size";
constexpr std::array<std::string_view, 3> photo_keys{"small", "medium", "original"};
/// The longest edge, in pixels. An act on A4 stays legible at the medium one.
constexpr std::array<std::int32_t, 3> photo_edges{1280, 2048, 0};

}  // namespace

void AppState::set_file_policy(FilePolicy policy) {
    platform_.set_preference(policy_preference, policy_keys[static_cast<std::size_t>(policy)]);
    if (hooks.carry_files) hooks.carry_files(false);
}

std::size_t AppState::photo_size() const {
    return index_of(photo_keys, platform_.preference(photo_preference), 1);
}

void AppState::set_photo_size(std::size_t index) {
    platform_.set_preference(photo_preference, photo_keys.at(index));
}

std::int32_t AppState::photo_edge_max() const {
    return photo_edges.at(photo_size());
}

const std::optional<sync::BlobFile>& AppState::file_of(const Record& record) {
    const std::string hash = sync::blob_of(record);
    return memo<std::optional<sync::BlobFile>>("file " + hash, [&] {
        return store_ && !hash.empty() ? store_->blobs().find(hash) : std::nullopt;
    });
}

bool AppState::attach(const Id& id, const PickedFile& file) {
    const std::string subject = id.to_text();
    if (!store_) return false;
    if (!file.problem.empty()) {
        alert_about(subject, picking_problem(file.problem));
        return false;
    }
    auto attached = store_->attach(id, file.bytes, file.name);
    if (!attached) {
        note_refusal(subject, attached.error(), {});
        return false;
    }
    forget_refusals(subject);
    after_command(subject, {{"blob", Value{*attached}}});
    return true;
}

void AppState::alert_about(std::string_view subject, std::string message) {
    note_refusal(std::string{subject}, make_error(ErrorCode::malformed, std::move(message), "blob"),
                 {});
}

void AppState::fetch_file(const Record& record) {
    if (!store_) return;
    auto wanted = store_->blobs().want(sync::blob_of(record), now());
    if (!wanted) {
        note_refusal(record.id.to_text(), wanted.error(), {});
        return;
    }
    if (hooks.carry_files) hooks.carry_files(false);
    platform_.request_frame();
}

void AppState::open_file(const Record& record) {
    if (!store_) return;
    const std::string hash = sync::blob_of(record);
    const auto file = store_->blobs().find(hash);
    auto bytes = store_->blobs().read_whole(hash);
    if (!file || !bytes) {
        note_refusal(record.id.to_text(),
                     make_error(ErrorCode::not_found,
                                "El archivo no está entero en este equipo. Tráigalo otra vez."),
                     {});
        return;
    }
    std::string name = file->name;
    if (name.empty()) {
        name = "documento-" + hash.substr(0, 8) + std::string{sync::extension_of(file->type)};
    }
    platform_.download(name, file->type, *bytes);
    announcement_ = "Archivo descargado: " + name;
}

}  // namespace minga::client
