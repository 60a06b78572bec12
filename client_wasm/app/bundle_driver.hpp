/// Makes and receives the files that travel without a network, and hands over those that this
/// device carries for others. Sealing and opening are done by a module of its own, which the worker
/// fetches when it is first asked: answers come later, as from a server.
#pragma once

#include "client_wasm/app/app_state.hpp"

#include <functional>
#include <string>

namespace minga::client {

class BundleDriver {
public:
    BundleDriver(Platform& platform, AppState& state) : platform_(platform), state_(state) {}
    ~BundleDriver() { stop(); }
    BundleDriver(const BundleDriver&) = delete;
    BundleDriver& operator=(const BundleDriver&) = delete;

    /// Begins with the store that `state` holds now.
    void start();
    void stop();

    /// After an exchange over the network: shows the server this device's keys where it does not
    /// know them, and hands over what is carried.
    void use_network();

    /// Makes this device's own file; it then stands in the view.
    void prepare();
    void forget_prepared();
    /// A file that the person chose: an answer for this device, or something to carry.
    void receive(std::string file);
    /// Gives a carried file to the person, to pass on.
    void give_carried(const std::string& hash);
    void drop_carried(const std::string& hash);

    /// The records changed by what was received.
    std::function<void()> on_records;

private:
    using Taken = std::function<void(const Json& head, std::string body)>;

    std::string secret();
    void ask_tool(std::string_view verb, Json head, std::string body, Taken taken);
    void post(std::string path, std::string media_type, std::string body, HttpCallback done);
    void enroll();
    void hand_over_next();
    void take_handed_over(const std::string& hash, const HttpResponse& response);
    void take_opened(const Json& head, const std::string& contents, const std::string& file);
    void take_answer(const Json& head, const std::string& contents);
    void carry(const sync::BundleFacts& facts, const std::string& file);
    void refuse(std::string message);
    void refresh();

    Platform& platform_;
    AppState& state_;
    RequestId request_ = 0;
    bool is_on_ = false;
};

}  // namespace minga::client
