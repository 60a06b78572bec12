/// Signing in and out, and the one database that each person has on a device.
///
/// The person who signed in last is let in at once at the next start, with or without a network:
/// their records are on the device. A token that ran out only stops the synchronization.
#pragma once

#include "client_wasm/app/app_state.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace minga::client {

/// The file of the person with that login. Different logins have different files.
std::string database_name(std::string_view login);

class Account {
public:
    Account(Platform& platform, AppState& state, const Catalog& catalog, Random& random,
            Clock& clock);
    ~Account();
    Account(const Account&) = delete;
    Account& operator=(const Account&) = delete;

    /// Opens the records of the last person, where there was one who did not sign out.
    void open_last();
    void sign_in(std::string login, std::string password);
    void sign_out(bool removes_data);
    /// Notes outside of the records that there are some, and how much of them was not sent.
    void note_kept(std::int64_t pending);

    /// Called when somebody's records were opened or their token is new.
    std::function<void()> on_open;
    /// Called before the records are closed.
    std::function<void()> on_close;

private:
    void take_answer(const std::string& login, const HttpResponse& response);
    Result<void> open_store(const std::string& login);
    void refuse(std::string message);

    Platform& platform_;
    AppState& state_;
    const Catalog& catalog_;
    Random& random_;
    Clock& clock_;
    RequestId request_ = 0;
};

}  // namespace minga::client
