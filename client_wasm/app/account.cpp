#include "client_wasm/app/account.hpp"

#include "client_wasm/app/device_care.hpp"
#include "client_wasm/app/problem_words.hpp"
#include "shared/base/text.hpp"
#include "shared/codec/json.hpp"
#include "sync/wire/actor_codec.hpp"

#include <utility>

namespace minga::client {
namespace {

constexpr std::string_view last_login_preference = "last_login";
constexpr std::string_view signed_in_preference = "signed_in";
constexpr std::int32_t sign_in_timeout_ms = 30'000;

constexpr const char* no_network_text =
    "No hay conexión con el servidor. La primera vez se necesita para entrar en este equipo; "
    "después podrá trabajar sin ella.";

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

}  // namespace

std::string database_name(std::string_view login) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string name = "minga-";
    for (const char c : fold_for_search(trim(login))) {
        if (is_plain(c)) {
            name += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        name += '_';
        name += digits[byte >> 4];
        name += digits[byte & 15];
    }
    return name + ".db";
}

Account::Account(Platform& platform, AppState& state, const Catalog& catalog, Random& random,
                 Clock& clock)
    : platform_(platform), state_(state), catalog_(catalog), random_(random), clock_(clock) {
    state_.account.last_login = platform_.preference(last_login_preference);
}

Account::~Account() {
    if (request_ != 0) platform_.cancel(request_);
}

Result<void> Account::open_store(const std::string& login) {
    const StorageInfo storage = platform_.storage();
    auto database =
        storage::Database::open({.path = storage.vfs.empty() ? ":memory:" : database_name(login),
                                 .vfs = storage.vfs,
                                 .exclusive = true});
    if (!database) return database.error();
    auto store = sync::DeviceStore::open(std::move(*database), catalog_, random_, clock_);
    if (!store) return store.error();
    const auto kept = kept_changes(platform_, login);
    if (storage.is_durable && kept && (*store)->actor() == nullptr) {
        state_.account.cleared_changes = kept;
    }
    state_.open(std::move(*store));
    return {};
}

void Account::open_last() {
    const std::string login = platform_.preference(last_login_preference);
    if (login.empty() || platform_.preference(signed_in_preference) != "yes") return;
    auto opened = open_store(login);
    if (!opened) {
        refuse(
            "No se pudieron abrir los datos de este equipo. Siguen guardados: cierre las otras "
            "pestañas de Minga y vuelva a cargar la página.");
        return;
    }
    if (state_.store()->actor() == nullptr) {
        state_.close();  // made, but never signed in to
        return;
    }
    note_kept(state_.store()->status().pending);
    if (on_open) on_open();
}

void Account::note_kept(std::int64_t pending) {
    if (!state_.is_open() || !platform_.storage().is_durable) return;
    note_kept_changes(platform_, state_.actor().login, pending);
}

void Account::refuse(std::string message) {
    state_.account.sign_in_error = std::move(message);
    state_.account.is_signing_in = false;
    platform_.request_frame();
}

void Account::sign_in(std::string login, std::string password) {
    if (state_.account.is_signing_in) return;
    login = std::string{trim(login)};
    if (login.empty() || password.empty()) {
        refuse("Escriba su usuario y su clave.");
        return;
    }
    state_.account.is_signing_in = true;
    state_.account.sign_in_error.clear();
    HttpRequest request;
    request.method = "POST";
    request.url = "/api/v1/session";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = Json::object().set("user", login).set("password", password).dump();
    request.timeout_ms = sign_in_timeout_ms;
    request_ = platform_.request(std::move(request), [this, login](HttpResponse response) {
        request_ = 0;
        take_answer(login, response);
    });
}

void Account::take_answer(const std::string& login, const HttpResponse& response) {
    if (response.status == 0) return refuse(no_network_text);
    auto json = parse_json(response.body);
    if (response.status == 401) {
        return refuse(
            "Usuario o clave incorrectos. Revise que las mayúsculas estén como "
            "corresponde y vuelva a intentarlo.");
    }
    if (response.status < 200 || response.status > 299) {
        return refuse(problem_words(response.body,
                                    "El servidor no pudo atender la solicitud. Inténtelo de "
                                    "nuevo en un momento."));
    }
    if (!json) return refuse("La respuesta del servidor llegó incompleta. Inténtelo de nuevo.");
    auto actor = sync::actor_from_json((*json)["me"]);
    const std::string token = json->text_at("token");
    if (!actor || token.empty()) {
        return refuse(
            "La respuesta del servidor no se entiende. Vuelva a cargar la página para "
            "actualizar Minga.");
    }
    const bool is_same =
        state_.is_open() && database_name(state_.actor().login) == database_name(actor->login);
    if (!is_same) {
        if (state_.is_open() && on_close) on_close();
        auto opened = open_store(actor->login.empty() ? login : actor->login);
        if (!opened) {
            if (state_.is_open() && on_open) on_open();  // the one before goes on
            return refuse(opened.error().message);
        }
    }
    auto signed_in = state_.store()->sign_in(*actor, token);
    if (!signed_in) {
        if (!is_same) state_.close();
        return refuse(signed_in.error().message);
    }
    state_.take_person();
    state_.account.is_signing_in = false;
    state_.account.last_login = actor->login.empty() ? login : actor->login;
    platform_.set_preference(last_login_preference, state_.account.last_login);
    platform_.set_preference(signed_in_preference, "yes");
    note_kept(state_.store()->status().pending);
    if (state_.route().at(0) == "entrar") state_.navigate("inicio");
    if (on_open) on_open();
    platform_.request_frame();
}

void Account::sign_out(bool removes_data) {
    if (!state_.is_open()) return;
    const std::string login = state_.actor().login;
    const std::string token = state_.store()->token();
    if (!token.empty()) {
        HttpRequest request;
        request.method = "DELETE";
        request.url = "/api/v1/session";
        request.headers = {authorization(token)};
        platform_.request(std::move(request), [](const HttpResponse&) {});
    }
    state_.store()->forget_token().ignore();
    if (on_close) on_close();
    state_.close();
    if (removes_data) {
        platform_.delete_database(database_name(login));
        forget_kept_changes(platform_, login);
    }
    platform_.set_preference(signed_in_preference, "no");
    state_.account.sign_in_error.clear();
    state_.navigate("inicio");
    platform_.request_frame();
}

}  // namespace minga::client
