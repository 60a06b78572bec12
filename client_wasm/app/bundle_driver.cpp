#include "client_wasm/app/bundle_driver.hpp"

#include "client_wasm/app/bundle_words.hpp"
#include "client_wasm/app/problem_words.hpp"
#include "client_wasm/app/sync_driver.hpp"
#include "shared/base/bytes.hpp"
#include "sync/client/bundle_receipt.hpp"

#include <array>
#include <utility>

namespace minga::client {
namespace {

constexpr std::int32_t tool_timeout_ms = 120'000;
constexpr std::int32_t request_timeout_ms = 60'000;
constexpr std::string_view keys_setting = "bundle.keys";
constexpr const char* media_type = "application/vnd.minga.bundle";

/// 32 bytes of chance, in hexadecimal.
std::string drawn(Platform& platform) {
    std::array<std::uint8_t, 32> bytes{};
    platform.fill_random(std::as_writable_bytes(std::span{bytes}));
    return to_hex(bytes);
}

sync::BundleFacts facts_of(const Json& head) {
    sync::BundleFacts facts;
    facts.is_answer = head.boolean_at("answer");
    facts.device = Id::parse(head.text_at("device")).value_or(Id{});
    facts.receiver = head.text_at("receiver");
    facts.sender = head.text_at("sender");
    facts.first_n = head.integer_at("first_n");
    facts.last_n = head.integer_at("last_n");
    facts.made_at = {head.integer_at("made_at")};
    facts.hash = head.text_at("hash");
    facts.bytes = head.integer_at("bytes");
    return facts;
}

/// The tool unpacked everything before it came here.
Result<std::string> no_unpacking(std::string_view, std::size_t) {
    return make_error(ErrorCode::malformed, "El archivo llegó dañado.");
}

}  // namespace

void BundleDriver::start() {
    stop();
    is_on_ = state_.is_open();
    state_.bundles = {};
    refresh();
}

void BundleDriver::stop() {
    if (request_ != 0) platform_.cancel(std::exchange(request_, 0));
    is_on_ = false;
}

void BundleDriver::refresh() {
    if (!state_.is_open()) return;
    BundleView& view = state_.bundles;
    const sync::DeviceStore& store = *state_.store();
    view.is_possible = !store.setting(sync::bundle_server_setting).empty() &&
                       !store.setting(sync::bundle_secret_setting).empty();
    auto carried = sync::CarriedBundles{state_.store()->database()}.list();
    if (carried) view.carried = *std::move(carried);
    platform_.request_frame();
}

void BundleDriver::refuse(std::string message) {
    state_.bundles.error = std::move(message);
    state_.bundles.is_working = false;
    refresh();
}

std::string BundleDriver::secret() {
    std::string secret = state_.store()->setting(sync::bundle_secret_setting);
    if (!secret.empty()) return secret;
    secret = drawn(platform_);
    if (!state_.store()->set_setting(sync::bundle_secret_setting, secret)) return {};
    return secret;
}

void BundleDriver::ask_tool(std::string_view verb, Json head, std::string body, Taken taken) {
    head.set("secret", secret());
    HttpRequest request;
    request.method = "POST";
    request.url = "minga:bundle/" + std::string{verb};
    request.headers = {{"head", head.dump()}};
    request.body = std::move(body);
    request.timeout_ms = tool_timeout_ms;
    request_ = platform_.request(
        std::move(request), [this, taken = std::move(taken)](HttpResponse response) {
            request_ = 0;
            if (!is_on_) return;
            auto json = parse_json(response.header("head"));
            // What nobody is waiting for is tried again by itself, without a word.
            const bool has_failed = response.status != 200 || !json || json->contains("code");
            if (has_failed && !state_.bundles.is_working) return;
            if (response.status != 200 || !json) {
                refuse(
                    "La parte de Minga que hace estos archivos todavía no está en este equipo. "
                    "Conéctese una vez y vuelva a intentarlo.");
            } else if (json->contains("code")) {
                refuse(json->text_at("message"));
            } else {
                taken(*json, std::move(response.body));
            }
        });
}

void BundleDriver::post(std::string path, std::string type, std::string body, HttpCallback done) {
    HttpRequest request;
    request.method = "POST";
    request.url = std::move(path);
    request.headers = {authorization(state_.store()->token()), {"Content-Type", std::move(type)}};
    request.body = std::move(body);
    request.timeout_ms = request_timeout_ms;
    request_ =
        platform_.request(std::move(request), [this, done = std::move(done)](HttpResponse answer) {
            request_ = 0;
            if (is_on_) done(std::move(answer));
        });
}

void BundleDriver::use_network() {
    if (!is_on_ || request_ != 0 || state_.bundles.is_working) return;
    if (state_.store()->token().empty()) return;
    if (sync::is_enrolled(*state_.store(), state_.store()->setting(keys_setting))) {
        hand_over_next();
    } else {
        enroll();
    }
}

/// What fails here is tried again after the next exchange; nobody asked for it.
void BundleDriver::enroll() {
    Json head = Json::object();
    head.set("login", state_.actor().login);
    ask_tool("prove", std::move(head), {}, [this](const Json& proof, const std::string&) {
        const std::string key = proof.text_at("key");
        Json body = Json::object();
        body.set("key", key).set("proof", proof.text_at("proof")).set("device_name", "navegador");
        post("/api/v1/devices", "application/json", body.dump(),
             [this, key](const HttpResponse& response) {
                 auto json = parse_json(response.body);
                 if (response.status != 200 || !json) return;
                 auto kept = state_.store()->set_setting(keys_setting, key);
                 if (kept) {
                     kept = sync::set_enrolled(*state_.store(), key, json->text_at("server_key"));
                 }
                 refresh();
                 if (kept) hand_over_next();
             });
    });
}

void BundleDriver::hand_over_next() {
    refresh();
    for (const sync::CarriedBundle& one : state_.bundles.carried) {
        if (one.facts.is_answer || !one.problem.empty()) continue;
        auto file = sync::CarriedBundles{state_.store()->database()}.file(one.facts.hash);
        if (!file) continue;
        post("/api/v1/bundles", media_type, *std::move(file),
             [this, hash = one.facts.hash](const HttpResponse& response) {
                 take_handed_over(hash, response);
             });
        return;
    }
}

void BundleDriver::take_handed_over(const std::string& hash, const HttpResponse& response) {
    sync::CarriedBundles carried{state_.store()->database()};
    const bool may_pass = response.status == 0 || response.status == 401 ||
                          response.status == 429 || response.status >= 500;
    if (may_pass) return;
    if (response.status != 200) {
        carried.note_problem(hash, problem_words(response.body, "El servidor no lo recibió."))
            .ignore();
        hand_over_next();
        return;
    }
    ask_tool("open", Json::object(), response.body,
             [this, hash, file = response.body](const Json& head, const std::string& contents) {
                 if (head.boolean_at("opened")) {
                     take_answer(head, contents);
                 } else {
                     auto added = sync::CarriedBundles{state_.store()->database()}.add(
                         facts_of(head), file, state_.now());
                     if (!added) return refuse(added.error().message);
                 }
                 sync::CarriedBundles{state_.store()->database()}.remove(hash).ignore();
                 hand_over_next();
             });
}

void BundleDriver::prepare() {
    if (!is_on_ || state_.bundles.is_working) return;
    state_.bundles.error.clear();
    state_.bundles.prepared.reset();
    auto made = sync::export_bundle(*state_.store(), scopes_to_read(state_));
    if (!made) return refuse(made.error().message);
    state_.bundles.is_working = true;
    Json head = Json::object();
    head.set("server_key", state_.store()->setting(sync::bundle_server_setting))
        .set("ephemeral", drawn(platform_))
        .set("device", state_.store()->device().to_text())
        .set("first_n", made->first_n)
        .set("last_n", made->last_n)
        .set("made_at", state_.now().ms);
    ask_tool("seal", std::move(head), std::move(made->contents),
             [this](const Json& sealed, std::string file) {
                 BundleView::Prepared prepared;
                 prepared.facts = facts_of(sealed);
                 prepared.name = sync::bundle_file_name(prepared.facts, state_.actor().login);
                 prepared.file = std::move(file);
                 state_.bundles.prepared = std::move(prepared);
                 state_.bundles.is_working = false;
                 state_.announce("El archivo está listo.");
                 refresh();
             });
}

void BundleDriver::forget_prepared() {
    state_.bundles.prepared.reset();
    refresh();
}

void BundleDriver::receive(std::string file) {
    if (!is_on_ || state_.bundles.is_working) return;
    state_.bundles.error.clear();
    state_.bundles.news.clear();
    state_.bundles.is_damaged = false;
    state_.bundles.is_working = true;
    std::string copy = file;
    ask_tool("open", Json::object(), std::move(file),
             [this, copy = std::move(copy)](const Json& head, const std::string& contents) {
                 state_.bundles.is_working = false;
                 take_opened(head, contents, copy);
             });
}

void BundleDriver::take_opened(const Json& head, const std::string& contents,
                               const std::string& file) {
    const bool is_answer = head.boolean_at("answer");
    if (is_answer && head.boolean_at("opened")) {
        const std::string& server = state_.store()->setting(sync::bundle_server_setting);
        if (!server.starts_with(head.text_at("sender"))) {
            return refuse("Esta respuesta no es del servidor de este equipo: no se tomó nada.");
        }
        take_answer(head, contents);
        return;
    }
    if (!is_answer && head.boolean_at("own")) {
        return refuse(
            "Este archivo salió de este mismo equipo. Entréguelo a quien tenga conexión, o "
            "sincronice aquí.");
    }
    carry(facts_of(head), file);
}

void BundleDriver::take_answer(const Json& head, const std::string& contents) {
    auto counts = sync::take_bundle_answer(*state_.store(), contents, no_unpacking, state_.now());
    if (!counts) return refuse(counts.error().message);
    state_.bundles.news = answer_words(*counts);
    state_.bundles.is_damaged = !head.boolean_at("whole");
    if (state_.bundles.is_damaged) state_.bundles.news += " " + head.text_at("damage");
    if (counts->has_news()) state_.bundles.prepared.reset();
    state_.announce(state_.bundles.news);
    refresh();
    if (on_records) on_records();
}

void BundleDriver::carry(const sync::BundleFacts& facts, const std::string& file) {
    auto added = sync::CarriedBundles{state_.store()->database()}.add(facts, file, state_.now());
    if (!added) return refuse(added.error().message);
    state_.bundles.news =
        facts.is_answer
            ? "Es la respuesta para otro equipo. Este la lleva sin poder leerla: entréguela a su "
              "dueño con «Pasar el archivo»."
            : "Es el trabajo de otro equipo. Este lo lleva sin poder leerlo y lo entregará al "
              "servidor cuando haya conexión.";
    state_.announce(state_.bundles.news);
    refresh();
    state_.hooks.sync_now();
}

void BundleDriver::give_carried(const std::string& hash) {
    auto file = sync::CarriedBundles{state_.store()->database()}.file(hash);
    if (!file) return refuse(file.error().message);
    for (const sync::CarriedBundle& one : state_.bundles.carried) {
        if (one.facts.hash != hash) continue;
        platform_.share(sync::bundle_file_name(one.facts, {}), media_type, *file);
    }
}

void BundleDriver::drop_carried(const std::string& hash) {
    sync::CarriedBundles{state_.store()->database()}.remove(hash).ignore();
    refresh();
}

}  // namespace minga::client
